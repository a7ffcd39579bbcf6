/* Markdown as a row of parts that open and close, for whoever makes something
 * of it (guide/markdown_units.h). Pure. The only file that knows md4c.
 *
 * [markdown_walk-1] parts close in the order they opened in, all of them, and
 *                   no span stays open behind its block
 * [markdown_walk-2] what is shown lies in the source, or is ours
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_MARKDOWN_WALK_H
#define TEXT_MARKDOWN_WALK_H

#include "base/buf.h"

enum {
	MARKDOWN_SPANS_MAX = 32, /* deeper ones are left out, their text shown */
	/* md4c of Debian 12 shows a cell for each column in each row, however
	 * short the row is, and unfolds the address of a reference for each
	 * link: two ways to make a small file cost minutes. */
	MARKDOWN_COLUMNS_MAX = 32,
	MARKDOWN_CELLS_MAX = 256 * 1024,
	MARKDOWN_ADDRESSES_MAX = 2 << 20
};

enum markdown_part {
	/* blocks */
	MARKDOWN_QUOTE, MARKDOWN_BULLETS, MARKDOWN_NUMBERS, MARKDOWN_ENTRY,
	MARKDOWN_RULE, MARKDOWN_HEADING, MARKDOWN_CODE_BLOCK,
	MARKDOWN_HTML_BLOCK, MARKDOWN_PARAGRAPH, MARKDOWN_TABLE, MARKDOWN_ROW,
	MARKDOWN_CELL,
	/* spans */
	MARKDOWN_EMPHASIS, MARKDOWN_STRONG, MARKDOWN_CODE, MARKDOWN_LINK,
	MARKDOWN_IMAGE,
	/* what has no end of its own */
	MARKDOWN_TEXT, MARKDOWN_ENTITY, MARKDOWN_HTML, MARKDOWN_BREAK,
	MARKDOWN_SOFT_BREAK,
	MARKDOWN_PART_COUNT
};

struct markdown_event {
	enum markdown_part part;
	bool closes;
	unsigned number; /* level of a heading, first number, columns */
	str text;        /* of text and the like; where a link leads */
};

enum markdown_form {
	MARKDOWN_TABLES,   /* raw HTML as such, and tables */
	MARKDOWN_NO_TABLES /* tables are text */
};

enum markdown_outcome {
	MARKDOWN_FINE,
	MARKDOWN_WIDE,     /* a table has more than MARKDOWN_COLUMNS_MAX columns,
			    * or all of them more than MARKDOWN_CELLS_MAX cells */
	MARKDOWN_HEAVY,    /* its addresses become MARKDOWN_ADDRESSES_MAX bytes */
	MARKDOWN_GAVE_UP
};

struct markdown_walk {
	enum markdown_form form;
	void (*each)(void *context, const struct markdown_event *event);
	void *context;
};

/* Shows all of `source`, which is UTF-8 and has MARKDOWN_SPARE readable line
 * ends behind its end; or, when it is not fine, the parts before the place. */
enum { MARKDOWN_SPARE = 64 };
enum markdown_outcome markdown_walk(str source,
	const struct markdown_walk *walk) MUST_USE;
/* A copy of `source` with those line ends, in `copy`. */
str markdown_spare(struct buf *copy, str source);

#endif
