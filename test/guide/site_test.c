/* Tests of guide/site and what it stands on: parts, spans, plain text, texts
 * for SMS. The guides are those of test/fixture/library, and guides made by
 * chance; pages are read back tag by tag.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/utf8.h"
#include "guide/guide_library.h"
#include "guide/guide_spans.h"
#include "guide/made_guide.h"
#include "guide/plain.h"
#include "guide/plain_text.h"
#include "guide/site.h"
#include "guide/sms.h"
#include "guide/text_lines.h"

#include <stdlib.h>

enum { MADE_GUIDES = 60, OPEN_MAX = 64 };

static struct guide_library library;
static struct edition edition;
static struct arena *arena, *job;
static struct site_map map;

static struct checked checked_of(unsigned number, const char *tag)
{
	struct guide *guide = guide_library_guide(&library, number);
	struct checked checked;
	const struct unit *unit;
	size_t tongue;

	assert_non_null(guide);
	assert_true(guide_tongue(guide, str_of(tag), &tongue));
	assert_int_equal(checked_make(arena, guide, tongue, edition.day,
		&checked, &unit), CHECKED_FINE);
	return checked;
}

static str page_of(const struct checked *checked, const struct site_map *of)
{
	struct site site = {job, &edition, of, checked->tongue};
	struct buf out = {0};
	str page;

	if (of == NULL) site_single_write(&site, checked, NULL, NULL, &out);
	else site_guide_write(&site, checked, NULL, 0, &out);
	page = buf_take(&out, arena);
	buf_close(&out);
	return page;
}

static bool has(str text, const char *words)
{
	return str_find(text, str_of(words)) != SIZE_MAX;
}

static size_t count_of(str text, const char *words)
{
	size_t count = 0, at;

	while ((at = str_find(text, str_of(words))) != SIZE_MAX) {
		count++;
		text = str_from(text, at + str_of(words).len);
	}
	return count;
}

/* -- well-formed ---------------------------------------------------------- */

static bool is_void(str tag)
{
	return str_eq(tag, S("meta")) || str_eq(tag, S("br")) ||
	       str_eq(tag, S("img")) || str_eq(tag, S("!doctype"));
}

static str tag_name(str tag)
{
	size_t len = 0;

	while (len < tag.len && tag.at[len] != ' ' && tag.at[len] != '>') len++;
	return str_first(tag, len);
}

/* Every tag that opens closes, in order. */
static bool is_balanced(str page)
{
	str open[OPEN_MAX];
	size_t depth = 0, at;

	while ((at = str_find_byte(page, '<')) != SIZE_MAX) {
		page = str_from(page, at + 1);
		if (page.at[0] == '/') {
			str name = tag_name(str_from(page, 1));

			if (depth == 0 || !str_eq(open[--depth], name)) {
				(void)fprintf(stderr, "</%.*s> at depth %zu\n",
					S_ARG(name), depth);
				return false;
			}
		} else if (!is_void(tag_name(page))) {
			if (depth == OPEN_MAX) return false;
			open[depth++] = tag_name(page);
		}
	}
	return depth == 0;
}

static void spans_are_balanced(const struct guide_words *words)
{
	bool link = false, strong = false, emphasis = false;

	for (size_t i = 0; i < words->count; i++) {
		const struct guide_span *s = &words->spans[i];

		assert_false(s->link_opens && (link || strong || emphasis));
		link = link || s->link_opens;
		assert_false(s->strong_opens && (strong || emphasis));
		strong = strong || s->strong_opens;
		assert_false(s->emphasis_opens && emphasis);
		emphasis = emphasis || s->emphasis_opens;
		assert_false(s->emphasis_closes && !emphasis);
		emphasis = emphasis && !s->emphasis_closes;
		assert_false(s->strong_closes && (!strong || emphasis));
		strong = strong && !s->strong_closes;
		assert_false(s->link_closes && (!link || strong || emphasis));
		link = link && !s->link_closes;
	}
	assert_false(link || strong || emphasis);
}

TEST(pages_of_guides_made_by_chance_are_well_formed)
{
	struct parts_wish wish = {.map = &map};

	UNUSED_STATE;
	for (uint64_t seed = 1; seed <= MADE_GUIDES; seed++) {
		struct guide guide = made_guide(arena, seed, 6 + seed % 40);
		struct checked checked;
		const struct unit *unit;

		for (size_t t = 0; t < guide.tongue_count; t++) {
			struct guide_page page = {0};

			if (checked_make(arena, &guide, t, edition.day,
				&checked, &unit) != CHECKED_FINE) {
				continue;
			}
			guide_parts_make(arena, &checked, &wish, &page);
			for (size_t i = 0; i < page.part_count; i++) {
				/* [guide_spans-1] */
				spans_are_balanced(&page.parts[i].words);
			}
			/* [guide_parts-1] */
			assert_true(is_balanced(page_of(&checked, &map)));
			assert_true(is_balanced(page_of(&checked, NULL)));
		}
	}
}

