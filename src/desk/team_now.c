/* The roster as it stands, and what this device may do by it: see team_room.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/team_room.h"

#include "base/hex.h"

str team_field(struct arena *arena, const char *what, str name)
{
	return str_fmt(arena, "%s.%.*s", what, S_ARG(name));
}

bool team_roster_now(const struct desk *desk, struct team_roster *ret_roster)
{
	str text = log_team_roster(desk->log), covered;

	return text.len > 0 && team_roster_read(text, ret_roster, &covered);
}

const struct team_device *team_device_find(const struct team_roster *roster,
	str dev)
{
	for (size_t i = 0; i < roster->device_count; i++) {
		char name[LOG_DEVICE_HEX];

		log_key_name(roster->devices[i].key, name);
		if (str_eq(str_bytes(name, sizeof(name)), dev)) {
			return &roster->devices[i];
		}
	}
	return NULL;
}

/* An admin may begin what needs several: the others' signatures come later. */
const err *team_may(struct desk *desk, enum may_act act, str ring)
{
	struct team_roster *now = mem_get(sizeof(*now));
	const struct team_device *own = NULL;
	struct may_known who = {.needed = 1, .in_ring = ring.len > 0 &&
		log_epoch(desk->log, ring, NULL) != NULL};

	if (team_roster_now(desk, now)) {
		own = team_device_find(now, team_own_device(desk));
	}
	who.member = own != NULL;
	who.admin = own != NULL && team_roster_is_admin(now, own->member);
	who.admins = who.admin;
	mem_free(now);
	return may(act, who) ? NULL
		: err_make(ERR_REFUSED, "this device may not do that");
}
