/* What the files of the EPUB writer share (epub.h), and nobody else: the plan
 * of a book, made before anything is written.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_EPUB_ROOM_H
#define GUIDE_EPUB_ROOM_H

#include "guide/epub.h"
#include "guide/xhtml.h"

/* A file of the book: a run of units of one guide. */
struct chapter {
	const struct checked *checked;
	size_t first, end;
	bool is_first, is_last;    /* of its guide */
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
	struct shown_list LIST_OF(struct shown_picture) pictures;
};

/* epub_plan.c */
void epub_plan_make(struct arena *arena, const struct epub_book *book,
	struct epub_plan *ret_plan);
/* "c001.xhtml", of chapter 0. */
str epub_chapter_file(struct arena *arena, size_t chapter);
/* The chapter that holds this unit, or the first of the guide when `unit` is
 * NULL; SIZE_MAX: not in this book. */
size_t epub_chapter_find(const struct epub_plan *plan, unsigned guide,
	const struct unit *unit);
/* "Page 12", or what it is called. */
str epub_title(struct arena *arena, const struct edition *edition,
	const struct checked *checked);

/* epub_package.c: the three files that say what the book is. */
void epub_container_write(struct buf *out);
void epub_package_write(const struct epub_plan *plan, struct buf *out);
void epub_nav_write(const struct epub_plan *plan, struct buf *out);

#endif
