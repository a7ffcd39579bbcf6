/* Tests of tables as JSON: what is written is read again as the same; what is
 * no table is refused with its line.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "one_arena.h"

#include "text/json_rows.h"

TEST(what_is_written_is_read_again_as_the_same_rows)
{
	/* [json-1] */
	const str words[] = {S("plain"), S("\"quoted\"\n\\ تەنها "), S("ZWNJ‌"),
		S("")};
	const struct json_cell cells[] = {
		{S("id"), &words[0], 1, false}, {S("list"), words, 4, true},
		{S("none"), NULL, 0, false}, {S("empty"), NULL, 0, true},
		{S("text"), &words[1], 1, false}};
	const struct json_row rows[] = {{cells, 5, false}, {cells, 2, false}};
	const struct json_rows table = {rows, 2};
	struct json_rows got;
	struct buf out = {0}, again = {0};
	size_t line;

	UNUSED_STATE;
	json_rows_write(&table, &out);
	assert_true(json_rows_read(arena, buf_str(&out), &got, &line));
	assert_int_equal(got.count, 2);
	assert_int_equal(got.at[0].count, 5);
	is_str(got.at[0].cells[0].key, S("id"));
	assert_true(got.at[0].cells[1].list);
	assert_int_equal(got.at[0].cells[1].count, 4);
	is_str(got.at[0].cells[1].values[1], words[1]);
	assert_int_equal(got.at[0].cells[2].count, 0);
	json_rows_write(&got, &again);
	is_str(buf_str(&again), buf_str(&out));
	for (size_t len = 0; len + 2 < out.len; len++) {
		assert_false(json_rows_read(arena, str_first(buf_str(&out), len),
			&got, &line));
	}
	buf_close(&out);
	buf_close(&again);
}

TEST(numbers_and_truths_are_words)
{
	struct json_rows got;
	size_t line;

	UNUSED_STATE;
	assert_true(json_rows_read(arena,
		S("[{\"a\": 12, \"b\": true, \"c\": false, \"d\": null}]"),
		&got, &line));
	is_str(got.at[0].cells[0].values[0], S("12"));
	is_str(got.at[0].cells[1].values[0], S("yes"));
	is_str(got.at[0].cells[2].values[0], S("no"));
	assert_int_equal(got.at[0].cells[3].count, 0);
}

TEST(what_is_no_table_is_refused_with_its_line)
{
	/* [json-2] */
	static const struct { const char *text; size_t line; } cases[] = {
		{"", 1}, {"[{\"a\":1}\n,\n{\"a\" 2}]", 3}, {"{}", 0},
		{"[{\"a\":1,\"a\":1}]", 1}, {"[{\"a\":\"\\u0000\"}]", 1},
		{"[{\"a\":\"\xff\"}]", 1}, {"[] x", 1},
		{"[{\"a\":99999999999999999999}]", 1},
	};
	struct json_rows got;
	size_t line;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		assert_false(json_rows_read(arena, str_of(cases[i].text), &got,
			&line));
		assert_int_equal(line, cases[i].line);
	}
}

TEST(an_entry_that_is_no_flat_object_costs_no_other)
{
	/* [json-2] */
	static const bool odd[] = {true, true, false, true, true, true, false};
	struct json_rows got;
	size_t line;

	UNUSED_STATE;
	assert_true(json_rows_read(arena, S("[[], 17, {\"a\": \"x\"}, {\"a\": {}},"
		"{\"a\": [[]]}, {\"a\": 0.5}, {}]"), &got, &line));
	assert_int_equal(got.count, NELEM(odd));
	for (size_t i = 0; i < NELEM(odd); i++) {
		assert_int_equal(got.at[i].odd, odd[i]);
	}
	is_str(got.at[2].cells[0].values[0], S("x"));
}

TEST(a_deep_text_is_refused_and_costs_no_stack)
{
	struct buf deep = {0};
	struct json_rows got;
	size_t line;

	UNUSED_STATE;
	for (int i = 0; i < 100000; i++) buf_byte(&deep, '[');
	assert_false(json_rows_read(arena, buf_str(&deep), &got, &line));
	buf_close(&deep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_is_written_is_read_again_as_the_same_rows),
		CASE(numbers_and_truths_are_words),
		CASE(what_is_no_table_is_refused_with_its_line),
		CASE(an_entry_that_is_no_flat_object_costs_no_other),
		CASE(a_deep_text_is_refused_and_costs_no_stack),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
