/* Tests of desk/relay_log_call: answers are read strictly, cut anywhere and
 * changed anywhere, and what the line's side writes is read; what is sent has
 * the written form and is read there.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/hex.h"
#include "desk/relay_log_call.h"
#include "line/relay_log_text.h"
#include "seal/secret.h"

#define ORG "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static struct bundle two;

/* A batch of two and what is gone between them, after the first place. */
static void batch_write(struct buf *out, struct place *ret_after)
{
	struct spool_log log = {.newest = 9, .count = 3};
	struct place place = place_next((struct place){0}, hash_of(S("zero")));

	log.from = *ret_after = place;
	log.items[0] = (struct spool_log_item){2, 495712, two.blobs[0].name,
		false, two.blobs[0].sealed};
	log.items[1] = (struct spool_log_item){3, 495712, hash_of(S("gone")),
		true, S("")};
	log.items[2] = (struct spool_log_item){4, 495713, two.blobs[1].name,
		false, two.blobs[1].sealed};
	relay_log_write(out, &log);
}

TEST(what_the_line_writes_is_read_and_places_are_reckoned)
{
	/* [relay-2] [sync-6] */
	struct buf out = {0};
	struct place after, wrong;
	struct relay_log log;

	UNUSED_STATE;
	batch_write(&out, &after);
	assert_true(relay_log_read(buf_str(&out), after, &log));
	assert_int_equal(log.count, 2);
	is_str(log.blobs[1].sealed, S("frame"));
	assert_int_equal(log.place.cursor, 4);
	assert_true(log.more);
	wrong = place_next(place_next(place_next(after, two.blobs[0].name),
		hash_of(S("gone"))), two.blobs[1].name);
	assert_true(hash_eq(log.place.sum, wrong.sum));
	/* another place than the one asked for */
	wrong = after;
	wrong.sum.bytes[0] ^= 1;
	assert_false(relay_log_read(buf_str(&out), wrong, &log));
	wrong = after;
	wrong.cursor = 0;
	assert_false(relay_log_read(buf_str(&out), wrong, &log));
	buf_close(&out);
}

TEST(a_batch_cut_anywhere_or_changed_in_its_blobs_is_refused)
{
	/* [relay-2] */
	struct buf out = {0};
	struct place after;
	struct relay_log log;

	UNUSED_STATE;
	batch_write(&out, &after);
	for (size_t i = 0; i < out.len; i++) {
		assert_false(relay_log_read(str_first(buf_str(&out), i), after,
			&log));
		out.at[i] ^= 1;
		/* hours, what is gone, and how much more there is are the
		 * line's word; all else shows */
		if (relay_log_read(buf_str(&out), after, &log)) {
			assert_int_equal(log.place.cursor, 4);
			assert_true(hash_eq(log.blobs[1].name,
				two.blobs[1].name));
			is_str(log.blobs[0].sealed, S("body"));
			is_str(log.blobs[1].sealed, S("frame"));
		}
		out.at[i] ^= 1;
	}
	buf_close(&out);
}

TEST(a_line_that_says_there_is_more_and_gives_none_is_refused)
{
	struct spool_log none = {.newest = 1};
	struct relay_log log;
	struct buf out = {0};

	UNUSED_STATE;
	relay_log_write(&out, &none);
	assert_false(relay_log_read(buf_str(&out), none.from, &log));
	none.newest = 0;
	buf_reset(&out);
	relay_log_write(&out, &none);
	assert_true(relay_log_read(buf_str(&out), none.from, &log));
	assert_false(log.more);
	buf_close(&out);
}

TEST(what_is_wanted_is_some_of_what_was_offered_in_its_order)
{
	const hash offered[3] = {hash_of(S("1")), hash_of(S("2")),
		hash_of(S("3"))};
	const hash wrong[2] = {offered[2], offered[0]};
	bool wanted[3];
	struct buf out = {0};

	UNUSED_STATE;
	relay_want_write(&out, &offered[1], 2);
	assert_true(relay_want_read(buf_str(&out), offered, 3, wanted));
	assert_true(!wanted[0] && wanted[1] && wanted[2]);
	for (size_t i = 0; i < out.len; i++) {
		assert_false(relay_want_read(str_first(buf_str(&out), i),
			offered, 3, wanted));
	}
	buf_reset(&out);
	relay_want_write(&out, wrong, 2);
	assert_false(relay_want_read(buf_str(&out), offered, 3, wanted));
	buf_close(&out);
}

