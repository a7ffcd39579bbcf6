/* Tests of guide/sheet, po, xliff, tmx and markdown_write: what goes out comes
 * back the same, what does not fit does not land, and a broken file gives
 * nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/exchange_lib.h"
#include "one_arena.h"

#include "guide/guide_read.h"
#include "guide/incoming.h"
#include "guide/markdown_write.h"
#include "guide/po.h"
#include "guide/tmx.h"
#include "guide/xliff.h"
#include "os/xml_reader.h"

static struct exchange exchange;

static const char guide_file[] = "bothy-guide 1\nsource en\ndemands\n"
	"check-days 90\n\n"
	"title aaaaaa\nwords One \\[two\\]\n\n"
	"section bbbbbb 1\nwords A *part*\n\n"
	"danger cccccc\nslot link1 link https://x.example/a_b?c=(d)\n"
	"slot n literal +964 770 123 4567\nwords Call {n}, read **[this](link1)** & \"that\"\n\n"
	"item dddddd 1\nwords 1. of all\n\n"
	"item eeeeee 2\nwords deep\n\n"
	"row ffffff 2\nwords a | b\n\n"
	"row gggggg 2\nwords 1 | 2\n\n"
	"picture hhhhhh\nslot picture picture x.png\nwords a door\n\n"
	"short iiiiii\nwords unused\n";

/* done, draft, stale, one with a note, one empty */
static const char words_file[] = "bothy-words 1\nlanguage ckb\n\n"
	"aaaaaa done %.16s\nwords یەک \\[دوو\\]\nnote said \"so\" \\ here\n\n"
	"bbbbbb draft %.16s\nwords *بەشێک*\n\n"
	"cccccc done %.16s\nwords {n} پەیوەندی **[ئەمە](link1)**\n\n"
	"dddddd done 0123456789abcdef\nwords یەکەم\n\n"
	"ffffff done %.16s\nwords أ | ب\n\n"
	"hhhhhh done %.16s\nwords دەرگا\n";

static struct guide guide_made(void)
{
	static const size_t seen[] = {0, 1, 2, 5, 7};
	struct guide guide;
	struct read_fault fault;
	unit_seen at[NELEM(seen)];
	str words;

	assert_true(guide_read(arena, str_of(guide_file), &guide, &fault));
	guide.number = 3;
	for (size_t i = 0; i < NELEM(seen); i++) {
		at[i] = unit_seen_now(&guide.units.at[seen[i]]);
	}
	words = str_fmt(arena, words_file, at[0].hex, at[1].hex, at[2].hex,
		at[3].hex, at[4].hex);
	assert_true(words_read(arena, words, &guide, &fault));
	return guide;
}

enum carrier { CARRIER_PO, CARRIER_XLIFF, CARRIER_COUNT };

