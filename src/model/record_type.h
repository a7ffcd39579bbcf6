/* The types of records: one table each, one small file each (record_*.c).
 * Forms, lists, sheets, search, history, merging and tables in and out read
 * them; nothing else knows a type. How to write one: doc/records.md. Pure.
 *
 * [type-1] every type has a title, keys of the log's letters, and states that
 *          can all be reached
 * [type-2] a state changes only by a step of the table whose fields are filled
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_RECORD_TYPE_H
#define MODEL_RECORD_TYPE_H

#include "model/record.h"

/* The first is where a record begins. */
struct record_state_row {
	const char *word, *label;
	bool closed;           /* nothing more is waited for */
	/* Which stands when two desks disagree: the more cautious one, then the
	 * one that stands before the other here. */
	uint8_t caution;
};
struct record_step {
	const char *from, *to, *verb;  /* verb: TR, on the button */
	const char *needs;     /* keys that must be filled, by blanks, or NULL */
};
/* A task that mirrors a fact: it is there while the fact is, and nobody can
 * tick it off. */
struct record_mirror {
	const char *key, *label;       /* TR */
	/* True while it stands; when it is due (0: no hour). No clock. */
	bool (*stands)(const struct record *record, uint64_t *ret_due_ms);
};

struct record_type {
	const char *key;               /* of the log and of addresses */
	const char *label, *plural;    /* TR */
	const char *empty;             /* TR: what to do when there is none */
	const struct record_field *fields;
	size_t field_count;
	const struct record_state_row *states;
	size_t state_count;
	const struct record_step *steps;
	size_t step_count;
	const struct record_mirror *mirrors;
	size_t mirror_count;
	/* A rule between fields: NULL when it holds, else the words (TR). */
	const char *(*rule)(const struct record *record);
	bool quiet;            /* has pages of its own: not in the navigation */
	/* The key of the field that names the record it belongs to and is erased
	 * with; NULL: it stands for itself. */
	const char *home;
};

extern const struct record_type record_member, record_responsibility,
	record_goal, record_task, record_contact, record_request,
	record_concept, record_term, record_trial, record_wish,
	record_hold,
	record_safety, record_check_plan, record_check, record_taken,
	record_guide, record_unit, record_sign, record_media, record_change_words,
	record_library, record_release, record_voice;
/* Of what is sealed in a safety plan: no records, so not among record_types. */
extern const struct record_type record_safety_body;
extern const struct record_type *const record_types[];
extern const size_t record_type_count;

/* "09:30": a time of a check-in plan, in minutes of the day. */
bool record_check_minute(str line, uint64_t *ret_minute) MUST_USE;

/* The languages people here write and speak. */
extern const struct record_choice record_languages[];
/* The five written forms, in which guides are. */
extern const struct record_choice record_forms[];

enum { RECORD_DAY_MS = 24 * 3600 * 1000 };
/* When a date (model/pdate.h) is due: the start of the last day it can mean.
 * False: it is open, unknown or before 1970. */
bool record_due_ms(str date, uint64_t *ret_due_ms) MUST_USE;

/* Its records have a ring of their own each (FIELD_RING, doc/log.md L13). */
bool record_type_has_ring(const struct record_type *type);
/* A field of it that stands in such a ring. */
bool record_field_is_in_ring(const struct record_type *type,
	const struct record_field *field);

/* The field of every type that holds its state. */
extern const struct record_field record_state_field;

/* NULL when there is none of that key. */
const struct record_type *record_type_find(str key);
const struct record_field *record_field_find(const struct record_type *type,
	str key);
const struct record_state_row *record_state_find(
	const struct record_type *type, str word);
/* The step between two states; NULL when there is none. */
const struct record_step *record_step_find(const struct record_type *type,
	str from, str to);
/* The first field the step still needs; NULL when it may be taken [type-2]. */
const struct record_field *record_step_lacks(const struct record *record,
	const struct record_step *step);
/* The first needed field that is empty; NULL when all are there. */
const struct record_field *record_lacks(const struct record *record);

#endif
