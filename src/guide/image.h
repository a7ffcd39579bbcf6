/* A picture as readers get it: from a PNG or JPEG of any kind to a small one
 * at two widths. Everything but the pixels is dropped: where and when it was
 * taken, with what, by whom [image-1]. A drawing (32 of 32,768 shades hold three
 * pixels of four, and its PNG is the smaller file) becomes a PNG with a
 * palette, a photo a JPEG. The same bytes give the same bytes
 * [image-2]; none is made larger than it is [image-3]. What is damaged,
 * too large or no picture is refused with a reason of fixed words, and never
 * anything worse [image-4]: originals come from partners.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_IMAGE_H
#define GUIDE_IMAGE_H

#include "base/str.h"

enum {
	IMAGE_BYTES_MAX = 24 << 20,    /* a phone's photo has 3 to 12 MB */
	IMAGE_SIDE_MAX = 12000,        /* a scanned poster */
	IMAGE_PIXELS_MAX = 26 << 20,   /* 100 MB while it is read */
	IMAGE_SMALL = 360,             /* wide: a phone held upright */
	IMAGE_LARGE = 720,             /* the same, sharp */
	IMAGE_TALL_MAX = 4 * IMAGE_LARGE, /* no higher than that */
	IMAGE_COLOURS = 32,            /* of a drawing */
	IMAGE_QUALITY = 60             /* of a photo */
};

struct image {
	str bytes;
	bool is_png;                     /* else JPEG */
	unsigned width, height;
};

struct image_set {
	struct image small, large;     /* the same when it is no wider */
};

/* What others may have of `original`: its pixels, IMAGE_LARGE wide at most, as
 * a PNG without loss. image_make makes the same of it as of the original, and
 * this function itself [image-5]. NULL, or why not. */
const char *image_public(struct arena *arena, str original, str *ret_bytes)
	MUST_USE;

/* Both sizes of `original`, kept by the arena. NULL, or why not. */
const char *image_make(struct arena *arena, str original,
	struct image_set *ret_set) MUST_USE;

#endif
