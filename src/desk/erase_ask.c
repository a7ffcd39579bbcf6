/* Asking for an erasure, agreeing to it, holding a thing: see erase.h and
 * doc/erasure.md. Nothing is erased here.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase_room.h"

#include "desk/record_device.h"
#include "desk/record_query.h"

const err *erase_ask(struct desk *desk, const struct erase_ask *ask,
	object_id *ret_wish)
{
	struct arena *arena = arena_open(64 << 20);
	struct record_refusal refusal;
	struct erase_plan plan = {0};
	object_id me = {{0}}, none = {{0}};
	const err *e = erase_thing(desk, arena, ask->thing, &plan);

	if (e == NULL) e = record_me_get(desk, &me);
	if (e == NULL) {
		struct record_edit edits[] = {
			{"title", record_ref(arena, plan.units[0]), EDIT_SET},
			{"kind", ask->kind, EDIT_SET},
			{"reason", ask->reason, EDIT_SET},
			{"known", ask->known, EDIT_SET},
			{"thing", object_text(arena, plan.units[0]), EDIT_SET},
			{"owner", object_text(arena, me), EDIT_SET},
		};

		e = record_create(desk, &record_wish, (struct record_edits){
			edits, NELEM(edits) - object_eq(me, none)}, &refusal,
			ret_wish);
	}
	arena_close(&arena);
	return e;
}

const err *erase_agree(struct desk *desk, object_id thing)
{
	struct record_edits none = {0};
	struct record_refusal refusal;
	struct erase_plan plan;
	const err *e = erase_plan(desk, thing, &plan);

	if (e != NULL) return e;
	if (!plan.asked) return err_make(ERR_ABSENT, "nobody asked for it");
	if (plan.asked_here) {
		return err_make(ERR_REFUSED, "who asked cannot agree too");
	}
	e = record_step(desk, plan.wish, S("agreed"), none, &refusal);
	if (e == NULL || e->code != ERR_REFUSED || plan.agreed) return e;
	/* it says so already, and it was who asked that said it [erase-2] */
	e = record_step(desk, plan.wish, S("asked"), none, &refusal);
	return e != NULL ? e : record_step(desk, plan.wish, S("agreed"), none,
		&refusal);
}

const err *erase_hold(struct desk *desk, const struct erase_hold *hold,
	struct record_refusal *ret_refusal)
{
	struct arena *arena = arena_open(64 << 20);
	struct erase_plan plan = {0};
	object_id id;
	const err *e = erase_thing(desk, arena, hold->thing, &plan);

	if (e == NULL) {
		struct record_edit edits[] = {
			{"title", record_ref(arena, plan.units[0]), EDIT_SET},
			{"reason", hold->reason, EDIT_SET},
			{"owner", hold->owner, EDIT_SET},
			{"review", hold->review, EDIT_SET},
			{"thing", object_text(arena, plan.units[0]), EDIT_SET},
		};

		e = record_create(desk, &record_hold, (struct record_edits){
			edits, NELEM(edits)}, ret_refusal, &id);
	}
	arena_close(&arena);
	return e;
}
