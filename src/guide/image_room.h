/* What the files of image.h share, and nobody else.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_IMAGE_ROOM_H
#define GUIDE_IMAGE_ROOM_H

#include "base/buf.h"
#include "guide/image.h"

/* Pixels, three bytes each: red, green, blue. Owned. */
struct bitmap {
	unsigned char *rgb;
	unsigned width, height;
};

/* NULL, or why the numbers are refused; else room for the pixels. */
const char *bitmap_open(struct bitmap *bitmap, uint64_t width,
	uint64_t height) MUST_USE;
void bitmap_close(struct bitmap *bitmap);

/* image_png.c, image_jpeg.c: the two owners of foreign decoders. What is
 * transparent stands on white. NULL, or why not. */
const char *image_png_read(str bytes, struct bitmap *ret_bitmap) MUST_USE;
const char *image_jpeg_read(str bytes, struct bitmap *ret_bitmap) MUST_USE;
const char *image_jpeg_write(const struct bitmap *bitmap, struct buf *out)
	MUST_USE;

/* image_turn.c: how a camera says it was held (EXIF 1 to 8; 1: upright, and
 * so is what says nothing or nonsense). */
unsigned image_held(str jpeg);
void image_turn(struct bitmap *bitmap, unsigned held);

/* image_scale.c: the mean of what each new pixel covers; only ever smaller
 * [image-3]. */
void image_scale(const struct bitmap *from, unsigned width,
	struct bitmap *ret_bitmap);

/* image_palette.c: colours counted in cells of 8×8×8, and the palette. */
struct palette {
	unsigned char rgb[IMAGE_COLOURS][3];
	size_t count;
	unsigned char *at;       /* a palette number a pixel; owned */
};
bool image_is_drawing(const struct bitmap *bitmap);
void palette_make(const struct bitmap *bitmap, struct palette *ret_palette);
void palette_close(struct palette *palette);

/* image_write.c: a PNG of few chunks, with a palette or (NULL) without loss.
 * NULL, or why not. */
const char *image_png_write(const struct bitmap *bitmap,
	const struct palette *palette, struct buf *out) MUST_USE;

#endif
