/* A team that parted, as its desks see it: see team_query.h, team_act.h and
 * doc/team.md T2.5. Owns nothing; who signed is in the log.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/team_room.h"

#include "store/log_merge.h"

struct side_list LIST_OF(struct team_side);

/* -- who stands where ----------------------------------------------------- */

static bool has_agreed(const struct log_merge *m, str dev)
{
	for (size_t i = 0; i < m->signature_count; i++) {
		if (str_eq(m->signatures[i].dev, dev)) return true;
	}
	return false;
}

static bool is_listed(const struct side_list *list, str dev)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_eq(list->at[i].dev, dev)) return true;
	}
	return false;
}

static struct team_side side_of(struct desk *desk, struct arena *arena,
	const struct log_merge *m, const struct team_device *device)
{
	char name[LOG_DEVICE_HEX];
	struct team_side side = {.name = str_dup(arena, device->name)};

	log_key_name(device->key, name);
	side.dev = str_dup(arena, str_bytes(name, sizeof(name)));
	side.own = str_eq(side.dev, team_own_device(desk));
	side.removed = team_device_find(m->next, side.dev) == NULL;
	side.agreed = has_agreed(m, side.dev);
	if (!object_read(device->member, &side.member)) {
		side.member = fold_desk;
	}
	for (size_t i = 0; i < m->tip_count; i++) {
		const struct team_roster *says = m->tips[i].says;
		const struct team_device *is = team_device_find(says, side.dev);

		side.apart |= is == NULL;
		side.asked |= is != NULL && !side.removed &&
			team_roster_is_admin(says, is->member);
	}
	return side;
}

bool team_merge(struct desk *desk, struct arena *arena,
	struct team_merge *ret_merge)
{
	struct log_merge *m = ARENA_ARRAY(arena, struct log_merge, 1);
	struct side_list list = {0};

	if (!log_merge_look(desk->log, arena, desk_now_ms(desk), m)) {
		return false;
	}
	for (size_t i = 0; i < m->tip_count; i++) {
		const struct team_roster *says = m->tips[i].says;

		for (size_t j = 0; j < says->device_count; j++) {
			struct team_side one = side_of(desk, arena, m,
				&says->devices[j]);

			if (is_listed(&list, one.dev)) continue;
			LIST_ADD(arena, &list, one);
		}
	}
	*ret_merge = (struct team_merge){.at = list.at, .count = list.count,
		.may_agree = m->may_sign && !m->signed_here,
		.agreed = m->signed_here, .enough = m->enough,
		.may_end = m->may_end, .can_end = m->can_end};
	for (size_t i = 0; i < list.count; i++) {
		ret_merge->waits |= list.at[i].own && list.at[i].apart;
	}
	return true;
}

/* -- making it one -------------------------------------------------------- */

/* Who was removed on one side knows what the other told the line meanwhile. */
static bool one_was_removed(const struct log_merge *m)
{
	for (size_t i = 0; i < m->tip_count; i++) {
		if (m->tips[i].says->removed_count < m->next->removed_count) {
			return true;
		}
	}
	return false;
}

const err *team_rosters_join(struct desk *desk,
	struct team_outcome *ret_outcome)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct log_merge *m = ARENA_ARRAY(arena, struct log_merge, 1);
	bool one = false, renew = false;
	const err *e;

	if (log_merge_look(desk->log, arena, desk_now_ms(desk), m)) {
		renew = one_was_removed(m);
	}
	e = desk_merge(desk, &one);
	if (e == NULL && one && renew) e = team_line_renew(desk);
	if (e == NULL) ret_outcome->how = one ? TEAM_DONE : TEAM_WAITS;
	arena_close(&arena);
	return e;
}

const err *team_merge_end(struct desk *desk)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct log_merge *m = ARENA_ARRAY(arena, struct log_merge, 1);
	struct team_outcome ignored;
	const err *e = NULL;

	if (log_merge_look(desk->log, arena, desk_now_ms(desk), m) &&
		m->ends_here) {
		e = team_rosters_join(desk, &ignored);
	}
	arena_close(&arena);
	return e;
}