/* -- what a page says ----------------------------------------------------- */

TEST(a_page_has_every_kind_of_unit_as_what_it_is)
{
	static const char *const wanted[] = {
		"<h2 id=\"before\">", "<h3 id=\"stepsx\">", "<ol>",
		"<ul class=\"ways\">", "<caption>", "<th scope=\"col\">",
		"<th scope=\"row\">", "<div class=\"wrong\" id=\"danger\">",
		"<a href=\"#before\">", "<a href=\"./2.html\">",
		"<a href=\"https://weather.example/river\">",
		"<time datetime=\"2026-03-01\">1.3.2026</time>",
		"Do not trust this after <bdi>20.11.2027</bdi>",
		"Release 2, <bdi>20.11.2026</bdi>", "Show the picture",
		"This is a draft.", "<em>low</em>", "<strong>turn back now</strong>",
	};
	struct checked checked = checked_of(1, "en");
	str page = page_of(&checked, &map);

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(wanted); i++) {
		if (!has(page, wanted[i])) fail_msg("no %s", wanted[i]);
	}
	assert_int_equal(count_of(page, "<ol>"), 2);
	assert_true(str_find(page, S("class=\"wrong\" id=\"danger\"")) <
		str_find(page, S("<h2 id=\"before\">")));
	assert_false(has(page, "<script") || has(page, "<svg"));
}

TEST(what_must_not_turn_stands_apart_and_other_languages_say_so)
{
	struct checked ar = checked_of(1, "ar"), kmr = checked_of(2, "kmr");
	struct checked ckb = checked_of(1, "ckb");
	str page = page_of(&ar, &map);

	UNUSED_STATE; /* [guide_view-2] [guide_view-1] */
	assert_true(has(page, "<html lang=\"ar\" dir=\"rtl\">"));
	assert_true(has(page, "<bdi class=\"fix\" dir=\"ltr\">112 334</bdi>"));
	assert_true(has(page, "dir=\"ltr\">WaterLevel 2.0</bdi>"));
	assert_true(has(page, "padding-right:1.3em"));
	assert_true(has(page_of(&kmr, &map), "<li><span lang=\"en\" dir=\"ltr\">"
		"Bake it on a stone.</span>"));
	assert_true(has(page_of(&ckb, &map), tr(LOCALE_CKB,
		"This part is being renewed.").at));
}

TEST(a_link_leads_where_something_is_or_is_no_link)
{
	static const struct site_map empty = {0};
	struct site_title source = {2, tongue_find(S("en")), S("Bread"), false,
		false};
	struct site_map only = {&source, 1, source.tongue};
	struct checked ar = checked_of(1, "ar"), en = checked_of(1, "en");

	UNUSED_STATE; /* [guide_parts-2] */
	assert_true(has(page_of(&ar, &map), "<a href=\"./2.html\">"));
	assert_true(has(page_of(&ar, &only),
		"<a href=\"../en/2.html\" hreflang=\"en\">"));
	assert_false(has(page_of(&en, &empty), "/2.html"));
	assert_false(has(page_of(&en, NULL), ".html"));
}

TEST(the_quiet_edition_says_only_a_number_in_its_title)
{
	struct checked en = checked_of(1, "en");

	UNUSED_STATE; /* [site-1] [site-2] */
	assert_true(has(page_of(&en, &map), "<title>Crossing the river</title>"));
	edition.quiet = true;
	assert_true(has(page_of(&en, &map), "<title>Page 1</title>"));
	assert_true(has(page_of(&en, NULL), "<title>Page 1</title>"));
	assert_false(has(page_of(&en, &map), "The Example Bridge"));
	edition.quiet = false;
	edition.expires_day = 0;
	assert_false(has(page_of(&en, &map), "Do not trust this after"));
	edition.expires_day = edition.day + 365;
}

TEST(a_guide_that_was_taken_back_says_so_and_nothing_else)
{
	struct checked gone = checked_of(3, "en");
	struct buf text = {0};

	UNUSED_STATE;
	assert_true(has(page_of(&gone, &map), "This guide was taken back."));
	assert_true(has(page_of(&gone, &map), "The lake is closed."));
	assert_false(has(page_of(&gone, &map), "This guide was withdrawn."));
	plain_text_write(job, &gone, &edition, &text);
	assert_true(has(buf_str(&text), "The lake is closed."));
	assert_int_equal(sms_count(&gone), 0);
	buf_close(&text);
}

