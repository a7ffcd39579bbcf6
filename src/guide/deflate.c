/* zlib: see deflate.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/deflate.h"

#include "os/library.h"

#include <zlib.h>

enum { MEMORY = 9, WINDOW_BITS = 15, CRC_STEP = 4 };
/* The smallest result for books: what a guide weighs is seconds of someone's
 * phone. The last seventh of a flat picture costs four times as long. */
static const int levels[DEFLATE_FORM_COUNT] = {
	[DEFLATE_RAW] = Z_BEST_COMPRESSION,
	[DEFLATE_ZLIB] = 6,
};
/* One call never gets more: zlib counts in 32 bits. */
enum { BYTES_MAX = 1 << 30 };

static struct {
	int (*init)(z_streamp stream, int level, int method, int window_bits,
		int memory, int strategy, const char *version, int size);
	uLong (*bound)(z_streamp stream, uLong size);
	int (*run)(z_streamp stream, int flush);
	int (*end)(z_streamp stream);
} late;

static bool library_ready(void)
{
	struct library library;

	if (late.init != NULL) return true;
	return library_open(&library, "libz.so.1") == NULL &&
	       library_find(&library, "deflateBound", &late.bound) &&
	       library_find(&library, "deflate", &late.run) &&
	       library_find(&library, "deflateEnd", &late.end) &&
	       library_find(&library, "deflateInit2_", &late.init);
}

const err *deflate_put(struct buf *out, enum deflate_form form, str bytes)
{
	/* zlib reads only; its older headers do not say so */
	union { const char *in; Bytef *out; } source = {bytes.at};
	z_stream stream = {0};
	uLong bound;
	char *room;

	must(form < DEFLATE_FORM_COUNT);
	if (bytes.len > BYTES_MAX) return err_make(ERR_FULL, "too many bytes");
	if (!library_ready()) {
		return err_make(ERR_ABSENT, "zlib is not on this computer");
	}
	must(late.init(&stream, levels[form], Z_DEFLATED,
		     form == DEFLATE_RAW ? -WINDOW_BITS : WINDOW_BITS, MEMORY,
		     Z_DEFAULT_STRATEGY, ZLIB_VERSION, (int)sizeof(stream)) == Z_OK);
	bound = late.bound(&stream, (uLong)bytes.len);
	room = buf_room(out, bound);
	if (room != NULL) {
		stream.next_in = source.out;
		stream.avail_in = (uInt)bytes.len;
		stream.next_out = (Bytef *)room;
		stream.avail_out = (uInt)bound;
		must(late.run(&stream, Z_FINISH) == Z_STREAM_END);
		buf_added(out, stream.total_out);
	}
	(void)late.end(&stream);
	return room != NULL ? NULL : err_make(ERR_FULL, "too many bytes");
}

static uint32_t crc_row(uint32_t byte)
{
	for (int bit = 0; bit < 8; bit++) {
		byte = byte >> 1 ^ (byte & 1 ? 0xEDB88320u : 0);
	}
	return byte;
}

/* [0] is the table of the standard; [n] is what a byte does n bytes later, so
 * that four can be taken at once. */
static void crc_tables(uint32_t tables[CRC_STEP][256])
{
	for (uint32_t i = 0; i < 256; i++) tables[0][i] = crc_row(i);
	for (int n = 1; n < CRC_STEP; n++) {
		for (uint32_t i = 0; i < 256; i++) {
			uint32_t before = tables[n - 1][i];

			tables[n][i] = before >> 8 ^ tables[0][before & 255];
		}
	}
}

uint32_t deflate_crc(uint32_t before, str bytes)
{
	static uint32_t tables[CRC_STEP][256];
	const unsigned char *at = (const unsigned char *)bytes.at;
	uint32_t crc = ~before;
	size_t left = bytes.len;

	if (tables[0][1] == 0) crc_tables(tables);
	for (; left >= CRC_STEP; left -= CRC_STEP, at += CRC_STEP) {
		crc ^= (uint32_t)at[0] | (uint32_t)at[1] << 8
			| (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
		crc = tables[3][crc & 255] ^ tables[2][crc >> 8 & 255]
			^ tables[1][crc >> 16 & 255] ^ tables[0][crc >> 24];
	}
	for (; left > 0; left--, at++) {
		crc = crc >> 8 ^ tables[0][(crc ^ *at) & 255];
	}
	return ~crc;
}
