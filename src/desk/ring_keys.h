/* The epochs a device begins with, as the bodies of a commit: handed to the
 * device, and sealed for recovery. Founding and recovery write the same.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RING_KEYS_H
#define DESK_RING_KEYS_H

#include "store/log.h"

enum {
	RING_KEYS_MAX = 64,        /* five years of three rings, a month each */
	RING_KEYS_NAME = 64
};

/* Secrets are borrowed: from identities, or from the log's own table. */
struct ring_keys {
	char names[RING_KEYS_MAX][RING_KEYS_NAME];
	struct op handed[RING_KEYS_MAX], escrowed[RING_KEYS_MAX];
	size_t count;
	char device_ring[sizeof("device-") - 1 + LOG_DEVICE_HEX];
};

/* False when there are more than RING_KEYS_MAX. */
bool ring_keys_add(struct ring_keys *keys, str ring, uint64_t epoch,
	const struct identity *identity) MUST_USE;
/* Writes two bodies: to the device itself, and to the recovery identity.
 * `keys` and `recovery` must outlive them. */
void ring_keys_bodies(struct ring_keys *keys, sign_public device,
	const recipient *recovery, struct log_body ret_bodies[2]);

#endif
