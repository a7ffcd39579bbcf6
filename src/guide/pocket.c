/* The pocket book: see pocket.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/pocket.h"

#include "guide/fitted.h"
#include "guide/frame_words.h"
#include "guide/pdf.h"
#include "guide/qr.h"
#include "page/tr.h"

enum { COLUMNS = 4, COVER = 1, BACK = POCKET_PANELS };
#define PANEL_WIDTH (297.0 / 4)
#define PANEL_HEIGHT (210.0 / 2)
#define MM 2.834645669
#define PANEL_MARGIN (7 * MM)
#define FOOT (16 * MM)
#define PANEL_QR (30 * MM)
#define LEAST 5.0 /* points: smaller is not read by candle light */

/* Seen from the printed side, the upper row on its head:
 *	7 6 5 4		4 5 6 7
 *	8 1 2 3		3 2 1 8 for a spine on the right */
unsigned pocket_panel(unsigned panel, bool rtl)
{
	static const unsigned pages[POCKET_PANELS] = {7, 6, 5, 4, 8, 1, 2, 3};
	unsigned row = panel / COLUMNS, column = panel % COLUMNS;

	must(panel < POCKET_PANELS);
	return pages[row * COLUMNS + (rtl ? COLUMNS - 1 - column : column)];
}

struct pocket {
	const struct format_job *job;
	struct ink *ink;
	struct ink_sheet *sheet;
	const struct tongue *frame; /* of what the panels themselves say */
	bool failed;                /* words do not fit, or have no letters */
};

static struct ink_box panel_box(void)
{
	return (struct ink_box){PANEL_MARGIN, PANEL_MARGIN,
		PANEL_WIDTH * MM - 2 * PANEL_MARGIN,
		PANEL_HEIGHT * MM - 2 * PANEL_MARGIN};
}

/* Words as large as they fit, and how high they are. */
static double panel_put(struct pocket *pocket, const struct ink_style *style,
	struct ink_words words, struct ink_box box)
{
	struct ink_text *text;
	double height;

	if (words.span_count == 0) return 0;
	text = fitted_text(pocket->ink, style, words,
		(struct fitted_box){box.width, box.height, LEAST});
	if (text == NULL) {
		pocket->failed = true;
		return 0;
	}
	ink_sheet_text(pocket->sheet, text, (struct ink_lines){0,
		ink_text_lines(text), INK_PLAIN}, box.x, box.y);
	height = ink_text_height_pt(text);
	ink_text_close(&text);
	return height;
}

static struct ink_words frame_of(const struct pocket *pocket,
	const struct span_list *spans)
{
	return (struct ink_words){pocket->frame, spans->at, spans->count};
}

static void cover_put(struct pocket *pocket)
{
	const struct format_job *job = pocket->job;
	const struct checked *checked = job->checked;
	const struct span title = {.text = checked->title};
	const struct span name = {.text = edition_name(job->edition,
		checked->tongue)};
	struct span_list release = frame_release(job->arena, job->edition,
		pocket->frame->locale);
	struct ink_box box = panel_box();

	if (!job->edition->quiet) {
		box.y += panel_put(pocket, &(struct ink_style){8, INK_SOFT,
			INK_START, false, false}, (struct ink_words){checked->tongue,
			&name, 1}, box);
	}
	box.y += FOOT;
	box.height -= 3 * FOOT;
	(void)panel_put(pocket, &(struct ink_style){24, INK_TEAL, INK_START,
		true, false}, (struct ink_words){checked->tongue, &title, 1}, box);
	box.y = PANEL_HEIGHT * MM - PANEL_MARGIN - FOOT;
	box.height = FOOT / 2;
	box.y += panel_put(pocket, &(struct ink_style){7, INK_SOFT, INK_START,
		false, false}, frame_of(pocket, &release), box);
	release = checked->is_draft ? frame_words(job->arena,
		tr(pocket->frame->locale, TR("A draft")), NULL, 0) :
		frame_check_again(job->arena, checked);
	(void)panel_put(pocket, &(struct ink_style){7, INK_DANGER, INK_START,
		false, false}, frame_of(pocket, &release), box);
}

/* A label, and below it words as large as they fit. */
static void panel_fill(struct pocket *pocket, struct ink_words label,
	enum ink_colour colour, struct ink_words words)
{
	struct ink_box box = panel_box();

	box.y += panel_put(pocket, &(struct ink_style){10, colour, INK_START,
		true, false}, label, box);
	box.height -= FOOT;
	(void)panel_put(pocket, &(struct ink_style){19, INK_BLACK, INK_START,
		false, false}, words, box);
}

static void short_put(struct pocket *pocket, size_t number)
{
	const struct checked *checked = pocket->job->checked;
	const struct checked_unit *unit = checked_nth(checked, UNIT_SHORT,
		number);
	const struct span label = {.isolate = true,
		.text = str_fmt(pocket->job->arena, "%zu", number + 1)};

	if (unit == NULL) return;
	panel_fill(pocket, (struct ink_words){checked->tongue, &label, 1},
		INK_TEAL, (struct ink_words){unit->tongue, unit->spans.at,
			unit->spans.count});
}

