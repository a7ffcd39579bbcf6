/* Tests of text/markdown: what a guide may hold, and that nothing else comes
 * through, however it is nested.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/mem.h"
#include "text/markdown.h"

static struct arena *arena;

static str body_of(const char *text)
{
	struct markdown page;

	arena_reset(arena);
	assert_true(markdown_read(arena, str_of(text), &page));
	return page.body.bytes;
}

TEST(what_a_guide_may_hold)
{
	static const struct { const char *text, *html; } cases[] = {
		{"# One\n", "<h1>One</h1>\n"},
		{"# One\n# Two\n", "<h1>One</h1>\n<h2>Two</h2>\n"},
		{"a *b* **c**", "<p>a <em>b</em> <strong>c</strong></p>\n"},
		{"- a\n- b\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"},
		{"3. a\n", "<ol start=\"3\">\n<li>a</li>\n</ol>\n"},
		{"> a\n", "<blockquote>\n<p>a</p>\n</blockquote>\n"},
		{"[a](/ar/write)", "<p><a href=\"/ar/write\">a</a></p>\n"},
		{"a & b < c", "<p>a &amp; b &lt; c</p>\n"},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		is_str(body_of(cases[i].text), str_of(cases[i].html));
	}
}

TEST(raw_html_and_pictures_are_text)
{
	static const char *const texts[] = { /* [markdown-1] */
		"<script>alert(1)</script>", "a <b onclick=x>b</b>",
		"<img src=x onerror=y>", "![words](https://a.example/x.png)",
		"<!-- -->", "<svg/onload=x>", "&lt;script&gt;",
		"```\n<script>\n```", "`<script>`",
	};
	static const char *const never[] = {"<script", "<img", "<svg", "<b ",
		"<!--"};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(texts); i++) {
		str html = body_of(texts[i]);

		for (size_t j = 0; j < NELEM(never); j++) {
			assert_true(str_find(html, str_of(never[j])) ==
				SIZE_MAX);
		}
	}
	assert_true(str_find(body_of("![words](/x.png)"), S("words")) !=
		SIZE_MAX);
}

TEST(a_link_that_may_not_be_is_its_words)
{
	static const char *const texts[] = { /* [markdown-2] */
		"[words](javascript:alert(1))", "[words](//a.example)",
		"[words](http://a.example)", "[words](data:text/html,x)",
		"[words](<java\tscript:x>)", "[words][1]\n\n[1]: vbscript:x",
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(texts); i++) {
		is_str(body_of(texts[i]), S("<p>words</p>\n"));
	}
}

/* Whether tags open and close in order; void elements need no closing. */
static bool is_nested(str html)
{
	str open[64];
	size_t depth = 0;

	while (html.len > 0) {
		size_t at = str_find_byte(html, '<'), end;
		bool closes;
		str name;

		if (at == SIZE_MAX) break;
		html = str_from(html, at + 1);
		closes = html.len > 0 && html.at[0] == '/';
		if (closes) html = str_from(html, 1);
		for (end = 0; end < html.len && html.at[end] != '>' &&
			html.at[end] != ' '; end++) {
			continue;
		}
		name = str_first(html, end);
		if (str_eq(name, S("br")) || str_eq(name, S("hr"))) continue;
		if (!closes && depth < NELEM(open)) open[depth++] = name;
		else if (!closes || depth == 0 ||
			!str_eq(open[--depth], name)) {
			return false;
		}
	}
	return depth == 0;
}

TEST(however_it_is_nested_it_closes)
{
	static const char *const texts[] = { /* [markdown-3] */
		"**a *b** c*", "- a\n  > b\n    - c\n",
		"![a [b](/x)](/y)", "[![a](/x)](/y)", "[a [b](/x)](/y)",
		"# *a\n# b*\n", "1. a\n\n   b\n2. c", "> # a\n> - b\n",
		"[a](javascript:x) [b](/y)", "![[a](/x)](y) [b](/z)",
	};
	char bytes[8];

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(texts); i++) {
		if (is_nested(body_of(texts[i]))) continue;
		(void)fprintf(stderr, "%s\n", texts[i]);
		fail();
	}
	/* every text of four signs */
	for (unsigned n = 0; n < 10000; n++) {
		static const char signs[] = "*[]()!`#>a";

		for (unsigned i = 0, m = n; i < 4; i++, m /= 10) {
			bytes[i] = signs[m % 10];
		}
		bytes[4] = '\0';
		assert_true(is_nested(body_of(bytes)));
	}
}

TEST(what_is_not_text_is_refused)
{
	struct markdown page;
	struct buf large = buf_cap(1 << 20);

	UNUSED_STATE;
	arena_reset(arena);
	assert_false(markdown_read(arena, S("a\xff"), &page));
	for (int i = 0; i <= MARKDOWN_BYTES_MAX; i++) buf_byte(&large, 'a');
	assert_false(markdown_read(arena, buf_str(&large), &page));
	buf_close(&large);
}

static int open_arena(void **state)
{
	(void)state;
	arena = arena_open(16 << 20);
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(what_a_guide_may_hold),
		CASE(raw_html_and_pictures_are_text),
		CASE(a_link_that_may_not_be_is_its_words),
		CASE(however_it_is_nested_it_closes),
		CASE(what_is_not_text_is_refused),
	};

	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
