/* The guides, rendered once at start: `FOLDER/<locale>/<number>.md`. Built by
 * the parent before the roles are forked; the door only reads it.
 *
 * [shelf-1] kmr-Arab without a folder of its own is the kmr guide in Arabic
 *           letters
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_SHELF_H
#define LINE_SHELF_H

#include "base/err.h"
#include "page/locale.h"
#include "text/markdown.h"

enum { SHELF_GUIDES_MAX = 99 };

struct guide {
	unsigned number;
	str title;
	struct html body;
};

struct shelf {
	struct arena *arena;
	struct { struct guide *at; size_t count, room; } guides[LOCALE_COUNT];
};

/* Reads and renders the folder; NULL gives an empty shelf. A file that cannot
 * be rendered is refused, and the text says which locale and number. */
const err *shelf_open(struct shelf *ret_shelf, const char *folder) MUST_USE;
void shelf_close(struct shelf *shelf);
/* The guide of that number in that locale, or NULL. */
const struct guide *shelf_find(const struct shelf *shelf, enum locale locale,
	unsigned number);

#endif
