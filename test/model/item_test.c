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

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(an_item_reads_back_as_it_was_written),
		CASE(a_cut_item_is_refused_and_a_changed_one_never_reads_as_two),
		CASE(fields_that_would_shift_a_line_are_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
