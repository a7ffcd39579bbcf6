/* Questions about records to an open desk. Everything is kept by the arena.
 *
 * [record_query-1] folding all at once and one by one give the same answers
 * [record_query-2] values that nobody has settled all stand there, in
 *                  whatever order they came
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RECORD_QUERY_H
#define DESK_RECORD_QUERY_H

#include "desk/desk.h"
#include "model/record_type.h"

enum { RECORD_ROWS_MAX = 200, RECORD_FILTERS_MAX = 4 };

/* ERR_ABSENT. */
const err *record_get(struct desk *desk, struct arena *arena, object_id id,
	struct record *ret_record) MUST_USE;

/* Its row of a list; ERR_ABSENT. */
struct record_row;
const err *record_row_get(struct desk *desk, struct arena *arena,
	object_id id, struct record_row *ret_row) MUST_USE;

/* A list: of one type, narrowed by ids and enumerated values only. */
struct record_filter {
	const struct record_type *type;   /* NULL: all types */
	str state;                        /* a word; "current": none that is closed */
	struct { const char *key; str value; } by[RECORD_FILTERS_MAX];
	size_t by_count;
	str words;                        /* searched; empty: all */
	object_id owner;                  /* zeros: anybody's */
	uint64_t due_before_ms;           /* 0: whenever */
	bool unsettled;                   /* only those with rivals */
	size_t skip;
};
struct record_row {
	object_id id;
	const struct record_type *type;
	str ref, title, state;
	object_id owner;                  /* zeros: nobody */
	uint64_t due_ms, made_ms, changed_ms;
	bool unsettled, closed;
};
struct record_rows { struct record_row *at; size_t count; bool more; };
/* Ordered by what is due, then by title. */
const err *record_list(struct desk *desk, struct arena *arena,
	const struct record_filter *filter, struct record_rows *ret_rows)
	MUST_USE;
/* As record_list, but each record whole. */
const err *record_whole(struct desk *desk, struct arena *arena,
	const struct record_filter *filter, struct record **ret_records,
	size_t *ret_count) MUST_USE;
const err *record_count(struct desk *desk, const struct record_type *type,
	uint64_t *ret_count) MUST_USE;
const err *record_unsettled_count(struct desk *desk, uint64_t *ret_count)
	MUST_USE;

/* Who, when, from which device: newest first. */
struct record_change {
	uint64_t ms;
	str dev;
	uint64_t seq;
	const struct record_field *field;
	str value;                        /* empty: emptied */
	enum { CHANGE_SET, CHANGE_ADD, CHANGE_DROP } how;
	bool unseen;     /* made without knowing of the one before */
	bool no_step;    /* a state that does not follow from the one before */
};
const err *record_history(struct desk *desk, struct arena *arena,
	object_id id, struct record_change **ret_changes, size_t *ret_count)
	MUST_USE;

/* Records that point to this one: their rows, by the field that points. */
struct record_pointing { struct record_row row;
	const struct record_field *field; };
const err *record_pointing(struct desk *desk, struct arena *arena,
	object_id id, struct record_pointing **ret_rows, size_t *ret_count)
	MUST_USE;

/* What a person typed for a ref of `type` (a short ref like K7QM-2XD, or 32
 * hex): the record. ERR_ABSENT. */
const err *record_look_up(struct desk *desk, const struct record_type *type,
	str typed, object_id *ret_id) MUST_USE;
/* Its short name: the same on every desk. */
str record_ref(struct arena *arena, object_id id);

/* Tasks that mirror facts, due before `until_ms`, soonest first. */
struct record_mirrored { struct record_row row;
	const struct record_mirror *mirror; uint64_t due_ms; };
const err *record_mirrors(struct desk *desk, struct arena *arena,
	uint64_t until_ms, struct record_mirrored **ret_rows,
	size_t *ret_count) MUST_USE;

#endif
