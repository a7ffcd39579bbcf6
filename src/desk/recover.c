/* Making a desk from parts: see recover.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/recover.h"

#include "base/hex.h"
#include "base/mem.h"
#include "desk/parts.h"
#include "desk/ring_keys.h"
#include "os/file.h"
#include "seal/rand.h"
#include "store/log_hand.h"

#include <stdio.h>

enum { PATH_BYTES = 4096, RECOVER_ARENA_BYTES = 16 << 20,
	RECOVER_EPOCHS_MAX = 4096, MEMBER_BYTES = 16 };

struct recovery {
	const struct recover_ask *ask;
	struct restored old;
	struct identity next;        /* the new recovery identity */
	struct namesake sought;
	str member;                  /* hex: whose desk it is */
	bool admin;                  /* becomes one, if she is none */
	struct arena *arena;
};

static const char *path_of(const struct recovery *r, const char *name,
	char ret_path[PATH_BYTES])
{
	int len = snprintf(ret_path, PATH_BYTES, "%s/%s", r->ask->dir, name);

	must(len > 0 && len < PATH_BYTES);
	return ret_path;
}

/* -- the team (doc/team.md T2) -------------------------------------------- */

/* Whose desk this is: the member who is called so, the only one there is, or
 * somebody new who takes nobody's place. */
static const err *member_find(struct recovery *r)
{
	unsigned char fresh[MEMBER_BYTES];
	struct team_roster *now = mem_get(sizeof(*now));
	bool named = r->ask->called.len > 0, found = true;
	str member;

	log_roster_next(r->old.log, r->arena, (struct team_device){0}, now);
	if (named) {
		found = namesake_member(&r->sought, now, &member);
	} else if (team_roster_members(now) == 1) {
		member = now->devices[0].member;
	} else {
		rand_bytes(fresh, sizeof(fresh));
		member = hex_text(r->arena, fresh, sizeof(fresh));
	}
	if (found) {
		r->member = str_dup(r->arena, member);
		r->admin = !named || r->ask->alone;
	}
	mem_free(now);
	return found ? NULL : err_make(ERR_ABSENT, "no member of the team, or "
		"more than one, is called so");
}

static struct team_device self_of(const struct recovery *r)
{
	struct buf to = {0};
	struct team_device self = {.name = S("recovery"),
		.member = r->member};

	recipient_write(r->old.keys.identity.recipient, &to);
	self.key = hex_text(r->arena, r->old.keys.sign.public.bytes,
		sizeof(r->old.keys.sign.public.bytes));
	self.recipient = buf_take(&to, r->arena);
	buf_close(&to);
	return self;
}

/* All but this device leave; what they wrote up to here stands. */
static const err *others_remove(const struct recovery *r,
	struct team_roster *next, str own_key)
{
	size_t at = 0;

	while (at < next->device_count) {
		struct team_removed cut = {.hash = S("00000000000000000000"
			"00000000000000000000000000000000000000000000")};
		char name[LOG_DEVICE_HEX];
		hash last;

		if (str_eq(next->devices[at].key, own_key)) {
			at++;
			continue;
		}
		log_key_name(next->devices[at].key, name);
		cut.dev = str_dup(r->arena, str_bytes(name, sizeof(name)));
		if (log_head(r->old.log, cut.dev, &cut.seq, &last)) {
			cut.hash = hex_text(r->arena, last.bytes,
				sizeof(last.bytes));
		}
		if (!team_roster_remove(next, cut, log_key_name)) {
			return err_make(ERR_FORMAT, "the team is not whole");
		}
	}
	return NULL;
}

/* The next roster, signed by those who brought the parts (L8). */
static const err *roster_make(const struct recovery *r, bool alone,
	struct buf *out)
{
	struct sign_key key = log_recovery_key(&r->old.recovery);
	struct team_roster *next = mem_get(sizeof(*next));
	struct team_device self;
	signature sig;
	const err *e = NULL;

