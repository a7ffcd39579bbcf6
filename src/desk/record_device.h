/* Which member works at a device, and the three things she chose for a day
 * ("2026-11-25"). What is said is one commit, durable when the call returns
 * NULL, told and undone like every other act (act.h).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RECORD_DEVICE_H
#define DESK_RECORD_DEVICE_H

#include "desk/desk.h"
#include "model/op.h"

enum { RECORD_CHOSEN_MAX = 3 };

/* Who works here from now on. ERR_ABSENT: there is no such member. */
const err *record_me(struct desk *desk, object_id member) MUST_USE;
/* What she does that day, instead of what was chosen before. ERR_USAGE: more
 * than RECORD_CHOSEN_MAX; ERR_ABSENT: one of them is no task. */
const err *record_choose(struct desk *desk, str day, const object_id *chosen,
	size_t count) MUST_USE;

/* The member who works here; zeros until someone has said. */
const err *record_me_get(struct desk *desk, object_id *ret_member) MUST_USE;
/* The member who works at a device (32 hex): as was said there, else as the
 * team admitted it; zeros when neither says. */
const err *record_device_member(struct desk *desk, str dev,
	object_id *ret_member) MUST_USE;
/* Whether `dev` is this device. */
bool record_device_is_ours(const struct desk *desk, str dev);
/* What was chosen for a day, in the order it was. */
const err *record_chosen(struct desk *desk, str day,
	object_id ret_chosen[RECORD_CHOSEN_MAX], size_t *ret_count) MUST_USE;

#endif
