/* Tests of base/str, buf, num, hex, utf8: the ground everything stands on.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/hex.h"
#include "base/list.h"
#include "base/num.h"
#include "base/utf8.h"

TEST(cut_splits_at_the_first_separator)
{
	str head, tail;

	UNUSED_STATE;
	assert_true(str_cut(S("a=b=c"), '=', &head, &tail));
	is_str(head, S("a"));
	is_str(tail, S("b=c"));
	assert_false(str_cut(S("abc"), '=', &head, &tail));
}

TEST(lines_come_one_by_one_and_the_last_may_lack_its_end)
{
	str rest = S("one\n\ntwo"), line;

	UNUSED_STATE;
	assert_true(str_line(&rest, &line));
	is_str(line, S("one"));
	assert_true(str_line(&rest, &line));
	is_str(line, S(""));
	assert_true(str_line(&rest, &line));
	is_str(line, S("two"));
	assert_false(str_line(&rest, &line));
}

TEST(a_buf_over_its_cap_fails_and_keeps_what_it_had)
{
	/* [buf-1] */
	struct buf buf = buf_cap(300);

	UNUSED_STATE;
	buf_put(&buf, S("kept"));
	buf_zeros(&buf, 297);
	assert_true(buf.failed);
	is_str(buf_str(&buf), S("kept"));
	buf_close(&buf);
	buf_close(&buf);
	for (int i = 0; i < 300; i++) buf_byte(&buf, 'x');
	assert_false(buf.failed);
	assert_int_equal(buf.size, 300); /* [buf-3] */
	buf_byte(&buf, 'x');
	assert_true(buf.failed);
	buf_close(&buf);
}

TEST(a_closed_buf_leaves_no_text_behind)
{
	/* [buf-2] growing wipes the old memory before it goes back */
	struct buf buf = {0};
	char *old;

	UNUSED_STATE;
	buf_put(&buf, S("secret words"));
	old = buf.at;
	buf_reset(&buf);
	assert_int_equal(old[0], 0);
	assert_int_equal(old[11], 0);
	buf_close(&buf);
}

TEST(an_arena_refuses_beyond_its_cap)
{
	/* [mem-2] */
	struct arena *arena = arena_open(64);

	UNUSED_STATE;
	assert_non_null(arena_try(arena, 40));
	assert_null(arena_try(arena, 40));
	arena_reset(arena);
	assert_non_null(arena_try(arena, 40));
	arena_close(&arena);
	assert_null(arena);
}

TEST(numbers_are_plain_or_refused)
{
	static const char *const bad[] = {"", "+5", "-1", "5x", "05", " 5",
		"18446744073709551616", "99999999999999999999999"};
	uint64_t number;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(bad); i++) {
		assert_false(num_read(str_of(bad[i]), UINT64_MAX, &number));
	}
	assert_true(num_read(S("18446744073709551615"), UINT64_MAX, &number));
	assert_true(number == UINT64_MAX);
	assert_false(num_read(S("101"), 100, &number));
}

TEST(base64_reads_only_the_canonical_form)
{
	/* [hex-1] */
	struct buf out = {0};

	UNUSED_STATE;
	base64_put(&out, S("any carnal pleas"), true);
	is_str(buf_str(&out), S("YW55IGNhcm5hbCBwbGVhcw=="));
	buf_reset(&out);
	assert_true(base64_read(S("YW55IGNhcm5hbCBwbGVhcw"), false, &out));
	is_str(buf_str(&out), S("any carnal pleas"));
	assert_false(base64_read(S("YW55IGNhcm5hbCBwbGVhcx"), false, &out));
	assert_false(base64_read(S("YW55IGNhcm5hbCBwbGVhcw=="), false, &out));
	assert_false(base64_read(S("YW5"), true, &out));
	assert_false(base64_read(S("Y"), false, &out));
	buf_close(&out);
}

TEST(utf8_refuses_overlong_surrogates_and_cut_sequences)
{
	static const char *const bad[] = {"\xC0\x80", "\xED\xA0\x80",
		"\xF4\x90\x80\x80", "\xE2\x82", "\x80", "\xFF"};

	UNUSED_STATE;
	assert_true(utf8_is_valid(S("سڵاو Kurdî 👋")));
	/* runs of Latin letters of any length, and what ends them */
	for (size_t i = 0; i <= 20; i++) {
		str latin = str_first(S("abcdefghijklmnopqrst"), i);
		char text[32];
		int len = snprintf(text, sizeof(text), "%.*s\xc3\xa9x", S_ARG(latin));

		assert_true(utf8_is_valid(latin));
		assert_true(utf8_is_valid(str_bytes(text, (size_t)len)));
		assert_false(utf8_is_valid(str_bytes(text, i + 1)));
		text[i] = '\xff';
		assert_false(utf8_is_valid(str_bytes(text, (size_t)len)));
	}
	for (size_t i = 0; i < NELEM(bad); i++) {
		assert_false(utf8_is_valid(str_of(bad[i])));
	}
	assert_int_equal(utf8_count(S("سڵاو")), 4);
	is_str(utf8_first(S("سڵاو"), 3), S("س"));
}

TEST(every_point_is_written_as_it_is_read)
{
	struct buf out = {0};

	UNUSED_STATE;
	for (uint32_t point = 0; point <= 0x10FFFF; point += 7) {
		uint32_t got;
		str rest;

		if (point >= 0xD800 && point <= 0xDFFF) continue;
		buf_reset(&out);
		utf8_put(&out, point);
		rest = buf_str(&out);
		assert_true(utf8_next(&rest, &got));
		assert_int_equal(got, point);
		assert_int_equal(rest.len, 0);
	}
	buf_close(&out);
}

TEST(a_list_keeps_its_order_while_it_grows)
{
	struct number_list LIST_OF(int);
	struct number_list list = {0};
	struct arena *arena = arena_open(1 << 16);

	UNUSED_STATE;
	for (int i = 0; i < 100; i++) LIST_ADD(arena, &list, i);
	for (int i = 0; i < 100; i++) assert_int_equal(list.at[i], i);
	arena_close(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(cut_splits_at_the_first_separator),
		CASE(lines_come_one_by_one_and_the_last_may_lack_its_end),
		CASE(a_buf_over_its_cap_fails_and_keeps_what_it_had),
		CASE(a_closed_buf_leaves_no_text_behind),
		CASE(an_arena_refuses_beyond_its_cap),
		CASE(numbers_are_plain_or_refused),
		CASE(base64_reads_only_the_canonical_form),
		CASE(utf8_refuses_overlong_surrogates_and_cut_sequences),
		CASE(every_point_is_written_as_it_is_read),
		CASE(a_list_keeps_its_order_while_it_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
