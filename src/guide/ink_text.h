/* Words laid out in lines: shaped, wrapped, in their own direction. What is
 * isolated stands in an isolate of its own; literals are never broken; Arabic
 * script gets no italics and no letter spacing, and lines 1.65 times its size
 * apart [ink-text-1].
 *
 * [ink-text-2] what was laid out stays as it is, whatever is laid out after it
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_INK_TEXT_H
#define GUIDE_INK_TEXT_H

#include "guide/ink.h"
#include "guide/inline.h"

enum ink_align { INK_START, INK_CENTRE, INK_END };

struct ink_style {
	double size_pt;
	enum ink_colour colour;
	enum ink_align align;
	bool strong;
	bool anywhere;    /* a word longer than a line is broken, not cut off */
};

struct ink_text;

/* The words of all spans, or of one cell of a row, over `width_pt`. Keeps
 * pointers to the slots only. Closed by ink_text_close. */
struct ink_words {
	const struct tongue *tongue;
	const struct span *spans;
	size_t span_count;
};
struct ink_text *ink_text_make(struct ink *ink, const struct ink_style *style,
	struct ink_words words, double width_pt);
void ink_text_close(struct ink_text **text);

size_t ink_text_lines(const struct ink_text *text);
double ink_text_line_pt(const struct ink_text *text);
double ink_text_height_pt(const struct ink_text *text);
/* Of the longest line: more than was given where one word is longer. */
double ink_text_width_pt(const struct ink_text *text);
/* Letters no font of ours has. */
unsigned ink_text_unknown(const struct ink_text *text);

#endif
