/* Lines of plain text: words that wrap, with an indent that hangs. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_TEXT_LINES_H
#define GUIDE_TEXT_LINES_H

#include "base/buf.h"

struct text_lines {
	struct buf *out;
	size_t columns;   /* of a line, at most */
	size_t indent;    /* of the second and later lines of a block */
	size_t column;    /* letters on this line so far */
	bool blank;       /* a blank is due before the next word */
};

/* Words of a text, one after another; a word longer than a line has a line of
 * its own. Blanks at the ends join or part it from what stands around. */
void text_lines_put(struct text_lines *lines, str text);
/* The same in one piece, never broken. */
void text_lines_whole(struct text_lines *lines, str text);
/* What follows begins on a new line, indented; harmless at its start. */
void text_lines_break(struct text_lines *lines);
/* The block ends; the next begins at the margin. */
void text_lines_end(struct text_lines *lines);
/* Letters as people count them: marks that sit on others take no room. */
size_t text_lines_width(str text);

#endif
