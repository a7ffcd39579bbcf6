/* Tests of seal/: known answers, round trips, and that nothing cut or changed
 * opens. Interop with the age and minisign programs is test/e2e/interop.mjs.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/hex.h"
#include "seal/age.h"
#include "seal/code.h"
#include "seal/hash.h"
#include "seal/minisign.h"
#include "seal/pad.h"
#include "seal/rand.h"
#include "seal/share.h"

static void is_hex(const void *bytes, size_t size, const char *want)
{
	struct buf out = {0};

	buf_hex(&out, bytes, size);
	is_str(buf_str(&out), str_of(want));
	buf_close(&out);
}

TEST(hkdf_gives_the_first_answer_of_rfc_5869)
{
	unsigned char key[22], salt[13], info[10], okm[42];

	UNUSED_STATE;
	memset(key, 0x0b, sizeof(key));
	for (unsigned char i = 0; i < 13; i++) salt[i] = i;
	for (unsigned char i = 0; i < 10; i++) {
		info[i] = (unsigned char)(0xf0 + i);
	}
	hash_derive(str_bytes(key, 22), str_bytes(salt, 13),
		str_bytes(info, 10), okm, sizeof(okm));
	is_hex(okm, sizeof(okm),
		"3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5"
		"bf34007208d5b887185865");
}

TEST(sizes_around_every_boundary_open_to_the_same_bytes)
{
	static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 131072,
		131073, 300000};
	struct identity who = identity_make();

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(sizes); i++) {
		struct buf sealed = {0}, plain = {0};
		char *bytes = mem_get(sizes[i] + 1);

		rand_bytes(bytes, sizes[i]);
		age_seal(&sealed, str_bytes(bytes, sizes[i]), &who.recipient,
			1);
		assert_int_equal(sealed.len, age_sealed_size(sizes[i], 1));
		assert_int_equal(age_open(&plain, buf_str(&sealed), &who, 1),
			AGE_OK);
		assert_int_equal(plain.len, sizes[i]);
		assert_memory_equal(plain.at == NULL ? "" : plain.at, bytes,
			sizes[i]);
		buf_close(&sealed);
		buf_close(&plain);
		mem_free(bytes);
	}
	identity_close(&who);
}

TEST(every_cut_and_every_flipped_bit_of_a_small_file_fails)
{
	/* [age-1] and nothing is given out */
	struct identity who = identity_make();
	struct buf sealed = {0}, plain = {0};

	UNUSED_STATE;
	age_seal(&sealed, S("words of a person"), &who.recipient, 1);
	for (size_t len = 0; len < sealed.len; len++) {
		assert_int_not_equal(age_open(&plain,
			str_first(buf_str(&sealed), len), &who, 1), AGE_OK);
		assert_int_equal(plain.len, 0);
	}
	for (size_t i = 0; i < sealed.len * 8; i++) {
		sealed.at[i / 8] ^= (char)(1 << i % 8);
		assert_int_not_equal(age_open(&plain, buf_str(&sealed), &who,
			1), AGE_OK);
		assert_int_equal(plain.len, 0);
		sealed.at[i / 8] ^= (char)(1 << i % 8);
	}
	buf_close(&sealed);
	buf_close(&plain);
	identity_close(&who);
}

TEST(a_stranger_key_is_no_match_and_a_passphrase_works)
{
	struct identity who = identity_make(), other = identity_make();
	struct buf sealed = {0}, plain = {0};

	UNUSED_STATE;
	age_seal(&sealed, S("x"), &who.recipient, 1);
	assert_int_equal(age_open(&plain, buf_str(&sealed), &other, 1),
		AGE_NO_MATCH);
	buf_reset(&sealed);
	age_seal_passphrase(&sealed, S("x"), S("long words"), 10);
	assert_int_equal(age_open_passphrase(&plain, buf_str(&sealed),
		S("other"), 20), AGE_NO_MATCH);
	assert_int_equal(age_open_passphrase(&plain, buf_str(&sealed),
		S("long words"), 9), AGE_HEADER);
	assert_int_equal(age_open_passphrase(&plain, buf_str(&sealed),
		S("long words"), 20), AGE_OK);
	is_str(buf_str(&plain), S("x"));
	assert_int_equal(age_open(&plain, buf_str(&sealed), &who, 1),
		AGE_NO_MATCH);
	buf_close(&sealed);
	buf_close(&plain);
	identity_close(&who);
	identity_close(&other);
}

