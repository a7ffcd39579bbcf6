/* Sets of hashes: see hash_set.h. Open addressing, at most half full.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/hash_set.h"

#include <string.h>

enum { SIZE_FIRST = 1024 };

static const hash empty;

/* The slot that holds it, or the empty one where it belongs. */
static hash *slot_of(const struct hash_set *set, hash value)
{
	size_t at;

	memcpy(&at, value.bytes, sizeof(at));
	for (at &= set->size - 1;; at = (at + 1) & (set->size - 1)) {
		hash *slot = &set->slots[at];

		if (hash_eq(*slot, value) || hash_eq(*slot, empty)) return slot;
	}
}

static void grow(struct hash_set *set)
{
	struct hash_set wider = {.size = set->size == 0 ? SIZE_FIRST
							: 2 * set->size};

	wider.slots = mem_get(mem_times(wider.size, sizeof(hash)));
	for (size_t i = 0; i < set->size; i++) {
		if (hash_eq(set->slots[i], empty)) continue;
		*slot_of(&wider, set->slots[i]) = set->slots[i];
	}
	wider.count = set->count;
	mem_free(set->slots);
	*set = wider;
}

void hash_set_close(struct hash_set *set)
{
	mem_free(set->slots);
	*set = (struct hash_set){0};
}

bool hash_set_add(struct hash_set *set, hash value)
{
	hash *slot;

	if (hash_eq(value, empty)) return false;
	if (2 * set->count >= set->size) grow(set);
	slot = slot_of(set, value);
	if (hash_eq(*slot, value)) return false;
	*slot = value;
	set->count++;
	return true;
}

bool hash_set_has(const struct hash_set *set, hash value)
{
	if (set->size == 0 || hash_eq(value, empty)) return false;
	return hash_eq(*slot_of(set, value), value);
}
