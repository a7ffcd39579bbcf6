/* Tests of line/relay_text: the bytes of doc/relay.md, and that nothing else
 * is read, cut anywhere or changed anywhere.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "line/relay_text.h"

#define NAME "00112233445566778899aabbccddeeff"
#define HASH NAME NAME

enum { ARENA_BYTES = 1 << 20 };

static struct arena *arena;

static bool reads_seen(str body)
{
	struct relay_hashes hashes;

	arena_reset(arena);
	return relay_seen_read(arena, body, &hashes);
}

static bool reads_reply(str body)
{
	struct relay_reply reply;

	return relay_reply_read(body, &reply);
}

static bool reads_take_back(str body)
{
	struct relay_reply reply;

	return relay_take_back_read(body, &reply);
}

static bool reads_roster(str body)
{
	struct relay_roster both;

	return relay_text_roster_read(body, &both);
}

static bool reads_copy(str body)
{
	struct spool_copy copy;

	return relay_copy_read(body, &copy) && str_eq(copy.reply, S("ab")) &&
		str_eq(copy.file, S("cd\ne"));
}

static const struct { const char *body; bool (*reads)(str body); } bodies[] = {
	{"bothy-seen/1\nhash " HASH "\nhash " HASH "\n", reads_seen},
	{"bothy-put-reply/1\nmailbox " NAME "\nid " NAME "\nlength 5\nab\ncd",
		reads_reply},
	{"bothy-put-copy/1\nmailbox " NAME "\nid " NAME "\nblob " NAME
		"\nreply 2\nfile 4\nabcd\ne", reads_copy},
	{"bothy-take-back/1\nmailbox " NAME "\nid " NAME "\n",
		reads_take_back},
	{"bothy-put-roster/1\nroster 3\nminisig 2\nabcde", reads_roster},
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
			/* one hash alone is a list too */
			if (i == 0 && len == 13 + 70) continue;
			assert_false(bodies[i].reads(str_first(whole, len)));
		}
		buf_put(&longer, whole);
		buf_byte(&longer, '\n');
		assert_false(bodies[i].reads(buf_str(&longer)));
		buf_close(&longer);
	}
	arena_close(&arena);
}

TEST(hex_in_capitals_and_other_orders_are_refused)
{
	static const char *const wrong[] = {
		"bothy-take-back/1\nid " NAME "\nmailbox " NAME "\n",
		"bothy-take-back/1\nmailbox 00112233445566778899AABBCCDDEEFF\n"
		"id " NAME "\n",
		"bothy-take-back/2\nmailbox " NAME "\nid " NAME "\n",
		"bothy-take-back/1\r\nmailbox " NAME "\r\nid " NAME "\r\n",
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(wrong); i++) {
		assert_false(reads_take_back(str_of(wrong[i])));
	}
}

TEST(the_query_of_intake_is_read_strictly)
{
	static const struct { const char *query; bool good; unsigned wait; } t[] = {
		{"after=0", true, 0}, {"after=12&wait=25", true, 25},
		{"after=12&wait=26", false, 0}, {"after=", false, 0},
		{"after=01", false, 0}, {"wait=1&after=0", false, 0},
		{"after=1&", false, 0}, {"after=1&wait=1&wait=1", false, 0},
		{"after=9223372036854775808", false, 0}, {"", false, 0},
	};
	uint64_t after;
	unsigned wait;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(t); i++) {
		assert_int_equal(relay_intake_query(str_of(t[i].query), &after,
			&wait), t[i].good);
		if (t[i].good) assert_int_equal(wait, t[i].wait);
	}
}

TEST(a_batch_has_the_bytes_of_the_document)
{
	const spool_name blob = {{0x0b, 0xad}};
	const struct spool_intake item = {.cursor = 7, .hour = 495712,
		.sealed = S("sealed"), .blobs = &blob, .blob_count = 1};
	struct buf out = {0};

	UNUSED_STATE;
	relay_intake_write(&out, &item, 1);
	is_str(buf_str(&out), S("bothy-intake/1\ncount 1\nmessage 7 495712 "
		"00000000000000000000000000000000"
		"00000000000000000000000000000000 1 6\n"
		"blob 0bad0000000000000000000000000000\nsealed\nend\n"));
	buf_reset(&out);
	relay_intake_write(&out, NULL, 0);
	is_str(buf_str(&out), S("bothy-intake/1\ncount 0\nend\n"));
	buf_close(&out);
}

TEST(the_state_is_in_whole_mebibytes_and_hours)
{
	const struct spool_state state = {.waiting = 1, .kept = 2,
		.replies = 3, .free_bytes = (5 << 20) + 7,
		.all_bytes = 9 << 20, .blobs = 12, .gone = 6,
		.disk = SPOOL_LOW};
	struct buf out = {0};

	UNUSED_STATE;
	relay_state_write(&out, &state, (struct relay_facts){4, 495000, 2});
	is_str(buf_str(&out), S("bothy-state/1\ncounter 4\nhour 495000\n"
		"waiting 1\nkept 2\nreplies 3\nfree 5\nall 9\n"
		"blobs 12\ngone 6\ntoken 2\ndisk low\n"));
	buf_close(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(bodies_are_read_only_as_they_are_written),
		CASE(hex_in_capitals_and_other_orders_are_refused),
		CASE(the_query_of_intake_is_read_strictly),
		CASE(a_batch_has_the_bytes_of_the_document),
		CASE(the_state_is_in_whole_mebibytes_and_hours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
