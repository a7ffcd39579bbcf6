/* Ids out of path, place and words: see unit_ids.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/unit_ids.h"

#include "seal/hash.h"

#include <string.h>

struct unit_ids unit_ids_open(struct arena *arena, str path, size_t count)
{
	struct unit_ids ids = {.path = path, .size = 16};

	while (ids.size < 2 * count) ids.size *= 2;
	ids.slots = ARENA_ARRAY(arena, unit_id, ids.size);
	return ids;
}

static uint64_t number_of(unit_id id)
{
	uint64_t number = 0;

	for (size_t i = 0; i < UNIT_ID_LETTERS; i++) {
		number = number * 31 + (unsigned char)id.letters[i];
	}
	return number;
}

bool unit_ids_take(struct unit_ids *ids, unit_id id)
{
	size_t at = (size_t)number_of(id) & (ids->size - 1);

	while (ids->slots[at].letters[0] != 0) {
		if (unit_id_eq(ids->slots[at], id)) return false;
		at = (at + 1) & (ids->size - 1);
	}
	ids->slots[at] = id;
	return true;
}

static void number_put(struct hasher *hasher, uint64_t number)
{
	unsigned char bytes[8];

	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] = (unsigned char)(number >> (8 * i));
	}
	hasher_put(hasher, str_bytes(bytes, sizeof(bytes)));
}

unit_id unit_ids_make(struct unit_ids *ids, size_t ordinal, str words)
{
	unit_id id;

	for (uint64_t again = 0;; again++) {
		struct hasher hasher;
		hash hashed;
		uint64_t number = 0;

		hasher_start(&hasher);
		hasher_put(&hasher, ids->path);
		number_put(&hasher, ordinal);
		number_put(&hasher, again);
		hasher_put(&hasher, words);
		hashed = hasher_end(&hasher);
		for (size_t i = 0; i < 7; i++) {
			number = number << 8 | hashed.bytes[i];
		}
		for (size_t i = 0; i < UNIT_ID_LETTERS; i++) {
			id.letters[i] = (char)('a' + number % 26);
			number /= 26;
		}
		if (unit_ids_take(ids, id)) return id;
	}
}
