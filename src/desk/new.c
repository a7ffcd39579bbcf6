/* Founding: see new.h. Owns the first commit of a log and the files of the
 * line's folder; knows no command line.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/new.h"

#include "desk/keyfile.h"
#include "desk/ring_keys.h"
#include "os/file.h"
#include "seal/hash.h"
#include "seal/minisign.h"
#include "seal/rand.h"

#include <stdio.h>

enum { PATH_BYTES = 4096, FOUNDING_BYTES = 32, SALT_BYTES = 16,
	TOKEN_BYTES = 32 };

/* An organisation while it is made. */
struct founding {
	const char *dir;
	uint64_t now_ms;
	struct keyfile keys;
	struct identity team, intake, vault, recovery;
	struct buf org, salt, token, intake_text;
	struct buf roster, minisig;
};

static const char *path_of(const char *dir, const char *name,
	char ret_path[PATH_BYTES])
{
	int len = snprintf(ret_path, PATH_BYTES, "%s/%s", dir, name);

	must(len > 0 && len < PATH_BYTES);
	return ret_path;
}

static void random_hex(struct buf *out, size_t bytes)
{
	unsigned char noise[FOUNDING_BYTES];

	must(bytes <= sizeof(noise));
	rand_bytes(noise, bytes);
	buf_hex(out, noise, bytes);
	mem_wipe(noise, sizeof(noise));
}

/* doc/log.md L1.1: the name of an organisation is the hash of its founding
 * bytes, which nobody keeps. */
static void keys_make(struct founding *f)
{
	unsigned char founding[FOUNDING_BYTES];
	hash org;

	rand_bytes(founding, sizeof(founding));
	org = hash_of(str_bytes(founding, sizeof(founding)));
	buf_hex(&f->org, org.bytes, sizeof(org.bytes));
	random_hex(&f->salt, SALT_BYTES);
	random_hex(&f->token, TOKEN_BYTES);
	keyfile_make(&f->keys, buf_str(&f->org));
	f->team = identity_make();
	f->intake = identity_make();
	f->vault = identity_make();
	f->recovery = identity_make();
	recipient_write(f->intake.recipient, &f->intake_text);
}

static const err *roster_make(struct founding *f, const struct roster *says)
{
	struct roster roster = *says;
	struct buf trusted = {0};

	roster.org = buf_str(&f->org);
	roster.counter = 1;
	roster.issued_ms = f->now_ms;
	roster.intake = buf_str(&f->intake_text);
	roster.salt = buf_str(&f->salt);
	if (!roster_write(&roster, &f->roster)) {
		return err_make(ERR_USAGE, "a name or an address is too long,"
			" empty or there are too many");
	}
	roster_trusted(&roster, &trusted);
	minisign_sign(&f->keys.roster, buf_str(&f->roster), buf_str(&trusted),
		&f->minisig);
	buf_close(&trusted);
	return NULL;
}

/* What the team shares from the beginning. */
static void shared_say(struct founding *f, struct ring_keys *keys,
	str declaration)
{
	struct op shared[] = {
		{.kind = OP_ADD, .field = S("devices"), .value = str_bytes(
			f->keys.sign.public.bytes,
			sizeof(f->keys.sign.public.bytes))},
		{.kind = OP_TOKEN, .field = S("relay"),
			.value = buf_str(&f->token)},
		{.kind = OP_ROSTER, .field = S("public"),
			.value = buf_str(&f->roster)},
		{.kind = OP_SET, .field = S("recovery"), .value = declaration},
		{.kind = OP_SET, .field = S("recovery.kind"), .value = S("2 3")},
	};

	for (size_t i = 0; i < NELEM(shared); i++) {
		ring_keys_say(keys, S("team"), shared[i]);
	}
}

/* The first commit: this device has the rings, recovery has them too, and
 * what the team shares begins. */
static const err *commit(struct founding *f, struct log *log)
{
	struct ring_keys keys = {.arena = arena_open(RING_KEYS_BYTES),
		.recovery = f->recovery.recipient};
	const struct log_epoch_row rings[] = {
		{S("team"), 1, &f->team, S("")},
		{S("intake"), 1, &f->intake, S("")},
		{S("vault"), 1, &f->vault, S("")}};
	unsigned char declared[LOG_RECOVERY_BYTES];
	size_t len = log_recovery_declare(buf_str(&f->org), &f->recovery, NULL,
		declared);
	struct log_body bodies[LOG_BODIES_MAX];
	const err *e;

	for (size_t i = 0; i < NELEM(rings); i++) {
		log_epoch_add(log, rings[i].ring, 1,
			secret_str(&rings[i].identity->key));
		ring_keys_add(&keys, &rings[i]);
	}
	shared_say(f, &keys, str_bytes(declared, len));
	ring_keys_say(&keys, S("vault"), (struct op){.kind = OP_KEY,
		.field = S("sign.roster"),
		.value = secret_str(&f->keys.roster.seed)});
	e = log_append(log, f->now_ms, bodies, ring_keys_bodies(&keys,
		&f->keys.sign.public, bodies));
	arena_close(&keys.arena);
	return e;
}

