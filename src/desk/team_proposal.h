/* Inside the team files only: changes of the roster that wait for a second
 * signature, as they stand in the log. A proposal only says what was signed,
 * and by whom; whether that is enough, and doing it, is team_change.c's
 * [team_act-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TEAM_PROPOSAL_H
#define DESK_TEAM_PROPOSAL_H

#include "desk/team_room.h"

struct team_proposal {
	struct team_matter matter;
	str id, text;              /* of the roster, unsigned */
	struct team_roster *roster;
	str by;                    /* who proposed it */
	uint64_t at_ms;
	struct team_signed signatures[TEAM_DEVICES_MAX];
	size_t signature_count;
};
struct team_proposals LIST_OF(struct team_proposal);
/* All that were made and not dropped, kept by the arena. */
const err *team_proposals(struct desk *desk, struct arena *arena,
	struct team_proposals *ret_list) MUST_USE;
/* The one with that id; ERR_ABSENT. */
const err *team_proposal_get(struct desk *desk, struct arena *arena, str id,
	struct team_proposal **ret_proposal) MUST_USE;

/* A proposal of nobody yet; `text` must last as long as it. */
struct team_proposal *team_proposal_make(struct arena *arena,
	const struct team_matter *matter, str text);
/* Adds a signature to the struct, or renews the one of the same device. */
void team_proposal_sign(struct team_proposal *proposal, struct team_signed own);

/* Each one commit: it is proposed and signed; signed as well; taken off. */
const err *team_proposal_put(struct desk *desk, struct arena *arena,
	const struct team_proposal *proposal, struct team_signed own) MUST_USE;
const err *team_proposal_agree(struct desk *desk, struct arena *arena, str id,
	struct team_signed own) MUST_USE;
const err *team_proposal_drop(struct desk *desk, struct arena *arena, str id)
	MUST_USE;

/* How many members of the roster in force, admins of it, signed so far. */
size_t team_proposal_signed(const struct team_proposal *proposal,
	const struct team_roster *now);
/* It follows all rosters that stand. */
bool team_proposal_fits(const struct desk *desk,
	const struct team_proposal *proposal);

#endif