static str carried(enum carrier carrier, const struct guide *guide, size_t tongue)
{
	struct buf out = buf_cap(16 << 20);
	str text;

	if (carrier == CARRIER_PO) po_write(arena, guide, tongue, &out);
	else xliff_write(arena, guide, tongue, &out);
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

static bool sheet_read(enum carrier carrier, str bytes, struct sheet *ret_sheet)
{
	struct xml_reader *reader = NULL;
	bool fine;

	if (carrier == CARRIER_PO) {
		return po_read(arena, bytes, S("x"), &exchange, ret_sheet);
	}
	assert_null(xml_reader_open(&reader, bytes));
	fine = xliff_read(arena, xml_reader_source(reader), S("x"), &exchange,
		ret_sheet);
	xml_reader_close(&reader);
	return fine;
}

static void fresh(void)
{
	arena_reset(arena);
	exchange = (struct exchange){.arena = arena};
}

TEST(what_goes_out_comes_back_the_same) /* [sheet-2] */
{
	UNUSED_STATE;
	for (int c = 0; c < CARRIER_COUNT; c++) {
		struct guide guide, again;
		struct sheet sheet;
		struct read_fault fault;
		str before, bytes;
		size_t tongue;

		fresh();
		guide = guide_made();
		before = guide_text(arena, &guide, 1);
		bytes = carried((enum carrier)c, &guide, 1);
		assert_true(sheet_read((enum carrier)c, bytes, &sheet));
		is_str(sheet.language, S("ckb"));
		assert_int_equal(sheet.guide, 3);
		/* into the same, and into one that has no words yet */
		assert_true(sheet_land(arena, &sheet, &guide, 1, &exchange));
		is_str(guide_text(arena, &guide, 1), before);
		assert_true(guide_read(arena, str_of(guide_file), &again, &fault));
		assert_true(guide_tongue_add(&again, tongue_find(S("ckb")), &tongue));
		assert_true(sheet_land(arena, &sheet, &again, tongue, &exchange));
		is_str(guide_text(arena, &again, tongue), before);
	}
}

TEST(markdown_goes_out_and_comes_back_to_the_same_units)
{
	struct guide_library library = {.arena = NULL};
	struct buf out = {0};
	const struct unit *unit;
	struct guide *guide;
	struct incoming in = {.file = S("x.md"), .guide = 3};
	size_t tongue;

	UNUSED_STATE;
	fresh();
	library.arena = arena;
	LIST_ADD(arena, &library.guides, guide_made());
	guide = &library.guides.at[0];
	assert_true(markdown_write(arena, guide, 0, &out, &unit));
	assert_true(str_find(buf_str(&out), S("**[this](https://x.example/a_b?"
		"c=\\(d\\))**")) != SIZE_MAX);
	buf_reset(&out);
	assert_true(markdown_write(arena, guide, 1, &out, &unit));
	in.bytes = buf_take(&out, arena);
	in.tongue = tongue_find(S("ckb"));
	assert_true(incoming_land(&library, &in, &exchange, &guide, &tongue));
	is_str(guide->units.at[2].words[tongue].text,
		S("{n} پەیوەندی **[ئەمە](link1)**"));
	is_str(guide->units.at[0].words[tongue].text, S("یەک \\[دوو\\]"));
	is_str(guide->units.at[0].words[tongue].note, S("said \"so\" \\ here"));
	is_str(guide->units.at[7].words[tongue].text, S("دەرگا"));
	is_str(guide->units.at[5].words[tongue].text, S("أ | ب"));
	assert_int_equal(guide->units.at[2].words[tongue].state, WORDS_DONE);
	buf_close(&out);
}

TEST(a_language_that_cannot_be_read_is_not_written_over)
{
	struct guide_library library = {.arena = NULL};
	struct guide_library_fault fault = {.file = S("3/ckb.words")};
	struct incoming in = {.file = S("x.po"), .guide = 3};
	struct guide *guide;
	size_t tongue;

	UNUSED_STATE;
	fresh();
	library.arena = arena;
	LIST_ADD(arena, &library.guides, guide_made());
	in.bytes = carried(CARRIER_PO, &library.guides.at[0], 1);
	LIST_ADD(arena, &library.faults, fault);
	assert_false(incoming_land(&library, &in, &exchange, &guide, &tongue));
	has_remark(arena, &exchange, "x.po:1: error: the language's own file");
}

TEST(one_wrong_row_and_nothing_lands) /* [sheet-1] */
{
	static const struct { const char *from, *to, *remark; } cases[] = {
		{"{n} پەیوەندی", "پەیوەندی", "a slot is missing"},
		{"[ئەمە](link1)", "[ئەمە](link2)", "a slot this unit does not have"},
		{"یەک \\\\", "یەک \xe2\x80\xae\\\\", "turns text around"},
		{"*بەشێک*", "one two three four five six seven eight",
			"other letters"},
		{"أ | ب", "أ ب", "another number of cells"},
		{"msgctxt \"bbbbbb\"", "msgctxt \"zzzzzz\"",
			"a unit the guide does not have"},
		{"msgctxt \"bbbbbb\"", "msgctxt \"aaaaaa\"",
			"a unit that is here twice"},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct guide guide;
		struct sheet sheet;
		str bytes, before;
		size_t at;

		fresh();
		guide = guide_made();
		bytes = carried(CARRIER_PO, &guide, 1);
		before = guide_text(arena, &guide, 1);
		/* and a row that could land */
		at = str_find(bytes, S("msgstr \"دەرگا\""));
		bytes = str_fmt(arena, "%.*smsgstr \"دەرگای\"%.*s", (int)at,
			bytes.at, S_ARG(str_from(bytes, at + 19)));
		at = str_find(bytes, str_of(cases[i].from));
		assert_true(at != SIZE_MAX);
		bytes = str_fmt(arena, "%.*s%s%.*s", (int)at, bytes.at,
			cases[i].to, S_ARG(str_from(bytes, at
				+ str_of(cases[i].from).len)));
		assert_true(sheet_read(CARRIER_PO, bytes, &sheet));
		if (sheet_land(arena, &sheet, &guide, 1, &exchange)) {
			fail_msg("case %zu landed", i);
		}
		is_str(guide_text(arena, &guide, 1), before);
		has_remark(arena, &exchange, cases[i].remark);
	}
}

static struct sheet one_row(const char *row)
{
	struct sheet sheet;
	str bytes = str_fmt(arena, "msgid \"\"\nmsgstr \"Language: ckb\\n\"\n\n%s",
		row);

	assert_true(sheet_read(CARRIER_PO, bytes, &sheet));
	return sheet;
}

TEST(who_saw_an_older_source_leaves_stale_words)
{
	struct guide guide;
	struct sheet sheet;

	UNUSED_STATE;
	fresh();
	guide = guide_made();
	sheet = one_row("msgctxt \"eeeeee\"\nmsgid \"shallow\"\nmsgstr \"قووڵ\"\n");
	assert_true(sheet_land(arena, &sheet, &guide, 1, &exchange));
	assert_true(unit_is_stale(&guide.units.at[4], 1));
	has_remark(arena, &exchange, "x:4: warning: the source has changed since");
	/* the translator says it is right: no longer fuzzy */
	sheet = one_row("msgctxt \"dddddd\"\nmsgid \"1. of all\"\n"
		"msgstr \"یەکەم\"\n");
	assert_true(unit_is_stale(&guide.units.at[3], 1));
	assert_true(sheet_land(arena, &sheet, &guide, 1, &exchange));
	assert_false(unit_is_stale(&guide.units.at[3], 1));
	assert_int_equal(guide.units.at[3].words[1].state, WORDS_DONE);
	/* what a keyboard wrote for another letter is said, and lands */
	sheet = one_row("msgctxt \"eeeeee\"\nmsgid \"deep\"\n"
		"msgstr \"ئەم كوڕە لە ماڵەوەیە\"\n");
	assert_true(sheet_land(arena, &sheet, &guide, 1, &exchange));
	has_remark(arena, &exchange, "x:4: warning: spelling");
}

/* Tabs, no blank at all, blanks around the words; and words that are none. */
TEST(however_a_tool_writes_it_the_same_words_land)
{
	static const struct { const char *row, *words; } cases[] = {
		{"msgctxt\t\"eeeeee\"\nmsgid\t\"deep\"\nmsgstr\t\"قووڵ\"\n", "قووڵ"},
		{"msgctxt\"eeeeee\"\nmsgid\"deep\"\nmsgstr\"\"\n\"قووڵ \"\n", "قووڵ"},
		{"msgctxt \"eeeeee\"\nmsgid \"deep\"\nmsgstr \"   \"\n", ""},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct guide guide;
		struct sheet sheet;

		fresh();
		guide = guide_made();
		sheet = one_row(cases[i].row);
		assert_true(sheet_land(arena, &sheet, &guide, 1, &exchange));
		is_str(guide.units.at[4].words[1].text, str_of(cases[i].words));
	}
}

TEST(what_is_not_approved_is_a_draft)
{
	static const char file[] = "<xliff version=\"1.2\"><file original=\"guide-3\""
		" target-language=\"ckb\"><trans-unit id=\"eeeeee\""
		" approved=\"no\"><source>deep</source><target>قووڵ</target>"
		"</trans-unit></file></xliff>";
	struct guide guide;
	struct sheet sheet;

	UNUSED_STATE;
	fresh();
	guide = guide_made();
	assert_true(sheet_read(CARRIER_XLIFF, str_of(file), &sheet));
	assert_true(sheet_land(arena, &sheet, &guide, 1, &exchange));
	assert_int_equal(guide.units.at[4].words[1].state, WORDS_DRAFT);
}

TEST(a_broken_file_gives_nothing_and_a_line) /* [po-1] [xliff-1] */
{
	static const struct { enum carrier carrier; const char *bytes, *remark; }
	cases[] = {
		{CARRIER_PO, "", "x:1: error: there is no entry"},
		{CARRIER_PO, "msgid \"a\"\n", "without msgid or msgstr"},
		{CARRIER_PO, "msgid \"a\"\nmsgstr \"b\"\n", "without msgctxt"},
		{CARRIER_PO, "msgctxt \"a\n", "x:1: error: a string without its end"},
		{CARRIER_PO, "\nmsgctxt \"\\q\"\n", "x:2: error: an escape"},
		{CARRIER_PO, "msgctxt \"a\"\nmsgid \"b\"\nmsgid_plural \"c\"\n",
			"x:3: error: a plural"},
		{CARRIER_PO, "hello\n", "x:1: error: a line that is no PO"},
		{CARRIER_PO, "msgid \"\"\nmsgstr \"Content-Type: text/plain;"
			" charset=latin1\\n\"\n", "it says it is not UTF-8"},
		{CARRIER_PO, "\xff", "it is not UTF-8"},
		{CARRIER_PO, "msgctxt \"a\"\nmsgid \"b\"\nmsgstr[0] \"c\"\n",
			"x:3: error: a line that is no PO"},
		{CARRIER_XLIFF, "<xliff version=\"1.2\"><file><trans-unit><target/>"
			"<target/></trans-unit></file></xliff>", "two sources"},
		{CARRIER_XLIFF, "<a/>", "no XLIFF"},
		{CARRIER_XLIFF, "<xliff version=\"2.0\"/>", "another version"},
		{CARRIER_XLIFF, "<xliff version=\"1.2\"/>", "no trans-unit"},
		{CARRIER_XLIFF, "<xliff version=\"1.2\">", "it ends before"},
		{CARRIER_XLIFF, "<!DOCTYPE x [<!ENTITY a \"b\">]><xliff/>",
			"declares entities"},
	};
	struct sheet sheet;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		fresh();
		assert_false(sheet_read(cases[i].carrier, str_of(cases[i].bytes),
			&sheet));
		has_remark(arena, &exchange, cases[i].remark);
	}
}

