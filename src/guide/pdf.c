/* The PDF: see pdf.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/pdf.h"

#include "page/tr.h"

enum { KEPT_BYTES = 256 << 20 };
#define NO_LETTERS "it has letters that no font here has"

/* Quiet: the title a list of open files shows tells nothing. */
struct ink_about pdf_about(const struct format_job *job)
{
	const struct checked *checked = job->checked;
	struct ink_about about = {checked->title, checked->tongue,
		job->edition->day};

	if (job->edition->quiet) {
		about.title = tr_fill(job->arena, tr(checked->tongue->locale,
			TR("Page {number}")), S("number"),
			str_fmt(job->arena, "%u", checked->number));
	}
	return about;
}

static const char *pages_make(const struct paged_job *job,
	const struct paged_size *size, struct paged *ret_paged)
{
	paged_make(job, size, ret_paged);
	if (ret_paged->unknown == 0) return NULL;
	paged_close(ret_paged);
	return NO_LETTERS;
}

const char *pdf_pages(const struct format_job *job,
	const struct paged_size *size, struct ink **ret_ink,
	struct paged *ret_paged)
{
	struct pdf_kept *kept = job->kept;
	struct paged_job pages = {job->arena, NULL, job->checked, job->edition};

	if (ink_shared(&pages.ink) != NULL) return PDF_NO_INK;
	*ret_ink = pages.ink;
	if (kept == NULL) return pages_make(&pages, size, ret_paged);
	if (kept->size != size) {
		pdf_kept_close(kept);
		pages.arena = kept->arena = arena_open(KEPT_BYTES);
		kept->size = size;
		kept->why = pages_make(&pages, size, &kept->paged);
	}
	*ret_paged = kept->paged;
	return kept->why;
}

void pdf_pages_close(const struct format_job *job, struct paged *paged)
{
	if (job->kept == NULL) paged_close(paged);
}

void pdf_kept_close(struct pdf_kept *kept)
{
	paged_close(&kept->paged);
	arena_close(&kept->arena);
	*kept = (struct pdf_kept){.size = NULL};
}

const char *pdf_close(struct ink_sheet *sheet)
{
	const err *e = ink_sheet_close(&sheet);

	if (e == NULL) return NULL;
	return e->code == ERR_FULL ? "the PDF is too large" :
		"the PDF could not be drawn";
}

const char *pdf_write(const struct format_job *job,
	const struct paged_size *size, struct buf *out)
{
	struct ink_about about = pdf_about(job);
	struct ink_sheet *sheet;
	struct paged paged;
	struct ink *ink;
	const char *why = pdf_pages(job, size, &ink, &paged);

	if (why != NULL) return why;
	sheet = ink_sheet_pdf(ink, size->width_pt, size->height_pt, &about, out);
	for (size_t i = 0; i < paged.pages.count; i++) {
		if (i > 0) ink_sheet_turn(sheet);
		paged_draw(&paged, i, sheet);
	}
	why = pdf_close(sheet);
	pdf_pages_close(job, &paged);
	return why;
}

const char *pdf_format_write(const struct format_job *job, size_t part,
	struct buf *out)
{
	(void)part;
	return pdf_write(job, &paged_a5, out);
}
