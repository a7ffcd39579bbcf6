/* The units of a guide on pages, one after the other: see paged_room.h. Owns
 * what each kind looks like, how steps are counted, and what joins in a box.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/paged_room.h"

#include "guide/gallery.h"
#include "page/tr.h"

/* How large words of a kind are, of the size of the page's words. */
static const double heading_sizes[UNIT_LEVEL_MAX] = {1.3, 1.12, 1.0};
static const enum ink_part heading_parts[UNIT_LEVEL_MAX] = {INK_H2, INK_H3,
	INK_H3};
#define PIXEL_PT 0.48    /* 150 of them in an inch */
#define PICTURE_PART 0.4 /* of a page's height, at most */

static void heading_put(struct paged_writer *w, const struct checked_unit *unit)
{
	unsigned level = unit->unit->level - 1;
	struct buf plain = {0};
	double em = paged_em(w, unit->tongue);
	struct flow_words words = {.words = paged_unit_words(w, unit),
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
	paged_marks(w, unit);
	buf_close(&plain);
}

static void step_put(struct paged_writer *w, const struct checked_unit *unit)
{
	unsigned level = unit->unit->level - 1;
	str mark;

	for (size_t i = level + 1; i < UNIT_LEVEL_MAX; i++) w->counts[i] = 0;
	mark = str_fmt(w->arena, "%u.", ++w->counts[level]);
	flow_gap(&w->flow, 0.35 * paged_em(w, unit->tongue));
	paged_block(w, unit, mark, paged_plain_style(w, unit));
}

/* The words of one cell. A blank behind them parts them from the next cell
 * where they are copied. */
static struct ink_words cell_words(struct paged_writer *w,
	const struct ink_words *row, size_t cell)
{
	const struct span blank = {.text = S(" ")};
	struct span_list spans = {0};

	for (size_t i = 0; i < row->span_count; i++) {
		if (row->spans[i].cell != cell) continue;
		LIST_ADD(w->arena, &spans, row->spans[i]);
	}
	LIST_ADD(w->arena, &spans, blank);
	return paged_ink_words(row->tongue, &spans);
}

static void row_put(struct paged_writer *w, const struct checked_unit *unit)
{
	struct ink_words all = paged_unit_words(w, unit);
	struct ink_words cells[UNIT_CELLS_MAX];
	struct ink_style style = paged_plain_style(w, unit);
	size_t count = unit->unit->cells < UNIT_CELLS_MAX ? unit->unit->cells :
		UNIT_CELLS_MAX;

	for (size_t i = 0; i < count; i++) cells[i] = cell_words(w, &all, i);
	style.strong = w->last != UNIT_ROW;
	style.size_pt *= 0.94;
	if (style.strong) {
		flow_gap(&w->flow, 0.7 * style.size_pt);
		flow_need(&w->flow, 5 * style.size_pt);
	}
	paged_spot(w, unit);
	if (count > 0) flow_row(&w->flow, cells, count, &style);
	paged_marks(w, unit);
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

static void box_put(struct paged_writer *w, const struct checked_unit *unit)
{
	const struct box *box = &boxes[unit->unit->kind];
	double em = paged_em(w, w->checked->tongue);

	if (!w->boxed) {
		flow_gap(&w->flow, 0.9 * em);
		flow_need(&w->flow, 6 * em);
		flow_box(&w->flow, box->fill, box->bar);
		w->boxed = true;
		if (box->label != NULL) paged_label(w, box->label, box->bar);
	}
	flow_gap(&w->flow, 0.25 * em);
	paged_block(w, unit, box->marked ? S("•") : S(""),
		paged_plain_style(w, unit));
}

static void box_done(struct paged_writer *w)
{
	if (!w->boxed) return;
	flow_box_end(&w->flow);
	flow_gap(&w->flow, 0.9 * paged_em(w, w->checked->tongue));
	w->boxed = false;
}

static void source_put(struct paged_writer *w, const struct checked_unit *unit)
{
	struct ink_style style = paged_plain_style(w, unit);

	style.size_pt *= PAGED_SMALL;
	style.colour = INK_SOFT;
	if (w->last != UNIT_SOURCE) {
		flow_gap(&w->flow, 1.2 * paged_em(w, unit->tongue));
		paged_label(w, TR("Sources"), INK_SOFT);
	}
	flow_gap(&w->flow, 0.2 * style.size_pt);
	paged_block(w, unit, S("•"), style);
}

/* Its words stand below it, for who cannot see it, and alone where it cannot be
 * shown. */
static void picture_put(struct paged_writer *w, const struct checked_unit *unit)
{
	struct ink_style style = paged_plain_style(w, unit);
	const double room = flow_width(&w->flow);
	const double most = w->flow.size->height_pt * PICTURE_PART;

	style.colour = INK_SOFT;
	style.size_pt *= PAGED_SMALL;
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
	if (unit->spans.count > 0) paged_block(w, unit, S(""), style);
}

static void unit_put(struct paged_writer *w, const struct checked_unit *unit)
{
	struct ink_style style = paged_plain_style(w, unit);

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
		paged_block(w, unit, S(""), style);
		break;
	case UNIT_PICTURE: picture_put(w, unit); break;
	case UNIT_PARAGRAPH:
		flow_gap(&w->flow, 0.7 * style.size_pt);
		paged_block(w, unit, S(""), style);
		break;
	case UNIT_STEP: step_put(w, unit); break;
	case UNIT_ITEM:
	case UNIT_CHOICE:
		flow_gap(&w->flow, 0.3 * style.size_pt);
		paged_block(w, unit, S("•"), style);
		break;
	case UNIT_ROW: row_put(w, unit); break;
	case UNIT_SOURCE: source_put(w, unit); break;
	case UNIT_TITLE:
	case UNIT_KIND_COUNT: break;
	}
}

/* Numbers of steps go on behind what only interrupts them. */
static void counts_reset(struct paged_writer *w, enum unit_kind kind)
{
	if (kind == UNIT_STEP || kind == UNIT_NOTE || kind == UNIT_WARNING ||
		kind == UNIT_PICTURE || kind == UNIT_ITEM) {
		return;
	}
	for (size_t i = 0; i < UNIT_LEVEL_MAX; i++) w->counts[i] = 0;
}

void paged_units(struct paged_writer *w)
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
