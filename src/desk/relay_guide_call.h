/* The bytes of the calls that bring guides to the line (doc/relay.md R19):
 * requests written, answers read, strictly. Pure. The line may be hostile.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RELAY_GUIDE_CALL_H
#define DESK_RELAY_GUIDE_CALL_H

#include "base/buf.h"
#include "seal/hash.h"

enum {
	RELAY_WANTED_MAX = 1000,
	RELAY_GUIDE_PIECE_BYTES = 1 << 20
};

/* What is signed; each is the bytes of a file. */
struct relay_guide_offer { str key, key_minisig, manifest, minisig; };
void relay_guides_write(const struct relay_guide_offer *offer,
	struct buf *out);
/* Kept by the arena; none wanted: the release is in force. */
bool relay_wanted_read(struct arena *arena, str body, hash **ret_hashes,
	size_t *ret_count) MUST_USE;
/* At most RELAY_GUIDE_PIECE_BYTES of the file of that hash. */
void relay_guide_piece_write(hash file, uint64_t at, str bytes,
	struct buf *out);

#endif
