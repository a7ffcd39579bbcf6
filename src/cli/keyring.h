/* The keys named on a command line: recipients to seal to, identities to open
 * with. Files of keys have one a line; blank lines and lines that begin with
 * "#" are skipped. An identity file may itself be sealed to a passphrase.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_KEYRING_H
#define CLI_KEYRING_H

#include "base/list.h"
#include "cli/passphrase.h"
#include "seal/key.h"

struct keyring {
	struct arena *arena; /* the caller's; holds the lists, not the secrets */
	struct passphrase *passphrase; /* of sealed identity files */
	struct LIST_OF(recipient) recipients;
	struct LIST_OF(struct identity) identities;
};

enum { KEYRING_FILE_MAX = 1 << 20 }; /* thousands of keys */

/* "age1…" as typed. */
const err *keyring_add_recipient(struct keyring *ring, const char *text)
	MUST_USE;
/* "-" is standard input, for both. */
const err *keyring_add_recipients(struct keyring *ring, const char *path)
	MUST_USE;
const err *keyring_add_identities(struct keyring *ring, const char *path)
	MUST_USE;
/* Adds the recipient of each identity. */
void keyring_own_recipients(struct keyring *ring);
void keyring_close(struct keyring *ring); /* wipes the identities */

#endif
