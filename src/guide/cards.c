/* Picture cards: see cards.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/cards.h"

#include "guide/fitted.h"
#include "guide/frame_words.h"
#include "guide/indexed.h"
#include "guide/pdf.h"
#include "guide/qr.h"
#include "page/tr.h"

/* Pixels. What stands above and below the words keeps its place on all. */
#define MARGIN 84.0
#define BAR 14.0
#define HEAD 150.0
#define FOOT 190.0
#define SMALL 30.0
#define GREATEST 92.0
#define LEAST 30.0
#define TALL_SPARE 180.0 /* messengers lay their own things over top and end */
#define CODE_CELL 7.0    /* pixels of a cell: cameras read it from a screen */

struct card {
	const struct format_job *job;
	struct ink *ink;
	struct ink_sheet *sheet;
	const struct tongue *frame; /* of what the card itself says */
	double height, top, bottom; /* of what may be drawn on */
	bool failed;                /* words do not fit, or have no letters */
};

static size_t count_shorts(const struct checked *checked)
{
	size_t count = 0;

	while (checked_nth(checked, UNIT_SHORT, count) != NULL) count++;
	return count;
}

size_t cards_count(const struct format_job *job)
{
	size_t shorts = count_shorts(job->checked);

	if (job->checked->withdrawn.len > 0 || shorts == 0) return 0;
	return 2 * (shorts + 1);
}

void cards_name(const struct format_job *job, size_t part, struct buf *out)
{
	(void)job;
	buf_fmt(out, "-%zu%s.png", part / 2, part % 2 == 1 ? "-tall" : "");
}

/* -- drawing -------------------------------------------------------------- */

static double put(struct card *card, const struct ink_style *style,
	struct ink_words words, struct ink_box box)
{
	struct ink_text *text;
	double height;

	if (words.span_count == 0) return 0;
	text = fitted_text(card->ink, style, words,
		(struct fitted_box){box.width, box.height, LEAST / 2});
	if (text == NULL) {
		card->failed = true;
		return 0;
	}
	ink_sheet_text(card->sheet, text, (struct ink_lines){0,
		ink_text_lines(text), INK_PLAIN}, box.x, box.y);
	height = ink_text_height_pt(text);
	ink_text_close(&text);
	return height;
}

static double say(struct card *card, struct span_list said,
	enum ink_colour colour, struct ink_box box)
{
	return put(card, &(struct ink_style){SMALL, colour, INK_START, false, false},
		(struct ink_words){card->frame, said.at, said.count}, box);
}

static struct span_list spans_of(const struct card *card, const char *english)
{
	return frame_words(card->job->arena, tr(card->frame->locale, english),
		NULL, 0);
}

static struct ink_box middle_of(const struct card *card)
{
	return (struct ink_box){MARGIN, card->top + HEAD,
		CARD_WIDTH - 2 * MARGIN, card->bottom - card->top - HEAD -
			FOOT};
}

/* A bar on the side where reading begins, and the name of the library. */
static void head_put(struct card *card)
{
	const struct tongue *tongue = card->job->checked->tongue;
	const struct edition *edition = card->job->edition;
	const struct span name = {.text = edition_name(edition, tongue)};

	ink_sheet_fill(card->sheet, (struct ink_box){
		tongue->rtl ? CARD_WIDTH - BAR : 0, 0, BAR, card->height},
		INK_TEAL);
	if (edition->quiet || name.text.len == 0) return;
	(void)put(card, &(struct ink_style){SMALL, INK_SOFT, INK_START, false, false},
		(struct ink_words){tongue, &name, 1}, (struct ink_box){MARGIN,
			card->top + MARGIN / 2, CARD_WIDTH - 2 * MARGIN,
			2 * SMALL});
}

/* [cards-1] */
static void foot_put(struct card *card, size_t number, size_t count)
{
	const struct format_job *job = card->job;
	const struct span place = {.isolate = true, .text = str_fmt(job->arena,
		"%zu / %zu", number, count)};
	struct ink_box box = {MARGIN, card->bottom - FOOT + SMALL,
		CARD_WIDTH - 2 * MARGIN, 2 * SMALL};
	struct span_list said = {0};

	ink_sheet_fill(card->sheet, (struct ink_box){MARGIN,
		box.y - SMALL / 2, box.width, 2}, INK_RULE);
	if (number > 0) LIST_ADD(job->arena, &said, place);
	frame_words_add(job->arena, &said, frame_release(job->arena,
		job->edition, card->frame->locale));
	if (!job->checked->is_draft) {
		frame_words_add(job->arena, &said, frame_check_again(
			job->arena, job->checked));
	}
	box.y += say(card, said, INK_SOFT, box);
	if (job->edition->demonstration) {
		said = spans_of(card, TR("This is a demonstration. The"
			" organisation, its people and everything in it are"
			" invented."));
	} else if (job->checked->is_draft) {
		said = spans_of(card, TR("This is a draft. It has not been"
			" checked yet: do not rely on it alone."));
	} else {
		said = frame_expiry(job->arena, job->edition,
			card->frame->locale);
	}
	(void)say(card, said, job->checked->is_draft ? INK_DANGER : INK_SOFT,
		box);
}

