/* Size classes and Padmé: see pad.h. Padmé (Nikitin et al., PETS 2019): the
 * length is rounded up so that only its top bits remain, at most 12 % more.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/pad.h"

enum { FLOOR_BYTES = 1024 };

size_t pad_class(size_t len)
{
	static const size_t classes[] = {1024, 4096, 16384, 65536};

	for (size_t i = 0; i < NELEM(classes); i++) {
		if (len <= classes[i]) return classes[i];
	}
	return 0;
}

/* floor(log2(n)) for n > 0 */
static unsigned log2_floor(uint64_t n)
{
	unsigned log = 0;

	while (n >>= 1) log++;
	return log;
}

uint64_t pad_padme(uint64_t len)
{
	unsigned exponent, keep;
	uint64_t mask;

	if (len <= FLOOR_BYTES) return FLOOR_BYTES;
	exponent = log2_floor(len);
	keep = log2_floor(exponent) + 1;
	mask = ((uint64_t)1 << (exponent - keep)) - 1;
	return (len + mask) & ~mask;
}
