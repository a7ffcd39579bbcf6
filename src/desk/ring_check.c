/* Daily checks: see ring_check.h and doc/log.md L11. Owns nothing: when what
 * was said last stands in the state.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ring_check.h"

#include "desk/team_room.h"

#define DAY_MS UINT64_C(86400000)

/* The devices of a ring; 0 when ours is not one of them, or the only one. */
static size_t others_find(struct desk *desk, str ring,
	str ret_devs[TEAM_DEVICES_MAX])
{
	size_t count = log_ring_devices(desk->log, ring, ret_devs,
		TEAM_DEVICES_MAX);
	bool own = false;

	for (size_t i = 0; i < count; i++) {
		own |= str_eq(ret_devs[i], team_own_device(desk));
	}
	return own && count > 1 ? count : 0;
}

/* [ring_check-1] */
static bool is_due(struct desk *desk, str ring)
{
	uint64_t said = state_checked_ms(desk->state, ring,
		team_own_device(desk));

	return said + DAY_MS <= desk_now_ms(desk);
}

/* -- saying it ------------------------------------------------------------- */

static struct log_body body_of(struct arena *arena, str ring,
	struct state_sum sum)
{
	unsigned char *value = ARENA_ARRAY(arena, unsigned char,
		STATE_CHECK_BYTES);
	struct op *op = ARENA_NEW(arena, struct op);

	state_check_value(sum, value);
	*op = (struct op){.kind = OP_CHECK, .field = ring,
		.value = str_bytes(value, STATE_CHECK_BYTES)};
	return (struct log_body){.ring = ring, .ops = op, .op_count = 1};
}

enum { UNSAID_MAX = 256 };

/* The rings in which something happened since this device spoke of them. */
struct unsaid { str at[UNSAID_MAX]; size_t count; };

static bool is_unsaid(const struct unsaid *unsaid, str ring)
{
	for (size_t i = 0; i < unsaid->count; i++) {
		if (str_eq(unsaid->at[i], ring)) return true;
	}
	return false;
}

/* Whether a ring is to be spoken of, given what this desk has of it. */
typedef bool ring_wanted(struct desk *desk, const struct unsaid *unsaid,
	str ring);

static bool is_new(struct desk *desk, const struct unsaid *unsaid, str ring)
{
	str own = team_own_device(desk);

	(void)unsaid;
	return !state_agrees(desk->state, ring, state_sum(desk->state, ring),
		&own, 1);
}

/* Of cases there are many, and in most of them nothing happened (L13.4). */
static bool is_daily(struct desk *desk, const struct unsaid *unsaid, str ring)
{
	str devs[TEAM_DEVICES_MAX];

	if (str_starts(ring, S("case-")) && !is_unsaid(unsaid, ring)) {
		return false;
	}
	return is_due(desk, ring) && others_find(desk, ring, devs) > 0;
}

static const err *say(struct desk *desk, ring_wanted *wanted, bool *ret_said)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_rings rings = team_rings(desk, arena);
	struct log_body bodies[LOG_BODIES_MAX];
	struct unsaid *unsaid = ARENA_NEW(arena, struct unsaid);
	size_t count = 0;
	const err *e = NULL;

	if (desk->state != NULL) {
		unsaid->count = state_unsaid(desk->state, desk->log,
			team_own_device(desk), unsaid->at, UNSAID_MAX);
	}
	for (size_t i = 0; desk->state != NULL && i < rings.count &&
		count < LOG_BODIES_MAX; i++) {
		if (!wanted(desk, unsaid, rings.at[i])) continue;
		bodies[count++] = body_of(arena, rings.at[i], state_sum(
			desk->state, rings.at[i]));
	}
	if (count > 0) e = desk_commit(desk, bodies, count);
	*ret_said = e == NULL && count > 0;
	arena_close(&arena);
	return e;
}

const err *ring_check_say(struct desk *desk, bool *ret_said)
{
	return say(desk, is_daily, ret_said);
}

const err *ring_check_now(struct desk *desk)
{
	bool said;

	return say(desk, is_new, &said);
}

/* -- comparing ------------------------------------------------------------- */

/* True when there was one to look at in this ring. */
static bool ring_look(struct desk *desk, str ring)
{
	str devs[TEAM_DEVICES_MAX];
	size_t count = others_find(desk, ring, devs);

	for (size_t i = 0; i < count; i++) {
		if (!str_eq(devs[i], team_own_device(desk)) &&
			state_look(desk->state, desk->log, ring, devs[i])) {
			return true;
		}
	}
	return false;
}

void ring_check_look(struct desk *desk)
{
	struct log_at held[1];
	struct arena *arena;
	struct team_rings rings;
	bool looked = false;

	if (desk->state == NULL || log_missing(desk->log) > 0 ||
		log_held(desk->log, held, 1) > 0) {
		return; /* [ring_check-2] */
	}
	arena = arena_open(TEAM_ARENA_BYTES);
	rings = team_rings(desk, arena);
	for (size_t i = 0; !looked && i < rings.count; i++) {
		looked = ring_look(desk, rings.at[i]);
	}
	arena_close(&arena);
}

size_t ring_check_alarms(const struct desk *desk, struct alarm *ret_alarms,
	size_t max)
{
	return desk->state == NULL ? 0
		: state_differing(desk->state, ret_alarms, max);
}