TEST(a_stream_fed_byte_by_byte_gives_only_whole_verified_chunks)
{
	struct identity who = identity_make();
	struct buf sealed = {0}, plain = {0};
	struct age_opener *opener;
	char *bytes = mem_get(70000);

	UNUSED_STATE;
	age_seal(&sealed, str_bytes(bytes, 70000), &who.recipient, 1);
	opener = age_opener_open(&who, 1, S(""), 0);
	for (size_t i = 0; i < sealed.len; i++) {
		assert_int_equal(age_opener_put(opener,
			str_bytes(sealed.at + i, 1), &plain), AGE_MORE);
		assert_true(plain.len == 0 || plain.len == AGE_CHUNK_BYTES);
	}
	assert_int_equal(age_opener_end(opener, &plain), AGE_OK);
	assert_int_equal(plain.len, 70000);
	age_opener_close(&opener);
	buf_close(&sealed);
	buf_close(&plain);
	mem_free(bytes);
	identity_close(&who);
}

/* What came out when `sealed` was fed in pieces of `step` bytes. */
static enum age_result fed(str sealed, size_t step,
	const struct identity *who, struct buf *ret_plain)
{
	struct age_opener *opener = age_opener_open(who, 1, S(""), 0);
	enum age_result result = AGE_MORE;

	buf_reset(ret_plain);
	while (result == AGE_MORE && sealed.len > 0) {
		str piece = str_first(sealed, step);

		result = age_opener_put(opener, piece, ret_plain);
		sealed = str_from(sealed, piece.len);
	}
	if (result == AGE_MORE) result = age_opener_end(opener, ret_plain);
	age_opener_close(&opener);
	return result;
}

TEST(pieces_of_any_size_give_the_same_and_a_changed_chunk_ends_them)
{
	/* [age-1] over five chunks, whole in a piece or cut by its end */
	static const size_t steps[] = {1000, AGE_SEALED_CHUNK_BYTES - 1,
		AGE_SEALED_CHUNK_BYTES, AGE_SEALED_CHUNK_BYTES + 1, 200000,
		SIZE_MAX};
	struct identity who = identity_make();
	struct buf text = {0}, sealed = {0}, plain = {0};
	size_t start, len = AGE_CHUNK_BYTES * 4 + 9;

	UNUSED_STATE;
	while (text.len < len) buf_number(&text, text.len);
	text.len = len;
	age_seal(&sealed, buf_str(&text), &who.recipient, 1);
	start = sealed.len - len - (size_t)5 * 16;
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		assert_int_equal(fed(buf_str(&sealed), steps[i], &who, &plain),
			AGE_OK);
		is_str(buf_str(&plain), buf_str(&text));
		for (size_t chunk = 0; chunk < 5; chunk++) {
			char *bit = sealed.at + start +
				chunk * AGE_SEALED_CHUNK_BYTES + 3;

			*bit ^= 1;
			assert_int_equal(fed(buf_str(&sealed), steps[i], &who,
				&plain), AGE_PAYLOAD);
			is_str(buf_str(&plain), str_first(buf_str(&text),
				chunk * AGE_CHUNK_BYTES));
			*bit ^= 1;
		}
	}
	buf_close(&text);
	buf_close(&sealed);
	buf_close(&plain);
	identity_close(&who);
}

TEST(malformed_headers_are_header_failures)
{
	/* [age-2] */
	static const char *const bad[] = {
		"", "age-encryption.org/v2\n", "age-encryption.org/v1\n---",
		"age-encryption.org/v1\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		"AAAAAAA\n0123456789abcdef0123456789abcdef",
		"age-encryption.org/v1\n-> \n\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		"AAAAAAAAAAAAA\n0123456789abcdef0123456789abcdef",
		"age-encryption.org/v1\n-> x  y\n\n--- AAAAAAAAAAAAAAAAAAAAAAAAAA"
		"AAAAAAAAAAAAAAAAA\n0123456789abcdef0123456789abcdef",
		"age-encryption.org/v1\n-> X25519 AAAA\n\n--- AAAAAAAAAAAAAAAAAAA"
		"AAAAAAAAAAAAAAAAAAAAAAAA\n0123456789abcdef0123456789abcdef",
		"age-encryption.org/v1\r\n"};
	struct identity who = identity_make();
	struct buf plain = {0};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(bad); i++) {
		assert_int_equal(age_open(&plain, str_of(bad[i]), &who, 1),
			AGE_HEADER);
	}
	identity_close(&who);
}

TEST(keys_are_written_and_read_as_age_writes_them)
{
	struct identity who = identity_make(), again;
	struct buf text = {0};
	recipient to;

	UNUSED_STATE;
	identity_write(&who, &text);
	assert_int_equal(text.len, 74);
	assert_true(identity_read(buf_str(&text), &again));
	assert_true(recipient_eq(who.recipient, again.recipient));
	buf_reset(&text);
	recipient_write(who.recipient, &text);
	assert_int_equal(text.len, 62);
	assert_true(recipient_read(buf_str(&text), &to));
	assert_true(recipient_eq(to, who.recipient));
	text.at[10] = text.at[10] == 'q' ? 'p' : 'q';
	assert_false(recipient_read(buf_str(&text), &to));
	buf_close(&text);
	identity_close(&who);
	identity_close(&again);
}

