/* Tables as text: what is read, what is written, that the two agree, that no
 * formula leaves, and that a bad row is named and costs no other.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "one_arena.h"

#include "base/utf8.h"
#include "text/csv.h"

/* Every row as "line:field|field;" or "line!fault;". */
static str shown(str text, char separator)
{
	struct buf out = {0};
	struct csv csv = csv_start(text, separator);
	struct csv_row row;
	str shown;

	while (csv_next(arena, &csv, &row)) {
		buf_number(&out, row.line);
		if (row.fault != CSV_FINE) {
			buf_byte(&out, '!');
			buf_number(&out, (uint64_t)row.fault);
		}
		for (size_t i = 0; i < row.count; i++) {
			buf_byte(&out, i == 0 ? ':' : '|');
			buf_put(&out, row.fields[i]);
		}
		buf_byte(&out, ';');
	}
	shown = buf_take(&out, arena);
	buf_close(&out);
	return shown;
}

TEST(rows_are_read_as_rfc_4180_says)
{
	static const struct { const char *text, *rows; } rows[] = {
		{"", ""}, {"\n\r\n\n", ""},
		{"a,b\r\nc,d\r\n", "1:a|b;2:c|d;"},
		{"a,b\nc,d", "1:a|b;2:c|d;"},
		{"a,b\rc,d\r", "1:a|b;2:c|d;"},
		{"\xef\xbb\xbf" "a,b", "1:a|b;"},
		{",\n,,", "1:|;2:||;"},
		{"\"a,b\",c", "1:a,b|c;"},
		{"\"say \"\"hi\"\"\",c", "1:say \"hi\"|c;"},
		{"\"two\nlines\",b\nc,d", "1:two\nlines|b;3:c|d;"},
		{"\"\"\n\nx", "1:;3:x;"},
		{" a , b ", "1: a | b ;"},
		{"5\" wide,b", "1:5\" wide|b;"},
		{"مثلي,هاوڕەگەزخواز", "1:مثلي|هاوڕەگەزخواز;"},
		{"a,", "1:a|;"}, {"\"a\",", "1:a|;"},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		is_str(shown(str_of(rows[i].text), ','), str_of(rows[i].rows));
	}
}

TEST(the_separator_is_told_from_the_first_line)
{
	UNUSED_STATE;
	assert_int_equal(csv_start(S("a,b;c,d"), 0).separator, ',');
	assert_int_equal(csv_start(S("a;b;c,d"), 0).separator, ';');
	assert_int_equal(csv_start(S("a\tb\nc,d,e"), 0).separator, '\t');
	assert_int_equal(csv_start(S("\"a;b;c\",d"), 0).separator, ',');
	assert_int_equal(csv_start(S("alone"), 0).separator, ',');
	assert_int_equal(csv_start(S(""), 0).separator, ',');
	is_str(shown(S("a\tb,c\n\"d\te\"\tf"), 0), S("1:a|b,c;2:d\te|f;"));
	is_str(shown(S("\"like me\" too\tb\n\"open\tc"), '\t'),
		S("1:\"like me\" too|b;2:\"open|c;"));
}

/* [csv-3] */
TEST(a_bad_row_is_named_and_costs_no_other)
{
	struct buf many = {0}, longer = buf_cap(8 << 20);
	struct csv csv;
	struct csv_row row;

	UNUSED_STATE;
	is_str(shown(S("a\n\"b\nc\nd"), ','), S("1:a;2!2;3:c;4:d;"));
	is_str(shown(S("a\n\"b\"x,y\nc"), ','), S("1:a;2!3;3:c;"));
	is_str(shown(S("a\n\xff,y\nc"), ','), S("1:a;2!1;3:c;"));
	is_str(shown(str_bytes("a\0b\nc", 5), ','), S("1!1;2:c;"));
	for (int i = 0; i < CSV_FIELDS_MAX; i++) buf_byte(&many, ',');
	buf_text(&many, "\nx");
	is_str(shown(buf_str(&many), ','), S("1!4;2:x;"));
	for (int i = 0; i <= CSV_FIELD_MAX; i++) buf_byte(&longer, 'a');
	buf_text(&longer, "\nx");
	is_str(shown(buf_str(&longer), ','), S("1!5;2:x;"));
	csv = csv_start(S("a\n\"b"), ',');
	assert_true(csv_next(arena, &csv, &row));
	assert_true(csv_next(arena, &csv, &row));
	assert_int_equal(row.count, 0);
	for (int i = CSV_FINE + 1; i < CSV_FAULT_COUNT; i++) {
		assert_true(str_of(csv_fault_text((enum csv_fault)i)).len > 9);
	}
	buf_close(&many);
	buf_close(&longer);
}

TEST(columns_are_found_by_their_names)
{
	struct csv csv = csv_start(S("Term, Lang ,note\n a ,ar\n"), 0);
	struct csv_row names, row;

	UNUSED_STATE;
	assert_true(csv_next(arena, &csv, &names));
	assert_int_equal(csv_column(&names, S("lang")), 1);
	assert_int_equal(csv_column(&names, S("why")), SIZE_MAX);
	assert_true(csv_next(arena, &csv, &row));
	is_str(csv_value(&row, 0), S("a"));
	is_str(csv_value(&row, 2), S(""));
	is_str(csv_value(&row, SIZE_MAX), S(""));
	assert_false(csv_next(arena, &csv, &row));
}

