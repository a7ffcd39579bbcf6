/* A guide on pages: see paged.h. The order of its parts is that of the plain
 * text (plain_text.c).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/paged.h"

#include "guide/frame_words.h"
#include "guide/gallery.h"
#include "guide/guide_read.h"
#include "guide/paged_flow.h"
#include "guide/plain.h"
#include "guide/qr.h"

#define MM 2.834645669
#define QR_PT (30 * MM)  /* 3 cm: old cameras read it from there on */

const struct paged_size paged_a5 = {148 * MM, 210 * MM, 13 * MM, 11 * MM,
	10.5, 12.5};

struct writer {
	struct arena *arena;
	const struct checked *checked;
	const struct edition *edition;
	const struct tongue *frame;      /* of what the page itself says */
	struct flow flow;
	unsigned counts[UNIT_LEVEL_MAX]; /* of steps, by level */
	enum unit_kind last;
	bool boxed;
};

/* How large words of a kind are, of the size of the page's words. */
static const double heading_sizes[UNIT_LEVEL_MAX] = {1.3, 1.12, 1.0};
static const enum ink_part heading_parts[UNIT_LEVEL_MAX] = {INK_H2, INK_H3,
	INK_H3};
#define TITLE_SIZE 1.9
#define SMALL_SIZE 0.82
#define PIXEL_PT 0.48    /* 150 of them in an inch */
#define PICTURE_PART 0.4 /* of a page's height, at most */

/* -- words ---------------------------------------------------------------- */

static double size_of(const struct writer *w, const struct tongue *tongue)
{
	return tongue->arabic_script ? w->flow.size->arabic_pt :
		w->flow.size->latin_pt;
}

static struct ink_words words_of(const struct tongue *tongue,
	const struct span_list *spans)
{
	return (struct ink_words){tongue, spans->at, spans->count};
}

/* Words of the page itself. */
static void say(struct writer *w, struct span_list spans, double size,
	enum ink_colour colour)
{
	struct flow_words words = {.words = words_of(w->frame, &spans),
		.style = {size * size_of(w, w->frame), colour, INK_START,
			false, false}};

	if (spans.count > 0) flow_put(&w->flow, &words);
}

static struct span_list spans_of(struct writer *w, str text)
{
	return frame_words(w->arena, text, NULL, 0);
}

static void say_text(struct writer *w, str text, double size,
	enum ink_colour colour)
{
	struct span_list spans = {0};
	const struct span span = {.text = text};

	LIST_ADD(w->arena, &spans, span);
	say(w, spans, size, colour);
}

static void label_put(struct writer *w, const char *english,
	enum ink_colour colour)
{
	struct span_list spans = spans_of(w, tr(w->frame->locale, english));
	struct flow_words words = {.words = words_of(w->frame, &spans),
		.style = {size_of(w, w->frame), colour, INK_START, true, false},
		.keep_pt = 3 * size_of(w, w->frame)};

	flow_put(&w->flow, &words);
}

static void marks_put(struct writer *w, const struct checked_unit *unit)
{
	if (unit->is_stale) {
		say(w, spans_of(w, tr(w->frame->locale,
			TR("This part is being renewed."))), SMALL_SIZE,
			INK_SOFT);
	}
	if (unit->tongue != w->checked->tongue) {
		say_text(w, str_fmt(w->arena, "%.*s %.*s",
			S_ARG(tr(w->frame->locale, TR("Not translated yet,"
				" shown in another language:"))),
			S_ARG(unit->tongue->own_name)), SMALL_SIZE, INK_SOFT);
	}
}

/* A link leads only to what is here: the unit may have been left out. */
static bool leads_nowhere(const struct writer *w, const struct slot *slot)
{
	str id = str_from(slot->value, S("unit:").len);

	if (!str_starts(slot->value, S("unit:"))) return false;
	for (size_t i = 0; i < w->checked->unit_count; i++) {
		if (str_eq(id, unit_id_str(&w->checked->units[i].unit->id))) {
			return false;
		}
	}
	return true;
}

