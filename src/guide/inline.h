/* The words of a unit as spans: text, strong, emphasis, a link or term with its
 * words, a literal. One reader for every writer, and the place where what must
 * not be turned around is found: a number, a phone, a Latin word inside a
 * right-to-left text become spans of their own. Pure; any bytes.
 *
 * [inline-1] the spans' texts in order are the words without their marks
 * [inline-2] a run of Latin letters or digits in words of Arabic script is a
 *            span with `isolate`, and so is every literal
 * [inline-3] each slot that stands in words is used exactly once, or reading
 *            fails and says which
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_INLINE_H
#define GUIDE_INLINE_H

#include "guide/guide.h"

enum { INLINE_SPANS_MAX = 4096 };

enum inline_fault {
	INLINE_FINE, INLINE_NOT_UTF8, INLINE_UNCLOSED, INLINE_NESTED,
	INLINE_SLOT_UNKNOWN, INLINE_SLOT_KIND, INLINE_SLOT_TWICE,
	INLINE_SLOT_MISSING, INLINE_CONTROL, INLINE_CELLS, INLINE_TOO_MANY,
	INLINE_EMPTY, INLINE_FAULT_COUNT
};

/* A piece of text that looks the same from end to end. */
struct span {
	str text;                /* what is shown; no marks */
	const struct slot *slot; /* link, term, literal, date; or NULL */
	bool strong, emphasis;
	bool isolate;            /* left-to-right whatever stands around it */
	bool nowrap;             /* literals: never broken over two lines */
	unsigned cell;           /* of a row, from 0 */
};

struct span_list LIST_OF(struct span);

/* Reads `words` of `unit` as written in `tongue`. Kept by the arena; texts may
 * point into `words` and into the slots. */
enum inline_fault inline_read(struct arena *arena, const struct unit *unit,
	str words, const struct tongue *tongue, struct span_list *ret_spans)
	MUST_USE;
/* One fixed English sentence a fault, for reports. */
str inline_fault_text(enum inline_fault fault);
/* The spans' texts, one after another; a cell's end is " | ". */
void inline_plain(const struct span_list *spans, struct buf *out);

#endif