static str written(char separator, const str *fields, size_t count)
{
	struct buf out = {0};
	str bytes;

	csv_put(&out, separator, fields, count);
	bytes = buf_take(&out, arena);
	buf_close(&out);
	return bytes;
}

TEST(rows_are_written_with_marks_only_where_they_must_be)
{
	str row[] = {S("a"), S("b c"), S("d,e"), S("f\"g"), S("h\ni"), S("")};
	str empty[] = {S("")};
	struct buf out = {0};

	UNUSED_STATE;
	is_str(written(',', row, NELEM(row)),
		S("a,b c,\"d,e\",\"f\"\"g\",\"h\ni\",\r\n"));
	is_str(written('\t', row, 4), S("a\tb c\td,e\tf\"g\r\n"));
	is_str(written(',', empty, 1), S("\"\"\r\n"));
	csv_put_mark(&out);
	csv_put(&out, ',', row, 2);
	is_str(buf_str(&out), S("\xef\xbb\xbf" "a,b c\r\n"));
	buf_close(&out);
}

/* [csv-2] */
TEST(no_formula_leaves_and_the_guard_comes_off_again)
{
	static const struct { const char *field, *text; } rows[] = {
		{"=1+1", "'=1+1\r\n"}, {"+964 770", "'+964 770\r\n"},
		{"-x", "'-x\r\n"}, {"@SUM(A1)", "'@SUM(A1)\r\n"},
		{"\t=1", "'\t=1\r\n"}, {"\r=1", "\"'\r=1\"\r\n"},
		{"'=1", "''=1\r\n"}, {"''+", "'''+\r\n"},
		{"'ello", "'ello\r\n"}, {"'", "'\r\n"},
		{"-5", "-5\r\n"}, {"-3.25", "-3.25\r\n"},
		{"-3.", "'-3.\r\n"}, {"-.5", "'-.5\r\n"},
		{"-5+1", "'-5+1\r\n"}, {"-1.2.3", "'-1.2.3\r\n"},
		{"a=1", "a=1\r\n"}, {"=\"a\"", "\"'=\"\"a\"\"\"\r\n"},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		str field = str_of(rows[i].field);
		str text = written(',', &field, 1);
		struct csv csv = csv_start(text, ',');
		struct csv_row row;

		is_str(text, str_of(rows[i].text));
		assert_true(csv_next(arena, &csv, &row));
		is_str(row.fields[0], field);
	}
}

static uint64_t draw_state = 88172645463325252u;

static size_t draw(size_t below)
{
	draw_state ^= draw_state << 13;
	draw_state ^= draw_state >> 7;
	draw_state ^= draw_state << 17;
	return (size_t)(draw_state % below);
}

static str field_drawn(void)
{
	static const char *const pieces[] = {"a", "\"", "\n", "\r", ",", ";",
		"\t", "'", "=", "+", "-", "@", "5", ".", " ", "م", "ێ",
		"\xef\xbb\xbf"};
	struct buf out = {0};
	str field;

	for (size_t n = draw(6); n > 0; n--) {
		buf_text(&out, pieces[draw(NELEM(pieces))]);
	}
	field = buf_take(&out, arena);
	buf_close(&out);
	return field;
}

/* [csv-1] */
TEST(what_is_written_is_read_again)
{
	static const char separators[] = {',', ';', '\t'};

	UNUSED_STATE;
	for (int round = 0; round < 20000; round++) {
		char separator = separators[draw(3)];
		str fields[4];
		size_t count = 1 + draw(4);
		struct csv csv;
		struct csv_row row;

		arena_reset(arena);
		for (size_t i = 0; i < count; i++) fields[i] = field_drawn();
		csv = csv_start(written(separator, fields, count), separator);
		assert_true(csv_next(arena, &csv, &row));
		assert_int_equal(row.fault, CSV_FINE);
		assert_int_equal(row.count, count);
		for (size_t i = 0; i < count; i++) {
			is_str(row.fields[i], fields[i]);
		}
		assert_false(csv_next(arena, &csv, &row));
	}
}

TEST(any_cut_of_a_table_is_read_to_its_end)
{
	str text = S("\xef\xbb\xbf" "a,\"b\"\"\nc\"\r\nم,'=1\n\"x\"y\nlast,row");

	UNUSED_STATE;
	for (size_t len = 0; len <= text.len; len++) {
		struct csv csv = csv_start(str_first(text, len), 0);
		struct csv_row row;
		size_t rows = 0, line = 0;

		while (csv_next(arena, &csv, &row)) {
			assert_true(row.line > line);
			line = row.line;
			rows++;
		}
		assert_true(rows <= 6);
		assert_int_equal(csv.rest.len, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(rows_are_read_as_rfc_4180_says),
		CASE(the_separator_is_told_from_the_first_line),
		CASE(a_bad_row_is_named_and_costs_no_other),
		CASE(columns_are_found_by_their_names),
		CASE(rows_are_written_with_marks_only_where_they_must_be),
		CASE(no_formula_leaves_and_the_guard_comes_off_again),
		CASE(what_is_written_is_read_again),
		CASE(any_cut_of_a_table_is_read_to_its_end),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
