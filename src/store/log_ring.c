/* Ring epochs at hand: see log_ring.h and doc/log.md L1, L3.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_ring.h"

#include "base/mem.h"
#include "seal/hash.h"
#include "seal/rand.h"

#include <string.h>

void ring_table_close(struct ring_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		identity_close(&table->at[i].identity);
	}
	if (table->at != NULL) {
		mem_wipe(table->at, table->count * sizeof(*table->at));
	}
	mem_free(table->at);
	*table = (struct ring_table){0};
}

static str name_of(const struct ring_epoch *epoch)
{
	return str_bytes(epoch->ring, epoch->ring_len);
}

bool ring_add(struct ring_table *table, str ring, uint64_t epoch, str secret)
{
	struct ring_epoch *place;

	for (size_t i = 0; i < table->count; i++) {
		if (table->at[i].epoch == epoch &&
			str_eq(name_of(&table->at[i]), ring)) {
			return true;
		}
	}
	if (table->count == RING_EPOCHS_MAX) return false;
	table->at = mem_grow(table->at, table->count * sizeof(*table->at),
		(table->count + 1) * sizeof(*table->at));
	place = &table->at[table->count++];
	memcpy(place->ring, ring.at, ring.len);
	place->ring_len = ring.len;
	place->epoch = epoch;
	place->identity = identity_from(secret);
	hash_derive(secret, S(""), S("bothy/1 tag"), place->tag_key,
		sizeof(place->tag_key));
	return true;
}

const struct ring_epoch *ring_newest(const struct ring_table *table, str ring)
{
	const struct ring_epoch *newest = NULL;

	for (size_t i = 0; i < table->count; i++) {
		const struct ring_epoch *one = &table->at[i];

		if (!str_eq(name_of(one), ring)) continue;
		if (newest == NULL || one->epoch > newest->epoch) newest = one;
	}
	return newest;
}

static hash tag_hash(const struct ring_epoch *epoch,
	const unsigned char nonce[RING_NONCE_BYTES])
{
	return hash_keyed(str_bytes(epoch->tag_key, sizeof(epoch->tag_key)),
		str_bytes(nonce, RING_NONCE_BYTES));
}

void ring_tag_make(const struct ring_epoch *epoch,
	unsigned char ret_tag[RING_TAG_BYTES])
{
	hash keyed;

	rand_bytes(ret_tag, RING_NONCE_BYTES);
	keyed = tag_hash(epoch, ret_tag);
	memcpy(ret_tag + RING_NONCE_BYTES, keyed.bytes,
		RING_TAG_BYTES - RING_NONCE_BYTES);
}

const struct ring_epoch *ring_of_tag(const struct ring_table *table,
	const unsigned char tag[RING_TAG_BYTES])
{
	/* The newest first: most bodies are of it. */
	for (size_t i = table->count; i-- > 0;) {
		hash keyed = tag_hash(&table->at[i], tag);

		if (memcmp(keyed.bytes, tag + RING_NONCE_BYTES,
			RING_TAG_BYTES - RING_NONCE_BYTES) == 0) {
			return &table->at[i];
		}
	}
	return NULL;
}
