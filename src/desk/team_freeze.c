/* Freezing: by one member, for a day; for longer when a second one says so. See
 * team_act.h and doc/team.md T9, doc/trouble.md.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/case_ring.h"
#include "desk/query_room.h"
#include "desk/team_room.h"

#define DAY_MS UINT64_C(86400000)

struct grant_list LIST_OF(struct log_grant);

static const err *no_device(void)
{
	return err_make(ERR_ABSENT, "there is no such device in the team");
}

/* -- freezing ------------------------------------------------------------- */

/* "MS RING RING …": since when, and what the device is to have again. */
static const err *freeze_note(struct desk *desk, struct arena *arena, str dev,
	str value)
{
	struct op op = {.kind = OP_SET, .object = fold_desk,
		.field = team_field(arena, "freeze", dev), .value = value};

	return desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
}

static const err *freeze_register(struct desk *desk, struct arena *arena,
	str dev, str *ret_value)
{
	return fold_register(&desk->projection, arena, fold_desk,
		team_field(arena, "freeze", dev), ret_value);
}

static bool is_in_ring(struct desk *desk, str ring, str dev)
{
	str devs[TEAM_DEVICES_MAX];
	size_t count = log_ring_devices(desk->log, ring, devs,
		TEAM_DEVICES_MAX);

	for (size_t i = 0; i < count; i++) {
		if (str_eq(devs[i], dev)) return true;
	}
	return false;
}

/* Out of every ring that this device holds; what it was in is named, but for
 * cases: whether it belongs there is reckoned anew (case_ring.h). */
static void freeze_list(struct desk *desk, struct arena *arena, str dev,
	struct grant_list *list, struct buf *ret_rings)
{
	struct team_rings rings = team_rings(desk, arena);

	for (size_t i = 0; i < rings.count; i++) {
		struct log_grant one = {rings.at[i], dev, true};

		if (!is_in_ring(desk, rings.at[i], dev)) continue;
		LIST_ADD(arena, list, one);
		if (str_starts(rings.at[i], S("case-"))) continue;
		buf_byte(ret_rings, ' ');
		buf_put(ret_rings, rings.at[i]);
	}
}

static const err *freeze_do(struct desk *desk, struct arena *arena, str dev)
{
	struct grant_list list = {0};
	struct log_change change = {0};
	struct buf value = {0};
	const err *e;

	buf_number(&value, desk_now_ms(desk));
	freeze_list(desk, arena, dev, &list, &value);
	e = list.count == 0 ? no_device()
		: freeze_note(desk, arena, dev, buf_str(&value));
	change.grants = list.at;
	change.grant_count = list.count;
	if (e == NULL) e = desk_hand(desk, &change, NULL);
	if (e == NULL) e = case_rings_look(desk); /* those that had no room */
	buf_close(&value);
	return e != NULL ? e : team_line_renew(desk);
}

static const err *row_find(struct desk *desk, struct arena *arena, str dev,
	struct team_row *ret_row)
{
	struct team_rows rows;
	const err *e = team_rows(desk, arena, &rows);

	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		if (!str_eq(rows.at[i].dev, dev)) continue;
		*ret_row = rows.at[i];
		return NULL;
	}
	return e != NULL ? e : no_device();
}

const err *team_freeze(struct desk *desk, str dev)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_row row;
	const err *e = team_may(desk, MAY_FREEZE, S(""));

	if (e == NULL) e = row_find(desk, arena, dev, &row);
	if (e == NULL && row.own) {
		e = err_make(ERR_REFUSED, "a device does not freeze itself");
	}
	if (e == NULL && row.state == TEAM_FROZEN) {
		e = err_make(ERR_EXISTS, "it is frozen already");
	}
	if (e == NULL && row.state != TEAM_ACTIVE) e = no_device();
	if (e == NULL) e = freeze_do(desk, arena, row.dev);
	arena_close(&arena);
	return e;
}

const err *team_freeze_member(struct desk *desk, object_id member)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_rows rows;
	size_t found = 0;
	const err *e = team_rows(desk, arena, &rows);

	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		if (!object_eq(rows.at[i].member, member)) continue;
		if (rows.at[i].state == TEAM_REMOVED) continue;
		found++;
		if (rows.at[i].state == TEAM_ACTIVE) {
			e = team_freeze(desk, rows.at[i].dev);
		}
	}
	if (e == NULL && found == 0) e = no_device();
	arena_close(&arena);
	return e;
}

const err *team_thaw(struct desk *desk, str dev)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct grant_list list = {0};
	struct log_change change = {0};
	struct team_row row;
	str rest = S(""), word;
	const err *e = team_may(desk, MAY_FREEZE, S(""));

	if (e == NULL) e = row_find(desk, arena, dev, &row);
	if (e == NULL && row.state != TEAM_FROZEN) e = no_device();
	if (e == NULL) e = freeze_register(desk, arena, dev, &rest);
	if (e == NULL && !str_word(&rest, &word)) rest = S("");
	while (e == NULL && str_word(&rest, &word)) {
		struct log_grant one = {word, row.dev, false};

		if (log_epoch(desk->log, word, NULL) == NULL) continue;
		LIST_ADD(arena, &list, one);
	}
	change.grants = list.at;
	change.grant_count = list.count;
	if (e == NULL) e = desk_hand(desk, &change, NULL);
	if (e == NULL) e = freeze_note(desk, arena, dev, S(""));
	if (e == NULL) e = case_rings_look(desk);
	arena_close(&arena);
	return e;
}

