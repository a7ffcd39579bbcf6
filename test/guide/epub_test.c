/* Tests of guides as books: every page is well-formed XML whatever stands in
 * the words, what must not turn around stands alone, and the same guides give
 * the same bytes. test/e2e/guide_epub.mjs asks epubcheck.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "one_arena.h"
#include "guide/xml_lib.h"

#include "guide/epub_room.h"
#include "guide/guide_read.h"

static const char head[] = "bothy-guide 1\nsource en\ndemands\n"
	"check-days 180\n\n";

static const char whole[] =
	"title aaaaaa\nwords If your phone is taken\n\n"
	"short aaaaab\nwords Say nothing\n\nshort aaaaac\nwords Call\n\n"
	"danger aaaaad\nwords They ask for <names> & \"codes\"\n\n"
	"section aaaaae 1\nwords First\n\n"
	"step aaaaaf 1\nslot tor link https://torproject.org/a?b=1&c=2\n"
	"slot call literal 0770 123\n"
	"words **Use *[Tor](tor)*, call {call}** now\n\n"
	"item aaaaag 3\nwords deep\n\n"
	"note aaaaah\nwords A note\n\n"
	"step aaaaai 1\nwords Second\n\nstep aaaaaj 2\nwords Under it\n\n"
	"row aaaaak 2\nwords A | B\n\nrow aaaaal 2\nwords c | **d**\n\n"
	"section aaaaam 2\nwords Deeper\n\n"
	"question aaaaan\nslot to link unit:aaaaae\nslot no link guide:7\n"
	"words See [the first](to) or [another](no)\n\n"
	"choice aaaaao\nslot to link unit:aaaaam\nwords [Deeper](to)\n\n"
	"warning aaaaap\nwords Careful\n\n"
	"picture aaaaaq\nslot p picture hand.png\nwords A hand\n\n"
	"source aaaaar\nslot d date 2026-01-02\nwords WHO, {d}\n";

static struct guide guide_of(const char *text)
{
	struct read_fault fault = {0};
	struct guide guide;

	if (!guide_read(arena, str_fmt(arena, "%s%s", head, text), &guide,
		&fault)) {
		fail_msg("line %u: %.*s", fault.line, S_ARG(fault.text));
	}
	return guide;
}

static struct checked checked_of(struct guide *guide, size_t tongue)
{
	const struct unit *unit;
	struct checked checked;

	assert_int_equal(checked_make(arena, guide, tongue, 20000, &checked,
		&unit), CHECKED_FINE);
	return checked;
}

static struct edition edition_of(void)
{
	static const struct edition_name name = {NULL, S_INIT("The House")};
	static const str where[] = {S_INIT("https://example.org/a")};

	return (struct edition){.release = 4, .day = 20782,
		.expires_day = 21147, .names = &name, .name_count = 1,
		.onion = S("http://abc.onion"), .where = where,
		.where_count = 1};
}

static bool no_address(const struct xhtml_links *links,
	const struct slot *slot, struct buf *out)
{
	(void)links;
	if (!str_starts(slot->value, S("https:"))) return false;
	buf_put(out, slot->value);
	return true;
}

static bool no_picture(const struct xhtml_links *links,
	const struct unit *unit, struct xhtml_picture *ret_picture)
{
	(void)links;
	(void)unit;
	(void)ret_picture;
	return false;
}

static bool every_target(const struct xhtml_links *links,
	const struct unit *unit)
{
	(void)links;
	return unit != NULL;
}

static const struct xhtml_links no_links = {no_address, every_target,
	no_picture};

static str page_of(const struct checked *checked, size_t first, size_t end)
{
	const struct xhtml_run run = {checked, first, end, S(""), 1, &no_links};
	struct buf out = {0};
	str kept;

	xhtml_head(&out, checked->tongue, checked->title, false);
	xhtml_units(&out, &run);
	xhtml_tail(&out);
	assert_false(out.failed);
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

TEST(every_run_of_units_is_well_formed)
{
	/* [xhtml-1] cut at every unit, from every unit */
	struct guide guide = guide_of(whole);
	struct checked checked = checked_of(&guide, 0);

	UNUSED_STATE;
	for (size_t first = 0; first < checked.unit_count; first++) {
		for (size_t end = first; end <= checked.unit_count; end++) {
			is_xml(page_of(&checked, first, end));
		}
	}
}

