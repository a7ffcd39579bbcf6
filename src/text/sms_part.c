/* Letters and parts of an SMS: see sms_part.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/sms_part.h"

#include "base/utf8.h"

enum { TWO_UNITS_FROM = 0x10000 };

size_t sms_letters(str text)
{
	size_t count = 0;
	uint32_t point;

	while (text.len > 0) {
		if (!utf8_next(&text, &point)) {
			text = str_from(text, 1);
			point = 0xFFFD;
		}
		count += point >= TWO_UNITS_FROM ? 2 : 1;
	}
	return count;
}

size_t sms_parts(size_t letters)
{
	if (letters == 0) return 0;
	return letters <= SMS_ALONE ? 1
		: (letters + SMS_PART - 1) / SMS_PART;
}
