/* Journeys: see travel.h. On the desk's own object stand, for the team,
 * `travel.<dev>` (the team's part, or that two are needed, or that it is on paper),
 * `given.<dev>` (a
 * note) and `travel-law`; for this device alone, `travel-here` (its own part, and
 * with it two others' where two are needed, until the key file has them); for each
 * other member's devices alone, `travel-part.<dev>` (hers).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/travel.h"

#include "base/field.h"
#include "desk/fold_name.h"
#include "desk/record_device.h"
#include "desk/record_query.h"
#include "desk/trouble.h"
#include "seal/share.h"
#include "store/log_hand.h"

#define TWO S("two")
#define PAPER S("paper")

enum { NEEDED_OF_TWO = 3, /* this desk's part, and two members' */
	TRAVEL_ARENA_BYTES = 4 << 20, REASON_MAX = 300, LAW_MAX = 20000,
	DEV_AT = sizeof("travel.") - 1 };

static str own_dev(const struct desk *desk)
{
	return str_bytes(desk->fold.dev, sizeof(desk->fold.dev));
}

static str field_of(struct arena *arena, const char *what, str dev)
{
	return str_fmt(arena, "%s.%.*s", what, S_ARG(dev));
}

static const err *reg(struct desk *desk, struct arena *arena, str field,
	str *ret_value)
{
	return fold_register(&desk->projection, arena, fold_desk, field,
		ret_value);
}

static const struct trouble_device *own_device(
	const struct trouble_devices *devices)
{
	for (size_t i = 0; i < devices->count; i++) {
		if (devices->at[i].own) return &devices->at[i];
	}
	return NULL;
}

/* -- leaving -------------------------------------------------------------- */

/* Other members who have a device, each once. */
struct holders { object_id at[SHARE_PARTS_MAX]; size_t count; };

static size_t holder_find(const struct holders *holders, object_id member)
{
	size_t at = 0;

	while (at < holders->count &&
		!object_eq(holders->at[at], member)) {
		at++;
	}
	return at;
}

static struct holders holders_of(const struct trouble_devices *devices,
	const struct trouble_device *own)
{
	struct holders holders = {.count = 0};

	for (size_t i = 0; i < devices->count; i++) {
		object_id member = devices->at[i].member;

		if (trouble_is_nobody(member) ||
			object_eq(member, own->member) ||
			holder_find(&holders, member) < holders.count ||
			holders.count + 1 == SHARE_PARTS_MAX) {
			continue;
		}
		holders.at[holders.count++] = member;
	}
	return holders;
}

/* One part for the whole team; the third is for nobody. */
static void one_put(struct desk *desk, struct trouble_bodies *bodies,
	const struct trouble_device *own, const struct buf *parts)
{
	trouble_put(bodies, own, S("travel-here"), buf_str(&parts[0]));
	trouble_put(bodies, NULL, field_of(bodies->arena, "travel",
		own_dev(desk)), buf_str(&parts[1]));
}

/* [travel-3] */
static void each_put(struct desk *desk, struct trouble_bodies *bodies,
	const struct trouble_devices *devices, const struct buf *parts)
{
	const struct trouble_device *own = own_device(devices);
	struct holders holders = holders_of(devices, own);
	struct buf here = {0};

	for (size_t i = 0; i < NEEDED_OF_TWO; i++) {
		buf_put(&here, buf_str(&parts[i]));
	}
	trouble_put(bodies, own, S("travel-here"), buf_take(&here,
		bodies->arena));
	buf_close(&here);
	trouble_put(bodies, NULL, field_of(bodies->arena, "travel",
		own_dev(desk)), TWO);
	for (size_t i = 0; i < devices->count; i++) {
		size_t at = holder_find(&holders, devices->at[i].member);

		if (at == holders.count) continue;
		trouble_put(bodies, &devices->at[i], field_of(bodies->arena,
			"travel-part", own_dev(desk)), buf_str(&parts[at + 1]));
	}
}

