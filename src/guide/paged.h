/* A guide laid out on pages: what stands where, ready to be drawn on a sheet
 * of its own, beside another page, or small. Lengths are points.
 *
 * [paged-1] every word of every unit stands on exactly one page, in order
 * [paged-2] a heading never stands last on a page, and no line of a paragraph
 *           of four or more stands alone
 * [paged-3] every page says its number, the release, and until when it may be
 *           trusted: pages are torn apart and passed on
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_PAGED_H
#define GUIDE_PAGED_H

#include "guide/edition.h"
#include "guide/ink_sheet.h"

enum paged_kind {
	PAGED_TEXT, PAGED_FILL, PAGED_CODE, PAGED_PICTURE, PAGED_SPOT,
	PAGED_ENTRY
};

struct paged_item {
	enum paged_kind kind;
	const struct ink_text *text;
	struct ink_lines lines;
	struct ink_box box;         /* of a text only its corner */
	enum ink_colour colour;
	struct ink_pixels pixels;   /* of a square code */
	struct image image;         /* of a picture */
	str words;                  /* of an entry */
	str spot;                   /* of an entry, and of a spot */
	unsigned level;             /* of an entry */
};

struct paged_page { struct paged_item_list LIST_OF(struct paged_item) items; };

struct paged {
	double width_pt, height_pt;
	struct paged_page_list LIST_OF(struct paged_page) pages;
	struct paged_text_list LIST_OF(struct ink_text *) texts; /* its own */
	unsigned unknown;           /* letters no font of ours has */
};

/* A paper's size, its margins and how large the words are on it. */
struct paged_size {
	double width_pt, height_pt, margin_pt, foot_pt;
	double latin_pt, arabic_pt;
};
/* Half of A4, so that it fills A4 too when it is printed larger. */
extern const struct paged_size paged_a5;

struct paged_job {
	struct arena *arena;        /* keeps the pages */
	struct ink *ink;
	const struct checked *checked;
	const struct edition *edition;
};

void paged_make(const struct paged_job *job, const struct paged_size *size,
	struct paged *ret_paged);
/* Lets go of the laid out texts. */
void paged_close(struct paged *paged);
/* Page `page`, from 0, onto the sheet as it is placed. */
void paged_draw(const struct paged *paged, size_t page,
	struct ink_sheet *sheet);

#endif
