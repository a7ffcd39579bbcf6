/* From an original to two small pictures: see image.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/image.h"

#include "guide/image_room.h"

const char *bitmap_open(struct bitmap *bitmap, uint64_t width,
	uint64_t height)
{
	if (width == 0 || height == 0) return "a picture without pixels";
	if (width > IMAGE_SIDE_MAX || height > IMAGE_SIDE_MAX ||
		width * height > IMAGE_PIXELS_MAX) {
		return "a picture with too many pixels";
	}
	*bitmap = (struct bitmap){mem_get((size_t)(width * height * 3)),
		(unsigned)width, (unsigned)height};
	return NULL;
}

void bitmap_close(struct bitmap *bitmap)
{
	mem_free(bitmap->rgb);
	*bitmap = (struct bitmap){0};
}

static const char *original_read(str original, struct bitmap *ret_bitmap)
{
	const char *failed;

	if (original.len > IMAGE_BYTES_MAX) return "a picture of too many bytes";
	if (str_starts(original, S("\x89PNG\r\n\x1a\n"))) {
		return image_png_read(original, ret_bitmap);
	}
	if (!str_starts(original, S("\xff\xd8\xff"))) {
		return "neither PNG nor JPEG";
	}
	failed = image_jpeg_read(original, ret_bitmap);
	if (failed == NULL) image_turn(ret_bitmap, image_held(original));
	return failed;
}

static const char *drawing_write(const struct bitmap *bitmap, struct buf *out)
{
	struct palette palette;
	const char *failed;

	palette_make(bitmap, &palette);
	failed = image_png_write(bitmap, &palette, out);
	palette_close(&palette);
	return failed;
}

static const char *sized(struct arena *arena, const struct bitmap *whole,
	bool is_drawing, unsigned width, struct image *ret_image)
{
	struct bitmap bitmap;
	struct buf out = buf_cap(IMAGE_BYTES_MAX);
	const char *failed;

	image_scale(whole, width, &bitmap);
	failed = is_drawing ? drawing_write(&bitmap, &out)
			    : image_jpeg_write(&bitmap, &out);
	if (failed == NULL && out.failed) failed = "a picture of too many bytes";
	if (failed == NULL) {
		*ret_image = (struct image){buf_take(&out, arena),
			is_drawing, bitmap.width, bitmap.height};
	}
	buf_close(&out);
	bitmap_close(&bitmap);
	return failed;
}

static unsigned width_of(const struct bitmap *bitmap, unsigned most)
{
	return bitmap->width < most ? bitmap->width : most; /* [image-3] */
}

/* A drawing by its colours is a drawing only as long as that is the smaller
 * file: grey photos have few colours too. */
static const char *small_make(struct arena *arena, const struct bitmap *bitmap,
	struct image *ret_image)
{
	unsigned width = width_of(bitmap, IMAGE_SMALL);
	struct image photo;
	const char *failed = sized(arena, bitmap, false, width, &photo);

	if (failed != NULL) return failed;
	*ret_image = photo;
	if (!image_is_drawing(bitmap)) return NULL;
	failed = sized(arena, bitmap, true, width, ret_image);
	if (failed == NULL && ret_image->bytes.len > photo.bytes.len) {
		*ret_image = photo;
	}
	return failed;
}

/* All that is made comes from these pixels: the original, not wider than the
 * large size [image-5]. */
static const char *whole_read(str original, struct bitmap *ret_bitmap)
{
	struct bitmap bitmap = {0};
	const char *failed = original_read(original, &bitmap);

	if (failed != NULL) return failed;
	if ((uint64_t)bitmap.height * width_of(&bitmap, IMAGE_LARGE) >
		(uint64_t)IMAGE_TALL_MAX * bitmap.width) {
		failed = "a picture far higher than wide";
	} else {
		image_scale(&bitmap, width_of(&bitmap, IMAGE_LARGE), ret_bitmap);
	}
	bitmap_close(&bitmap);
	return failed;
}

const char *image_public(struct arena *arena, str original, str *ret_bytes)
{
	struct bitmap bitmap;
	struct buf out = buf_cap(IMAGE_BYTES_MAX);
	const char *failed = whole_read(original, &bitmap);

	if (failed != NULL) return failed;
	failed = image_png_write(&bitmap, NULL, &out);
	if (failed == NULL && out.failed) failed = "a picture of too many bytes";
	if (failed == NULL) *ret_bytes = buf_take(&out, arena);
	buf_close(&out);
	bitmap_close(&bitmap);
	return failed;
}

const char *image_make(struct arena *arena, str original,
	struct image_set *ret_set)
{
	struct bitmap bitmap;
	struct image_set set = {0};
	const char *failed = whole_read(original, &bitmap);

	if (failed != NULL) return failed;
	failed = small_make(arena, &bitmap, &set.small);
	set.large = set.small;
	if (failed == NULL && bitmap.width > IMAGE_SMALL) {
		failed = sized(arena, &bitmap, set.small.is_png, bitmap.width,
			&set.large);
	}
	if (failed == NULL) *ret_set = set;
	bitmap_close(&bitmap);
	return failed;
}
