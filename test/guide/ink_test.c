/* Tests of guide/ink*: every letter of the five forms is there and joins, what
 * must not be turned around or broken is not, and a PDF says nothing of how it
 * was made.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/utf8.h"
#include "guide/ink_pdf.h"

#include <stdlib.h>
#include <string.h>

enum { WIDE = 2000, SIZE = 100 };

static struct ink *ink;
static struct arena *arena;

static struct ink_text *lay(const char *tag, struct span span, double width)
{
	const struct ink_style style = {SIZE, INK_BLACK, INK_START, false, false};

	return ink_text_make(ink, &style, (struct ink_words){
		tongue_find(str_of(tag)), &span, 1}, width);
}

static double width_of(const char *tag, str words)
{
	struct ink_text *text = lay(tag, (struct span){.text = words}, WIDE);
	double width = ink_text_width_pt(text);

	if (ink_text_unknown(text) != 0) {
		fail_msg("%s has no letter for: %.*s", tag, S_ARG(words));
	}
	ink_text_close(&text);
	return width;
}

/* What is written in each form, with its digits and marks. */
static const struct { const char *tag, *letters; } alphabets[] = {
	{"ar", "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة"},
	{"ckb", "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەیێ"},
	{"kmr-Arab", "ئابپتجچحخدرڕزژسشصضطعغفڤقکگلڵمنوۆهەیێي"},
	{"kmr", "abcçdeêfghiîjklmnopqrsştuûvwxyzABCÇDEÊFGHIÎJKLMNOPQRSŞTUÛVWXYZ"},
	{"en", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"},
};

static const char shared[] = "0123456789 .,:;!?()[]-–—“”«»/%+*&@#'\"…•·";

/* What real guides hold besides letters, TICO-19's and DFAK's among them. */
TEST(signs_of_real_guides_are_in_the_fonts)
{
	UNUSED_STATE;
	(void)width_of("en", S("≥ ≤ → ← ± × ÷ ✓ ✗ ☎ μ β\u2009°"));
	(void)width_of("ar", S("≥ ≤ → ✓ \u200b٪"));
}

TEST(every_letter_of_the_five_forms_is_in_the_fonts)
{
	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(alphabets); i++) {
		(void)width_of(alphabets[i].tag, str_of(alphabets[i].letters));
		(void)width_of(alphabets[i].tag, str_of(shared));
	}
	(void)width_of("ar", S("ًٌٍَُِّْٰ ،؛؟ ٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹"));
}

TEST(a_letter_that_no_font_has_is_counted)
{
	struct ink_text *text = lay("en", (struct span){.text = S("a漢字b")},
		WIDE);

	UNUSED_STATE;
	assert_int_equal(ink_text_unknown(text), 2);
	ink_text_close(&text);
}

/* Joined letters are narrower than the same letters standing alone. */
TEST(letters_of_arabic_script_join)
{
	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(alphabets) - 2; i++) {
		str rest = str_of(alphabets[i].letters);
		uint32_t point;

		while (utf8_next(&rest, &point)) {
			struct buf alone = {0}, joined = {0};
			double apart;

			if (point == 0x621) continue; /* hamza joins nothing */
			utf8_put(&alone, point);
			buf_text(&joined, "ب");
			utf8_put(&joined, point);
			apart = width_of(alphabets[i].tag, S("ب")) +
				width_of(alphabets[i].tag, buf_str(&alone));
			if (width_of(alphabets[i].tag, buf_str(&joined)) >=
				apart - SIZE / 20.0) {
				fail_msg("U+%04X does not join in %s", point,
					alphabets[i].tag);
			}
			buf_close(&alone);
			buf_close(&joined);
		}
	}
}

/* [ink-text-1] */
TEST(arabic_script_stands_straight_and_far_enough_apart)
{
	struct span plain = {.text = S("سەلامەتی")};
	struct span leaning = {.text = S("سەلامەتی"), .emphasis = true};
	struct ink_text *a = lay("ckb", plain, WIDE);
	struct ink_text *b = lay("ckb", leaning, WIDE);

	UNUSED_STATE;
	assert_true(ink_text_width_pt(a) == ink_text_width_pt(b));
	assert_true(ink_text_line_pt(a) >= 1.65 * SIZE);
	ink_text_close(&a);
	ink_text_close(&b);
	plain.text = leaning.text = S("safety first");
	a = lay("en", plain, WIDE);
	b = lay("en", leaning, WIDE);
	assert_true(ink_text_width_pt(a) != ink_text_width_pt(b));
	ink_text_close(&a);
	ink_text_close(&b);
}

