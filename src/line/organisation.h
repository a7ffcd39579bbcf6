/* What the line knows of the organisation it serves: the folder made by
 * `bothy new` with `roster`, `roster.minisig`, `roster.pub`, `token.sha256`;
 * and `tokens`, once desks have changed the token (organisation_token.c).
 *
 * [organisation-1] a roster counts only with its signature and the trusted
 *                  comment that fits it
 * [organisation-2] a lower counter, another organisation or another salt is
 *                  refused
 * [organisation-3] a kill while a roster is being replaced leaves the old one
 *                  or the new one, whole
 * [organisation-4] a signed text counts only when its signature holds, its
 *                  trusted comment is its own first two lines, and it is ours
 * [organisation-5] a token with a lower counter is refused; the one before is
 *                  known for 60 days, for less
 * [organisation-6] another key counts only when the one in force signed it, and
 *                  it signed the roster that comes with it; a kill leaves the
 *                  old key with the old roster, or the new with the new
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_ORGANISATION_H
#define LINE_ORGANISATION_H

#include "base/err.h"
#include "line/relay_log_text.h"
#include "model/roster.h"
#include "seal/code.h"
#include "seal/hash.h"
#include "seal/key.h"
#include "seal/sign.h"

enum {
	TOKENS_PAST_MAX = 8,
	/* A desk that was away so long comes in by a stick, or anew. */
	TOKEN_PAST_HOURS = 60 * 24
};
struct token_past { hash token; uint64_t until_hour; };

struct organisation {
	struct buf text;             /* the roster's exact bytes */
	struct buf minisig;
	struct roster roster;        /* points into text */
	recipient intake;
	unsigned char salt[CODE_SALT_BYTES];
	hash token;                  /* SHA-256 of the team token */
	uint64_t token_counter;
	struct token_past past[TOKENS_PAST_MAX]; /* oldest first */
	size_t past_count;
	sign_public key;
};

/* Reads and checks the folder [organisation-1]. On failure nothing is left
 * open; the text says which file is wrong. */
const err *organisation_open(struct organisation *ret, const char *folder)
	MUST_USE;
void organisation_close(struct organisation *organisation);

/* Takes a roster that was checked elsewhere: text only, no signature. For
 * the processes that have no folder. Ours are well-formed: must(). */
void organisation_adopt(struct organisation *organisation, str text);

enum organisation_push {
	PUSH_KEPT, PUSH_SAME, PUSH_MALFORMED, PUSH_SIGNATURE, PUSH_OLDER
};
/* Checks a new roster and its signature against the one in force; when it is
 * to be kept, stores both durably and puts it in force. */
const err *organisation_push(struct organisation *organisation,
	const char *folder, str text, str minisig,
	enum organisation_push *ret_push) MUST_USE;

/* -- organisation_token.c ------------------------------------------------- */

/* [organisation-4] `text` begins with its magic and our `org` line. */
bool organisation_signed(const struct organisation *organisation, str text,
	str minisig);

/* Which token hashes so: none of ours, an earlier one that is still known, or
 * the one in force. All are compared, whichever it is. */
enum organisation_bearer { BEARER_NONE, BEARER_PAST, BEARER_NOW };
enum organisation_bearer organisation_bearer(
	const struct organisation *organisation, hash token, uint64_t hour);

/* Reads `tokens` when it is there. */
const err *organisation_tokens_open(struct organisation *organisation,
	const char *folder) MUST_USE;
/* The bytes of that file (doc/relay.md R15). */
void organisation_tokens_write(const struct organisation *organisation,
	struct buf *out);
bool organisation_tokens_read(struct organisation *organisation, str text)
	MUST_USE;
/* Checks a signed new token; when it is to be kept, stores it durably and puts
 * it in force [organisation-5]. */
const err *organisation_token_push(struct organisation *organisation,
	const char *folder, const struct relay_signed *both, uint64_t hour,
	enum organisation_push *ret_push) MUST_USE;

/* -- organisation_key.c --------------------------------------------------- */

/* [organisation-1] the roster's text with its signature by that key. */
bool organisation_roster_signed(sign_public key, str text, str minisig,
	const struct roster *roster);
/* A key that was being put in place when we were stopped. */
const err *organisation_key_settle(const char *folder) MUST_USE;
/* Checks another key with its roster; when they are to be kept, stores both
 * durably and puts them in force [organisation-6]. */
const err *organisation_key_push(struct organisation *organisation,
	const char *folder, str body, enum organisation_push *ret_push)
	MUST_USE;

#endif
