/* The ring of a case after its record was erased: see case_ring.h and doc/log.md
 * L13.6. Owns no more than what is due; that the key goes when all agree is
 * store/log_epoch.c's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/case_ring.h"

#include "base/list.h"
#include "desk/query_room.h"
#include "desk/team_room.h"
#include "store/log_compact.h"
#include "store/log_epoch.h"

#define ERASER_MS UINT64_C(86400000)

enum { END_UNITS_MAX = 8 };

/* A case that was erased, where and when. */
struct erased { str ring; struct log_at at; uint64_t ms; };
struct erased_list LIST_OF(struct erased);

static const err *erased_find(struct desk *desk, struct arena *arena,
	struct erased_list *list)
{
	struct query *ask = projection_ask(&desk->projection, ASK_ERASURES);
	bool row;
	const err *e;

	query_bind(ask, "");
	while ((e = query_step(ask, &row)) == NULL && row) {
		char name[CASE_RING_NAME];
		struct erased one = {.at.seq = query_number(ask, 3),
			.ms = query_number(ask, 4)};
		object_id unit;

		object_take(query_bytes(ask, 0), &unit);
		case_ring_name(unit, name);
		if (!str_eq(query_bytes(ask, 1), str_bytes(name,
			sizeof(name)))) {
			continue;
		}
		one.ring = query_text(ask, 1, arena);
		one.at.dev = query_text(ask, 2, arena);
		LIST_ADD(arena, list, one);
	}
	query_reset(ask);
	return e;
}

static bool am_in(const struct desk *desk, str ring)
{
	str devs[TEAM_DEVICES_MAX], own = team_own_device(desk);
	size_t count = log_ring_devices(desk->log, ring, devs,
		TEAM_DEVICES_MAX);

	for (size_t i = 0; i < count; i++) {
		if (str_eq(devs[i], own)) return true;
	}
	return false;
}

/* What is left of the ring, who was in it and that it was erased, under the
 * epoch that follows. */
static const err *rest_issue(struct desk *desk, str ring)
{
	object_id units[END_UNITS_MAX];
	size_t count = log_old_units(desk->log, desk->state, ring, units,
		END_UNITS_MAX);
	const err *e = NULL;
	bool done = false;

	for (size_t i = 0; e == NULL && i < count; i++) {
		e = log_compact(desk->log, desk_now_ms(desk), desk->state,
			ring, units[i]);
		if (e == NULL) e = desk_read_on(desk);
		else if (e->code == ERR_ABSENT || e->code == ERR_FULL) e = NULL;
	}
	if (e == NULL) {
		e = log_old_checks(desk->log, desk_now_ms(desk), desk->state,
			ring, &done);
	}
	return e == NULL && done ? desk_read_on(desk) : e;
}

/* Who erased does it; where she does not come back, somebody else. */
static const err *one_end(struct desk *desk, const struct erased *one,
	bool daily)
{
	bool own = str_eq(one->at.dev, team_own_device(desk));
	struct log_change change = {.anew = one->ring};
	const err *e = NULL;

	if (!log_epoch_from_before(desk->log, one->ring, one->at) ||
		!am_in(desk, one->ring)) {
		return NULL;
	}
	if (!log_epoch_is_since(desk->log, one->ring, one->at)) {
		if (!own && one->ms + ERASER_MS > desk_now_ms(desk)) return NULL;
		e = desk_hand(desk, &change, NULL);
	} else if (!daily) {
		return NULL;
	}
	return e != NULL ? e : rest_issue(desk, one->ring);
}

const err *case_rings_end(struct desk *desk, bool daily)
{
	struct arena *arena;
	struct erased_list list = {0};
	const err *e;

	if (!team_has_begun(desk) || desk->state == NULL) return NULL;
	arena = arena_open(TEAM_ARENA_BYTES);
	e = erased_find(desk, arena, &list);
	for (size_t i = 0; e == NULL && i < list.count; i++) {
		e = one_end(desk, &list.at[i], daily);
	}
	arena_close(&arena);
	return e;
}
