/* PNG of few colours: see indexed.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/indexed.h"

#include "guide/deflate.h"

enum { BYTE = 8, COLOUR_PALETTE = 3 };

static void put_u32(struct buf *out, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= BYTE) {
		buf_byte(out, (char)(number >> shift & 0xff));
	}
}

static void put_chunk(struct buf *out, str kind, str bytes)
{
	uint32_t sum = deflate_crc(deflate_crc(0, kind), bytes);

	put_u32(out, (uint32_t)bytes.len);
	buf_put(out, kind);
	buf_put(out, bytes);
	put_u32(out, sum);
}

static void put_head(const struct indexed *picture, unsigned bits,
	struct buf *out)
{
	struct buf head = {0};

	buf_put(out, S("\x89PNG\r\n\x1a\n"));
	put_u32(&head, picture->width);
	put_u32(&head, picture->height);
	buf_byte(&head, (char)bits);
	buf_byte(&head, COLOUR_PALETTE);
	buf_zeros(&head, 3); /* deflate, plain filters, not interlaced */
	put_chunk(out, S("IHDR"), buf_str(&head));
	buf_reset(&head);
	for (unsigned i = 0; i < picture->colour_count; i++) {
		for (int shift = 16; shift >= 0; shift -= BYTE) {
			buf_byte(&head, (char)(picture->colours[i] >> shift &
				0xff));
		}
	}
	put_chunk(out, S("PLTE"), buf_str(&head));
	buf_close(&head);
}

static void put_row(const struct indexed *picture, unsigned y, unsigned bits,
	struct buf *rows)
{
	const uint8_t *at = picture->at + (size_t)y * picture->width;
	unsigned held = 0, filled = 0;

	buf_byte(rows, 0); /* no filter: numbers of colours have no order */
	for (unsigned x = 0; x < picture->width; x++) {
		must(at[x] < picture->colour_count);
		held = held << bits | at[x];
		filled += bits;
		if (filled == BYTE) {
			buf_byte(rows, (char)held);
			held = filled = 0;
		}
	}
	if (filled > 0) buf_byte(rows, (char)(held << (BYTE - filled)));
}

const err *indexed_png(const struct indexed *picture, struct buf *out)
{
	unsigned bits = picture->colour_count <= 2 ? 1 : 4;
	struct buf rows = {0}, packed = {0};
	const err *e;

	must(picture->colour_count <= INDEXED_COLOURS_MAX);
	for (unsigned y = 0; y < picture->height; y++) {
		put_row(picture, y, bits, &rows);
	}
	must(!rows.failed);
	if ((e = deflate_put(&packed, DEFLATE_ZLIB, buf_str(&rows))) == NULL) {
		put_head(picture, bits, out);
		put_chunk(out, S("IDAT"), buf_str(&packed));
		put_chunk(out, S("IEND"), S(""));
	}
	buf_close(&packed);
	buf_close(&rows);
	if (e == NULL && out->failed) e = err_make(ERR_FULL, "no room for a picture");
	return e;
}
