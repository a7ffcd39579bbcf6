/* Random bytes: see rand.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/rand.h"

#include <sodium.h>

void rand_bytes(void *bytes, size_t size)
{
	randombytes_buf(bytes, size);
}

uint64_t rand_below(uint64_t limit)
{
	/* Draws above the last whole multiple are thrown away: no bias. */
	uint64_t drawn, top = UINT64_MAX - UINT64_MAX % limit;

	do {
		randombytes_buf(&drawn, sizeof(drawn));
	} while (drawn >= top);
	return drawn % limit;
}
