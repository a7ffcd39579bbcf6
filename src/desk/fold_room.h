/* Inside the fold files only.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FOLD_ROOM_H
#define DESK_FOLD_ROOM_H

#include "desk/fold_log.h"
#include "desk/fold_name.h"

/* fold_log.c: notes what was there before, for commits of this device. */
const err *fold_undo_add(struct fold *fold, const struct log_op *op,
	str field, str old) MUST_USE;
/* fold_table.c: a register has a new value: the tables that show it, which are
 * those of messages. */
const err *fold_table(struct fold *fold, const struct log_op *op, str name)
	MUST_USE;
/* The same for all that registers say of an object whose row is new: what was
 * said of it may come before it does. And for the threads that joined it. */
const err *fold_table_again(struct fold *fold, object_id object) MUST_USE;
const err *fold_roots_again(struct fold *fold, object_id thread) MUST_USE;
/* Roots found anew, of threads that were ever joined. */
const err *fold_roots_find(struct fold *fold) MUST_USE;
/* fold_log.c: the version of what an op sets (doc/log.md L1.5), and which is the
 * newer: as strcmp. */
struct fold_version {
	uint64_t ms, count;
	str dev;
	uint64_t seq, body, idx;
};
struct fold_version fold_version_of(const struct log_op *op);
int fold_version_compare(const struct fold_version *a,
	const struct fold_version *b);
/* fold_log.c: a register's new value, if it is newer [fold-2]. */
const err *fold_set(struct fold *fold, const struct log_op *op, str name)
	MUST_USE;
/* fold_record.c: one more that changed. */
void fold_changed_add(struct fold_changed *changed, object_id id);
/* fold_record.c: whether the op speaks of a record; what it changes, in which ring
 * (fold_place); and, at the end, the rows of the records that changed. */
bool fold_is_record(const struct log_op *op);
const err *fold_record(struct fold *fold, const struct log_op *op, str in)
	MUST_USE;
const err *fold_record_finish(struct fold *fold) MUST_USE;
/* fold_table.c: a register of threads or messages; no record in the ring of
 * messages has one of that name (doc/records.md). */
bool fold_is_of_thread(str field);
/* fold_item.c: a message. */
const err *fold_item(struct fold *fold, const struct log_op *op) MUST_USE;

#endif
