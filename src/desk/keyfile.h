/* The one key file of a desk, `key.age`: sealed with the member's passphrase
 * (scrypt, so the age tool opens it too). It holds what makes this device
 * itself; the keys of the rings are in the log.
 *
 *	bothy-key/1
 *	org HEX64
 *	identity AGE-SECRET-KEY-1…     the device's own
 *	sign HEX64                     seed of its signatures in the log
 *	roster HEX64                   seed of the public roster's signatures
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEYFILE_H
#define DESK_KEYFILE_H

#include "base/err.h"
#include "seal/key.h"
#include "seal/sign.h"

enum { KEYFILE_PASSPHRASE_MIN = 8 };

struct keyfile {
	char org[64];
	struct identity identity;
	struct sign_key sign, roster;
};

/* Fresh keys for an organisation; `roster` is given (recovery) or made. */
void keyfile_make(struct keyfile *keys, str org);
void keyfile_close(struct keyfile *keys);

/* Creates the file; ERR_EXISTS when it is there. */
const err *keyfile_save(const struct keyfile *keys, const char *path,
	str passphrase) MUST_USE;
/* ERR_KEY: another passphrase; ERR_FORMAT: it is no key file. */
const err *keyfile_load(struct keyfile *ret_keys, const char *path,
	str passphrase) MUST_USE;

#endif
