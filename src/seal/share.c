/* Recovery parts: see share.h and doc/seal.md 7. The only includer of
 * libgfshare.
 *
 * A part is 40 bytes: 2 of set, 1 of how many are needed and of number, 32 of
 * share, 5 of check (the first of SHA-256 over what stands before). It is
 * written as 100 decimal
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

/* V1: how many are needed stands beside the number; 2, the usual, is 0. */
static unsigned char number_byte(struct share_kind kind, unsigned number)
{
	return (unsigned char)((kind.needed - 2) << 4 | number);
}

static unsigned number_of(const struct part *part)
{
	return part->bytes[SET_BYTES] & 15u;
}

static unsigned needed_of(const struct part *part)
{
	return (part->bytes[SET_BYTES] >> 4) + 2u;
}

bool share_kind_is_right(struct share_kind kind)
{
	return kind.needed >= 2 && kind.needed <= kind.parts &&
	       kind.parts <= SHARE_PARTS_MAX;
}

void share_deal(const struct secret *secret, struct share_kind kind,
	struct buf *ret_parts)
{
	unsigned char numbers[SHARE_PARTS_MAX];
	unsigned char set[SET_BYTES];
	gfshare_ctx *context;

	must(secret->size == SHARE_SECRET_BYTES && share_kind_is_right(kind));
	gfshare_fill_rand = fill_random;
	rand_bytes(set, sizeof(set));
	for (unsigned i = 0; i < kind.parts; i++) {
		numbers[i] = (unsigned char)(i + 1);
	}
	context = gfshare_ctx_init_enc(numbers, kind.parts,
		(unsigned char)kind.needed, SHARE_SECRET_BYTES);
	if (context == NULL) die("out of memory");
	gfshare_ctx_enc_setsecret(context, secret->bytes);
	for (unsigned char i = 0; i < kind.parts; i++) {
		struct part part;

		memcpy(part.bytes, set, SET_BYTES);
		part.bytes[SET_BYTES] = number_byte(kind, i + 1u);
		gfshare_ctx_enc_getshare(context, i,
			part.bytes + SET_BYTES + 1);
		check_of(&part, part.bytes + BODY_BYTES);
		part_write(&part, &ret_parts[i]);
		sodium_memzero(&part, sizeof(part));
	}
	gfshare_ctx_free(context);
}

void share_split(const struct secret *secret,
	struct buf ret_parts[SHARE_PARTS])
{
	share_deal(secret, (struct share_kind){SHARE_NEEDED, SHARE_PARTS},
		ret_parts);
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
	if (number_of(ret_part) == 0) return false;
	return memcmp(check, ret_part->bytes + BODY_BYTES, CHECK_BYTES) == 0;
}

unsigned share_needed(str text)
{
	struct part part;
	unsigned needed = part_read(text, &part) ? needed_of(&part) : 0;

	sodium_memzero(&part, sizeof(part));
	return needed;
}

static void combine(const struct part *parts, unsigned needed,
	struct secret *ret_secret)
{
	unsigned char numbers[SHARE_PARTS_MAX];
	unsigned char share[SHARE_SECRET_BYTES];
	gfshare_ctx *context;

	for (unsigned i = 0; i < needed; i++) {
		numbers[i] = (unsigned char)number_of(&parts[i]);
	}
	gfshare_fill_rand = fill_random;
	context = gfshare_ctx_init_dec(numbers, needed, SHARE_SECRET_BYTES);
	if (context == NULL) die("out of memory");
	for (unsigned char i = 0; i < needed; i++) {
		memcpy(share, parts[i].bytes + SET_BYTES + 1, sizeof(share));
		gfshare_ctx_dec_giveshare(context, i, share);
	}
	*ret_secret = secret_make(SHARE_SECRET_BYTES);
	gfshare_ctx_dec_extract(context, ret_secret->bytes);
	gfshare_ctx_free(context);
	sodium_memzero(share, sizeof(share));
}

/* Whether part `at` goes together with those before it. */
static enum share_result fits(const struct part *parts, size_t at)
{
	const struct part *one = &parts[at];

	if (memcmp(one->bytes, parts[0].bytes, SET_BYTES) != 0 ||
		needed_of(one) != needed_of(&parts[0])) {
		return SHARE_OTHER_SET;
	}
	for (size_t i = 0; i < at; i++) {
		if (number_of(one) == number_of(&parts[i])) {
			return SHARE_SAME_PART;
		}
	}
	return SHARE_OK;
}

enum share_result share_gather(const str *texts, size_t count,
	struct secret *ret_secret, size_t *ret_at)
{
	struct part parts[SHARE_PARTS_MAX];
	enum share_result result = SHARE_OK;

	*ret_at = 0;
	for (size_t i = 0; i < count && result == SHARE_OK; i++) {
		*ret_at = i;
		if (i == SHARE_PARTS_MAX) result = SHARE_SAME_PART;
		else if (!part_read(texts[i], &parts[i])) result = SHARE_TYPO;
		else result = fits(parts, i);
	}
	if (result == SHARE_OK && (count == 0 ||
		count < needed_of(&parts[0]))) {
		result = SHARE_TOO_FEW;
	}
	if (result == SHARE_OK) {
		combine(parts, needed_of(&parts[0]), ret_secret);
	}
	sodium_memzero(parts, sizeof(parts));
	return result;
}

/* Behind the last digit of the first part. */
static size_t part_end(str typed)
{
	str rest = typed;
	unsigned count = 0;
	uint32_t point;

	while (count < GROUPS * GROUP_DIGITS && utf8_next(&rest, &point)) {
		count += digit_of(point) >= 0;
	}
	return typed.len - rest.len;
}

size_t share_cut(str typed, str *ret_texts, size_t max)
{
	size_t count = 0;

	for (typed = str_trim(typed); typed.len > 0 && count < max;
		typed = str_trim(typed)) {
		size_t end = count + 1 == max ? typed.len : part_end(typed);

		if (end == 0) end = typed.len; /* no digit can be found */
		ret_texts[count++] = str_first(typed, end);
		typed = str_from(typed, end);
	}
	return count;
}

enum share_result share_join(str one, str other, struct secret *ret_secret)
{
	str two[] = {one, other};
	size_t at;

	return share_gather(two, NELEM(two), ret_secret, &at);
}
