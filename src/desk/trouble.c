/* Devices, and commits for some of them: see trouble.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/trouble.h"

#include "base/num.h"
#include "desk/record_device.h"
#include "desk/record_query.h"
#include "desk/team_query.h"
#include "model/instant.h"
#include "os/clock.h"
#include "store/log_hand.h"

#include <string.h>

enum { MINUTE_MS = 60 * 1000 };

bool trouble_is_nobody(object_id id)
{
	return object_eq(id, fold_desk);
}

/* -- devices -------------------------------------------------------------- */

static void ring_name(const char dev[LOG_DEVICE_HEX],
	char ret_ring[TROUBLE_RING])
{
	memcpy(ret_ring, "device-", sizeof("device-") - 1);
	memcpy(ret_ring + sizeof("device-") - 1, dev, LOG_DEVICE_HEX);
}

/* Whose it is: what the roster says, signed as it is; else what was said at it. */
static const err *member_of(struct desk *desk, str dev, str roster_member,
	object_id *ret_member)
{
	if (object_read(roster_member, ret_member) &&
		!trouble_is_nobody(*ret_member)) {
		return NULL;
	}
	return record_device_member(desk, dev, ret_member);
}

static const err *device_add(struct desk *desk, struct arena *arena,
	const struct team_device *row, struct trouble_devices *list)
{
	struct trouble_device one = {.own = false};
	char dev[LOG_DEVICE_HEX];
	const err *e;

	if (!recipient_read(row->recipient, &one.to)) return NULL;
	log_key_name(row->key, dev);
	ring_name(dev, one.ring);
	one.own = memcmp(dev, desk->fold.dev, sizeof(dev)) == 0;
	e = member_of(desk, str_bytes(dev, sizeof(dev)), row->member,
		&one.member);
	if (e == NULL) LIST_ADD(arena, list, one);
	return e;
}

/* [trouble-1] also for who was frozen: her laptop may be in other hands. */
static bool is_frozen(const struct team_rows *rows, const char *ring)
{
	str dev = str_bytes(ring + TROUBLE_RING - LOG_DEVICE_HEX,
		LOG_DEVICE_HEX);

	for (size_t i = 0; i < rows->count; i++) {
		if (str_eq(rows->at[i].dev, dev)) {
			return rows->at[i].state != TEAM_ACTIVE;
		}
	}
	return false;
}

static void frozen_out(const struct team_rows *rows,
	struct trouble_devices *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		if (is_frozen(rows, list->at[i].ring)) continue;
		list->at[kept++] = list->at[i];
	}
	list->count = kept;
}

/* Before there is a team there is this device. */
static const err *own_only(struct desk *desk, struct arena *arena,
	struct trouble_devices *list)
{
	struct trouble_device one = {.own = true,
		.to = desk->keys.identity.recipient};
	const err *e = record_me_get(desk, &one.member);

	ring_name(desk->fold.dev, one.ring);
	if (e == NULL) LIST_ADD(arena, list, one);
	return e;
}

const err *trouble_devices(struct desk *desk, struct arena *arena,
	struct trouble_devices *ret_devices)
{
	struct team_roster *roster = ARENA_ARRAY(arena, struct team_roster, 1);
	struct trouble_devices list = {0};
	struct team_rows rows = {.count = 0};
	str text = log_team_roster(desk->log), covered;
	const err *e = NULL;

	if (text.len == 0 || !team_roster_read(text, roster, &covered)) {
		e = own_only(desk, arena, &list);
		roster->device_count = 0;
	}
	for (size_t i = 0; e == NULL && i < roster->device_count; i++) {
		e = device_add(desk, arena, &roster->devices[i], &list);
	}
	if (e == NULL) e = team_rows(desk, arena, &rows);
	if (e != NULL) return e;
	frozen_out(&rows, &list);
	*ret_devices = list;
	return NULL;
}

