/* Who comes into the ring of a case and who goes: see case_ring.h and doc/log.md
 * L13. Owns no more than what is handed over; rings are the log's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/case_room.h"

enum {
	/* A quarter of what a device knows stays for the team's own rings and
	 * for those who leave (RING_EPOCHS_MAX). */
	CASE_EPOCHS_MAX = 3072
};

bool case_ring_may_begin(const struct desk *desk,
	const struct record_type *type)
{
	return record_type_has_ring(type) && desk->batch == NULL &&
	       log_epoch_count(desk->log) < CASE_EPOCHS_MAX;
}

const err *case_ring_begin(struct desk *desk, object_id id)
{
	char name[CASE_RING_NAME];
	struct log_grant own = {.dev = team_own_device(desk)};
	struct log_change change = {.grants = &own, .grant_count = 1};

	case_ring_name(id, name);
	own.ring = str_bytes(name, sizeof(name));
	return desk_hand(desk, &change, NULL);
}

/* -- whether this device is in it ------------------------------------------ */

static bool own_belongs(const struct case_belonging *b)
{
	for (size_t i = 0; i < b->rows.count; i++) {
		if (b->rows.at[i].own) return case_belongs(b, b->rows.at[i].member);
	}
	return true; /* there is no team yet */
}

/* Who was put out is not told (doc/team.md T5): the record tells it. */
static const err *in_look(struct desk *desk, object_id id, bool *ret_in)
{
	char name[CASE_RING_NAME];
	struct case_belonging b;
	const err *e;

	*ret_in = case_am_in(desk, id);
	if (!*ret_in || !team_has_begun(desk)) return NULL;
	e = case_looking_begin(&b, desk);
	case_ring_name(id, name);
	b.ring = str_bytes(name, sizeof(name));
	if (e == NULL) e = case_belonging_find(&b, id);
	if (e == NULL) *ret_in = own_belongs(&b) || !b.sure;
	arena_close(&b.arena);
	return e;
}

const err *case_ring_here(struct desk *desk, object_id id,
	enum case_here *ret_here)
{
	char dev[LOG_DEVICE_HEX];
	bool has, in = false;
	const err *e = case_register_look(desk, id, S("ring"), dev, &has);

	if (e == NULL && has) e = in_look(desk, id, &in);
	if (e != NULL) return e;
	*ret_here = !has ? CASE_SHARED : in ? CASE_IN : CASE_OUT;
	return NULL;
}

/* -- bringing it about ----------------------------------------------------- */

struct grant_list LIST_OF(struct log_grant);

static void row_look(struct case_belonging *b, const struct team_row *row,
	bool in, struct grant_list *list)
{
	bool wanted = row->state == TEAM_ACTIVE && case_belongs(b, row->member);
	struct log_grant one = {b->ring, row->dev, !wanted};

	if (row->own || row->state == TEAM_REMOVED || wanted == in) return;
	if (!wanted && !b->sure && row->state == TEAM_ACTIVE) return;
	LIST_ADD(b->arena, list, one);
}

static const err *one_look(struct case_belonging *b, object_id id)
{
	char name[CASE_RING_NAME];
	struct grant_list list = {0};
	struct log_change change = {0};
	struct case_devices devices;
	const err *e;

	b->desk->cases_looked++;
	case_devices_find(b->desk, id, &devices);
	if (!case_ring_had(b->desk, id) || !case_is_in(&devices,
		team_own_device(b->desk))) {
		return NULL;
	}
	case_ring_name(id, name);
	b->ring = str_bytes(name, sizeof(name));
	e = case_belonging_find(b, id);
	if (e != NULL) return e->code == ERR_ABSENT ? NULL : e; /* erased */
	for (size_t i = 0; i < b->rows.count; i++) {
		row_look(b, &b->rows.at[i], case_is_in(&devices,
			b->rows.at[i].dev), &list);
	}
	change.grants = list.at;
	change.grant_count = list.count;
	return list.count == 0 ? NULL : desk_hand(b->desk, &change, NULL);
}

const err *case_ring_look(struct desk *desk, object_id id)
{
	struct case_belonging b;
	const err *e;

	if (!team_has_begun(desk)) return NULL;
	e = case_looking_begin(&b, desk);
	if (e == NULL) e = one_look(&b, id);
	arena_close(&b.arena);
	return e;
}

/* What is needed for one case is not kept for the next. */
static const err *apart_look(const struct case_belonging *b, object_id id)
{
	struct case_belonging one = *b;
	const err *e;

	one.arena = arena_open(CASE_ARENA_BYTES);
	e = one_look(&one, id);
	arena_close(&one.arena);
	return e;
}

/* [case_ring-5] What is handed over meanwhile is looked at the next time. */
const err *case_rings_look(struct desk *desk)
{
	struct fold_changed changed = desk->fold.cases;
	struct case_belonging b;
	hash team;
	const err *e;

	if (!team_has_begun(desk)) return NULL;
	e = case_looking_begin(&b, desk);
	team = case_team_print(&b);
	desk->fold.cases = (struct fold_changed){.all = false};
	if (e == NULL && (changed.all || !hash_eq(team, desk->cases_team))) {
		e = case_rings_each(&b, apart_look);
	} else {
		for (size_t i = 0; e == NULL && i < changed.count; i++) {
			e = apart_look(&b, changed.at[i]);
		}
	}
	if (e == NULL) desk->cases_team = team;
	else desk->fold.cases.all = true;
	arena_close(&b.arena);
	return e;
}
