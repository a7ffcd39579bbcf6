/* Inside bank_tbx_read only: the place in a TBX file, and what is known of the
 * concept there. A leaf is a data category and its text; bank_tbx_leaf.c puts it
 * into a row of our columns, bank_tbx_read.c goes through the elements. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_BANK_TBX_LEAF_H
#define MODEL_BANK_TBX_LEAF_H

#include "model/bank_tbx.h"
#include "model/bank_tbx_note.h"

struct tbx_row {
	str cells[BANK_COLUMN_COUNT];
	size_t line;
};

struct tbx_reading {
	struct arena *arena, *scratch; /* scratch: of one concept */
	struct tbx_names names;
	struct bank_refusals *refused;
	struct bank bank;
	struct tbx_row *rows; /* ROWS_MAX of them */
	size_t row_count;
	struct tbx_row concept, term;
	bool in_concept, in_term, in_leaf;
	unsigned depth, leaf_depth, skip_depth;
	size_t entries, line;
	str lang, category;
	enum text_lang main_lang;   /* of the file */
	str event, who, date;
	struct buf chars;
	const char *broken;
};

/* Keeps `s` while the concept is read. */
str tbx_keep(struct tbx_reading *r, str s);
/* A column of the concept, not of one of its terms. */
bool tbx_is_of_concept(enum bank_column column);

/* The leaf that ends here goes where it belongs; nothing of it is lost
 * [bank_tbx-2]. */
void tbx_leaf_take(struct tbx_reading *r);
/* The same for who did what when, of whom the leaves were read. */
void tbx_event_take(struct tbx_reading *r);

#endif
