/* Any bytes as a picture: refused, or made into two small ones that are read
 * again.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "guide/image_room.h"

static void again(const struct image *image)
{
	struct bitmap bitmap;

	must(image->width <= IMAGE_LARGE && image->height <= IMAGE_TALL_MAX);
	must((image->is_png ? image_png_read(image->bytes, &bitmap)
			    : image_jpeg_read(image->bytes, &bitmap)) == NULL);
	must(bitmap.width == image->width && bitmap.height == image->height);
	bitmap_close(&bitmap);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_open((size_t)2 * IMAGE_BYTES_MAX);
	struct image_set set;
	unsigned held = image_held(fuzz_input(bytes, size));

	must(held >= 1 && held <= 8);
	if (image_make(arena, fuzz_input(bytes, size), &set) == NULL) {
		again(&set.small);
		again(&set.large);
	}
	arena_close(&arena);
	return 0;
}
