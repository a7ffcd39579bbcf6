/* Tests of text/html: every byte value in every place, addresses that may and
 * may not be, and words that come back as they were.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "text/html.h"

static struct buf out;

static str written(void (*escape)(struct buf *, str), str s)
{
	buf_reset(&out);
	escape(&out, s);
	return buf_str(&out);
}

static bool has_byte(str s, char byte)
{
	return str_find_byte(s, byte) != SIZE_MAX;
}

TEST(no_byte_ends_the_place_it_stands_in)
{
	UNUSED_STATE;
	for (int c = 0; c < 256; c++) { /* [html-1] */
		char one[3] = {'a', (char)c, 'b'};
		str s = {one, 3};

		assert_false(has_byte(written(html_text, s), '<'));
		assert_false(has_byte(written(html_attr, s), '"'));
		assert_false(has_byte(buf_str(&out), '\''));
		assert_false(has_byte(buf_str(&out), '<'));
		assert_false(has_byte(written(html_path, s), '/'));
		assert_false(has_byte(buf_str(&out), '"'));
		assert_false(has_byte(written(html_query, s), '&'));
		assert_false(has_byte(buf_str(&out), '"'));
		assert_false(has_byte(written(html_url, s), '"'));
		assert_false(has_byte(buf_str(&out), '<'));
	}
}

TEST(what_is_written_is_utf8_whatever_came)
{
	UNUSED_STATE;
	for (int c = 0; c < 256; c++) { /* [html-5] */
		char bytes[2] = {(char)c, (char)(c ^ 0x55)};

		assert_true(utf8_is_valid(written(html_text, (str){bytes, 2})));
		assert_true(utf8_is_valid(written(html_attr, (str){bytes, 2})));
	}
	is_str(written(html_text, S("a\xff\xfe" "b")),
		S("a\xef\xbf\xbd\xef\xbf\xbd" "b"));
	is_str(written(html_text, S("a\x01" "b\x7f")),
		S("a\xef\xbf\xbd" "b\xef\xbf\xbd"));
	is_str(written(html_text, S("\xd8\xa8 a\tb\n")), S("\xd8\xa8 a\tb\n"));
}

TEST(addresses_lead_to_us_or_to_https_or_nowhere)
{
	static const struct { str address; bool allowed; } cases[] = {
		/* [html-2] */
		{S_INIT("/ar/write"), true}, {S_INIT("/"), true},
		{S_INIT("#top"), true}, {S_INIT("https://a.example/x?y#z"), true},
		{S_INIT("http://abc.onion/"), true},
		{S_INIT(""), false}, {S_INIT("//a.example"), false},
		{S_INIT("/\\a.example"), false}, {S_INIT("http://a.example"), false},
		{S_INIT("javascript:alert(1)"), false},
		{S_INIT("JaVaScRiPt:alert(1)"), false},
		{S_INIT(" javascript:alert(1)"), false},
		{S_INIT("data:text/html,x"), false}, {S_INIT("vbscript:x"), false},
		{S_INIT("https://"), false}, {S_INIT("https:///x"), false},
		{S_INIT("ar/write"), false}, {S_INIT("HTTPS://a.example"), false},
		{S_INIT("http://a.onion.example/"), false},
		{S_INIT("mailto:a@a.example"), false},
		{S_INIT("https://a.example:8443/x@y"), true},
		{S_INIT("https://a.example?b@c"), true},
		{S_INIT("https://a.example@b.example/"), false},
		{S_INIT("https://a.example:1@b.example/"), false},
		{S_INIT("http://abc.onion@b.example/"), false},
		{S_INIT("http://abc.onion:80@b.example/"), false},
		{S_INIT("https://a.example\\@b.example/"), false},
		{S_INIT("https://a.example%40b.example/"), false},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		str address = written(html_url, cases[i].address);

		if (html_url_is_allowed(cases[i].address) != cases[i].allowed) {
			(void)fprintf(stderr, "%.*s\n",
				S_ARG(cases[i].address));
			fail();
		}
		if (cases[i].allowed) is_str(address, cases[i].address);
		else is_str(address, S("#"));
	}
	is_str(written(html_url, S("/a\tb\n\\c d\"")),
		S("/a%09b%0A%5Cc%20d%22"));
	is_str(written(html_url, S("/?a=1&b=2")), S("/?a=1&amp;b=2"));
}

