/* The shorts of a guide as a book for a pocket: eight panels on one side of A4,
 * folded three times with one cut between the two middle folds. Danger signs stand
 * before the shorts where these leave a panel. Bound where the language has its
 * spine; text stays text.
 *
 * [pocket-1] folded and read in the direction of the language, panels come in
 *            order 1, 2, 3 …
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_POCKET_H
#define GUIDE_POCKET_H

#include "guide/format.h"

enum { POCKET_PANELS = 8 };

/* The page, from 1, of panel `panel`: 0 to 3 the upper row from the left, which
 * stands on its head, 4 to 7 the lower. */
unsigned pocket_panel(unsigned panel, bool rtl);

/* A row of the table of forms; a guide without shorts has none. */
size_t pocket_count(const struct format_job *job);
const char *pocket_write(const struct format_job *job, size_t part,
	struct buf *out);

#endif
