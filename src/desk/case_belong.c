/* Who belongs to a case: see case_room.h. Owns the reckoning; what follows from
 * it is case_ring.c's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/case_room.h"

#include "desk/record_load.h"

#include <string.h>

enum { CASE_ADMINS = 2 };

static const char ring_start[] = "case-";

void case_ring_name(object_id id, char ret_name[CASE_RING_NAME])
{
	struct buf hex = {0};

	object_write(id, &hex);
	memcpy(ret_name, ring_start, sizeof(ring_start) - 1);
	must(hex.len == CASE_RING_NAME - (sizeof(ring_start) - 1));
	memcpy(ret_name + sizeof(ring_start) - 1, hex.at, hex.len);
	buf_close(&hex);
}

bool case_of_ring(str ring, object_id *ret_id)
{
	return str_starts(ring, str_of(ring_start)) &&
	       object_read(str_from(ring, sizeof(ring_start) - 1), ret_id);
}

/* -- whether it has one ---------------------------------------------------- */

const err *case_register_look(struct desk *desk, object_id id, str field,
	char ret_dev[LOG_DEVICE_HEX], bool *ret_is)
{
	struct query *ask = projection_ask(&desk->projection, ASK_REGISTER);
	const err *e;

	query_bind(ask, "bs", object_str(&id), field);
	e = query_step(ask, ret_is);
	if (e == NULL && *ret_is) {
		str dev = query_bytes(ask, 3);

		must(dev.len == LOG_DEVICE_HEX);
		memcpy(ret_dev, dev.at, LOG_DEVICE_HEX);
	}
	query_reset(ask);
	return e;
}

bool case_ring_had(const struct desk *desk, object_id id)
{
	char name[CASE_RING_NAME];

	case_ring_name(id, name);
	return log_epoch(desk->log, str_bytes(name, sizeof(name)), NULL) !=
		NULL;
}

void case_devices_find(const struct desk *desk, object_id id,
	struct case_devices *ret)
{
	char name[CASE_RING_NAME];

	case_ring_name(id, name);
	ret->count = log_ring_devices(desk->log, str_bytes(name, sizeof(name)),
		ret->at, TEAM_DEVICES_MAX);
}

bool case_is_in(const struct case_devices *devices, str dev)
{
	for (size_t i = 0; i < devices->count; i++) {
		if (str_eq(devices->at[i], dev)) return true;
	}
	return false;
}

bool case_am_in(const struct desk *desk, object_id id)
{
	struct case_devices devices;

	if (!case_ring_had(desk, id)) return false;
	case_devices_find(desk, id, &devices);
	return case_is_in(&devices, team_own_device(desk));
}

const err *case_ring_made(struct desk *desk, object_id id, bool *ret_made)
{
	char dev[LOG_DEVICE_HEX];
	const err *e = case_register_look(desk, id, S("type"), dev, ret_made);

	*ret_made = e == NULL && *ret_made && str_eq(team_own_device(desk),
		str_bytes(dev, sizeof(dev)));
	return e;
}

/* -- who belongs ----------------------------------------------------------- */

static void member_add(struct case_belonging *b, str hex)
{
	object_id id;

	if (!object_read(hex, &id)) return;
	for (size_t i = 0; i < b->members.count; i++) {
		if (object_eq(b->members.at[i], id)) return;
	}
	LIST_ADD(b->arena, &b->members, id);
}

/* [case_ring-4] A desk outside does not know who is in it: it takes the record's
 * word, but for its own, to say whom to ask. */
bool case_may_say(const struct case_belonging *b, str dev)
{
	if (!log_ring_says(b->desk->log, b->ring)) {
		return !str_eq(dev, team_own_device(b->desk));
	}
	return log_ring_had(b->desk->log, b->ring, dev);
}

static void said_add(struct case_belonging *b, str member, str dev)
{
	if (case_may_say(b, dev)) member_add(b, member);
	else b->sure = false;
}

static void named_add(struct case_belonging *b, const struct record *record)
{
	for (size_t i = 0; i < record->got_count; i++) {
		const struct record_got *got = &record->got[i];

		if ((got->field->flags & FIELD_RING) == 0) continue;
		said_add(b, got->value, got->dev);
		for (size_t k = 0; k < got->rival_count; k++) {
			said_add(b, got->rivals[k].value, got->rivals[k].dev);
			b->sure = false;
		}
	}
}

