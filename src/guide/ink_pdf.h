/* What is done to a PDF beside drawing: its links, and what Cairo says of itself
 * taken away, the language and the day put in. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_INK_PDF_H
#define GUIDE_INK_PDF_H

#include "guide/ink_sheet.h"

/* How Cairo writes a link to where `slot` leads, over the box. */
void ink_pdf_link(const struct slot *slot, struct ink_box box,
	struct buf *out);

/* The finished PDF from `start` on, in place. ERR_FORMAT: it is not built as
 * Cairo builds it, and nothing was taken away. */
const err *ink_pdf_clean(struct buf *pdf, size_t start,
	const struct ink_about *about) MUST_USE;

#endif