/* All danger signs, each on a line of its own. */
static struct span_list dangers_of(const struct pocket *pocket)
{
	const struct checked *checked = pocket->job->checked;
	const struct span line = {.text = S("\n")};
	const struct checked_unit *unit;
	struct span_list all = {0};

	for (size_t i = 0; (unit = checked_nth(checked, UNIT_DANGER, i)) !=
		NULL; i++) {
		if (i > 0) LIST_ADD(pocket->job->arena, &all, line);
		for (size_t k = 0; k < unit->spans.count; k++) {
			LIST_ADD(pocket->job->arena, &all, unit->spans.at[k]);
		}
	}
	return all;
}

/* Danger signs come first, where the shorts leave a panel for them. */
static void inside_put(struct pocket *pocket, unsigned page)
{
	const struct checked *checked = pocket->job->checked;
	struct span_list dangers = dangers_of(pocket);
	struct span_list label = frame_words(pocket->job->arena,
		tr(pocket->frame->locale, TR("Danger signs")), NULL, 0);
	size_t number = page - COVER - 1;
	bool first = dangers.count > 0 && checked_nth(checked, UNIT_SHORT,
		POCKET_PANELS - 3) == NULL;

	if (first && number == 0) {
		panel_fill(pocket, frame_of(pocket, &label), INK_DANGER,
			(struct ink_words){checked->tongue, dangers.at,
				dangers.count});
	} else {
		short_put(pocket, number - first);
	}
}

static void back_put(struct pocket *pocket)
{
	const struct format_job *job = pocket->job;
	const struct edition *edition = job->edition;
	struct ink_style style = {8, INK_SOFT, INK_START, false, false};
	struct ink_box box = panel_box();
	struct ink_pixels code;
	struct span_list said = frame_expiry(job->arena, edition,
		pocket->frame->locale);

	box.y += panel_put(pocket, &style, frame_of(pocket, &said), box);
	if (!qr_pixels(job->arena, edition_onion(job->arena, edition),
		&code)) {
		return;
	}
	said = frame_words(job->arena, tr(pocket->frame->locale,
		TR("In Tor Browser:")), NULL, 0);
	box.y += FOOT / 2;
	box.y += panel_put(pocket, &style, frame_of(pocket, &said), box);
	box.x += (box.width - PANEL_QR) / 2;
	box.width = box.height = PANEL_QR;
	ink_sheet_picture(pocket->sheet, code, box);
}

static void panel_draw(struct pocket *pocket, unsigned panel)
{
	unsigned row = panel / COLUMNS, column = panel % COLUMNS;
	unsigned page = pocket_panel(panel, pocket->job->checked->tongue->rtl);
	struct ink_place place = {column * PANEL_WIDTH * MM,
		row * PANEL_HEIGHT * MM, 1, 0};

	if (row == 0) { /* turned around its own corner */
		place.x += PANEL_WIDTH * MM;
		place.y += PANEL_HEIGHT * MM;
		place.quarters = 2;
	}
	ink_sheet_place(pocket->sheet, place);
	if (page == COVER) cover_put(pocket);
	else if (page == BACK) back_put(pocket);
	else inside_put(pocket, page);
	ink_sheet_back(pocket->sheet);
}

/* Where to fold, and the cut between the two middle folds. */
static void folds_put(struct ink_sheet *sheet)
{
	const double width = PANEL_WIDTH * MM, height = PANEL_HEIGHT * MM;

	for (unsigned i = 1; i < COLUMNS; i++) {
		ink_sheet_dash(sheet, (struct ink_box){i * width, 0, 0,
			2 * height});
	}
	ink_sheet_dash(sheet, (struct ink_box){0, height, COLUMNS * width, 0});
	ink_sheet_fill(sheet, (struct ink_box){width, height - 0.5, 2 * width,
		1}, INK_SOFT);
}

size_t pocket_count(const struct format_job *job)
{
	return job->checked->withdrawn.len == 0 &&
		checked_nth(job->checked, UNIT_SHORT, 0) != NULL;
}

const char *pocket_write(const struct format_job *job, size_t part,
	struct buf *out)
{
	struct ink_about about = pdf_about(job);
	struct pocket pocket = {.job = job,
		.frame = tongue_of(job->checked->tongue->locale)};
	const char *why;

	(void)part;
	if (ink_shared(&pocket.ink) != NULL) return PDF_NO_INK;
	pocket.sheet = ink_sheet_pdf(pocket.ink, COLUMNS * PANEL_WIDTH * MM,
		2 * PANEL_HEIGHT * MM, &about, out);
	folds_put(pocket.sheet);
	for (unsigned page = 1; page <= POCKET_PANELS; page++) {
		for (unsigned i = 0; i < POCKET_PANELS; i++) {
			if (pocket_panel(i, job->checked->tongue->rtl) ==
				page) {
				panel_draw(&pocket, i);
			}
		}
	}
	why = pdf_close(pocket.sheet);
	if (!pocket.failed) return why;
	buf_reset(out);
	return "words of a panel do not fit, or no font has them";
}
