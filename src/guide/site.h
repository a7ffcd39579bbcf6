/* The site: a page for each guide and language, a list for each language,
 * where else, about, and a first page to choose a language. Every link leads to
 * a path relative to its page, so the folder works on any host, from a memory
 * card, and by itself. No script, no SVG, no font, nothing from another host.
 *
 * [site-1] a page says its release, and until when it may be trusted
 * [site-2] in the quiet edition no title says more than a number
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_SITE_H
#define GUIDE_SITE_H

#include "guide/guide_parts.h"

/* Numbers of the pages that are no guide: behind the last guide's. */
enum { SITE_LIST_NUMBER = 1000, SITE_PLACES_NUMBER, SITE_ABOUT_NUMBER };

struct site {
	struct arena *arena;           /* the page's own */
	const struct edition *edition;
	const struct site_map *map;
	const struct tongue *tongue;   /* of the page */
};

void site_guide_write(const struct site *site, const struct checked *checked,
	const struct guide_file *files, size_t file_count, struct buf *out);
/* The same without its frame: for a page that has one of its own, and knows
 * where files and pictures can be had there. */
struct site_beside {
	const struct guide_file *files;
	size_t file_count;
	guide_picture_find *picture;
	void *of;                  /* handed to `picture` */
};
void site_main_write(const struct site *site, const struct checked *checked,
	const struct site_beside *beside, struct buf *out);
/* Where else the guides are: the line first, then the copies. */
struct guide_place *site_places(struct arena *arena,
	const struct edition *edition, size_t *ret_count);
void site_index_write(const struct site *site,
	const struct guide_file *files, size_t file_count, struct buf *out);
void site_places_write(const struct site *site, struct buf *out);
void site_about_write(const struct site *site, struct buf *out);
/* The first page, above the languages. */
void site_start_write(const struct site *site, struct buf *out);

/* One guide as one file with everything in it, that leads to no other file. */
void site_single_write(const struct site *site,
	const struct checked *checked, guide_picture_find *picture, void *of,
	struct buf *out);

#endif
