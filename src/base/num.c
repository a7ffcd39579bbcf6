/* Strict numbers: see num.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/num.h"

bool num_read(str s, uint64_t max, uint64_t *ret_number)
{
	uint64_t number = 0;

	if (s.len == 0 || s.len > 20) return false;
	if (s.len > 1 && s.at[0] == '0') return false;
	for (size_t i = 0; i < s.len; i++) {
		uint64_t digit = (uint64_t)(unsigned char)s.at[i] - '0';
		if (digit > 9) return false;
		if (__builtin_mul_overflow(number, (uint64_t)10, &number) ||
			__builtin_add_overflow(number, digit, &number)) {
			return false;
		}
	}
	if (number > max) return false;
	*ret_number = number;
	return true;
}