static struct ink_words unit_words(struct writer *w,
	const struct checked_unit *unit)
{
	struct span *spans = ARENA_ARRAY(w->arena, struct span,
		unit->spans.count);

	for (size_t i = 0; i < unit->spans.count; i++) {
		int64_t day;

		spans[i] = unit->spans.at[i];
		if (spans[i].slot != NULL && spans[i].slot->kind == SLOT_DATE &&
			day_read(spans[i].slot->value, &day)) {
			spans[i].text = plain_date(w->arena, day);
		}
		if (spans[i].slot != NULL && leads_nowhere(w, spans[i].slot)) {
			spans[i].slot = NULL;
		}
	}
	return (struct ink_words){unit->tongue, spans, unit->spans.count};
}

/* Links lead here, and the contents: only then it is worth its bytes. */
static void spot_put(struct writer *w, const struct checked_unit *unit)
{
	str id = unit_id_str(&unit->unit->id);

	for (size_t i = 0; i < w->checked->unit_count; i++) {
		const struct unit *other = w->checked->units[i].unit;

		for (size_t k = 0; k < other->slot_count; k++) {
			str value = other->slots[k].value;

			if (str_starts(value, S("unit:")) &&
				str_ends(value, id)) {
				flow_spot(&w->flow, id);
				return;
			}
		}
	}
}

/* Where links lead, for who reads on paper. */
static void addresses_put(struct writer *w, const struct checked_unit *unit,
	double indent)
{
	for (size_t i = 0; i < unit->unit->slot_count; i++) {
		const struct slot *slot = &unit->unit->slots[i];
		const struct span span = {.text = slot->value, .isolate = true,
			.slot = slot};
		struct flow_words words = {.words = {w->frame, &span, 1},
			.style = {SMALL_SIZE * w->flow.size->latin_pt,
				INK_SOFT, INK_START, false, false},
			.indent_pt = indent};

		if (slot->kind == SLOT_LINK &&
			!str_starts(slot->value, S("unit:")) &&
			!str_starts(slot->value, S("guide:"))) {
			flow_put(&w->flow, &words);
		}
	}
}

/* A unit's words; `mark` hangs before them. */
static void block_put(struct writer *w, const struct checked_unit *unit,
	str mark, struct ink_style style)
{
	const struct span hung = {.text = mark, .strong = false};
	double em = size_of(w, w->checked->tongue);
	unsigned level = unit->unit->level > 0 ? unit->unit->level : 1;
	struct flow_words words = {.words = unit_words(w, unit),
		.style = style,
		.mark = {w->checked->tongue, &hung, mark.len > 0}};

	words.mark_pt = 1.5 * em;
	if (mark.len > 0) words.indent_pt = words.mark_pt * level;
	spot_put(w, unit);
	flow_put(&w->flow, &words);
	addresses_put(w, unit, words.indent_pt);
	marks_put(w, unit);
}

static struct ink_style plain_style(const struct writer *w,
	const struct checked_unit *unit)
{
	return (struct ink_style){size_of(w, unit->tongue), INK_BLACK,
		INK_START, false, false};
}

/* -- units ---------------------------------------------------------------- */

static void heading_put(struct writer *w, const struct checked_unit *unit)
{
	unsigned level = unit->unit->level - 1;
	struct buf plain = {0};
	double em = size_of(w, unit->tongue);
	struct flow_words words = {.words = unit_words(w, unit),
		.style = {heading_sizes[level] * em, INK_BLACK, INK_START,
			true, false},
		.keep_pt = 4 * em, .part = heading_parts[level]};

	inline_plain(&unit->spans, &plain);
	flow_gap(&w->flow, 1.3 * em);
	flow_need(&w->flow, 6 * em);
	flow_spot(&w->flow, unit_id_str(&unit->unit->id));
	flow_entry(&w->flow, level + 1, buf_take(&plain, w->arena),
		unit_id_str(&unit->unit->id));
	flow_put(&w->flow, &words);
	marks_put(w, unit);
	buf_close(&plain);
}

