/* What the headings of a file are in a guide: one is the title, the others
 * sections of three levels, never more than one deeper than the one before;
 * and what `#…` calls them. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_LEAF_LEVEL_H
#define GUIDE_LEAF_LEVEL_H

#include "guide/markdown_units.h"

/* Puts the title in front and sets the levels. `title` is the front matter's,
 * or empty. */
void leaf_levels(struct arena *arena, struct leaf_page *page, str title,
	struct exchange *exchange);
/* A heading as an anchor: small letters, signs left out, blanks as "-". */
str leaf_slug(struct arena *arena, str plain);

#endif
