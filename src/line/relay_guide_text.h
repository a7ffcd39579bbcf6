/* The bytes of the guides' calls, the line's side (doc/relay.md R19). Strict:
 * only what is written there is read [relay-1]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_RELAY_GUIDE_TEXT_H
#define LINE_RELAY_GUIDE_TEXT_H

#include "base/buf.h"
#include "seal/hash.h"

struct relay_guides { str key, key_minisig, manifest, minisig; };
/* The fields point into `body`. */
bool relay_guides_read(str body, struct relay_guides *ret_guides) MUST_USE;
void relay_wanted_write(struct buf *out, const hash *hashes, size_t count);

struct relay_guide_piece { hash file; uint64_t at; str bytes; };
bool relay_guide_piece_read(str body, struct relay_guide_piece *ret_piece)
	MUST_USE;

#endif
