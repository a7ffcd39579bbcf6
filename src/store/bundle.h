/* Bundles of sealed blobs and places in their order: the bytes of doc/relay.md
 * R10 and R11, the same on the relay, on a stick and in a desk's own file.
 * Pure; looks into no blob.
 *
 * [bundle-1] a blob that does not have the hash it is named by is not read
 * [bundle-2] only what is written there is read, and it is written one way
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_BUNDLE_H
#define STORE_BUNDLE_H

#include "base/buf.h"
#include "seal/hash.h"

enum {
	BUNDLE_BLOBS_MAX = 64,
	BUNDLE_BYTES = 1 << 20,                   /* unless the first is longer */
	BUNDLE_BLOB_MAX = (2 << 20) + (64 << 10), /* a body and its seal */
	BUNDLE_MAX = BUNDLE_BLOB_MAX + (8 << 10)  /* and its lines */
};

struct bundle_blob { hash name; str sealed; };
struct bundle { struct bundle_blob blobs[BUNDLE_BLOBS_MAX]; size_t count; };

/* One more of `len` bytes may join what is in it. */
bool bundle_has_room(const struct bundle *bundle, size_t len);
/* Adds a blob under its own hash; there must be room. */
void bundle_add(struct bundle *bundle, str sealed);
void bundle_write(const struct bundle *bundle, struct buf *out);
/* Takes one bundle off the front [bundle-1] [bundle-2]; the blobs point into
 * `rest`. False, and `rest` unmoved, when none stands there whole. */
bool bundle_read(str *rest, struct bundle *ret_bundle) MUST_USE;

/* A place in the order of a line: the first `cursor` blobs, and the sum that
 * chains them. */
struct place { uint64_t cursor; hash sum; };
/* The place after one more blob. */
struct place place_next(struct place place, hash name);

#endif
