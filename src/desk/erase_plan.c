/* What would go, and whether it may: see erase.h and doc/erasure.md. Owns who
 * asked, who agreed and who holds; it changes nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase_room.h"

#include "base/list.h"
#include "desk/query_room.h"
#include "desk/record_device.h"
#include "desk/record_query.h"
#include "desk/team_query.h"
#include "store/log_hand.h"

enum { DEVICES_MAX = 65 };

/* -- wishes and holds ------------------------------------------------------ */

static bool is_about(const struct record *record, const struct erase_plan *plan,
	struct arena *arena)
{
	str thing = record_value(record, "thing");

	for (size_t i = 0; i < plan->unit_count; i++) {
		if (str_eq(thing, object_text(arena, plan->units[i]))) return true;
	}
	return false;
}

static const struct record_got *state_got(const struct record *record)
{
	for (size_t i = 0; i < record->got_count; i++) {
		if (record->got[i].field == &record_state_field) {
			return &record->got[i];
		}
	}
	return NULL;
}

/* Whose device it is, as two signed in the roster: with what is said at a device
 * somebody who has two would agree with herself. Else what was said there; the
 * device itself where nobody said. */
static const err *person_of(struct desk *desk, struct arena *arena, str dev,
	str *ret_person)
{
	object_id member, none = {{0}};
	const err *e = NULL;

	if (!team_device_owner(desk, dev, &member) ||
		object_eq(member, none)) {
		e = record_device_member(desk, dev, &member);
	}
	if (e != NULL) return e;
	*ret_person = object_eq(member, none) ? str_dup(arena, dev)
		: object_text(arena, member);
	return NULL;
}

/* Who asked: the device that wrote why. */
static str asker_of(const struct record *record)
{
	for (size_t i = 0; i < record->got_count; i++) {
		if (str_eq(str_of(record->got[i].field->key), S("reason"))) {
			return record->got[i].dev;
		}
	}
	return S("");
}

static const err *wish_look(struct desk *desk, struct arena *arena,
	const struct record *record, struct erase_plan *plan)
{
	const struct record_got *state = state_got(record);
	str own = str_bytes(desk->fold.dev, sizeof(desk->fold.dev));
	str asked, agreed, here;
	const err *e = person_of(desk, arena, asker_of(record), &asked);

	if (e == NULL) e = person_of(desk, arena, own, &here);
	if (e == NULL) {
		e = person_of(desk, arena, state == NULL ? own : state->dev,
			&agreed);
	}
	if (e != NULL) return e;
	plan->asked = true;
	plan->wish = record->id;
	plan->asked_here = str_eq(asked, here);
	plan->agreed = str_eq(record_state(record), S("agreed")) &&
		!str_eq(asked, agreed); /* [erase-2] */
	return NULL;
}

bool erase_is_asker(struct desk *desk, const struct record *wish)
{
	struct arena *arena = arena_open(1 << 20);
	struct erase_plan plan = {.asked_here = false};
	bool is = wish->type == &record_wish &&
		str_eq(record_value(wish, "kind"), S("erase")) &&
		wish_look(desk, arena, wish, &plan) == NULL && plan.asked_here;

	arena_close(&arena);
	return is;
}

struct thing_list LIST_OF(object_id);

const err *erase_asked(struct desk *desk, struct arena *arena,
	object_id **ret_things, size_t *ret_count)
{
	struct record_filter filter = {.type = &record_wish,
		.state = S("current")};
	struct record *wishes = NULL;
	struct thing_list list = {0};
	size_t count = 0;
	const err *e = record_whole(desk, arena, &filter, &wishes, &count);

	for (size_t i = 0; e == NULL && i < count; i++) {
		struct erase_plan plan = {.asked = false};
		object_id thing;

		if (!str_eq(record_value(&wishes[i], "kind"), S("erase")) ||
			!object_read(record_value(&wishes[i], "thing"), &thing)) {
			continue;
		}
		e = wish_look(desk, arena, &wishes[i], &plan);
		if (e != NULL || plan.asked_here || plan.agreed) continue;
		LIST_ADD(arena, &list, thing);
	}
	*ret_things = list.at;
	*ret_count = list.count;
	return e;
}

static const err *current_find(struct desk *desk, struct arena *arena,
	const struct record_type *type, struct erase_plan *plan)
{
	struct record_filter filter = {.type = type, .state = S("current")};
	struct record *records = NULL;
	size_t count = 0;
	const err *e = record_whole(desk, arena, &filter, &records, &count);

	for (size_t i = 0; e == NULL && i < count; i++) {
		if (!is_about(&records[i], plan, arena)) continue;
		if (type == &record_hold) {
			plan->held = true;
		} else if (str_eq(record_value(&records[i], "kind"),
			S("erase"))) {
			e = wish_look(desk, arena, &records[i], plan);
		}
	}
	return e;
}

/* -- the plan -------------------------------------------------------------- */

/* [erase-2] two people work here. */
static const err *second_find(struct desk *desk, struct arena *arena,
	bool *ret_needs)
{
	str devs[DEVICES_MAX];
	size_t count = log_ring_devices(desk->log, RING_TEAM, devs,
		DEVICES_MAX);
	str first, person;
	const err *e = NULL;

	*ret_needs = false;
	for (size_t i = 0; e == NULL && i < count; i++) {
		e = person_of(desk, arena, devs[i], &person);
		if (e != NULL) break;
		if (i == 0) first = person;
		else if (!str_eq(first, person)) *ret_needs = true;
	}
	return e;
}

static const err *copies_find(struct desk *desk, struct arena *arena,
	struct erase_plan *plan)
{
	struct query *ask = projection_ask(&desk->projection, ASK_DESK_FIELDS);
	str from = str_fmt(arena, "copy.%.*s.",
		S_ARG(object_text(arena, plan->units[0])));
	str to = str_fmt(arena, "copy.%.*s/",
		S_ARG(object_text(arena, plan->units[0])));
	bool row;
	const err *e;

	query_bind(ask, "bssn", object_str(&fold_desk), from, to,
		(uint64_t)INT64_MAX);
	while ((e = query_step(ask, &row)) == NULL && row) {
		if (plan->copies++ == 0) plan->last_copy_ms =
			query_number(ask, 2);
	}
	query_reset(ask);
	return e;
}

const err *erase_plan(struct desk *desk, object_id thing,
	struct erase_plan *ret_plan)
{
	struct arena *arena = arena_open(64 << 20);
	struct erase_plan plan = {0};
	const err *e = erase_thing(desk, arena, thing, &plan);

	if (e == NULL) e = current_find(desk, arena, &record_hold, &plan);
	if (e == NULL) e = current_find(desk, arena, &record_wish, &plan);
	if (e == NULL) e = second_find(desk, arena, &plan.needs_second);
	if (e == NULL) e = copies_find(desk, arena, &plan);
	for (size_t i = 0; i < plan.unit_count; i++) {
		plan.kinds[i] = plan.is_thread;
	}
	if (e == NULL) *ret_plan = plan;
	arena_close(&arena);
	return e;
}

bool erase_is_held(struct desk *desk, object_id thing)
{
	struct erase_plan plan;

	return erase_plan(desk, thing, &plan) == NULL && plan.held;
}
