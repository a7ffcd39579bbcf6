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

/* -- by name -------------------------------------------------------------- */

/* FNV-1a. */
size_t ring_bucket(str ring)
{
	uint32_t mixed = 2166136261u;

	for (size_t i = 0; i < ring.len; i++) {
		mixed = (mixed ^ (unsigned char)ring.at[i]) * 16777619u;
	}
	return mixed % RING_BUCKETS;
}

const struct ring_epoch *ring_each(const struct ring_table *table, str ring,
	const struct ring_epoch *last)
{
	uint32_t next = last == NULL ? table->buckets[ring_bucket(ring)]
				     : last->before;

	while (next != 0 && !str_eq(ring_name(&table->at[next - 1]), ring)) {
		next = table->at[next - 1].before;
	}
	return next == 0 ? NULL : &table->at[next - 1];
}

void ring_touch(struct ring_table *table, str ring)
{
	const struct ring_epoch *last = ring_each(table, ring, NULL);

	if (last != NULL) table->at[last - table->at].touched = true;
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
static bool is_proved(const struct ring_table *table,
	const struct ring_epoch *one)
{
	const struct ring_epoch *by = NULL;

	while ((by = ring_each(table, ring_name(one), by)) != NULL) {
		if (by->proved && (follows(by, one) || follows(one, by))) {
			return true;
		}
	}
	return false;
}

static void proofs_spread(struct ring_table *table, str ring)
{
	bool again = true;

	while (again) {
		const struct ring_epoch *one = NULL;

		again = false;
		while ((one = ring_each(table, ring, one)) != NULL) {
			if (one->proved || !is_proved(table, one)) continue;
			table->at[one - table->at].proved = again = true;
		}
	}
}

/* -- the table ------------------------------------------------------------ */

static bool is_known(const struct ring_table *table,
	const struct ring_given *given, recipient to, bool *ret_first)
{
	const struct ring_epoch *one = NULL;

	*ret_first = true;
	while ((one = ring_each(table, given->ring, one)) != NULL) {
		*ret_first = false;
		if (one->epoch == given->epoch &&
			recipient_eq(one->identity.recipient, to)) {
			return true;
		}
	}
	return false;
}

static struct ring_epoch *room_for(struct ring_table *table, str ring)
{
	uint32_t *bucket = &table->buckets[ring_bucket(ring)];
	size_t room = table->room == 0 ? 16 : 2 * table->room;
	struct ring_epoch *place;

	if (table->count == table->room) {
		table->at = mem_grow(table->at,
			mem_times(table->room, sizeof(*table->at)),
			mem_times(room, sizeof(*table->at)));
		table->room = room;
	}
	place = &table->at[table->count++];
	memcpy(place->ring, ring.at, ring.len);
	place->ring_len = ring.len;
	place->before = *bucket;
	place->touched = true;
	*bucket = (uint32_t)table->count;
	return place;
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
	place = room_for(table, given->ring);
	place->epoch = given->epoch;
	place->identity = identity;
	place->made_ms = given->made_ms;
	place->proved = given->trusted || first;
	place->has_proof = given->proof.len == RING_PROOF_BYTES;
	if (place->has_proof) {
		memcpy(place->proof, given->proof.at, RING_PROOF_BYTES);
	}
	tag_key_set(given->secret, &place->tag_key);
	proofs_spread(table, ring_name(place));
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
	const struct ring_epoch *newest = NULL, *one = NULL;

	while ((one = ring_each(table, ring, one)) != NULL) {
		if (one->proved && ring_is_newer(one, newest)) newest = one;
	}
	return newest;
}

void ring_forget(struct ring_table *table, size_t from)
{
	while (table->count > from) {
		struct ring_epoch *last = &table->at[--table->count];

		table->buckets[ring_bucket(ring_name(last))] = last->before;
		ring_touch(table, ring_name(last));
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
