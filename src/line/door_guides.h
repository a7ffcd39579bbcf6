/* The pages of guides, and the files that can be taken along. Keeps nothing;
 * everything stands on the shelf.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_DOOR_GUIDES_H
#define LINE_DOOR_GUIDES_H

#include "line/door_pages.h"

void door_guides_list(struct door_asked *asked);
void door_guides_releases(struct door_asked *asked);
void door_guides_elsewhere(struct door_asked *asked);
/* "guides/12"; false: there is none. */
bool door_guides_one(struct door_asked *asked, const struct door_path *path)
	MUST_USE;
/* A file of the release, asked for by its path; false: there is none. */
bool door_guides_file(struct door *door, struct exchange *x) MUST_USE;

/* The onion's address as a square code; false: there is none. */
bool door_guides_code(struct door *door, struct exchange *x,
	const struct door_path *path) MUST_USE;

#endif
