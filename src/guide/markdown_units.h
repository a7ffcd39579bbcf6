/* One Markdown file as units of a guide: headings are sections, the first of
 * them or the front matter's title the title, numbered lists steps, others
 * items, quotes notes, tables rows, pictures with their words, code and phone
 * numbers literals. What has no place in a guide (raw HTML, deeper nesting, a
 * fifth column) is left out or flattened, and each such place is one remark
 * [markdown_units-1]. Pure; any bytes.
 *
 * [markdown_units-2] a file is taken whole or not at all
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_MARKDOWN_UNITS_H
#define GUIDE_MARKDOWN_UNITS_H

#include "guide/exchange.h"
#include "guide/leaf.h"

enum {
	MARKDOWN_FILE_MAX = 1 << 20 /* a book; a guide is a tenth */
};

struct leaf_page {
	str file;                  /* its name, for remarks */
	struct leaf_list leaves;   /* the title first, if there is one */
	bool has_title;
	const struct leaf **by_slug; /* the sections, for intake_anchor */
	size_t slug_count;
};

/* Reads `bytes`. False when they cannot be taken: then a remark says why, as
 * an error. Kept by the arena. */
bool markdown_units_read(struct arena *arena, str bytes, str file,
	struct exchange *exchange, struct leaf_page *ret_page) MUST_USE;

#endif
