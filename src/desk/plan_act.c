/* Sealing a plan, giving parts, reading: see plan_act.h. On the plan's object
 * stand, for the team, `sealed` (bytes), `set` (which splitting), `given.<member>`
 * ("MS SET REASON"); for one device, `part` ("<member> DIGITS") and
 * `got.<member>`, a part somebody else gave.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/plan_act.h"

#include "desk/fold_name.h"
#include "desk/record_query.h"
#include "desk/trouble.h"
#include "seal/age.h"
#include "seal/share.h"

enum { PLAN_ARENA_BYTES = 8 << 20, SET_DIGITS = 5, MEMBER_HEX = 32,
	PLAN_BYTES_MAX = 1 << 20 };

/* One splitting on its way to three members. */
struct sealing {
	struct desk *desk;
	struct trouble_bodies bodies;
	struct trouble_devices devices;
};

static const err *plan_register(struct desk *desk, struct arena *arena,
	object_id plan, str field, str *ret_value)
{
	return fold_register(&desk->projection, arena, plan, field, ret_value);
}

static bool three_are_three(const object_id holders[PLAN_HOLDERS])
{
	for (size_t i = 0; i < PLAN_HOLDERS; i++) {
		if (trouble_is_nobody(holders[i])) return false;
		for (size_t k = 0; k < i; k++) {
			if (object_eq(holders[i], holders[k])) return false;
		}
	}
	return true;
}

/* -- sealing -------------------------------------------------------------- */

/* To each device of a member; false: she has none. */
static bool put_for(struct sealing *s, object_id member, str field, str value)
{
	bool any = false;

	for (size_t i = 0; i < s->devices.count; i++) {
		if (!object_eq(s->devices.at[i].member, member)) continue;
		trouble_put(&s->bodies, &s->devices.at[i], field, value);
		any = true;
	}
	return any;
}

static const err *parts_put(struct sealing *s, const struct buf *parts,
	const object_id holders[PLAN_HOLDERS])
{
	struct arena *arena = s->bodies.arena;

	for (size_t i = 0; i < PLAN_HOLDERS; i++) {
		str hex = object_text(arena, holders[i]);
		str digits = str_trim(buf_str(&parts[i]));
		str value = str_fmt(arena, "%.*s %.*s", S_ARG(hex),
			S_ARG(digits));

		if (!put_for(s, holders[i], S("part"), value)) {
			return err_make(ERR_ABSENT, "one of the three has no"
				" desk of her own yet");
		}
	}
	trouble_put(&s->bodies, NULL, S("set"),
		str_first(buf_str(&parts[0]), SET_DIGITS));
	return NULL;
}

static const err *sealed_put(struct sealing *s, str words,
	const object_id holders[PLAN_HOLDERS])
{
	struct identity once = identity_make();
	struct buf parts[SHARE_PARTS] = {{0}}, sealed = {0};
	const err *e;

	age_seal(&sealed, words, &once.recipient, 1);
	share_split(&once.key, parts);
	identity_close(&once); /* [plan-1] */
	trouble_put(&s->bodies, NULL, S("sealed"), buf_str(&sealed));
	e = parts_put(s, parts, holders);
	for (size_t i = 0; i < SHARE_PARTS; i++) buf_close(&parts[i]);
	buf_close(&sealed);
	return e;
}

static const err *sealing_begin(struct sealing *s, struct desk *desk,
	object_id plan)
{
	*s = (struct sealing){.desk = desk, .bodies = {.unit = plan}};
	s->bodies.arena = arena_open(PLAN_ARENA_BYTES);
	return trouble_devices(desk, s->bodies.arena, &s->devices);
}

static bool has_device(const struct trouble_devices *devices,
	object_id member)
{
	for (size_t i = 0; i < devices->count; i++) {
		if (object_eq(devices->at[i].member, member)) return true;
	}
	return false;
}