TEST(a_segment_is_never_empty_and_never_dots)
{
	static const char *const dots[] = {"", ".", "..", "..."};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(dots); i++) { /* [html-3] */
		is_str(written(html_path, str_of(dots[i])), S("-"));
	}
	is_str(written(html_path, S("a/b")), S("a%2Fb"));
	is_str(written(html_path, S(".a")), S(".a"));
	is_str(written(html_path_list, S("a//b/..")), S("a/-/b/-"));
	is_str(written(html_path_list, S("")), S(""));
}

/* The text content of what html_prose wrote: tags away, entities back. */
static void content_of(str html, struct buf *text)
{
	static const struct { str name, is; } entities[] = {
		{S_INIT("&amp;"), S_INIT("&")}, {S_INIT("&lt;"), S_INIT("<")},
		{S_INIT("&gt;"), S_INIT(">")}, {S_INIT("&#13;"), S_INIT("\r")},
	};

	while (html.len > 0) {
		size_t len = 1;
		str is = str_first(html, 1);

		if (html.at[0] == '<') {
			len = str_find_byte(html, '>') + 1;
			is = S("");
		}
		for (size_t i = 0; i < NELEM(entities); i++) {
			if (!str_starts(html, entities[i].name)) continue;
			len = entities[i].name.len;
			is = entities[i].is;
		}
		buf_put(text, is);
		html = str_from(html, len);
	}
}

TEST(words_come_back_exactly)
{
	static const char *const texts[] = {
		"", "\n", "a", "a\n", "a\n\nb", "\n\n", "  two  blanks ",
		"<b>&amp;</b>", "a\r\nb\r", "\xd8\xa8\xe2\x80\x8c\xd8\xa7",
		"\xe2\x80\xae turned \xe2\x80\xac", "tab\there",
	};
	struct arena *arena = arena_open(1 << 16);

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(texts); i++) { /* [html-4] */
		struct buf text = {0};

		content_of(html_prose(arena, str_of(texts[i])).bytes, &text);
		is_str(buf_str(&text), str_of(texts[i]));
		buf_close(&text);
	}
	arena_close(&arena);
}

TEST(marked_words_come_back_exactly_and_marks_lie_where_they_were_put)
{
	static const struct {
		const char *text;
		struct html_mark marks[3];
		size_t count;
		const char *want;
	} cases[] = {
		{"a <b> c", {{2, 3}}, 1, "<div dir=\"auto\">a <mark>&lt;b&gt;"
			"</mark> c</div>"},
		{"ab", {{0, 1}, {1, 1}}, 2, "<div dir=\"auto\"><mark>a</mark>"
			"<mark>b</mark></div>"},
		{"a\nb", {{0, 3}}, 1, "<div dir=\"auto\"><mark>a\n</mark></div>"
			"<div dir=\"auto\"><mark>b</mark></div>"},
		{"x\nyz\n", {{2, 1}}, 1, "<div dir=\"auto\">x\n</div>"
			"<div dir=\"auto\"><mark>y</mark>z\n</div>"},
		{"short", {{2, 9}, {40, 2}}, 2, "<div dir=\"auto\">sh<mark>ort"
			"</mark></div>"},
	};
	struct arena *arena = arena_open(1 << 16);

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct buf text = {0};
		str got = html_prose_marked(arena, str_of(cases[i].text),
			cases[i].marks, cases[i].count).bytes;

		is_str(got, str_of(cases[i].want));
		content_of(got, &text); /* [html-4] */
		is_str(buf_str(&text), str_of(cases[i].text));
		buf_close(&text);
	}
	arena_close(&arena);
}

static int close_out(void **state)
{
	(void)state;
	buf_close(&out);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(no_byte_ends_the_place_it_stands_in),
		CASE(what_is_written_is_utf8_whatever_came),
		CASE(addresses_lead_to_us_or_to_https_or_nowhere),
		CASE(a_segment_is_never_empty_and_never_dots),
		CASE(words_come_back_exactly),
		CASE(marked_words_come_back_exactly_and_marks_lie_where_they_were_put),
	};

	return cmocka_run_group_tests(tests, NULL, close_out);
}
