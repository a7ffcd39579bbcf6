/* How far a proposal goes: see team_extent.h. The roster that the proposal says
 * of itself is made anew here; only the same bytes are the same change.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/team_extent.h"

static bool has_member(const struct team_roster *roster, str member)
{
	for (size_t i = 0; i < roster->device_count; i++) {
		if (str_eq(roster->devices[i].member, member)) return true;
	}
	return false;
}

/* One device more, and perhaps its member among the admins. */
static bool joined(const struct team_proposal *proposal,
	struct team_roster *next, struct team_extent *extent)
{
	const struct team_device *device = team_device_find(proposal->roster,
		proposal->matter.dev);

	if (device == NULL) return false;
	extent->again = has_member(next, device->member);
	extent->admin = team_roster_is_admin(proposal->roster, device->member);
	return team_roster_device_add(next, *device) && (!extent->admin ||
		team_roster_admin_add(next, device->member));
}

static bool is_out(const struct team_roster *roster, str dev)
{
	for (size_t i = 0; i < roster->removed_count; i++) {
		if (str_eq(roster->removed[i].dev, dev)) return true;
	}
	return false;
}

/* The device it names, and others of the same member. */
static bool gone(const struct team_proposal *proposal,
	struct team_roster *next, struct team_extent *extent)
{
	const struct team_device *named = team_device_find(next,
		proposal->matter.dev);
	str member = named != NULL ? named->member : S("");

	for (size_t i = 0; i < proposal->roster->removed_count; i++) {
		struct team_removed cut = proposal->roster->removed[i];
		const struct team_device *device;

		if (is_out(next, cut.dev)) continue;
		device = team_device_find(next, cut.dev);
		if (device == NULL || !str_eq(device->member, member) ||
			!team_roster_remove(next, cut, log_key_name)) {
			return false;
		}
		extent->devices++;
	}
	return is_out(next, proposal->matter.dev);
}

struct team_extent team_extent_of(const struct desk *desk,
	const struct team_proposal *proposal)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_roster *next = ARENA_ARRAY(arena, struct team_roster, 1);
	struct team_device nobody = {.key = S(""), .member = S("")};
	struct team_extent extent = {.more = true};
	struct buf text = {0};
	bool same;

	log_roster_next(desk->log, arena, nobody, next);
	same = proposal->matter.why == TEAM_WHY_ADMIT
		? joined(proposal, next, &extent)
		: gone(proposal, next, &extent);
	if (same && team_roster_write(next, &text)) {
		extent.more = !str_eq(buf_str(&text), proposal->text);
	}
	buf_close(&text);
	arena_close(&arena);
	return extent;
}
