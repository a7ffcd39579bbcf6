/* Tests of desk/relay_call: the bytes of doc/relay.md, both ways.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "desk/relay_call.h"

static void hash_hex(str bytes, struct buf *out)
{
	hash sum = hash_of(bytes);

	buf_hex(out, sum.bytes, sizeof(sum.bytes));
}

/* A batch of two messages, the first with two blobs. */
static void batch_put(struct buf *out)
{
	buf_text(out, "bothy-intake/1\ncount 2\nmessage 7 495712 ");
	hash_hex(S("sealed\none"), out);
	buf_text(out, " 2 10\nblob 0badc0de0badc0de0badc0de0badc0de\n"
		"blob 00112233445566778899aabbccddeeff\nsealed\none\n"
		"message 9 495713 ");
	hash_hex(S(""), out);
	buf_text(out, " 0 0\n\nend\n");
}

static bool reads(str body, uint64_t after)
{
	struct arena *arena = arena_open(1 << 20);
	struct relay_message *items;
	size_t count;
	bool ok = relay_intake_read(body, after, arena, &items, &count);

	arena_close(&arena);
	return ok;
}

TEST(a_batch_is_read_as_it_was_written)
{
	struct arena *arena = arena_open(1 << 20);
	struct relay_message *items;
	struct buf batch = {0};
	size_t count;

	UNUSED_STATE;
	batch_put(&batch);
	assert_true(relay_intake_read(buf_str(&batch), 6, arena, &items,
		&count));
	assert_int_equal(count, 2);
	assert_int_equal(items[0].cursor, 7);
	assert_int_equal(items[0].hour, 495712);
	assert_int_equal(items[0].blob_count, 2);
	is_str(items[0].blobs[1], S("00112233445566778899aabbccddeeff"));
	is_str(items[0].sealed, S("sealed\none"));
	assert_int_equal(items[1].cursor, 9);
	assert_int_equal(items[1].sealed.len, 0);
	assert_true(reads(S("bothy-intake/1\ncount 0\nend\n"), 0));
	assert_false(reads(S("bothy-intake/1\ncount 0 \nend\n"), 0));
	buf_close(&batch);
	arena_close(&arena);
}

TEST(a_batch_cut_anywhere_or_changed_anywhere_is_refused)
{
	/* [relay-1] */
	struct buf batch = {0};

	UNUSED_STATE;
	batch_put(&batch);
	for (size_t i = 0; i < batch.len; i++) {
		char was = batch.at[i];

		assert_false(reads(str_first(buf_str(&batch), i), 6));
		for (unsigned bit = 0; bit < 8; bit++) {
			batch.at[i] = (char)(was ^ (1 << bit));
			if (!reads(buf_str(&batch), 6)) continue;
			/* A cursor, an hour or a blob's name may differ: the
			 * line chooses those. */
			assert_true(batch.at[i] >= '0');
			assert_true(batch.at[i] <= 'f');
		}
		batch.at[i] = was;
	}
	assert_false(reads(buf_str(&batch), 7));
	buf_byte(&batch, '\n');
	assert_false(reads(buf_str(&batch), 6));
	buf_close(&batch);
}

TEST(what_is_sent_has_exactly_the_written_form)
{
	struct buf out = {0};
	hash sum = hash_of(S("abc"));
	str roster, minisig;

	UNUSED_STATE;
	relay_seen_write(&sum, 1, &out);
	is_str(buf_str(&out), S("bothy-seen/1\nhash ba7816bf8f01cfea414140de"
		"5dae2223b00361a396177a9cb410ff61f20015ad\n"));
	buf_reset(&out);
	relay_reply_write(S("00112233445566778899aabbccddeeff"),
		S("ffeeddccbbaa99887766554433221100"), S("xy\n"), &out);
	is_str(buf_str(&out), S("bothy-put-reply/1\n"
		"mailbox 00112233445566778899aabbccddeeff\n"
		"id ffeeddccbbaa99887766554433221100\nlength 3\nxy\n"));
	buf_reset(&out);
	relay_copy_write(&(struct relay_copy){
		S("00112233445566778899aabbccddeeff"),
		S("ffeeddccbbaa99887766554433221100"), S("xy\n"),
		S("0badc0de0badc0de0badc0de0badc0de"), S("page")}, &out);
	is_str(buf_str(&out), S("bothy-put-copy/1\n"
		"mailbox 00112233445566778899aabbccddeeff\n"
		"id ffeeddccbbaa99887766554433221100\n"
		"blob 0badc0de0badc0de0badc0de0badc0de\nreply 3\nfile 4\n"
		"xy\npage"));
	buf_reset(&out);
	relay_take_back_write(S("00112233445566778899aabbccddeeff"),
		S("ffeeddccbbaa99887766554433221100"), &out);
	is_str(buf_str(&out), S("bothy-take-back/1\n"
		"mailbox 00112233445566778899aabbccddeeff\n"
		"id ffeeddccbbaa99887766554433221100\n"));
	buf_reset(&out);
	relay_roster_write(S("roster\n"), S("sig"), &out);
	is_str(buf_str(&out),
		S("bothy-put-roster/1\nroster 7\nminisig 3\nroster\nsig"));
	assert_true(relay_roster_read(buf_str(&out), &roster, &minisig));
	is_str(roster, S("roster\n"));
	is_str(minisig, S("sig"));
	for (size_t i = 0; i < out.len; i++) {
		assert_false(relay_roster_read(str_first(buf_str(&out), i),
			&roster, &minisig));
	}
	buf_reset(&out);
	relay_intake_path(12, 25, &out);
	is_str(buf_str(&out), S("/relay/1/intake?after=12&wait=25"));
	buf_close(&out);
}

TEST(answers_of_one_word_and_the_state_are_read_strictly)
{
	static const char state_text[] =
		"bothy-state/1\ncounter 3\nhour 495712\nwaiting 1\nkept 2\n"
		"replies 4\nfree 1000\nall 2000\nblobs 5\ngone 6\ntoken 7\n"
		"disk full\n";
	str text = str_of(state_text);
	struct relay_state state;
	enum relay_word word;

	UNUSED_STATE;
	assert_true(relay_word_read(S("shown\n"), &word));
	assert_int_equal(word, RELAY_SHOWN);
	assert_false(relay_word_read(S("shown"), &word));
	assert_false(relay_word_read(S("shown\n\n"), &word));
	assert_true(relay_state_read(text, &state));
	assert_int_equal(state.counter, 3);
	assert_int_equal(state.all_mib, 2000);
	assert_int_equal(state.token, 7);
	assert_int_equal(state.disk, RELAY_NO_ROOM);
	for (size_t i = 0; i < text.len; i++) {
		assert_false(relay_state_read(str_first(text, i), &state));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_batch_is_read_as_it_was_written),
		CASE(a_batch_cut_anywhere_or_changed_anywhere_is_refused),
		CASE(what_is_sent_has_exactly_the_written_form),
		CASE(answers_of_one_word_and_the_state_are_read_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
