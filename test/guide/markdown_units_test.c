/* Tests of guide/markdown_units: what of a Markdown file becomes a unit, what
 * is left out and said, and that no file, however it is made, does harm.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/exchange_lib.h"
#include "one_arena.h"

#include "guide/inline.h"
#include "guide/markdown_units.h"
#include "guide/wild_tree.h"
#include "text/markdown_walk.h"

static struct exchange exchange;

static bool read_bytes(str bytes, struct leaf_page *ret_page)
{
	exchange = (struct exchange){.arena = arena};
	return markdown_units_read(arena, bytes, S("x.md"), &exchange, ret_page);
}

/* "kind level line words" a line. */
static str units_of(const char *text)
{
	struct leaf_page page;
	struct buf out = {0};
	str kept;

	arena_reset(arena);
	assert_true(read_bytes(str_of(text), &page));
	for (size_t i = 0; i < page.leaves.count; i++) {
		const struct leaf *leaf = &page.leaves.at[i];

		buf_put(&out, unit_kind_name(leaf->kind));
		buf_fmt(&out, " %u %zu ", leaf->level, leaf->line);
		buf_put(&out, leaf->words);
		buf_byte(&out, '\n');
	}
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

TEST(each_part_of_a_page_is_a_unit_with_its_line)
{
	static const struct { const char *text, *units; } cases[] = {
		{"# T\n\n## A\n\nwords\nmore\n", "title 0 1 T\nsection 1 3 A\n"
			"paragraph 0 5 words more\n"},
		{"## A\n\n### B\n\n#### C\n", "title 0 1 A\nsection 1 3 B\n"
			"section 2 5 C\n"},
		{"# T\n\n1. a\n2. b\n\n- c\n  - d\n", "title 0 1 T\nstep 1 3 a\n"
			"step 1 4 b\nitem 1 6 c\nitem 2 7 d\n"},
		{"# T\n\n> a\n>\n> b\n", "title 0 1 T\nnote 0 3 a\nnote 0 5 b\n"},
		{"# T\n\n| a | b |\n|---|---|\n| 1 |  |\n", "title 0 1 T\n"
			"row 2 3 a | b\nrow 2 5 1 | –\n"},
		{"a **b** *c* d\n", "paragraph 0 1 a **b** *c* d\n"},
		{"**a** **b**\n", "paragraph 0 1 **a b**\n"},
		{"*a***b**\n", "paragraph 0 1 *a***b**\n"},
		{"a [b\\*](https://x.example/) c\n",
			"paragraph 0 1 a [b\\*](link1) c\n"},
		{"**[a](https://x.example/)**\n", "paragraph 0 1 **[a](link1)**\n"},
		{"[**a**](https://x.example/)\n", "paragraph 0 1 [**a**](link1)\n"},
		{"see https://x.example/a_b. Or www.y.example\n",
			"paragraph 0 1 see [x.example](link1). Or"
			" [y.example](link2)\n"},
		{"type `sudo x` now\n", "paragraph 0 1 type {code1} now\n"},
		{"call +964 770 123 4567.\n", "paragraph 0 1 call {code1}.\n"},
		{"```\na {b}\n\nc\n```\n", "paragraph 0 4 {code1}\n"
			"paragraph 0 4 {code1}\n"},
		{"a {b} | c \\\\ [d]\n", "paragraph 0 1 a \\{b\\} \\| c \\\\ \\[d\\]\n"},
		{"a&nbsp;b &amp; &#x645; &hellip;\n",
			"paragraph 0 1 a\xc2\xa0" "b & م …\n"},
		{"---\ntitle: \"Say it\"\nx: y\n---\n\n# Say it\n\na\n",
			"title 0 1 Say it\nparagraph 0 8 a\n"},
		{"+++\ntitle = 'T'\n+++\na\n", "title 0 1 T\nparagraph 0 4 a\n"},
		{"- a\n\n  b\n- c\n", "item 1 1 a\nparagraph 0 3 b\nitem 1 4 c\n"},
		{"e\xcc\x81t\xc3\xa9\n", "paragraph 0 1 été\n"},
		{"- a <!-- abcdef choice -->\n", "choice 0 1 a\n"},
		{"> a <!-- abcdef danger -->\n", "danger 0 1 a\n"},
		/* lines may end as in any system, and keep their numbers
		 * [markdown_source-1] */
		{"# T\r\ra\r\rb\r", "title 0 1 T\nparagraph 0 3 a\n"
			"paragraph 0 5 b\n"},
		{"# T\r\n\na\r\rb\n", "title 0 1 T\nparagraph 0 3 a\n"
			"paragraph 0 5 b\n"},
		/* a dash a column is a table everywhere else */
		{"|a|b|\n|-|:-|\n|1|2|\n", "row 2 1 a | b\nrow 2 3 1 | 2\n"},
		{"```\n|a|\n|-|\n```\n", "paragraph 0 3 {code1}\n"
			"paragraph 0 3 {code1}\n"},
		/* a footnote is no address of a link */
		{"a[^1]\n\n[^1]: Here.\n", "paragraph 0 1 a\\[^1\\]\n"
			"paragraph 0 3 \\[^1\\]: Here.\n"},
		{"- [ ] a\n- [x] b\n", "item 1 1 a\nitem 1 2 b\n"},
		{"a\xe2\x80\x8b" "b\xef\xbf\xbe" "c\xc2\xad\n", "paragraph 0 1 abc\n"},
		{"# a\n\n\xe2\x80\x8c\xe2\x80\x8b\n", "title 0 1 a\n"},
		/* fronts of other programs */
		{"{\n  \"a\": {\"title\": \"no\"},\n  \"title\": \"T \\\"q\\\"\"\n}\na\n",
			"title 0 1 T \"q\"\nparagraph 0 5 a\n"},
		{"{\"title\": \"T\"}\na\n", "title 0 1 T\nparagraph 0 2 a\n"},
		{"{a} b\n", "paragraph 0 1 \\{a\\} b\n"},
		{"---\nmenu:\n  title: no\ntitle: T # why\n---\na\n",
			"title 0 1 T\nparagraph 0 6 a\n"},
		{"---\ntitle: >-\n  two\n  lines\nx: y\n---\na\n",
			"title 0 1 two lines\nparagraph 0 7 a\n"},
		{"+++\n[menu]\ntitle = 'no'\n+++\na\n", "paragraph 0 5 a\n"},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		is_str(units_of(cases[i].text), str_of(cases[i].units));
	}
}

TEST(what_has_no_place_is_said_with_its_line) /* [markdown_units-1] */
{
	static const struct { const char *text, *remark; } cases[] = {
		{"a\n\n<div>x</div>\n", "x.md:3: warning: raw HTML is left out"},
		{"a <b>b</b>\n", "x.md:1: warning: raw HTML is left out"},
		{"a\n\n[b] (https://x.example)\n",
			"x.md:3: warning: broken link syntax"},
		{"a\n\n[](https://x.example)b\n", "x.md:3: warning: a link without"
			" words"},
		{"a\n\nb\xe2\x80\xae" "c\n", "x.md:3: warning: control characters"},
		{"# a\n\n#### b\n\n## c\n", "x.md:3: warning: a heading more than"
			" one level deeper"},
		{"- a\n  - b\n    - c\n      - d\n", "x.md:4: warning: a list nested"
			" more than three deep"},
		{"# a\n\n#\n\nb\n", "warning: a heading without words"},
		{"|a|b|c|d|e|\n|---|---|---|---|---|\n|1|2|3|4|5|\n",
			"x.md:1: warning: a table wider than four columns"},
		{"---\nauthor: x\n---\n# a\n", "x.md:2: warning: front matter that"
			" is not taken"},
		{"a\n\nhttps://x.example/\n", "x.md:3: advice: a bare address"},
		{"|a|b|\n|---|---|\n|1|2|\n\n|a|b|c|\n|---|---|---|\n|1|2|3|\n",
			"a table right behind one with other columns"},
		{"#tag\n", "x.md:1: warning: text that begins with #"},
		{"&bogus;\n", "x.md:1: warning: a character with a name"},
		{"a\n\n7. b\n8. c\n", "x.md:3: advice: a list that does not begin"},
		{"- [ ] a\n", "x.md:1: advice: a box to tick"},
		{"a\n\n{{< x >}}\n", "x.md:3: warning: a mark of another program"},
		{"a\n\n:::danger\nb\n:::\n", "x.md:3: warning: a mark of another"},
		{"a\n\n```\nb\n", "x.md:3: warning: code that does not end"},
		{"a\n\n[^1]: b\n", "x.md:3: warning: a footnote stays"},
		{"a\n\n<<<<<<< x\nb\n=======\nc\n>>>>>>> y\n",
			"x.md:7: warning: two versions that nobody has settled"},
		{"a\n\nb\xef\xbf\xbd\n", "x.md:3: warning: a letter that was lost"},
		{"a\n\n[![b](c.png)](https://x.example/)\n",
			"x.md:3: warning: a link without words"},
		{"a\n\n![b [c](https://x.example/)](c.png)\n",
			"x.md:3: warning: a link in the words of a picture"},
		{"a\n\n![b\xe2\x80\xae](c.png)\n", "x.md:3: warning: control"},
		{"---\ntitle: x\n\n# a\n", "x.md:1: warning: front matter without an"},
		{"---\ntitle: x\xe2\x80\xae\n---\na\n", "x.md:1: warning: control"},
		{"{\n\"a\": 1,\n\"title\": \"T\"\n}\nb\n",
			"x.md:2: warning: front matter that is not taken"},
	};
	struct leaf_page page;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		arena_reset(arena);
		assert_true(read_bytes(str_of(cases[i].text), &page));
		has_remark(arena, &exchange, cases[i].remark);
	}
}

