/* Inside the team files only: how a change of the roster is made.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TEAM_ROOM_H
#define DESK_TEAM_ROOM_H

#include "base/list.h"
#include "desk/act_room.h"
#include "desk/join_text.h"
#include "desk/team_query.h"
#include "model/may.h"

enum { TEAM_ARENA_BYTES = 8 << 20, TEAM_RINGS_MAX = 64 };

/* -- the roster as it stands (team_now.c) --------------------------------- */
/* A field of the desk's own object, kept by the arena: `what`.`name`. */
str team_field(struct arena *arena, const char *what, str name);
/* The team's roster as it stands; false: there is none yet. */
bool team_roster_now(const struct desk *desk, struct team_roster *ret_roster);
/* The device of the roster with that name; NULL: none. */
const struct team_device *team_device_find(const struct team_roster *roster,
	str dev);
/* This device's member holds what the policy asks; ERR_REFUSED otherwise. */
const err *team_may(struct desk *desk, enum may_act act, str ring) MUST_USE;

/* -- changing the roster (team_change.c) ---------------------------------- */
/* What a proposal is about, beside the roster itself. */
struct team_matter {
	enum team_why why;
	str dev;
	bool intake, vault;        /* what one who joins is given */
};
/* Roster 1, of this device alone, unless there is one. ERR_ABSENT: nobody said
 * which member works here. */
const err *team_begin(struct desk *desk) MUST_USE;
/* The roster that follows, to be changed by the caller. */
const err *team_next(struct desk *desk, struct arena *arena,
	struct team_roster **ret_roster) MUST_USE;
/* Signs it; with enough signatures it is done at once, otherwise proposed. */
const err *team_change(struct desk *desk, const struct team_roster *roster,
	const struct team_matter *matter, struct team_outcome *ret_outcome)
	MUST_USE;
/* Makes the team one where enough have signed and it is for this desk to do. */
const err *team_merge_end(struct desk *desk) MUST_USE;
/* A new token and public roster: what the line must hear [team_act-2]. */
const err *team_line_renew(struct desk *desk) MUST_USE;

#endif
