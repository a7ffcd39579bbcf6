/* An HTTP/1.x request head from bytes, strictly (RFC 9112, less what we do not
 * need). Pure. What is not exactly right is refused [http-1]: no or two Hosts,
 * any Transfer-Encoding, two lengths, folding, a bare LF, a control byte, a
 * blank before a colon, a path that is not printable ASCII.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_HTTP_H
#define TEXT_HTTP_H

#include "base/buf.h"

enum {
	HTTP_HEAD_MAX = 8 * 1024, /* browsers send under 2 KB */
	HTTP_LINES_MAX = 64,
	HTTP_PATH_MAX = 1024      /* ours are under 60 */
};

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST };

struct http_header { str name, value; };

struct http_request {
	enum http_method method;
	str path;                 /* begins with '/', without the query */
	str query;                /* after '?', may be empty */
	unsigned minor;           /* 0 or 1 */
	bool keep_alive;
	bool expects_continue;
	bool has_length;
	uint64_t length;          /* of the body, 0 when it has none */
	struct http_header headers[HTTP_LINES_MAX];
	size_t header_count;
};

enum http_result {
	HTTP_OK = 0,
	HTTP_MORE = 1,            /* the head is not whole yet */
	/* or the status to answer with: 400 405 411 413 417 431 501 505 */
};

/* Reads the head at the start of `bytes`. HTTP_OK: *ret_length is its length
 * with the empty line; the strs of the request point into `bytes`. */
unsigned http_read(str bytes, struct http_request *ret_request,
	size_t *ret_length) MUST_USE;
/* The value of the only header of that name (lower case), else empty. */
str http_header(const struct http_request *request, str name);
/* The standard words of a status. */
str http_status_words(unsigned status);

#endif
