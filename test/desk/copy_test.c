/* Tests of a person's own copy through the line: what goes, how it is cut into
 * parts, who opens it, and that this desk keeps no second writing of it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase_lib.h"

#include "desk/act.h"
#include "seal/pad.h"

enum { LONG_BYTES = 50 * 1024, LONG_COUNT = 24 };

static const struct sync_replies *due(void)
{
	static struct sync_replies replies;

	clock_on(HOUR_MS);
	is_ok(desk_hands.due(desk, arena, &replies));
	return &replies;
}

/* The reply as she opens it; `plain` holds its bytes. */
static struct reply opened(const struct sync_reply *sent, struct buf *plain)
{
	struct reply reply;

	assert_int_equal(age_open(plain, sent->sealed, &her, 1), AGE_OK);
	assert_true(reply_read(buf_str(plain), &reply));
	return reply;
}

/* The file that goes with it, by the key that stands in it. */
static str page_of(const struct sync_reply *sent)
{
	struct buf plain = {0}, page = buf_cap(4 << 20);
	struct reply reply = opened(sent, &plain);
	struct identity key;
	str bytes;

	assert_true(reply.has_file);
	is_str(reply.file.blob, sent->blob);
	assert_true(identity_read(reply.file.identity, &key));
	assert_int_equal(age_open(&page, sent->file, &key, 1), AGE_OK);
	assert_int_equal(page.len, reply.file.bytes);
	assert_int_equal(page.len, pad_padme(page.len)); /* [copy-1] */
	assert_true(page.len <= REPLY_FILE_MAX);
	bytes = buf_take(&page, arena);
	identity_close(&key);
	buf_close(&plain);
	buf_close(&page);
	return bytes;
}

static size_t files_kept(void)
{
	struct file_names names;

	is_ok(file_list(arena, desk->files, &names));
	return names.count;
}

TEST(her_copy_goes_as_a_file_that_only_her_key_leads_to)
{
	/* [copy-1] */
	object_id thread = planted();
	const struct sync_replies *replies;
	str page;

	UNUSED_STATE;
	is_ok(act_copy(desk, thread, false));
	replies = due();
	assert_int_equal(replies->count, 1);
	assert_false(holds(replies->at[0].sealed, WORD));
	assert_false(holds(replies->at[0].file, WORD));
	page = page_of(&replies->at[0]);
	assert_true(holds(page, "planted tonight"));
	assert_false(holds(page, "a note of"));
	assert_false(holds(page, "heliotrope case"));
	assert_int_equal(files_kept(), 0);
	is_ok(desk_hands.sent(desk, replies->at[0].id));
	assert_int_equal(due()->count, 0);
}

/* A thread of long messages, each with its own number. */
static object_id long_thread(void)
{
	unsigned mailbox = ++writers;
	char *text = arena_get(arena, LONG_BYTES);

	memset(text, 'a', LONG_BYTES);
	for (unsigned i = 0; i < LONG_COUNT; i++) {
		int len = snprintf(text, 32, "number %02u of many", i);

		text[len] = ' ';
		takes(desk, sealed_of(mailbox, 1000 * mailbox + i,
			str_bytes(text, LONG_BYTES)));
	}
	return fold_thread_id(hex_of(mailbox));
}

TEST(a_long_thread_goes_in_parts_each_message_in_one_of_them)
{
	/* [copy-1] [copy-2] */
	object_id thread = long_thread();
	const struct sync_replies *replies;
	struct copy_parts parts;
	size_t seen[LONG_COUNT] = {0};

	UNUSED_STATE;
	is_ok(copy_parts(desk, arena, thread, &parts));
	assert_true(parts.fits);
	assert_true(parts.count >= 3);
	is_ok(act_copy(desk, thread, false));
	replies = due();
	assert_int_equal(replies->count, parts.count);
	for (size_t i = 0; i < replies->count; i++) {
		str page = page_of(&replies->at[i]);

		for (unsigned n = 0; n < LONG_COUNT; n++) {
			char words[32];

			(void)snprintf(words, sizeof(words),
				"number %02u of many", n);
			seen[n] += holds(page, words);
		}
		is_ok(desk_hands.sent(desk, replies->at[i].id));
	}
	for (unsigned n = 0; n < LONG_COUNT; n++) {
		assert_int_equal(seen[n], 1);
	}
}

