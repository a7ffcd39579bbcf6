/* What the files of paged share, and nobody else: the pages while they are
 * written. paged.c owns the order of all and what stands around a guide,
 * paged_units.c its units, paged_words.c how words are put down.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_PAGED_ROOM_H
#define GUIDE_PAGED_ROOM_H

#include "guide/paged_flow.h"

#define PAGED_SMALL 0.82 /* of what is said aside */

struct paged_writer {
	struct arena *arena;
	const struct checked *checked;
	const struct edition *edition;
	const struct tongue *frame;      /* of what the page itself says */
	struct flow flow;
	unsigned counts[UNIT_LEVEL_MAX]; /* of steps, by level */
	enum unit_kind last;
	bool boxed;
};

/* -- paged_words.c -------------------------------------------------------- */

/* How large its words are on these pages. */
double paged_em(const struct paged_writer *w, const struct tongue *tongue);
struct ink_words paged_ink_words(const struct tongue *tongue,
	const struct span_list *spans);

/* Words of the page itself, `size` of its own; none if there are no spans. */
void paged_say(struct paged_writer *w, struct span_list spans, double size,
	enum ink_colour colour);
void paged_say_text(struct paged_writer *w, str text, double size,
	enum ink_colour colour);
struct span_list paged_spans(struct paged_writer *w, str text);
/* A line above what it names, which stays with it. */
void paged_label(struct paged_writer *w, const char *english,
	enum ink_colour colour);

/* The words of a unit; links that lead nowhere here are words. */
struct ink_words paged_unit_words(struct paged_writer *w,
	const struct checked_unit *unit);
struct ink_style paged_plain_style(const struct paged_writer *w,
	const struct checked_unit *unit);
/* That it is being renewed, or stands in another language. */
void paged_marks(struct paged_writer *w, const struct checked_unit *unit);
/* Where links to it lead, if there are any. */
void paged_spot(struct paged_writer *w, const struct checked_unit *unit);
/* A unit as one block, with its addresses and marks; `mark` hangs before it. */
void paged_block(struct paged_writer *w, const struct checked_unit *unit,
	str mark, struct ink_style style);

/* -- paged_units.c -------------------------------------------------------- */

/* All of them but the title. */
void paged_units(struct paged_writer *w);

#endif
