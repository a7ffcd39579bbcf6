/* The line's key: see team_key.h. Registers of the desk's own object:
 *
 *	line.key    64 hex of the newest, a blank, 64 hex of the epoch of the
 *	            vault its seed is sealed to; in the ring team
 *	key.kept    64 hex of the one that the line said it obeys; in the team
 *	sign.line.<32 hex>   a seed, by the beginning of its key: a `key` op in
 *	            the vault
 *
 * Without key.kept the line obeys the first, keys.roster.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/team_key.h"

#include "base/hex.h"
#include "desk/fold_name.h"
#include "desk/hands.h"
#include "desk/team_room.h"
#include "seal/minisign.h"

#include <string.h>

enum { SEED_BYTES = 32, KEY_HEX = 64, NAME_HEX = 32, DEVICES_MAX = 65 };

static const err *said(struct desk *desk, struct arena *arena, str field,
	str *ret_value)
{
	return fold_register(&desk->projection, arena, fold_desk, field,
		ret_value);
}

static str field_of(struct arena *arena, str key_hex)
{
	return str_fmt(arena, "sign.line.%.*s",
		S_ARG(str_first(key_hex, NAME_HEX)));
}

static str hex_of(struct arena *arena, const unsigned char bytes[SEED_BYTES])
{
	return hex_text(arena, bytes, SEED_BYTES);
}

/* The key whose public half is `key_hex`; false: its seed is not here. */
static const err *key_find(struct desk *desk, struct arena *arena, str key_hex,
	struct sign_key *ret_key, bool *ret_found)
{
	struct sign_key key;
	str seed;
	const err *e = said(desk, arena, fold_name(arena, IN_VAULT,
		field_of(arena, key_hex)), &seed);

	*ret_found = false;
	if (e != NULL || seed.len != SEED_BYTES) return e;
	key = sign_key_from(seed);
	*ret_found = str_eq(hex_of(arena, key.public.bytes), key_hex);
	if (*ret_found) *ret_key = key;
	else sign_key_close(&key);
	return NULL;
}

const err *team_key_load(struct desk *desk, struct arena *arena)
{
	struct sign_key key = {0};
	bool found = false;
	str kept;
	const err *e = said(desk, arena, S("key.kept"), &kept);

	if (e == NULL && kept.len > 0) {
		e = key_find(desk, arena, kept, &key, &found);
	}
	if (e != NULL) return e;
	sign_key_close(&desk->line_key);
	desk->line_key = key;
	desk->key_changed = kept.len > 0; /* [team_key-3] */
	return NULL;
}

/* -- what is due ----------------------------------------------------------- */

struct newest { str key, kept; recipient epoch; bool changed; };

static const err *newest_read(struct desk *desk, struct arena *arena,
	struct newest *ret)
{
	str value, epoch;
	const err *e = said(desk, arena, S("line.key"), &value);

	*ret = (struct newest){.key = S("")};
	if (e == NULL) e = said(desk, arena, S("key.kept"), &ret->kept);
	if (e != NULL || !str_cut(value, ' ', &ret->key, &epoch)) return e;
	ret->changed = ret->key.len == KEY_HEX && hex_read(epoch,
		ret->epoch.bytes, sizeof(ret->epoch.bytes));
	return NULL;
}

static bool is_in_vault(const struct desk *desk, str dev)
{
	str devs[DEVICES_MAX];
	size_t count = log_ring_devices(desk->log, RING_VAULT, devs,
		DEVICES_MAX);

	for (size_t i = 0; i < count; i++) {
		if (str_eq(devs[i], dev)) return true;
	}
	return false;
}

/* It stands on one side of a team that parted (doc/team.md T2.4). */
static bool waits(const struct desk *desk, const struct team_row *row)
{
	recipient ignored;

	return row->state != TEAM_REMOVED &&
		!log_device_recipient(desk->log, row->dev, &ignored);
}

/* [team_key-2]; a freeze is for a day, and decides nothing; who waits for a team
 * that parted has not left it. */
static bool has_left_with_it(const struct desk *desk, const struct newest *now,
	const struct team_row *row)
{
	bool had = now->changed ? log_epoch_had(desk->log, RING_VAULT,
			now->epoch, row->dev)
		: log_ring_had(desk->log, RING_VAULT, row->dev);

	return had && row->state != TEAM_FROZEN && !waits(desk, row) &&
		!is_in_vault(desk, row->dev);
}

const err *team_key(struct desk *desk, struct arena *arena,
	struct team_key *ret_key)
{
	struct team_key key = {.device = S("")};
	struct team_rows rows = {0};
	struct newest now;
	const err *e = newest_read(desk, arena, &now);

