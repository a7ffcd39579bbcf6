/* Inside the record files only: one act on a record in the making. It works on
 * the record as it would stand after the act, so that rules between fields are
 * asked once, of the whole. Nothing is written before working_commit.
 *
 * working_begin, then working_load or a record of the caller's, then the edits,
 * then working_check, then working_commit; working_end in any case. What it
 * returns when something is refused is record_act.h's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RECORD_WORKING_H
#define DESK_RECORD_WORKING_H

#include "desk/record_commit.h"
#include "desk/record_place.h"

struct working {
	struct desk *desk;
	struct arena *arena;             /* its own, until working_end */
	struct record before;            /* as it stood; of no type: new */
	struct record record;            /* as it would stand */
	struct LIST_OF(struct record_got) got;
	struct record_place place;
	struct record_ops ops;
	struct record_refusal *refusal;
	bool settles;                    /* the same value counts too */
	bool may_state;
};

/* `refusal` is the caller's and says nothing yet. */
void working_begin(struct working *w, struct desk *desk,
	struct record_refusal *refusal);
void working_end(struct working *w);
/* The record as it stands; ERR_ABSENT. */
const err *working_load(struct working *w, object_id id) MUST_USE;

/* Fills the refusal, and returns an error of that code. */
const err *working_refuse(struct working *w, enum err_code code,
	const struct record_field *field, enum record_fault fault);
/* The value of a field of one value; the value it has already is no change,
 * unless this act settles. */
void working_set(struct working *w, const struct record_field *field,
	str value);
bool working_has(const struct working *w, const struct record_field *field);
const err *working_edit(struct working *w, struct record_edits edits) MUST_USE;
/* What the whole must keep to [record_act-1]. */
const err *working_check(struct working *w) MUST_USE;
/* As record_commit_later. */
const err *working_commit(struct working *w, enum did did) MUST_USE;

#endif
