/* The contact's code: see code.h and doc/seal.md 3 (C1 to C5).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/code.h"

#include "base/digit.h"
#include "base/utf8.h"
#include "seal/hash.h"
#include "seal/rand.h"

#include <sodium.h>
#include <string.h>

enum {
	MODULUS = 97,
	GROUP_DIGITS = 4,
	KDF_PASSES = 2,
	KDF_BYTES = 19 * 1024 * 1024,
	ROOT_BYTES = 32
};

/* ISO 7064 MOD 97-10 over digits: the remainder of the number. */
static unsigned remainder_of(const char *digits, size_t count)
{
	unsigned rest = 0;

	for (size_t i = 0; i < count; i++) {
		rest = (rest * 10 + (unsigned)(digits[i] - '0')) % MODULUS;
	}
	return rest;
}

code code_make(void)
{
	code made;
	unsigned check;

	for (size_t i = 0; i < CODE_SECRET_DIGITS; i++) { /* C1 */
		made.digits[i] = (char)('0' + rand_below(10));
	}
	made.digits[22] = made.digits[23] = '0';
	check = MODULUS + 1 - remainder_of(made.digits, CODE_DIGITS); /* C2 */
	made.digits[22] = (char)('0' + check / 10);
	made.digits[23] = (char)('0' + check % 10);
	return made;
}

/* What may stand between digits: blanks, dashes, dots, direction marks. */
static bool is_spacing(uint32_t point)
{
	return point <= 0x20 || point == '-' || point == '.' || point == 0xA0 ||
	       point == 0x61C || (point >= 0x2000 && point <= 0x2015) ||
	       (point >= 0x2028 && point <= 0x202F) ||
	       (point >= 0x2060 && point <= 0x2069) || point == 0x3000 ||
	       point == 0xFEFF;
}

bool code_read(str typed, code *ret_code)
{
	code read;
	size_t count = 0;
	uint32_t point;

	while (typed.len > 0) { /* C3 */
		int digit;

		if (!utf8_next(&typed, &point)) return false;
		digit = digit_of(point);
		if (digit < 0 && is_spacing(point)) continue;
		if (digit < 0 || count == CODE_DIGITS) return false;
		read.digits[count++] = (char)('0' + digit);
	}
	if (count != CODE_DIGITS) return false;
	if (remainder_of(read.digits, CODE_DIGITS) != 1) return false;
	*ret_code = read;
	return true;
}

void code_write(code shown, struct buf *out)
{
	for (size_t i = 0; i < CODE_DIGITS; i++) {
		if (i > 0 && i % GROUP_DIGITS == 0) buf_byte(out, ' ');
		buf_byte(out, shown.digits[i]);
	}
}

void code_derive(code secret_code, const unsigned char salt[CODE_SALT_BYTES],
	struct code_keys *ret_keys)
{
	struct secret root = secret_make(ROOT_BYTES);
	struct secret identity = secret_make(32);
	str key;

	/* C4 */
	if (crypto_pwhash(root.bytes, ROOT_BYTES, secret_code.digits,
		    CODE_SECRET_DIGITS, salt, KDF_PASSES, KDF_BYTES,
		    crypto_pwhash_ALG_ARGON2ID13) != 0) {
		die("out of memory");
	}
	key = secret_str(&root);
	/* C5 */
	hash_derive(key, S(""), S("bothy/1 mailbox"), ret_keys->mailbox,
		CODE_MAILBOX_BYTES);
	hash_derive(key, S(""), S("bothy/1 identity"), identity.bytes, 32);
	ret_keys->identity = identity_from(secret_str(&identity));
	ret_keys->erase = secret_make(CODE_ERASE_BYTES);
	hash_derive(key, S(""), S("bothy/1 erase"), ret_keys->erase.bytes,
		CODE_ERASE_BYTES);
	secret_close(&identity);
	secret_close(&root);
}

void code_keys_close(struct code_keys *keys)
{
	identity_close(&keys->identity);
	secret_close(&keys->erase);
	mem_wipe(keys->mailbox, sizeof(keys->mailbox));
}
