/* What the line knows of the organisation it serves: the folder made by
 * `bothy new` with `roster`, `roster.minisig`, `roster.pub`, `token.sha256`.
 *
 * [organisation-1] a roster counts only with its signature and the trusted
 *                  comment that fits it
 * [organisation-2] a lower counter, another organisation or another salt is
 *                  refused
 * [organisation-3] a kill while a roster is being replaced leaves the old one
 *                  or the new one, whole
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_ORGANISATION_H
#define LINE_ORGANISATION_H

#include "base/err.h"
#include "model/roster.h"
#include "seal/code.h"
#include "seal/hash.h"
#include "seal/key.h"
#include "seal/sign.h"

struct organisation {
	struct buf text;             /* the roster's exact bytes */
	struct buf minisig;
	struct roster roster;        /* points into text */
	recipient intake;
	unsigned char salt[CODE_SALT_BYTES];
	hash token;                  /* SHA-256 of the team token */
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

#endif