TEST(cut_anywhere_and_with_any_bit_turned_nothing_wrong_lands)
{
	UNUSED_STATE;
	for (int c = 0; c < CARRIER_COUNT; c++) {
		struct buf bytes = {0};
		struct guide guide;

		fresh();
		guide = guide_made();
		buf_put(&bytes, carried((enum carrier)c, &guide, 1));
		for (size_t i = 0; i < bytes.len; i++) {
			struct sheet sheet;

			fresh();
			guide = guide_made();
			if (i % 2 == 0 && sheet_read((enum carrier)c, str_first(
					buf_str(&bytes), i), &sheet)
				&& sheet_land(arena, &sheet, &guide, 1, &exchange)) {
				(void)guide_text(arena, &guide, 1);
			}
			bytes.at[i] ^= (char)(1 << i % 8);
			if (sheet_read((enum carrier)c, buf_str(&bytes), &sheet)
				&& sheet_land(arena, &sheet, &guide, 1, &exchange)) {
				(void)guide_text(arena, &guide, 1);
			}
			bytes.at[i] ^= (char)(1 << i % 8);
		}
		buf_close(&bytes);
	}
}

/* -- translation memories ------------------------------------------------- */

#define SEG(lang, words) "<tuv xml:lang=\"" lang "\"><seg>" words "</seg></tuv>"

