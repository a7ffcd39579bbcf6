/* What the files of the EPUB writer share (epub.h), and nobody else: the plan
 * of a book, made before anything is written.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_EPUB_ROOM_H
#define GUIDE_EPUB_ROOM_H

#include "guide/epub.h"
#include "guide/xhtml.h"

/* A run of units of one guide, in one file of the book. */
struct chapter {
	const struct checked *checked;
	size_t first, end;
	bool is_first, is_last;    /* of its guide */
	size_t file;               /* from 0; never falls from one to the next */
};

/* A picture that some chapter shows. */
struct shown_picture {
	unsigned guide;
	str name;                  /* as in the slot */
	str file;                  /* as in the book */
	struct image image;
};

struct epub_plan {
	struct arena *arena;
	const struct epub_book *book;
	const struct tongue *tongue;
	str title;                 /* of the book */
	struct chapter_list LIST_OF(struct chapter) chapters;
	size_t file_count;
	size_t file_bytes;         /* of words in the last one so far */
	struct shown_list LIST_OF(struct shown_picture) pictures;
	struct LIST_OF(const struct unit *) targets; /* of links */
};

/* epub_plan.c */
void epub_plan_make(struct arena *arena, const struct epub_book *book,
	struct epub_plan *ret_plan);
/* "c0001.xhtml", of file 0. */
str epub_file_name(struct arena *arena, size_t file);
/* What its ids begin with: "g3-". */
str epub_prefix(struct arena *arena, const struct checked *checked);
/* The chapter that holds this unit, or the first of the guide when `unit` is
 * NULL; SIZE_MAX: not in this book. */
size_t epub_chapter_find(const struct epub_plan *plan, unsigned guide,
	const struct unit *unit);
/* The unit of that id, or NULL. */
const struct unit *epub_unit(const struct checked *checked, str id_text);
/* "Page 12", or what it is called. */
str epub_title(struct arena *arena, const struct edition *edition,
	const struct checked *checked);

/* epub_package.c: the three files that say what the book is. */
void epub_container_write(struct buf *out);
void epub_package_write(const struct epub_plan *plan, struct buf *out);
void epub_nav_write(const struct epub_plan *plan, struct buf *out);

#endif
