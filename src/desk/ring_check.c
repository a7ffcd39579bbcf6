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

/* Whether a ring is to be spoken of, given what this desk has of it. */
typedef bool ring_wanted(struct desk *desk, str ring);

static bool is_new(struct desk *desk, str ring)
{
	str own = team_own_device(desk);

	return !state_agrees(desk->state, ring, state_sum(desk->state, ring),
		&own, 1);
}

static bool is_daily(struct desk *desk, str ring)
{
	str devs[TEAM_DEVICES_MAX];

	return is_due(desk, ring) && others_find(desk, ring, devs) > 0;
}

/* The team's own rings, and those of cases in which something happened since this
 * device spoke of them: in most nothing did (L13.4). */
static struct team_rings rings_find(struct desk *desk, struct arena *arena)
{
	struct team_rings all = team_rings(desk, arena), rings = {
		.at = ARENA_ARRAY(arena, str, 2 * all.count + 1)};
	size_t count;

	if (desk->state == NULL) return rings;
	for (size_t i = 0; i < all.count; i++) {
		if (str_starts(all.at[i], S("case-"))) continue;
		rings.at[rings.count++] = all.at[i];
	}
	count = state_unsaid(desk->state, desk->log, team_own_device(desk),
		all.at, all.count);
	for (size_t i = 0; i < count; i++) {
		if (!str_starts(all.at[i], S("case-"))) continue;
		rings.at[rings.count++] = str_dup(arena, all.at[i]);
	}
	return rings;
}

static const err *say(struct desk *desk, ring_wanted *wanted, bool *ret_said)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_rings rings = rings_find(desk, arena);
	struct log_body bodies[LOG_BODIES_MAX];
	size_t count = 0;
	const err *e = NULL;

	for (size_t i = 0; i < rings.count && count < LOG_BODIES_MAX; i++) {
		if (!wanted(desk, rings.at[i])) continue;
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

/* It is another that is in a ring together with this one. */
static bool is_other(struct desk *desk, str ring, str dev)
{
	str devs[TEAM_DEVICES_MAX];
	size_t count = str_eq(dev, team_own_device(desk)) ? 0
		: others_find(desk, ring, devs);

	for (size_t i = 0; i < count; i++) {
		if (str_eq(devs[i], dev)) return true;
	}
	return false;
}

void ring_check_look(struct desk *desk)
{
	struct log_at held[1];
	size_t at = 0;
	str ring, dev;

	if (desk->state == NULL || log_missing(desk->log) > 0 ||
		log_held(desk->log, held, 1) > 0) {
		return; /* [ring_check-2] */
	}
	while (state_unlooked(desk->state, &at, &ring, &dev)) {
		if (is_other(desk, ring, dev)) {
			(void)!state_look(desk->state, desk->log, ring, dev);
			return;
		}
	}
}

size_t ring_check_alarms(const struct desk *desk, struct alarm *ret_alarms,
	size_t max)
{
	return desk->state == NULL ? 0
		: state_differing(desk->state, ret_alarms, max);
}