static bool is_alone(const struct trouble_devices *devices)
{
	return devices->count == 1;
}

/* [travel-4] The second is nowhere but on the paper. */
static void paper_put(struct desk *desk, struct trouble_bodies *bodies,
	const struct trouble_device *own, const struct buf *parts)
{
	trouble_put(bodies, own, S("travel-here"), buf_str(&parts[0]));
	trouble_put(bodies, NULL, field_of(bodies->arena, "travel",
		own_dev(desk)), PAPER);
}

static const err *parts_give(struct desk *desk, struct arena *arena,
	const struct trouble_devices *devices, struct buf *ret_paper)
{
	const struct trouble_device *own = own_device(devices);
	struct trouble_bodies *bodies = mem_get(sizeof(*bodies));
	struct secret both = secret_random(SHARE_SECRET_BYTES);
	struct buf parts[SHARE_PARTS_MAX] = {{0}};
	size_t others = holders_of(devices, own).count;
	const err *e;

	*bodies = (struct trouble_bodies){.arena = arena, .unit = fold_desk};
	if (is_alone(devices)) {
		share_split(&both, parts);
		paper_put(desk, bodies, own, parts);
	} else if (others < 2) {
		share_split(&both, parts);
		one_put(desk, bodies, own, parts);
	} else {
		share_deal(&both, (struct share_kind){NEEDED_OF_TWO,
			(unsigned)others + 1}, parts);
		each_put(desk, bodies, devices, parts);
	}
	e = trouble_commit(desk, bodies);
	if (e == NULL && is_alone(devices)) {
		buf_put(ret_paper, buf_str(&parts[1]));
	}
	secret_close(&both);
	for (size_t i = 0; i < NELEM(parts); i++) buf_close(&parts[i]);
	mem_free(bodies);
	return e;
}

const err *travel_prepare(struct desk *desk, struct buf *ret_paper)
{
	struct arena *arena = arena_open(TRAVEL_ARENA_BYTES);
	struct trouble_devices devices;
	const err *e = trouble_devices(desk, arena, &devices);

	if (e == NULL && own_device(&devices) == NULL) {
		e = err_make(ERR_REFUSED, "this device is not in the team");
	}
	if (e == NULL) e = parts_give(desk, arena, &devices, ret_paper);
	arena_close(&arena);
	return e;
}

/* The commit of this device that gave the team its part; 0: none. */
static const err *given_seq(struct desk *desk, struct arena *arena,
	uint64_t *ret_seq)
{
	struct query *ask = projection_ask(&desk->projection, ASK_REGISTER);
	str field = field_of(arena, "travel", own_dev(desk));
	bool row;
	const err *e;

	query_bind(ask, "bs", object_str(&fold_desk), field);
	e = query_step(ask, &row);
	*ret_seq = 0;
	if (e == NULL && row && query_bytes(ask, 0).len > 0) {
		*ret_seq = query_number(ask, 4);
	}
	query_reset(ask);
	return e;
}

/* [travel-1] desks of so many members have what that commit gave. */
static size_t members_have(const struct desk *desk,
	const struct trouble_devices *devices, uint64_t seq)
{
	struct log_at given = {own_dev(desk), seq};
	struct holders have = {.count = 0};
	size_t unnamed = 0;

	for (size_t i = 0; i < devices->count; i++) {
		const struct trouble_device *one = &devices->at[i];
		struct log_at newest = {.dev = str_bytes(one->ring +
			TROUBLE_RING - LOG_DEVICE_HEX, LOG_DEVICE_HEX)};
		hash name;

		if (one->own || !log_head(desk->log, newest.dev, &newest.seq,
			&name) || !log_covers(desk->log, newest, given)) {
			continue;
		}
		if (trouble_is_nobody(one->member)) unnamed = 1;
		else if (holder_find(&have, one->member) == have.count &&
			have.count < NELEM(have.at)) {
			have.at[have.count++] = one->member;
		}
	}
	return have.count > 0 ? have.count : unnamed;
}