static void step_put(struct writer *w, const struct checked_unit *unit)
{
	unsigned level = unit->unit->level - 1;
	str mark;

	for (size_t i = level + 1; i < UNIT_LEVEL_MAX; i++) w->counts[i] = 0;
	mark = str_fmt(w->arena, "%u.", ++w->counts[level]);
	flow_gap(&w->flow, 0.35 * size_of(w, unit->tongue));
	block_put(w, unit, mark, plain_style(w, unit));
}

/* The words of one cell. A blank behind them parts them from the next cell where
 * they are copied. */
static struct ink_words cell_words(struct writer *w,
	const struct ink_words *row, size_t cell)
{
	const struct span blank = {.text = S(" ")};
	struct span_list spans = {0};

	for (size_t i = 0; i < row->span_count; i++) {
		if (row->spans[i].cell != cell) continue;
		LIST_ADD(w->arena, &spans, row->spans[i]);
	}
	LIST_ADD(w->arena, &spans, blank);
	return words_of(row->tongue, &spans);
}

static void row_put(struct writer *w, const struct checked_unit *unit)
{
	struct ink_words all = unit_words(w, unit);
	struct ink_words cells[UNIT_CELLS_MAX];
	struct ink_style style = plain_style(w, unit);
	size_t count = unit->unit->cells < UNIT_CELLS_MAX ? unit->unit->cells :
		UNIT_CELLS_MAX;

	for (size_t i = 0; i < count; i++) cells[i] = cell_words(w, &all, i);
	style.strong = w->last != UNIT_ROW;
	style.size_pt *= 0.94;
	if (style.strong) {
		flow_gap(&w->flow, 0.7 * style.size_pt);
		flow_need(&w->flow, 5 * style.size_pt);
	}
	spot_put(w, unit);
	if (count > 0) flow_row(&w->flow, cells, count, &style);
	marks_put(w, unit);
}

/* What stands in a box, and what the box is called. */
static const struct box {
	const char *label;
	enum ink_colour fill, bar;
	bool is_box, marked, gathers; /* gathers: the next joins it */
} boxes[UNIT_KIND_COUNT] = {
	[UNIT_SHORT] = {TR("In short"), INK_TEAL_PALE, INK_TEAL, true, true,
		true},
	[UNIT_DANGER] = {TR("Danger signs"), INK_DANGER_PALE, INK_DANGER, true,
		true, true},
	[UNIT_WARNING] = {TR("Careful:"), INK_DANGER_PALE, INK_DANGER, true,
		false, false},
	[UNIT_NOTE] = {NULL, INK_NOTE_PALE, INK_RULE, true, false, false},
};

static void box_put(struct writer *w, const struct checked_unit *unit)
{
	const struct box *box = &boxes[unit->unit->kind];
	double em = size_of(w, w->checked->tongue);

	if (!w->boxed) {
		flow_gap(&w->flow, 0.9 * em);
		flow_need(&w->flow, 6 * em);
		flow_box(&w->flow, box->fill, box->bar);
		w->boxed = true;
		if (box->label != NULL) label_put(w, box->label, box->bar);
	}
	flow_gap(&w->flow, 0.25 * em);
	block_put(w, unit, box->marked ? S("•") : S(""), plain_style(w, unit));
}

static void box_done(struct writer *w)
{
	if (!w->boxed) return;
	flow_box_end(&w->flow);
	flow_gap(&w->flow, 0.9 * size_of(w, w->checked->tongue));
	w->boxed = false;
}

static void source_put(struct writer *w, const struct checked_unit *unit)
{
	struct ink_style style = plain_style(w, unit);

	style.size_pt *= SMALL_SIZE;
	style.colour = INK_SOFT;
	if (w->last != UNIT_SOURCE) {
		flow_gap(&w->flow, 1.2 * size_of(w, unit->tongue));
		label_put(w, TR("Sources"), INK_SOFT);
	}
	flow_gap(&w->flow, 0.2 * style.size_pt);
	block_put(w, unit, S("•"), style);
}

