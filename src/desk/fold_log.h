/* What the log means: ops into the projection's tables. The only writer of
 * them. Pure but for the database in memory: no clock, no random, no file.
 *
 * [fold-1] folding everything at once and one commit at a time give the same
 *          tables
 * [fold-2] a register holds its greatest version, in whatever order they come
 * [fold-3] what this version does not know is left alone, never an error
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FOLD_LOG_H
#define DESK_FOLD_LOG_H

#include "desk/projection.h"
#include "model/item.h"
#include "store/log.h"

/* The numbers of a snapshot: raise one when what it names changes. */
extern const struct snapshot_made fold_made;

/* Whether the commit (dev, seq) had seen the commit (other, other_seq). */
typedef bool fold_saw(void *owner, str dev, uint64_t seq, str other,
	uint64_t other_seq);

enum { FOLD_CHANGED_MAX = 64 };

struct fold {
	struct projection *projection;
	char dev[LOG_DEVICE_HEX];   /* whose commits can be undone here */
	/* NULL: there is one device, and whatever is newer has seen it all. */
	fold_saw *saw;
	void *saw_owner;
	/* An erasure was read of something that stands in the tables: they must
	 * be made anew without it (erase_settle.c). */
	bool erased;
	uint64_t words;             /* grows when a record of the word bank changes */
	struct fold_changed {
		object_id at[FOLD_CHANGED_MAX];
		size_t count;
		bool all;           /* more than there is room for */
	} guides,                   /* that changed, or what belongs to them */
		cases, waits;       /* the record, or who is in its ring: for
		                     * those who let in, and for the task */
};
/* A log_give; `owner` is the struct fold. */
const err *fold_op(void *owner, const struct log_op *op) MUST_USE;
/* After the last op of a reading: the summaries of what changed. */
const err *fold_finish(struct fold *fold) MUST_USE;

/* Takes out of the tables all that follows from ops about these objects, and about
 * those that share a thread with them; *ret_dropped: whose ops, of all that is
 * left, are to be folded once more before fold_finish. Then the tables are as if
 * only those had ever been read [fold-1], but for the numbers of rows. The objects
 * are not the desk's own. */
struct fold_dropped {
	object_id *objects;   /* ascending */
	size_t object_count;
	hash *taken;          /* what the line gave for them, ascending */
	size_t taken_count;
};
const err *fold_drop(struct fold *fold, struct arena *arena,
	const object_id *objects, size_t count,
	struct fold_dropped *ret_dropped) MUST_USE;
bool fold_is_dropped(const struct fold_dropped *dropped,
	const struct log_op *op);
/* Moves on in taking the dropped words out of the search index, which keeps them,
 * hidden, until then; *ret_over: it is done. About how many steps there are. */
const err *fold_drop_step(struct fold *fold, bool *ret_over) MUST_USE;
const err *fold_drop_steps(struct fold *fold, uint64_t *ret_steps) MUST_USE;

/* The object all settings belong to. */
extern const object_id fold_desk;

/* The name of a message taken from the line, of the thread a mailbox begins,
 * and of the reply that carries an answer into a mailbox: the same on every
 * desk, so doing a thing twice is doing it once. */
object_id fold_message_id(str sealed);
object_id fold_thread_id(str mailbox);
object_id fold_reply_id(object_id message, str mailbox);

/* What a register holds; empty when nothing. Kept by the arena. */
const err *fold_register(struct projection *projection, struct arena *arena,
	object_id object, str field, str *ret_value) MUST_USE;

str object_str(const object_id *id);

#endif
