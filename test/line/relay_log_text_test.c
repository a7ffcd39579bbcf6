/* Tests of line/relay_log_text: the bytes of doc/relay.md R11 to R15, and that
 * nothing else is read, cut anywhere or changed anywhere.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/hex.h"
#include "line/relay_log_text.h"
#include "seal/secret.h"

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define BODY "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5"
#define FRAME "9dff50df08c635815f4b19da10f756605a34a79a48d4ba48712782502975a70e"
#define SUM1 "e2427cb0b8ee0cabbb8e59be1a2df1b1e905b85317b56352f5ceb7721f0e8c56"
#define SUM2 "b5e480f1f38d0aa26b068370c403e10dd92479f00e005c05649f368659e9291f"

enum { ARENA_BYTES = 1 << 20 };

static struct arena *arena;

static bool reads_offer(str body)
{
	struct relay_hashes hashes;

	arena_reset(arena);
	return relay_offer_read(arena, body, &hashes);
}

static bool reads_signed(str body)
{
	struct relay_signed both;

	return relay_signed_read(body, &both);
}

static bool reads_list(str body)
{
	struct relay_hashes hashes;

	arena_reset(arena);
	return relay_list_read(arena, body, S("bothy-delete/1"), &hashes);
}

static bool reads_token(str body)
{
	uint64_t counter;
	hash token;

	return relay_token_read(body, &counter, &token);
}

/* `shorter` is a length at which it is whole too, or 0. */
static const struct { const char *body; bool (*reads)(str); size_t shorter; }
	bodies[] = {
	{"bothy-offer/1\nhash " HASH "\nhash " HASH "\n", reads_offer, 14 + 70},
	{"bothy-signed/1\ntext 3\nminisig 2\nabcde", reads_signed, 0},
	{"bothy-delete/1\norg " HASH "\nhash " HASH "\n", reads_list, 0},
	{"bothy-token/1\norg " HASH "\ncounter 7\ntoken " HASH "\n",
		reads_token, 0},
};

TEST(bodies_are_read_only_as_they_are_written)
{
	/* [relay-1] */
	UNUSED_STATE;
	arena = arena_open(ARENA_BYTES);
	for (size_t i = 0; i < NELEM(bodies); i++) {
		str whole = str_of(bodies[i].body);
		struct buf longer = {0};

		assert_true(bodies[i].reads(whole));
		for (size_t len = 0; len < whole.len; len++) {
			if (len == bodies[i].shorter && len > 0) continue;
			assert_false(bodies[i].reads(str_first(whole, len)));
		}
		buf_put(&longer, whole);
		buf_byte(&longer, '\n');
		assert_false(bodies[i].reads(buf_str(&longer)));
		buf_close(&longer);
	}
	arena_close(&arena);
}

TEST(a_list_of_another_kind_is_refused)
{
	UNUSED_STATE;
	arena = arena_open(ARENA_BYTES);
	assert_false(reads_list(S("bothy-forget/1\norg " HASH "\nhash " HASH
		"\n")));
	assert_false(reads_list(S("bothy-delete/1\norg " HASH "\n")));
	assert_false(reads_token(S("bothy-token/1\norg " HASH
		"\ncounter 07\ntoken " HASH "\n")));
	arena_close(&arena);
}

TEST(the_query_of_the_log_is_read_strictly)
{
	static const struct { const char *query; bool good; unsigned wait; } t[] = {
		{"after=0", true, 0}, {"after=0&wait=25", true, 25},
		{"after=12&sum=" HASH, true, 0},
		{"after=12&sum=" HASH "&wait=3", true, 3},
		{"after=12", false, 0}, {"after=0&sum=" HASH, false, 0},
		{"after=12&sum=" HASH "0", false, 0}, {"after=12&sum=", false, 0},
		{"after=12&wait=3&sum=" HASH, false, 0},
		{"after=12&sum=" HASH "&wait=26", false, 0},
		{"after=12&sum=" HASH "&", false, 0}, {"after=0&", false, 0},
		{"after=01", false, 0}, {"", false, 0}, {"after=", false, 0},
		{"after=0&wait=1&wait=1", false, 0},
		{"after=9223372036854775808&sum=" HASH, false, 0},
	};
	struct place after;
	unsigned wait;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(t); i++) {
		assert_int_equal(relay_log_query(str_of(t[i].query), &after,
			&wait), t[i].good);
		if (!t[i].good) continue;
		assert_int_equal(wait, t[i].wait);
		assert_int_equal(after.sum.bytes[1], after.cursor == 12 ? 0x11
									: 0);
	}
}

TEST(answers_have_the_bytes_of_the_document)
{
	struct bundle bundle = {0};
	struct spool_kept kept[BUNDLE_BLOBS_MAX];
	struct spool_log log = {.newest = 2, .count = 1};
	struct place place = {0};
	struct buf out = {0};

	UNUSED_STATE;
	bundle_add(&bundle, S("body"));
	bundle_add(&bundle, S("frame"));
	for (size_t i = 0; i < 2; i++) {
		place = place_next(place, bundle.blobs[i].name);
		kept[i] = (struct spool_kept){place, false};
	}
	relay_kept_write(&out, &bundle, kept);
	is_str(buf_str(&out), S("bothy-kept/1\nkept 1 " BODY " " SUM1 "\nkept 2 "
		FRAME " " SUM2 "\nend\n"));
	log.from = kept[0].place;
	log.items[0] = (struct spool_log_item){.cursor = 2, .hour = 495712,
		.name = bundle.blobs[1].name, .sealed = S("frame")};
	buf_reset(&out);
	relay_log_write(&out, &log);
	is_str(buf_str(&out), S("bothy-log/1\nfrom 1 " SUM1 "\nnewest 2\ncount 1"
		"\nblob 2 495712 " FRAME " 5\nframe\nend\n"));
	log.items[0].gone = true;
	buf_reset(&out);
	relay_log_write(&out, &log);
	is_str(buf_str(&out), S("bothy-log/1\nfrom 1 " SUM1 "\nnewest 2\ncount 1"
		"\ngone 2 495712 " FRAME "\nend\n"));
	buf_reset(&out);
	relay_want_write(&out, &bundle.blobs[1].name, 1);
	is_str(buf_str(&out), S("bothy-want/1\nhash " FRAME "\nend\n"));
	buf_close(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(bodies_are_read_only_as_they_are_written),
		CASE(a_list_of_another_kind_is_refused),
		CASE(the_query_of_the_log_is_read_strictly),
		CASE(answers_have_the_bytes_of_the_document),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
