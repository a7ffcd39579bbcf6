/* What members do with records: each call one commit of the log, durable when
 * it returns NULL, told by query_did and undone by act_undo like every other
 * act (act.h, [act-1]).
 *
 * [record_act-1] nothing enters the log that the type's table refuses
 * [record_act-2] a body holds fields of one ring, and of one record and those
 *                that belong to it (record_home)
 *
 * Errors: ERR_USAGE, a value is refused or a needed field is empty (the fault
 * says which); ERR_ABSENT, there is no such record; ERR_REFUSED, the step is
 * not one of this state, or a field it needs is empty.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RECORD_ACT_H
#define DESK_RECORD_ACT_H

#include "desk/desk.h"
#include "model/record_type.h"

/* One change. `value` as record_read takes it (a short ref is looked up). */
enum edit { EDIT_SET, EDIT_ADD, EDIT_DROP };
struct record_edit { const char *key; str value; enum edit how; };
struct record_edits { const struct record_edit *at; size_t count; };

/* What was refused, when an act gives ERR_USAGE or ERR_REFUSED. */
struct record_refusal {
	const struct record_field *field;  /* NULL: the record as a whole */
	enum record_fault fault;
	const char *words;                 /* FAULT_RULE: the rule (TR) */
};

/* A new record in its type's first state, or the state among the edits. For a
 * set, EDIT_SET makes it exactly the lines of the value. */
const err *record_create(struct desk *desk, const struct record_type *type,
	struct record_edits edits, struct record_refusal *ret_refusal,
	object_id *ret_id) MUST_USE;
/* The same under an id that another desk's table gave it. */
struct record_new { object_id id; const struct record_type *type; };
const err *record_create_as(struct desk *desk, const struct record_new *new,
	struct record_edits edits, struct record_refusal *ret_refusal)
	MUST_USE;
/* Changes fields; the same value again is no change. Not the state. */
const err *record_set(struct desk *desk, object_id id,
	struct record_edits edits, struct record_refusal *ret_refusal)
	MUST_USE;
/* Takes a step of the type's table; `edits` go with it (what the step needs). */
const err *record_step(struct desk *desk, object_id id, str state,
	struct record_edits edits, struct record_refusal *ret_refusal)
	MUST_USE;
/* Keeps one of the values that stand side by side; everyone who sees this
 * agrees from then on. `value` may also be a new one that joins both. `name`
 * is the field's key; of a set "key=member", and `value` "1" keeps it in. */
const err *record_settle(struct desk *desk, object_id id, str name,
	str value, struct record_refusal *ret_refusal) MUST_USE;

/* Several new or changed records as one act that undoes as one. Begin, then
 * record_create and record_set as often as needed, then end (which commits;
 * after an error of one of them, record_batch_drop). */
const err *record_batch_begin(struct desk *desk) MUST_USE;
const err *record_batch_end(struct desk *desk) MUST_USE;
void record_batch_drop(struct desk *desk);

#endif
