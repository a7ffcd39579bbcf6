/* Pages of Ogg: see ogg.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/ogg.h"

enum { HEAD_BYTES = 27, CHECKSUM_AT = 22, CHECKSUM_BYTES = 4 };

/* CRC-32 as Ogg has it: 0x04c11db7, not turned around, from zero. */
static uint32_t checksum(uint32_t crc, str bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		crc ^= (uint32_t)(unsigned char)bytes.at[i] << 24;
		for (int bit = 0; bit < 8; bit++) {
			crc = crc << 1 ^ (crc & 0x80000000u ? 0x04c11db7u : 0);
		}
	}
	return crc;
}

static uint32_t page_checksum(str page)
{
	uint32_t crc = checksum(0, str_first(page, CHECKSUM_AT));

	crc = checksum(crc, S("\0\0\0\0"));
	return checksum(crc, str_from(page, CHECKSUM_AT + CHECKSUM_BYTES));
}

static uint64_t number_at(str bytes, size_t at, size_t size)
{
	uint64_t number = 0;

	for (size_t i = size; i-- > 0;) {
		number = number << 8 | (unsigned char)bytes.at[at + i];
	}
	return number;
}

static void number_put(struct buf *out, uint64_t number, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		buf_byte(out, (char)(number >> (8 * i) & 255));
	}
}

bool ogg_page_read(str *rest, struct ogg_page *ret_page)
{
	str page = *rest;
	size_t count, size;

	if (page.len < HEAD_BYTES || !str_starts(page, S("OggS\0"))) return false;
	count = (unsigned char)page.at[HEAD_BYTES - 1];
	size = HEAD_BYTES + count;
	if (page.len < size) return false;
	for (size_t i = 0; i < count; i++) {
		size += (unsigned char)page.at[HEAD_BYTES + i];
	}
	if (page.len < size) return false;
	page = str_first(page, size);
	if (page_checksum(page) !=
		number_at(page, CHECKSUM_AT, CHECKSUM_BYTES)) { /* [ogg-1] */
		return false;
	}
	*ret_page = (struct ogg_page){
		.flags = (unsigned char)page.at[5],
		.position = number_at(page, 6, 8),
		.stream = (uint32_t)number_at(page, 14, 4),
		.number = (uint32_t)number_at(page, 18, 4),
		.segments = str_first(str_from(page, HEAD_BYTES), count),
		.body = str_from(page, HEAD_BYTES + count),
	};
	*rest = str_from(*rest, size);
	return true;
}

void ogg_page_write(struct buf *out, const struct ogg_page *page)
{
	size_t start = out->len;
	uint32_t crc;

	must(page->segments.len <= OGG_SEGMENTS_MAX);
	buf_put(out, S("OggS\0"));
	number_put(out, page->flags, 1);
	number_put(out, page->position, 8);
	number_put(out, page->stream, 4);
	number_put(out, page->number, 4);
	number_put(out, 0, CHECKSUM_BYTES);
	number_put(out, page->segments.len, 1);
	buf_put(out, page->segments);
	buf_put(out, page->body);
	if (out->failed) return;
	crc = page_checksum(str_from(buf_str(out), start));
	for (size_t i = 0; i < CHECKSUM_BYTES; i++) {
		out->at[start + CHECKSUM_AT + i] = (char)(crc >> (8 * i) & 255);
	}
}
