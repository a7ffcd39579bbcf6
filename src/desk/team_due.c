/* What a desk does about its team by itself: it says once a day that it is
 * there, hands over what is due, and acts on what others decided. See
 * team_act.h and doc/team.md T4, T9.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/case_ring.h"
#include "desk/ring_check.h"
#include "desk/team_room.h"
#include "desk/tidy.h"

#define DAY_MS UINT64_C(86400000)

/* Somebody froze a device; the rings that she does not hold are ours to close. */
struct grant_list LIST_OF(struct log_grant);

static const err *frozen_list(struct desk *desk, struct arena *arena,
	struct grant_list *list)
{
	struct team_rings rings = team_rings(desk, arena);
	struct team_rows rows;
	const err *e = team_rows(desk, arena, &rows);

	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		if (rows.at[i].state != TEAM_FROZEN) continue;
		for (size_t k = 0; k < rings.count; k++) {
			struct log_grant one = {rings.at[k], rows.at[i].dev,
				true};

			if (team_has_ring(desk, rings.at[k], rows.at[i].member)) {
				LIST_ADD(arena, list, one);
			}
		}
	}
	return e;
}

static const err *due_hand(struct desk *desk)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct grant_list list = {0};
	struct log_change change = {0};
	const err *e = frozen_list(desk, arena, &list);

	change.grants = list.at;
	change.grant_count = list.count;
	if (e == NULL) e = desk_hand(desk, &change, NULL);
	arena_close(&arena);
	return e;
}

/* While what this device said last does not count here (doc/team.md T2.3), it
 * would say it again at every visit. */
static const err *due_do(struct desk *desk)
{
	bool said = false;
	const err *e;

	if (log_is_waiting(desk->log)) return NULL;
	e = team_freeze_lapse(desk);
	if (e == NULL) e = due_hand(desk);
	if (e == NULL) e = case_rings_look(desk);
	if (e == NULL) e = ring_check_say(desk, &said);
	if (e == NULL) ring_check_look(desk);
	if (e == NULL) e = case_rings_end(desk, said);
	return e == NULL && said ? tidy_daily(desk) : e;
}

const err *team_heartbeat(struct desk *desk)
{
	uint64_t now = desk_now_ms(desk);
	str own = team_own_device(desk);
	struct arena *arena;
	struct buf day = {0};
	struct op op = {.kind = OP_SET, .object = fold_desk};
	const err *e;

	if (!team_has_begun(desk)) return NULL;
	e = team_merge_end(desk);
	if (e == NULL) e = due_do(desk);
	if (e != NULL || log_heard_ms(desk->log, own) + DAY_MS > now) return e;
	arena = arena_open(TEAM_ARENA_BYTES);
	buf_number(&day, now / DAY_MS);
	op.field = team_field(arena, "heartbeat", own);
	op.value = buf_str(&day);
	e = desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
	buf_close(&day);
	arena_close(&arena);
	return e;
}

/* -- what is said when something is wrong --------------------------------- */

const err *team_clock_confirm(struct desk *desk)
{
	log_clock_confirm(desk->log, desk_now_ms(desk));
	return NULL;
}

const err *team_held_accept(struct desk *desk)
{
	struct log_at held[LOG_ALARMS_MAX];
	struct log_change change = {.voids = held};
	const err *e = team_may(desk, MAY_SET_CLOCK, S(""));

	if (e != NULL) return e;
	change.void_count = log_held(desk->log, held, LOG_ALARMS_MAX);
	if (change.void_count == 0) return NULL;
	return desk_hand(desk, &change, NULL);
}
