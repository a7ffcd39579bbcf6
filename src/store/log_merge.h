/* How a team that parted into several rosters becomes one (doc/team.md T2.5):
 * who has signed the roster that names all tips, and this device's signature,
 * also while it waits and may write nothing else.
 *
 * [merging-1] of a commit of a device that waits nothing counts but the rosters
 *             in it and the signatures under them
 * [merging-2] what a device signed that a tip removed, that is frozen here, or that
 *             there are two of, is not gathered
 * [merging-3] all desks with the same tips sign the same bytes
 * [merging-4] no key is handed to a device that waits
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_LOG_MERGE_H
#define STORE_LOG_MERGE_H

#include "model/team_roster.h"
#include "store/log.h"

/* Of one tip: members, admins of it, who signed, how many it takes, and how many
 * there are who can. */
struct log_merge_tip { const struct team_roster *says;
	size_t has, needs, can; };

struct log_merge {
	struct team_roster *next;      /* the merge; nobody left: no device */
	str text;                      /* what is signed */
	struct log_merge_tip tips[TEAM_BEFORE_MAX];
	size_t tip_count;
	struct team_signed signatures[TEAM_DEVICES_MAX];
	size_t signature_count;        /* gathered, ascending by device */
	bool signed_here, may_sign;
	bool enough;                   /* of every tip */
	bool can_end;                  /* every tip has enough who can sign */
	bool may_end;                  /* enough, and this device can do it */
	bool ends_here;                /* and it is its turn: by itself */
};

/* How far it is, kept by the arena. False: the team is one. */
bool log_merge_look(const struct log *log, struct arena *arena,
	uint64_t now_ms, struct log_merge *ret_merge) MUST_USE;
/* The roster with what was gathered; for log_hand, by a device that stands in
 * all tips. */
void log_merge_write(const struct log_merge *merge, struct buf *out);
/* Signs, and hands that to every device of the merge, or makes the team one
 * (*ret_one) when it is enough and this device stands in all tips. ERR_ABSENT:
 * the team is one already. ERR_REFUSED: this device may not. */
const err *log_merge_sign(struct log *log, uint64_t now_ms, bool *ret_one)
	MUST_USE;

#endif
