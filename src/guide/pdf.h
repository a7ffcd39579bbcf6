/* A guide as a PDF, one page after the other, for reading and printing. Its
 * accessible forms are the site and the e-book; this one is for paper. Links,
 * contents, the language and the order of reading stand in it all the same.
 *
 * [pdf-1] the same job gives the same bytes, whatever the day and the computer,
 *         as long as the libraries and fonts are the same
 * [pdf-2] nor does it matter whether its pages were laid out for another form
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_PDF_H
#define GUIDE_PDF_H

#include "guide/format.h"
#include "guide/paged.h"

/* A thousand pages with pictures. */
enum { PDF_BYTES_MAX = 64 << 20 };

#define PDF_NO_INK "Pango, Cairo or the fonts of Noto are not on this computer"

/* NULL, or why there is none as a fixed sentence. */
const char *pdf_write(const struct format_job *job,
	const struct paged_size *size, struct buf *out);
/* As a row of the table of forms: A5. */
const char *pdf_format_write(const struct format_job *job, size_t part,
	struct buf *out);

/* The pages of one guide in one language, so that words that are printed in
 * two ways are laid out once. Begins as {0}; whoever gives it to jobs (format.h)
 * gives it to no other guide's, and closes it. */
struct pdf_kept {
	struct arena *arena;
	const struct paged_size *size; /* NULL: nothing is laid out yet */
	struct paged paged;
	const char *why;               /* there are no pages */
};
void pdf_kept_close(struct pdf_kept *kept);

/* For its neighbours: the pages laid out, and what the PDF says of itself. The
 * pages are let go of by pdf_pages_close. */
const char *pdf_pages(const struct format_job *job,
	const struct paged_size *size, struct ink **ret_ink,
	struct paged *ret_paged);
void pdf_pages_close(const struct format_job *job, struct paged *paged);
struct ink_about pdf_about(const struct format_job *job);
/* Finishes a sheet; the fixed sentence of what went wrong. */
const char *pdf_close(struct ink_sheet *sheet);

#endif
