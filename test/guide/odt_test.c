/* Tests of guides as documents to edit: well-formed whatever stands in the
 * words, in the direction of each, and the same each time.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"
#include "guide/xml_lib.h"

#include "guide/guide_read.h"
#include "guide/odt.h"

static struct arena *arena;
static struct guide guide;

static const char text[] = "bothy-guide 1\nsource en\ndemands\n"
	"check-days 9\n\ntitle aaaaaa\nwords Phone & <friends>\n\n"
	"danger aaaaab\nwords They ask\n\nsection aaaaac 1\nwords First\n\n"
	"step aaaaad 1\nslot tor link https://torproject.org/a?b=1&c=2\n"
	"slot call literal 0770 123\nslot to link unit:aaaaac\n"
	"words **Use *[Tor](tor)*, call {call}** [there](to)\n\n"
	"step aaaaae 2\nwords Under\n\nnote aaaaaf\nwords A note\n\n"
	"step aaaaag 1\nwords Second\n\n"
	"row aaaaah 2\nwords A | B\n\nrow aaaaai 2\nwords c | d\n\n"
	"source aaaaaj\nwords WHO\n";

static struct edition edition_of(void)
{
	return (struct edition){.release = 4, .day = 20782,
		.expires_day = 21147, .onion = S("http://abc.onion")};
}

static struct checked checked_of(size_t tongue)
{
	struct checked checked;
	const struct unit *unit;

	assert_int_equal(checked_make(arena, &guide, tongue, 20000, &checked,
		&unit), CHECKED_FINE);
	return checked;
}

static str content_of(const struct checked *checked)
{
	struct edition edition = edition_of();
	struct buf out = {0};
	str kept;

	odt_content_write(arena, checked, &edition, &out);
	assert_false(out.failed);
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

TEST(every_start_of_a_guide_is_well_formed)
{
	/* [odt-2] */
	struct checked checked = checked_of(0);
	size_t count = checked.unit_count;

	UNUSED_STATE;
	for (; count > 0; count--) {
		checked.unit_count = count;
		is_xml(content_of(&checked));
	}
}

TEST(headings_lists_links_and_tables_are_what_they_are)
{
	struct checked checked = checked_of(0);
	str content = content_of(&checked);

	UNUSED_STATE;
	has(content, "<text:h text:style-name=\"OneL\" text:outline-level=\"1\">"
		"Phone &amp; &lt;friends&gt;</text:h>");
	has(content, "xlink:href=\"https://torproject.org/a?b=1&amp;c=2\">");
	has(content, "\xE2\x81\xA6" "0770 123\xE2\x81\xA9");
	has(content, "there</text:p>");
	has(content, "<text:list-item><text:p text:style-name=\"ItemL\">Under");
	has(content, "table:number-columns-repeated=\"2\"");
	has(content, "<text:p text:style-name=\"HeadL\">A</text:p>");
	has(content, "Release 4, 25.11.2026");
}

TEST(each_word_has_its_own_direction)
{
	struct checked checked = checked_of(1);
	str content = content_of(&checked);

	UNUSED_STATE;
	is_xml(content);
	has(content, "text:style-name=\"OneR\" text:outline-level=\"1\">هاتف "
		"\xE2\x81\xA6Tor\xE2\x81\xA9");
	has(content, "<text:p text:style-name=\"NoteL\">A note");
	has(content, "English\xE2\x81\xA9</text:span>");
}

TEST(the_same_guide_gives_the_same_document)
{
	/* [odt-1] */
	static const char *const gone[] = {"generator", "creator", "Libre"};
	struct edition edition = edition_of();
	struct checked checked = checked_of(0);
	struct buf one = {0}, two = {0};

	UNUSED_STATE;
	is_ok(odt_write(arena, &checked, &edition, &one));
	is_ok(odt_write(arena, &checked, &edition, &two));
	is_str(buf_str(&one), buf_str(&two));
	is_str(str_first(str_from(buf_str(&one), 30), 47),
		S("mimetypeapplication/vnd.oasis.opendocument.text"));
	for (size_t i = 0; i < NELEM(gone); i++) {
		assert_true(str_find(content_of(&checked), str_of(gone[i])) ==
			    SIZE_MAX);
	}
	buf_close(&one);
	buf_close(&two);
}

static int set_up(void **state)
{
	struct read_fault fault = {0};
	unit_seen seen;

	(void)state;
	arena = arena_open(64 << 20);
	if (!guide_read(arena, str_of(text), &guide, &fault)) return 1;
	seen = unit_seen_now(&guide.units.at[0]);
	if (!words_read(arena, str_fmt(arena, "bothy-words 1\nlanguage ar\n\n"
		"aaaaaa done %.16s\nwords هاتف Tor آمن\n", seen.hex), &guide,
		&fault)) {
		return 1;
	}
	for (size_t i = 1; i < guide.units.count; i++) {
		guide.units.at[i].words[1].missing = MISSING_SOURCE;
	}
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_start_of_a_guide_is_well_formed),
		CASE(headings_lists_links_and_tables_are_what_they_are),
		CASE(each_word_has_its_own_direction),
		CASE(the_same_guide_gives_the_same_document),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