const err *trouble_me(struct desk *desk, struct arena *arena,
	object_id *ret_member)
{
	struct trouble_devices devices;
	const err *e = trouble_devices(desk, arena, &devices);

	*ret_member = fold_desk;
	for (size_t i = 0; e == NULL && i < devices.count; i++) {
		if (devices.at[i].own) *ret_member = devices.at[i].member;
	}
	return e;
}

const err *trouble_ever(struct desk *desk, struct arena *arena,
	object_id member, struct trouble_names *ret_devs)
{
	struct trouble_devices devices;
	struct team_rows rows = {.count = 0};
	struct trouble_names list = {0};
	const err *e = trouble_devices(desk, arena, &devices);

	if (e == NULL) e = team_rows(desk, arena, &rows);
	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		if (!object_eq(rows.at[i].member, member)) continue;
		LIST_ADD(arena, &list, rows.at[i].dev);
	}
	for (size_t i = 0; e == NULL && i < devices.count; i++) {
		if (!object_eq(devices.at[i].member, member)) continue;
		LIST_ADD(arena, &list, str_dup(arena, str_bytes(
			devices.at[i].ring + TROUBLE_RING - LOG_DEVICE_HEX,
			LOG_DEVICE_HEX)));
	}
	if (e == NULL) *ret_devs = list;
	return e;
}

/* -- a commit for some of them -------------------------------------------- */

/* The number of the ring's body; a new one is begun. */
static size_t body_of(struct trouble_bodies *bodies,
	const struct trouble_device *device)
{
	str ring = device == NULL ? RING_TEAM
		: str_bytes(device->ring, sizeof(device->ring));
	size_t i = 0;

	while (i < bodies->count && !str_eq(bodies->at[i].ring, ring)) i++;
	if (i == bodies->count && i < LOG_BODIES_MAX) {
		bodies->at[bodies->count++] = (struct log_body){
			.ring = str_dup(bodies->arena, ring),
			.unit = bodies->unit, .ops = bodies->ops[i],
			.to = device == NULL || device->own ? NULL
				: &device->to};
	}
	return i;
}

void trouble_put(struct trouble_bodies *bodies,
	const struct trouble_device *device, str field, str value)
{
	size_t at = body_of(bodies, device);
	struct log_body *body;

	if (at == LOG_BODIES_MAX) return; /* trouble_commit says so */
	body = &bodies->at[at];
	must(body->op_count < TROUBLE_OPS);
	bodies->ops[at][body->op_count++] = (struct op){.kind = OP_SET,
		.object = bodies->unit,
		.field = str_dup(bodies->arena, field),
		.value = str_dup(bodies->arena, value)};
}

const err *trouble_commit(struct desk *desk, struct trouble_bodies *bodies)
{
	const err *e;

	if (bodies->count == LOG_BODIES_MAX) {
		return err_make(ERR_FULL, "there are too many devices for one"
			" commit");
	}
	e = desk_commit(desk, bodies->at, bodies->count);
	if (e == NULL) { /* it cannot be undone, nor can what was before it */
		desk->did = DID_NOTHING;
		desk->did_first = 0;
		desk->did_seq = 0;
	}
	return e;
}

/* -- notes and moments ---------------------------------------------------- */

str trouble_note(struct arena *arena, uint64_t ms, str words)
{
	struct buf out = {0};
	str note;

	buf_number(&out, ms);
	buf_byte(&out, ' ');
	buf_put(&out, words);
	note = buf_take(&out, arena);
	buf_close(&out);
	return note;
}

bool trouble_note_read(str note, uint64_t *ret_ms, str *ret_words)
{
	str number;

	return str_cut(note, ' ', &number, ret_words) &&
		num_read(number, INT64_MAX, ret_ms);
}

str trouble_now(struct arena *arena, uint64_t ms)
{
	struct instant now = {.minute = (int64_t)(ms / MINUTE_MS),
		.offset_minutes = (int)((int64_t)clock_zone_ms(ms) / MINUTE_MS),
		.by = INSTANT_MEMBER};
	struct buf out = {0};
	str text;

	instant_write(&now, &out);
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}
