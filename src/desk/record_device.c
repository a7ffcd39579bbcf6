/* Whose desk it is, and her day: see record_device.h. Both are registers of the
 * desk itself, `me.DEVICE` and `day.DEVICE`: a device's own, so that no two
 * desks ever write the same one.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_device.h"

#include "desk/act_room.h"
#include "desk/record_query.h"
#include "desk/team_query.h"

enum { DAY_BYTES_MAX = 10 /* 2026-11-25 */ };

static str own_dev(const struct desk *desk)
{
	return str_bytes(desk->fold.dev, sizeof(desk->fold.dev));
}

/* A register of the desk itself that belongs to one device. */
static str device_field(struct arena *arena, const char *what, str dev)
{
	return str_fmt(arena, "%s.%.*s", what, S_ARG(dev));
}

static const err *device_set(struct desk *desk, const char *what, str value,
	enum did did)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	struct op op = {.kind = OP_SET, .object = fold_desk,
		.field = device_field(arena, what, own_dev(desk)),
		.value = value};
	const err *e = desk_commit_unit(desk, fold_desk, &op, 1, did);

	arena_close(&arena);
	return e;
}

static const err *is_of_type(struct desk *desk, const struct record_type *type,
	object_id id)
{
	struct buf hex = {0};
	object_id found;
	const err *e;

	object_write(id, &hex);
	e = record_look_up(desk, type, buf_str(&hex), &found);
	buf_close(&hex);
	return e;
}

const err *record_me(struct desk *desk, object_id member)
{
	const err *e = is_of_type(desk, &record_member, member);

	return e != NULL ? e
		: device_set(desk, "me", object_str(&member), DID_ME);
}

const err *record_choose(struct desk *desk, str day, const object_id *chosen,
	size_t count)
{
	struct buf value = {0};
	const err *e = NULL;

	if (day.len > DAY_BYTES_MAX || count > RECORD_CHOSEN_MAX) {
		return err_make(ERR_USAGE, "at most three things a day");
	}
	buf_put(&value, day);
	for (size_t i = 0; e == NULL && i < count; i++) {
		e = is_of_type(desk, &record_task, chosen[i]);
		buf_byte(&value, ' ');
		object_write(chosen[i], &value);
	}
	if (e == NULL) e = device_set(desk, "day", buf_str(&value), DID_CHOSEN);
	buf_close(&value);
	return e;
}

static const err *device_get(struct desk *desk, struct arena *arena,
	str field, str *ret_value)
{
	return fold_register(&desk->projection, arena, fold_desk, field,
		ret_value);
}

bool record_device_is_ours(const struct desk *desk, str dev)
{
	return str_eq(dev, own_dev(desk));
}

/* Where nobody said it at the device itself, whom the team admitted with it. */
static object_id admitted(struct desk *desk, str dev)
{
	object_id member;

	if (!team_device_owner(desk, dev, &member) ||
		is_of_type(desk, &record_member, member) != NULL) {
		return fold_desk; /* all zeros */
	}
	return member;
}

const err *record_device_member(struct desk *desk, str dev,
	object_id *ret_member)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	str value;
	const err *e = device_get(desk, arena, device_field(arena, "me", dev),
		&value);

	if (e == NULL) {
		if (value.len == OBJECT_BYTES) object_take(value, ret_member);
		else *ret_member = admitted(desk, dev);
	}
	arena_close(&arena);
	return e;
}

const err *record_me_get(struct desk *desk, object_id *ret_member)
{
	return record_device_member(desk, own_dev(desk), ret_member);
}

const err *record_chosen(struct desk *desk, str day,
	object_id ret_chosen[RECORD_CHOSEN_MAX], size_t *ret_count)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	size_t count = 0;
	str rest, word;
	const err *e = device_get(desk, arena,
		device_field(arena, "day", own_dev(desk)), &rest);

	if (e == NULL && str_cut(rest, ' ', &word, &rest) &&
		str_eq(word, day)) {
		while (count < RECORD_CHOSEN_MAX && rest.len > 0) {
			if (!str_cut(rest, ' ', &word, &rest)) {
				word = rest;
				rest = S("");
			}
			if (object_read(word, &ret_chosen[count])) count++;
		}
	}
	if (e == NULL) *ret_count = count;
	arena_close(&arena);
	return e;
}
