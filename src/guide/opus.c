/* Opus files copied: see opus.h. One pass: pages come in, packets come out of
 * them, new pages go out.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/opus.h"

#include "guide/ogg.h"

#include <string.h>

enum {
	STREAM = 1,            /* of every file we write */
	HEAD_BYTES = 19,
	PAGE_SAMPLES = OPUS_RATE /* a second a page, as RFC 7845 asks */
};

struct copier {
	/* in */
	uint32_t stream, next_page;
	bool has_ended;
	struct buf packet;     /* so far */
	bool is_inside;        /* of a packet */
	size_t packets;        /* that were whole */
	uint64_t position;     /* of the last page that had one */
	bool has_position;
	uint64_t start;        /* what the first sample is counted as */
	uint64_t samples;      /* of all packets so far */
	uint64_t page_samples; /* of the packets that ended on this page */
	uint64_t trim;         /* samples at the end that are not played */
	/* out */
	struct buf *out;
	struct buf segments, body; /* of the page that is being filled */
	uint32_t out_number;
	uint64_t out_samples, in_page;
};

static void page_out(struct copier *c, unsigned flags, uint64_t position)
{
	const struct ogg_page page = {flags, position, STREAM, c->out_number++,
		buf_str(&c->segments), buf_str(&c->body)};

	ogg_page_write(c->out, &page);
	buf_reset(&c->segments);
	buf_reset(&c->body);
	c->in_page = 0;
}

/* `padding` zeros stand behind it, as many as there were bytes [opus-1]. */
static void packet_out(struct copier *c, str packet, size_t padding)
{
	size_t left = packet.len + padding;

	for (; left >= OGG_SEGMENT_BYTES; left -= OGG_SEGMENT_BYTES) {
		buf_byte(&c->segments, (char)OGG_SEGMENT_BYTES);
	}
	buf_byte(&c->segments, (char)left);
	buf_put(&c->body, packet);
	buf_zeros(&c->body, padding);
}

/* Channels, samples to skip and gain; the rate it was recorded at tells of
 * the device, and players do not need it [opus-1]. */
static const char *head_take(struct copier *c, str packet)
{
	unsigned char head[HEAD_BYTES];

	if (packet.len != HEAD_BYTES || !str_starts(packet, S("OpusHead"))) {
		return "not Opus, or more than two channels";
	}
	memcpy(head, packet.at, HEAD_BYTES);
	if (head[8] != 1 || head[9] < 1 || head[9] > 2 || head[18] != 0) {
		return "not Opus, or more than two channels";
	}
	head[12] = OPUS_RATE & 255;
	head[13] = OPUS_RATE >> 8 & 255;
	head[14] = head[15] = 0;
	packet_out(c, str_bytes(head, HEAD_BYTES), 0);
	page_out(c, OGG_FIRST, 0);
	return NULL;
}

static const char *tags_take(struct copier *c, str packet)
{
	if (!str_starts(packet, S("OpusTags"))) return "an Opus file without tags";
	packet_out(c, S("OpusTags\0\0\0\0\0\0\0\0"), 0);
	page_out(c, 0, 0);
	return NULL;
}

static const char *sound_take(struct copier *c, str packet)
{
	size_t samples, padding;
	size_t needed = packet.len / OGG_SEGMENT_BYTES + 1;

	if (packet.len > OPUS_PACKET_BYTES_MAX ||
		!opus_packet_read(packet, &samples, &padding)) {
		return "a damaged packet";
	}
	/* the page before is written when it is known not to be the last */
	if (c->in_page >= PAGE_SAMPLES ||
		c->segments.len + needed > OGG_SEGMENTS_MAX) {
		page_out(c, 0, c->out_samples);
	}
	packet_out(c, str_first(packet, padding), packet.len - padding);
	c->out_samples += samples;
	c->in_page += samples;
	c->samples += samples;
	c->page_samples += samples;
	if (c->samples > (uint64_t)OPUS_SECONDS_MAX * OPUS_RATE) {
		return "a recording that is too long";
	}
	return NULL;
}

