/* Keys between keys: see order_key.h. A key is the digits of a fraction to base
 * 26, 'a' being nought; between two fractions there is always another.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/order_key.h"

enum { BASE = 26, AT_DIGITS = 4 };

bool order_key_is_valid(str key)
{
	for (size_t i = 0; i < key.len; i++) {
		if (key.at[i] < 'a' || key.at[i] > 'z') return false;
	}
	return key.len > 0 && key.len <= ORDER_KEY_MAX &&
		key.at[key.len - 1] != 'a';
}

/* Digit `i` of the lower end: nought behind its last one. */
static int low_digit(str key, size_t i)
{
	return i < key.len ? key.at[i] - 'a' : 0;
}

/* Of the upper end; one more than any digit where there is no bound. */
static int high_digit(str key, size_t i, bool bound)
{
	if (!bound) return BASE;
	return i < key.len ? key.at[i] - 'a' : 0;
}

bool order_between(struct arena *arena, str after, str before, str *ret_key)
{
	char *key = arena_get(arena, ORDER_KEY_MAX + 1);
	bool bound = before.len > 0;

	if ((after.len > 0 && !order_key_is_valid(after)) ||
		(bound && (!order_key_is_valid(before) ||
			str_compare(after, before) >= 0))) {
		return false;
	}
	for (size_t i = 0; i < ORDER_KEY_MAX; i++) {
		int low = low_digit(after, i);
		int high = high_digit(before, i, bound);

		if (high - low > 1) {
			key[i] = (char)('a' + (low + high) / 2);
			*ret_key = str_bytes(key, i + 1);
			return true;
		}
		key[i] = (char)('a' + low);
		if (high > low) bound = false; /* already below it */
	}
	return false;
}

/* The first digit is never 'a', the last one always 'n': room on every side. */
str order_at(struct arena *arena, size_t at)
{
	char *key = arena_get(arena, AT_DIGITS + 1);

	must(at < ORDER_AT_MAX);
	for (size_t i = AT_DIGITS; i-- > 1;) {
		key[i] = (char)('a' + at % BASE);
		at /= BASE;
	}
	key[0] = (char)('b' + at);
	key[AT_DIGITS] = 'n';
	return str_bytes(key, AT_DIGITS + 1);
}
