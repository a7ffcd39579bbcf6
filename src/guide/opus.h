/* Recordings copied without what they tell: an Ogg file of one Opus stream
 * (RFC 7845) is taken apart to its packets and put together anew. Of the head
 * stay the number of channels, the samples to skip and the gain; comments,
 * maker, pictures, the stream's number, the length of pages and the bytes of
 * padding inside packets go [opus-1]. The sound is the same, bit by bit
 * [opus-2]. What is not such a file, whole and in order, is refused with a
 * reason of fixed words [opus-3]. Pure; any bytes.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_OPUS_H
#define GUIDE_OPUS_H

#include "base/buf.h"

enum {
	OPUS_BYTES_MAX = 32 << 20,         /* four hours at 16 kbit/s */
	OPUS_PACKET_BYTES_MAX = 16 * 1024, /* 120 ms at the highest rate: 7,650 */
	OPUS_HEAD_BYTES_MAX = 8 << 20,     /* comments with a picture in them */
	OPUS_RATE = 48000,                 /* samples a second, always */
	OPUS_PACKET_SAMPLES_MAX = 5760,    /* 120 ms */
	OPUS_SECONDS_MAX = 4 * 3600
};

/* NULL, or why `original` is refused; then `out` may hold a part. */
const char *opus_copy(str original, struct buf *out) MUST_USE;

/* One packet (RFC 6716, 3): it is sound; samples in it, and where its padding
 * begins (its length where there is none). */
bool opus_packet_read(str packet, size_t *ret_samples, size_t *ret_padding)
	MUST_USE;

#endif