const err *plan_may_seal(struct desk *desk,
	const object_id holders[PLAN_HOLDERS])
{
	struct arena *arena = arena_open(PLAN_ARENA_BYTES);
	struct trouble_devices devices;
	const err *e = trouble_devices(desk, arena, &devices);

	if (e == NULL && !three_are_three(holders)) {
		e = err_make(ERR_USAGE, "three different members hold a plan");
	}
	for (size_t i = 0; e == NULL && i < PLAN_HOLDERS; i++) {
		if (has_device(&devices, holders[i])) continue;
		e = err_make(ERR_ABSENT, "one of the three has no desk of her"
			" own yet");
	}
	arena_close(&arena);
	return e;
}

const err *plan_seal(struct desk *desk, object_id plan, str words,
	const object_id holders[PLAN_HOLDERS])
{
	struct sealing s;
	const err *e;

	if (!three_are_three(holders) || words.len > PLAN_BYTES_MAX / 2) {
		return err_make(ERR_USAGE, "three different members hold a plan");
	}
	e = sealing_begin(&s, desk, plan);
	if (e == NULL) e = sealed_put(&s, words, holders);
	if (e == NULL) e = trouble_commit(desk, &s.bodies);
	arena_close(&s.bodies.arena);
	return e;
}

/* -- what is here --------------------------------------------------------- */

/* This desk's own part, if it is of the splitting in force. */
/* In the ring of this device. */
#define PART S("$part")

static const err *own_part(struct desk *desk, struct arena *arena,
	object_id plan, object_id *ret_member, str *ret_digits)
{
	str set, part, hex;
	const err *e = plan_register(desk, arena, plan, S("set"), &set);

	if (e == NULL) e = plan_register(desk, arena, plan, PART, &part);
	*ret_digits = S("");
	if (e != NULL || !str_cut(part, ' ', &hex, &part)) return e;
	if (!str_starts(part, set) || !object_read(hex, ret_member)) return NULL;
	*ret_digits = part;
	return NULL;
}

static const err *given_look(struct desk *desk, struct arena *arena,
	const struct record *record, struct plan_state *state)
{
	size_t at = 0;
	str holder, set, note;
	const err *e = plan_register(desk, arena, record->id, S("set"), &set);

	while (e == NULL && state->given_count < PLAN_HOLDERS &&
		record_next(record, "holders", &at, &holder)) {
		struct plan_given *one = &state->given[state->given_count];
		str of;

		e = plan_register(desk, arena, record->id,
			str_fmt(arena, "given.%.*s", S_ARG(holder)), &note);
		if (e != NULL || !trouble_note_read(note, &one->ms, &note) ||
			!str_cut(note, ' ', &of, &one->reason) ||
			!str_eq(of, set) || !object_read(holder, &one->member)) {
			continue;
		}
		state->given_count++;
	}
	return e;
}

const err *plan_look(struct desk *desk, struct arena *arena, object_id plan,
	struct plan_state *ret_state)
{
	struct plan_state state = {.sealed = false};
	struct record record;
	object_id own;
	str digits, sealed;
	const err *e = record_get(desk, arena, plan, &record);

	if (e == NULL) e = own_part(desk, arena, plan, &own, &digits);
	if (e == NULL) e = plan_register(desk, arena, plan, S("sealed"), &sealed);
	if (e == NULL) e = given_look(desk, arena, &record, &state);
	if (e != NULL) return e;
	state.sealed = sealed.len > 0;
	state.has_part = digits.len > 0;
	for (size_t i = 0; i < state.given_count; i++) {
		state.gave |= state.has_part &&
			object_eq(state.given[i].member, own);
	}
	state.may_read = state.has_part && state.given_count >= PLAN_NEEDED;
	*ret_state = state;
	return NULL;
}

/* -- giving --------------------------------------------------------------- */

