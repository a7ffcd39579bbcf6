/* PNG written: see image_room.h. Four chunks and no other: nothing is said
 * of a camera, a program, a time or a place [image-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/image_room.h"

#include "guide/deflate.h"

enum { TYPE_PALETTE = 3 };

static void put32(struct buf *out, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8) {
		buf_byte(out, (char)(number >> shift & 255));
	}
}

static void chunk(struct buf *out, str type, str bytes)
{
	put32(out, (uint32_t)bytes.len);
	buf_put(out, type);
	buf_put(out, bytes);
	put32(out, deflate_crc(deflate_crc(0, type), bytes));
}

static unsigned depth_of(size_t colours)
{
	if (colours <= 2) return 1;
	if (colours <= 4) return 2;
	return colours <= 16 ? 4 : 8;
}

/* Rows of palette numbers, packed; filter 0, which suits palettes best. */
static void rows_put(struct buf *out, const struct bitmap *bitmap,
	const struct palette *palette, unsigned depth)
{
	const unsigned char *at = palette->at;

	for (unsigned y = 0; y < bitmap->height; y++) {
		unsigned byte = 0, bits = 0;

		buf_byte(out, 0);
		for (unsigned x = 0; x < bitmap->width; x++) {
			byte = byte << depth | *at++;
			bits += depth;
			if (bits < 8) continue;
			buf_byte(out, (char)byte);
			byte = bits = 0;
		}
		if (bits > 0) buf_byte(out, (char)(byte << (8 - bits)));
	}
}

const char *image_png_write(const struct bitmap *bitmap,
	const struct palette *palette, struct buf *out)
{
	unsigned depth = depth_of(palette->count);
	struct buf head = {0}, rows = buf_cap(IMAGE_BYTES_MAX);
	struct buf packed = buf_cap(IMAGE_BYTES_MAX);
	const err *failed;

	put32(&head, bitmap->width);
	put32(&head, bitmap->height);
	buf_byte(&head, (char)depth);
	buf_byte(&head, TYPE_PALETTE);
	buf_zeros(&head, 3); /* deflate, five filters, no interlace */
	rows_put(&rows, bitmap, palette, depth);
	failed = deflate_put(&packed, DEFLATE_ZLIB, buf_str(&rows));
	if (failed == NULL) {
		buf_put(out, S("\x89PNG\r\n\x1a\n"));
		chunk(out, S("IHDR"), buf_str(&head));
		chunk(out, S("PLTE"), str_bytes(palette->rgb, palette->count * 3));
		chunk(out, S("IDAT"), buf_str(&packed));
		chunk(out, S("IEND"), S(""));
	}
	buf_close(&head);
	buf_close(&rows);
	buf_close(&packed);
	return failed == NULL ? NULL : failed->text;
}
