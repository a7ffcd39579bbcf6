/* Another key for the line to obey: see organisation.h and doc/relay.md R21. Owns
 * the file `key.next`, in which both stand until each is in its place.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/organisation.h"

#include "line/limits.h"
#include "os/file.h"
#include "seal/minisign.h"

#include <stdio.h>
#include <string.h>

enum { PATH_BYTES = 4096, PUBLIC_MAX = 1024 };

static const char *path_of(const char *folder, const char *name,
	char ret_path[PATH_BYTES])
{
	int len = snprintf(ret_path, PATH_BYTES, "%s/%s", folder, name);

	must(len > 0 && len < PATH_BYTES);
	return ret_path;
}

static bool is_key(sign_public a, sign_public b)
{
	return memcmp(a.bytes, b.bytes, sizeof(a.bytes)) == 0;
}

/* The roster that comes with it is signed by it, and of the same organisation. */
static bool roster_fits(const struct relay_key *key, struct roster *ret_roster)
{
	recipient intake;

	return roster_read(key->by_new.roster, ret_roster) &&
		recipient_read(ret_roster->intake, &intake) &&
		str_eq(ret_roster->org, key->org) &&
		organisation_roster_signed(key->key, key->by_new.roster,
			key->by_new.minisig, ret_roster);
}

/* The text is signed by `old`, with the comment that fits it. */
static bool is_named(sign_public old, const struct relay_key *key)
{
	struct buf want = {0};
	str trusted;
	bool right = minisign_verify(old, key->by_old.text,
			key->by_old.minisig, &trusted) &&
		relay_signed_comment(key->by_old.text, &want) &&
		str_eq(buf_str(&want), trusted);

	buf_close(&want);
	return right;
}

/* Each in its place; the last step makes what was pending end. */
static const err *place(const char *folder, const struct relay_key *key)
{
	struct buf public = {0};
	char path[PATH_BYTES];
	const err *e;

	minisign_public_write(key->key, &public);
	e = file_replace(path_of(folder, "roster.pub", path),
		buf_str(&public));
	if (e == NULL) {
		e = file_replace(path_of(folder, "roster", path),
			key->by_new.roster);
	}
	if (e == NULL) {
		e = file_replace(path_of(folder, "roster.minisig", path),
			key->by_new.minisig);
	}
	if (e == NULL) e = file_remove(path_of(folder, "roster.next", path));
	if (e == NULL) e = file_remove(path_of(folder, "key.next", path));
	buf_close(&public);
	return e;
}

static const err *public_read(const char *folder, sign_public *ret_key)
{
	char path[PATH_BYTES];
	struct buf text = {0};
	const err *e = file_read(path_of(folder, "roster.pub", path),
		PUBLIC_MAX, &text);

	if (e == NULL && !minisign_public_read(buf_str(&text), ret_key)) {
		e = err_make(ERR_FORMAT, "roster.pub is not a minisign key");
	}
	buf_close(&text);
	return e;
}

const err *organisation_key_settle(const char *folder)
{
	char path[PATH_BYTES];
	struct buf body = {0};
	struct relay_key key;
	struct roster roster;
	sign_public old;
	const err *e;

	if (!file_exists(path_of(folder, "key.next", path))) return NULL;
	e = file_read(path, RELAY_BODY_MAX, &body);
	if (e == NULL) e = public_read(folder, &old);
	if (e == NULL && (!relay_key_read(buf_str(&body), &key) ||
		!roster_fits(&key, &roster) ||
		(!is_key(old, key.key) && !is_named(old, &key)))) {
		e = err_make(ERR_FORMAT, "key.next does not fit roster.pub");
	}
	if (e == NULL) e = place(folder, &key);
	buf_close(&body);
	return e;
}

static enum organisation_push judge(const struct organisation *o,
	const struct relay_key *key)
{
	struct roster roster;

	/* Told twice: the answer was lost. It changes nothing. */
	if (is_key(o->key, key->key)) return PUSH_SAME;
	if (!organisation_signed(o, key->by_old.text, key->by_old.minisig) ||
		!roster_fits(key, &roster) ||
		!str_eq(roster.salt, o->roster.salt)) {
		return PUSH_SIGNATURE;
	}
	return roster.counter > o->roster.counter ? PUSH_KEPT : PUSH_OLDER;
}

const err *organisation_key_push(struct organisation *o, const char *folder,
	str body, enum organisation_push *ret_push)
{
	char path[PATH_BYTES];
	struct relay_key key;
	const err *e;

	*ret_push = PUSH_MALFORMED;
	if (!relay_key_read(body, &key)) return NULL;
	*ret_push = judge(o, &key);
	if (*ret_push != PUSH_KEPT) return NULL;
	e = file_replace(path_of(folder, "key.next", path), body);
	if (e == NULL) e = place(folder, &key);
	if (e != NULL) return e;
	o->key = key.key;
	organisation_adopt(o, key.by_new.roster);
	buf_put(&o->minisig, key.by_new.minisig);
	return NULL;
}