static const err *log_make(struct founding *f, const char *path)
{
	struct log_device device = {buf_str(&f->org), &f->keys.sign,
		&f->keys.identity, NULL};
	struct log *log = NULL;
	const err *e = log_open(&log, path, &device);

	if (e == NULL) e = commit(f, log);
	log_close(&log);
	return e;
}

/* -- folders -------------------------------------------------------------- */

static const struct { const char *making, *name; } folders[] = {
	/* The desk last: where it is, everything is. */
	{"line.making", "line"}, {"desk.making", "desk"}};

/* What an earlier attempt that was stopped may have left. */
static const err *making_clear(const char *dir)
{
	static const char *const left[] = {"desk.making/key.age",
		"desk.making/log.pack", "line.making/roster",
		"line.making/roster.minisig", "line.making/roster.pub",
		"line.making/token.sha256"};
	char path[PATH_BYTES];
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < NELEM(left); i++) {
		e = file_remove(path_of(dir, left[i], path));
	}
	return e;
}

static const err *folders_make(const char *dir)
{
	static const char *const wanted[] = {"line.making", "desk.making",
		"desk.making/files"};
	char path[PATH_BYTES];
	const err *e;

	for (size_t i = 0; i < NELEM(folders); i++) { /* [new-1] */
		if (file_exists(path_of(dir, folders[i].name, path))) {
			return err_make(ERR_EXISTS,
				"there is a %s in that folder already",
				folders[i].name);
		}
	}
	e = file_folder_make(dir);
	for (size_t i = 0; e == NULL && i < NELEM(wanted); i++) {
		e = file_folder_make(path_of(dir, wanted[i], path));
	}
	return e != NULL ? e : making_clear(dir);
}

static const err *line_make(struct founding *f)
{
	struct buf public = {0}, token = {0};
	hash hashed = hash_of(buf_str(&f->token));
	char path[PATH_BYTES];
	const err *e;

	minisign_public_write(f->keys.roster.public, &public);
	buf_hex(&token, hashed.bytes, sizeof(hashed.bytes));
	buf_byte(&token, '\n');
	e = file_create(path_of(f->dir, "line.making/roster", path),
		buf_str(&f->roster));
	if (e == NULL) {
		e = file_create(path_of(f->dir, "line.making/roster.minisig",
			path), buf_str(&f->minisig));
	}
	if (e == NULL) {
		e = file_create(path_of(f->dir, "line.making/roster.pub",
			path), buf_str(&public));
	}
	if (e == NULL) {
		e = file_create(path_of(f->dir, "line.making/token.sha256",
			path), buf_str(&token));
	}
	buf_close(&public);
	buf_close(&token);
	return e;
}

static void founding_close(struct founding *f)
{
	keyfile_close(&f->keys);
	identity_close(&f->team);
	identity_close(&f->intake);
	identity_close(&f->vault);
	identity_close(&f->recovery);
	buf_close(&f->org);
	buf_close(&f->salt);
	buf_close(&f->token);
	buf_close(&f->intake_text);
	buf_close(&f->roster);
	buf_close(&f->minisig);
}

const err *new_prepare(const char *dir, const struct roster *says,
	str passphrase, uint64_t now_ms, struct buf ret_parts[SHARE_PARTS])
{
	struct founding f = {.dir = dir, .now_ms = now_ms};
	char path[PATH_BYTES];
	const err *e;

	if (passphrase.len < KEYFILE_PASSPHRASE_MIN) {
		return err_make(ERR_REFUSED,
			"the passphrase is shorter than %d letters",
			KEYFILE_PASSPHRASE_MIN);
	}
	keys_make(&f);
	e = roster_make(&f, says);
	if (e == NULL) e = folders_make(dir);
	if (e == NULL) {
		e = log_make(&f, path_of(dir, "desk.making/log.pack", path));
	}
	if (e == NULL) e = line_make(&f);
	if (e == NULL) {
		e = keyfile_save(&f.keys, path_of(dir, "desk.making/key.age",
			path), passphrase);
	}
	if (e == NULL) share_split(&f.recovery.key, ret_parts); /* [new-2] */
	founding_close(&f);
	return e;
}

const err *new_finish(const char *dir)
{
	char from[PATH_BYTES], to[PATH_BYTES];
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < NELEM(folders); i++) {
		path_of(dir, folders[i].making, from);
		e = file_folder_sync(from);
		if (e == NULL) {
			e = file_rename(from, path_of(dir, folders[i].name,
				to));
		}
	}
	return e;
}
