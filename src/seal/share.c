/* Recovery parts: see share.h and doc/seal.md 7. The only includer of
 * libgfshare.
 *
 * A part is 40 bytes: 2 of set, 1 of number, 32 of share, 5 of check (the
 * first of SHA-256 over what stands before). It is written as 100 decimal
 * digits, each 2 bytes as 5 digits, in groups of 5: digits are the same in
 * every script and can be read aloud.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/share.h"

#include "base/utf8.h"
#include "seal/hash.h"
#include "seal/rand.h"

#include <libgfshare.h>
#include <sodium.h>
#include <string.h>

enum {
	SET_BYTES = 2,
	CHECK_BYTES = 5,
	BODY_BYTES = SET_BYTES + 1 + SHARE_SECRET_BYTES,
	PART_BYTES = BODY_BYTES + CHECK_BYTES,
	GROUPS = PART_BYTES / 2,
	GROUP_DIGITS = 5,
	GROUPS_A_LINE = 5
};

struct part {
	unsigned char bytes[PART_BYTES]; /* set, number, share, check */
};

static void check_of(const struct part *part, unsigned char *ret_check)
{
	hash full = hash_of(str_bytes(part->bytes, BODY_BYTES));

	memcpy(ret_check, full.bytes, CHECK_BYTES);
}

static void part_write(const struct part *part, struct buf *out)
{
	for (unsigned i = 0; i < GROUPS; i++) {
		unsigned value = (unsigned)part->bytes[2 * i] << 8 |
			part->bytes[2 * i + 1];

		if (i > 0) {
			buf_byte(out, i % GROUPS_A_LINE == 0 ? '\n' : ' ');
		}
		buf_fmt(out, "%05u", value);
	}
	buf_byte(out, '\n');
}

/* libgfshare draws its coefficients from here, and what it overwrites a share
 * with when it lets go of it: joining needs it as much as splitting. */
static void fill_random(unsigned char *bytes, unsigned count)
{
	rand_bytes(bytes, count);
}

void share_split(const struct secret *secret,
	struct buf ret_parts[SHARE_PARTS])
{
	unsigned char numbers[SHARE_PARTS] = {1, 2, 3};
	unsigned char set[SET_BYTES];
	gfshare_ctx *context;

	must(secret->size == SHARE_SECRET_BYTES);
	gfshare_fill_rand = fill_random;
	rand_bytes(set, sizeof(set));
	context = gfshare_ctx_init_enc(numbers, SHARE_PARTS, SHARE_NEEDED,
		SHARE_SECRET_BYTES);
	if (context == NULL) die("out of memory");
	gfshare_ctx_enc_setsecret(context, secret->bytes);
	for (unsigned char i = 0; i < SHARE_PARTS; i++) {
		struct part part;

		memcpy(part.bytes, set, SET_BYTES);
		part.bytes[SET_BYTES] = numbers[i];
		gfshare_ctx_enc_getshare(context, i,
			part.bytes + SET_BYTES + 1);
		check_of(&part, part.bytes + BODY_BYTES);
		part_write(&part, &ret_parts[i]);
		sodium_memzero(&part, sizeof(part));
	}
	gfshare_ctx_free(context);
}

/* A decimal digit in ASCII, Arabic-Indic or extended Arabic-Indic; -1 other. */
static int digit_of(uint32_t point)
{
	if (point >= '0' && point <= '9') return (int)(point - '0');
	if (point >= 0x660 && point <= 0x669) return (int)(point - 0x660);
	if (point >= 0x6F0 && point <= 0x6F9) return (int)(point - 0x6F0);
	return -1;
}

static bool part_read(str text, struct part *ret_part)
{
	unsigned value = 0, count = 0;
	unsigned char check[CHECK_BYTES];
	uint32_t point;

	while (text.len > 0) {
		int digit;

		if (!utf8_next(&text, &point)) return false;
		digit = digit_of(point);
		if (digit < 0) {
			if (point <= ' ' || point == '-') continue;
			return false;
		}
		if (count == GROUPS * GROUP_DIGITS) return false;
		value = value * 10 + (unsigned)digit;
		if (++count % GROUP_DIGITS != 0) continue;
		if (value > 0xFFFF) return false;
		ret_part->bytes[count / GROUP_DIGITS * 2 - 2] =
			(unsigned char)(value >> 8);
		ret_part->bytes[count / GROUP_DIGITS * 2 - 1] =
			(unsigned char)(value & 255);
		value = 0;
	}
	if (count != GROUPS * GROUP_DIGITS) return false;
	check_of(ret_part, check);
	return memcmp(check, ret_part->bytes + BODY_BYTES, CHECK_BYTES) == 0;
}

static void combine(const struct part parts[2], struct secret *ret_secret)
{
	unsigned char numbers[2] = {parts[0].bytes[SET_BYTES],
		parts[1].bytes[SET_BYTES]};
	unsigned char share[SHARE_SECRET_BYTES];
	gfshare_ctx *context;

	gfshare_fill_rand = fill_random;
	context = gfshare_ctx_init_dec(numbers, 2, SHARE_SECRET_BYTES);
	if (context == NULL) die("out of memory");
	for (unsigned char i = 0; i < 2; i++) {
		memcpy(share, parts[i].bytes + SET_BYTES + 1, sizeof(share));
		gfshare_ctx_dec_giveshare(context, i, share);
	}
	*ret_secret = secret_make(SHARE_SECRET_BYTES);
	gfshare_ctx_dec_extract(context, ret_secret->bytes);
	gfshare_ctx_free(context);
	sodium_memzero(share, sizeof(share));
}

enum share_result share_join(str one, str other, struct secret *ret_secret)
{
	struct part parts[2];
	enum share_result result = SHARE_OK;

	if (!part_read(one, &parts[0]) || !part_read(other, &parts[1])) {
		result = SHARE_TYPO;
	} else if (memcmp(parts[0].bytes, parts[1].bytes, SET_BYTES) != 0) {
		result = SHARE_OTHER_SET;
	} else if (parts[0].bytes[SET_BYTES] == parts[1].bytes[SET_BYTES]) {
		result = SHARE_SAME_PART;
	} else {
		combine(parts, ret_secret);
	}
	sodium_memzero(parts, sizeof(parts));
	return result;
}
