/* What desks say to each other once a day about what they hold (doc/log.md
 * L11): in each ring that another device is in as well, a `check` with the hash
 * of what was read and of what survives. What the others said is compared with
 * what this desk had where they then were. The log is not read for it: the
 * state is kept as ops come.
 *
 * [ring_check-1] once in a day of this device, whether or not anything changed
 * [ring_check-2] nothing is compared while something is held or missing
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RING_CHECK_H
#define DESK_RING_CHECK_H

#include "desk/desk.h"
#include "model/alarm.h"

/* Says it where it is due; *ret_said: it was, somewhere. ERR_REFUSED: this
 * device may not write. */
const err *ring_check_say(struct desk *desk, bool *ret_said) MUST_USE;
/* Says it in each ring where what it said last is not so any more. */
const err *ring_check_now(struct desk *desk) MUST_USE;
/* Compares one check that nobody looked at yet; it is called at each visit, so
 * the work of a day comes in slices. */
void ring_check_look(struct desk *desk);
/* ALARM_DIFFER, one for each device; returns how many. */
size_t ring_check_alarms(const struct desk *desk, struct alarm *ret_alarms,
	size_t max);

#endif