TEST(a_code_is_read_back_in_any_script_and_spacing)
{
	code made = code_make(), read;
	struct buf text = {0}, arabic = {0};

	UNUSED_STATE;
	code_write(made, &text);
	assert_int_equal(text.len, 29);
	assert_true(code_read(buf_str(&text), &read));
	assert_memory_equal(made.digits, read.digits, CODE_DIGITS);
	for (size_t i = 0; i < CODE_DIGITS; i++) {
		buf_put(&arabic, S("\xD9"));
		buf_byte(&arabic, (char)(0xA0 + made.digits[i] - '0'));
	}
	buf_put(&arabic, S("\xE2\x80\x8F"));
	assert_true(code_read(buf_str(&arabic), &read));
	assert_memory_equal(made.digits, read.digits, CODE_DIGITS);
	buf_close(&text);
	buf_close(&arabic);
}

TEST(every_single_wrong_digit_and_every_swap_is_a_typo)
{
	code made = code_make(), typed, read;

	UNUSED_STATE;
	for (size_t i = 0; i < CODE_DIGITS; i++) {
		for (char digit = '0'; digit <= '9'; digit++) {
			if (digit == made.digits[i]) continue;
			typed = made;
			typed.digits[i] = digit;
			assert_false(code_read(str_bytes(typed.digits,
				CODE_DIGITS), &read));
		}
		if (i == 0 || made.digits[i] == made.digits[i - 1]) continue;
		typed = made;
		typed.digits[i] = made.digits[i - 1];
		typed.digits[i - 1] = made.digits[i];
		assert_false(code_read(str_bytes(typed.digits, CODE_DIGITS),
			&read));
	}
	assert_false(code_read(S("1234"), &read));
	assert_false(code_read(S("words"), &read));
}

TEST(the_same_code_and_salt_give_the_golden_keys)
{
	unsigned char salt[CODE_SALT_BYTES];
	struct code_keys keys;
	struct buf text = {0};
	code fixed;

	UNUSED_STATE;
	for (unsigned char i = 0; i < CODE_SALT_BYTES; i++) salt[i] = i;
	memcpy(fixed.digits, "012345678901234567890100", CODE_DIGITS);
	code_derive(fixed, salt, &keys);
	recipient_write(keys.identity.recipient, &text);
	/* doc/seal.md 3: made with the argon2 program, Python and age-keygen */
	is_hex(keys.mailbox, 16, "338bf17ecdd0240a1b5ee5f0e6fd5b0e");
	is_str(buf_str(&text), S("age1wred7j4p73zfrggxt8zw4dl48fv"
		"xgzeyk8fr93rkqjtrl202g3zqfsk0kx"));
	is_hex(keys.erase.bytes, 32, "777deea9167337da00f3ed509e690442"
		"66f2df1bd20b04404dcc20129ea2f01e");
	buf_close(&text);
	code_keys_close(&keys);
}

/* Tries parts `a` and `b`. */
static enum share_result join_two(const struct buf *a, const struct buf *b,
	struct secret *ret_secret)
{
	str two[] = {buf_str(a), buf_str(b)};
	size_t at;

	return share_gather(two, 2, ret_secret, &at);
}

TEST(any_two_of_three_parts_restore_and_mistakes_are_named)
{
	struct share_kind usual = {SHARE_NEEDED, SHARE_PARTS};
	struct secret secret = secret_random(32), got;
	struct buf parts[SHARE_PARTS] = {{0}}, other[SHARE_PARTS] = {{0}};

	UNUSED_STATE;
	share_deal(&secret, usual, parts);
	share_deal(&secret, usual, other);
	for (int a = 0; a < 3; a++) {
		for (int b = 0; b < 3; b++) {
			enum share_result result = join_two(&parts[a],
				&parts[b], &got);
			if (a == b) {
				assert_int_equal(result, SHARE_SAME_PART);
				continue;
			}
			assert_int_equal(result, SHARE_OK);
			assert_memory_equal(got.bytes, secret.bytes, 32);
			secret_close(&got);
		}
	}
	assert_int_equal(join_two(&parts[0], &other[1], &got),
		SHARE_OTHER_SET);
	parts[0].at[7] = parts[0].at[7] == '1' ? '2' : '1';
	assert_int_equal(join_two(&parts[0], &parts[1], &got), SHARE_TYPO);
	for (int i = 0; i < 3; i++) {
		buf_close(&parts[i]);
		buf_close(&other[i]);
	}
	secret_close(&secret);
}

/* Every choice of parts: enough of them restore, fewer are told so, and give
 * nothing. */
