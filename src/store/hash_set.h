/* A growing set of hashes. They are hashes already: their first bytes say
 * where to look. Owned, freed by hash_set_close; empty is {0}.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_HASH_SET_H
#define STORE_HASH_SET_H

#include "seal/hash.h"

struct hash_set { hash *slots; size_t size, count; };

void hash_set_close(struct hash_set *set);
/* False when it is there already. A hash of zeros is never in a set. */
bool hash_set_add(struct hash_set *set, hash value);
bool hash_set_has(const struct hash_set *set, hash value);

#endif
