/* A picture of a sheet of paper: see picture.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "picture.h"

enum { WIDTH = 180, HEIGHT = 240, BLOCK = WIDTH + 1, ADLER = 65521 };

static void number_put(struct buf *out, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8) {
		buf_byte(out, (char)(number >> shift & 0xff));
	}
}

/* CRC-32 of a chunk's name and data (RFC 2083, appendix). */
static uint32_t sum_of(str bytes)
{
	uint32_t sum = 0xffffffff;

	for (size_t i = 0; i < bytes.len; i++) {
		sum ^= (unsigned char)bytes.at[i];
		for (int bit = 0; bit < 8; bit++) {
			sum = sum & 1 ? sum >> 1 ^ 0xedb88320u : sum >> 1;
		}
	}
	return ~sum;
}

static void chunk_put(struct buf *out, const char *name, str data)
{
	size_t start;

	number_put(out, (uint32_t)data.len);
	start = out->len;
	buf_text(out, name);
	buf_put(out, data);
	number_put(out, sum_of(str_from(buf_str(out), start)));
}

/* A line of writing every 14 rows, indented here and there. */
static unsigned char grey_at(unsigned x, unsigned y)
{
	unsigned line = y / 14, in_line = y % 14;
	bool margin = x < 18 || x >= WIDTH - 18 || y < 28 || y >= HEIGHT - 28;
	bool blank = line % 6 == 5 || x < 18 + (line * 37 % 50) ||
		(x + line * 5) % 23 < 4;

	return margin || in_line > 3 || blank ? 246 : 70;
}

/* Stored blocks of one row each, with the sum zlib wants (RFC 1950). */
static void rows_put(struct buf *out)
{
	uint32_t a = 1, b = 0;

	buf_put(out, str_bytes("\x78\x01", 2));
	for (unsigned y = 0; y < HEIGHT; y++) {
		buf_byte(out, y + 1 == HEIGHT);
		buf_byte(out, (char)(BLOCK & 0xff));
		buf_byte(out, (char)(BLOCK >> 8));
		buf_byte(out, (char)(~BLOCK & 0xff));
		buf_byte(out, (char)(~BLOCK >> 8 & 0xff));
		for (unsigned x = 0; x < BLOCK; x++) {
			unsigned char grey = x == 0 ? 0 : grey_at(x - 1, y);

			buf_byte(out, (char)grey);
			a = (a + grey) % ADLER;
			b = (b + a) % ADLER;
		}
	}
	number_put(out, b << 16 | a);
}

void picture_of_paper(struct buf *out)
{
	struct buf data = {0};

	buf_put(out, str_bytes("\x89PNG\r\n\x1a\n", 8));
	number_put(&data, WIDTH);
	number_put(&data, HEIGHT);
	buf_put(&data, str_bytes("\x08\x00\x00\x00\x00", 5));
	chunk_put(out, "IHDR", buf_str(&data));
	buf_reset(&data);
	rows_put(&data);
	chunk_put(out, "IDAT", buf_str(&data));
	chunk_put(out, "IEND", S(""));
	buf_close(&data);
}
