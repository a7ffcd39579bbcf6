/* Bech32 (BIP 173) without its length limit, as age uses it for keys: strict,
 * never mixed case. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_BECH32_H
#define SEAL_BECH32_H

#include "base/buf.h"

/* Appends prefix, "1", data and checksum in lower case. */
void bech32_put(struct buf *out, str prefix, str bytes);
/* Exactly `size` bytes under exactly `prefix` (lower case). Accepts a text
 * that is all upper case too. */
bool bech32_read(str text, str prefix, void *ret_bytes, size_t size) MUST_USE;

#endif
