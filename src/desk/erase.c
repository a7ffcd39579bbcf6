/* Asking, agreeing, erasing: see erase.h and doc/erasure.md. What happens then
 * on every device is erase_settle.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase.h"

#include "desk/erase_survey.h"
#include "desk/query_room.h"
#include "desk/record_act.h"
#include "desk/record_device.h"
#include "desk/record_place.h"
#include "desk/record_query.h"
#include "desk/team_query.h"
#include "store/log_hand.h"
#include "text/hour.h"

enum { ERASE_BODIES_SPARE = 2 /* what is seen, what is counted */,
	DEVICES_MAX = 65, MONTH_TEXT = 7, HOUR_MS = 3600 * 1000 };

/* -- what it is ------------------------------------------------------------ */

static str hex_of(struct arena *arena, object_id id)
{
	struct buf out = {0};
	str text;

	object_write(id, &out);
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

static const err *parts_find(struct desk *desk, struct erase_plan *plan)
{
	struct query *ask = projection_ask(&desk->projection, ASK_UNIT_PARTS);
	bool row;
	const err *e;

	query_bind(ask, "b", object_str(&plan->units[0]));
	plan->unit_count = 0;
	while ((e = query_step(ask, &row)) == NULL && row) {
		if (plan->unit_count == ERASE_UNITS_MAX) {
			e = err_make(ERR_FULL, "too many threads are joined");
			break;
		}
		object_take(query_bytes(ask, 0),
			&plan->units[plan->unit_count++]);
	}
	query_reset(ask);
	return e;
}

static const err *size_find(struct desk *desk, object_id root,
	struct erase_plan *plan)
{
	struct query *size = projection_ask(&desk->projection, ASK_UNIT_SIZE);
	struct query *unread = projection_ask(&desk->projection,
		ASK_UNIT_UNREAD);
	bool row;
	const err *e;

	query_bind(size, "b", object_str(&root));
	e = query_step(size, &row);
	if (e == NULL && row) {
		plan->messages = query_number(size, 0);
		plan->hers = query_number(size, 1);
		plan->files = query_number(size, 2);
		plan->going_out = query_number(size, 3);
	}
	query_reset(size);
	if (e != NULL) return e;
	query_bind(unread, "b", object_str(&root));
	e = query_step(unread, &plan->unread);
	query_reset(unread);
	return e;
}

/* Requests and the like that name one of the threads. */
static const err *others_find(struct desk *desk, struct arena *arena,
	struct erase_plan *plan)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < plan->unit_count; i++) {
		struct record_pointing *rows = NULL;
		size_t count = 0;

		e = record_pointing(desk, arena, plan->units[i], &rows,
			&count);
		for (size_t k = 0; e == NULL && k < count &&
			plan->other_count < ERASE_OTHERS_MAX; k++) {
			plan->others[plan->other_count++] = rows[k].row.id;
		}
	}
	return e;
}

/* [erase-5] */
static const err *closed_find(struct desk *desk, const struct record *record,
	bool *ret_closed)
{
	const struct record_type *type = record->type;
	struct record_place place;
	const err *e = record_place_of(desk, record, &place);

	*ret_closed = false;
	for (size_t i = 0; e == NULL && i < type->field_count; i++) {
		*ret_closed |= !record_is_open_here(desk, &place,
			&type->fields[i]);
	}
	return e;
}

/* The root of a thread, or the record itself; ERR_ABSENT. */
static const err *thing_find(struct desk *desk, struct arena *arena,
	object_id thing, struct erase_plan *plan)
{
	struct record record;
	const err *e = act_root(desk, thing, &plan->units[0]);

	plan->is_thread = e == NULL;
	if (e == NULL) {
		object_id root = plan->units[0];

		e = parts_find(desk, plan);
		if (e == NULL) e = others_find(desk, arena, plan);
		return e != NULL ? e : size_find(desk, root, plan);
	}
	if (e->code != ERR_ABSENT) return e;
	e = record_get(desk, arena, thing, &record);
	plan->unit_count = 1;
	if (e != NULL) return e;
	plan->units[0] = record_home(&record);
	return closed_find(desk, &record, &plan->closed);
}

/* -- wishes and holds ------------------------------------------------------ */

static bool is_about(const struct record *record, const struct erase_plan *plan,
	struct arena *arena)
{
	str thing = record_value(record, "thing");

