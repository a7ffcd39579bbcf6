/* Ed25519: detached signatures over bytes, for log frames. One key per
 * purpose; every signed text begins with its own type line. minisign.h is the
 * form for files that people handle.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_SIGN_H
#define SEAL_SIGN_H

#include "seal/secret.h"

typedef struct { unsigned char bytes[32]; } sign_public;
typedef struct { unsigned char bytes[64]; } signature;
struct sign_key {
	struct secret seed;    /* 32 bytes: what is stored */
	struct secret key;     /* 64 bytes: libsodium's form */
	sign_public public;
};

struct sign_key sign_key_make(void);
struct sign_key sign_key_from(str seed);
void sign_key_close(struct sign_key *key);
signature sign_bytes(const struct sign_key *key, str bytes);
bool sign_is_valid(sign_public public, str bytes, signature sig);

#endif