	log_roster_next(r->old.log, r->arena, (struct team_device){0}, next);
	self = self_of(r);
	if (!alone && (!team_roster_device_add(next, self) || (r->admin &&
		!team_roster_admin_add(next, self.member)))) {
		e = err_make(ERR_REFUSED, "the team has no room for a device");
	}
	if (alone) e = others_remove(r, next, self.key);
	if (e == NULL) {
		sig = log_roster_sign(next, &key);
		if (!log_roster_write(next, &key.public, &sig, 1, out)) {
			e = err_make(ERR_FORMAT, "the team is not whole");
		}
	}
	sign_key_close(&key);
	mem_free(next);
	return e;
}

static bool has_team(const struct recovery *r)
{
	return log_team_roster(r->old.log).len > 0;
}

/* -- the first commit ----------------------------------------------------- */

/* Where there is a team, each ring says that this device has its epochs. */
static void member_say(struct recovery *r, struct ring_keys *keys,
	const struct log_epoch_row *row)
{
	char dev[LOG_DEVICE_HEX];
	struct op op = {.kind = OP_ADD};

	log_device_name(r->old.keys.sign.public, dev);
	op.field = str_fmt(r->arena, "ring.%.*s.%llu", S_ARG(row->ring),
		(unsigned long long)row->epoch);
	op.value = str_fmt(r->arena, "%.*s %.*s", LOG_DEVICE_HEX, dev,
		S_ARG(hex_text(r->arena, row->identity->recipient.bytes,
			sizeof(row->identity->recipient.bytes))));
	ring_keys_say(keys, row->ring, op);
}

static void rings_say(struct recovery *r, struct ring_keys *keys)
{
	struct log_epoch_row *rows = ARENA_ARRAY(r->arena,
		struct log_epoch_row, RECOVER_EPOCHS_MAX);
	size_t count = log_epoch_list(r->old.log, rows, RECOVER_EPOCHS_MAX);

	for (size_t i = 0; i < count; i++) {
		ring_keys_add(keys, &rows[i]);
		if (has_team(r)) member_say(r, keys, &rows[i]);
	}
}

/* All rosters, as a device that joins gets them (doc/team.md T5): who left
 * before is believed only with the roster in which her key stands. */
static void rosters_keep(struct recovery *r, struct ring_keys *keys)
{
	str *texts;
	size_t count = log_roster_list(r->old.log, r->arena, &texts);

	for (size_t i = 0; i < count; i++) {
		struct op op = {.kind = OP_ROSTER, .field = S("team"),
			.value = texts[i]};

		LIST_ADD(r->arena, &keys->handed, op);
	}
}

/* What tells the team of this device and of the new parts. */
static void team_say(struct recovery *r, struct ring_keys *keys, str roster)
{
	unsigned char voucher[LOG_VOUCHED_BYTES], declared[LOG_RECOVERY_BYTES];
	const struct log_recovery *now = log_recovery(r->old.log);
	size_t len = log_recovery_declare(buf_str(&r->old.org), &r->next,
		now == NULL ? NULL : &r->old.recovery, declared);
	struct op said[] = {
		{.kind = OP_ADD, .field = S("devices"),
			.value = str_bytes(voucher, sizeof(voucher))},
		{.kind = OP_SET, .field = S("recovery"),
			.value = str_bytes(declared, len)},
		{.kind = OP_SET, .field = S("recovery.kind"),
			.value = parts_kind_text(r->arena, r->ask->kind)},
		{.kind = OP_ROSTER, .field = S("team"), .value = roster},
	};

	log_voucher(buf_str(&r->old.org), r->old.keys.sign.public,
		&r->old.keys.roster, voucher);
	for (size_t i = 0; i < NELEM(said); i++) {
		if (said[i].kind == OP_ROSTER && roster.len == 0) continue;
		said[i].value = str_dup(r->arena, said[i].value);
		ring_keys_say(keys, S("team"), said[i]);
	}
}

/* L8: this device has the rings, the new recovery identity has them too, and
 * the team's list of devices names it. */