/* Its words stand below it, for who cannot see it, and alone where it cannot be
 * shown. */
static void picture_put(struct writer *w, const struct checked_unit *unit)
{
	struct ink_style style = plain_style(w, unit);
	const double room = flow_width(&w->flow);
	const double most = w->flow.size->height_pt * PICTURE_PART;

	style.colour = INK_SOFT;
	style.size_pt *= SMALL_SIZE;
	flow_gap(&w->flow, style.size_pt);
	for (size_t i = 0; i < unit->unit->slot_count; i++) {
		const struct slot *slot = &unit->unit->slots[i];
		struct paged_item item = {.kind = PAGED_PICTURE};
		struct image_set set;

		if (slot->kind != SLOT_PICTURE || gallery_get(w->arena,
			w->edition, w->checked, slot->value, &set) != NULL) {
			continue;
		}
		item.image = set.large;
		item.box.width = set.large.width * PIXEL_PT < room ?
			set.large.width * PIXEL_PT : room;
		item.box.height = item.box.width * set.large.height /
			set.large.width;
		if (item.box.height > most) {
			item.box.width *= most / item.box.height;
			item.box.height = most;
		}
		flow_need(&w->flow, item.box.height + 3 * style.size_pt);
		flow_picture(&w->flow, item);
	}
	flow_gap(&w->flow, 0.3 * style.size_pt);
	if (unit->spans.count > 0) block_put(w, unit, S(""), style);
}

static void unit_put(struct writer *w, const struct checked_unit *unit)
{
	struct ink_style style = plain_style(w, unit);

	switch (unit->unit->kind) {
	case UNIT_SHORT:
	case UNIT_DANGER:
	case UNIT_WARNING:
	case UNIT_NOTE: box_put(w, unit); break;
	case UNIT_SECTION: heading_put(w, unit); break;
	case UNIT_QUESTION:
		style.strong = true;
		flow_gap(&w->flow, 0.7 * style.size_pt);
		flow_need(&w->flow, 6 * style.size_pt);
		block_put(w, unit, S(""), style);
		break;
	case UNIT_PICTURE: picture_put(w, unit); break;
	case UNIT_PARAGRAPH:
		flow_gap(&w->flow, 0.7 * style.size_pt);
		block_put(w, unit, S(""), style);
		break;
	case UNIT_STEP: step_put(w, unit); break;
	case UNIT_ITEM:
	case UNIT_CHOICE:
		flow_gap(&w->flow, 0.3 * style.size_pt);
		block_put(w, unit, S("•"), style);
		break;
	case UNIT_ROW: row_put(w, unit); break;
	case UNIT_SOURCE: source_put(w, unit); break;
	case UNIT_TITLE:
	case UNIT_KIND_COUNT: break;
	}
}

/* Numbers of steps go on behind what only interrupts them. */
static void counts_reset(struct writer *w, enum unit_kind kind)
{
	if (kind == UNIT_STEP || kind == UNIT_NOTE || kind == UNIT_WARNING ||
		kind == UNIT_PICTURE || kind == UNIT_ITEM) {
		return;
	}
	for (size_t i = 0; i < UNIT_LEVEL_MAX; i++) w->counts[i] = 0;
}

static void units_put(struct writer *w)
{
	for (size_t i = 1; i < w->checked->unit_count; i++) {
		const struct checked_unit *unit = &w->checked->units[i];
		enum unit_kind kind = unit->unit->kind;

		counts_reset(w, kind);
		if (kind != w->last || !boxes[kind].gathers) box_done(w);
		unit_put(w, unit);
		w->last = kind;
	}
	box_done(w);
}

/* -- around --------------------------------------------------------------- */

