/* UTF-8: see utf8.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/utf8.h"

#include <string.h>

/* Length of the longer sequence that `lead` begins, and its smallest point. */
static size_t lead_length(unsigned char lead, uint32_t *ret_smallest)
{
	if (lead >= 0xE0 && lead <= 0xEF) {
		*ret_smallest = 0x800;
		return 3;
	}
	if (lead >= 0xF0 && lead <= 0xF4) {
		*ret_smallest = 0x10000;
		return 4;
	}
	return 0;
}

bool utf8_next_long(str *rest, uint32_t *ret_point)
{
	uint32_t smallest = 0, point;
	size_t length;

	if (rest->len == 0) return false;
	length = lead_length((unsigned char)rest->at[0], &smallest);
	if (length == 0 || length > rest->len) return false;
	point = (unsigned char)rest->at[0];
	point &= 0x7Fu >> length;
	for (size_t i = 1; i < length; i++) {
		unsigned char next = (unsigned char)rest->at[i];
		if ((next & 0xC0) != 0x80) return false;
		point = point << 6 | (next & 0x3F);
	}
	if (point < smallest || point > 0x10FFFF) return false;
	if (point >= 0xD800 && point <= 0xDFFF) return false;
	*rest = str_from(*rest, length);
	*ret_point = point;
	return true;
}

/* Eight Latin letters at once, where they are. */
static size_t latin_len(str s)
{
	size_t len = 0;

	while (s.len - len >= sizeof(uint64_t)) {
		uint64_t eight;

		memcpy(&eight, s.at + len, sizeof(eight));
		if ((eight & 0x8080808080808080u) != 0) break;
		len += sizeof(eight);
	}
	return len;
}

bool utf8_is_valid(str s)
{
	uint32_t point;

	while (s.len > 0) {
		if ((unsigned char)s.at[0] < 0x80) {
			s = str_from(s, latin_len(s));
			if (s.len == 0) return true;
		}
		if (!utf8_next(&s, &point)) return false;
	}
	return true;
}

void utf8_put(struct buf *out, uint32_t point)
{
	if (point < 0x80) {
		buf_byte(out, (char)point);
		return;
	}
	if (point < 0x800) {
		buf_byte(out, (char)(0xC0 | point >> 6));
	} else if (point < 0x10000) {
		buf_byte(out, (char)(0xE0 | point >> 12));
		buf_byte(out, (char)(0x80 | (point >> 6 & 0x3F)));
	} else {
		must(point <= 0x10FFFF);
		buf_byte(out, (char)(0xF0 | point >> 18));
		buf_byte(out, (char)(0x80 | (point >> 12 & 0x3F)));
		buf_byte(out, (char)(0x80 | (point >> 6 & 0x3F)));
	}
	buf_byte(out, (char)(0x80 | (point & 0x3F)));
}

size_t utf8_count(str s)
{
	size_t count = 0;
	uint32_t point;

	while (s.len > 0) {
		if (!utf8_next(&s, &point)) s = str_from(s, 1);
		count++;
	}
	return count;
}

str utf8_first(str s, size_t bytes)
{
	if (bytes >= s.len) return s;
	while (bytes > 0 && ((unsigned char)s.at[bytes] & 0xC0) == 0x80) {
		bytes--;
	}
	return str_first(s, bytes);
}
