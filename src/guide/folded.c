/* Booklets: see folded.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/folded.h"

#include "guide/pdf.h"

enum { SHEET_PAGES = 4 };

size_t folded_page(size_t pages, size_t side, unsigned place, bool rtl)
{
	size_t early = side + 1, late = pages - side;
	/* Of a language from the left the front of a sheet has its early page
	 * at the right, the back at the left; from the right the other way. */
	bool early_is_right = (side % 2 == 0) != rtl;

	return (place == 1) == early_is_right ? early : late;
}

static void side_draw(const struct paged *paged, size_t side, bool rtl,
	struct ink_sheet *sheet)
{
	size_t padded = (paged->pages.count + SHEET_PAGES - 1) / SHEET_PAGES *
		SHEET_PAGES;

	/* What is read first is drawn first. */
	for (unsigned i = 0; i < 2; i++) {
		unsigned place = rtl ? 1 - i : i;
		size_t page = folded_page(padded, side, place, rtl);

		if (page > paged->pages.count) continue;
		ink_sheet_place(sheet, (struct ink_place){
			place * paged->width_pt, 0, 1, 0});
		paged_draw(paged, page - 1, sheet);
		ink_sheet_back(sheet);
	}
}

const char *folded_booklet_write(const struct format_job *job, size_t part,
	struct buf *out)
{
	struct ink_about about = pdf_about(job);
	struct ink_sheet *sheet;
	struct paged paged;
	struct ink *ink;
	size_t sides;
	const char *why = pdf_pages(job, &paged_a5, &ink, &paged);

	(void)part;
	if (why != NULL) return why;
	sides = (paged.pages.count + SHEET_PAGES - 1) / SHEET_PAGES * 2;
	sheet = ink_sheet_pdf(ink, 2 * paged.width_pt, paged.height_pt,
		&about, out);
	for (size_t side = 0; side < sides; side++) {
		if (side > 0) ink_sheet_turn(sheet);
		side_draw(&paged, side, job->checked->tongue->rtl, sheet);
	}
	why = pdf_close(sheet);
	pdf_pages_close(job, &paged);
	return why;
}
