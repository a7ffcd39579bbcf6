/* Recovery parts: see parts.h. Owns the commit that replaces them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/parts.h"

#include "base/num.h"
#include "desk/desk_room.h"
#include "desk/fold_name.h"
#include "desk/ring_keys.h"
#include "store/log_hand.h"

enum { PARTS_EPOCHS_MAX = 4096 };

str parts_kind_text(struct arena *arena, struct share_kind kind)
{
	return str_fmt(arena, "%u %u", kind.needed, kind.parts);
}

static struct share_kind kind_read(str text)
{
	struct share_kind usual = {SHARE_NEEDED, SHARE_PARTS}, kind;
	uint64_t needed, parts;
	str first, second;

	if (!str_cut(text, ' ', &first, &second) ||
		!num_read(first, SHARE_PARTS_MAX, &needed) ||
		!num_read(second, SHARE_PARTS_MAX, &parts)) {
		return usual;
	}
	kind = (struct share_kind){(unsigned)needed, (unsigned)parts};
	return share_kind_is_right(kind) ? kind : usual;
}

/* The part that was given to this device, by its own name: a register of the
 * desk, in a body only this device opens. */
static str own_field(const struct desk *desk, struct arena *arena)
{
	return fold_name(arena, IN_DEVICE, str_fmt(arena, "recovery.part.%.*s",
		LOG_DEVICE_HEX, desk->fold.dev));
}

const err *parts_state(struct desk *desk, struct arena *arena,
	struct parts_state *ret_state)
{
	struct parts_state state = {
		.declared = log_recovery(desk->log) != NULL};
	str kind;
	const err *e = fold_register(&desk->projection, arena, fold_desk,
		S("recovery.kind"), &kind);

	if (e == NULL) {
		e = fold_register(&desk->projection, arena, fold_desk,
			own_field(desk, arena), &state.own);
	}
	if (e != NULL) return e;
	state.kind = kind_read(kind);
	state.missing_count = log_escrow_missing(desk->log, state.missing,
		PARTS_RINGS_MAX);
	*ret_state = state;
	return NULL;
}

const err *parts_seal(struct desk *desk)
{
	return desk_hand(desk, &(struct log_change){0}, NULL);
}

/* -- new parts ------------------------------------------------------------ */

struct renewal {
	struct desk *desk;
	const struct parts_ask *ask;
	struct arena *arena;
	struct identity old, next;
	struct buf parts[SHARE_PARTS_MAX];
	recipient to[SHARE_PARTS_MAX];
};

static void team_say(struct renewal *r, struct ring_keys *keys)
{
	unsigned char declared[LOG_RECOVERY_BYTES];
	size_t len = log_recovery_declare(r->desk->device.org, &r->next,
		log_recovery(r->desk->log) == NULL ? NULL : &r->old, declared);

	ring_keys_say(keys, RING_TEAM, (struct op){.kind = OP_SET,
		.field = S("recovery"), .value = str_dup(r->arena,
			str_bytes(declared, len))});
	ring_keys_say(keys, RING_TEAM, (struct op){.kind = OP_SET,
		.field = S("recovery.kind"),
		.value = parts_kind_text(r->arena, r->ask->kind)});
}

/* [parts-2] */
static const err *devices_give(struct renewal *r,
	struct log_body bodies[LOG_BODIES_MAX], size_t *count)
{
	for (size_t i = 0; i < r->ask->dev_count; i++) {
		str dev = r->ask->devs[i];
		struct op *op = ARENA_ARRAY(r->arena, struct op, 1);

		if (!log_device_recipient(r->desk->log, dev, &r->to[i])) {
			return err_make(ERR_ABSENT,
				"there is no such device in the team");
		}
		*op = (struct op){.kind = OP_SET,
			.field = str_fmt(r->arena, "recovery.part.%.*s",
				S_ARG(dev)),
			.value = str_dup(r->arena, buf_str(&r->parts[i]))};
		bodies[(*count)++] = (struct log_body){
			.ring = str_fmt(r->arena, "device-%.*s", S_ARG(dev)),
			.ops = op, .op_count = 1, .to = &r->to[i]};
		buf_close(&r->parts[i]);
	}
	return NULL;
}

static const err *renew(struct renewal *r)
{
	struct ring_keys keys = {.arena = r->arena,
		.recovery = r->next.recipient};
	struct log_epoch_row *rows = ARENA_ARRAY(r->arena,
		struct log_epoch_row, PARTS_EPOCHS_MAX);
	size_t count = log_epoch_list(r->desk->log, rows, PARTS_EPOCHS_MAX);
	struct log_body bodies[LOG_BODIES_MAX];
	const err *e;

	team_say(r, &keys);
	for (size_t i = 0; i < count; i++) ring_keys_add(&keys, &rows[i]);
	count = ring_keys_bodies(&keys, NULL, bodies);
	share_deal(&r->next.key, r->ask->kind, r->parts); /* [parts-1] */
	e = devices_give(r, bodies, &count);
	if (e == NULL) {
		e = r->ask->give(r->ask->owner, r->parts, r->ask->kind.parts);
	}
	if (e == NULL) e = desk_commit(r->desk, bodies, count);
	/* What comes now, the old parts do not open. */
	return e != NULL ? e : desk_hand_all(r->desk, &(struct log_change){
		.renew = log_epoch_count(r->desk->log)});
}

const err *parts_renew(struct desk *desk, const struct parts_ask *ask)
{
	const struct log_recovery *now = log_recovery(desk->log);
	struct renewal r = {.desk = desk, .ask = ask,
		.arena = arena_open(RING_KEYS_BYTES),
		.old = identity_from(secret_str(ask->old)),
		.next = identity_make()};
	const err *e = NULL;

	if (ask->dev_count > ask->kind.parts) {
		e = err_make(ERR_USAGE, "there are more devices than parts");
	} else if (now != NULL && !recipient_eq(now->to, r.old.recipient)) {
		e = err_make(ERR_KEY, "these are not the parts in force");
	}
	if (e == NULL) e = renew(&r);
	for (size_t i = 0; i < SHARE_PARTS_MAX; i++) buf_close(&r.parts[i]);
	identity_close(&r.old);
	identity_close(&r.next);
	arena_close(&r.arena);
	return e;
}
