/* Inside store/log only: the ring epochs at hand, and which of them are proved
 * (doc/team.md T4).
 *
 * [ring-1] nothing is sealed to an epoch that is not proved: whoever never
 *          held a ring cannot bring its members to write under his key
 * [ring-2] every desk with the same proved epochs seals to the same one
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_LOG_RING_H
#define STORE_LOG_RING_H

#include "model/body.h"
#include "seal/hash.h"
#include "seal/key.h"

enum { RING_TAG_BYTES = 24, RING_NONCE_BYTES = 8, RING_PROOF_BYTES = 32 };

struct ring_epoch {
	char ring[RING_NAME_MAX];
	size_t ring_len;
	uint64_t epoch;
	struct identity identity;
	struct hash_key tag_key;
	bool proved;
	bool has_proof;
	unsigned char proof[RING_PROOF_BYTES];
	uint64_t made_ms;               /* when it was handed over first */
	bool touched;                   /* its ring is to be looked at */
	uint32_t before;                /* the next of its bucket, from 1 */
};

/* Of the team's own rings an epoch lasts 30 days, of a case until somebody left
 * it: 4096 are ten years of three rings and some two thousand cases. */
enum { RING_EPOCHS_MAX = 4096, RING_BUCKETS = 1024 };

struct ring_table {
	struct ring_epoch *at;
	size_t count, room;
	uint32_t buckets[RING_BUCKETS]; /* the last of each, from 1; 0: none */
};
/* Where what belongs to a ring is found by its name. */
size_t ring_bucket(str ring);
/* The epochs of a ring, the last that came first: begins with NULL, ends with
 * NULL. */
const struct ring_epoch *ring_each(const struct ring_table *table, str ring,
	const struct ring_epoch *last);
/* Something of it changed: it is to be looked at again (log_hand.h). */
void ring_touch(struct ring_table *table, str ring);

/* An epoch as it is handed over. */
struct ring_given {
	str ring;
	uint64_t epoch;
	str secret;                     /* 32 bytes */
	str proof;                      /* RING_PROOF_BYTES, or empty */
	uint64_t made_ms;
	bool trusted;                   /* proved without a proof */
};

void ring_table_close(struct ring_table *table);
/* True when it is new and was added. The same again, or one more than the
 * table holds, changes nothing. */
bool ring_add(struct ring_table *table, const struct ring_given *given);
str ring_name(const struct ring_epoch *epoch);
/* It is the ring of one case (doc/log.md L13). */
bool ring_is_case(str ring);
/* The proved epoch that bodies of the ring are sealed to now [ring-2]. */
const struct ring_epoch *ring_newest(const struct ring_table *table, str ring);
/* The order among epochs of one ring; `newest` may be NULL. */
bool ring_is_newer(const struct ring_epoch *one,
	const struct ring_epoch *newest);
/* The proof that whoever makes `next` held `old`. */
void ring_prove(const struct ring_epoch *old, str ring, uint64_t next_epoch,
	recipient next, unsigned char ret_proof[RING_PROOF_BYTES]);
/* L3: a fresh tag of a body under an epoch, and whose tag one is. */
void ring_tag_make(const struct ring_epoch *epoch,
	unsigned char ret_tag[RING_TAG_BYTES]);
const struct ring_epoch *ring_of_tag(const struct ring_table *table,
	const unsigned char tag[RING_TAG_BYTES]);
/* Whether a tag is one of this epoch's. */
bool ring_tag_is(const struct ring_epoch *epoch,
	const unsigned char tag[RING_TAG_BYTES]);
/* Takes back the epochs added behind the first `from`. */
void ring_forget(struct ring_table *table, size_t from);

#endif
