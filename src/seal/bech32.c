/* Bech32: see bech32.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/bech32.h"

#include <sodium.h>

enum { CHECK_LETTERS = 6, PREFIX_MAX = 32 };

static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/* The checksum's polynomial, one 5-bit value at a time. */
static uint32_t polymod(uint32_t check, unsigned value)
{
	static const uint32_t generator[] = {0x3b6a57b2, 0x26508e6d,
		0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
	uint32_t top = check >> 25;

	check = (check & 0x1ffffff) << 5 ^ value;
	for (unsigned i = 0; i < 5; i++) {
		if (top >> i & 1) check ^= generator[i];
	}
	return check;
}

static uint32_t prefix_check(str prefix)
{
	uint32_t check = 1;

	for (size_t i = 0; i < prefix.len; i++) {
		check = polymod(check, (unsigned char)prefix.at[i] >> 5);
	}
	check = polymod(check, 0);
	for (size_t i = 0; i < prefix.len; i++) {
		check = polymod(check, (unsigned char)prefix.at[i] & 31);
	}
	return check;
}

void bech32_put(struct buf *out, str prefix, str bytes)
{
	uint32_t check = prefix_check(prefix), bits = 0;
	unsigned have = 0;

	buf_put(out, prefix);
	buf_byte(out, '1');
	for (size_t i = 0; i < bytes.len; i++) {
		bits = bits << 8 | (unsigned char)bytes.at[i];
		for (have += 8; have >= 5;) {
			have -= 5;
			check = polymod(check, bits >> have & 31);
			buf_byte(out, alphabet[bits >> have & 31]);
		}
		bits &= 31;
	}
	if (have > 0) {
		check = polymod(check, bits << (5 - have) & 31);
		buf_byte(out, alphabet[bits << (5 - have) & 31]);
	}
	for (int i = 0; i < CHECK_LETTERS; i++) check = polymod(check, 0);
	check ^= 1;
	for (int i = CHECK_LETTERS - 1; i >= 0; i--) {
		buf_byte(out, alphabet[check >> (5 * i) & 31]);
	}
}

static int value_of(char letter)
{
	for (int i = 0; i < 32; i++) {
		if (alphabet[i] == letter) return i;
	}
	return -1;
}

/* Lower-cases `text` into `lower`; false when it mixes cases. */
static bool one_case(str text, char *lower)
{
	bool small = false, large = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c >= 'a' && c <= 'z') small = true;
		if (c >= 'A' && c <= 'Z') {
			large = true;
			c = (char)(c + ('a' - 'A'));
		}
		lower[i] = c;
	}
	return !(small && large);
}

/* Data letters to bytes and the checksum. */
static bool letters_read(str data, str prefix, unsigned char *to)
{
	uint32_t check = prefix_check(prefix), bits = 0;
	unsigned have = 0;

	for (size_t i = 0; i < data.len; i++) {
		int value = value_of(data.at[i]);

		if (value < 0) return false;
		check = polymod(check, (unsigned)value);
		if (i + CHECK_LETTERS >= data.len) continue;
		bits = bits << 5 | (unsigned)value;
		have += 5;
		if (have >= 8) {
			have -= 8;
			*to++ = (unsigned char)(bits >> have & 255);
		}
		bits &= 255;
	}
	/* padding is under 5 bits and zero */
	return check == 1 && have < 5 && (bits & ((1u << have) - 1)) == 0;
}

bool bech32_read(str text, str prefix, void *ret_bytes, size_t size)
{
	size_t letters = (size * 8 + 4) / 5;
	char lower[256];
	unsigned char bytes[64];
	str all = {lower, text.len};
	bool good;

	must(size <= sizeof(bytes));
	if (text.len > sizeof(lower)) return false;
	if (text.len != prefix.len + 1 + letters + CHECK_LETTERS) return false;
	good = one_case(text, lower) && str_starts(all, prefix) &&
		lower[prefix.len] == '1' &&
		letters_read(str_from(all, prefix.len + 1), prefix, bytes);
	for (size_t i = 0; good && i < size; i++) {
		((unsigned char *)ret_bytes)[i] = bytes[i];
	}
	sodium_memzero(bytes, sizeof(bytes));
	sodium_memzero(lower, sizeof(lower));
	return good;
}
