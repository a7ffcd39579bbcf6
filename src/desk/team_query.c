/* What a desk knows of its team: see team_query.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/team_extent.h"

#include "base/hex.h"
#include "base/num.h"
#include "desk/ring_check.h"
#include "seal/enrol.h"

#include <string.h>

enum { DIGEST_DIGITS = 12, DIGEST_GROUP = 4 };

str team_own_device(const struct desk *desk)
{
	return str_bytes(desk->fold.dev, sizeof(desk->fold.dev));
}

bool team_holds_key(const struct desk *desk)
{
	return desk_holds_key(desk);
}

bool team_has_begun(const struct desk *desk)
{
	return log_team_roster(desk->log).len > 0;
}

bool team_waits(const struct desk *desk)
{
	const struct identity *any;

	/* One that is at hand, though nobody may write under it just now. */
	return desk->keys.joined && log_epochs(desk->log, RING_TEAM, &any, 1) ==
		0;
}

size_t team_member_count(const struct desk *desk)
{
	struct team_roster *now = mem_get(sizeof(*now));
	size_t count = team_roster_now(desk, now) ? team_roster_members(now)
						  : 1;

	mem_free(now);
	return count;
}

/* -- devices -------------------------------------------------------------- */

struct row_list LIST_OF(struct team_row);

static const err *frozen_read(struct desk *desk, struct arena *arena,
	struct team_row *row)
{
	str value, word;
	const err *e = fold_register(&desk->projection, arena, fold_desk,
		team_field(arena, "freeze", row->dev), &value);

	if (e == NULL && (!str_word(&value, &word) ||
		!num_read(word, INT64_MAX, &row->frozen_ms))) {
		row->frozen_ms = 0;
	}
	if (e == NULL && row->frozen_ms != 0) row->state = TEAM_FROZEN;
	return e;
}

static const err *device_row(struct desk *desk, struct arena *arena,
	const struct team_roster *now, size_t at, struct team_row *ret_row)
{
	const struct team_device *device = &now->devices[at];
	char *name = ARENA_ARRAY(arena, char, LOG_DEVICE_HEX);

	log_key_name(device->key, name);
	*ret_row = (struct team_row){.dev = str_bytes(name, LOG_DEVICE_HEX),
		.name = str_dup(arena, device->name),
		.admin = team_roster_is_admin(now, device->member)};
	if (!object_read(device->member, &ret_row->member)) {
		ret_row->member = fold_desk;
	}
	ret_row->own = str_eq(ret_row->dev, team_own_device(desk));
	ret_row->heard_ms = log_heard_ms(desk->log, ret_row->dev);
	return frozen_read(desk, arena, ret_row);
}

static const err *gone_row(struct desk *desk, struct arena *arena, str dev,
	struct team_row *ret_row)
{
	str value, member;
	const err *e;

	*ret_row = (struct team_row){.dev = str_dup(arena, dev),
		.state = TEAM_REMOVED};
	ret_row->own = str_eq(dev, team_own_device(desk));
	ret_row->heard_ms = log_heard_ms(desk->log, dev);
	e = fold_register(&desk->projection, arena, fold_desk,
		team_field(arena, "gone", dev), &value);
	if (e == NULL && str_cut(value, ' ', &member, &ret_row->name) &&
		!object_read(member, &ret_row->member)) {
		ret_row->member = fold_desk;
	}
	return e;
}

bool team_device_owner(struct desk *desk, str dev, object_id *ret_member)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct team_roster *now = ARENA_ARRAY(arena, struct team_roster, 1);
	const struct team_device *device = NULL;
	struct team_row row = {0};
	bool found;

	if (team_roster_now(desk, now)) device = team_device_find(now, dev);
	if (device != NULL) {
		found = object_read(device->member, ret_member);
	} else {
		found = gone_row(desk, arena, dev, &row) == NULL &&
			!object_eq(row.member, fold_desk);
		if (found) *ret_member = row.member;
	}
	arena_close(&arena);
	return found;
}

const err *team_rows(struct desk *desk, struct arena *arena,
	struct team_rows *ret_rows)
{
	struct team_roster *now = ARENA_ARRAY(arena, struct team_roster, 1);
	struct row_list list = {0};
	struct team_row row;
	const err *e = NULL;

