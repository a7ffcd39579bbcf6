/* The words of one language as a PO file, for Poedit, Weblate and the like:
 * msgctxt is the unit, msgid the source, msgstr the words. What is a draft, or
 * stale, is fuzzy; notes are comments; what our own export knows besides
 * stands in extracted comments ("#."). Pure; any bytes.
 *
 * [po-1] a file that is broken gives nothing, and a line
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_PO_H
#define GUIDE_PO_H

#include "guide/sheet.h"

void po_write(struct arena *arena, const struct guide *guide, size_t tongue,
	struct buf *out);
bool po_read(struct arena *arena, str bytes, str file,
	struct exchange *exchange, struct sheet *ret_sheet) MUST_USE;

#endif