TEST(a_place_moves_only_over_what_follows_it)
{
	struct spool_kept kept[BUNDLE_BLOBS_MAX];
	struct place start = {0}, place = start;
	struct buf out = {0};

	UNUSED_STATE;
	kept[0] = (struct spool_kept){place_next(start, two.blobs[0].name),
		false};
	kept[1] = (struct spool_kept){place_next(kept[0].place,
		two.blobs[1].name), true};
	relay_kept_write(&out, &two, kept);
	assert_true(relay_kept_read(buf_str(&out), &two, &place));
	assert_int_equal(place.cursor, 2);
	place = start;
	for (size_t i = 0; i < out.len; i++) {
		assert_false(relay_kept_read(str_first(buf_str(&out), i), &two,
			&place));
	}
	assert_int_equal(place.cursor, 0);
	/* somebody else's came in between */
	kept[0].place.cursor = 7;
	kept[1].place.cursor = 8;
	buf_reset(&out);
	relay_kept_write(&out, &two, kept);
	assert_true(relay_kept_read(buf_str(&out), &two, &place));
	assert_int_equal(place.cursor, 0);
	buf_close(&out);
}

TEST(what_is_sent_is_read_by_the_line)
{
	struct arena *arena = arena_open(1 << 20);
	struct buf out = {0}, text = {0}, want = {0};
	struct place place = {12, hash_of(S("x"))}, read;
	const hash names[2] = {hash_of(S("a")), hash_of(S("b"))};
	struct relay_hashes hashes;
	struct relay_signed both;
	uint64_t counter;
	unsigned wait;
	hash token;

	UNUSED_STATE;
	relay_log_path(place, 9, &out);
	assert_true(relay_log_query(str_from(buf_str(&out), 13), &read, &wait));
	assert_true(read.cursor == 12 && hash_eq(read.sum, place.sum));
	assert_int_equal(wait, 9);
	buf_reset(&out);
	relay_log_path((struct place){0}, 0, &out);
	is_str(buf_str(&out), S("/relay/1/log?after=0"));
	buf_reset(&out);
	relay_offer_write(names, 2, &out);
	assert_true(relay_offer_read(arena, buf_str(&out), &hashes));
	assert_int_equal(hashes.count, 2);
	relay_list_write(S("bothy-forget/1"), S(ORG),
		(struct relay_list){names, 2}, &text);
	buf_reset(&out);
	relay_signed_write(buf_str(&text), S("sig"), &out);
	assert_true(relay_signed_read(buf_str(&out), &both));
	assert_true(relay_list_read(arena, both.text, S("bothy-forget/1"),
		&hashes));
	assert_true(hash_eq(hashes.at[1], names[1]));
	assert_true(relay_signed_comment(both.text, &want));
	buf_reset(&out);
	relay_comment_write(S("bothy-forget/1"), S(ORG), &out);
	is_str(buf_str(&out), buf_str(&want));
	buf_reset(&text);
	relay_token_write(S(ORG), 4, S("tok"), &text);
	assert_true(relay_token_read(buf_str(&text), &counter, &token));
	assert_int_equal(counter, 4);
	assert_true(hash_eq(token, hash_of(S("tok"))));
	buf_close(&out);
	buf_close(&text);
	buf_close(&want);
	arena_close(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_the_line_writes_is_read_and_places_are_reckoned),
		CASE(a_batch_cut_anywhere_or_changed_in_its_blobs_is_refused),
		CASE(a_line_that_says_there_is_more_and_gives_none_is_refused),
		CASE(what_is_wanted_is_some_of_what_was_offered_in_its_order),
		CASE(a_place_moves_only_over_what_follows_it),
		CASE(what_is_sent_is_read_by_the_line),
	};

	seal_start();
	bundle_add(&two, S("body"));
	bundle_add(&two, S("frame"));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