static void notice_put(struct writer *w, const char *english)
{
	flow_gap(&w->flow, 0.6 * size_of(w, w->frame));
	flow_box(&w->flow, INK_NOTE_PALE, INK_RULE);
	say(w, spans_of(w, tr(w->frame->locale, english)), 1, INK_BLACK);
	flow_box_end(&w->flow);
	flow_gap(&w->flow, 0.9 * size_of(w, w->frame));
}

static void title_put(struct writer *w)
{
	const struct checked *checked = w->checked;
	double em = size_of(w, checked->tongue);
	const struct span name = {.text = checked->title};
	struct flow_words words = {.words = {checked->tongue, &name, 1},
		.style = {TITLE_SIZE * em, INK_TEAL, INK_START, true, false},
		.part = INK_H1};

	if (!w->edition->quiet) {
		say_text(w, edition_name(w->edition, checked->tongue),
			SMALL_SIZE, INK_SOFT);
	}
	flow_gap(&w->flow, 0.4 * em);
	flow_spot(&w->flow, S("title"));
	flow_entry(&w->flow, 0, checked->title, S("title"));
	flow_put(&w->flow, &words);
	flow_gap(&w->flow, 0.5 * em);
}

static void states_put(struct writer *w)
{
	if (w->edition->demonstration) {
		notice_put(w, TR("This is a demonstration. The organisation,"
			" its people and everything in it are invented."));
	}
	if (w->checked->is_draft) {
		notice_put(w, TR("This is a draft. It has not been checked"
			" yet: do not rely on it alone."));
	}
	if (w->checked->is_overdue) {
		notice_put(w, TR("This should have been checked again by now."
			" Some of it may be old."));
	}
}

static void checks_put(struct writer *w)
{
	static const char *const who[SIGN_ROLE_COUNT] = {
		[ROLE_LANGUAGE] = TR("A native speaker, {month}"),
		[ROLE_MEDICINE] = TR("A doctor, {month}"),
		[ROLE_SECURITY] = TR("A security trainer, {month}"),
	};
	const struct checked *checked = w->checked;
	enum locale locale = w->frame->locale;

	flow_gap(&w->flow, 1.2 * size_of(w, w->frame));
	label_put(w, TR("Who has checked this"), INK_SOFT);
	for (size_t i = 0; i < checked->sign_count; i++) {
		const struct filling month = {S("month"), plain_month(w->arena,
			checked->signs[i].checked_day)};

		say(w, frame_words(w->arena, tr(locale,
			who[checked->signs[i].role]), &month, 1), SMALL_SIZE,
			INK_SOFT);
	}
	if (checked->is_draft) {
		say(w, spans_of(w, tr(locale, TR("Not everybody who has to"
			" check this has done so yet."))), SMALL_SIZE,
			INK_SOFT);
	}
	say(w, frame_check_again(w->arena, checked), SMALL_SIZE, INK_SOFT);
}

static void address_put(struct writer *w, str address)
{
	const struct slot slot = {.kind = SLOT_LINK, .value = address};
	struct slot *kept = ARENA_NEW(w->arena, struct slot);
	struct span span = {.text = address, .isolate = true, .slot = kept};
	struct flow_words words = {.words = {w->frame, &span, 1},
		.style = {SMALL_SIZE * w->flow.size->latin_pt, INK_SOFT,
			INK_START, false, false}};

	*kept = slot;
	flow_put(&w->flow, &words);
}

static void places_put(struct writer *w)
{
	const struct edition *edition = w->edition;
	struct ink_pixels code;

	if (edition->onion.len == 0 && edition->where_count == 0) return;
	flow_gap(&w->flow, 1.2 * size_of(w, w->frame));
	label_put(w, TR("Where else these guides are"), INK_SOFT);
	for (size_t i = 0; i < edition->where_count; i++) {
		address_put(w, edition->where[i]);
	}
	if (edition->onion.len == 0) return;
	flow_need(&w->flow, QR_PT + 4 * size_of(w, w->frame));
	say(w, spans_of(w, tr(w->frame->locale, TR("In Tor Browser:"))),
		SMALL_SIZE, INK_SOFT);
	address_put(w, edition_onion(w->arena, edition));
	if (qr_pixels(w->arena, edition_onion(w->arena, edition), &code)) {
		flow_gap(&w->flow, 0.3 * size_of(w, w->frame));
		flow_picture(&w->flow, (struct paged_item){.kind = PAGED_CODE,
			.pixels = code, .box = {0, 0, QR_PT, QR_PT}});
	}
}

