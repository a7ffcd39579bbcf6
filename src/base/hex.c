/* Hex, base64, base32: see hex.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/hex.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9') return c - '0';
	if (c >= 'a' && c <= 'f') return c - 'a' + 10;
	return -1;
}

bool hex_read(str s, void *ret_bytes, size_t size)
{
	unsigned char *to = ret_bytes;

	if (s.len != mem_times(size, 2)) return false;
	for (size_t i = 0; i < s.len; i++) {
		if (hex_digit(s.at[i]) < 0) return false;
	}
	for (size_t i = 0; i < size; i++) {
		to[i] = (unsigned char)(hex_digit(s.at[2 * i]) << 4 |
			hex_digit(s.at[2 * i + 1]));
	}
	return true;
}

static const char base64_digit[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_put(struct buf *out, str bytes, bool padded)
{
	const unsigned char *from = (const unsigned char *)bytes.at;
	size_t i = 0;

	for (; i < bytes.len; i += 3) {
		size_t left = bytes.len - i;
		uint32_t group = (uint32_t)from[i] << 16;
		char four[4];

		if (left > 1) group |= (uint32_t)from[i + 1] << 8;
		if (left > 2) group |= from[i + 2];
		for (unsigned k = 0; k < 4; k++) {
			four[k] = base64_digit[group >> (18 - 6 * k) & 63];
		}
		if (left == 1) four[2] = '=';
		if (left <= 2) four[3] = '=';
		buf_put(out, (str){four,
			padded || left > 2 ? 4 : left + 1});
	}
}

static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z') return c - 'A';
	if (c >= 'a' && c <= 'z') return c - 'a' + 26;
	if (c >= '0' && c <= '9') return c - '0' + 52;
	if (c == '+') return 62;
	if (c == '/') return 63;
	return -1;
}

bool base64_read(str s, bool padded, struct buf *out)
{
	uint32_t bits = 0;
	unsigned have = 0;

	if (padded) {
		if (s.len % 4 != 0) return false;
		if (str_ends(s, S("=="))) s.len -= 2;
		else if (str_ends(s, S("="))) s.len -= 1;
	}
	if (s.len % 4 == 1) return false;
	for (size_t i = 0; i < s.len; i++) {
		int value = base64_value(s.at[i]);
		if (value < 0) return false;
		bits = bits << 6 | (uint32_t)value;
		have += 6;
		if (have >= 8) {
			have -= 8;
			buf_byte(out, (char)(bits >> have & 255));
		}
	}
	/* [hex-1] the bits that are left over must be zero */
	return (bits & ((1u << have) - 1)) == 0 && !out->failed;
}

void base32_put(struct buf *out, str bytes)
{
	static const char digit[] = "abcdefghijklmnopqrstuvwxyz234567";
	uint32_t bits = 0;
	unsigned have = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		bits = bits << 8 | (unsigned char)bytes.at[i];
		have += 8;
		while (have >= 5) {
			have -= 5;
			buf_byte(out, digit[bits >> have & 31]);
		}
	}
	if (have > 0) buf_byte(out, digit[bits << (5 - have) & 31]);
}