static const err *part_give(struct sealing *s, const struct record *record,
	str reason)
{
	struct arena *arena = s->bodies.arena;
	object_id own, holder;
	size_t at = 0;
	str digits, hex, words;
	const err *e = own_part(s->desk, arena, record->id, &own, &digits);

	if (e != NULL) return e;
	if (digits.len == 0) return err_make(ERR_ABSENT, "no part is here");
	words = str_fmt(arena, "got.%.*s", S_ARG(object_text(arena, own)));
	while (record_next(record, "holders", &at, &hex)) {
		if (!object_read(hex, &holder) || object_eq(holder, own)) continue;
		if (str_eq(hex, record_value(record, "person"))) continue;
		(void)put_for(s, holder, words, digits);
	}
	reason = trouble_note(arena, desk_now_ms(s->desk), str_fmt(arena,
		"%.*s %.*s", S_ARG(str_first(digits, SET_DIGITS)),
		S_ARG(reason)));
	trouble_put(&s->bodies, NULL, str_fmt(arena, "given.%.*s",
		S_ARG(object_text(arena, own))), reason);
	return trouble_commit(s->desk, &s->bodies);
}

const err *plan_give(struct desk *desk, object_id plan, str reason)
{
	struct sealing s;
	struct record record;
	const err *e;

	reason = str_trim(reason);
	if (reason.len == 0 || reason.len > PLAN_REASON_MAX) {
		return err_make(ERR_USAGE, "a reason is one line");
	}
	e = sealing_begin(&s, desk, plan);
	if (e == NULL) e = record_get(desk, s.bodies.arena, plan, &record);
	if (e == NULL) e = part_give(&s, &record, reason);
	arena_close(&s.bodies.arena);
	return e;
}

/* -- reading -------------------------------------------------------------- */

/* A part of the splitting in force that another holder gave to this desk. */
static const err *other_part(struct desk *desk, struct arena *arena,
	const struct record *record, str own, str *ret_digits)
{
	size_t at = 0;
	str hex, part;
	const err *e = NULL;

	*ret_digits = S("");
	while (e == NULL && record_next(record, "holders", &at, &hex)) {
		e = plan_register(desk, arena, record->id, fold_name(arena,
			IN_DEVICE, str_fmt(arena, "got.%.*s", S_ARG(hex))),
			&part);
		if (e != NULL || part.len == 0) continue;
		if (!str_starts(part, str_first(own, SET_DIGITS))) continue;
		*ret_digits = part;
	}
	return e;
}

static const err *unseal(str sealed, str one, str other, struct buf *out)
{
	struct identity once;
	struct secret secret;
	enum age_result result;

	if (share_join(one, other, &secret) != SHARE_OK) {
		return err_make(ERR_FORMAT, "the parts do not belong together");
	}
	once = identity_from(secret_str(&secret));
	secret_close(&secret);
	result = age_open(out, sealed, &once, 1);
	identity_close(&once); /* [plan-1] */
	return result == AGE_OK ? NULL
		: err_make(ERR_FORMAT, "the parts do not open this plan");
}

const err *plan_open(struct desk *desk, object_id plan, struct buf *out)
{
	struct arena *arena = arena_open(PLAN_ARENA_BYTES);
	struct plan_state state;
	struct record record;
	object_id own;
	str mine, other, sealed;
	const err *e = plan_look(desk, arena, plan, &state);

	if (e == NULL && !state.may_read) { /* [plan-2] */
		e = err_make(ERR_REFUSED, "two of the three have to agree");
	}
	if (e == NULL) e = record_get(desk, arena, plan, &record);
	if (e == NULL) e = own_part(desk, arena, plan, &own, &mine);
	if (e == NULL) e = other_part(desk, arena, &record, mine, &other);
	if (e == NULL) e = plan_register(desk, arena, plan, S("sealed"), &sealed);
	if (e == NULL) e = unseal(sealed, mine, other, out);
	arena_close(&arena);
	return e;
}