TEST(a_literal_is_never_broken_over_two_lines)
{
	struct span span = {.text = S("0770 123 45 67"), .isolate = true};
	struct ink_text *broken = lay("ar", span, 3 * SIZE), *whole;

	UNUSED_STATE;
	span.nowrap = true;
	whole = lay("ar", span, 3 * SIZE);
	assert_true(ink_text_lines(broken) > 1);
	assert_int_equal(ink_text_lines(whole), 1);
	assert_true(ink_text_width_pt(whole) > 3 * SIZE);
	ink_text_close(&broken);
	ink_text_close(&whole);
}

/* What a line looks like when another language was laid out meanwhile. */
static void draw_after(const char *tag, const char *other, uint32_t *ret_pixels)
{
	struct ink_sheet *sheet = ink_sheet_pixels(ink, 512, 128, INK_WHITE);
	struct ink_text *text = lay(tag, (struct span){.text =
		S("سلام (hello), 12!")}, WIDE), *between;

	between = lay(other, (struct span){.text = S("hello")}, WIDE);
	ink_sheet_text(sheet, text, (struct ink_lines){0, 1, INK_PLAIN},
		tongue_find(str_of(tag))->rtl ? 512 - WIDE : 0, 0);
	memcpy(ret_pixels, ink_sheet_look(sheet).at, 512 * 128 * 4);
	ink_text_close(&text);
	ink_text_close(&between);
	is_ok(ink_sheet_close(&sheet));
}

/* [ink-text-2] */
TEST(words_keep_their_direction_when_other_words_are_laid_out)
{
	static uint32_t alone[512 * 128], after[512 * 128];

	UNUSED_STATE;
	draw_after("fa", "fa", alone);
	draw_after("fa", "en", after);
	assert_memory_equal(alone, after, sizeof(alone));
	draw_after("en", "en", alone);
	draw_after("en", "ar", after);
	assert_memory_equal(alone, after, sizeof(alone));
}

static const struct ink_about about = {S_INIT("Page 12"), NULL, 20782};

static void pdf_of(const char *tag, struct buf *out)
{
	struct ink_about told = about;
	struct ink_sheet *sheet;
	struct ink_text *text;

	told.tongue = tongue_find(str_of(tag));
	text = lay(tag, (struct span){.text = S("سلام hello 12")}, WIDE);
	sheet = ink_sheet_pdf(ink, 400, 600, &told, out);
	ink_sheet_text(sheet, text, (struct ink_lines){0, 1, INK_H1}, 10, 10);
	ink_sheet_turn(sheet);
	ink_sheet_fill(sheet, (struct ink_box){1, 2, 3, 4}, INK_TEAL);
	is_ok(ink_sheet_close(&sheet));
	assert_null(sheet);
	ink_text_close(&text);
}

static bool holds(const struct buf *pdf, str words)
{
	return str_find(buf_str(pdf), words) != SIZE_MAX;
}

/* [ink-sheet-1] */
TEST(a_pdf_says_its_language_and_day_and_nothing_about_its_making)
{
	static const str never[] = {S_INIT("airo"), S_INIT("ango"),
		S_INIT("Producer"), S_INIT("Creator "), S_INIT("ModDate"),
		S_INIT("http")};
	struct buf pdf = {0};

	UNUSED_STATE;
	pdf_of("ar", &pdf);
	for (size_t i = 0; i < NELEM(never); i++) {
		if (holds(&pdf, never[i])) {
			fail_msg("%.*s", S_ARG(never[i]));
		}
	}
	assert_true(holds(&pdf, S("/CreationDate (D:20261125000000Z)")));
	assert_true(holds(&pdf, S("/Lang (ar)")));
	assert_true(holds(&pdf, S("/Direction /R2L")));
	assert_true(holds(&pdf, S("/Title (Page 12)")));
	assert_true(str_ends(buf_str(&pdf), S("%%EOF\n")));
	buf_close(&pdf);
}

TEST(the_same_pdf_has_the_same_bytes_wherever_it_begins)
{
	struct buf first = {0}, second = {0};

	UNUSED_STATE;
	pdf_of("ckb", &first);
	pdf_of("ckb", &second);
	is_str(buf_str(&second), buf_str(&first));
	buf_reset(&second);
	buf_text(&second, "before it");
	pdf_of("ckb", &second);
	is_str(str_from(buf_str(&second), S("before it").len),
		buf_str(&first));
	buf_close(&first);
	buf_close(&second);
}

