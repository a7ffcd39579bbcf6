/* Check-ins. Two phrases are agreed: one says "I am fine", one says it too, and
 * means "I am being forced". Both are kept by the other members' devices only:
 * the desk of the member who checks in holds neither, and cannot tell which was
 * said. What she says is sealed to the others, who are warned.
 *
 * [checkin-1] the devices of the member who is waited for hold no phrase, and
 *             show the same whatever she writes
 * [checkin-2] nothing here destroys, removes or freezes anything by itself
 * [checkin-3] her own devices take nothing back: what was said stays said until
 *             somebody else answers, by the phrases that somebody else agreed
 *
 * Errors: ERR_ABSENT, there is no such plan, or nobody else has a desk;
 * ERR_USAGE, the phrases are empty, too long or the same; ERR_REFUSED, the
 * check-in was closed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CHECKIN_H
#define DESK_CHECKIN_H

#include "desk/desk.h"
#include "model/op.h"

enum { CHECKIN_WORDS_MAX = 200, CHECKIN_ALARMS_MAX = 20 };

struct checkin_phrases { str fine, pressure; };
/* For a check-in plan; the ones before count no more. */
const err *checkin_agree(struct desk *desk, object_id plan,
	struct checkin_phrases phrases) MUST_USE;
/* Whether this desk holds phrases for a plan. */
const err *checkin_has_phrases(struct desk *desk, object_id plan,
	bool *ret_has) MUST_USE;

/* The plan's next time is waited for: the new check-in. ERR_USAGE: the plan has
 * no time that can be read. ERR_EXISTS: one is waited for already. */
const err *checkin_wait(struct desk *desk, object_id plan,
	object_id *ret_checkin) MUST_USE;
/* She was heard, and said this (empty: nothing but that she is there). */
const err *checkin_say(struct desk *desk, object_id checkin, str said)
	MUST_USE;

enum checkin_verdict {
	CHECKIN_NOTHING,   /* nothing said, or nothing this desk can read */
	CHECKIN_FINE, CHECKIN_PRESSURE,
	CHECKIN_OTHER,     /* neither phrase: ask again, another way */
	CHECKIN_VERDICT_COUNT
};
struct checkin_alarm { object_id checkin; enum checkin_verdict verdict; };
struct checkin_alarms { struct checkin_alarm at[CHECKIN_ALARMS_MAX];
	size_t count; };
/* Those nobody has answered yet, as this desk knows. */
const err *checkin_alarms(struct desk *desk, struct checkin_alarms *ret_alarms)
	MUST_USE;
/* Somebody looked after it; the member's own devices do not hear of it. */
const err *checkin_answer(struct desk *desk, object_id checkin, str words)
	MUST_USE;

#endif
