/* An organisation's folder for the tests of the line, made with our own
 * writers, in a new folder below /tmp.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_LINE_FIXTURE_H
#define TEST_LINE_FIXTURE_H

#include "model/roster.h"
#include "os/clock.h"
#include "os/file.h"
#include "seal/hash.h"
#include "seal/key.h"
#include "seal/minisign.h"

#include <stdlib.h>

struct fixture {
	char folder[64];
	struct sign_key key;
	struct identity intake;
	struct arena *arena;
	struct roster roster;
};

static inline const char *fixture_path(const struct fixture *f,
	const char *name)
{
	static char path[128];

	(void)snprintf(path, sizeof(path), "%s/%s", f->folder, name);
	return path;
}

/* Signs f->roster as it stands now. */
static inline void fixture_sign(const struct fixture *f, struct buf *text,
	struct buf *minisig)
{
	struct buf trusted = {0};

	buf_reset(text);
	buf_reset(minisig);
	assert_true(roster_write(&f->roster, text));
	roster_trusted(&f->roster, &trusted);
	minisign_sign(&f->key, buf_str(text), buf_str(&trusted), minisig);
	buf_close(&trusted);
}

static inline void fixture_files(const struct fixture *f)
{
	struct buf text = {0}, minisig = {0};

	fixture_sign(f, &text, &minisig);
	is_ok(file_replace(fixture_path(f, "roster"), buf_str(&text)));
	is_ok(file_replace(fixture_path(f, "roster.minisig"),
		buf_str(&minisig)));
	buf_reset(&text);
	minisign_public_write(f->key.public, &text);
	is_ok(file_replace(fixture_path(f, "roster.pub"), buf_str(&text)));
	buf_reset(&text);
	buf_hex(&text, hash_of(S("the token")).bytes, 32);
	buf_byte(&text, '\n');
	is_ok(file_replace(fixture_path(f, "token.sha256"), buf_str(&text)));
	buf_close(&text);
	buf_close(&minisig);
}

static inline void fixture_open(struct fixture *f)
{
	struct buf intake = {0};

	seal_start();
	memset(f, 0, sizeof(*f));
	(void)snprintf(f->folder, sizeof(f->folder), "/tmp/bothy-line-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	f->key = sign_key_make();
	f->intake = identity_make();
	f->arena = arena_open(1 << 20);
	recipient_write(f->intake.recipient, &intake);
	f->roster = (struct roster){.counter = 1, .issued_ms = clock_now_ms(),
		.org = S("00000000000000000000000000000000"
			 "00000000000000000000000000000001"),
		.salt = S("000102030405060708090a0b0c0d0e0f"),
		.intake = buf_take(&intake, f->arena), .name = S("Lamp"),
		.locales = {S("ar"), S("en")}, .locale_count = 2,
		.answer_days = 3, .leave = S("https://weather.example/")};
	buf_close(&intake);
	fixture_files(f);
}

static inline void fixture_close(struct fixture *f)
{
	sign_key_close(&f->key);
	identity_close(&f->intake);
	arena_close(&f->arena);
}

#endif
