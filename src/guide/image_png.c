/* The one owner of libpng: reading only, by its simple interface, which keeps
 * its own jumps to itself. See image_room.h. The library is opened by the
 * first who reads a picture.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/image_room.h"

#include "os/library.h"

#include <png.h>

static struct {
	int (*begin)(png_imagep image, png_const_voidp memory, size_t size);
	int (*finish)(png_imagep image, png_const_colorp background,
		void *buffer, png_int_32 row_stride, void *colormap);
	void (*end)(png_imagep image);
} late;

static bool library_ready(void)
{
	struct library library;

	if (late.begin != NULL) return true;
	return library_open(&library, "libpng16.so.16") == NULL &&
	       library_find(&library, "png_image_finish_read", &late.finish) &&
	       library_find(&library, "png_image_free", &late.end) &&
	       library_find(&library, "png_image_begin_read_from_memory",
		       &late.begin);
}

const char *image_png_read(str bytes, struct bitmap *ret_bitmap)
{
	static const png_color white = {255, 255, 255};
	png_image image = {.version = PNG_IMAGE_VERSION};
	struct bitmap bitmap;
	const char *failed;

	if (!library_ready()) return "libpng is not on this computer";
	/* its last chunk is never looked at by the library */
	if (!str_ends(bytes, S("\0\0\0\0IEND\xae\x42\x60\x82"))) {
		return "a PNG that is cut off";
	}
	if (late.begin(&image, bytes.at, bytes.len) == 0) {
		return "a damaged PNG";
	}
	failed = bitmap_open(&bitmap, image.width, image.height);
	if (failed != NULL) {
		late.end(&image);
		return failed;
	}
	image.format = PNG_FORMAT_RGB;
	if (late.finish(&image, &white, bitmap.rgb, 0, NULL) == 0 ||
		(image.warning_or_error & PNG_IMAGE_ERROR) != 0) {
		bitmap_close(&bitmap);
		return "a damaged PNG";
	}
	*ret_bitmap = bitmap;
	return NULL;
}