static bool memory_add(struct tmx *tmx, const char *body)
{
	struct xml_reader *reader = NULL;
	str bytes = str_fmt(arena, "<tmx version=\"1.4\"><header/><body>%s"
		"</body></tmx>", body);
	bool fine;

	assert_null(xml_reader_open(&reader, bytes));
	fine = tmx_add(tmx, xml_reader_source(reader), S("x.tmx"), &exchange);
	xml_reader_close(&reader);
	return fine;
}

TEST(memories_become_a_guide_in_all_their_languages) /* [tmx-1] */
{
	struct tmx_choice choice = {.limit = 10};
	struct guide guide;
	struct tmx tmx;

	UNUSED_STATE;
	fresh();
	tmx = tmx_open(arena, tongue_of(LOCALE_EN));
	assert_true(memory_add(&tmx, "<tu tuid=\"1\">" SEG("en", "a door")
		SEG("ar-SA", "باب") "</tu><tu tuid=\"2\">"
		SEG("en-US", "call <bpt>x</bpt>+964 770 123 4567")
		SEG("ar-SA", "اتصل +964 770 123 4567") "</tu><tu tuid=\"3\">"
		SEG("en", "only here") SEG("ar-SA", "هنا") "</tu><tu tuid=\"4\">"
		SEG("en", "call +964 770 123 4567") SEG("ar-SA", "اتصل 12")
		"</tu>"));
	/* ku is Kurmanji by its letters, and Sorani by its letters */
	assert_true(memory_add(&tmx, "<tu tuid=\"2\">" SEG("en",
		"call +964 770 123 4567") SEG("ku", "telefon bike +964 770 123 4567")
		"</tu><tu tuid=\"1\">" SEG("en", "a door") SEG("ku", "derî")
		"</tu><tu tuid=\"4\">" SEG("en", "call +964 770 123 4567")
		SEG("ku", "telefon bike +964 770 123 4567") "</tu>"));
	assert_true(tmx_guide(arena, &tmx, &choice, &exchange, &guide));
	assert_int_equal(guide.tongue_count, 3);
	is_str(guide.tongues[2]->tag, S("kmr"));
	assert_int_equal(guide.units.count, 2);
	assert_int_equal(guide.units.at[0].kind, UNIT_TITLE);
	is_str(guide.units.at[1].words[1].text, S("اتصل {code1}"));
	has_remark(arena, &exchange, "segments that are not in every language");
	has_remark(arena, &exchange, "a number or code of the source is not here");
	tmx = tmx_open(arena, tongue_of(LOCALE_EN));
	assert_true(memory_add(&tmx, "<tu>" SEG("en", "a") SEG("ku", "دەرگا")
		"</tu>"));
	is_str(tmx.tongues[1]->tag, S("ckb"));
	/* the letters are not the language's: Kurmanji called Sorani */
	tmx = tmx_open(arena, tongue_of(LOCALE_EN));
	assert_false(memory_add(&tmx, "<tu>" SEG("en", "a door")
		SEG("ckb", "deriyek mezin") "</tu>"));
	has_remark(arena, &exchange, "a language in other letters");
	assert_false(memory_add(&tmx, "<tu>" SEG("xx", "a") "</tu>"));
	assert_false(memory_add(&tmx, ""));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(what_goes_out_comes_back_the_same),
		CASE(markdown_goes_out_and_comes_back_to_the_same_units),
		CASE(a_language_that_cannot_be_read_is_not_written_over),
		CASE(one_wrong_row_and_nothing_lands),
		CASE(who_saw_an_older_source_leaves_stale_words),
		CASE(however_a_tool_writes_it_the_same_words_land),
		CASE(what_is_not_approved_is_a_draft),
		CASE(a_broken_file_gives_nothing_and_a_line),
		CASE(cut_anywhere_and_with_any_bit_turned_nothing_wrong_lands),
		CASE(memories_become_a_guide_in_all_their_languages),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
