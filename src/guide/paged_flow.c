/* Pouring words onto pages: see paged_flow.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/paged_flow.h"

#include "guide/paged_piece.h"

#define BAR_PT 3.0
#define PADDING_PT 9.0
#define CELL_GAP_PT 8.0
#define ROW_GAP_PT 3.0
#define RULE_PT 0.6

enum { WHOLE_LINES = 3, ORPHANS = 2 };

static struct paged_page *page_of(struct flow *flow)
{
	return &flow->paged->pages.at[flow->paged->pages.count - 1];
}

static double bottom_of(const struct flow *flow)
{
	return flow->size->height_pt - flow->size->margin_pt -
		flow->size->foot_pt;
}

static double side_of(const struct flow *flow)
{
	return flow->size->margin_pt + (flow->boxed ? PADDING_PT : 0);
}

double flow_width(const struct flow *flow)
{
	return flow->size->width_pt - 2 * side_of(flow);
}

static void page_begin(struct flow *flow)
{
	struct paged_page page = {0};

	LIST_ADD(flow->arena, &flow->paged->pages, page);
	flow->y = flow->size->margin_pt;
	flow->gap = 0;
}

void flow_begin(struct flow *flow)
{
	page_begin(flow);
}

/* Two items before all that stands in the box: its ground, and its bar. */
static void box_open(struct flow *flow)
{
	struct paged_item item = {.kind = PAGED_FILL, .colour = flow->fill};
	struct paged_page *page = page_of(flow);

	flow->box_top = flow->y;
	flow->box_item = page->items.count;
	LIST_ADD(flow->arena, &page->items, item);
	item.colour = flow->bar;
	LIST_ADD(flow->arena, &page->items, item);
	flow->y += PADDING_PT;
	flow->gap = 0;
}

static void box_close(struct flow *flow)
{
	struct paged_item *item = &page_of(flow)->items.at[flow->box_item];
	const double left = flow->size->margin_pt;
	const double width = flow->size->width_pt - 2 * left;

	flow->y += PADDING_PT;
	item[0].box = item[1].box = (struct ink_box){left, flow->box_top,
		width, flow->y - flow->box_top};
	item[1].box.width = BAR_PT;
	if (flow->rtl) item[1].box.x = left + width - BAR_PT;
}

static void turn(struct flow *flow)
{
	if (flow->boxed) box_close(flow);
	page_begin(flow);
	if (flow->boxed) box_open(flow);
}

static double room_of(const struct flow *flow)
{
	return bottom_of(flow) - flow->y - flow->gap -
		(flow->boxed ? PADDING_PT : 0);
}

static bool is_at_top(const struct flow *flow)
{
	double top = flow->size->margin_pt + (flow->boxed ? PADDING_PT : 0);

	return flow->y <= top + RULE_PT;
}

void flow_gap(struct flow *flow, double gap_pt)
{
	if (!is_at_top(flow) && gap_pt > flow->gap) flow->gap = gap_pt;
}

void flow_need(struct flow *flow, double height_pt)
{
	if (room_of(flow) < height_pt && !is_at_top(flow)) turn(flow);
}

static void step_down(struct flow *flow)
{
	flow->y += flow->gap;
	flow->gap = 0;
}

static struct ink_text *text_lay(struct flow *flow,
	const struct ink_style *style, struct ink_words words, double width)
{
	struct ink_style whole = *style;

	whole.anywhere = true;
	return ink_text_make(flow->ink, &whole, words, width);
}

/* It stands on a page from here on. */
static void text_keep(struct flow *flow, struct ink_text *text)
{
	LIST_ADD(flow->arena, &flow->paged->texts, text);
	flow->paged->unknown += ink_text_unknown(text);
}

static struct ink_text *text_make(struct flow *flow,
	const struct ink_style *style, struct ink_words words, double width)
{
	struct ink_text *text = text_lay(flow, style, words, width);

	text_keep(flow, text);
	return text;
}

static void item_put(struct flow *flow, const struct ink_text *text,
	struct ink_lines lines, double x)
{
	struct paged_item item = {.kind = PAGED_TEXT, .text = text,
		.lines = lines, .box = {.x = x, .y = flow->y}};

	LIST_ADD(flow->arena, &page_of(flow)->items, item);
}

/* The mark hangs on the side where the language of the page begins. */
static void mark_put(struct flow *flow, const struct flow_words *words)
{
	struct ink_style style = words->style;
	double x = side_of(flow) + words->indent_pt - words->mark_pt;

	if (words->mark.span_count == 0) return;
	if (flow->rtl) {
		x = side_of(flow) + flow_width(flow) - words->indent_pt;
	}
	item_put(flow, text_make(flow, &style, words->mark, words->mark_pt),
		(struct ink_lines){0, 1, words->part}, x);
}

/* How many of the lines that are left go on this page; 0: none. */
static size_t lines_here(const struct flow *flow, const struct ink_text *text,
	size_t first)
{
	size_t left = ink_text_lines(text) - first;
	double fits = room_of(flow) / ink_text_line_pt(text);
	size_t here = fits < 1 ? 0 : (size_t)fits;

	if (here >= left) return left;
	if (is_at_top(flow)) return here > 0 ? here : 1;
	if (left <= WHOLE_LINES || here < ORPHANS) return 0;
	return left - here < ORPHANS ? left - ORPHANS : here;
}

