/* A guide's units as XHTML, for books (EPUB reads XML, not HTML). Well-formed
 * whatever stands in the words: every element that is opened is closed, in
 * order, and no character stands there that XML does not have [xhtml-1]. What
 * is in another language or direction than the page says so, and what must not
 * turn around stands in a <bdi> [xhtml-2]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_XHTML_H
#define GUIDE_XHTML_H

#include "base/buf.h"
#include "guide/checked.h"

/* A picture as a book shows it; its words come from the unit. */
struct xhtml_picture { str address; unsigned width, height; };

/* What only the maker of the book knows. */
struct xhtml_links {
	/* Writes where a link leads; false: nowhere here, words only. */
	bool (*address)(const struct xhtml_links *links,
		const struct slot *slot, struct buf *out);
	/* Something leads to that unit: it needs its id. */
	bool (*is_target)(const struct xhtml_links *links,
		const struct unit *unit);
	/* The picture of a unit; false: its words stand alone. */
	bool (*picture)(const struct xhtml_links *links,
		const struct unit *unit, struct xhtml_picture *ret_picture);
};

/* A run of units as one page. */
struct xhtml_run {
	const struct checked *checked;
	size_t first, end;             /* units: first <= … < end */
	str prefix;                    /* of ids: guides share a page */
	unsigned heading_base;         /* a section of level 1 becomes h(base+1) */
	const struct xhtml_links *links;
};

/* From <?xml to the open <body>. `title` is plain, the style is
 * beside it. The names of EPUB's own attributes are known where `is_nav`. */
void xhtml_head(struct buf *out, const struct tongue *tongue, str title,
	bool is_nav);
/* The units of the run. */
void xhtml_units(struct buf *out, const struct xhtml_run *run);
void xhtml_tail(struct buf *out);

/* Text and attribute values, escaped; what XML does not have becomes U+FFFD. */
void xhtml_text(struct buf *out, str s);
void xhtml_attr(struct buf *out, str s);
/* The attributes of language and direction, with a blank before each. */
void xhtml_tongue(struct buf *out, const struct tongue *tongue);
/* Words of ours as tr() gave them for the frame of that tongue, in an element
 * of that name; marked as English where the frame has no such language. A
 * {hole} is filled with `value`, isolated. */
void xhtml_frame(struct buf *out, const struct tongue *tongue,
	const char *element, str words, str value);
/* The spans of a unit, inline; NULL links: no link is one. Of all cells, or
 * with a bar between them. */
void xhtml_spans(struct buf *out, const struct span_list *spans,
	const struct xhtml_links *links);

#endif