/* [paged-3] */
static void foot_put(struct writer *w, size_t page, size_t pages)
{
	const struct paged_size *size = w->flow.size;
	const struct span number = {.isolate = true, .nowrap = true,
		.text = str_fmt(w->arena, "%zu / %zu", page + 1, pages)};
	struct span_list spans = frame_release(w->arena, w->edition,
		w->frame->locale);
	struct flow_words words = {.words = {w->frame, &number, 1},
		.style = {0.74 * size_of(w, w->frame), INK_SOFT, INK_CENTRE,
			false, false}};
	double line = words.style.size_pt * 1.5;

	flow_put_at(&w->flow, page, &words, size->height_pt -
		size->margin_pt - 2 * line + 0.4 * size->margin_pt);
	frame_words_add(w->arena, &spans, frame_expiry(w->arena, w->edition,
		w->frame->locale));
	words.words = words_of(w->frame, &spans);
	flow_put_at(&w->flow, page, &words, size->height_pt -
		size->margin_pt - line + 0.4 * size->margin_pt);
}

static void gone_put(struct writer *w)
{
	notice_put(w, TR("This guide was taken back. Please do not use it any"
		" more, and do not pass it on."));
	say_text(w, w->checked->withdrawn, 1, INK_BLACK);
}

void paged_make(const struct paged_job *job, const struct paged_size *size,
	struct paged *ret_paged)
{
	struct writer w = {.arena = job->arena, .checked = job->checked,
		.edition = job->edition, .last = UNIT_TITLE,
		.frame = tongue_of(job->checked->tongue->locale),
		.flow = {.arena = job->arena, .ink = job->ink,
			.paged = ret_paged, .size = size,
			.rtl = job->checked->tongue->rtl}};

	*ret_paged = (struct paged){.width_pt = size->width_pt,
		.height_pt = size->height_pt};
	flow_begin(&w.flow);
	title_put(&w);
	if (job->checked->withdrawn.len > 0) {
		gone_put(&w);
	} else {
		states_put(&w);
		units_put(&w);
		checks_put(&w);
		places_put(&w);
	}
	for (size_t i = 0; i < ret_paged->pages.count; i++) {
		foot_put(&w, i, ret_paged->pages.count);
	}
}

void paged_close(struct paged *paged)
{
	for (size_t i = 0; i < paged->texts.count; i++) {
		ink_text_close(&paged->texts.at[i]);
	}
	*paged = (struct paged){0};
}

static void item_draw(const struct paged_item *item, struct ink_sheet *sheet)
{
	switch (item->kind) {
	case PAGED_TEXT:
		ink_sheet_text(sheet, item->text, item->lines, item->box.x,
			item->box.y);
		break;
	case PAGED_FILL: ink_sheet_fill(sheet, item->box, item->colour); break;
	case PAGED_CODE:
		ink_sheet_picture(sheet, item->pixels, item->box);
		break;
	case PAGED_PICTURE:
		if (!ink_sheet_image(sheet, &item->image, item->box)) {
			ink_sheet_fill(sheet, item->box, INK_RULE);
		}
		break;
	case PAGED_SPOT:
		ink_sheet_spot(sheet, item->spot, item->box.y);
		break;
	case PAGED_ENTRY:
		ink_sheet_entry(sheet, item->level, item->words, item->spot);
		break;
	}
}

void paged_draw(const struct paged *paged, size_t page,
	struct ink_sheet *sheet)
{
	const struct paged_page *drawn = &paged->pages.at[page];

	for (size_t i = 0; i < drawn->items.count; i++) {
		item_draw(&drawn->items.at[i], sheet);
	}
}
