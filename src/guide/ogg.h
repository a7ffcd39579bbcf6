/* Ogg's pages, read strictly and written (RFC 3533): a capture mark, a
 * checksum, segments of a packet. One page at a time, of one stream; knows
 * nothing of what is inside. Pure; any bytes.
 *
 * [ogg-1] a page is read only when it is whole and its checksum is right
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_OGG_H
#define GUIDE_OGG_H

#include "base/buf.h"

enum {
	OGG_CONTINUED = 1, /* begins inside a packet */
	OGG_FIRST = 2,     /* of its stream */
	OGG_LAST = 4,
	OGG_SEGMENTS_MAX = 255,
	OGG_SEGMENT_BYTES = 255
};

struct ogg_page {
	unsigned flags;
	uint64_t position; /* "granule": of the last packet that ends here */
	uint32_t stream, number;
	str segments;      /* their lengths, a byte each */
	str body;
};

/* Takes a page off the front. False: `rest` does not begin with one. */
bool ogg_page_read(str *rest, struct ogg_page *ret_page) MUST_USE;
void ogg_page_write(struct buf *out, const struct ogg_page *page);

#endif