/* -- plain text ----------------------------------------------------------- */

TEST(plain_text_has_short_lines_and_nothing_that_turns_around)
{
	static const char *const tags[] = {"ar", "ckb", "kmr-Arab", "kmr", "en"};

	UNUSED_STATE; /* [plain_text-1] [plain_text-2] */
	for (size_t i = 0; i < NELEM(tags); i++) {
		struct checked checked = checked_of(1, tags[i]);
		bool is_rtl = checked.tongue->rtl;
		struct buf text = {0};
		str rest, line;

		plain_text_write(job, &checked, &edition, &text);
		rest = buf_str(&text);
		assert_true(has(rest, is_rtl ? "\nWaterLevel 2.0" : "Level"));
		assert_true(has(rest, "   1. ") && has(rest, "1. "));
		assert_false(has(rest, "\n\n\n"));
		while (str_line(&rest, &line)) {
			assert_true(text_lines_width(line) <= PLAIN_TEXT_COLUMNS ||
				has(line, "http"));
			for (size_t c = 0; c < line.len; c++) {
				assert_true((unsigned char)line.at[c] >= ' ');
			}
			assert_false(has(line, "\xE2\x80\x8E"));
		}
		buf_close(&text);
	}
}

/* -- SMS ------------------------------------------------------------------ */

TEST(parts_of_an_sms_are_counted_as_phones_do)
{
	static const struct { size_t letters, parts; } cases[] = {
		{0, 0}, {1, 1}, {70, 1}, {71, 2}, {134, 2}, {135, 3}, {201, 3},
		{202, 4},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct buf text = {0};

		for (size_t c = 0; c < cases[i].letters; c++) {
			buf_text(&text, "ی");
		}
		assert_int_equal(sms_parts(buf_str(&text)), cases[i].parts);
		buf_close(&text);
	}
	assert_int_equal(sms_units(S("a😀")), 3);
}

TEST(a_short_of_more_than_three_parts_is_refused)
{
	struct checked checked = checked_of(2, "ar");
	struct span long_one = {.text = S("")};
	struct buf text = {0}, out = {0};

	UNUSED_STATE; /* [sms-1] */
	assert_int_equal(sms_count(&checked), 1);
	assert_true(sms_write(job, &checked, &edition, &out));
	assert_true(has(buf_str(&out), "\n[1] 20\nطحين وماء وملح ونار.\n"));
	for (size_t i = 0; i < 101; i++) buf_text(&text, "آه");
	long_one.text = buf_str(&text);
	for (size_t i = 0; i < checked.unit_count; i++) {
		if (checked.units[i].unit->kind != UNIT_SHORT) continue;
		checked.units[i].spans.at = &long_one;
		checked.units[i].spans.count = 1;
	}
	assert_false(sms_write(job, &checked, &edition, &out));
	buf_close(&text);
	buf_close(&out);
}

static int start(void **state)
{
	static struct site_title titles[32];
	size_t count = 0;

	(void)state;
	arena = arena_open((size_t)256 << 20);
	job = arena_open((size_t)64 << 20);
	if (guide_library_open(&library, "test/fixture/library") != NULL) {
		return 1;
	}
	edition = guide_library_edition(&library);
	for (size_t i = 0; i < library.guides.count; i++) {
		const struct guide *guide = &library.guides.at[i];

		for (size_t t = 0; t < guide->tongue_count; t++) {
			titles[count++] = (struct site_title){guide->number,
				guide->tongues[t], S("x"), false, false};
		}
	}
	map = (struct site_map){titles, count, library.source};
	return 0;
}

static int finish(void **state)
{
	(void)state;
	guide_library_close(&library);
	arena_close(&arena);
	arena_close(&job);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(pages_of_guides_made_by_chance_are_well_formed),
		CASE(a_page_has_every_kind_of_unit_as_what_it_is),
		CASE(what_must_not_turn_stands_apart_and_other_languages_say_so),
		CASE(a_link_leads_where_something_is_or_is_no_link),
		CASE(the_quiet_edition_says_only_a_number_in_its_title),
		CASE(a_guide_that_was_taken_back_says_so_and_nothing_else),
		CASE(plain_text_has_short_lines_and_nothing_that_turns_around),
		CASE(parts_of_an_sms_are_counted_as_phones_do),
		CASE(a_short_of_more_than_three_parts_is_refused),
	};

	return cmocka_run_group_tests(tests, start, finish);
}
