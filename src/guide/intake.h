/* Guides made from Markdown files: files that are the same guide in several
 * languages become one, the source's structure with the others' words. Every
 * place where a translation has drifted is a remark in its own file [intake-1];
 * what is not paired is listed and left out, never guessed [intake-2]. Pure:
 * who reads the files gives the bytes.
 *
 * [intake-3] what comes out can be written and read again: guide_write takes
 *            every guide, and each language has words its units accept
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_INTAKE_H
#define GUIDE_INTAKE_H

#include "guide/markdown_units.h"

enum {
	INTAKE_UNITS_MAX = 100000, /* of all guides: what a library may hold */
	INTAKE_COMPARED_MAX = 32 << 20 /* pairs of units weighed in one go */
};

/* One file that could be read. */
struct intake_page {
	str path, key;
	const struct tongue *tongue;
	struct leaf_page page;
	unsigned number;             /* of its guide; 0: it becomes none */
};

struct intake {
	struct arena *arena;         /* of pages */
	struct exchange *exchange;
	const struct tongue *source;
	enum words_missing missing;  /* of what is not paired */
	unsigned next_number;
	struct intake_pages LIST_OF(struct intake_page) pages;
	const struct intake_page **by_path; /* all of them, once grouped */
	size_t unit_count, compared;
	/* A picture of that path can be taken along: "png" or "jpg" by what
	 * it is, empty when it cannot. NULL: none can. */
	str (*picture_kind)(void *context, str path);
	/* Numbers of guides that are there already, for the pages of the source
	 * that they were made from; all pages are there, by key. Or NULL. */
	void (*numbers_find)(void *context, struct intake *intake);
	void *context;
};

/* A picture that goes along, under its new name. */
struct intake_picture { str path, name; };

struct intake_guide {
	struct guide guide;
	struct intake_picture_list LIST_OF(struct intake_picture) pictures;
};

/* Reads one file. False when it is refused. */
bool intake_page_add(struct intake *intake, str path, str key,
	const struct tongue *tongue, str bytes);
/* All files are there: which of them are guides, and their numbers. Returns
 * how many. */
size_t intake_group(struct intake *intake);
/* The one page is a language of a guide that is there already: its links are
 * read, it gets no number. */
void intake_alone(struct intake *intake);
/* The guide of that number, and remarks about its languages. False when it is
 * refused. Kept by the arena. */
bool intake_make(struct intake *intake, struct arena *arena, unsigned number,
	struct intake_guide *ret_guide) MUST_USE;

/* For intake_links.c: where the links of a page lead, as slots can say it;
 * others become words, with a remark. */
void intake_links(struct intake *intake, struct intake_page *page);
/* Links to a heading of the same page become `unit:ID`, with the leaves' ids. */
void intake_anchors(struct arena *arena, struct leaf_page *page);

#endif
