/* Tests of store/bundle: the bytes of doc/relay.md R11, read cut anywhere and
 * changed anywhere; places chain as R10 says.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/hex.h"
#include "seal/secret.h"
#include "store/bundle.h"

#include <stdlib.h>

#define BODY "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5"
#define FRAME "9dff50df08c635815f4b19da10f756605a34a79a48d4ba48712782502975a70e"
#define NOTHING \
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
/* The example of R18, whole. */
#define GOLDEN "bothy-blobs/1\ncount 2\nblob " BODY " 4\nbody\nblob " FRAME \
	" 5\nframe\nend\n"

static bool reads(str bytes)
{
	struct bundle bundle;

	return bundle_read(&bytes, &bundle) && bytes.len == 0;
}

TEST(a_bundle_has_the_bytes_of_the_document)
{
	/* [bundle-2] */
	struct bundle bundle = {0}, again;
	struct buf out = {0};
	str rest;

	UNUSED_STATE;
	bundle_add(&bundle, S("body"));
	bundle_add(&bundle, S("frame"));
	bundle_write(&bundle, &out);
	is_str(buf_str(&out), S(GOLDEN));
	buf_put(&out, S(GOLDEN));
	rest = buf_str(&out);
	assert_true(bundle_read(&rest, &again));
	is_str(rest, S(GOLDEN));
	assert_int_equal(again.count, 2);
	is_str(again.blobs[1].sealed, S("frame"));
	buf_close(&out);
}

TEST(cut_or_changed_anywhere_it_is_not_read)
{
	/* [bundle-1] [bundle-2] */
	char bytes[sizeof(GOLDEN)];

	UNUSED_STATE;
	for (size_t i = 0; i < sizeof(GOLDEN) - 1; i++) {
		assert_false(reads(str_first(S(GOLDEN), i)));
		for (int bit = 0; bit < 8; bit++) {
			memcpy(bytes, GOLDEN, sizeof(GOLDEN));
			bytes[i] = (char)(bytes[i] ^ 1 << bit);
			assert_false(reads(str_bytes(bytes,
				sizeof(GOLDEN) - 1)));
		}
	}
}

TEST(other_spellings_are_refused)
{
	static const char *const wrong[] = {
		"", "bothy-blobs/1\ncount 0\nend\n",
		"bothy-blobs/2\ncount 1\nblob " BODY " 4\nbody\nend\n",
		"bothy-blobs/1\ncount 01\nblob " BODY " 4\nbody\nend\n",
		"bothy-blobs/1\ncount 1\nblob " BODY " 04\nbody\nend\n",
		"bothy-blobs/1\ncount 1\nblob " BODY "  4\nbody\nend\n",
		"bothy-blobs/1\ncount 65\nblob " BODY " 4\nbody\nend\n",
		"bothy-blobs/1\ncount 1\nblob " BODY " 2162689\nbody\nend\n",
		"bothy-blobs/1\r\ncount 1\r\nblob " BODY " 4\r\nbody\r\nend\r\n",
		/* an empty blob, under its right hash */
		"bothy-blobs/1\ncount 1\nblob " NOTHING " 0\n\nend\n",
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(wrong); i++) {
		assert_false(reads(str_of(wrong[i])));
	}
}

TEST(a_bundle_is_of_a_mebibyte_or_one_long_blob)
{
	struct bundle bundle = {0};
	char *bytes = calloc(1, BUNDLE_BLOB_MAX + 1);
	struct buf out = {0};

	UNUSED_STATE;
	assert_non_null(bytes);
	assert_false(bundle_has_room(&bundle, 0));
	assert_false(bundle_has_room(&bundle, BUNDLE_BLOB_MAX + 1));
	bundle_add(&bundle, str_bytes(bytes, BUNDLE_BLOB_MAX));
	assert_false(bundle_has_room(&bundle, 1));
	bundle_write(&bundle, &out);
	assert_true(reads(buf_str(&out)));
	assert_true(out.len <= BUNDLE_MAX);
	bundle.count = 0;
	for (size_t i = 0; i < BUNDLE_BLOBS_MAX; i++) {
		bundle_add(&bundle, str_bytes(bytes, 1 + i));
	}
	assert_false(bundle_has_room(&bundle, 1));
	/* what is written over the limits is not read */
	bundle.count = 0;
	bundle_add(&bundle, str_bytes(bytes, BUNDLE_BYTES));
	bundle.blobs[bundle.count++] = bundle.blobs[0];
	buf_reset(&out);
	bundle_write(&bundle, &out);
	assert_false(reads(buf_str(&out)));
	buf_close(&out);
	free(bytes);
}

TEST(places_chain_as_in_the_example)
{
	struct place place = {0};
	struct buf hex = {0};

	UNUSED_STATE;
	place = place_next(place, hash_of(S("body")));
	place = place_next(place, hash_of(S("frame")));
	assert_int_equal(place.cursor, 2);
	buf_hex(&hex, place.sum.bytes, sizeof(place.sum.bytes));
	is_str(buf_str(&hex), S("b5e480f1f38d0aa26b068370c403e10d"
		"d92479f00e005c05649f368659e9291f"));
	buf_close(&hex);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_bundle_has_the_bytes_of_the_document),
		CASE(cut_or_changed_anywhere_it_is_not_read),
		CASE(other_spellings_are_refused),
		CASE(a_bundle_is_of_a_mebibyte_or_one_long_blob),
		CASE(places_chain_as_in_the_example),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