TEST(what_is_no_guide_is_refused_with_a_reason) /* [markdown_units-2] */
{
	static const struct { str text; const char *remark; } cases[] = {
		{S_INIT(""), "x.md:1: error: there is nothing in it"},
		{S_INIT(" \n"), "x.md:1: error: there is nothing in it"},
		{S_INIT("a\nb\xff"), "x.md:2: error: it is not UTF-8"},
		{S_INIT("a\0b"), "x.md:1: error: it is no text"},
		{S_INIT("a\r\rb\0"), "x.md:3: error: it is no text"},
		{S_INIT("a\rb\xff"), "x.md:2: error: it is not UTF-8"},
		{S_INIT("\xff\xfe#\0 \0a\0"), "x.md:1: error: it is UTF-16"},
		{S_INIT("\0#\0 \0a"), "x.md:1: error: it is UTF-16"},
		{S_INIT("<div>\n"), "x.md:1: error: there are no words in it"},
	};
	struct leaf_page page;
	struct buf large = buf_cap(4 << 20);

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		arena_reset(arena);
		assert_false(read_bytes(cases[i].text, &page));
		has_remark(arena, &exchange, cases[i].remark);
	}
	while (large.len <= MARKDOWN_FILE_MAX) buf_text(&large, "words ");
	assert_false(read_bytes(buf_str(&large), &page));
	has_remark(arena, &exchange, "x.md:1: error: it is larger than 1 MiB");
	buf_reset(&large);
	for (int i = 0; i <= GUIDE_UNITS_MAX; i++) buf_text(&large, "a\n\n");
	assert_false(read_bytes(buf_str(&large), &page));
	has_remark(arena, &exchange, "error: more units");
	buf_close(&large);
}