	if (e == NULL) e = team_rows(desk, arena, &rows);
	for (size_t i = 0; e == NULL && !key.due && i < rows.count; i++) {
		key.due = has_left_with_it(desk, &now, &rows.at[i]);
		if (key.due) key.device = rows.at[i].name;
	}
	if (e != NULL) return e;
	key.waits = now.changed && !str_eq(now.key, now.kept);
	key.may = !key.waits && desk_holds_key(desk) &&
		log_epoch(desk->log, RING_VAULT, NULL) != NULL &&
		team_may(desk, MAY_SIGN_PUBLIC_ROSTER, RING_VAULT) == NULL;
	*ret_key = key;
	return NULL;
}

/* -- changing it ----------------------------------------------------------- */

static const err *key_commit(struct desk *desk, struct arena *arena,
	const struct sign_key *next)
{
	const struct identity *epoch = log_epoch(desk->log, RING_VAULT, NULL);
	str key = hex_of(arena, next->public.bytes);
	struct op seed = {.kind = OP_KEY, .object = fold_desk,
		.field = field_of(arena, key), .value = secret_str(&next->seed)};
	struct op name = {.kind = OP_SET, .object = fold_desk,
		.field = S("line.key")};
	struct log_body bodies[] = {
		{.ring = RING_VAULT, .ops = &seed, .op_count = 1},
		{.ring = RING_TEAM, .ops = &name, .op_count = 1}};

	if (epoch == NULL) {
		return err_make(ERR_REFUSED, "the vault has no key to seal to");
	}
	name.value = str_fmt(arena, "%.*s %.*s", S_ARG(key),
		S_ARG(hex_of(arena, epoch->recipient.bytes)));
	return desk_commit(desk, bodies, NELEM(bodies));
}

const err *team_key_change(struct desk *desk)
{
	static const struct log_change nothing = {0};
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct sign_key next = sign_key_make();
	struct team_key now;
	uint64_t number = 0;
	const err *e = team_key(desk, arena, &now);

	if (e == NULL && !now.may) {
		e = err_make(ERR_REFUSED, "this device may not change the key");
	}
	/* First the epoch without whoever left [team_key-1]. */
	if (e == NULL) e = desk_hand(desk, &nothing, NULL);
	if (e == NULL) e = key_commit(desk, arena, &next);
	/* A token that somebody signed with the old key ends as well. */
	if (e == NULL) e = desk_number(desk, S("token.number"), &number);
	if (e == NULL) e = desk_token_renew(desk, number + 1);
	sign_key_close(&next);
	arena_close(&arena);
	return e;
}

/* -- bringing it to the line ------------------------------------------------ */

static void call_write(struct desk *desk, const struct sign_key *next,
	str key_hex, struct buf *out)
{
	str org = str_bytes(desk->keys.org, sizeof(desk->keys.org));
	struct buf text = {0}, comment = {0}, trusted = {0};
	struct buf by_old = {0}, by_new = {0};

	relay_key_text_write(org, key_hex, &text);
	relay_comment_write(S("bothy-key/1"), org, &comment);
	minisign_sign(desk_line_key(desk), buf_str(&text), buf_str(&comment),
		&by_old);
	roster_trusted(&desk->roster, &trusted);
	minisign_sign(next, buf_str(&desk->roster_text), buf_str(&trusted),
		&by_new);
	relay_key_write(&(struct relay_key_call){buf_str(&text),
		buf_str(&by_old), buf_str(&desk->roster_text),
		buf_str(&by_new)}, out);
	buf_close(&text);
	buf_close(&comment);
	buf_close(&trusted);
	buf_close(&by_old);
	buf_close(&by_new);
}

const err *hand_key_call(struct desk *desk, struct arena *arena, str *ret_body)
{
	struct sign_key next = {0};
	struct newest now;
	struct buf body = {0};
	bool found = false;
	const err *e = newest_read(desk, arena, &now);

	*ret_body = S("");
	if (e != NULL || !now.changed || str_eq(now.key, now.kept) ||
		!desk_holds_key(desk)) {
		return e;
	}
	e = key_find(desk, arena, now.key, &next, &found);
	if (e != NULL || !found) return e;
	e = desk_roster_renew(desk); /* above what the line holds */
	if (e == NULL) {
		call_write(desk, &next, now.key, &body);
		*ret_body = buf_take(&body, arena);
	}
	buf_close(&body);
	sign_key_close(&next);
	return e;
}

const err *hand_key_kept(struct desk *desk)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct buf counter = {0};
	struct op ops[] = {
		{.kind = OP_SET, .field = S("key.kept")},
		{.kind = OP_SET, .field = S("roster.kept")}};
	struct newest now;
	const err *e = newest_read(desk, arena, &now);

	buf_number(&counter, desk->roster.counter);
	ops[0].value = now.key;
	ops[1].value = buf_str(&counter);
	if (e == NULL) {
		e = desk_commit_unit(desk, fold_desk, ops, NELEM(ops),
			DID_NOTHING);
	}
	if (e == NULL) e = desk_facts_load(desk);
	buf_close(&counter);
	arena_close(&arena);
	return e;
}