	for (size_t i = 0; i < plan->unit_count; i++) {
		if (str_eq(thing, hex_of(arena, plan->units[i]))) return true;
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

/* Whose device it is; the device itself where nobody said. */
static const err *person_of(struct desk *desk, struct arena *arena, str dev,
	str *ret_person)
{
	object_id member, none = {{0}};
	const err *e = record_device_member(desk, dev, &member);

	if (e != NULL) return e;
	*ret_person = object_eq(member, none) ? str_dup(arena, dev)
		: hex_of(arena, member);
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
		S_ARG(hex_of(arena, plan->units[0])));
	str to = str_fmt(arena, "copy.%.*s/",
		S_ARG(hex_of(arena, plan->units[0])));
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
	const err *e = thing_find(desk, arena, thing, &plan);

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

bool erase_is_closed(struct desk *desk, object_id thing)
{
	struct arena *arena = arena_open(64 << 20);
	struct record record;
	bool closed = false;
	const err *e = record_get(desk, arena, thing, &record);

	if (e == NULL) e = closed_find(desk, &record, &closed);
	arena_close(&arena);
	return e == NULL && closed;
}

/* -- asking and agreeing --------------------------------------------------- */

const err *erase_ask(struct desk *desk, const struct erase_ask *ask,
	object_id *ret_wish)
{
	struct arena *arena = arena_open(64 << 20);
	struct record_refusal refusal;
	struct erase_plan plan = {0};
	object_id me = {{0}}, none = {{0}};
	const err *e = thing_find(desk, arena, ask->thing, &plan);

	if (e == NULL) e = record_me_get(desk, &me);
	if (e == NULL) {
		struct record_edit edits[] = {
			{"title", record_ref(arena, plan.units[0]), EDIT_SET},
			{"kind", ask->kind, EDIT_SET},
			{"reason", ask->reason, EDIT_SET},
			{"known", ask->known, EDIT_SET},
			{"thing", hex_of(arena, plan.units[0]), EDIT_SET},
			{"owner", hex_of(arena, me), EDIT_SET},
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
	struct record_refusal refusal;
	struct erase_plan plan;
	const err *e = erase_plan(desk, thing, &plan);

	if (e != NULL) return e;
	if (!plan.asked) return err_make(ERR_ABSENT, "nobody asked for it");
	if (plan.asked_here) {
		return err_make(ERR_REFUSED, "who asked cannot agree too");
	}
	return record_step(desk, plan.wish, S("agreed"),
		(struct record_edits){0}, &refusal);
}

const err *erase_hold(struct desk *desk, const struct erase_hold *hold,
	struct record_refusal *ret_refusal)
{
	struct arena *arena = arena_open(64 << 20);
	struct erase_plan plan = {0};
	object_id id;
	const err *e = thing_find(desk, arena, hold->thing, &plan);

	if (e == NULL) {
		struct record_edit edits[] = {
			{"title", record_ref(arena, plan.units[0]), EDIT_SET},
			{"reason", hold->reason, EDIT_SET},
			{"owner", hold->owner, EDIT_SET},
			{"review", hold->review, EDIT_SET},
			{"thing", hex_of(arena, plan.units[0]), EDIT_SET},
		};

		e = record_create(desk, &record_hold, (struct record_edits){
			edits, NELEM(edits)}, ret_refusal, &id);
	}
	arena_close(&arena);
	return e;
}

/* -- erasing --------------------------------------------------------------- */

static const err *may_erase(const struct erase_plan *plan)
{
	if (plan->unread) return err_make(ERR_REFUSED, "it was not read yet");
	if (plan->held) return err_make(ERR_REFUSED, "a hold stands on it");
	if (plan->closed) {
		return err_make(ERR_REFUSED, "some of it is closed to this desk");
	}
	if (plan->needs_second && !plan->agreed) {
		return err_make(ERR_REFUSED, "a second person has to agree");
	}
	return NULL;
}

/* One body for a ring: an erasure of each unit that has something there. */
static size_t ring_bodies(struct survey *s, const struct erase_plan *plan,
	str ring, struct log_body *ret_body)
{
	struct op *ops = ARENA_ARRAY(s->arena, struct op, plan->unit_count);
	size_t count = 0;

	for (size_t i = 0; i < plan->unit_count; i++) {
		struct state_parts bodies = state_bodies(s->state, s->arena,
			ring, plan->units[i]);
		struct buf value = buf_cap(OP_VALUE_MAX);

		for (size_t k = 0; k < bodies.count; k++) {
			state_place_write(&bodies.at[k], &value);
		}
		if (bodies.count > 0 && !value.failed) {
			ops[count++] = (struct op){.kind = OP_ERASE,
				.object = plan->units[i],
				.value = buf_take(&value, s->arena)};
		}
		buf_close(&value);
	}
	*ret_body = (struct log_body){.ring = ring, .ops = ops,
		.op_count = count};
	return count > 0 ? 1 : 0;
}

/* The messages stay known as taken: the line may have them still. */
static size_t seen_body(struct survey *s, struct log_body *ret_body)
{
	struct op *ops = ARENA_ARRAY(s->arena, struct op, s->seen.count + 1);

	for (size_t i = 0; i < s->seen.count; i++) ops[i] = s->seen.at[i].op;
	*ret_body = (struct log_body){.ring = RING_INTAKE, .ops = ops,
		.op_count = s->seen.count};
	return s->seen.count > 0 ? 1 : 0;
}

/* What stays: its kind and the month, for the year's figures. */
static void count_body(struct survey *s, const struct erase_plan *plan,
	struct log_body *ret_body)
{
	struct op *ops = ARENA_ARRAY(s->arena, struct op, plan->unit_count);
	struct buf date = {0};

	hour_machine(&date, desk_now_ms(s->desk) / HOUR_MS);
	for (size_t i = 0; i < plan->unit_count; i++) {
		ops[i] = (struct op){.kind = OP_SET,
			.field = str_fmt(s->arena, "count.%.*s",
				S_ARG(hex_of(s->arena, plan->units[i]))),
			.value = str_fmt(s->arena, "%s %.*s",
				plan->kinds[i] ? "thread" : "record",
				S_ARG(str_first(buf_str(&date), MONTH_TEXT)))};
	}
	buf_close(&date);
	*ret_body = (struct log_body){.ring = RING_TEAM, .ops = ops,
		.op_count = plan->unit_count};
}

static const err *line_tell(struct survey *s)
{
	struct hash_list { hash *at; size_t count; } list = {ARENA_ARRAY(
		s->arena, hash, s->seen.count + 1), 0};

	if (!desk_holds_key(s->desk)) return NULL;
	for (size_t i = 0; i < s->seen.count; i++) {
		str value = s->seen.at[i].op.value;

		if (value.len != sizeof(list.at[0].bytes)) continue;
		for (size_t k = 0; k < value.len; k++) {
			list.at[list.count].bytes[k] =
				(unsigned char)value.at[k];
		}
		list.count++;
	}
	return desk_list_tell(s->desk, LIST_FORGET, list.at, list.count);
}

static const err *erase_commit(struct survey *s, const struct erase_plan *plan)
{
	struct team_rings rings = team_rings(s->desk, s->arena);
	struct log_body bodies[LOG_BODIES_MAX];
	size_t count = 0;
	const err *e;

	for (size_t i = 0; i < rings.count; i++) {
		if (count == LOG_BODIES_MAX - ERASE_BODIES_SPARE) {
			return err_make(ERR_FULL, "it stands in too many rings");
		}
		count += ring_bodies(s, plan, rings.at[i], &bodies[count]);
	}
	if (count == 0) return err_make(ERR_ABSENT, "there is nothing of it");
	count += seen_body(s, &bodies[count]);
	count_body(s, plan, &bodies[count++]);
	e = desk_commit(s->desk, bodies, count);
	return e != NULL ? e : line_tell(s);
}

static const err *plan_do(struct desk *desk, const struct erase_plan *plan)
{
	struct survey s;
	const err *e = survey_open(&s, desk, plan->units, plan->unit_count);

	if (e == NULL) e = erase_commit(&s, plan);
	survey_close(&s);
	return e;
}

static void erased(struct desk *desk)
{
	desk->did = DID_ERASED;
	desk->did_first = 0;
	desk->did_seq = 0; /* [erase-3] */
}

static const err *plan_add(struct desk *desk, object_id thing,
	struct erase_plan *all);

const err *erase_do(struct desk *desk, object_id thing, bool all)
{
	struct record_refusal refusal;
	struct erase_plan plan;
	const err *e = erase_plan(desk, thing, &plan);

	if (e == NULL) e = may_erase(&plan);
	for (size_t i = 0; e == NULL && all && i < plan.other_count; i++) {
		e = plan_add(desk, plan.others[i], &plan);
	}
	if (e == NULL) e = plan_do(desk, &plan);
	if (e == NULL && plan.asked) {
		e = record_step(desk, plan.wish, S("done"),
			(struct record_edits){0}, &refusal);
	}
	if (e == NULL) erased(desk);
	return e;
}

/* Adds the units of one more thing; ERR_FULL: the act is full, do it first. */
static const err *plan_add(struct desk *desk, object_id thing,
	struct erase_plan *all)
{
	struct erase_plan one;
	const err *e = erase_plan(desk, thing, &one);

	if (e != NULL) return e;
	one.agreed = true;
	e = may_erase(&one);
	if (e != NULL) return e;
	if (all->unit_count + one.unit_count > ERASE_UNITS_MAX) {
		return err_make(ERR_FULL, "too much for one act");
	}
	for (size_t i = 0; i < one.unit_count; i++) {
		all->kinds[all->unit_count] = one.is_thread;
		all->units[all->unit_count++] = one.units[i];
	}
	return NULL;
}

const err *erase_over(struct desk *desk, const object_id *things, size_t count)
{
	struct erase_plan all = {0};
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < count; i++) {
		e = plan_add(desk, things[i], &all);
		if (e == NULL || e->code != ERR_FULL) continue;
		e = plan_do(desk, &all);
		all.unit_count = 0;
		if (e == NULL) e = plan_add(desk, things[i], &all);
	}
	if (e == NULL && all.unit_count > 0) e = plan_do(desk, &all);
	if (e == NULL) erased(desk);
	return e;
}
