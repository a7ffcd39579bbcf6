/* Inside store/log only: the ring epochs at hand.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_LOG_RING_H
#define STORE_LOG_RING_H

#include "model/body.h"
#include "seal/key.h"

struct ring_epoch {
	char ring[RING_NAME_MAX];
	size_t ring_len;
	uint64_t epoch;
	struct identity identity;
	unsigned char tag_key[32];
};

/* An epoch lasts 30 days: 512 are ten years of four rings. */
enum { RING_EPOCHS_MAX = 512, RING_TAG_BYTES = 24, RING_NONCE_BYTES = 8 };

struct ring_table {
	struct ring_epoch *at;
	size_t count;
};

void ring_table_close(struct ring_table *table);
/* False when the table is full. The same again changes nothing. */
bool ring_add(struct ring_table *table, str ring, uint64_t epoch, str secret)
	MUST_USE;
const struct ring_epoch *ring_newest(const struct ring_table *table, str ring);
/* L3: a fresh tag of a body under an epoch, and whose tag one is. */
void ring_tag_make(const struct ring_epoch *epoch,
	unsigned char ret_tag[RING_TAG_BYTES]);
const struct ring_epoch *ring_of_tag(const struct ring_table *table,
	const unsigned char tag[RING_TAG_BYTES]);

#endif
