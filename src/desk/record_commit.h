/* Inside the record files only: changes of records on their way into the log,
 * cut into bodies (one record, one ring) and those into commits.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RECORD_COMMIT_H
#define DESK_RECORD_COMMIT_H

#include "base/list.h"
#include "desk/act_room.h"
#include "desk/record_act.h"

/* `unit`: what it is erased with (record_home). */
struct record_op { str ring; struct op op; object_id unit; };
struct record_ops LIST_OF(struct record_op);

/* What record_batch_begin opened; `expected` are records that it will make. */
struct record_expected { const struct record_type *type; object_id id; };
struct record_batch {
	struct arena *arena;
	struct record_ops ops;
	struct LIST_OF(struct record_expected) expected;
};

/* Commits the ops in their order; several commits where one has not the room.
 * All of them are undone as one. None: nothing is done. */
const err *record_commit(struct desk *desk, const struct record_ops *ops,
	enum did did) MUST_USE;
/* The same, or kept for record_batch_end while a batch is open. */
const err *record_commit_later(struct desk *desk,
	const struct record_ops *ops, enum did did) MUST_USE;

/* Whether the open batch makes a record of that type with this id, or is said to
 * make it later. */
bool record_batch_makes(const struct desk *desk, const struct record_type *type,
	object_id id);

/* What the open batch says of a register that is not in the log yet; empty:
 * nothing. */
str record_batch_says(const struct desk *desk, object_id id, str field);

/* It will: who begins the batch sees to it that it does. */
void record_batch_expect(struct desk *desk, const struct record_type *type,
	object_id id);

/* -- undoing (called by act_undo) ----------------------------------------- */
/* Whether the commits of this device from `first` on changed records. */
const err *record_undo_is(struct desk *desk, uint64_t first, bool *ret_is)
	MUST_USE;
const err *record_undo(struct desk *desk, uint64_t first, uint64_t last)
	MUST_USE;

#endif
