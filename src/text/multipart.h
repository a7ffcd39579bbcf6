/* multipart/form-data (RFC 7578) as a stream: bytes in, parts out, in bounded
 * memory. Strict: the boundary from the content type only, CRLF line ends,
 * every part with one Content-Disposition: form-data and a name. Pure.
 *
 * [multipart-1] part bytes are given exactly as sent, however they were cut
 * [multipart-2] memory is bounded by MULTIPART_HEAD_MAX whatever comes
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_MULTIPART_H
#define TEXT_MULTIPART_H

#include "base/buf.h"

enum {
	MULTIPART_BOUNDARY_MAX = 70,  /* RFC 2046 5.1.1 */
	MULTIPART_HEAD_MAX = 4096,    /* a name of 512 bytes, percent-coded */
	MULTIPART_PARTS_MAX = 64
};

struct multipart_part {
	str name;
	str filename;      /* as sent; empty when none */
	bool has_filename;
	str type;          /* Content-Type, empty when none */
};

/* What the reader calls; false stops with MULTIPART_STOPPED. */
struct multipart_events {
	bool (*begin)(void *owner, const struct multipart_part *part);
	bool (*bytes)(void *owner, str bytes);
	bool (*end)(void *owner);
};

enum multipart_result {
	MULTIPART_MORE, MULTIPART_DONE, MULTIPART_MALFORMED,
	MULTIPART_TOO_MANY, MULTIPART_STOPPED
};

struct multipart;
/* False when `content_type` is not multipart/form-data with a boundary. */
bool multipart_open(struct multipart **ret_reader, str content_type,
	const struct multipart_events *events, void *owner) MUST_USE;
void multipart_close(struct multipart **reader);
/* Takes all of `bytes`. A failure is final. */
enum multipart_result multipart_put(struct multipart *reader, str bytes)
	MUST_USE;

#endif
