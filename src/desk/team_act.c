/* Removing, freezing, giving a ring: see team_act.h and doc/team.md T9. The
 * changes of the roster itself are team_change.c, joining is team_join.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/team_room.h"

#include "base/hex.h"
#include "base/num.h"

#include <string.h>

struct grant_list LIST_OF(struct log_grant);

static const err *no_device(void)
{
	return err_make(ERR_ABSENT, "there is no such device in the team");
}

/* -- removing ------------------------------------------------------------- */

/* Its chain ends with the last frame that counts here. */
static bool device_take_out(struct desk *desk, struct arena *arena,
	struct team_roster *roster, str dev)
{
	struct team_removed cut = {.dev = dev};
	hash name = {{0}};

	if (!log_head(desk->log, dev, &cut.seq, &name)) cut.seq = 0;
	cut.hash = hex_text(arena, name.bytes, sizeof(name.bytes));
	return team_roster_remove(roster, cut, log_key_name);
}

/* What the device was called, for those who look later. */
static const err *gone_note(struct desk *desk, struct arena *arena,
	const struct team_device *device, str dev)
{
	struct op op = {.kind = OP_SET, .object = fold_desk,
		.field = team_field(arena, "gone", dev),
		.value = str_fmt(arena, "%.*s %.*s", S_ARG(device->member),
			S_ARG(device->name))};

	return desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
}

/* Removes the devices for which `goes` says yes. */
struct removing { str dev, member; };

static bool goes(const struct removing *r, const struct team_device *device,
	str dev)
{
	return str_eq(dev, r->dev) ||
		(r->member.len > 0 && str_eq(device->member, r->member));
}

static const err *removal(struct desk *desk, const struct removing *r,
	struct team_outcome *ret_outcome)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_roster *now = ARENA_ARRAY(arena, struct team_roster, 1);
	struct team_matter matter = {.why = TEAM_WHY_REMOVE};
	struct team_roster *next = NULL;
	const err *e = team_may(desk, MAY_REMOVE_DEVICE, S(""));

	if (e == NULL && !team_roster_now(desk, now)) e = no_device();
	if (e == NULL) e = team_next(desk, arena, &next);
	for (size_t i = 0; e == NULL && i < now->device_count; i++) {
		char *name = ARENA_ARRAY(arena, char, LOG_DEVICE_HEX);
		str dev = str_bytes(name, LOG_DEVICE_HEX);

		log_key_name(now->devices[i].key, name);
		if (!goes(r, &now->devices[i], dev)) continue;
		if (str_eq(dev, team_own_device(desk))) {
			e = err_make(ERR_REFUSED,
				"a device does not remove itself");
		} else if (device_take_out(desk, arena, next, dev)) {
			matter.dev = dev;
			e = gone_note(desk, arena, &now->devices[i], dev);
		}
	}
	if (e == NULL && matter.dev.len == 0) e = no_device();
	if (e == NULL) e = team_change(desk, next, &matter, ret_outcome);
	arena_close(&arena);
	return e;
}

const err *team_remove(struct desk *desk, str dev,
	struct team_outcome *ret_outcome)
{
	struct removing r = {.dev = dev};

	return removal(desk, &r, ret_outcome);
}

const err *team_remove_member(struct desk *desk, object_id member,
	struct team_outcome *ret_outcome)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct removing r = {.member = object_text(arena, member)};
	const err *e = removal(desk, &r, ret_outcome);

	arena_close(&arena);
	return e;
}

/* -- giving and taking a ring --------------------------------------------- */

/* Every device of a member, as one grant each. */
static const err *member_grants(struct desk *desk, struct arena *arena,
	const struct team_grant *grant, struct grant_list *list)
{
	struct team_rows rows;
	const err *e = team_rows(desk, arena, &rows);

	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		const struct team_row *row = &rows.at[i];
		struct log_grant one = {grant->ring, row->dev, grant->out};

		if (row->state != TEAM_ACTIVE) continue;
		if (!object_eq(row->member, grant->member)) continue;
		LIST_ADD(arena, list, one);
	}
	return e;
}

const err *team_give(struct desk *desk, struct team_grant grant)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct grant_list list = {0};
	struct log_change change = {0};
	const err *e = team_may(desk, grant.out ? MAY_PUT_OUT_OF_RING
						: MAY_GRANT_RING, grant.ring);

	if (e == NULL && str_eq(grant.ring, RING_VAULT)) {
		e = team_may(desk, MAY_NAME_ADMIN, grant.ring);
	}
	if (e == NULL && str_eq(grant.ring, RING_TEAM)) {
		e = err_make(ERR_USAGE, "the team's own ring is the roster's");
	}
	if (e == NULL) e = member_grants(desk, arena, &grant, &list);
	if (e == NULL && list.count == 0) e = no_device();
	if (e == NULL) {
		change.grants = list.at;
		change.grant_count = list.count;
		e = desk_hand(desk, &change, NULL);
	}
	/* The line writes to the intake's newest key. */
	if (e == NULL && str_eq(grant.ring, RING_INTAKE) && grant.out &&
		desk_holds_key(desk)) {
		e = desk_roster_renew(desk);
	}
	arena_close(&arena);
	return e;
}