/* Every unit can be read with its slots [wording-1]. */
static void is_sound(const struct leaf_page *page)
{
	assert_true(page->leaves.count <= GUIDE_UNITS_MAX + 1);
	for (size_t i = 0; i < page->leaves.count; i++) {
		const struct leaf *leaf = &page->leaves.at[i];
		struct unit unit = {.kind = leaf->kind, .cells = leaf->cells,
			.slots = leaf->slots, .slot_count = leaf->slot_count};
		struct span_list spans;
		enum inline_fault fault = inline_read(arena, &unit, leaf->words,
			tongue_of(LOCALE_EN), &spans);

		assert_true(leaf->words.len <= UNIT_WORDS_BYTES_MAX);
		if (fault != INLINE_FINE) {
			(void)fprintf(stderr, "%.*s\n", S_ARG(leaf->words));
		}
		assert_int_equal(fault, INLINE_FINE);
	}
}

TEST(files_made_to_be_hard_to_read_are_read_or_refused)
{
	struct buf text = {0};
	struct leaf_page page;

	UNUSED_STATE;
	for (unsigned i = 0; i < WILD_HOSTILE_COUNT; i++) {
		arena_reset(arena);
		buf_reset(&text);
		wild_hostile(&text, i);
		if (read_bytes(buf_str(&text), &page)) is_sound(&page);
		else assert_true(exchange.errors > 0);
	}
	buf_close(&text);
}