static void piece_put(struct flow *flow, const struct flow_words *words)
{
	const double width = flow_width(flow) - words->indent_pt;
	struct ink_text *text = text_make(flow, &words->style, words->words,
		width);
	const double line = ink_text_line_pt(text);
	const double x = side_of(flow) + (flow->rtl ? 0 : words->indent_pt);
	size_t first = 0;

	if (words->keep_pt > 0) {
		flow_need(flow, ink_text_height_pt(text) + words->keep_pt);
	}
	while (first < ink_text_lines(text)) {
		size_t here = lines_here(flow, text, first);

		if (here == 0) {
			turn(flow);
			continue;
		}
		step_down(flow);
		if (first == 0) mark_put(flow, words);
		item_put(flow, text, (struct ink_lines){first, here,
			words->part}, x);
		flow->y += line * (double)here;
		first += here;
	}
}

void flow_put(struct flow *flow, const struct flow_words *words)
{
	struct paged_rest rest = paged_rest_of(flow->arena, words->words);
	struct flow_words piece = *words;

	while (paged_piece_next(flow->arena, &rest, &piece.words)) {
		piece_put(flow, &piece);
		piece.mark.span_count = 0; /* they go with the first */
		piece.keep_pt = 0;
	}
}

static void fill_put(struct flow *flow, struct ink_box box,
	enum ink_colour colour)
{
	struct paged_item item = {.kind = PAGED_FILL, .box = box,
		.colour = colour};

	LIST_ADD(flow->arena, &page_of(flow)->items, item);
}

static double page_height(const struct flow *flow)
{
	return bottom_of(flow) - flow->size->margin_pt;
}

static double cell_width(const struct flow *flow, size_t count)
{
	return (flow_width(flow) - CELL_GAP_PT * (double)(count - 1)) /
		(double)count;
}

static double cells_height(struct ink_text *const *texts, size_t count)
{
	double height = 0;

	for (size_t i = 0; i < count; i++) {
		if (ink_text_height_pt(texts[i]) > height) {
			height = ink_text_height_pt(texts[i]);
		}
	}
	return height;
}

/* A row higher than a page: its cells one below the other. */
static void cells_stack(struct flow *flow, const struct ink_words *cells,
	size_t count, const struct ink_style *style)
{
	for (size_t i = 0; i < count; i++) {
		flow_put(flow, &(struct flow_words){.words = cells[i],
			.style = *style});
	}
}

void flow_row(struct flow *flow, const struct ink_words *cells, size_t count,
	const struct ink_style *style)
{
	const double whole = flow_width(flow), left = side_of(flow);
	const double width = cell_width(flow, count);
	struct ink_text *texts[UNIT_CELLS_MAX] = {0};
	double height;

	must(count > 0 && count <= UNIT_CELLS_MAX);
	for (size_t i = 0; i < count; i++) {
		texts[i] = text_lay(flow, style, cells[i], width);
	}
	height = cells_height(texts, count);
	if (height + 2 * ROW_GAP_PT > page_height(flow)) {
		for (size_t i = 0; i < count; i++) ink_text_close(&texts[i]);
		cells_stack(flow, cells, count, style);
		return;
	}
	for (size_t i = 0; i < count; i++) text_keep(flow, texts[i]);
	flow_need(flow, height + 2 * ROW_GAP_PT);
	step_down(flow);
	flow->y += ROW_GAP_PT;
	for (size_t i = 0; i < count; i++) {
		double x = (width + CELL_GAP_PT) * (double)i;

		if (flow->rtl) x = whole - width - x;
		item_put(flow, texts[i], (struct ink_lines){0,
			ink_text_lines(texts[i]), INK_PLAIN}, left + x);
	}
	flow->y += height + ROW_GAP_PT;
	fill_put(flow, (struct ink_box){left, flow->y, whole, RULE_PT},
		INK_RULE);
}

void flow_box(struct flow *flow, enum ink_colour fill, enum ink_colour bar)
{
	step_down(flow);
	flow->fill = fill;
	flow->bar = bar;
	flow->boxed = true;
	box_open(flow);
}

void flow_box_end(struct flow *flow)
{
	box_close(flow);
	flow->boxed = false;
}

void flow_picture(struct flow *flow, struct paged_item item)
{
	flow_need(flow, item.box.height);
	step_down(flow);
	item.box.x = (flow->size->width_pt - item.box.width) / 2;
	item.box.y = flow->y;
	LIST_ADD(flow->arena, &page_of(flow)->items, item);
	flow->y += item.box.height;
}

void flow_spot(struct flow *flow, str name)
{
	struct paged_item item = {.kind = PAGED_SPOT, .spot = name,
		.box = {.y = flow->y}};

	LIST_ADD(flow->arena, &page_of(flow)->items, item);
}

void flow_entry(struct flow *flow, unsigned level, str words, str spot)
{
	struct paged_item item = {.kind = PAGED_ENTRY, .level = level,
		.words = words, .spot = spot};

	LIST_ADD(flow->arena, &page_of(flow)->items, item);
}

void flow_put_at(struct flow *flow, size_t page,
	const struct flow_words *words, double y)
{
	struct ink_text *text = text_make(flow, &words->style, words->words,
		flow_width(flow));
	struct paged_item item = {.kind = PAGED_TEXT, .text = text,
		.lines = {0, ink_text_lines(text), INK_PLAIN},
		.box = {.x = side_of(flow), .y = y}};

	LIST_ADD(flow->arena, &flow->paged->pages.at[page].items, item);
}
