/* minisign's secret key files (doc/seal.md 2.2): in the open, as `minisign
 * -G -W` makes them, or under a passphrase as it does otherwise. Bothy's own
 * signing keys live sealed at the desk; this is the form for keys that people
 * keep as files.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_MINISIGN_KEY_H
#define SEAL_MINISIGN_KEY_H

#include "base/buf.h"
#include "seal/sign.h"

enum { MINISIGN_ID_BYTES = 8 };

struct minisign_key {
	struct sign_key key;
	unsigned char id[MINISIGN_ID_BYTES];
};

/* The id is the first 8 bytes of SHA-256 of the public key. */
struct minisign_key minisign_key_make(void);
void minisign_key_close(struct minisign_key *key);

/* The file's second line says that a passphrase opens it. */
bool minisign_key_is_sealed(str file);
/* False: not such a file, damaged, or another passphrase. Deriving takes a
 * second and 1 GiB, which is minisign's choice. */
bool minisign_key_read(str file, str passphrase, struct minisign_key *ret_key)
	MUST_USE;
/* An empty passphrase writes the key in the open. */
void minisign_key_write(const struct minisign_key *key, str passphrase,
	struct buf *out);
/* The public half, as minisign_public_write but with this key's own id. */
void minisign_key_public_write(const struct minisign_key *key,
	struct buf *out);

#endif