TEST(a_guide_keeps_its_shape)
{
	struct guide guide = guide_of(whole);
	struct checked checked = checked_of(&guide, 0);
	str page = page_of(&checked, 0, checked.unit_count);

	UNUSED_STATE;
	has(page, "<h1 id=\"aaaaaa\">If your phone is taken</h1>");
	has(page, "<ul><li id=\"aaaaab\">Say nothing</li>\n<li id=\"aaaaac\">");
	has(page, "&lt;names&gt; &amp; \"codes\"");
	has(page, "<strong>Use </strong><a href=\"https://torproject.org/a?b=1"
		"&amp;c=2\"><strong><em>Tor</em></strong></a><strong>, call ");
	has(page, "<bdi class=\"whole\" dir=\"ltr\">0770 123</bdi>");
	/* a note between two steps does not begin the count anew */
	has(page, "<ol start=\"2\"><li id=\"aaaaai\">Second<ol>");
	has(page, "<tr id=\"aaaaak\"><th>A</th><th>B</th></tr>\n"
		"<tr id=\"aaaaal\"><td>c</td><td><strong>d</strong></td>");
	has(page, "<h3 id=\"aaaaam\">Deeper</h3>");
	has(page, "See <span>the first</span>");
	has(page, "<b>Careful:</b> Careful");
	has(page, "<p class=\"picture\" id=\"aaaaaq\">A hand</p>");
	has(page, "WHO, <bdi class=\"whole\" dir=\"ltr\">2.1.2026</bdi>");
}

TEST(another_language_says_so_and_ours_is_turned)
{
	/* [xhtml-2] */
	struct guide guide = guide_of("title aaaaaa\nwords Phone\n\n"
		"note bbbbbb\nwords Only here\n");
	unit_seen seen = unit_seen_now(&guide.units.at[0]);
	struct read_fault fault;
	struct checked checked;
	str page;

	UNUSED_STATE;
	assert_true(words_read(arena, str_fmt(arena, "bothy-words 1\n"
		"language ar\n\naaaaaa done %.16s\nwords هاتف Tor آمن\n\n"
		"missing bbbbbb source\n", seen.hex), &guide, &fault));
	checked = checked_of(&guide, 1);
	page = page_of(&checked, 0, 2);
	is_xml(page);
	has(page, " lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\">\n<head>");
	has(page, "هاتف <bdi dir=\"ltr\">Tor</bdi> آمن");
	has(page, "<span lang=\"en\" xml:lang=\"en\" dir=\"ltr\">Only here");
	has(page, "English</bdi></p>");
}

TEST(what_xml_does_not_have_is_replaced)
{
	struct buf out = {0};

	UNUSED_STATE;
	xhtml_text(&out, S("a\xEF\xBF\xBE" "b\xEF\xBF\xBF<\x01"));
	is_str(buf_str(&out), S("a\xEF\xBF\xBD" "b\xEF\xBF\xBD&lt;\xEF\xBF\xBD"));
	buf_close(&out);
}

