/* Ring epochs at hand: see log_ring.h, doc/log.md L1, L3 and doc/team.md T4.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_ring.h"

#include "base/mem.h"
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

str ring_name(const struct ring_epoch *epoch)
{
	return str_bytes(epoch->ring, epoch->ring_len);
}

bool ring_is_case(str ring)
{
	return str_starts(ring, S("case-"));
}

/* -- proofs --------------------------------------------------------------- */

void ring_prove(const struct ring_epoch *old, str ring, uint64_t next_epoch,
	recipient next, unsigned char ret_proof[RING_PROOF_BYTES])
{
	unsigned char key[32];
	struct buf text = {0};
	hash keyed;

	hash_derive(secret_str(&old->identity.key), S(""), S("bothy/1 next"),
		key, sizeof(key));
	buf_fmt(&text, "%.*s %llu ", S_ARG(ring),
		(unsigned long long)next_epoch);
	buf_hex(&text, next.bytes, sizeof(next.bytes));
	keyed = hash_keyed(str_bytes(key, sizeof(key)), buf_str(&text));
	memcpy(ret_proof, keyed.bytes, RING_PROOF_BYTES);
	mem_wipe(key, sizeof(key));
	buf_close(&text);
}

/* True when `next` carries a proof that its maker held `old`. */
static bool follows(const struct ring_epoch *old,
	const struct ring_epoch *next)
{
	unsigned char proof[RING_PROOF_BYTES];

	if (!next->has_proof || old->epoch + 1 != next->epoch) return false;
	if (!str_eq(ring_name(old), ring_name(next))) return false;
	ring_prove(old, ring_name(next), next->epoch, next->identity.recipient,
		proof);
	return secret_eq(proof, next->proof, sizeof(proof));
}

/* One more epoch may prove those before and after it. */
static void proofs_spread(struct ring_table *table)
{
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < table->count; i++) {
			struct ring_epoch *one = &table->at[i];

			for (size_t j = 0; !one->proved && j < table->count; j++) {
				const struct ring_epoch *by = &table->at[j];

				one->proved = by->proved &&
					(follows(by, one) || follows(one, by));
				again |= one->proved;
			}
		}
	}
}

/* -- the table ------------------------------------------------------------ */

static bool is_known(const struct ring_table *table,
	const struct ring_given *given, recipient to, bool *ret_first)
{
	*ret_first = true;
	for (size_t i = 0; i < table->count; i++) {
		const struct ring_epoch *one = &table->at[i];

		if (!str_eq(ring_name(one), given->ring)) continue;
		*ret_first = false;
		if (one->epoch == given->epoch &&
			recipient_eq(one->identity.recipient, to)) {
			return true;
		}
	}
	return false;
}

static void tag_key_set(str secret, struct hash_key *key)
{
	unsigned char bytes[32];

	hash_derive(secret, S(""), S("bothy/1 tag"), bytes, sizeof(bytes));
	hash_key_set(key, str_bytes(bytes, sizeof(bytes)));
	mem_wipe(bytes, sizeof(bytes));
}

bool ring_add(struct ring_table *table, const struct ring_given *given)
{
	struct identity identity = identity_from(given->secret);
	struct ring_epoch *place;
	bool first;

	if (table->count == RING_EPOCHS_MAX ||
		is_known(table, given, identity.recipient, &first)) {
		identity_close(&identity);
		return false;
	}
	table->at = mem_grow(table->at, table->count * sizeof(*table->at),
		(table->count + 1) * sizeof(*table->at));
	place = &table->at[table->count++];
	memcpy(place->ring, given->ring.at, given->ring.len);
	place->ring_len = given->ring.len;
	place->epoch = given->epoch;
	place->identity = identity;
	place->made_ms = given->made_ms;
	place->proved = given->trusted || first;
	place->has_proof = given->proof.len == RING_PROOF_BYTES;
	if (place->has_proof) {
		memcpy(place->proof, given->proof.at, RING_PROOF_BYTES);
	}
	tag_key_set(given->secret, &place->tag_key);
	proofs_spread(table);
	return true;
}

/* [ring-2] the greatest number, of equals the smallest recipient. */
bool ring_is_newer(const struct ring_epoch *one,
	const struct ring_epoch *newest)
{
	if (newest == NULL) return true;
	if (one->epoch != newest->epoch) return one->epoch > newest->epoch;
	return memcmp(one->identity.recipient.bytes,
		newest->identity.recipient.bytes,
		sizeof(one->identity.recipient.bytes)) < 0;
}

const struct ring_epoch *ring_newest(const struct ring_table *table, str ring)
{
	const struct ring_epoch *newest = NULL;

	for (size_t i = 0; i < table->count; i++) {
		const struct ring_epoch *one = &table->at[i];

		if (!one->proved || !str_eq(ring_name(one), ring)) continue;
		if (ring_is_newer(one, newest)) newest = one;
	}
	return newest;
}

void ring_forget(struct ring_table *table, size_t from)
{
	while (table->count > from) {
		struct ring_epoch *last = &table->at[--table->count];

		identity_close(&last->identity);
		mem_wipe(last, sizeof(*last));
	}
}

/* -- tags ----------------------------------------------------------------- */

static hash tag_hash(const struct ring_epoch *epoch,
	const unsigned char nonce[RING_NONCE_BYTES])
{
	return hash_under(&epoch->tag_key, str_bytes(nonce, RING_NONCE_BYTES));
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

bool ring_tag_is(const struct ring_epoch *epoch,
	const unsigned char tag[RING_TAG_BYTES])
{
	hash keyed = tag_hash(epoch, tag);

	return memcmp(keyed.bytes, tag + RING_NONCE_BYTES,
		RING_TAG_BYTES - RING_NONCE_BYTES) == 0;
}

const struct ring_epoch *ring_of_tag(const struct ring_table *table,
	const unsigned char tag[RING_TAG_BYTES])
{
	/* The newest first: most bodies are of it. Cases are many, and few
	 * bodies are of each. */
	for (int cases = 0; cases < 2; cases++) {
		for (size_t i = table->count; i-- > 0;) {
			const struct ring_epoch *one = &table->at[i];

			if (ring_is_case(ring_name(one)) == (cases == 1) &&
				ring_tag_is(one, tag)) {
				return one;
			}
		}
	}
	return NULL;
}
