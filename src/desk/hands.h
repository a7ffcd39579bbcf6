/* Inside the desk's hands only (take.c, hands.c, hands_roster.c): what sync.h
 * asks of a desk.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_HANDS_H
#define DESK_HANDS_H

#include "desk/act_room.h"

const err *hand_take(struct desk *desk, const struct relay_message *items,
	size_t count) MUST_USE;
const err *hand_roster(struct desk *desk, struct arena *arena,
	str *ret_roster, str *ret_minisig) MUST_USE;
const err *hand_roster_kept(struct desk *desk) MUST_USE;
const err *hand_roster_older(struct desk *desk, str roster, str minisig)
	MUST_USE;

#endif
