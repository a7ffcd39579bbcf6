/* HTML out of bytes: one escaper for each place a value can stand, and the
 * types of HTML and CSS that are ready. tool/tmplc chooses the escaper from
 * the place; nobody escapes by hand. Pure.
 *
 * [html-1] what an escaper wrote never ends the place it stands in
 * [html-2] an address leads to a path of ours, a fragment, an https host or an
 *          onion host; every other one becomes "#"
 * [html-3] a path segment is never empty and never dots only, so "/" and a
 *          segment cannot make "//host"; "-" stands instead
 * [html-4] the text content of html_prose is exactly what went in
 * [html-5] bytes that are not UTF-8 and control bytes become U+FFFD
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_HTML_H
#define TEXT_HTML_H

#include "base/buf.h"

/* Ready HTML and ready CSS are other types than str, so that nothing is
 * escaped twice and nothing is forgotten. Only src/text makes a struct html,
 * only tool/embed a struct css. */
struct html { str bytes; };
struct css { str bytes; };

/* Between tags, and inside <title> and <textarea>. */
void html_text(struct buf *out, str s);
/* Inside a quoted attribute value. */
void html_attr(struct buf *out, str s);
/* The whole value of href, src or action [html-2]. */
void html_url(struct buf *out, str s);
/* One segment of a path of ours, percent-encoded [html-3]. */
void html_path(struct buf *out, str s);
/* Segments divided by '/', each as above; empty stays empty. */
void html_path_list(struct buf *out, str s);
/* A value behind '?', percent-encoded. */
void html_query(struct buf *out, str s);

/* The bytes of a picture that stands in the page itself. */
void html_base64(struct buf *out, str bytes);

/* Whether html_url would write `s` as an address. */
bool html_url_is_allowed(str s);

/* What a person wrote: a block a line, each in its own direction, for a
 * parent with `white-space: pre-wrap` [html-4]. Kept by the arena. */
struct html html_prose(struct arena *arena, str s);
/* The same with marks: places in order, apart, each inside `s`. */
struct html_mark { size_t at, len; };
struct html html_prose_marked(struct arena *arena, str s,
	const struct html_mark *marks, size_t count);
/* Markup built with the escapers above; for the Markdown writer alone. */
struct html html_ready(str bytes);

#endif
