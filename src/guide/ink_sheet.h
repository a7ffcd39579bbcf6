/* What is drawn on: the pages of a PDF, or one picture of pixels. Lengths are
 * points of 1/72 inch in a PDF and pixels in a picture; y grows downwards.
 *
 * [ink-sheet-1] a PDF holds no date but the release's, no name of a program
 *               and no other word about how it was made
 * [ink-sheet-2] its text stands in the order it is read
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_INK_SHEET_H
#define GUIDE_INK_SHEET_H

#include "guide/image.h"
#include "guide/ink_text.h"

struct ink_sheet;

struct ink_box { double x, y, width, height; };

/* A PDF, written to `out` as it grows; title and day stand in it, and the
 * language as its own. */
struct ink_about { str title; const struct tongue *tongue; int64_t day; };
struct ink_sheet *ink_sheet_pdf(struct ink *ink, double width_pt,
	double height_pt, const struct ink_about *about, struct buf *out);
/* Pixels, all in one colour at first. */
struct ink_sheet *ink_sheet_pixels(struct ink *ink, unsigned width,
	unsigned height, enum ink_colour colour);
/* Finishes; the PDF is whole then. ERR_FULL: `out` was too small. */
const err *ink_sheet_close(struct ink_sheet **sheet) MUST_USE;

/* The next page of a PDF. */
void ink_sheet_turn(struct ink_sheet *sheet);
/* Until ink_sheet_back: what is drawn is moved to x, y, made smaller, and
 * turned by quarters clockwise around that point. */
struct ink_place { double x, y, scale; int quarters; };
void ink_sheet_place(struct ink_sheet *sheet, struct ink_place place);
void ink_sheet_back(struct ink_sheet *sheet);

/* What a part of a page is, for who reads by ear. */
enum ink_part { INK_PLAIN, INK_H1, INK_H2, INK_H3, INK_PART_COUNT };

/* Lines first..first+count of a text, the top left corner of its width at
 * x, y. Links lead where they say, in a PDF that is not placed. */
struct ink_lines { size_t first, count; enum ink_part part; };
void ink_sheet_text(struct ink_sheet *sheet, const struct ink_text *text,
	struct ink_lines lines, double x, double y);
void ink_sheet_fill(struct ink_sheet *sheet, struct ink_box box,
	enum ink_colour colour);
/* A dashed line from a corner of the box to the one across: where to fold. */
void ink_sheet_dash(struct ink_sheet *sheet, struct ink_box box);
/* Pixels 0xaarrggbb (aa: 255), row by row, over the box, unsmoothed. */
struct ink_pixels { const uint32_t *at; unsigned width, height; };
void ink_sheet_picture(struct ink_sheet *sheet, struct ink_pixels pixels,
	struct ink_box box);

/* A picture as readers get it; a JPEG goes into a PDF as it is. False: it is none
 * that Cairo reads, and nothing is drawn. */
bool ink_sheet_image(struct ink_sheet *sheet, const struct image *image,
	struct ink_box box) MUST_USE;

/* A place that links lead to; NAME is letters and digits. */
void ink_sheet_spot(struct ink_sheet *sheet, str name, double y);
/* An entry of the contents, under the last one of a smaller level. */
void ink_sheet_entry(struct ink_sheet *sheet, unsigned level, str words,
	str spot);

/* The pixels of a picture, until the sheet is closed. */
struct ink_pixels ink_sheet_look(struct ink_sheet *sheet);

#endif
