/* Tests of model/item: written and read back, and every cut and change.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "model/item.h"

static struct item sample(void)
{
	struct item item = {.kind = ITEM_PASTE,
		.thread = S("00112233445566778899aabbccddeeff"),
		.at_ms = 1795000000000, .way = S("signal"),
		.language = S("ckb"), .about = S("nothing"),
		.called = S("\xda\x98\xdb\x8c\xd8\xa7\xd9\x86"),
		.handle = S("dilan and the sea"), .box_count = 1,
		.file_count = 1, .text = S("one\nbox two\ntext 3\n")};

	item.boxes[0] = (struct item_box){
		S("ffeeddccbbaa99887766554433221100"), S("age1example")};
	item.files[0].id = item.files[0].file.blob = item.thread;
	item.files[0].file.bytes = 12;
	item.files[0].file.sha256 = S("ba7816bf8f01cfea414140de5dae2223"
		"b00361a396177a9cb410ff61f20015ad");
	item.files[0].file.identity = S("AGE-SECRET-KEY-1EXAMPLE");
	item.files[0].file.name = S("a b.pdf");
	return item;
}

TEST(an_item_reads_back_as_it_was_written)
{
	/* [item-1] */
	struct item item = sample(), back;
	struct buf out = {0}, again = {0};

	UNUSED_STATE;
	assert_true(item_write(&item, &out));
	assert_true(item_read(buf_str(&out), &back));
	is_str(back.text, item.text);
	is_str(back.files[0].file.name, S("a b.pdf"));
	is_str(back.boxes[0].recipient, S("age1example"));
	assert_true(item_write(&back, &again));
	is_str(buf_str(&again), buf_str(&out));
	buf_close(&out);
	buf_close(&again);
}

TEST(a_cut_item_is_refused_and_a_changed_one_never_reads_as_two)
{
	/* [item-1] what is accepted writes the same bytes again */
	struct item item = sample(), back;
	struct buf out = {0}, again = {0};

	UNUSED_STATE;
	assert_true(item_write(&item, &out));
	for (size_t i = 0; i < out.len; i++) {
		char was = out.at[i];

		assert_false(item_read(str_first(buf_str(&out), i), &back));
		for (unsigned bit = 0; bit < 8; bit++) {
			out.at[i] = (char)(was ^ (1 << bit));
			if (!item_read(buf_str(&out), &back)) continue;
			buf_reset(&again);
			assert_true(item_write(&back, &again));
			is_str(buf_str(&again), buf_str(&out));
		}
		out.at[i] = was;
	}
	buf_close(&out);
	buf_close(&again);
}

TEST(fields_that_would_shift_a_line_are_not_written)
{
	struct item item = sample();
	struct buf out = {0};

	UNUSED_STATE;
	item.called = S("two\nlines");
	assert_false(item_write(&item, &out));
	item = sample();
	item.boxes[0].recipient = S("two words");
	assert_false(item_write(&item, &out));
	item = sample();
	item.thread = S("not hex");
	assert_false(item_write(&item, &out));
	item = sample();
	item.text = S("\xff");
	assert_false(item_write(&item, &out));
	buf_close(&out);
}

static struct item with_copy(str copy)
{
	struct item item = {.kind = ITEM_ANSWER,
		.thread = S("00112233445566778899aabbccddeeff"),
		.way = S("line"), .language = S("ckb"), .about = S("nothing"),
		.copy = copy, .text = S("here it is")};

	return item;
}

#define ID "00112233445566778899aabbccddeeff"

TEST(an_answer_may_carry_a_part_of_a_copy_and_names_its_messages)
{
	struct item item = with_copy(S("2 3 " ID " " ID)), back;
	struct buf out = {0};
	struct item_copy copy;
	size_t count = 0;
	str id;

	UNUSED_STATE;
	assert_true(item_write(&item, &out));
	assert_true(item_read(buf_str(&out), &back));
	assert_true(item_copy_read(back.copy, &copy));
	assert_int_equal(copy.part, 2);
	assert_int_equal(copy.parts, 3);
	while (item_copy_next(&copy.ids, &id)) {
		is_str(id, S(ID));
		count++;
	}
	assert_int_equal(count, 2);
	item.kind = ITEM_PASTE;
	assert_false(item_write(&item, &out));
	buf_close(&out);
}

TEST(a_copy_line_that_is_not_as_written_is_refused)
{
	static const char *const wrong[] = {"", "1", "1 1", "1 1 ", "0 1 " ID,
		"2 1 " ID, "1 13 " ID, "01 1 " ID, "1 1 " ID " ",
		"1 1  " ID, "1 1 " ID ID, "1 1 " ID " x", "1 1 X" ID};
	struct item_copy copy;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(wrong); i++) {
		struct item item = with_copy(str_of(wrong[i]));
		struct buf out = {0};

		assert_false(item_copy_read(str_of(wrong[i]), &copy));
		if (i > 0) assert_false(item_write(&item, &out));
		buf_close(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(an_item_reads_back_as_it_was_written),
		CASE(a_cut_item_is_refused_and_a_changed_one_never_reads_as_two),
		CASE(fields_that_would_shift_a_line_are_not_written),
		CASE(an_answer_may_carry_a_part_of_a_copy_and_names_its_messages),
		CASE(a_copy_line_that_is_not_as_written_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
