/* The contact's code (doc/seal.md 3, FORMATS 2): 22 decimal digits from the
 * system's generator and 2 check digits (ISO 7064 MOD 97-10), shown as 6
 * groups of 4, and the keys derived from it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_CODE_H
#define SEAL_CODE_H

#include "base/buf.h"
#include "seal/key.h"

enum { CODE_DIGITS = 24, CODE_SECRET_DIGITS = 22, CODE_SALT_BYTES = 16,
	CODE_MAILBOX_BYTES = 16, CODE_ERASE_BYTES = 32 };

typedef struct { char digits[CODE_DIGITS]; } code;

code code_make(void);
/* Accepts digits of every script, blanks, dashes and any spacing around
 * them. False when there are not 24 digits, or the check digits fail. */
bool code_read(str typed, code *ret_code) MUST_USE;
void code_write(code shown, struct buf *out); /* "1234 5678 …" */

struct code_keys {
	unsigned char mailbox[CODE_MAILBOX_BYTES]; /* its name on the line */
	struct identity identity;                  /* opens our replies */
	struct secret erase;                       /* proof for erasing */
};
/* Argon2id t=2 m=19 MiB p=1, then HKDF: about 0.1 s. Only the reader. */
void code_derive(code secret_code, const unsigned char salt[CODE_SALT_BYTES],
	struct code_keys *ret_keys);
void code_keys_close(struct code_keys *keys);

#endif
