/* Files in minisign's form: read and written so that the minisign tool agrees
 * both ways. Writes and reads the prehashed kind ("ED") only.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_MINISIGN_H
#define SEAL_MINISIGN_H

#include "base/buf.h"
#include "seal/minisign_key.h"
#include "seal/sign.h"

/* The .pub file: comment line and base64 of "Ed", key id, key. The key id is
 * the first 8 bytes of SHA-256 of the public key. */
void minisign_public_write(sign_public public, struct buf *out);
bool minisign_public_read(str file, sign_public *ret_public) MUST_USE;
/* The signature file over `bytes`; `trusted` has no line end. */
void minisign_sign(const struct sign_key *key, str bytes, str trusted,
	struct buf *out);
/* True when both signatures hold; *ret_trusted points into `file`. */
bool minisign_verify(sign_public public, str bytes, str file,
	str *ret_trusted) MUST_USE;

/* -- the same for bytes too many to hold: their BLAKE2b-512 first ---------- */
typedef struct { unsigned char bytes[64]; } minisign_digest;
struct minisign_hasher { _Alignas(64) unsigned char state[384]; };
void minisign_hasher_start(struct minisign_hasher *hasher);
void minisign_hasher_put(struct minisign_hasher *hasher, str bytes);
minisign_digest minisign_hasher_end(struct minisign_hasher *hasher);

/* One line each, without an end; `trusted` is signed too. */
struct minisign_comments { str untrusted, trusted; };
bool minisign_comments_are_clean(const struct minisign_comments *comments);
void minisign_digest_sign(const struct minisign_key *key,
	minisign_digest digest, const struct minisign_comments *comments,
	struct buf *out);
bool minisign_digest_verify(sign_public public, minisign_digest digest,
	str file, str *ret_trusted) MUST_USE;
/* The key id in a signature file is the one in the public key file. The id is
 * not signed: this only tells a wrong key from a wrong file. */
bool minisign_is_by(str public_file, str file);
/* The signature is of minisign's old kind, over the bytes themselves. */
bool minisign_is_legacy(str file);

#endif
