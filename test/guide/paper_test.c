/* Tests of what is printed: pages whole and in order, headings with what they
 * head, booklets and pocket books that fold into order, cards of few bytes that
 * say what they are, square codes. What a reader finds in the files is in
 * test/e2e/guide_paper.mjs.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "guide/cards.h"
#include "guide/deflate.h"
#include "guide/folded.h"
#include "guide/guide_read.h"
#include "guide/indexed.h"
#include "guide/made_guide.h"
#include "guide/pdf.h"
#include "guide/pocket.h"
#include "guide/qr.h"

enum {
	DAY = 20782, /* 25.11.2026 */
	ARENA_BYTES = 256 << 20,
	UNITS = 60,
	PNG_HEAD = 8,
	U32 = 4
};

#define ONION "http://bothyexampleexampleexampleexampleexampleexampleexampleexa" \
	".onion/"

static struct arena *arena;
static struct ink *ink;

static struct edition edition = {.release = 4, .day = DAY,
	.expires_day = DAY + 365, .onion = S_INIT(ONION)};

static str guide_text(unsigned sections)
{
	struct buf out = {0};
	str text;

	buf_text(&out, "bothy-guide 1\nsource en\ndemands\ncheck-days 180\n\n"
		"title tttttt\nwords If your phone is taken\n\n"
		"danger dddddd\nwords Your life is worth more.\n\n"
		"short ssssss\nslot call literal 0770 123\n"
		"words Switch it off. Call {call}.\n\n"
		"short uuuuuu\nwords Warn your friends first.\n\n");
	for (unsigned i = 0; i < sections; i++) {
		char id = (char)('a' + i % 26), more = (char)('a' + i / 26);

		buf_fmt(&out, "section h%c%caaa 1\nwords Heading %u\n\n"
			"paragraph p%c%caaa\nwords ", id, more, i, id, more);
		for (unsigned word = 0; word < 20 + 17 * (i % 7); word++) {
			buf_fmt(&out, "w%ux%u ", i, word);
		}
		buf_fmt(&out, "end\n\nstep s%c%caaa 1\nslot x link unit:tttttt"
			"\nwords Go [there](x)\n\n", id, more);
	}
	buf_text(&out, "source qqqqqq\nslot a link https://example.org/a\n"
		"words Taken from [here](a)\n\nitem iiiiii 1\nslot g link guide:7\n"
		"words See [the other guide](g)\n");
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

static struct format_job job_of(struct guide *guide, size_t tongue)
{
	struct checked *checked = ARENA_NEW(arena, struct checked);
	const struct unit *unit = NULL;

	if (checked_make(arena, guide, tongue, DAY, checked, &unit) !=
		CHECKED_FINE) {
		return (struct format_job){.arena = NULL};
	}
	return (struct format_job){arena, checked, &edition, NULL};
}

static struct format_job read_job(unsigned sections)
{
	struct guide *guide = ARENA_NEW(arena, struct guide);
	struct read_fault fault = {0};

	if (!guide_read(arena, guide_text(sections), guide, &fault)) {
		fail_msg("line %u: %.*s", fault.line, S_ARG(fault.text));
	}
	return job_of(guide, 0);
}

static struct paged pages_of(const struct format_job *job,
	const struct paged_size *size)
{
	struct paged_job pages_job = {arena, ink, job->checked, &edition};
	struct paged paged;

	paged_make(&pages_job, size, &paged);
	return paged;
}

/* How many of a text's lines stand on pages, in order and without a gap. */
static size_t lines_on_pages(const struct paged *paged,
	const struct ink_text *text)
{
	size_t next = 0;

	for (size_t p = 0; p < paged->pages.count; p++) {
		const struct paged_page *page = &paged->pages.at[p];

		for (size_t i = 0; i < page->items.count; i++) {
			const struct paged_item *item = &page->items.at[i];

			if (item->kind != PAGED_TEXT || item->text != text) {
				continue;
			}
			assert_int_equal(item->lines.first, next);
			next += item->lines.count;
		}
	}
	return next;
}

/* [paged-1] */
TEST(every_line_stands_on_exactly_one_page)
{
	struct format_job job = read_job(40);
	struct paged paged = pages_of(&job, &paged_a5);

	UNUSED_STATE;
	assert_true(paged.pages.count > 10);
	assert_int_equal(paged.unknown, 0);
	for (size_t i = 0; i < paged.texts.count; i++) {
		assert_int_equal(lines_on_pages(&paged, paged.texts.at[i]),
			ink_text_lines(paged.texts.at[i]));
	}
	paged_close(&paged);
}

static void page_check(const struct paged_page *page,
	const struct paged_size *size)
{
	double bottom = size->height_pt - size->margin_pt - size->foot_pt;
	size_t count = page->items.count;
	const struct paged_item *last = NULL;

	assert_true(count >= 3);
	for (size_t i = 0; i < count - 2; i++) {
		const struct paged_item *item = &page->items.at[i];
		size_t lines = item->lines.count;

		if (item->kind != PAGED_TEXT) continue;
		assert_true(item->box.y + (double)lines *
			ink_text_line_pt(item->text) <= bottom + 0.1);
		if (ink_text_lines(item->text) > 3) assert_true(lines > 1);
		last = item;
	}
	assert_non_null(last);
	assert_true(last->lines.part != INK_H2 && last->lines.part != INK_H3);
	for (size_t i = count - 2; i < count; i++) { /* [paged-3] */
		assert_int_equal(page->items.at[i].kind, PAGED_TEXT);
		assert_true(page->items.at[i].box.y > bottom);
	}
}

/* [paged-2] */
TEST(no_heading_and_no_line_is_left_alone)
{
	struct paged_size small = paged_a5;
	const struct paged_size *const sizes[] = {&paged_a5, &small};

	UNUSED_STATE;
	small.height_pt *= 0.7;
	for (unsigned sections = 1; sections < 30; sections += 4) {
		struct format_job job = read_job(sections);

		for (size_t s = 0; s < NELEM(sizes); s++) {
			struct paged paged = pages_of(&job, sizes[s]);

			for (size_t i = 0; i < paged.pages.count; i++) {
				page_check(&paged.pages.at[i], sizes[s]);
			}
			paged_close(&paged);
		}
	}
}

static bool stays_inside(const struct paged *paged)
{
	for (size_t i = 0; i < paged->texts.count; i++) {
		if (ink_text_width_pt(paged->texts.at[i]) >
			paged->width_pt - 2 * paged_a5.margin_pt + 0.1) {
			return false;
		}
	}
	return true;
}

/* Cairo 1.16 ends the process at a link to a file. */
TEST(a_link_to_another_guide_leads_to_its_file)
{
	struct format_job job = read_job(1);
	struct buf pdf = {0};

	UNUSED_STATE;
	assert_null(pdf_format_write(&job, 0, &pdf));
	assert_true(str_find(buf_str(&pdf), S("/URI (7.pdf)")) != SIZE_MAX);
	assert_true(str_find(buf_str(&pdf), S("/URI (" ONION ")")) != SIZE_MAX);
	assert_true(str_find(buf_str(&pdf), S("/Dest")) != SIZE_MAX);
	buf_close(&pdf);
}

TEST(neither_a_long_word_nor_a_high_row_leaves_the_page)
{
	struct guide *guide = ARENA_NEW(arena, struct guide);
	struct read_fault fault = {0};
	struct format_job job;
	struct buf text = {0};
	struct paged paged;

	UNUSED_STATE;
	buf_text(&text, "bothy-guide 1\nsource en\ndemands\ncheck-days 180\n\n"
		"title tttttt\nwords T\n\nparagraph pppppp\nwords ");
	for (unsigned i = 0; i < 400; i++) buf_text(&text, "wwww");
	buf_text(&text, "\n\nrow rrrrrr 2\nwords A | ");
	for (unsigned i = 0; i < 1500; i++) buf_text(&text, "word ");
	buf_text(&text, "end\n");
	assert_true(guide_read(arena, buf_str(&text), guide, &fault));
	job = job_of(guide, 0);
	paged = pages_of(&job, &paged_a5);
	assert_true(paged.pages.count > 4);
	assert_true(stays_inside(&paged));
	for (size_t i = 0; i < paged.pages.count; i++) {
		page_check(&paged.pages.at[i], &paged_a5);
	}
	paged_close(&paged);
	buf_close(&text);
}

typedef const char *writer(const struct format_job *job, size_t part,
	struct buf *out);

static void write_twice(writer *write, const struct format_job *job,
	size_t part)
{
	struct buf first = buf_cap(PDF_BYTES_MAX), second = buf_cap(
		PDF_BYTES_MAX);
	const char *why = write(job, part, &first);

	if (why != NULL) fail_msg("%s", why);
	assert_true(first.len > 100);
	assert_null(write(job, part, &second));
	assert_true(str_eq(buf_str(&first), buf_str(&second)));
	buf_close(&first);
	buf_close(&second);
}

/* [pdf-2] What is laid out once gives the same as what is laid out each time. */
static void write_from_kept(const struct format_job *job)
{
	static writer *const writers[] = {folded_booklet_write, pdf_format_write};
	struct pdf_kept kept = {.size = NULL};
	struct format_job once = *job;

	once.kept = &kept;
	for (size_t i = 0; i < NELEM(writers); i++) {
		struct buf alone = buf_cap(PDF_BYTES_MAX);
		struct buf shared = buf_cap(PDF_BYTES_MAX);

		assert_null(writers[i](job, 0, &alone));
		assert_null(writers[i](&once, 0, &shared));
		assert_non_null(kept.size);
		assert_true(str_eq(buf_str(&alone), buf_str(&shared)));
		buf_close(&alone);
		buf_close(&shared);
	}
	pdf_kept_close(&kept);
}

/* [pdf-1] */
TEST(guides_of_every_kind_print_and_twice_the_same)
{
	UNUSED_STATE;
	for (uint64_t number = 1; number <= 3; number++) {
		struct guide guide = made_guide(arena, number, UNITS);

		for (size_t i = 0; i < guide.tongue_count; i++) {
			struct format_job job;

			for (size_t u = 0; u < guide.units.count; u++) {
				guide.units.at[u].words[i].missing =
					MISSING_SOURCE;
			}
			job = job_of(&guide, i);
			if (job.checked == NULL) fail();
			write_twice(pdf_format_write, &job, 0);
			write_twice(folded_booklet_write, &job, 0);
			write_from_kept(&job);
			if (pocket_count(&job) > 0) {
				write_twice(pocket_write, &job, 0);
			}
		}
	}
}

TEST(what_no_font_has_is_not_printed_with_holes)
{
	struct format_job job = read_job(1);
	struct checked *checked = ARENA_NEW(arena, struct checked);
	struct buf out = {0};

	UNUSED_STATE;
	*checked = *job.checked;
	checked->title = S("漢字");
	job.checked = checked;
	assert_non_null(pdf_format_write(&job, 0, &out));
	assert_non_null(folded_booklet_write(&job, 0, &out));
	assert_non_null(pocket_write(&job, 0, &out));
	assert_non_null(cards_write(&job, 0, &out));
	assert_null(cards_write(&job, 2, &out));
	buf_reset(&out);
	assert_int_equal(out.len, 0);
	buf_close(&out);
}

/* [folded-1] Opened at any place, the two pages that face each other follow
 * each other, and every page stands on the back of the one before. */
TEST(a_booklet_folds_into_order)
{
	UNUSED_STATE;
	for (unsigned rtl = 0; rtl <= 1; rtl++) {
		for (size_t pages = 4; pages <= 64; pages += 4) {
			bool seen[65] = {false};

			for (size_t side = 0; side < pages / 2; side++) {
				size_t left = folded_page(pages, side, 0, rtl);
				size_t right = folded_page(pages, side, 1, rtl);

				assert_int_equal(left + right, pages + 1);
				seen[left] = seen[right] = true;
				/* the cover is where the language begins */
				if (side == 0) {
					assert_int_equal(rtl ? left : right, 1);
				}
				if (side % 2 == 0) continue;
				/* behind the left half of the front is the right
				 * half of the back */
				assert_int_equal(rtl ? right : left, folded_page(
					pages, side - 1, rtl ? 0 : 1, rtl) + 1);
			}
			for (size_t i = 1; i <= pages; i++) assert_true(seen[i]);
		}
	}
}

static unsigned place_of_page(unsigned page, bool rtl)
{
	for (unsigned i = 0; i < POCKET_PANELS; i++) {
		if (pocket_panel(i, rtl) == page) return i;
	}
	fail();
	return 0;
}

/* [pocket-1] Pages that face each other in the folded book are neighbours on
 * the sheet, in the order of reading once their row stands upright; pages on
 * two sides of one leaf are joined at an edge of the sheet. */
TEST(a_pocket_book_folds_into_order)
{
	UNUSED_STATE;
	for (unsigned rtl = 0; rtl <= 1; rtl++) {
		for (unsigned page = 2; page < POCKET_PANELS; page += 2) {
			unsigned a = place_of_page(page, rtl);
			unsigned b = place_of_page(page + 1, rtl);
			bool on_head = a < 4;

			assert_int_equal(a / 4, b / 4);
			assert_int_equal(b, on_head == (rtl == 1) ? a + 1 :
				a - 1);
		}
		assert_int_equal(place_of_page(1, rtl),
			rtl ? place_of_page(8, rtl) - 1 :
			place_of_page(8, rtl) + 1);
		assert_int_equal(place_of_page(4, rtl) + 4,
			place_of_page(3, rtl));
		assert_int_equal(place_of_page(7, rtl) + 4,
			place_of_page(8, rtl));
	}
}

static uint32_t u32_at(str bytes, size_t at)
{
	uint32_t number = 0;

	for (size_t i = 0; i < U32; i++) {
		number = number << 8 | (unsigned char)bytes.at[at + i];
	}
	return number;
}

/* [indexed-1] The parts of a PNG, each with its sum right, in one word. */
static str parts_of(str png)
{
	struct buf names = {0};
	size_t at = PNG_HEAD;
	str kept;

	while (at + 3 * U32 <= png.len) {
		size_t len = u32_at(png, at);
		str whole = str_first(str_from(png, at + U32), U32 + len);

		buf_put(&names, str_first(whole, U32));
		assert_int_equal(deflate_crc(0, whole),
			u32_at(png, at + 2 * U32 + len));
		at += 3 * U32 + len;
	}
	assert_int_equal(at, png.len);
	kept = buf_take(&names, arena);
	buf_close(&names);
	return kept;
}

TEST(cards_are_small_pictures_without_anything_beside)
{
	struct format_job job = read_job(1);

	UNUSED_STATE;
	assert_int_equal(cards_count(&job), 6);
	for (size_t part = 0; part < cards_count(&job); part++) {
		struct buf png = {0}, name = {0};

		assert_null(cards_write(&job, part, &png));
		is_str(parts_of(buf_str(&png)), S("IHDRPLTEIDATIEND"));
		assert_int_equal(u32_at(buf_str(&png), 16), CARD_WIDTH);
		assert_int_equal(u32_at(buf_str(&png), 20), part % 2 == 0 ?
			CARD_SQUARE : CARD_TALL);
		assert_true(png.len < 40000);
		cards_name(&job, part, &name);
		is_str(buf_str(&name), str_fmt(arena, "-%zu%s.png", part / 2,
			part % 2 == 0 ? "" : "-tall"));
		buf_close(&name);
		buf_close(&png);
	}
	write_twice(cards_write, &job, 3);
}

/* [cards-1] What a card says of itself is in its pixels. */
TEST(a_card_changes_with_release_day_expiry_and_draft)
{
	const struct edition before = edition;
	struct format_job job = read_job(1);
	struct checked *checked = ARENA_NEW(arena, struct checked);
	struct buf first = {0}, other = {0};

	UNUSED_STATE;
	*checked = *job.checked;
	checked->is_draft = false;
	job.checked = checked;
	assert_null(cards_write(&job, 2, &first));
	for (unsigned change = 0; change < 5; change++) {
		if (change == 0) edition.release++;
		if (change == 1) edition.day++;
		if (change == 2) edition.expires_day++;
		if (change == 3) checked->is_draft = true;
		if (change == 4) checked->check_again_day = DAY + 180;
		buf_reset(&other);
		assert_null(cards_write(&job, 2, &other));
		assert_false(str_eq(buf_str(&first), buf_str(&other)));
		edition = before;
		*checked = *read_job(1).checked;
		checked->is_draft = false;
	}
	buf_reset(&other);
	assert_null(cards_write(&job, 2, &other));
	assert_true(str_eq(buf_str(&first), buf_str(&other)));
	buf_close(&first);
	buf_close(&other);
}

TEST(a_withdrawn_guide_has_no_cards_and_no_pocket_book)
{
	struct format_job job = read_job(1);
	struct checked *checked = ARENA_NEW(arena, struct checked);

	UNUSED_STATE;
	*checked = *job.checked;
	checked->withdrawn = S("It was wrong.");
	job.checked = checked;
	assert_int_equal(cards_count(&job), 0);
	assert_int_equal(pocket_count(&job), 0);
	write_twice(pdf_format_write, &job, 0);
}

/* [qr-1] */
TEST(an_address_is_a_square_code_of_level_m)
{
	struct buf first = {0}, second = {0};
	struct qr qr;

	UNUSED_STATE;
	assert_true(qr_make(arena, S(ONION), &qr));
	assert_int_equal(qr.side, 37 + 2 * QR_MARGIN); /* version 5 */
	for (unsigned i = 0; i < qr.side * QR_MARGIN; i++) {
		assert_int_equal(qr.cells[i], 0);
	}
	assert_int_equal(qr.cells[QR_MARGIN * qr.side + QR_MARGIN], 1);
	is_ok(qr_png(arena, S(ONION), 1, &first));
	is_ok(qr_png(arena, S(ONION), 1, &second));
	is_str(buf_str(&first), buf_str(&second));
	assert_true(first.len < 450);
	is_str(parts_of(buf_str(&first)), S("IHDRPLTEIDATIEND"));
	assert_false(qr_make(arena, S(""), &qr));
	assert_false(qr_make(arena, S("a\0b"), &qr));
	buf_zeros(&second, QR_TEXT_MAX);
	assert_false(qr_make(arena, buf_str(&second), &qr));
	buf_close(&first);
	buf_close(&second);
}

static int open_paper(void **state)
{
	(void)state;
	arena = arena_open(ARENA_BYTES);
	return ink_shared(&ink) == NULL ? 0 : -1;
}

static int close_paper(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_line_stands_on_exactly_one_page),
		CASE(no_heading_and_no_line_is_left_alone),
		CASE(a_link_to_another_guide_leads_to_its_file),
		CASE(neither_a_long_word_nor_a_high_row_leaves_the_page),
		CASE(guides_of_every_kind_print_and_twice_the_same),
		CASE(what_no_font_has_is_not_printed_with_holes),
		CASE(a_booklet_folds_into_order),
		CASE(a_pocket_book_folds_into_order),
		CASE(cards_are_small_pictures_without_anything_beside),
		CASE(a_card_changes_with_release_day_expiry_and_draft),
		CASE(a_withdrawn_guide_has_no_cards_and_no_pocket_book),
		CASE(an_address_is_a_square_code_of_level_m),
	};

	return cmocka_run_group_tests(tests, open_paper, close_paper);
}
