/* How far an erasure is, device by device: see erase.h [erase-4].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase.h"

#include "desk/erase_survey.h"
#include "desk/query_room.h"
#include "store/log_epoch.h"
#include "store/log_hand.h"

enum { DEVICES_MAX = 65, LATE_FIELD = 5, LATES_MAX = 50 };

/* One act while it is gathered: rows of one commit. */
struct gathered {
	struct erase_row row;
	uint64_t seq;
	str rings[LOG_BODIES_MAX];
	size_t ring_count;
	struct erase_device devices[DEVICES_MAX];
};
struct gathered_list LIST_OF(struct gathered *);
struct late_list LIST_OF(struct erase_late);

/* Who is in a ring; while no team has begun, this device is alone in all. */
static size_t ring_devices(struct desk *desk, str ring, str *ret_devs)
{
	size_t count = log_ring_devices(desk->log, ring, ret_devs,
		DEVICES_MAX);

	if (count > 0 || log_team_roster(desk->log).len > 0) return count;
	ret_devs[0] = str_bytes(desk->fold.dev, sizeof(desk->fold.dev));
	return 1;
}

/* Of an erasure in one ring: whether a device said, later than it, what it
 * has. */
static const err *is_done(struct desk *desk, str ring, str dev,
	struct log_at erased, bool *ret_done)
{
	struct query *ask = projection_ask(&desk->projection, ASK_CHECKED);
	bool row;
	const err *e;

	*ret_done = false;
	query_bind(ask, "s", ring);
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct log_at check = {query_bytes(ask, 0),
			query_number(ask, 1)};

		if (!str_eq(check.dev, dev)) continue;
		*ret_done = log_covers(desk->log, check, erased);
		if (str_eq(check.dev, erased.dev)) {
			*ret_done = check.seq > erased.seq;
		}
		break;
	}
	query_reset(ask);
	return e;
}

static struct erase_device *device_of(struct gathered *g, str dev)
{
	for (size_t i = 0; i < g->row.device_count; i++) {
		if (str_eq(g->devices[i].dev, dev)) return &g->devices[i];
	}
	if (g->row.device_count == DEVICES_MAX) return NULL;
	g->devices[g->row.device_count] = (struct erase_device){dev, true};
	return &g->devices[g->row.device_count++];
}

/* A device is done when it is in every ring of the act that it is in. */
static const err *ring_look(struct desk *desk, struct arena *arena,
	struct gathered *g, str ring)
{
	str devs[DEVICES_MAX];
	size_t count = ring_devices(desk, ring, devs);
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < count; i++) {
		struct erase_device *device = device_of(g, str_dup(arena,
			devs[i]));
		bool done;

		if (device == NULL) break;
		e = is_done(desk, ring, device->dev,
			(struct log_at){g->row.dev, g->seq}, &done);
		device->done = device->done && done;
	}
	return e;
}

static struct gathered *act_of(struct arena *arena, struct gathered_list *list,
	str dev, uint64_t seq)
{
	struct gathered *fresh;

	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i]->seq == seq && str_eq(list->at[i]->row.dev, dev))
			return list->at[i];
	}
	fresh = ARENA_NEW(arena, struct gathered);
	fresh->row.dev = str_dup(arena, dev);
	fresh->seq = seq;
	LIST_ADD(arena, list, fresh);
	return fresh;
}

/* Where `ask` stands: one unit in one ring. */
static void unit_take(struct arena *arena, struct gathered_list *list,
	struct query *ask)
{
	struct gathered *g = act_of(arena, list, query_bytes(ask, 2),
		query_number(ask, 3));
	str ring = query_bytes(ask, 1);
	bool new_ring = true;

	for (size_t i = 0; i < g->ring_count; i++) {
		if (str_eq(g->rings[i], ring)) new_ring = false;
	}
	if (g->ring_count == 0) object_take(query_bytes(ask, 0), &g->row.unit);
	if (new_ring && g->ring_count < LOG_BODIES_MAX) {
		g->rings[g->ring_count++] = str_dup(arena, ring);
	}
	if (str_eq(ring, g->rings[0])) g->row.unit_count++;
	g->row.ms = query_number(ask, 4);
}

static const err *devices_find(struct desk *desk, struct arena *arena,
	struct gathered *g)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < g->ring_count; i++) {
		e = ring_look(desk, arena, g, g->rings[i]);
		if (str_eq(g->rings[i], RING_TEAM)) continue;
		g->row.few = true;
		g->row.key_here |= log_epoch_from_before(desk->log,
			g->rings[i], (struct log_at){g->row.dev, g->seq});
	}
	for (size_t i = 0; i < g->row.device_count; i++) {
		g->row.waiting += !g->devices[i].done;
	}
	g->row.devices = g->devices;
	return e;
}

const err *erase_rows(struct desk *desk, struct arena *arena,
	struct erase_row **ret_rows, size_t *ret_count)
{
	struct query *ask = projection_ask(&desk->projection, ASK_ERASURES);
	struct gathered_list list = {0};
	struct erase_row *rows;
	bool row;
	const err *e;

	query_bind(ask, "");
	while ((e = query_step(ask, &row)) == NULL && row) {
		unit_take(arena, &list, ask);
	}
	query_reset(ask);
	rows = ARENA_ARRAY(arena, struct erase_row, list.count + 1);
	for (size_t i = 0; e == NULL && i < list.count; i++) {
		e = devices_find(desk, arena, list.at[i]);
		rows[i] = list.at[i]->row;
	}
	*ret_rows = rows;
	*ret_count = list.count;
	return e;
}

const err *erase_lates(struct desk *desk, struct arena *arena,
	struct erase_late **ret_rows, size_t *ret_count)
{
	struct query *ask = projection_ask(&desk->projection, ASK_DESK_FIELDS);
	struct late_list list = {0};
	bool row;
	const err *e;

	query_bind(ask, "bssn", object_str(&fold_desk), S("late."), S("late/"),
		(uint64_t)LATES_MAX);
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct erase_late one = {.ms = query_number(ask, 2),
			.dev = query_text(ask, 3, arena)};

		if (!object_read(str_from(query_bytes(ask, 0), LATE_FIELD),
			&one.unit)) {
			continue;
		}
		LIST_ADD(arena, &list, one);
	}
	query_reset(ask);
	*ret_rows = list.at;
	*ret_count = list.count;
	return e;
}

size_t erase_devices(struct desk *desk, bool of_thread,
	struct erase_device *ret_devices, size_t max)
{
	str devs[DEVICES_MAX];
	size_t all = ring_devices(desk, of_thread ? RING_INTAKE : RING_TEAM,
		devs), count = 0;

	for (; count < all && count < max; count++) {
		ret_devices[count] = (struct erase_device){devs[count], false};
	}
	return count;
}
