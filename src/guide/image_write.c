/* PNG written: see image_room.h. Three or four chunks and no other: nothing is said
 * of a camera, a program, a time or a place [image-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/image_room.h"

#include "guide/deflate.h"

enum { TYPE_COLOURS = 2, TYPE_PALETTE = 3, FILTERS = 5 };

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

/* What a byte is guessed to be from those left, above and above left of it
 * (PNG, 9): nothing, left, above, their mean, the nearest of the three. */
static unsigned guess(unsigned filter, int left, int above, int corner)
{
	int sum = left + above - corner;
	int far_left = sum > left ? sum - left : left - sum;
	int far_above = sum > above ? sum - above : above - sum;
	int far_corner = sum > corner ? sum - corner : corner - sum;

	switch (filter) {
	case 0: return 0;
	case 1: return (unsigned)left;
	case 2: return (unsigned)above;
	case 3: return (unsigned)(left + above) / 2;
	default: break;
	}
	if (far_left <= far_above && far_left <= far_corner) {
		return (unsigned)left;
	}
	return (unsigned)(far_above <= far_corner ? above : corner);
}

/* One row under one filter; returns how far it is from zeros. */
static unsigned filtered(const struct bitmap *bitmap, unsigned y,
	unsigned filter, unsigned char *ret_row)
{
	size_t count = (size_t)bitmap->width * 3;
	const unsigned char *row = bitmap->rgb + y * count;
	const unsigned char *before = y == 0 ? row : row - count;
	unsigned far = 0;

	for (size_t i = 0; i < count; i++) {
		int left = i < 3 ? 0 : row[i - 3];
		int above = y == 0 ? 0 : before[i];
		int corner = y == 0 || i < 3 ? 0 : before[i - 3];

		ret_row[i] = (unsigned char)
			(row[i] - guess(filter, left, above, corner));
		far += ret_row[i] < 128 ? ret_row[i] : 256u - ret_row[i];
	}
	return far;
}

/* Rows of colours, each under the filter that leaves least. */
static void colours_put(struct buf *out, const struct bitmap *bitmap)
{
	size_t count = (size_t)bitmap->width * 3;
	unsigned char *row = mem_get(count);

	for (unsigned y = 0; y < bitmap->height; y++) {
		unsigned best = 0, least = UINT32_MAX;

		for (unsigned filter = 0; filter < FILTERS; filter++) {
			unsigned far = filtered(bitmap, y, filter, row);

			if (far >= least) continue;
			least = far;
			best = filter;
		}
		(void)filtered(bitmap, y, best, row);
		buf_byte(out, (char)best);
		buf_put(out, str_bytes(row, count));
	}
	mem_free(row);
}

const char *image_png_write(const struct bitmap *bitmap,
	const struct palette *palette, struct buf *out)
{
	unsigned depth = palette == NULL ? 8 : depth_of(palette->count);
	struct buf head = {0}, rows = buf_cap(IMAGE_BYTES_MAX);
	struct buf packed = buf_cap(IMAGE_BYTES_MAX);
	const err *failed;

	put32(&head, bitmap->width);
	put32(&head, bitmap->height);
	buf_byte(&head, (char)depth);
	buf_byte(&head, palette == NULL ? TYPE_COLOURS : TYPE_PALETTE);
	buf_zeros(&head, 3); /* deflate, five filters, no interlace */
	if (palette == NULL) colours_put(&rows, bitmap);
	else rows_put(&rows, bitmap, palette, depth);
	failed = deflate_put(&packed, DEFLATE_ZLIB, buf_str(&rows));
	if (failed == NULL) {
		buf_put(out, S("\x89PNG\r\n\x1a\n"));
		chunk(out, S("IHDR"), buf_str(&head));
		if (palette != NULL) {
			chunk(out, S("PLTE"), str_bytes(palette->rgb,
				palette->count * 3));
		}
		chunk(out, S("IDAT"), buf_str(&packed));
		chunk(out, S("IEND"), S(""));
	}
	buf_close(&head);
	buf_close(&rows);
	buf_close(&packed);
	return failed == NULL ? NULL : failed->text;
}
