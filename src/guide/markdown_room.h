/* What the two halves of reading a Markdown file share: units and their words
 * (markdown_text.c), blocks and the file (markdown_units.c). Nobody else includes
 * this.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_MARKDOWN_ROOM_H
#define GUIDE_MARKDOWN_ROOM_H

#include "guide/markdown_units.h"
#include "guide/wording.h"
#include "text/markdown_walk.h"

enum { MARKDOWN_LISTS_MAX = 32 };

struct markdown_reader {
	struct arena *arena;
	struct exchange *exchange;
	str file, source;
	const char *line_at;       /* where `line` was counted last */
	size_t line;
	struct leaf_page page;
	struct wording words, alt;
	struct leaf now;           /* the unit that is being read */
	bool in_unit;
	struct leaf_list pictures; /* met in it: they follow it */
	unsigned list_count, quotes, images;
	bool numbered[MARKDOWN_LISTS_MAX];
	bool fresh[MARKDOWN_LISTS_MAX]; /* the entry has no unit yet */
	struct buf code;
	bool in_code, in_code_block, in_html_block;
	bool said_html;            /* of this block */
	bool starts_late;          /* the list does not begin at 1 */
	unsigned columns;
	bool as_list;              /* the table's rows are entries */
	size_t cell_start;
	bool too_many;
};

void markdown_warn(struct markdown_reader *r, size_t line, str text);
#define WARN(r, literal) markdown_warn((r), (r)->line, S(literal))

/* The list that is open deepest; there is one. */
size_t markdown_list_top(const struct markdown_reader *r);
/* A unit of that kind, or what running text is here, until its end. */
void markdown_unit_begin(struct markdown_reader *r, enum unit_kind kind);
void markdown_text_begin(struct markdown_reader *r);
void markdown_unit_end(struct markdown_reader *r);
void markdown_any_text(struct markdown_reader *r, str words);
void markdown_entity(struct markdown_reader *r, str name);
void markdown_html(struct markdown_reader *r, str html);
/* Spans that open or close. */
void markdown_code(struct markdown_reader *r, bool closes);
void markdown_link(struct markdown_reader *r, const struct markdown_event *event);
void markdown_image(struct markdown_reader *r, const struct markdown_event *event);

#endif
