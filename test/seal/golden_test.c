/* The golden vectors of doc/seal.md: fixed bytes that must open, join or come
 * out the same for as long as the formats live. The age files were made by
 * test/e2e/lib/age_writer.mjs and opened by the age tool.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "seal/age.h"
#include "seal/armor.h"
#include "seal/minisign.h"
#include "seal/share.h"

#define BEGIN_LINE "-----BEGIN AGE ENCRYPTED FILE-----\n"
#define END_LINE "-----END AGE ENCRYPTED FILE-----\n"

/* 1.7: to AGE-SECRET-KEY-1QYQS…, file key "BOTHY TEST KEY 1" */
static const char to_a_key[] = BEGIN_LINE
	"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBFNzVQNnVyeUJNZjlNMWo4\n"
	"bkFCeUdJSFJkQ2VCS0NKK3huVHpmMy9wZTIwCjJWS1FNMkNtV2dIZzdhVG85QTA1\n"
	"VExrc0tTU2JHcUFFMTg3MUxKeEwzbDgKLS0tIEtQTzVJK3FQN3ZNVkhTVy80eWhQ\n"
	"R0lzUkw5RDNPWTVBem1QemErSG1kOFUKYm90aHkgdGVzdCBub25jZRihOmvVx2dH\n"
	"UfPEzhh3wVPxt+1fXvIg7MttIqiAR8TaWg==\n" END_LINE;

/* 1.7: to the passphrase "words", work factor 10 */
static const char to_a_passphrase[] = BEGIN_LINE
	"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBjMmw0ZEdWbGJpQmllWFJs\n"
	"SUhOaGJBIDEwCnJhSTI0eVZXb251dFhtSmZNYXlOTDJnNkN5YjRjU2VlTmE0VjZO\n"
	"L1dMMkUKLS0tIEVkbXJwbFhJWkxoR2hieDZxRVFaSmRRWWluWTNmRDlQMVpxeHJ0\n"
	"SHNNRkEKYm90aHkgdGVzdCBub25jZRihOmvVx2dHUfPEzhh3wVPxt+1fXvIg7Mtt\n"
	"IqiAR8TaWg==\n" END_LINE;

static void unarmor(const char *text, struct buf *out)
{
	struct armor_reader reader = {0};

	assert_true(armor_read(&reader, str_of(text), out));
	assert_true(armor_read_end(&reader, out));
	armor_reader_close(&reader);
}

TEST(the_golden_age_files_open_to_their_words)
{
	struct buf sealed = {0}, plain = {0};
	struct identity who;

	UNUSED_STATE;
	assert_true(identity_read(S("AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQY"
		"QSZQGPQYQSZQGPQYQSZQGPQYQSZ9K4CN"), &who));
	unarmor(to_a_key, &sealed);
	assert_int_equal(sealed.len, 217);
	assert_int_equal(age_open(&plain, buf_str(&sealed), &who, 1), AGE_OK);
	is_str(buf_str(&plain), S("words of a person"));
	buf_reset(&sealed);
	buf_reset(&plain);
	unarmor(to_a_passphrase, &sealed);
	assert_int_equal(age_open_passphrase(&plain, buf_str(&sealed),
		S("words"), 10), AGE_OK);
	is_str(buf_str(&plain), S("words of a person"));
	buf_close(&sealed);
	buf_close(&plain);
	identity_close(&who);
}

TEST(the_golden_signature_is_made_again_to_the_letter)
{
	struct buf file = {0}, public = {0};
	struct sign_key key;
	char seed[32];

	UNUSED_STATE;
	for (char i = 0; i < 32; i++) seed[(size_t)i] = (char)(i + 1);
	key = sign_key_from(str_bytes(seed, sizeof(seed)));
	minisign_public_write(key.public, &public);
	is_str(buf_str(&public), S("untrusted comment: bothy public key\n"
		"RWRltgZz1u2IS3m1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk\n"));
	minisign_sign(&key, S("bytes"), S("bothy roster v=1"), &file);
	is_str(buf_str(&file),
		S("untrusted comment: signature from bothy\n"
		  "RURltgZz1u2ISzbFP82F0I25dSRLuQ3yix28Ff00fISVhFVjbb1uL24RIUc"
		  "Iay3HwAn9QEgRb2ilybeD6ZoSO8CcqOS12e60Lgs=\n"
		  "trusted comment: bothy roster v=1\n"
		  "K7C2rs1MemViyvA+RTBN0PxDikDy/OiNx3q6qLVYMFd9cU9vMk10V23+rhaY"
		  "0adWv5HAGRzCOSt+ueuytDrnBQ==\n"));
	buf_close(&file);
	buf_close(&public);
	sign_key_close(&key);
}

TEST(any_two_golden_parts_restore_the_golden_secret)
{
	static const str parts[] = {
		S_INIT("02501 00375 32919 59805 56721 33999 15687 14878 28839 "
		       "10574 10619 11139 26477 08266 08818 37454 57206 15864 "
		       "57054 30802"),
		S_INIT("٠٢٥٠١-٠٠٧٥٠ 07733 51755 43061 07323 24976 26920 63297 "
		       "17324 25024 25383 61920 31164 28618 05304 33998 23521 "
		       "45841 16393"),
		S_INIT("۰۲۵۰۱ 00921 40864 08370 28834\n40796 21981 22586 35560 "
		       "26098\n22953 23472 33691 20206 21666\n40426 18086 31065 "
		       "09714 14719"),
	};

	UNUSED_STATE;
	for (size_t i = 0; i < 3; i++) {
		struct secret secret;

		str two[] = {parts[i], parts[(i + 1) % 3]};
		size_t at;

		assert_int_equal(share_join(two, 2, &secret, &at), SHARE_OK);
		for (size_t k = 0; k < SHARE_SECRET_BYTES; k++) {
			assert_int_equal(secret.bytes[k], k);
		}
		secret_close(&secret);
	}
}

TEST(a_signing_key_goes_round_in_the_open_and_no_other_file_is_read)
{
	struct minisign_key key = minisign_key_make(), again;
	struct buf file = {0};

	UNUSED_STATE;
	minisign_key_write(&key, S(""), &file);
	assert_false(minisign_key_is_sealed(buf_str(&file)));
	assert_true(minisign_key_read(buf_str(&file), S(""), &again));
	assert_memory_equal(key.id, again.id, sizeof(key.id));
	assert_memory_equal(key.key.public.bytes, again.key.public.bytes, 32);
	minisign_key_close(&again);
	/* without its last line end it is whole */
	for (size_t len = 0; len + 1 < file.len; len++) {
		assert_false(minisign_key_read(str_first(buf_str(&file), len),
			S(""), &again));
	}
	/* one bit of the public half */
	file.at[file.len - 60] ^= 1;
	assert_false(minisign_key_read(buf_str(&file), S(""), &again));
	buf_close(&file);
	minisign_key_close(&key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_golden_age_files_open_to_their_words),
		CASE(the_golden_signature_is_made_again_to_the_letter),
		CASE(any_two_golden_parts_restore_the_golden_secret),
		CASE(a_signing_key_goes_round_in_the_open_and_no_other_file_is_read),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
