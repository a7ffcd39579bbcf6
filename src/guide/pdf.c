/* The PDF: see pdf.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/pdf.h"

#include "page/tr.h"

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

const char *pdf_pages(const struct format_job *job,
	const struct paged_size *size, struct paged_job *ret_job,
	struct paged *ret_paged)
{
	struct ink *ink;

	if (ink_shared(&ink) != NULL) return PDF_NO_INK;
	*ret_job = (struct paged_job){job->arena, ink, job->checked,
		job->edition};
	paged_make(ret_job, size, ret_paged);
	if (ret_paged->unknown == 0) return NULL;
	paged_close(ret_paged);
	return NO_LETTERS;
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
	struct paged_job pages_job;
	struct ink_sheet *sheet;
	struct paged paged;
	const char *why = pdf_pages(job, size, &pages_job, &paged);

	if (why != NULL) return why;
	sheet = ink_sheet_pdf(pages_job.ink, size->width_pt, size->height_pt,
		&about, out);
	for (size_t i = 0; i < paged.pages.count; i++) {
		if (i > 0) ink_sheet_turn(sheet);
		paged_draw(&paged, i, sheet);
	}
	why = pdf_close(sheet);
	paged_close(&paged);
	return why;
}

const char *pdf_format_write(const struct format_job *job, size_t part,
	struct buf *out)
{
	(void)part;
	return pdf_write(job, &paged_a5, out);
}