/* `is_end`: nothing of another packet stands behind it on its page. */
static const char *packet_take(struct copier *c, bool is_end)
{
	str packet = buf_str(&c->packet);

	c->packets++;
	if (c->packets <= 2 && !is_end) {
		return "a head that does not end its page";
	}
	if (c->packets == 1) return head_take(c, packet);
	if (c->packets == 2) return tags_take(c, packet);
	return sound_take(c, packet);
}

static const char *page_check(struct copier *c, const struct ogg_page *page)
{
	bool is_first = c->next_page == 0;

	if (c->has_ended) return "something stands behind its end";
	if (is_first) c->stream = page->stream;
	if (page->stream != c->stream || (page->flags & OGG_FIRST) !=
		(is_first ? OGG_FIRST : 0)) {
		return "not one stream, but several or none";
	}
	if (page->number != c->next_page++) return "a page is missing";
	if (((page->flags & OGG_CONTINUED) != 0) != c->is_inside ||
		(page->flags & ~7u) != 0) {
		return "a page that does not fit the one before";
	}
	c->has_ended = (page->flags & OGG_LAST) != 0;
	return NULL;
}

static const char *packets_take(struct copier *c, const struct ogg_page *page)
{
	str body = page->body;
	const char *failed = NULL;

	for (size_t i = 0; i < page->segments.len && failed == NULL; i++) {
		size_t len = (unsigned char)page->segments.at[i];

		buf_put(&c->packet, str_first(body, len));
		body = str_from(body, len);
		if (c->packet.failed) return "a head that is too large";
		c->is_inside = len == OGG_SEGMENT_BYTES;
		if (c->is_inside) continue;
		failed = packet_take(c, i + 1 == page->segments.len);
		buf_reset(&c->packet);
	}
	return failed;
}

/* Where the page says its last sample is. The last page may say less than its
 * packets hold: the rest is not played. */
static const char *position_take(struct copier *c, const struct ogg_page *page)
{
	uint64_t expected;

	if (c->page_samples == 0) return NULL;
	if (page->position > INT64_MAX ||
		(c->has_position && page->position < c->position)) {
		return "its times go back";
	}
	if (!c->has_position && page->position > c->page_samples) {
		c->start = page->position - c->page_samples;
	}
	expected = c->start + c->samples;
	if (c->has_ended && page->position < expected &&
		expected - page->position < c->page_samples) {
		c->trim = expected - page->position;
	}
	c->position = page->position;
	c->has_position = true;
	c->page_samples = 0;
	return NULL;
}

static const char *pages_take(struct copier *c, str rest)
{
	struct ogg_page page;
	const char *failed = NULL;

	while (rest.len > 0 && failed == NULL) {
		if (!ogg_page_read(&rest, &page)) return "a damaged page";
		failed = page_check(c, &page);
		if (failed == NULL) failed = packets_take(c, &page);
		if (failed == NULL) failed = position_take(c, &page);
	}
	if (failed != NULL) return failed;
	if (c->is_inside || !c->has_ended) return "it is cut off";
	if (c->samples == 0) return "there is no sound in it";
	page_out(c, OGG_LAST, c->out_samples - c->trim);
	return c->out->failed ? "too many bytes" : NULL;
}

const char *opus_copy(str original, struct buf *out)
{
	struct copier c = {.out = out, .packet = buf_cap(OPUS_HEAD_BYTES_MAX)};
	const char *failed;

	if (original.len > OPUS_BYTES_MAX) return "too many bytes";
	if (!str_starts(original, S("OggS"))) return "no Ogg file";
	failed = pages_take(&c, original);
	buf_close(&c.packet);
	buf_close(&c.segments);
	buf_close(&c.body);
	return failed;
}
