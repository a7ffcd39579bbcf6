/* Erasing (doc/erasure.md): a thread with all joined to it, or a record, goes
 * out of the log for good. What it is, what would go and what would remain can
 * be asked beforehand; how far each device is, afterwards.
 *
 * [erase-1] nothing unread is erased, and nothing that is held; a message that
 *           came in while another desk erased its thread is kept
 * [erase-2] where two people work, one asks and another agrees
 * [erase-3] afterwards its words are in no page, index, snapshot or file of
 *           this desk; it cannot be undone, and undoing says so
 * [erase-4] a device is called done only after it said so itself, later than
 *           the erasure
 * [erase-5] a record is erased only where all of its fields can be read: nobody
 *           calls gone what she cannot see
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ERASE_H
#define DESK_ERASE_H

#include "desk/desk.h"
#include "desk/record_act.h"
#include "model/op.h"

enum { ERASE_UNITS_MAX = 64 /* threads joined in one */,
	ERASE_OTHERS_MAX = 16 };

/* -- beforehand ------------------------------------------------------------ */

struct erase_plan {
	bool is_thread;            /* else a record */
	object_id units[ERASE_UNITS_MAX];
	bool kinds[ERASE_UNITS_MAX]; /* each: a thread */
	size_t unit_count;
	uint64_t messages, hers, files;
	uint64_t going_out;        /* answers that have not left: they will not */
	bool unread;               /* [erase-1] */
	bool held;                 /* a hold stands on it */
	bool closed;               /* [erase-5] */
	bool needs_second;         /* [erase-2] */
	bool agreed;               /* another one has agreed */
	bool asked;                /* an erasure is asked for */
	object_id wish;            /* the record that asks; zeros: none */
	bool asked_here;           /* by who works at this device */
	object_id others[ERASE_OTHERS_MAX]; /* records that were made of it */
	size_t other_count;
	uint64_t copies;           /* copies that were saved outside */
	uint64_t last_copy_ms;
};
/* Of a thread (whichever of those joined) or a record. ERR_ABSENT. */
const err *erase_plan(struct desk *desk, object_id thing,
	struct erase_plan *ret_plan) MUST_USE;

/* The devices that would have to hear of it; the names are the log's. */
struct erase_device { str dev; bool done; };
size_t erase_devices(struct desk *desk, bool of_thread,
	struct erase_device *ret_devices, size_t max);

/* -- asking, agreeing, doing ----------------------------------------------- */

/* A wish (model/record_wish.c) on a thing: what is asked, why, and how it is
 * known that it is the person. */
struct erase_ask { object_id thing; str kind, reason, known; };
const err *erase_ask(struct desk *desk, const struct erase_ask *ask,
	object_id *ret_wish) MUST_USE;
/* The things whose erasure waits for a second person, as long as it is not who
 * works at this device that asked. */
const err *erase_asked(struct desk *desk, struct arena *arena,
	object_id **ret_things, size_t *ret_count) MUST_USE;
/* Whoever works here asked for it, and cannot be the second as well. */
bool erase_is_asker(struct desk *desk, const struct record *wish);
/* Somebody else than who asked agrees. ERR_REFUSED: it is the same person. */
const err *erase_agree(struct desk *desk, object_id thing) MUST_USE;
/* Erases, here at once; `all`: with the records that were made of it.
 * ERR_REFUSED: unread, held, closed to this desk, or nobody agreed yet. */
const err *erase_do(struct desk *desk, object_id thing, bool all) MUST_USE;
/* Erases things whose time is over (keeping.c knows): the member who says yes is
 * enough. They go in acts of ERASE_UNITS_MAX units; ERR_REFUSED as above, for any
 * of them: then nothing of its act goes, nor what follows. */
const err *erase_over(struct desk *desk, const object_id *things, size_t count)
	MUST_USE;

/* A hold on a thing: whose, why, and when it is looked at again (a date as
 * record_read takes it). */
struct erase_hold { object_id thing; str reason, owner, review; };
const err *erase_hold(struct desk *desk, const struct erase_hold *hold,
	struct record_refusal *ret_refusal) MUST_USE;
bool erase_is_held(struct desk *desk, object_id thing);
/* It is a record of which this desk cannot read all [erase-5]. */
bool erase_is_closed(struct desk *desk, object_id thing);

/* -- afterwards ------------------------------------------------------------ */

/* One act of erasing: its units went in one commit. */
struct erase_row {
	object_id unit;            /* the first of them */
	size_t unit_count;
	str dev;                   /* who erased */
	uint64_t ms;
	const struct erase_device *devices;
	size_t device_count, waiting;
	bool few;                  /* it stood also where not all read */
	bool key_here;             /* what opened it there is still here */
};
const err *erase_rows(struct desk *desk, struct arena *arena,
	struct erase_row **ret_rows, size_t *ret_count) MUST_USE;
/* What a member wrote into something while another desk erased it. */
struct erase_late { object_id unit; str dev; uint64_t ms; };
const err *erase_lates(struct desk *desk, struct arena *arena,
	struct erase_late **ret_rows, size_t *ret_count) MUST_USE;

/* -- inside the desk ------------------------------------------------------- */

/* After reading: whether something erased is still here, and taking it out of
 * the pack, the snapshots and the folder of files; then this device says so. */
bool erase_is_due(const struct desk *desk);
const err *erase_settle(struct desk *desk) MUST_USE;

#endif
