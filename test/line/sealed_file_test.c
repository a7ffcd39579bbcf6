/* Tests of line/sealed_file: what is sealed opens with the one-time identity
 * of its row, whole, padded to its class.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "line/sealed_file.h"
#include "seal/pad.h"

enum { BYTES_MAX = 300000, PIECE = 7001 };

static void seal(struct sealed_file *file, str plain, struct buf *out)
{
	sealed_file_open(file, out);
	while (plain.len > 0) {
		sealed_file_put(file, str_first(plain, PIECE), out);
		plain = str_from(plain, PIECE);
	}
	while (sealed_file_pad(file, out)) {}
	sealed_file_end(file, out);
}

TEST(a_sealed_file_opens_with_the_identity_of_its_row_only)
{
	/* [sealer-2] the identity stands in the row and nowhere else */
	static const size_t sizes[] = {0, 1, 1023, 1024, 1025, 65535, 65536,
		65537, BYTES_MAX};
	static char plain[BYTES_MAX];

	UNUSED_STATE;
	memset(plain, 'p', sizeof(plain));
	for (size_t i = 0; i < NELEM(sizes); i++) {
		struct arena *arena = arena_open(1 << 20);
		struct buf sealed = {0}, opened = {0};
		struct sealed_file file;
		struct identity identity, other = identity_make();
		struct message_file row;

		seal(&file, str_bytes(plain, sizes[i]), &sealed);
		row = sealed_file_row(arena, &file);
		assert_int_equal(row.bytes, sizes[i]);
		assert_int_equal(row.blob.len, 32);
		assert_true(identity_read(row.identity, &identity));
		assert_true(str_find(buf_str(&sealed), row.identity) ==
			SIZE_MAX);
		assert_int_equal(age_open(&opened, buf_str(&sealed), &other,
			1), AGE_NO_MATCH);
		assert_int_equal(age_open(&opened, buf_str(&sealed), &identity,
			1), AGE_OK);
		assert_int_equal(opened.len, pad_padme(sizes[i]));
		assert_memory_equal(opened.at, plain, sizes[i]);
		for (size_t at = sizes[i]; at < opened.len; at++) {
			assert_int_equal(opened.at[at], 0);
		}
		identity_close(&identity);
		identity_close(&other);
		sealed_file_close(&file);
		sealed_file_close(&file); /* again is fine */
		buf_close(&sealed);
		buf_close(&opened);
		arena_close(&arena);
	}
}

TEST(the_hash_is_of_the_plain_bytes_without_the_zeros)
{
	struct arena *arena = arena_open(1 << 20);
	struct buf sealed = {0}, want = {0};
	struct sealed_file file;

	UNUSED_STATE;
	seal(&file, S("plain"), &sealed);
	buf_hex(&want, hash_of(S("plain")).bytes, 32);
	is_str(sealed_file_row(arena, &file).sha256, buf_str(&want));
	sealed_file_close(&file);
	buf_close(&sealed);
	buf_close(&want);
	arena_close(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_sealed_file_opens_with_the_identity_of_its_row_only),
		CASE(the_hash_is_of_the_plain_bytes_without_the_zeros),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
