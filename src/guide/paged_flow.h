/* Words poured onto pages one below the other: breaks them where a page ends,
 * keeps what belongs together, and draws the box around what stands in one, on
 * every page it reaches. For paged.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_PAGED_FLOW_H
#define GUIDE_PAGED_FLOW_H

#include "guide/paged.h"

struct flow {
	struct arena *arena;
	struct ink *ink;
	struct paged *paged;
	const struct paged_size *size;
	bool rtl;              /* of the pages; a text may be of another */
	double y;              /* where the next line begins */
	double gap;            /* due before it, but not at the top of a page */
	bool boxed;
	enum ink_colour fill, bar;
	double box_top;
	size_t box_item;       /* its place among the items of this page */
};

/* Words and how they stand. */
struct flow_words {
	struct ink_words words;
	struct ink_style style;
	struct ink_words mark; /* hangs before the first line; or no spans */
	double mark_pt;        /* how wide it may be */
	double indent_pt;      /* on the side the language begins */
	double keep_pt;        /* so much must fit below them */
	enum ink_part part;
};

void flow_begin(struct flow *flow);
/* At least so much is left free before what comes next. */
void flow_gap(struct flow *flow, double gap_pt);
void flow_put(struct flow *flow, const struct flow_words *words);
/* Cells of one row, side by side, never divided. */
void flow_row(struct flow *flow, const struct ink_words *cells, size_t count,
	const struct ink_style *style);
void flow_box(struct flow *flow, enum ink_colour fill, enum ink_colour bar);
void flow_box_end(struct flow *flow);
/* A code or a picture, of the size of its box, at the middle of the page. */
void flow_picture(struct flow *flow, struct paged_item item);
/* The next page when less than that is left. */
void flow_need(struct flow *flow, double height_pt);
/* Here links and the contents lead. */
void flow_spot(struct flow *flow, str name);
void flow_entry(struct flow *flow, unsigned level, str words, str spot);
/* A text on its own at x, y of that page: heads and feet. */
void flow_put_at(struct flow *flow, size_t page,
	const struct flow_words *words, double y);

double flow_width(const struct flow *flow);

#endif
