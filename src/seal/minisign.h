/* Files in minisign's form: read and written so that the minisign tool agrees
 * both ways. Writes and reads the prehashed kind ("ED") only.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_MINISIGN_H
#define SEAL_MINISIGN_H

#include "base/buf.h"
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

#endif