	if (!team_roster_now(desk, now)) *now = (struct team_roster){0};
	for (size_t i = 0; e == NULL && i < now->device_count; i++) {
		e = device_row(desk, arena, now, i, &row);
		if (e == NULL) LIST_ADD(arena, &list, row);
	}
	for (size_t i = 0; e == NULL && i < now->removed_count; i++) {
		e = gone_row(desk, arena, now->removed[i].dev, &row);
		if (e == NULL) LIST_ADD(arena, &list, row);
	}
	*ret_rows = (struct team_rows){list.at, list.count};
	return e;
}

/* -- proposals ------------------------------------------------------------ */

static bool is_signed_here(struct desk *desk,
	const struct team_proposal *proposal)
{
	for (size_t i = 0; i < proposal->signature_count; i++) {
		if (str_eq(proposal->signatures[i].dev, team_own_device(desk))) {
			return true;
		}
	}
	return false;
}

/* The digits of one who joins: what the request said is in the roster. */
static str digits_of(struct arena *arena, const struct team_proposal *proposal,
	const struct team_device *device)
{
	struct buf out = {0};
	sign_public key;
	recipient to;
	hash before;
	str digits = S("");

	if (proposal->roster->before_count == 1 &&
		hex_read(proposal->roster->before[0], before.bytes,
			sizeof(before.bytes)) &&
		hex_read(device->key, key.bytes, sizeof(key.bytes)) &&
		recipient_read(device->recipient, &to)) {
		enrol_code(proposal->roster->org, before, key, to, &out);
		digits = buf_take(&out, arena);
	}
	buf_close(&out);
	return digits;
}

static const err *draft_fill(struct desk *desk, struct arena *arena,
	const struct team_proposal *from, struct team_draft *draft)
{
	struct team_extent extent = team_extent_of(desk, from);
	const struct team_device *device = NULL;
	struct team_row row = {0};
	const err *e = NULL;

	draft->dev = from->matter.dev;
	draft->intake = from->matter.intake;
	draft->admin = extent.admin;
	draft->again = extent.again;
	draft->devices = extent.devices;
	draft->more = extent.more;
	if (from->matter.why == TEAM_WHY_ADMIT) {
		device = team_device_find(from->roster, from->matter.dev);
	} else if (from->matter.why == TEAM_WHY_REMOVE) {
		e = gone_row(desk, arena, from->matter.dev, &row);
		draft->name = row.name;
		draft->member = row.member;
	}
	if (device != NULL) {
		draft->name = str_dup(arena, device->name);
		draft->digits = digits_of(arena, from, device);
		if (!object_read(device->member, &draft->member)) {
			draft->member = fold_desk;
		}
	}
	return e;
}

static bool is_admin(const struct desk *desk, const struct team_roster *now)
{
	const struct team_device *own = team_device_find(now,
		team_own_device(desk));

	return own != NULL && team_roster_is_admin(now, own->member);
}

struct draft_list LIST_OF(struct team_draft);

const err *team_drafts(struct desk *desk, struct arena *arena,
	struct team_drafts *ret_drafts)
{
	struct team_roster *now = ARENA_ARRAY(arena, struct team_roster, 1);
	struct team_proposals all;
	struct draft_list list = {0};
	const err *e = team_proposals(desk, arena, &all);

	if (!team_roster_now(desk, now)) *now = (struct team_roster){0};
	for (size_t i = 0; e == NULL && i < all.count; i++) {
		const struct team_proposal *one = &all.at[i];
		struct team_draft draft = {.id = one->id, .by = one->by,
			.why = one->matter.why, .at_ms = one->at_ms,
			.needs = team_roster_needs(now),
			.signed_here = is_signed_here(desk, one),
			.admins = is_admin(desk, now),
			.fits = team_proposal_fits(desk, one)};

		if (!draft.fits) continue; /* most are long done */
		draft.has = team_proposal_signed(one, now);
		e = draft_fill(desk, arena, one, &draft);
		if (e == NULL) LIST_ADD(arena, &list, draft);
	}
	*ret_drafts = (struct team_drafts){list.at, list.count};
	return e;
}

/* -- rings ---------------------------------------------------------------- */

struct team_rings team_rings(struct desk *desk, struct arena *arena)
{
	size_t most = log_epoch_count(desk->log);
	struct team_rings rings = {.at = ARENA_ARRAY(arena, str, most)};

	rings.count = log_rings(desk->log, rings.at, most);
	for (size_t i = 0; i < rings.count; i++) {
		rings.at[i] = str_dup(arena, rings.at[i]);
	}
	return rings;
}

