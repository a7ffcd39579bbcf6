/* Handing out epochs: see ring_keys.h and doc/log.md L4, L8.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ring_keys.h"

#include <string.h>

static struct ring_marks *marks_of(struct ring_keys *keys, str ring)
{
	for (size_t i = 0; i < keys->rings.count; i++) {
		if (str_eq(keys->rings.at[i].ring, ring)) {
			return &keys->rings.at[i];
		}
	}
	LIST_ADD(keys->arena, &keys->rings, ((struct ring_marks){
		.ring = str_dup(keys->arena, ring)}));
	return &keys->rings.at[keys->rings.count - 1];
}

void ring_keys_add(struct ring_keys *keys, const struct log_epoch_row *row)
{
	struct ring_marks *marks = marks_of(keys, row->ring);
	struct op op, mark;

	log_escrow_op(keys->arena, row, &op);
	LIST_ADD(keys->arena, &keys->escrowed, op);
	op.kind = OP_KEY;
	/* Those may end one day (doc/log.md L12.2), the team's do not. */
	if (str_eq(row->ring, S("team"))) {
		LIST_ADD(keys->arena, &keys->handed, op);
	} else {
		LIST_ADD(keys->arena, &keys->apart, op);
	}
	log_escrow_mark(keys->arena, row, &keys->recovery, &mark);
	LIST_ADD(keys->arena, &marks->ops, mark);
}

void ring_keys_say(struct ring_keys *keys, str ring, struct op op)
{
	struct ring_marks *marks = marks_of(keys, ring);

	LIST_ADD(keys->arena, &marks->ops, op);
}

/* Of the device's own ring. */
static size_t own_bodies(struct ring_keys *keys, struct log_body *ret_bodies)
{
	const struct ring_ops *all[] = {&keys->handed, &keys->apart};
	size_t count = 0;

	for (size_t i = 0; i < NELEM(all); i++) {
		if (all[i]->count == 0) continue;
		ret_bodies[count++] = (struct log_body){.ring = str_bytes(
			keys->device_ring, sizeof(keys->device_ring)),
			.ops = all[i]->at, .op_count = all[i]->count};
	}
	return count;
}

size_t ring_keys_bodies(struct ring_keys *keys, const sign_public *device,
	struct log_body ret_bodies[LOG_BODIES_MAX])
{
	static const char start[] = "device-";
	size_t count = 0;

	if (device != NULL) {
		memcpy(keys->device_ring, start, sizeof(start) - 1);
		log_device_name(*device, keys->device_ring + sizeof(start) - 1);
		count += own_bodies(keys, ret_bodies);
	}
	ret_bodies[count++] = (struct log_body){.ring = S("recovery"),
		.ops = keys->escrowed.at, .op_count = keys->escrowed.count,
		.to = &keys->recovery};
	for (size_t i = 0; i < keys->rings.count; i++) {
		const struct ring_marks *one = &keys->rings.at[i];

		if (count == LOG_BODIES_MAX - RING_KEYS_SPARE) break;
		ret_bodies[count++] = (struct log_body){.ring = one->ring,
			.ops = one->ops.at, .op_count = one->ops.count};
	}
	return count;
}
