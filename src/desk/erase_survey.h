/* Inside the erase files only: one pass over all of the log, for what survives
 * in it (store/state.h) and for what an erasure must carry on.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ERASE_SURVEY_H
#define DESK_ERASE_SURVEY_H

#include "base/list.h"
#include "desk/act_room.h"
#include "store/log_compact.h"

/* An op of an erased unit that is carried on. */
struct erase_kept { object_id unit; struct op op; };
struct erase_kepts LIST_OF(struct erase_kept);
/* An erasure that was read before. */
struct erase_known { object_id unit; str ring, dev; uint64_t seq; };
struct erase_knowns LIST_OF(struct erase_known);
struct erase_unit { object_id id; };
struct erase_unit_list LIST_OF(struct erase_unit);

/* Where a body stands. */
struct erase_place { str ring; object_id unit; struct state_part part; };
struct erase_places LIST_OF(struct erase_place);

struct survey {
	struct desk *desk;
	struct arena *arena;
	struct state *state;         /* the desk's own: it is kept current */
	const object_id *units;      /* of these the `seen` ops are wanted */
	size_t unit_count;
	struct erase_kepts seen;
	struct erase_knowns known;
	struct erase_kepts rescued;  /* hers, which no eraser had seen */
	struct erase_places unread;  /* bodies removed before they were read */
	struct erase_unit_list late; /* members wrote into these meanwhile */
};

/* What is known of the units and of what was erased: their bodies are read, and
 * all of the log only where some of them are not at hand any more. Close it also
 * after an error. */
const err *survey_open(struct survey *survey, struct desk *desk,
	const object_id *units, size_t count) MUST_USE;
void survey_close(struct survey *survey);
/* One more commit of this device (none when `count` is 0); the desk reads on. */
const err *survey_commit(struct survey *survey, const struct log_body *bodies,
	size_t count) MUST_USE;
/* Takes out of the pack, the snapshots, the tables and the folder of files what
 * may go, and tells the line. What the survey's state says is old after it. */
const err *survey_destroy(struct survey *survey) MUST_USE;
/* What this device has, in every ring where it has not said it yet. */
const err *survey_check(struct survey *survey) MUST_USE;

#endif
