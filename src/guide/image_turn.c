/* Pictures that were taken with the camera on its side: its note about that is
 * dropped with all others, so the pixels are turned. See image_room.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/image_room.h"

#include <string.h>

enum { UPRIGHT = 1, HELD_MAX = 8, TAG_HELD = 0x0112, ROW_BYTES = 12 };

/* TIFF inside EXIF, in one of two orders of bytes. */
struct tiff { str bytes; bool is_big; };

static unsigned byte_at(str s, size_t at)
{
	return at < s.len ? (unsigned char)s.at[at] : 0;
}

static unsigned two(const struct tiff *tiff, size_t at)
{
	unsigned first = byte_at(tiff->bytes, at);
	unsigned second = byte_at(tiff->bytes, at + 1);

	return tiff->is_big ? first << 8 | second : second << 8 | first;
}

static size_t four(const struct tiff *tiff, size_t at)
{
	size_t first = two(tiff, at), second = two(tiff, at + 2);

	return tiff->is_big ? first << 16 | second : second << 16 | first;
}

static unsigned tiff_held(str bytes)
{
	struct tiff tiff = {bytes, str_starts(bytes, S("MM"))};
	size_t at = four(&tiff, 4);
	unsigned count, held;

	if (at >= bytes.len) return UPRIGHT;
	count = two(&tiff, at);
	at += 2;
	for (unsigned i = 0; i < count && at < bytes.len; i++, at += ROW_BYTES) {
		if (two(&tiff, at) != TAG_HELD) continue;
		held = two(&tiff, at + 8);
		return held >= UPRIGHT && held <= HELD_MAX ? held : UPRIGHT;
	}
	return UPRIGHT;
}

/* Walks the segments before the pixels to the first EXIF. */
unsigned image_held(str jpeg)
{
	size_t at = 2;

	while (at + 4 <= jpeg.len && byte_at(jpeg, at) == 0xff) {
		size_t len = byte_at(jpeg, at + 2) << 8 | byte_at(jpeg, at + 3);
		str body = str_first(str_from(jpeg, at + 4),
			len < 2 ? 0 : len - 2);

		if (byte_at(jpeg, at + 1) == 0xda || len < 2) break;
		if (byte_at(jpeg, at + 1) == 0xe1 &&
			str_starts(body, S("Exif\0\0"))) {
			return tiff_held(str_from(body, 6));
		}
		at += 2 + len;
	}
	return UPRIGHT;
}

/* Where the pixel of the upright picture at x, y comes from. */
static size_t source_of(const struct bitmap *from, unsigned held, unsigned x,
	unsigned y)
{
	unsigned right = from->width - 1, bottom = from->height - 1;

	switch (held) {
	case 2: x = right - x; break;
	case 3: x = right - x; y = bottom - y; break;
	case 4: y = bottom - y; break;
	case 5: { unsigned was = x; x = y; y = was; break; }
	case 6: { unsigned was = x; x = y; y = bottom - was; break; }
	case 7: { unsigned was = x; x = right - y; y = bottom - was; break; }
	case 8: { unsigned was = x; x = right - y; y = was; break; }
	default: break;
	}
	return ((size_t)y * from->width + x) * 3;
}

void image_turn(struct bitmap *bitmap, unsigned held)
{
	struct bitmap turned = *bitmap;

	if (held == UPRIGHT) return;
	if (held > 4) {
		turned.width = bitmap->height;
		turned.height = bitmap->width;
	}
	turned.rgb = mem_get((size_t)turned.width * turned.height * 3);
	for (unsigned y = 0; y < turned.height; y++) {
		for (unsigned x = 0; x < turned.width; x++) {
			memcpy(turned.rgb + ((size_t)y * turned.width + x) * 3,
				bitmap->rgb + source_of(bitmap, held, x, y), 3);
		}
	}
	bitmap_close(bitmap);
	*bitmap = turned;
}