const err *travel_look(struct desk *desk, struct travel_state *ret_state)
{
	struct arena *arena = arena_open(TRAVEL_ARENA_BYTES);
	struct trouble_devices devices;
	uint64_t seq = 0;
	str part = S("");
	const err *e = trouble_devices(desk, arena, &devices);

	if (e == NULL) e = given_seq(desk, arena, &seq);
	if (e == NULL) {
		e = reg(desk, arena, field_of(arena, "travel", own_dev(desk)),
			&part);
	}
	if (e == NULL) {
		bool two = str_eq(part, TWO), paper = str_eq(part, PAPER);
		bool alone = is_alone(&devices);

		*ret_state = (struct travel_state){.alone = alone,
			.prepared = seq > 0 && paper == alone,
			.two = two, .away = desk->travels,
			.copied = desk_key_is_copied(desk->dir)};
		ret_state->others_have_it = ret_state->prepared && (alone ||
			members_have(desk, &devices, seq) >= (two ? 2 : 1));
	}
	arena_close(&arena);
	return e;
}

/* It must open this desk's key file: a slip would lock her out for good. */
static const err *passphrase_is_right(const struct desk *desk, str passphrase)
{
	struct keyfile keys = {0};
	const err *e = keyfile_load(&keys, desk->key, passphrase);

	if (e == NULL) keyfile_close(&keys);
	return e != NULL && e->code == ERR_GONE ? NULL : e;
}

/* This device's, and what the others have in the log. */
static const err *parts_read(struct desk *desk, struct arena *arena,
	bool two, struct keyfile_parts *ret_parts)
{
	const err *e = reg(desk, arena, S("$travel-here"), &ret_parts->here);

	if (e == NULL && two) {
		str all[2] = {S(""), S("")};

		(void)share_cut(ret_parts->here, all, NELEM(all));
		*ret_parts = (struct keyfile_parts){all[0], all[1]};
	} else if (e == NULL) {
		e = reg(desk, arena, field_of(arena, "travel", own_dev(desk)),
			&ret_parts->team);
	}
	return e;
}

/* [travel-4] A slip on the paper would lock her out for good. */
static const err *paper_is_right(str here, str paper)
{
	struct secret both = {0};
	bool right = share_join(here, str_trim(paper), &both) == SHARE_OK;

	secret_close(&both);
	return right ? NULL : err_make(ERR_USAGE,
		"these are not the digits of the paper");
}

const err *travel_parts(struct desk *desk, struct arena *arena,
	struct travel_ask ask, struct keyfile_parts *ret_parts)
{
	struct travel_state state;
	const err *e = travel_look(desk, &state);

	if (e == NULL && !state.prepared) {
		e = err_make(ERR_ABSENT, "the team has no part yet");
	}
	if (e == NULL && !state.others_have_it) {
		e = err_make(ERR_REFUSED, "no other desk has the part yet");
	}
	if (e == NULL) e = passphrase_is_right(desk, ask.passphrase);
	if (e == NULL) e = parts_read(desk, arena, state.two, ret_parts);
	if (e == NULL && state.alone) {
		e = paper_is_right(ret_parts->here, ask.paper);
		ret_parts->team = str_trim(ask.paper);
	}
	return e;
}

const err *travel_leave(struct desk *desk, struct travel_ask ask)
{
	struct arena *arena = arena_open(TRAVEL_ARENA_BYTES);
	struct keyfile_parts parts;
	const err *e = travel_parts(desk, arena, ask, &parts);

	if (e == NULL && desk_key_is_copied(desk->dir)) {
		e = err_make(ERR_BUSY, "a backup beside it has the key file");
	}
	if (e == NULL) {
		e = keyfile_bind(&desk->keys, desk->key, ask.passphrase, parts);
	}
	if (e == NULL) desk->travels = true;
	arena_close(&arena);
	return e;
}

