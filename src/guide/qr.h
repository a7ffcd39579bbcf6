/* An address as a square code for cameras: level M, which reads with one part
 * in seven dirty or torn. On pages it is a PNG of one bit a pixel: an address of
 * an onion service is 350 bytes so, 12 KB as a table of cells. 3 cm or more in
 * print. Owns libqrencode, which is opened late: a process in a jail cannot.
 *
 * [qr-1] the same address gives the same code
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_QR_H
#define GUIDE_QR_H

#include "base/buf.h"
#include "guide/ink_sheet.h"

enum {
	QR_TEXT_MAX = 300,   /* bytes: longer codes need a good camera */
	QR_MARGIN = 4,       /* light cells around it, as the standard asks */
	QR_SIDE_MAX = 177
};

/* One square of light (0) and dark (1) cells with its margin. */
struct qr { unsigned side; uint8_t *cells; };

/* False: the text is empty, too long, or holds a NUL; or the library is not on
 * this computer. */
bool qr_make(struct arena *arena, str text, struct qr *ret_qr) MUST_USE;
/* The same as pixels, one a cell. */
bool qr_pixels(struct arena *arena, str text, struct ink_pixels *ret_pixels)
	MUST_USE;
/* As a PNG, each cell `scale` pixels wide, appended to `out`. */
const err *qr_png(struct arena *arena, str text, unsigned scale,
	struct buf *out) MUST_USE;

#endif
