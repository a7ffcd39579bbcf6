/* The epochs a device begins with, as the bodies of a commit: handed to the
 * device, sealed for recovery, and in each ring that this was done. Founding,
 * recovery and new parts write the same.
 *
 * [ring_keys-1] the ring team is the first of them, so what it says is there
 *               whatever else does not fit; an epoch without its mark is
 *               sealed again by the next log_hand, and never forgotten
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RING_KEYS_H
#define DESK_RING_KEYS_H

#include "base/list.h"
#include "store/log.h"

enum { RING_KEYS_BYTES = 8 << 20, RING_KEYS_SPARE = 20 };

struct ring_ops LIST_OF(struct op);
struct ring_marks { str ring; struct ring_ops ops; };

struct ring_keys {
	struct arena *arena;
	recipient recovery;
	struct ring_ops handed, apart, escrowed; /* the team's, others */
	struct ring_marks_list LIST_OF(struct ring_marks) rings;
	char device_ring[sizeof("device-") - 1 + LOG_DEVICE_HEX];
};

void ring_keys_add(struct ring_keys *keys, const struct log_epoch_row *row);
/* One more op for the body of a ring. What it points to must stay. */
void ring_keys_say(struct ring_keys *keys, str ring, struct op op);
/* Writes the bodies and returns how many; RING_KEYS_SPARE places of
 * LOG_BODIES_MAX stay free. `device`: whom the epochs are handed to; NULL: it
 * has them. `keys` must outlive them. */
size_t ring_keys_bodies(struct ring_keys *keys, const sign_public *device,
	struct log_body ret_bodies[LOG_BODIES_MAX]);

#endif
