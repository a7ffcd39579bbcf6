/* The outside of an Opus packet: see opus.h. Its rules have the numbers of
 * RFC 6716, 3.4.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/opus.h"

enum { FRAME_BYTES_MAX = 1275, LONG_LENGTH = 252, PADDING_MORE = 255 };

/* A packet that is being read: what is left of it. */
struct reader { str rest; size_t padding; };

/* Samples of one frame, by the first five bits. */
static size_t frame_samples(unsigned config)
{
	static const size_t silk[] = {480, 960, 1920, 2880};
	static const size_t celt[] = {120, 240, 480, 960};

	if (config < 12) return silk[config % 4];
	if (config < 16) return silk[config % 2];
	return celt[config % 4];
}

static bool byte_take(struct reader *r, size_t *ret_byte)
{
	if (r->rest.len == 0) return false;
	*ret_byte = (unsigned char)r->rest.at[0];
	r->rest = str_from(r->rest, 1);
	return true;
}

/* The length of a frame: one byte or two. */
static bool length_take(struct reader *r, size_t *ret_length)
{
	size_t first, second;

	if (!byte_take(r, &first)) return false;
	*ret_length = first;
	if (first < LONG_LENGTH) return true;
	if (!byte_take(r, &second)) return false;
	*ret_length = second * 4 + first;
	return true;
}

/* How much padding stands behind the frames; not part of `rest` afterwards. */
static bool padding_take(struct reader *r)
{
	size_t byte;

	do {
		if (!byte_take(r, &byte)) return false;
		r->padding += byte == PADDING_MORE ? byte - 1 : byte;
	} while (byte == PADDING_MORE);
	if (r->padding > r->rest.len) return false; /* R6, R7 */
	r->rest = str_first(r->rest, r->rest.len - r->padding);
	return true;
}

/* All but the last of `count` frames say their length. */
static bool frames_differ(struct reader *r, size_t count)
{
	size_t said = 0, length;

	for (size_t i = 1; i < count; i++) {
		if (!length_take(r, &length)) return false;
		said += length;
	}
	return said <= r->rest.len &&                   /* R4, R7 */
	       r->rest.len - said <= FRAME_BYTES_MAX;   /* R2 */
}

static bool frames_same(const struct reader *r, size_t count)
{
	return r->rest.len % count == 0 &&              /* R3, R6 */
	       r->rest.len / count <= FRAME_BYTES_MAX;  /* R2 */
}

static bool frames_many(struct reader *r, size_t *ret_count)
{
	size_t how;

	if (!byte_take(r, &how) || (how & 63) == 0) return false; /* R5 */
	*ret_count = how & 63;
	if ((how & 64) != 0 && !padding_take(r)) return false;
	return (how & 128) != 0 ? frames_differ(r, *ret_count)
				: frames_same(r, *ret_count);
}

bool opus_packet_read(str packet, size_t *ret_samples, size_t *ret_padding)
{
	struct reader r = {packet, 0};
	size_t head, count = 1;
	bool is_sound;

	if (!byte_take(&r, &head)) return false; /* R1 */
	switch (head & 3) {
	case 0: is_sound = frames_same(&r, 1); break;
	case 1: is_sound = frames_same(&r, count = 2); break;
	case 2: is_sound = frames_differ(&r, count = 2); break;
	default: is_sound = frames_many(&r, &count); break;
	}
	*ret_samples = count * frame_samples((unsigned)head >> 3);
	*ret_padding = packet.len - r.padding;
	return is_sound && *ret_samples <= OPUS_PACKET_SAMPLES_MAX; /* R5 */
}
