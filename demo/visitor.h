/* The demonstration's browser: asks for a page on loopback, fills in its form
 * and sends it, as a person would. Knows just enough HTML for our own pages.
 * A page that is not as expected ends the demonstration with a plain line.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DEMO_VISITOR_H
#define DEMO_VISITOR_H

#include "base/buf.h"
#include "base/err.h"

struct visitor {
	unsigned port;
	char cookie[256];      /* empty, or "name=value" */
};

struct page {
	unsigned status;
	struct buf bytes;      /* head and body */
	str body;              /* in bytes */
	str location;
};
void page_close(struct page *page);

/* What is typed into a form, or chosen. */
struct typed {
	const char *name;
	const char *value;
	const char *file_name; /* NULL unless it is a file */
	const char *file_type;
	size_t size;           /* of the value; 0: as long as it is */
};

const err *visitor_get(struct visitor *visitor, const char *path,
	struct page *ret_page) MUST_USE;
/* Sends the form of `page` whose action ends in `action`: its hidden fields
 * and what is typed. Follows one 303 to a path of ours. */
const err *visitor_send(struct visitor *visitor, const struct page *page,
	const char *action, const struct typed *typed, size_t count,
	struct page *ret_page) MUST_USE;

/* The text between the first `before` and the next `after` in the page. */
bool page_between(const struct page *page, const char *before,
	const char *after, str *ret_text);

#endif
