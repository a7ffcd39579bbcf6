/* The guides and stories, rendered once at start: the release in force
 * (published.h). Built by the parent before the roles are forked; the door only
 * reads it.
 *
 * [shelf-1] kmr-Arab without a folder of its own is the kmr guide in Arabic
 *           letters
 * [shelf-2] a story is here only while the yes to it holds, an invented one only
 *           in the demonstration; one that was taken back is the page that says so
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_SHELF_H
#define LINE_SHELF_H

#include "base/err.h"
#include "guide/guide_library.h"
#include "line/published.h"
#include "page/guide_view.h"

struct shelf_guide {
	unsigned number;        /* of its page: a story's is behind all guides */
	str title;
	bool is_story, is_draft, is_withdrawn;
	struct html body;       /* with its own first heading */
};

struct shelf {
	struct arena *arena;
	struct { struct shelf_guide *at; size_t count, room; }
		guides[LOCALE_COUNT];
	struct guide_library library;  /* of the release; its folder is gone */
	struct published published;    /* what is in force, and its files */
	struct { struct guide_file *at; size_t count, room; }
		whole[LOCALE_COUNT];   /* files of all guides of a language */
	str code;               /* the onion's address for cameras: a PNG;
				 * empty: none */
	unsigned code_side;     /* its pixels */
};

/* The release in force below the folder of the line; none gives an empty
 * shelf. `demonstration`: of an invented organisation. */
const err *shelf_open(struct shelf *ret_shelf, const char *line,
	bool demonstration) MUST_USE;
void shelf_close(struct shelf *shelf);
/* The guide or story of that page in that locale, or NULL. */
const struct shelf_guide *shelf_find(const struct shelf *shelf, enum locale locale,
	unsigned number);
/* Whether a file of the release may be taken away: not its library, nor the
 * pages of its site; the pictures beside those are. */
bool shelf_has_file(const struct shelf *shelf, str path);

/* -- shelf_picture.c ------------------------------------------------------ */

/* Where to look for the pictures of one guide. */
struct shelf_pictures {
	struct arena *arena;
	const struct manifest *manifest;
	const struct checked *checked;
};
/* A guide_picture_find; `of` is a struct shelf_pictures. A page at
 * /LANG/guides/N finds it at /LANG/pictures/…. */
struct guide_picture shelf_picture(void *of, const struct slot *slot);

#endif
