/* Making a desk from two parts: see recover.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/recover.h"

#include "desk/keyfile.h"
#include "desk/ring_keys.h"
#include "model/roster.h"
#include "os/file.h"
#include "seal/minisign.h"

#include <stdio.h>
#include <string.h>

enum { PATH_BYTES = 4096, SMALL_FILE_MAX = 64 * 1024 };

struct recovery {
	const char *dir;
	uint64_t now_ms;
	struct keyfile keys;         /* of the new device */
	struct log *log;
	struct buf org;
	sign_public roster_public;   /* of the line's folder */
	bool roster_found;           /* the log holds its secret half */
	struct identity next;        /* the new recovery identity */
};

static const char *path_of(const struct recovery *r, const char *name,
	char ret_path[PATH_BYTES])
{
	int len = snprintf(ret_path, PATH_BYTES, "%s/%s", r->dir, name);

	must(len > 0 && len < PATH_BYTES);
	return ret_path;
}

/* Which organisation, and which key signs its roster: from the line's folder,
 * as the backup brought it. */
static const err *line_read(struct recovery *r)
{
	struct buf text = {0}, public = {0};
	struct roster roster;
	char path[PATH_BYTES];
	const err *e = file_read(path_of(r, "line/roster", path),
		SMALL_FILE_MAX, &text);

	if (e == NULL) {
		e = file_read(path_of(r, "line/roster.pub", path),
			SMALL_FILE_MAX, &public);
	}
	if (e == NULL && (!roster_read(buf_str(&text), &roster) ||
		!minisign_public_read(buf_str(&public), &r->roster_public))) {
		e = err_make(ERR_FORMAT, "the line's roster is damaged");
	}
	if (e == NULL) buf_put(&r->org, roster.org);
	buf_close(&text);
	buf_close(&public);
	return e;
}

/* [recover-2] The seed of the roster's key, where it is the right one. */
static const err *roster_key_take(void *owner, const struct log_op *op)
{
	struct recovery *r = owner;
	struct sign_key key;

	if (op->op.kind != OP_KEY || !str_eq(op->op.field, S("sign.roster")) ||
		op->op.value.len != sizeof(key.public.bytes)) {
		return NULL;
	}
	key = sign_key_from(op->op.value);
	if (memcmp(key.public.bytes, r->roster_public.bytes,
		sizeof(key.public.bytes)) != 0) {
		sign_key_close(&key);
		return NULL;
	}
	sign_key_close(&r->keys.roster);
	r->keys.roster = key;
	r->roster_found = true;
	return NULL;
}

static const err *log_take(struct recovery *r, const struct secret *secret)
{
	struct identity recovery = identity_from(secret_str(secret));
	struct log_device device = {buf_str(&r->org), &r->keys.sign,
		&r->keys.identity, NULL};
	char path[PATH_BYTES];
	const err *e = NULL;

	if (!file_exists(path_of(r, "desk/log.pack", path))) {
		e = err_make(ERR_ABSENT, "there is no log.pack in DIR/desk;"
			" bothy restore brings one back from a backup");
	}
	if (e == NULL) e = log_open(&r->log, path, &device);
	if (e == NULL) e = log_recover(r->log, &recovery);
	if (e == NULL) e = log_read(r->log, roster_key_take, r);
	if (e == NULL && !r->roster_found) {
		e = err_make(ERR_REFUSED, "this log is not the one of the line"
			" in DIR/line");
	}
	identity_close(&recovery);
	return e;
}

/* L8: this device has the rings, the new recovery identity has them too, and
 * the team's list of devices names it. */
static const err *commit(struct recovery *r)
{
	struct ring_keys *keys = mem_get(sizeof(*keys));
	struct log_epoch_row rows[RING_KEYS_MAX];
	size_t count = log_epoch_list(r->log, rows, RING_KEYS_MAX);
	unsigned char voucher[LOG_VOUCHED_BYTES];
	struct op named = {.kind = OP_ADD, .field = S("devices"),
		.value = str_bytes(voucher, sizeof(voucher))};
	struct log_body bodies[3] = {[2] = {.ring = S("team"), .ops = &named,
		.op_count = 1}};
	const err *e;

	log_voucher(buf_str(&r->org), r->keys.sign.public, &r->keys.roster,
		voucher);
	for (size_t i = 0; i < count; i++) {
		must(ring_keys_add(keys, rows[i].ring, rows[i].epoch,
			rows[i].identity));
	}
	ring_keys_bodies(keys, r->keys.sign.public, &r->next.recipient, bodies);
	e = log_append(r->log, r->now_ms, bodies, NELEM(bodies));
	mem_free(keys);
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
	return e != NULL ? e : keyfile_save(&r->keys,
		path_of(r, "desk/key.age", path), passphrase);
}

static void recovery_close(struct recovery *r)
{
	log_close(&r->log);
	keyfile_close(&r->keys);
	identity_close(&r->next);
	buf_close(&r->org);
}

const err *recover_desk(const struct recover_ask *ask)
{
	struct recovery r = {.dir = ask->dir, .now_ms = ask->now_ms};
	struct buf parts[SHARE_PARTS] = {{0}};
	const err *e;

	if (ask->passphrase.len < KEYFILE_PASSPHRASE_MIN) {
		return err_make(ERR_REFUSED,
			"the passphrase is shorter than %d letters",
			KEYFILE_PASSPHRASE_MIN);
	}
	e = line_read(&r);
	if (e == NULL) {
		keyfile_make(&r.keys, buf_str(&r.org));
		r.next = identity_make();
		e = log_take(&r, ask->recovery);
	}
	if (e == NULL) {
		share_split(&r.next.key, parts); /* [recover-1] */
		e = ask->give(ask->owner, parts);          /* [recover-3] */
	}
	for (size_t i = 0; i < SHARE_PARTS; i++) buf_close(&parts[i]);
	if (e == NULL) e = commit(&r);
	if (e == NULL) e = place_take(&r, ask->passphrase);
	recovery_close(&r);
	return e;
}
