/* Safety plans: what a member wants done if she is taken. Its words are sealed
 * to an identity made for that; the identity is split at once, and each of three
 * members holds one part, sealed to her own devices. Two give theirs, with a
 * reason that everybody reads; then the three can read the plan, nobody else.
 *
 * [plan-1] one part opens nothing; no desk has two parts before two have agreed,
 *          and the identity is whole only while it is split or joined
 * [plan-2] that a part was given, when and why, stands in the log before the
 *          plan can be read
 *
 * Errors: ERR_ABSENT, a holder has no device, or no part is here; ERR_USAGE, the
 * three are not three, or no reason was given; ERR_REFUSED, two have not agreed
 * yet; ERR_FORMAT, the parts do not open what is sealed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_PLAN_ACT_H
#define DESK_PLAN_ACT_H

#include "desk/desk.h"
#include "model/record_type.h"

enum { PLAN_HOLDERS = 3, PLAN_NEEDED = 2, PLAN_REASON_MAX = 300 };

/* Whether plan_seal would do: asked before anything is written. */
const err *plan_may_seal(struct desk *desk,
	const object_id holders[PLAN_HOLDERS]) MUST_USE;
/* Seals `words` (plan_write) anew; earlier parts open nothing of it. */
const err *plan_seal(struct desk *desk, object_id plan, str words,
	const object_id holders[PLAN_HOLDERS]) MUST_USE;
/* This member's part, for the other holders; none goes to the one the plan is
 * about, nor to a device that is frozen. */
const err *plan_give(struct desk *desk, object_id plan, str reason) MUST_USE;

struct plan_given { object_id member; uint64_t ms; str reason; };
struct plan_state {
	bool sealed;                 /* something is */
	bool has_part, gave;         /* this desk */
	struct plan_given given[PLAN_HOLDERS];
	size_t given_count;
	bool may_read;               /* [plan-2] */
};
const err *plan_look(struct desk *desk, struct arena *arena, object_id plan,
	struct plan_state *ret_state) MUST_USE;
/* The words; `out` should be closed soon. */
const err *plan_open(struct desk *desk, object_id plan, struct buf *out)
	MUST_USE;

/* -- its words as text ---------------------------------------------------- */
struct plan_value { const struct record_field *field; str value; };
/* `bothy-plan/1`, for each field `key LENGTH` LF bytes LF, zeros up to a class. */
void plan_write(const struct plan_value *values, size_t count,
	struct buf *out);
/* As a record of record_safety_body; what is not known is passed over. */
bool plan_read(struct arena *arena, str words, struct record *ret_record)
	MUST_USE;

#endif