const err *travel_return(struct desk *desk, str passphrase)
{
	struct arena *arena = arena_open(TRAVEL_ARENA_BYTES);
	struct op op = {.kind = OP_SET, .object = fold_desk,
		.field = field_of(arena, "travel", own_dev(desk))};
	const err *e = passphrase_is_right(desk, passphrase);

	if (e == NULL) e = keyfile_unbind(&desk->keys, desk->key, passphrase);
	if (e == NULL) {
		desk->travels = false;
		e = desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
	}
	arena_close(&arena);
	return e;
}

/* -- at the other desks --------------------------------------------------- */

struct row_list LIST_OF(struct travel_row);

static const err *row_add(struct desk *desk, struct arena *arena,
	struct travel_row row, struct row_list *list)
{
	str note, part;
	const err *e = reg(desk, arena, field_of(arena, "travel", row.dev),
		&part);

	/* On paper: no desk can give it. */
	if (e != NULL || str_eq(part, PAPER)) return e;
	e = record_device_member(desk, row.dev, &row.member);

	if (e == NULL) e = reg(desk, arena, field_of(arena, "given", row.dev),
		&note);
	if (e != NULL) return e;
	if (!trouble_note_read(note, &row.given_ms, &note)) row.given_ms = 0;
	row.own = str_eq(row.dev, own_dev(desk));
	LIST_ADD(arena, list, row);
	return NULL;
}

const err *travel_list(struct desk *desk, struct arena *arena,
	struct travel_rows *ret_rows)
{
	struct query *ask = projection_ask(&desk->projection, ASK_TRAVELS);
	struct row_list found = {0}, list = {0};
	bool row;
	const err *e;

	query_bind(ask, "");
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct travel_row one = {.dev = str_dup(arena,
			str_from(query_bytes(ask, 0), DEV_AT)),
			.ms = query_number(ask, 2)};

		if (field_is_hex(one.dev, LOG_DEVICE_HEX)) {
			LIST_ADD(arena, &found, one);
		}
	}
	query_reset(ask);
	for (size_t i = 0; e == NULL && i < found.count; i++) {
		e = row_add(desk, arena, found.at[i], &list);
	}
	*ret_rows = (struct travel_rows){list.at, list.count};
	return e;
}

const err *travel_give(struct desk *desk, str dev, str reason,
	struct buf *out)
{
	struct arena *arena = arena_open(TRAVEL_ARENA_BYTES);
	struct op op = {.kind = OP_SET, .object = fold_desk};
	str part = S("");
	const err *e = NULL;

	reason = str_trim(reason);
	if (!field_is_hex(dev, LOG_DEVICE_HEX)) {
		e = err_make(ERR_ABSENT, "there is no such journey");
	} else if (reason.len == 0 || reason.len > REASON_MAX) {
		e = err_make(ERR_USAGE, "a reason is one line");
	}
	if (e == NULL) e = reg(desk, arena, field_of(arena, "travel", dev), &part);
	if (e == NULL && str_eq(part, TWO)) {
		e = reg(desk, arena, fold_name(arena, IN_DEVICE, field_of(arena,
			"travel-part", dev)), &part);
	}
	if (e == NULL && (part.len == 0 || str_eq(part, PAPER))) {
		e = err_make(ERR_ABSENT, "there is no such journey");
	}
	if (e == NULL) {
		op.field = field_of(arena, "given", dev);
		op.value = trouble_note(arena, desk_now_ms(desk), reason);
		e = desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
	}
	if (e == NULL) buf_put(out, part);
	arena_close(&arena);
	return e;
}

const err *travel_law(struct desk *desk, struct arena *arena, str *ret_words)
{
	return reg(desk, arena, S("travel-law"), ret_words);
}

const err *travel_law_set(struct desk *desk, str words)
{
	struct op op = {.kind = OP_SET, .object = fold_desk,
		.field = S("travel-law"), .value = str_trim(words)};

	if (words.len > LAW_MAX) return err_make(ERR_USAGE, "it is too long");
	return desk_commit_unit(desk, fold_desk, &op, 1, DID_SETTINGS);
}
