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

str hex_text(struct arena *arena, const void *bytes, size_t size)
{
	struct buf hex = {0};
	str kept;

	buf_hex(&hex, bytes, size);
	kept = buf_take(&hex, arena);
	buf_close(&hex);
	return kept;
}

static const char base64_digit[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* One group of 3 bytes (or the last 1 or 2) as 4 letters. */
static void group_put(const unsigned char *from, size_t left, char four[4])
{
	uint32_t group = (uint32_t)from[0] << 16;

	if (left > 1) group |= (uint32_t)from[1] << 8;
	if (left > 2) group |= from[2];
	for (unsigned k = 0; k < 4; k++) {
		four[k] = base64_digit[group >> (18 - 6 * k) & 63];
	}
	if (left == 1) four[2] = '=';
	if (left <= 2) four[3] = '=';
}

void base64_put(struct buf *out, str bytes, bool padded)
{
	const unsigned char *from = (const unsigned char *)bytes.at;
	size_t whole = bytes.len / 3 * 3, left = bytes.len - whole;
	char *room;

	if (bytes.len == 0) return;
	room = buf_room(out, (bytes.len + 2) / 3 * 4);
	if (room == NULL) return;
	for (size_t i = 0; i < whole; i += 3, room += 4) {
		group_put(from + i, 3, room);
	}
	if (left > 0) group_put(from + whole, left, room);
	buf_added(out, whole / 3 * 4);
	if (left > 0) buf_added(out, padded ? 4 : left + 1);
}

/* 64 for a letter that is none. */
static unsigned base64_value(char c)
{
	if (c >= 'A' && c <= 'Z') return (unsigned)(c - 'A');
	if (c >= 'a' && c <= 'z') return (unsigned)(c - 'a') + 26;
	if (c >= '0' && c <= '9') return (unsigned)(c - '0') + 52;
	if (c == '+') return 62;
	if (c == '/') return 63;
	return 64;
}

bool base64_read(str s, bool padded, struct buf *out)
{
	uint32_t bits = 0;
	unsigned have = 0;
	char *to;

	if (padded) {
		if (s.len % 4 != 0) return false;
		if (str_ends(s, S("=="))) s.len -= 2;
		else if (str_ends(s, S("="))) s.len -= 1;
	}
	if (s.len % 4 == 1) return false;
	if (s.len == 0) return !out->failed;
	to = buf_room(out, s.len / 4 * 3 + s.len % 4);
	if (to == NULL) return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned value = base64_value(s.at[i]);

		if (value > 63) return false;
		bits = bits << 6 | value;
		have += 6;
		if (have < 8) continue;
		have -= 8;
		*to++ = (char)(bits >> have & 255);
	}
	/* [hex-1] the bits that are left over must be zero */
	if ((bits & ((1u << have) - 1)) != 0) return false;
	buf_added(out, s.len * 6 / 8);
	return true;
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