static void short_put(struct card *card, const struct checked_unit *unit)
{
	struct ink_box box = middle_of(card);
	const struct ink_style style = {GREATEST, INK_BLACK, INK_START, false, false};
	struct ink_words words = {unit->tongue, unit->spans.at,
		unit->spans.count};
	struct ink_text *text = fitted_text(card->ink, &style, words,
		(struct fitted_box){box.width, box.height, LEAST});

	if (text == NULL) {
		card->failed = true;
		return;
	}
	box.y += (box.height - ink_text_height_pt(text)) / 2;
	ink_sheet_text(card->sheet, text, (struct ink_lines){0,
		ink_text_lines(text), INK_PLAIN}, box.x, box.y);
	ink_text_close(&text);
}

static void title_put(struct card *card)
{
	const struct format_job *job = card->job;
	const struct span title = {.text = job->checked->title};
	struct ink_box box = middle_of(card);
	struct ink_box square = box;
	struct ink_pixels code;

	if (qr_pixels(job->arena, edition_onion(job->arena,
		job->edition), &code)) {
		square.width = square.height = code.width * CODE_CELL;
		square.y = box.y + box.height - square.height;
		if (job->checked->tongue->rtl) {
			square.x += box.width - square.width;
		}
		ink_sheet_picture(card->sheet, code, square);
		box.height -= square.height + SMALL;
	}
	(void)put(card, &(struct ink_style){1.2 * GREATEST, INK_TEAL,
		INK_START, true, false}, (struct ink_words){job->checked->tongue,
		&title, 1}, box);
}

/* -- pixels --------------------------------------------------------------- */

/* The paper, and what is drawn on it, in steps as edges are smoothed. */
static const enum ink_colour inks[] = {INK_BLACK, INK_TEAL, INK_SOFT,
	INK_DANGER};
enum { STEPS = 3, TABLE = 1 + STEPS * 4 + 2 };

static uint32_t mixed(uint32_t paper, uint32_t ink, unsigned step)
{
	uint32_t out = 0;

	for (unsigned shift = 0; shift < 24; shift += 8) {
		uint32_t a = paper >> shift & 0xff, b = ink >> shift & 0xff;

		out |= ((a * (STEPS - step) + b * step) / STEPS) << shift;
	}
	return out;
}

static void table_make(uint32_t *colours)
{
	uint32_t paper = ink_rgb(INK_PAPER);
	size_t count = 0;

	colours[count++] = paper;
	for (size_t i = 0; i < NELEM(inks); i++) {
		for (unsigned step = 1; step <= STEPS; step++) {
			colours[count++] = mixed(paper, ink_rgb(inks[i]),
				step);
		}
	}
	colours[count++] = 0xffffff;
	colours[count++] = 0x000000;
	must(count == TABLE);
}

static unsigned distance(uint32_t a, uint32_t b)
{
	unsigned sum = 0;

	for (unsigned shift = 0; shift < 24; shift += 8) {
		int apart = (int)(a >> shift & 0xff) - (int)(b >> shift & 0xff);

		sum += (unsigned)(apart * apart);
	}
	return sum;
}

static uint8_t nearest(const uint32_t *colours, uint32_t pixel)
{
	unsigned best = UINT32_MAX;
	uint8_t found = 0;

	for (uint8_t i = 0; i < TABLE; i++) {
		unsigned apart = distance(colours[i], pixel);

		if (apart < best) {
			best = apart;
			found = i;
		}
	}
	return found;
}

static const char *png_put(struct arena *arena, struct ink_pixels pixels,
	struct buf *out)
{
	uint32_t colours[TABLE];
	uint8_t *at = ARENA_ARRAY(arena, uint8_t, (size_t)CARD_WIDTH *
		pixels.height);
	struct indexed picture = {at, CARD_WIDTH, pixels.height, colours,
		TABLE};
	uint32_t last = 0;
	uint8_t found = 0;

	table_make(colours);
	for (size_t y = 0; y < pixels.height; y++) {
		for (size_t x = 0; x < CARD_WIDTH; x++) {
			uint32_t pixel = pixels.at[y * pixels.width + x] &
				0xffffff;

			if (pixel != last || (x == 0 && y == 0)) {
				found = nearest(colours, pixel);
			}
			last = pixel;
			at[y * CARD_WIDTH + x] = found;
		}
	}
	return indexed_png(&picture, out) == NULL ? NULL :
		"a card could not be written";
}

const char *cards_write(const struct format_job *job, size_t part,
	struct buf *out)
{
	bool is_tall = part % 2 == 1;
	unsigned height = is_tall ? CARD_TALL : CARD_SQUARE;
	struct card card = {.job = job, .height = height,
		.frame = tongue_of(job->checked->tongue->locale),
		.top = is_tall ? TALL_SPARE : 0,
		.bottom = height - (is_tall ? TALL_SPARE : 0)};
	const char *why;
	const err *e;

	if (ink_shared(&card.ink) != NULL) return PDF_NO_INK;
	card.sheet = ink_sheet_pixels(card.ink, CARD_WIDTH, height, INK_PAPER);
	head_put(&card);
	if (part < 2) title_put(&card);
	else short_put(&card, checked_nth(job->checked, UNIT_SHORT,
		part / 2 - 1));
	foot_put(&card, part / 2, count_shorts(job->checked));
	why = card.failed ? "words of a card do not fit, or no font has them" :
		png_put(job->arena, ink_sheet_look(card.sheet), out);
	e = ink_sheet_close(&card.sheet);
	return why != NULL || e == NULL ? why : "a card could not be drawn";
}
