/* SHA-256, HMAC and HKDF-SHA-256 (RFC 5869), composed from libsodium's own.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_HASH_H
#define SEAL_HASH_H

#include "base/str.h"

typedef struct { unsigned char bytes[32]; } hash;

hash hash_of(str bytes);
/* The same length by BLAKE2b, in a third of the time: for what stays on this
 * computer. What travels has SHA-256, as our formats say. */
hash hash_quick(str bytes);
bool hash_eq(hash a, hash b);
/* Streaming: opaque, sized for libsodium's state. */
struct hasher { _Alignas(16) unsigned char state[128]; };
void hasher_start(struct hasher *hasher);
void hasher_put(struct hasher *hasher, str bytes);
hash hasher_end(struct hasher *hasher);
/* HMAC-SHA-256. */
hash hash_keyed(str key, str bytes);
/* The same for a key that is used often: half the work each time. Who keeps it
 * wipes it. */
struct hash_key { _Alignas(16) unsigned char state[256]; };
void hash_key_set(struct hash_key *key, str bytes);
hash hash_under(const struct hash_key *key, str bytes);
/* HKDF-SHA-256; `size` at most 255*32. `ret_bytes` may be guarded memory. */
void hash_derive(str key, str salt, str info, void *ret_bytes, size_t size);

#endif
