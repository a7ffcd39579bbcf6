/* Markdown of guides to HTML: headings, paragraphs, lists, quotes, emphasis,
 * code, and links to https or to our own pages. Nothing else comes through.
 * Pure.
 *
 * [markdown-1] no raw HTML and no image: their text is shown as text
 * [markdown-2] a link whose address html_url would refuse is shown as its
 *              words only
 * [markdown-3] whatever comes in, what goes out is well-nested HTML
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_MARKDOWN_H
#define TEXT_MARKDOWN_H

#include "text/html.h"

enum {
	MARKDOWN_BYTES_MAX = 256 * 1024, /* a guide is one long page at most */
};

struct markdown {
	str title;         /* the words of the first heading of level 1 */
	struct html body;  /* that heading stays; later ones of level 1 sink */
};

/* Kept by the arena. False when `text` is not UTF-8 or too long. */
bool markdown_read(struct arena *arena, str text, struct markdown *ret)
	MUST_USE;

#endif
