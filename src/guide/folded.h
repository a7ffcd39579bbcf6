/* A booklet: sheets of A4 with two pages of A5 a side, to be folded once. Bound
 * where the language has its spine: on the right for Arabic script. Text stays
 * text.
 *
 * [folded-1] folded and read in the direction of the language, pages come in
 *            order 1, 2, 3 …
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_FOLDED_H
#define GUIDE_FOLDED_H

#include "guide/format.h"

/* The page, from 1, that stands on side `side` (from 0: front of the first
 * sheet, its back, front of the second…) at the left (0) or right (1) of a
 * booklet of `pages`, a multiple of four. */
size_t folded_page(size_t pages, size_t side, unsigned place, bool rtl);
/* A row of the table of forms. */
const char *folded_booklet_write(const struct format_job *job, size_t part,
	struct buf *out);

#endif
