/* A checked guide as the parts of a page (page/guide_view.h): lists and tables
 * opened and closed, links resolved, spans balanced. Decides what the templates
 * only show. Pure.
 *
 * [guide_parts-1] every list, table and group that begins ends, in order
 * [guide_parts-2] a link leads to a page that is there, or is no link
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_GUIDE_PARTS_H
#define GUIDE_GUIDE_PARTS_H

#include "guide/edition.h"
#include "page/guide_view.h"

/* A guide in a language that is in this release. */
struct site_title {
	unsigned number;
	const struct tongue *tongue;
	str title;
	bool is_draft, is_withdrawn;
};

/* All of them, by number, then in the order of the table of languages; and
 * what links of the pages can lead to. */
struct site_map {
	const struct site_title *titles;
	size_t title_count;
	const struct tongue *source; /* guides are written in */
};

/* The row of that guide in that language, or NULL. */
const struct site_title *site_map_find(const struct site_map *map,
	unsigned number, const struct tongue *tongue);

/* Where the picture of a slot can be had, by whoever makes the page. */
typedef struct guide_picture guide_picture_find(void *of,
	const struct slot *slot);

struct parts_wish {
	const struct site_map *map;  /* NULL: leads to no other page of ours */
	guide_picture_find *picture; /* NULL: no pictures */
	void *of;                    /* handed to `picture` */
};

/* Title, parts and state; the rest of the page stays as it is. */
void guide_parts_make(struct arena *arena, const struct checked *checked,
	const struct parts_wish *wish, struct guide_page *ret_page);

#endif
