/* Loading, checking and replacing the public roster: see organisation.h. Owns
 * the files of the line's folder but the spool.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/organisation.h"

#include "base/hex.h"
#include "line/limits.h"
#include "line/relay_text.h"
#include "os/file.h"
#include "seal/minisign.h"

#include <stdio.h>

enum { PATH_BYTES = 4096, PUBLIC_MAX = 1024, TOKEN_DIGITS = 64 };

static void path_of(const char *folder, const char *name,
	char ret_path[PATH_BYTES])
{
	int len = snprintf(ret_path, PATH_BYTES, "%s/%s", folder, name);

	must(len > 0 && len < PATH_BYTES);
}

static const err *read_named(const char *folder, const char *name,
	size_t max_bytes, struct buf *out)
{
	char path[PATH_BYTES];
	const err *e;

	path_of(folder, name, path);
	e = file_read(path, max_bytes, out);
	if (e == NULL) return NULL;
	if (e->code == ERR_ABSENT) {
		return err_make(ERR_ABSENT, "the folder has no file %s", name);
	}
	return e;
}

bool organisation_roster_signed(sign_public key, str text, str minisig,
	const struct roster *roster)
{
	struct buf want = {0};
	str trusted;
	bool right = minisign_verify(key, text, minisig, &trusted);

	roster_trusted(roster, &want);
	right = right && str_eq(buf_str(&want), trusted);
	buf_close(&want);
	return right;
}

/* Fills what follows from the text. */
static bool derive(struct organisation *o)
{
	return roster_read(buf_str(&o->text), &o->roster) &&
	       recipient_read(o->roster.intake, &o->intake) &&
	       hex_read(o->roster.salt, o->salt, sizeof(o->salt));
}

/* A roster that was being put in place when we were stopped. */
static void take_pending(struct organisation *o, const char *folder)
{
	struct buf pending = {0};
	struct relay_roster both;
	struct roster roster;
	char path[PATH_BYTES];
	const err *e;

	path_of(folder, "roster.next", path);
	e = file_read(path, RELAY_BODY_MAX, &pending);
	if (e == NULL && relay_text_roster_read(buf_str(&pending), &both) &&
		roster_read(both.roster, &roster) &&
		organisation_roster_signed(o->key, both.roster, both.minisig, &roster)) {
		buf_reset(&o->text);
		buf_reset(&o->minisig);
		buf_put(&o->text, both.roster);
		buf_put(&o->minisig, both.minisig);
	}
	buf_close(&pending);
}

static const err *token_open(struct organisation *o, const char *folder)
{
	struct buf text = {0};
	const err *e = read_named(folder, "token.sha256", PUBLIC_MAX, &text);

	if (e == NULL && !hex_read(str_trim(buf_str(&text)), o->token.bytes,
		sizeof(o->token.bytes))) {
		e = err_make(ERR_FORMAT, "token.sha256 is not %d hex digits",
			TOKEN_DIGITS);
	}
	buf_close(&text);
	return e != NULL ? e : organisation_tokens_open(o, folder);
}

static const err *key_open(struct organisation *o, const char *folder)
{
	struct buf text = {0};
	const err *e = read_named(folder, "roster.pub", PUBLIC_MAX, &text);

	if (e == NULL && !minisign_public_read(buf_str(&text), &o->key)) {
		e = err_make(ERR_FORMAT, "roster.pub is not a minisign key");
	}
	buf_close(&text);
	return e;
}

const err *organisation_open(struct organisation *ret, const char *folder)
{
	struct organisation o = {0};
	const err *e = organisation_key_settle(folder);

	if (e == NULL) e = key_open(&o, folder);
	if (e == NULL) e = token_open(&o, folder);
	if (e == NULL) {
		e = read_named(folder, "roster", RELAY_ROSTER_MAX, &o.text);
	}
	if (e == NULL) {
		e = read_named(folder, "roster.minisig", RELAY_ROSTER_MAX,
			&o.minisig);
	}
	if (e == NULL) take_pending(&o, folder);
	if (e == NULL && !derive(&o)) {
		e = err_make(ERR_FORMAT, "the roster is not well-formed");
	}
	if (e == NULL && !organisation_roster_signed(o.key, buf_str(&o.text),
		buf_str(&o.minisig), &o.roster)) {
		e = err_make(ERR_FORMAT,
			"the roster's signature does not fit roster.pub");
	}
	if (e != NULL) {
		organisation_close(&o);
		return e;
	}
	*ret = o;
	return NULL;
}

void organisation_close(struct organisation *o)
{
	buf_close(&o->text);
	buf_close(&o->minisig);
	o->roster = (struct roster){0};
}

void organisation_adopt(struct organisation *o, str text)
{
	buf_reset(&o->text);
	buf_reset(&o->minisig);
	buf_put(&o->text, text);
	must(derive(o));
}

/* [organisation-3] both in one file first, then each in its place. */
static const err *store(const char *folder, str text, str minisig)
{
	struct buf both = {0};
	char path[PATH_BYTES];
	const err *e;

	relay_text_roster_write(&both, text, minisig);
	path_of(folder, "roster.next", path);
	e = file_replace(path, buf_str(&both));
	buf_close(&both);
	if (e != NULL) return e;
	path_of(folder, "roster", path);
	e = file_replace(path, text);
	path_of(folder, "roster.minisig", path);
	if (e == NULL) e = file_replace(path, minisig);
	path_of(folder, "roster.next", path);
	if (e == NULL) e = file_remove(path);
	return e;
}

/* [organisation-2] */
static enum organisation_push judge(const struct organisation *o, str text,
	str minisig)
{
	struct roster roster;
	recipient intake;

	if (!roster_read(text, &roster) ||
		!recipient_read(roster.intake, &intake)) {
		return PUSH_MALFORMED;
	}
	if (!organisation_roster_signed(o->key, text, minisig, &roster)) return PUSH_SIGNATURE;
	if (str_eq(text, buf_str(&o->text))) return PUSH_SAME;
	if (!str_eq(roster.org, o->roster.org) ||
		!str_eq(roster.salt, o->roster.salt)) {
		return PUSH_SIGNATURE;
	}
	return roster.counter > o->roster.counter ? PUSH_KEPT : PUSH_OLDER;
}

const err *organisation_push(struct organisation *o, const char *folder,
	str text, str minisig, enum organisation_push *ret_push)
{
	enum organisation_push push = judge(o, text, minisig);
	const err *e;

	*ret_push = push;
	if (push != PUSH_KEPT) return NULL;
	e = store(folder, text, minisig);
	if (e != NULL) return e;
	organisation_adopt(o, text);
	buf_put(&o->minisig, minisig);
	return NULL;
}