/* A field may also have been emptied by somebody outside. */
static const err *emptied_look(struct case_belonging *b,
	const struct record *record)
{
	const struct record_type *type = record->type;
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < type->field_count; i++) {
		char dev[LOG_DEVICE_HEX];
		bool is;

		if ((type->fields[i].flags & FIELD_RING) == 0) continue;
		e = case_register_look(b->desk, record->id,
			str_of(type->fields[i].key), dev, &is);
		if (e == NULL && is && !case_may_say(b, str_bytes(dev,
			sizeof(dev)))) {
			b->sure = false;
		}
	}
	return e;
}

/* Whose device wrote what the record is. */
static const err *maker_find(struct case_belonging *b, object_id id,
	object_id *ret_member)
{
	char dev[LOG_DEVICE_HEX];
	bool is;
	const err *e = case_register_look(b->desk, id, S("type"), dev, &is);

	*ret_member = fold_desk;
	for (size_t i = 0; e == NULL && is && i < b->rows.count; i++) {
		if (str_eq(b->rows.at[i].dev, str_bytes(dev, sizeof(dev)))) {
			*ret_member = b->rows.at[i].member;
		}
	}
	return e;
}

static hash admin_rank(const struct case_belonging *b, str admin)
{
	return hash_of(str_fmt(b->arena, "%.*s %.*s\n", S_ARG(b->ring),
		S_ARG(admin)));
}

/* Two admins, the same on every desk, and others for another case. */
static void admins_add(struct case_belonging *b)
{
	const struct team_roster *now = b->roster;
	size_t chosen[CASE_ADMINS] = {SIZE_MAX, SIZE_MAX};

	if (now->before_count > 1) b->sure = false;
	for (size_t round = 0; round < CASE_ADMINS; round++) {
		hash best = {{0}};

		for (size_t i = 0; i < now->admin_count; i++) {
			hash rank = admin_rank(b, now->admins[i]);

			if (i == chosen[0]) continue;
			if (chosen[round] != SIZE_MAX && memcmp(rank.bytes,
				best.bytes, sizeof(best.bytes)) >= 0) {
				continue;
			}
			chosen[round] = i;
			best = rank;
		}
		if (chosen[round] == SIZE_MAX) break;
		member_add(b, now->admins[chosen[round]]);
	}
}

const err *case_belonging_find(struct case_belonging *b, object_id id)
{
	struct record record;
	object_id maker;
	const err *e = record_load(&b->desk->projection, b->arena, id, &record);

	b->sure = true;
	b->members = (struct case_members){0};
	if (e == NULL && record.type == NULL) {
		return err_make(ERR_ABSENT, "there is no such record");
	}
	if (e == NULL) e = emptied_look(b, &record);
	if (e != NULL) return e;
	named_add(b, &record);
	if (b->members.count == 0) {
		e = maker_find(b, id, &maker);
		if (e == NULL && !object_eq(maker, fold_desk)) {
			member_add(b, object_text(b->arena, maker));
		}
	}
	admins_add(b);
	return e;
}

bool case_belongs(const struct case_belonging *b, object_id member)
{
	for (size_t i = 0; i < b->members.count; i++) {
		if (object_eq(b->members.at[i], member)) return true;
	}
	return false;
}

const err *case_looking_begin(struct case_belonging *b, struct desk *desk)
{
	struct team_device nobody = {.key = S(""), .member = S("")};

	*b = (struct case_belonging){.desk = desk,
		.arena = arena_open(CASE_ARENA_BYTES)};
	b->roster = ARENA_NEW(b->arena, struct team_roster);
	log_roster_next(desk->log, b->arena, nobody, b->roster);
	return team_rows(desk, b->arena, &b->rows);
}

hash case_team_print(const struct case_belonging *b)
{
	struct buf all = {0};
	hash print;

	for (size_t i = 0; i < b->rows.count; i++) {
		const struct team_row *row = &b->rows.at[i];

		buf_put(&all, row->dev);
		buf_fmt(&all, " %d ", (int)row->state);
		object_write(row->member, &all);
	}
	for (size_t i = 0; i < b->roster->admin_count; i++) {
		buf_byte(&all, '\n');
		buf_put(&all, b->roster->admins[i]);
	}
	buf_fmt(&all, " %zu", b->roster->before_count);
	print = hash_of(buf_str(&all));
	buf_close(&all);
	return print;
}

const err *case_rings_each(const struct case_belonging *b, case_step *step)
{
	struct team_rings rings = team_rings(b->desk, b->arena);
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < rings.count; i++) {
		object_id id;

		if (case_of_ring(rings.at[i], &id)) e = step(b, id);
	}
	return e;
}