/* -- whether it stays ------------------------------------------------------ */

/* Who wrote a register, where its commit stands, and what. */
struct said { str dev; uint64_t seq; str value; };

static const err *said_find(struct desk *desk, struct arena *arena,
	const char *what, str dev, struct said *ret_said)
{
	struct query *ask = projection_ask(&desk->projection, ASK_REGISTER);
	bool row;
	const err *e;

	*ret_said = (struct said){0};
	query_bind(ask, "bs", object_str(&fold_desk), team_field(arena, what,
		dev));
	e = query_step(ask, &row);
	if (e == NULL && row) {
		*ret_said = (struct said){str_dup(arena, query_bytes(ask, 3)),
			query_number(ask, 4), str_dup(arena,
			query_bytes(ask, 0))};
	}
	query_reset(ask);
	return e;
}

static object_id member_of(const struct team_rows *rows, str dev)
{
	for (size_t i = 0; i < rows->count; i++) {
		if (str_eq(rows->at[i].dev, dev)) return rows->at[i].member;
	}
	return fold_desk;
}

/* Somebody else than who froze it and than whose it is. */
static bool is_second(const struct team_rows *rows, const struct team_row *row,
	str froze, object_id member)
{
	return !object_eq(member, fold_desk) &&
	       !object_eq(member, row->member) &&
	       !object_eq(member, member_of(rows, froze));
}

/* One who could have said that it stays has known of it. */
static bool one_knew(struct desk *desk, const struct team_rows *rows,
	const struct team_row *row, const struct said *froze)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct team_row *one = &rows->at[i];
		struct log_at at = {one->dev, log_known(desk->log, one->dev)};

		if (one->state == TEAM_ACTIVE &&
			is_second(rows, row, froze->dev, one->member) &&
			log_covers(desk->log, at, (struct log_at){froze->dev,
				froze->seq})) {
			return true;
		}
	}
	return false;
}

static const err *row_look(struct desk *desk, struct arena *arena,
	const struct team_rows *rows, const struct team_row *row,
	struct team_freeze_state *ret_state)
{
	struct team_freeze_state state = {0};
	struct said froze, kept;
	str own = team_own_device(desk);
	const err *e = said_find(desk, arena, "freeze", row->dev, &froze);

	if (e == NULL) e = said_find(desk, arena, "kept", row->dev, &kept);
	if (e != NULL) return e;
	state.kept = kept.value.len > 0 && is_second(rows, row, froze.dev,
		member_of(rows, kept.dev)) && log_covers(desk->log,
		(struct log_at){kept.dev, kept.seq},
		(struct log_at){froze.dev, froze.seq});
	state.may_keep = !state.kept && is_second(rows, row, froze.dev,
		member_of(rows, own));
	state.ends = !state.kept && one_knew(desk, rows, row, &froze);
	state.is_over = state.ends && row->frozen_ms + DAY_MS <=
		desk_now_ms(desk);
	*ret_state = state;
	return NULL;
}

const err *team_freeze_look(struct desk *desk, str dev,
	struct team_freeze_state *ret_state)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_rows rows;
	const err *e = team_rows(desk, arena, &rows);
	const struct team_row *row = NULL;

	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		if (str_eq(rows.at[i].dev, dev) &&
			rows.at[i].state == TEAM_FROZEN) {
			row = &rows.at[i];
		}
	}
	*ret_state = (struct team_freeze_state){0};
	if (row != NULL) e = row_look(desk, arena, &rows, row, ret_state);
	arena_close(&arena);
	return e;
}

const err *team_freeze_keep(struct desk *desk, str dev)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct buf now = {0};
	struct op op = {.kind = OP_SET, .object = fold_desk,
		.field = team_field(arena, "kept", dev)};
	struct team_freeze_state state;
	const err *e = team_freeze_look(desk, dev, &state);

	if (e == NULL && !state.may_keep) {
		e = err_make(ERR_REFUSED, "a second person says that it stays");
	}
	buf_number(&now, desk_now_ms(desk));
	op.value = buf_str(&now);
	if (e == NULL) {
		e = desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
	}
	buf_close(&now);
	arena_close(&arena);
	return e;
}

const err *team_freeze_lapse(struct desk *desk)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_rows rows;
	const err *e = team_rows(desk, arena, &rows);

	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		struct team_freeze_state state;

		if (rows.at[i].state != TEAM_FROZEN || rows.at[i].own) continue;
		e = row_look(desk, arena, &rows, &rows.at[i], &state);
		if (e == NULL && state.is_over) {
			e = team_thaw(desk, rows.at[i].dev);
		}
	}
	arena_close(&arena);
	return e;
}
