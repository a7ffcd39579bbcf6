/* What a member does about the team: who belongs, who opens what, which device
 * gets nothing new. Each is durable when the call returns NULL. A device is
 * named by its 32 hex (doc/log.md L1.2), a member by the id of her record.
 *
 * [team_act-1] a change of the roster that needs two is done by the second who
 *              signs, and not before; each signs what she was shown
 * [team_act-2] after a removal or a freeze what follows is sealed to epochs
 *              that device never had, and the line is told a new token
 * [team_act-3] what the policy refuses (model/may.h) is refused before anything
 *              is written
 *
 * Errors: ERR_ABSENT, there is no such device, member, ring or proposal;
 * ERR_REFUSED, it may not be done (policy, or this device may not sign now);
 * ERR_EXISTS, it is so already; ERR_USAGE, what was given is not as written.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TEAM_ACT_H
#define DESK_TEAM_ACT_H

#include "desk/desk.h"
#include "model/op.h"
#include "store/log_hand.h"

/* A change of the roster that waits for a second signature. */
enum { TEAM_DRAFT_HEX = 16 };
enum team_how {
	TEAM_DONE,      /* the roster holds and is in the log */
	TEAM_WAITS      /* another admin has to sign; ret_draft names it */
};
struct team_outcome {
	enum team_how how;
	char draft[TEAM_DRAFT_HEX];
};

/* -- one is enough -------------------------------------------------------- */
/* The device gets nothing new: next epochs without it in every ring this desk
 * holds, a new token. Its earlier reading stays read, and what it writes still
 * counts. Any member of the team, for any device but her own. */
const err *team_freeze(struct desk *desk, str dev) MUST_USE;
/* It is handed everything again. */
const err *team_thaw(struct desk *desk, str dev) MUST_USE;
/* Every device of a member; devices frozen already are left as they are. */
const err *team_freeze_member(struct desk *desk, object_id member) MUST_USE;
/* Whether a freeze stays: a second member said so (neither who froze it nor whose
 * it is). Otherwise it ends after a day, when one who could have said so has
 * known of it; nobody's silence who does not know counts. */
struct team_freeze_state { bool kept, ends, is_over, may_keep; };
const err *team_freeze_look(struct desk *desk, str dev,
	struct team_freeze_state *ret_state) MUST_USE;
/* It stays frozen until it is let back in or removed. ERR_REFUSED: that is for
 * a second person to say. */
const err *team_freeze_keep(struct desk *desk, str dev) MUST_USE;
/* Lets back in what is over. */
const err *team_freeze_lapse(struct desk *desk) MUST_USE;

/* -- two, once there are two members -------------------------------------- */
/* Out of the team, for good: its chain ends with the last frame that is here,
 * all rings go on without it, the line gets a new public roster and token. */
const err *team_remove(struct desk *desk, str dev,
	struct team_outcome *ret_outcome) MUST_USE;
/* All devices of a member in one roster. */
const err *team_remove_member(struct desk *desk, object_id member,
	struct team_outcome *ret_outcome) MUST_USE;
/* A second admin agrees to a proposal, or takes it off the table. */
const err *team_agree(struct desk *desk, str draft,
	struct team_outcome *ret_outcome) MUST_USE;
const err *team_drop(struct desk *desk, str draft) MUST_USE;

/* -- who opens what ------------------------------------------------------- */
/* Gives a member's devices a ring this desk holds, with all that is kept of it,
 * or takes it: what follows is sealed to an epoch they never had. What was read
 * stays read. */
struct team_grant { str ring; object_id member; bool out; };
const err *team_give(struct desk *desk, struct team_grant grant) MUST_USE;

/* -- joining (doc/team.md T3) --------------------------------------------- */
/* The text of an invitation: which organisation, and which roster is in force.
 * It holds no name and no key. Makes roster 1 when there is none yet. */
const err *team_invite(struct desk *desk, struct buf *out) MUST_USE;
/* The 30 digits for a request that came back. ERR_REFUSED: the team has
 * changed since that invitation; ERR_EXISTS: the device is in the team. */
const err *team_request_code(struct desk *desk, str request,
	struct buf *ret_digits) MUST_USE;
/* The digits were compared and are the same: this device joins as `member`'s.
 * An admin's device also gets the vault. */
struct team_newcomer { str request; object_id member; bool admin; bool intake; };
const err *team_admit(struct desk *desk, const struct team_newcomer *newcomer,
	struct team_outcome *ret_outcome) MUST_USE;
/* The welcome for a device of the team, sealed to it: where the line is and by
 * which token the log is fetched there. */
const err *team_welcome(struct desk *desk, str dev, struct buf *out) MUST_USE;

/* -- what is said when something is wrong --------------------------------- */
/* A member looked at this device's clock and says that it is right. */
const err *team_clock_confirm(struct desk *desk) MUST_USE;
/* Commits from the future count from now on (doc/log.md L10). */
const err *team_held_accept(struct desk *desk) MUST_USE;
/* This member agrees that rosters which stand side by side become one
 * (doc/team.md T2.5); TEAM_WAITS: others have to. */
const err *team_rosters_join(struct desk *desk,
	struct team_outcome *ret_outcome) MUST_USE;
/* Once a day: this device says that it is there, and hands over what is due. */
const err *team_heartbeat(struct desk *desk) MUST_USE;

#endif
