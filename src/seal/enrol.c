/* The digits of a joining: see enrol.h and doc/team.md T3. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/enrol.h"

/* The remainder of a big-endian number by 10; the number becomes the whole
 * part. */
static unsigned digit_take(unsigned char *bytes, size_t size)
{
	unsigned rest = 0;

	for (size_t i = 0; i < size; i++) {
		unsigned value = rest << 8 | bytes[i];

		bytes[i] = (unsigned char)(value / 10);
		rest = value % 10;
	}
	return rest;
}

void enrol_code(str org, hash roster, sign_public key, recipient to,
	struct buf *out)
{
	struct buf text = {0};
	char digits[ENROL_DIGITS];
	hash sum;

	buf_fmt(&text, "bothy-enrol/1 %.*s ", S_ARG(org));
	buf_hex(&text, roster.bytes, sizeof(roster.bytes));
	buf_byte(&text, ' ');
	buf_hex(&text, key.bytes, sizeof(key.bytes));
	buf_byte(&text, ' ');
	buf_hex(&text, to.bytes, sizeof(to.bytes));
	buf_byte(&text, '\n');
	sum = hash_of(buf_str(&text));
	buf_close(&text);
	for (size_t i = ENROL_DIGITS; i-- > 0;) {
		digits[i] = (char)('0' + digit_take(sum.bytes, sizeof(sum.bytes)));
	}
	for (size_t i = 0; i < ENROL_DIGITS; i += ENROL_GROUP) {
		if (i > 0) buf_byte(out, ' ');
		buf_put(out, str_bytes(digits + i, ENROL_GROUP));
	}
}