static str book_of(const struct checked *const *guides, size_t count,
	const struct edition *edition)
{
	const struct epub_book book = {edition, guides, count, NULL};
	struct buf out = buf_cap(EPUB_BYTES_MAX);
	str kept;

	is_ok(epub_write(arena, &book, &out));
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

TEST(the_same_guides_give_the_same_book)
{
	/* [epub-1] */
	struct guide guide = guide_of(whole);
	struct checked checked = checked_of(&guide, 0);
	const struct checked *guides[] = {&checked};
	struct edition edition = edition_of();
	str one = book_of(guides, 1, &edition);

	UNUSED_STATE;
	is_str(book_of(guides, 1, &edition), one);
	is_str(str_first(str_from(one, 38), 20), S("application/epub+zip"));
}

static str package_of(const struct epub_book *book)
{
	struct epub_plan plan;
	struct buf out = {0};
	str kept;

	epub_plan_make(arena, book, &plan);
	epub_package_write(&plan, &out);
	kept = buf_take(&out, arena);
	buf_close(&out);
	is_xml(kept);
	return kept;
}

TEST(the_quiet_edition_names_nobody)
{
	/* [epub-2] */
	struct guide guide = guide_of(whole);
	struct checked checked = checked_of(&guide, 0);
	const struct checked *guides[] = {&checked};
	struct edition edition = edition_of();
	struct epub_book book = {&edition, guides, 1, NULL};
	str loud, quiet, id;

	UNUSED_STATE;
	checked.number = 12;
	loud = package_of(&book);
	has(loud, "<dc:title>If your phone is taken</dc:title>");
	has(loud, "<dc:publisher>The House</dc:publisher>");
	has(loud, "dcterms:modified\">2026-11-25T00:00:00Z</meta>");
	edition.quiet = true;
	edition.release = 5;
	quiet = package_of(&book);
	has(quiet, "<dc:title>Page 12</dc:title>");
	assert_true(str_find(quiet, S("House")) == SIZE_MAX);
	/* and the identifier outlives the release [epub-1] */
	id = str_first(str_from(loud, str_find(loud, S("urn:uuid:"))), 45);
	assert_true(str_find(quiet, id) != SIZE_MAX);
}

TEST(a_long_guide_is_divided_at_its_sections)
{
	struct buf text = {0};
	struct guide guide;
	struct checked checked;
	const struct checked *guides[] = {&checked};
	struct edition edition = edition_of();
	struct epub_book book = {&edition, guides, 1, NULL};
	struct epub_plan plan;

	UNUSED_STATE;
	buf_text(&text, "title aaaaaa\nwords T\n\nnote aaaaab\nwords n\n");
	for (char c = 'a'; c < 'd'; c++) {
		buf_fmt(&text, "\nsection bbbbb%c 1\nwords S\n\n"
			"paragraph ccccc%c\nslot to link unit:bbbbbc\n"
			"words [on](to) ", c, c);
		for (int i = 0; i < 2000; i++) buf_text(&text, "words ");
		buf_text(&text, "end\n");
	}
	buf_byte(&text, '\0');
	guide = guide_of(text.at);
	checked = checked_of(&guide, 0);
	epub_plan_make(arena, &book, &plan);
	assert_int_equal(plan.chapters.count, 3);
	assert_int_equal(plan.file_count, 3);
	/* the title stays with the first section */
	assert_int_equal(plan.chapters.at[0].end, 4);
	assert_int_equal(epub_chapter_find(&plan, 0, guide_unit(&guide,
		checked.units[6].unit->id)), 2);
	(void)book_of(guides, 1, &edition);
	/* taken back: one page, without a word of it [epub-3] */
	checked.withdrawn = S("It was wrong.");
	epub_plan_make(arena, &book, &plan);
	assert_int_equal(plan.chapters.count, 1);
	assert_true(book_of(guides, 1, &edition).len < 4000);
	buf_close(&text);
}

TEST(the_contents_lead_to_every_guide)
{
	struct guide one = guide_of(whole), two = guide_of(whole);
	struct checked first = checked_of(&one, 0), second = checked_of(&two, 0);
	const struct checked *guides[] = {&first, &second};
	struct edition edition = edition_of();
	struct epub_book book = {&edition, guides, 2, NULL};
	struct epub_plan plan;
	struct buf out = {0};

	UNUSED_STATE;
	first.number = 3;
	second.number = 7;
	epub_plan_make(arena, &book, &plan);
	epub_nav_write(&plan, &out);
	is_xml(buf_str(&out));
	/* short ones share a file */
	has(buf_str(&out), "<a href=\"c0001.xhtml#g3-aaaaae\">First</a>");
	has(buf_str(&out), "<a href=\"c0001.xhtml#g7\">If your phone");
	assert_int_equal(plan.file_count, 1);
	is_str(plan.title, S("The House"));
	assert_int_equal(epub_chapter_find(&plan, 7, NULL), 1);
	buf_close(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_run_of_units_is_well_formed),
		CASE(a_guide_keeps_its_shape),
		CASE(another_language_says_so_and_ours_is_turned),
		CASE(what_xml_does_not_have_is_replaced),
		CASE(the_same_guides_give_the_same_book),
		CASE(the_quiet_edition_names_nobody),
		CASE(a_long_guide_is_divided_at_its_sections),
		CASE(the_contents_lead_to_every_guide),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