static const err *commit(struct recovery *r)
{
	struct ring_keys keys = {.arena = r->arena,
		.recovery = r->next.recipient};
	struct log_body bodies[LOG_BODIES_MAX];
	struct buf roster = {0};
	const err *e = has_team(r) ? roster_make(r, false, &roster) : NULL;

	if (e == NULL && roster.len > 0 &&
		!log_roster_learn(r->old.log, buf_str(&roster))) {
		e = err_make(ERR_REFUSED, "the team does not know these parts");
	}
	if (e == NULL && roster.len > 0) {
		/* What this device believes in from now on (doc/team.md T2.1). */
		r->old.keys.joined = true;
		r->old.keys.anchor = hash_of(buf_str(&roster));
	}
	if (e == NULL) {
		team_say(r, &keys, buf_str(&roster));
		if (roster.len > 0) rosters_keep(r, &keys);
		rings_say(r, &keys);
		e = log_append(r->old.log, r->old.now_ms, bodies,
			ring_keys_bodies(&keys, &r->old.keys.sign.public,
				bodies));
	}
	if (e == NULL) e = log_read(r->old.log, NULL, NULL);
	buf_close(&roster);
	return e;
}

/* What comes now is sealed to epochs that the old parts do not open; and, where
 * every other computer is lost, none of them. */
static const err *old_end(struct recovery *r)
{
	struct log_change change = {.renew = log_epoch_count(r->old.log)};
	struct buf roster = {0};
	bool done = true, alone = r->ask->alone && has_team(r);
	const err *e = alone ? roster_make(r, true, &roster) : NULL;

	change.roster = buf_str(&roster);
	while (e == NULL && done) {
		e = log_hand(r->old.log, r->old.now_ms + 1, &change, &done);
		if (e == NULL && done) e = log_read(r->old.log, NULL, NULL);
		change.roster = S("");
	}
	buf_close(&roster);
	return e;
}

/* The old device's key and snapshots open nothing here any more. */
static const err *place_take(struct recovery *r, str passphrase)
{
	static const char *const old[] = {"desk/key.age", "desk/snapshot.1",
		"desk/snapshot.2"};
	char path[PATH_BYTES];
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < NELEM(old); i++) {
		e = file_remove(path_of(r, old[i], path));
	}
	if (e == NULL) e = file_folder_make(path_of(r, "desk/files", path));
	return e != NULL ? e : keyfile_save(&r->old.keys,
		path_of(r, "desk/key.age", path), passphrase);
}

static const err *all_do(struct recovery *r)
{
	const struct recover_ask *ask = r->ask;
	struct buf parts[SHARE_PARTS_MAX] = {{0}};
	const err *e;

	e = has_team(r) ? member_find(r) : NULL; /* [recover-4] */
	if (e != NULL) return e;
	r->next = identity_make();
	share_deal(&r->next.key, ask->kind, parts); /* [recover-1] */
	e = ask->give(ask->owner, parts, ask->kind.parts); /* [recover-3] */
	for (size_t i = 0; i < ask->kind.parts; i++) buf_close(&parts[i]);
	if (e == NULL) e = commit(r);
	if (e == NULL) e = old_end(r);
	return e != NULL ? e : place_take(r, ask->passphrase);
}

const err *recover_desk(const struct recover_ask *ask,
	struct restored_sum *ret_sum)
{
	struct recovery r = {.ask = ask};
	const err *e;

	if (ask->passphrase.len < KEYFILE_PASSPHRASE_MIN) {
		return err_make(ERR_REFUSED,
			"the passphrase is shorter than %d letters",
			KEYFILE_PASSPHRASE_MIN);
	}
	r.arena = arena_open(RECOVER_ARENA_BYTES);
	namesake_seek(&r.sought, ask->called);
	r.old.sought = &r.sought;
	e = restored_open(&r.old, ask->dir, ask->recovery, ask->now_ms);
	if (e == NULL) e = all_do(&r);
	if (e == NULL) *ret_sum = r.old.sum;
	restored_close(&r.old);
	namesake_close(&r.sought);
	identity_close(&r.next);
	arena_close(&r.arena);
	return e;
}
