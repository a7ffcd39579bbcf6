/* Inside erasing only: what a thing is, shared by who plans (erase_plan.c) and who
 * asks (erase_ask.c).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ERASE_ROOM_H
#define DESK_ERASE_ROOM_H

#include "desk/erase.h"

/* Fills what a plan of zeros says of the thing itself: the root of a thread with
 * all joined to it, or the record. ERR_ABSENT: it is neither. */
const err *erase_thing(struct desk *desk, struct arena *arena, object_id thing,
	struct erase_plan *plan) MUST_USE;

#endif
