/* Growing output bytes, owned. A buf has a hard cap; writing past it sets
 * `failed` and keeps what was there, so writers need no check per call and
 * the reader checks once, at the end [buf-1]. Old memory is wiped when a buf
 * grows or closes: it may have held what a person wrote [buf-2].
 * It never allocates more than its cap [buf-3].
 * Empty is {0} with a cap of BUF_CAP_DEFAULT.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

struct buf {
	char *at;
	size_t len;
	size_t size; /* bytes allocated */
	size_t cap;  /* 0 means BUF_CAP_DEFAULT */
	bool failed;
};

/* Enough for the largest padded page and the largest log frame; bigger
 * things are streamed, or ask for their own cap with buf_cap. */
enum { BUF_CAP_DEFAULT = 4 << 20 };

/* An empty buf that may grow to `cap_bytes`. */
struct buf buf_cap(size_t cap_bytes);
/* Wipes and frees; accepts empty and leaves it empty with the same cap. */
void buf_close(struct buf *buf);
/* Wipes the content, keeps the memory. */
void buf_reset(struct buf *buf);

void buf_put(struct buf *buf, str s);
/* Called for every letter, so where the compiler can see it. */
static inline void buf_byte(struct buf *buf, char byte)
{
	if (buf->len < buf->size && !buf->failed) buf->at[buf->len++] = byte;
	else buf_put(buf, (str){&byte, 1});
}
void buf_text(struct buf *buf, const char *literal);
void buf_zeros(struct buf *buf, size_t count);
void buf_number(struct buf *buf, uint64_t number);   /* decimal */
void buf_hex(struct buf *buf, const void *bytes, size_t len); /* lower case */
void buf_fmt(struct buf *buf, const char *format, ...) FORMAT_PRINTF(2, 3);

/* Room for `count` more bytes at the end; NULL (and failed) over the cap.
 * The caller writes there and then adds to `len` with buf_added. */
char *buf_room(struct buf *buf, size_t count);
void buf_added(struct buf *buf, size_t count);

/* Drops `count` bytes from the front. */
void buf_drop(struct buf *buf, size_t count);

/* What is in it; valid until the next write. */
str buf_str(const struct buf *buf);
/* A copy kept by the arena. */
str buf_take(struct buf *buf, struct arena *arena);

#endif
