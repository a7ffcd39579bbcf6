/* X25519 recipients and identities as age knows them (Bech32 "age1…" and
 * "AGE-SECRET-KEY-1…"). A recipient is a value; an identity is a thing in
 * guarded memory.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_KEY_H
#define SEAL_KEY_H

#include "base/buf.h"
#include "seal/secret.h"

enum recipient_kind { RECIPIENT_X25519 }; /* typed: a post-quantum kind joins later */
typedef struct {
	enum recipient_kind kind;
	unsigned char bytes[32];
} recipient;

struct identity {
	struct secret key;   /* 32 bytes */
	recipient recipient;
};

struct identity identity_make(void);
struct identity identity_from(str bytes);      /* 32 secret bytes */
void identity_close(struct identity *identity);

bool recipient_read(str text, recipient *ret_recipient) MUST_USE;
void recipient_write(recipient to, struct buf *out);
bool recipient_eq(recipient a, recipient b);
bool identity_read(str text, struct identity *ret_identity) MUST_USE;
/* Puts the secret key's text into `out`; the caller closes `out` soon. */
void identity_write(const struct identity *identity, struct buf *out);

#endif
