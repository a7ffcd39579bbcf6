/* Digits of any keyboard: see digit_typed.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/digit_typed.h"

#include "base/digit.h"
#include "base/utf8.h"

str digit_western(struct arena *arena, str typed)
{
	struct buf out = {0};
	uint32_t point;
	str kept;

	while (utf8_next(&typed, &point)) {
		int digit = digit_of(point);

		utf8_put(&out, digit < 0 ? point : (uint32_t)('0' + digit));
	}
	buf_put(&out, typed);
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

bool digit_take(str *rest, size_t count, unsigned *ret_number)
{
	unsigned number = 0;

	if (rest->len < count) return false;
	for (size_t i = 0; i < count; i++) {
		unsigned digit = (unsigned)(rest->at[i] - '0');

		if (digit > 9) return false;
		number = number * 10 + digit;
	}
	*rest = str_from(*rest, count);
	*ret_number = number;
	return true;
}

bool digit_skip(str *rest, char byte)
{
	if (rest->len == 0 || rest->at[0] != byte) return false;
	*rest = str_from(*rest, 1);
	return true;
}
