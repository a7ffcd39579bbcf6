/* Growing output: see buf.h. Owns the memory of every struct buf.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_BYTES = 256 };

struct buf buf_cap(size_t cap_bytes)
{
	return (struct buf){.cap = cap_bytes};
}

static size_t cap_of(const struct buf *buf)
{
	return buf->cap == 0 ? BUF_CAP_DEFAULT : buf->cap;
}

void buf_close(struct buf *buf)
{
	size_t cap = buf->cap;

	if (buf->at != NULL) mem_wipe(buf->at, buf->len); /* [buf-2] */
	mem_free(buf->at);
	*buf = (struct buf){.cap = cap};
}

void buf_reset(struct buf *buf)
{
	if (buf->at != NULL) mem_wipe(buf->at, buf->len);
	buf->len = 0;
	buf->failed = false;
}

char *buf_room(struct buf *buf, size_t count)
{
	size_t size = buf->size;

	if (buf->failed || count > cap_of(buf) - buf->len) {
		buf->failed = true; /* [buf-1] */
		return NULL;
	}
	if (buf->len + count > size) {
		if (size == 0) size = FIRST_BYTES;
		while (size < buf->len + count) size *= 2;
		if (size > cap_of(buf)) size = cap_of(buf); /* [buf-3] */
		buf->at = mem_grow(buf->at, buf->len, size);
		buf->size = size;
	}
	return buf->at + buf->len;
}

void buf_added(struct buf *buf, size_t count)
{
	must(count <= buf->size - buf->len);
	buf->len += count;
}

void buf_put(struct buf *buf, str s)
{
	char *room = s.len == 0 ? NULL : buf_room(buf, s.len);

	if (room == NULL) return;
	memcpy(room, s.at, s.len);
	buf->len += s.len;
}

void buf_text(struct buf *buf, const char *literal)
{
	buf_put(buf, str_of(literal));
}

void buf_zeros(struct buf *buf, size_t count)
{
	char *room = count == 0 ? NULL : buf_room(buf, count);

	if (room == NULL) return;
	memset(room, 0, count);
	buf->len += count;
}

void buf_number(struct buf *buf, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	buf_put(buf, (str){digits + at, sizeof(digits) - at});
}

void buf_hex(struct buf *buf, const void *bytes, size_t len)
{
	static const char digit[] = "0123456789abcdef";
	const unsigned char *from = bytes;
	char *room = buf_room(buf, mem_times(len, 2));

	if (room == NULL) return;
	for (size_t i = 0; i < len; i++) {
		room[2 * i] = digit[from[i] >> 4];
		room[2 * i + 1] = digit[from[i] & 15];
	}
	buf->len += 2 * len;
}

void buf_fmt(struct buf *buf, const char *format, ...)
{
	va_list args;
	int len;
	char *room;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	must(len >= 0);
	room = buf_room(buf, (size_t)len + 1);
	if (room == NULL) return;
	va_start(args, format);
	(void)vsnprintf(room, (size_t)len + 1, format, args);
	va_end(args);
	buf->len += (size_t)len;
}

void buf_drop(struct buf *buf, size_t count)
{
	must(count <= buf->len);
	if (count == 0) return;
	memmove(buf->at, buf->at + count, buf->len - count);
	mem_wipe(buf->at + buf->len - count, count);
	buf->len -= count;
}

str buf_str(const struct buf *buf)
{
	return str_bytes(buf->at, buf->len);
}

str buf_take(struct buf *buf, struct arena *arena)
{
	return str_dup(arena, buf_str(buf));
}