TEST(all_parts_are_taken_back_as_one_before_they_leave)
{
	/* [act-1] [act-3] */
	object_id thread = long_thread();
	struct copy_parts parts;
	struct view_did did;

	UNUSED_STATE;
	is_ok(copy_parts(desk, arena, thread, &parts));
	is_ok(act_copy(desk, thread, false));
	is_ok(act_copy(desk, thread, false));
	assert_int_equal(due()->count, parts.count);
	query_did(desk, arena, &did);
	assert_true(did.undo.len > 0);
	is_ok(act_undo(desk, did.undo));
	assert_int_equal(due()->count, 0);
}

TEST(an_answer_sent_twice_by_a_slip_goes_once_and_is_taken_back)
{
	/* [act-3] and other words are another answer */
	object_id thread = planted();
	struct view_did did;

	UNUSED_STATE;
	for (int i = 0; i < 2; i++) {
		is_ok(act_answer(desk, thread, WAY_LINE, S("en"),
			S("We are here.")));
	}
	assert_int_equal(due()->count, 1);
	query_did(desk, arena, &did);
	is_ok(act_undo(desk, did.undo));
	assert_int_equal(due()->count, 0);
	is_ok(act_answer(desk, thread, WAY_LINE, S("en"),
		S("We are here.")));
	is_ok(act_answer(desk, thread, WAY_LINE, S("en"), S("And today.")));
	assert_int_equal(due()->count, 2);
	is_ok(desk_hands.sent(desk, due()->at[0].id));
	is_ok(desk_hands.sent(desk, due()->at[0].id));
}

TEST(where_she_wrote_under_two_codes_somebody_vouches_for_both)
{
	object_id thread = planted(), other_thread = planted();

	UNUSED_STATE;
	is_ok(act_join(desk, other_thread, thread));
	assert_int_equal(act_copy(desk, thread, false)->code, ERR_REFUSED);
	assert_int_equal(due()->count, 0);
	is_ok(act_copy(desk, thread, true));
	assert_int_equal(due()->count, 2);
	is_ok(desk_hands.sent(desk, due()->at[0].id));
	is_ok(desk_hands.sent(desk, due()->at[0].id));
}

TEST(what_fits_no_file_is_said_and_nothing_goes)
{
	unsigned mailbox = ++writers;
	object_id thread = fold_thread_id(hex_of(mailbox));
	char *text = arena_get(arena, MESSAGE_TEXT_MAX);
	struct copy_parts parts;

	UNUSED_STATE;
	memset(text, '\n', MESSAGE_TEXT_MAX);
	takes(desk, sealed_of(mailbox, mailbox, str_bytes(text,
		MESSAGE_TEXT_MAX)));
	is_ok(copy_parts(desk, arena, thread, &parts));
	assert_false(parts.fits);
	assert_int_equal(act_copy(desk, thread, false)->code, ERR_FULL);
	assert_int_equal(due()->count, 0);
}

TEST(another_desk_waits_until_it_has_every_message_of_a_part)
{
	object_id thread = planted();
	struct copy_ask ask = {thread,
		S("1 1 0123456789abcdef0123456789abcdef"), true};
	struct buf page = {0};

	UNUSED_STATE;
	assert_int_equal(copy_part(desk, &ask, &page)->code, ERR_ABSENT);
	ask.all = false;
	is_ok(copy_part(desk, &ask, &page));
	assert_false(holds(buf_str(&page), WORD));
	buf_close(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(her_copy_goes_as_a_file_that_only_her_key_leads_to),
		CASE(a_long_thread_goes_in_parts_each_message_in_one_of_them),
		CASE(all_parts_are_taken_back_as_one_before_they_leave),
		CASE(an_answer_sent_twice_by_a_slip_goes_once_and_is_taken_back),
		CASE(where_she_wrote_under_two_codes_somebody_vouches_for_both),
		CASE(what_fits_no_file_is_said_and_nothing_goes),
		CASE(another_desk_waits_until_it_has_every_message_of_a_part),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