static void each_choice(struct share_kind kind)
{
	struct secret secret = secret_random(32), got;
	struct buf parts[SHARE_PARTS_MAX] = {{0}};

	share_deal(&secret, kind, parts);
	for (unsigned mask = 0; mask < 1u << kind.parts; mask++) {
		str some[SHARE_PARTS_MAX];
		size_t count = 0, at;
		enum share_result result;

		for (unsigned i = kind.parts; i-- > 0;) {
			if (mask >> i & 1) some[count++] = buf_str(&parts[i]);
		}
		result = share_gather(some, count, &got, &at);
		assert_int_equal(result, count < kind.needed ? SHARE_TOO_FEW
							     : SHARE_OK);
		if (result != SHARE_OK) continue;
		assert_memory_equal(got.bytes, secret.bytes, 32);
		secret_close(&got);
	}
	for (unsigned i = 0; i < kind.parts; i++) {
		assert_int_equal(share_needed(buf_str(&parts[i])), kind.needed);
		buf_close(&parts[i]);
	}
	secret_close(&secret);
}

TEST(any_k_of_n_parts_restore_and_fewer_do_not)
{
	struct share_kind wrong[] = {{1, 3}, {3, 2}, {2, SHARE_PARTS_MAX + 1},
		{0, 0}};

	UNUSED_STATE;
	for (unsigned n = 2; n <= SHARE_PARTS_MAX; n++) {
		for (unsigned k = 2; k <= n; k++) {
			each_choice((struct share_kind){k, n});
		}
	}
	for (size_t i = 0; i < NELEM(wrong); i++) {
		assert_false(share_kind_is_right(wrong[i]));
	}
	assert_int_equal(share_needed(S("12345")), 0);
}

TEST(a_signature_file_holds_for_its_bytes_and_comment_only)
{
	struct sign_key key = sign_key_make(), other = sign_key_make();
	struct buf file = {0}, public = {0};
	sign_public read;
	str trusted;

	UNUSED_STATE;
	minisign_public_write(key.public, &public);
	assert_true(minisign_public_read(buf_str(&public), &read));
	minisign_sign(&key, S("bytes"), S("bothy roster v=1"), &file);
	assert_true(minisign_verify(read, S("bytes"), buf_str(&file),
		&trusted));
	is_str(trusted, S("bothy roster v=1"));
	assert_false(minisign_verify(read, S("byteS"), buf_str(&file),
		&trusted));
	assert_false(minisign_verify(other.public, S("bytes"), buf_str(&file),
		&trusted));
	for (size_t i = 0; i < file.len; i++) {
		/* the untrusted comment and the key id are not covered */
		if (i < 46 || (i >= 40 && i < 56)) continue;
		file.at[i] ^= 1;
		assert_false(minisign_verify(read, S("bytes"), buf_str(&file),
			&trusted));
		file.at[i] ^= 1;
	}
	buf_close(&file);
	buf_close(&public);
	sign_key_close(&key);
	sign_key_close(&other);
}

TEST(padding_grows_by_steps_and_at_most_an_eighth)
{
	uint64_t before = 0;

	UNUSED_STATE;
	assert_int_equal(pad_class(0), 1024);
	assert_int_equal(pad_class(65536), 65536);
	assert_int_equal(pad_class(65537), 0);
	assert_int_equal(pad_padme(0), 1024);
	for (uint64_t len = 1; len < 3000000; len += 997) {
		uint64_t padded = pad_padme(len);

		assert_true(padded >= len && padded >= before);
		assert_true(len < 1024 || padded <= len + len / 8);
		assert_true(pad_padme(padded) == padded);
		before = padded;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(hkdf_gives_the_first_answer_of_rfc_5869),
		CASE(sizes_around_every_boundary_open_to_the_same_bytes),
		CASE(every_cut_and_every_flipped_bit_of_a_small_file_fails),
		CASE(a_stranger_key_is_no_match_and_a_passphrase_works),
		CASE(a_stream_fed_byte_by_byte_gives_only_whole_verified_chunks),
		CASE(pieces_of_any_size_give_the_same_and_a_changed_chunk_ends_them),
		CASE(malformed_headers_are_header_failures),
		CASE(keys_are_written_and_read_as_age_writes_them),
		CASE(a_code_is_read_back_in_any_script_and_spacing),
		CASE(every_single_wrong_digit_and_every_swap_is_a_typo),
		CASE(the_same_code_and_salt_give_the_golden_keys),
		CASE(any_two_of_three_parts_restore_and_mistakes_are_named),
		CASE(any_k_of_n_parts_restore_and_fewer_do_not),
		CASE(a_signature_file_holds_for_its_bytes_and_comment_only),
		CASE(padding_grows_by_steps_and_at_most_an_eighth),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
