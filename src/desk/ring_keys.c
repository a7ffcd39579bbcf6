/* Handing out epochs: see ring_keys.h and doc/log.md L4, L8.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ring_keys.h"

#include <stdio.h>
#include <string.h>

bool ring_keys_add(struct ring_keys *keys, str ring, uint64_t epoch,
	const struct identity *identity)
{
	size_t at = keys->count;
	char *name = keys->names[at < RING_KEYS_MAX ? at : 0];
	int len;

	if (at == RING_KEYS_MAX) return false;
	len = snprintf(name, RING_KEYS_NAME, "%.*s.%llu", S_ARG(ring),
		(unsigned long long)epoch);
	must(len > 0 && len < RING_KEYS_NAME);
	keys->handed[at] = (struct op){.kind = OP_KEY,
		.field = str_bytes(name, (size_t)len),
		.value = secret_str(&identity->key)};
	keys->escrowed[at] = keys->handed[at];
	keys->escrowed[at].kind = OP_ESCROW;
	keys->count++;
	return true;
}

void ring_keys_bodies(struct ring_keys *keys, sign_public device,
	const recipient *recovery, struct log_body ret_bodies[2])
{
	static const char start[] = "device-";

	memcpy(keys->device_ring, start, sizeof(start) - 1);
	log_device_name(device, keys->device_ring + sizeof(start) - 1);
	ret_bodies[0] = (struct log_body){
		.ring = str_bytes(keys->device_ring, sizeof(keys->device_ring)),
		.ops = keys->handed, .op_count = keys->count};
	ret_bodies[1] = (struct log_body){.ring = S("recovery"),
		.ops = keys->escrowed, .op_count = keys->count,
		.to = recovery};
}
