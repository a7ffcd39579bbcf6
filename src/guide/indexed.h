/* Pictures of few colours as PNG: each pixel a number in a table of at most
 * sixteen. Only the four parts a PNG must have are written: no time, no name of
 * a program, no words [indexed-1]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_INDEXED_H
#define GUIDE_INDEXED_H

#include "base/buf.h"
#include "base/err.h"

enum { INDEXED_COLOURS_MAX = 16 };

struct indexed {
	const uint8_t *at;        /* row by row, one byte a pixel */
	unsigned width, height;
	const uint32_t *colours;  /* 0xrrggbb */
	unsigned colour_count;
};

/* Appended to `out`; one bit a pixel for two colours, else four. */
const err *indexed_png(const struct indexed *picture, struct buf *out)
	MUST_USE;

#endif