TEST(an_address_cannot_leave_its_place_in_a_pdf)
{
	static const struct { str value, says; } cases[] = {
		{S_INIT("https://a.org/b_(c)?d='e'&f=g#h"), S_INIT(
			"uri='https://a.org/b_%28c%29?d=%27e%27&f=g#h'")},
		{S_INIT("https://a.org/\\) /S /Launch ي"), S_INIT(
			"uri='https://a.org/%5C%29%20/S%20/Launch%20%D9%8A'")},
		{S_INIT("guide:7"), S_INIT("uri='7.pdf'")},
		{S_INIT("unit:abcdef"), S_INIT("dest='abcdef'")},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		const struct slot slot = {.kind = SLOT_LINK,
			.value = cases[i].value};
		struct buf link = {0};

		ink_pdf_link(&slot, (struct ink_box){1, 2, 3, 4}, &link);
		is_str(buf_str(&link), str_fmt(arena,
			"rect=[1.00 2.00 3.00 4.00] %.*s",
			S_ARG(cases[i].says)));
		buf_close(&link);
	}
}

/* Cut or changed by hand, it is not cleaned in the wrong place. */
TEST(what_cairo_did_not_write_is_refused)
{
	const struct ink_about told = {S("x"), tongue_find(S("en")), 20782};
	struct buf whole = {0}, part = {0};

	UNUSED_STATE;
	pdf_of("en", &whole);
	for (size_t cut = 0; cut <= whole.len; cut += 7) {
		buf_reset(&part);
		buf_put(&part, str_first(buf_str(&whole), cut));
		assert_non_null(ink_pdf_clean(&part, 0, &told));
	}
	buf_close(&whole);
	buf_close(&part);
}

TEST(a_pdf_that_does_not_fit_is_an_error)
{
	struct ink_about told = about;
	struct buf small = buf_cap(2000);
	struct ink_sheet *sheet;
	struct ink_text *text = lay("en", (struct span){.text = S("words")},
		WIDE);
	const err *e;

	UNUSED_STATE;
	told.tongue = tongue_find(S("en"));
	sheet = ink_sheet_pdf(ink, 400, 600, &told, &small);
	ink_sheet_text(sheet, text, (struct ink_lines){0, 1, INK_PLAIN}, 0, 0);
	e = ink_sheet_close(&sheet);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_FULL);
	ink_text_close(&text);
	buf_close(&small);
}

/* [ink-1] The fonts of the computer and its settings are not asked. */
TEST(settings_of_the_computer_change_nothing)
{
	struct buf first = {0}, second = {0};
	struct ink *other;

	UNUSED_STATE;
	pdf_of("ar", &first);
	assert_int_equal(setenv("FONTCONFIG_FILE", "/dev/null", 1), 0);
	assert_int_equal(setenv("TZ", "Asia/Baghdad", 1), 0);
	assert_int_equal(setenv("LANG", "ar_IQ.UTF-8", 1), 0);
	assert_int_equal(setenv("PANGO_LANGUAGE", "fa", 1), 0);
	is_ok(ink_open(&other));
	ink_close(&ink);
	ink = other;
	pdf_of("ar", &second);
	is_str(buf_str(&second), buf_str(&first));
	buf_close(&first);
	buf_close(&second);
}

static int open_ink(void **state)
{
	(void)state;
	arena = arena_open(1 << 20);
	return ink_open(&ink) == NULL ? 0 : -1;
}

static int close_ink(void **state)
{
	(void)state;
	ink_close(&ink);
	arena_close(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(signs_of_real_guides_are_in_the_fonts),
		CASE(every_letter_of_the_five_forms_is_in_the_fonts),
		CASE(a_letter_that_no_font_has_is_counted),
		CASE(letters_of_arabic_script_join),
		CASE(arabic_script_stands_straight_and_far_enough_apart),
		CASE(a_literal_is_never_broken_over_two_lines),
		CASE(words_keep_their_direction_when_other_words_are_laid_out),
		CASE(a_pdf_says_its_language_and_day_and_nothing_about_its_making),
		CASE(the_same_pdf_has_the_same_bytes_wherever_it_begins),
		CASE(an_address_cannot_leave_its_place_in_a_pdf),
		CASE(what_cairo_did_not_write_is_refused),
		CASE(a_pdf_that_does_not_fit_is_an_error),
		CASE(settings_of_the_computer_change_nothing),
	};

	return cmocka_run_group_tests(tests, open_ink, close_ink);
}