bool team_has_ring(struct desk *desk, str ring, object_id member)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	str devs[TEAM_DEVICES_MAX];
	size_t count = log_ring_devices(desk->log, ring, devs,
		TEAM_DEVICES_MAX);
	struct team_rows rows = {0};
	bool has = false;

	if (team_rows(desk, arena, &rows) != NULL) rows.count = 0;
	for (size_t i = 0; i < rows.count; i++) {
		if (!object_eq(rows.at[i].member, member)) continue;
		for (size_t k = 0; k < count; k++) {
			has |= str_eq(devs[k], rows.at[i].dev);
		}
	}
	arena_close(&arena);
	return has;
}

/* -- what is wrong, what is the same -------------------------------------- */

bool team_may_write(const struct desk *desk)
{
	return log_may_sign(desk->log, desk_now_ms(desk));
}

bool team_clock_is_unsure(const struct desk *desk)
{
	return log_clock_is_off(desk->log, desk_now_ms(desk));
}

size_t team_alarms(struct desk *desk, struct alarm *ret_alarms, size_t max)
{
	size_t count;

	log_clock(desk->log, desk_now_ms(desk));
	count = ring_check_alarms(desk, ret_alarms, max);
	return count + log_alarms(desk->log, ret_alarms + count, max - count);
}

static void head_put(struct desk *desk, str dev, struct hasher *hasher)
{
	struct buf line = {0};
	uint64_t seq;
	hash name;

	if (!log_head(desk->log, dev, &seq, &name)) return;
	buf_put(&line, dev);
	buf_byte(&line, ' ');
	buf_number(&line, seq);
	buf_byte(&line, ' ');
	buf_hex(&line, name.bytes, sizeof(name.bytes));
	buf_byte(&line, '\n');
	hasher_put(hasher, buf_str(&line));
	buf_close(&line);
}

/* Devices in the order of their names, those that left as well. */
static void heads_put(struct desk *desk, struct arena *arena,
	struct hasher *hasher)
{
	struct team_rows rows = {0};

	if (team_rows(desk, arena, &rows) != NULL) rows.count = 0;
	for (size_t done = 0; done < rows.count; done++) {
		size_t least = done;
		struct team_row row;

		for (size_t i = done + 1; i < rows.count; i++) {
			if (str_compare(rows.at[i].dev, rows.at[least].dev) < 0) {
				least = i;
			}
		}
		row = rows.at[least];
		rows.at[least] = rows.at[done];
		head_put(desk, row.dev, hasher);
	}
}

void team_digest(struct desk *desk, struct buf *out)
{
	struct arena *arena = arena_open(TEAM_ARENA_BYTES);
	struct hasher hasher;
	uint64_t rest = 0, power = 1;
	hash whole;

	hasher_start(&hasher);
	hasher_put(&hasher, S("bothy-digest/1 "));
	hasher_put(&hasher, desk->device.org);
	hasher_put(&hasher, S("\n"));
	heads_put(desk, arena, &hasher);
	whole = hasher_end(&hasher);
	for (int i = 0; i < DIGEST_DIGITS; i++) power *= 10;
	for (size_t i = 0; i < sizeof(whole.bytes); i++) {
		rest = (rest * 256 + whole.bytes[i]) % power;
	}
	for (int i = 0; i < DIGEST_DIGITS; i++) {
		if (i > 0 && i % DIGEST_GROUP == 0) buf_byte(out, ' ');
		power /= 10;
		buf_byte(out, (char)('0' + rest / power % 10));
	}
	arena_close(&arena);
}

/* -- the line ------------------------------------------------------------- */

const err *team_line(struct desk *desk, struct team_line_state *ret_state)
{
	struct team_line_state state = {.roster_counter = desk->roster.counter};
	uint64_t kept = 0;
	bool waits = false;
	const err *e = desk_number(desk, S("roster.kept"), &kept);

	if (e == NULL) {
		e = desk_number(desk, S("token.number"), &state.token_number);
	}
	if (e == NULL) e = desk_token_waits(desk, &waits);
	if (e != NULL) return e;
	state.roster = kept == desk->roster.counter ? TEAM_LINE_CONFIRMED
						    : TEAM_LINE_WAITS;
	state.token = state.token_number == 0 ? TEAM_LINE_NOTHING
		: waits ? TEAM_LINE_WAITS : TEAM_LINE_CONFIRMED;
	*ret_state = state;
	return NULL;
}