TEST(cut_anywhere_and_with_any_bit_turned_it_is_read_or_refused)
{
	struct buf text = {0};
	struct leaf_page page;

	UNUSED_STATE;
	wild_lesson(&text, 0, 1);
	for (size_t i = 0; i < text.len; i++) {
		arena_reset(arena);
		if (i % 3 == 0 && read_bytes(str_first(buf_str(&text), i), &page)) {
			is_sound(&page);
		}
		if (i % 5 != 0) continue;
		text.at[i] ^= (char)(1 << i % 8);
		arena_reset(arena);
		if (read_bytes(buf_str(&text), &page)) is_sound(&page);
		text.at[i] ^= (char)(1 << i % 8);
	}
	buf_close(&text);
}

/* -- the walk ------------------------------------------------------------- */

struct seen {
	enum markdown_part open[256];
	size_t depth, links;
	str source;
};

static void each(void *context, const struct markdown_event *event)
{
	struct seen *seen = context;
	const char *end = seen->source.at + seen->source.len;

	if (event->part >= MARKDOWN_TEXT) { /* [markdown_walk-2] */
		assert_true(event->text.at + event->text.len <= end
			|| event->text.at >= end + MARKDOWN_SPARE
			|| event->text.at < seen->source.at);
		return;
	}
	if (event->part == MARKDOWN_RULE) return;
	if (!event->closes) {
		seen->links += event->part == MARKDOWN_LINK;
		assert_true(seen->depth < NELEM(seen->open));
		seen->open[seen->depth++] = event->part;
		return;
	}
	assert_true(seen->depth > 0); /* [markdown_walk-1] */
	assert_int_equal(seen->open[--seen->depth], event->part);
}

TEST(parts_close_in_the_order_they_opened_in)
{
	static const char *const texts[] = {"*a **b* c**", "[a *b](c)*",
		"> - 1. *x\n\ny*", "![a [b](c)](d)", "`a *b`* ", "**a\n\nb**",
		"| *a | b* |\n|---|---|\n| **c | d** |\n"};
	struct seen seen;
	struct markdown_walk walk = {MARKDOWN_TABLES, each, &seen};
	struct buf copy = {0};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(texts); i++) {
		buf_reset(&copy);
		seen = (struct seen){.depth = 0};
		seen.source = markdown_spare(&copy, str_of(texts[i]));
		assert_int_equal(markdown_walk(seen.source, &walk),
			MARKDOWN_FINE);
		assert_int_equal(seen.depth, 0);
	}
	buf_close(&copy);
}

TEST(what_would_cost_more_than_its_size_is_given_up)
{
	struct seen seen = {.depth = 0};
	struct markdown_walk walk = {MARKDOWN_TABLES, each, &seen};
	struct buf text = {0}, copy = {0};

	UNUSED_STATE;
	buf_text(&text, "[a]: /x \"&amp;");
	for (int i = 0; i < 30000; i++) buf_byte(&text, 'z');
	buf_text(&text, "\"\n\n");
	for (int i = 0; i < 1000; i++) buf_text(&text, "[a]\n\n");
	seen.source = markdown_spare(&copy, buf_str(&text));
	assert_int_equal(markdown_walk(seen.source, &walk), MARKDOWN_HEAVY);
	assert_true(seen.links < 100); /* nothing is shown behind the place */
	buf_reset(&copy);
	buf_reset(&text);
	wild_hostile(&text, 23);
	seen = (struct seen){.depth = 0};
	seen.source = markdown_spare(&copy, buf_str(&text));
	assert_int_equal(markdown_walk(seen.source, &walk), MARKDOWN_WIDE);
	buf_close(&text);
	buf_close(&copy);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(each_part_of_a_page_is_a_unit_with_its_line),
		CASE(what_has_no_place_is_said_with_its_line),
		CASE(what_is_no_guide_is_refused_with_a_reason),
		CASE(files_made_to_be_hard_to_read_are_read_or_refused),
		CASE(cut_anywhere_and_with_any_bit_turned_it_is_read_or_refused),
		CASE(parts_close_in_the_order_they_opened_in),
		CASE(what_would_cost_more_than_its_size_is_given_up),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
