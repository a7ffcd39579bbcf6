/* The bytes of a Markdown file as md4c of Debian 12 understands them: it wants
 * three signs a column under the head of a table (`|-|-|` would be text), and
 * takes a footnote for the address of a link, so that its words are gone. Lines
 * end with LF, and each keeps its number [markdown_source-1]. Pure; any UTF-8.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_MARKDOWN_SOURCE_H
#define GUIDE_MARKDOWN_SOURCE_H

#include "guide/exchange.h"

enum { MARKDOWN_SOURCE_TIMES = 3 /* at most so much longer */ };

/* `bytes` into `out`; `line` is the number of their first line. Footnotes and
 * the marks of two versions are remarks. */
void markdown_source(struct buf *out, str bytes, str file, size_t line,
	struct exchange *exchange);
/* In which line of a file with any ends of lines the byte at `at` stands. */
size_t markdown_line_of(str bytes, size_t at);

#endif
