/* What the files of the bindery share: bindery.c goes through a build into a
 * folder, bindery_bind.c through one in memory; bindery_open.c reads what is
 * built, bindery_plan.c finds what changed, bindery_guide.c makes the files of
 * one guide (bindery_media.c its pictures and recordings, bindery_story.c what
 * of a story), bindery_book.c one book of all, bindery_site.c the pages around
 * them, bindery_manifest.c the list of all; bindery_put.c puts files into the
 * new folder.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_BINDERY_ROOM_H
#define GUIDE_BINDERY_ROOM_H

#include "guide/bindery.h"
#include "guide/bindery_record.h"
#include "guide/guide_library.h"

/* A guide in a language that will be in the release. */
struct bound {
	struct checked checked;
	size_t guide;          /* index in now.guides */
	const struct guide *source;
};

struct bindery {
	const struct bindery_wish *wish;
	const struct bindery_ear *ear;
	struct bindery_shelf *shelf; /* NULL: into the new folder */
	struct arena *arena;   /* for the whole build */
	struct arena *job;     /* for one file */
	struct guide_library library;
	struct edition edition;
	str fresh;             /* the folder that is being made */
	struct record before, now;
	int64_t before_ns;     /* when the record was written; 0: there is none */
	struct record_file *old; /* of `before`, sorted by path */
	size_t old_count;
	bool dirty[PAGE_NUMBER_MAX + 1]; /* guides that must be made */
	struct LIST_OF(struct bound) bound;
	struct LIST_OF(struct site_title) titles;
	struct site_map map;
	struct LIST_OF(str) said; /* of no guide */
	char folder[256];      /* the last one made, inside the new folder */
	struct bindery_sum sum;
	size_t steps, step;
};

/* -- bindery_put.c -------------------------------------------------------- */
/* "FOLDER/PATH" as the system wants it; kept until the next file. */
const char *bindery_path(struct bindery *b, str folder, str path);
/* The file of that path as it was, still untouched; or NULL. */
const struct record_file *bindery_old(struct bindery *b, str path);
/* Puts a file into the new folder and notes it; links the old one when it has
 * the same bytes [bindery-3]. `path` is copied. */
const err *bindery_put(struct bindery *b, struct record_file_list *list,
	str path, str bytes) MUST_USE;
/* Writes a file, and reads one that was written: in the new folder, or on the
 * shelf. */
const err *bindery_write(struct bindery *b, str path, str bytes) MUST_USE;
const err *bindery_read(struct bindery *b, str path, struct buf *out) MUST_USE;
/* The old one again, unread. */
const err *bindery_keep(struct bindery *b, struct record_file_list *list,
	const struct record_file *old) MUST_USE;
bool bindery_wants(const struct bindery *b, str form);
/* Kept until all is built; `guide` may be NULL. */
void bindery_say(struct bindery *b, struct record_guide *guide, str line);

/* -- bindery_plan.c ------------------------------------------------------- */
/* What is there, what was read before, what must be made. */
const err *bindery_plan(struct bindery *b) MUST_USE;
/* The titles of all guides; false: there are other guides or languages than
 * before, so that every guide must be made. */
bool bindery_map(struct bindery *b);

/* -- bindery_guide.c ------------------------------------------------------ */
/* Every language of the guides that were read, or why not. */
void bindery_check(struct bindery *b);
const err *bindery_guide(struct bindery *b, const struct bound *bound)
	MUST_USE;
/* What is public of the library itself, of one guide. */
const err *bindery_copy(struct bindery *b, const struct bound *bound)
	MUST_USE;

/* -- bindery_media.c ------------------------------------------------------ */
/* What is public of a guide's pictures and recordings. */
const err *bindery_media(struct bindery *b, const struct bound *bound)
	MUST_USE;

/* -- bindery_open.c ------------------------------------------------------- */
/* Refuses a folder that holds something no build has made [bindery-4]. */
const err *bindery_out_check(struct bindery *b) MUST_USE;
/* The library with the guides that `filter` wants, and the edition. */
const err *bindery_open(struct bindery *b, const struct guide_filter *filter)
	MUST_USE;
/* What the release of the open library says of itself. */
const err *bindery_edition(struct bindery *b) MUST_USE;
/* Who must have signed has, of the guides that were read; the others stood
 * before it already [bindery-5]. */
const err *bindery_gate(struct bindery *b) MUST_USE;
/* Reads what changed; when a guide or a language has come or gone, reads all:
 * links lead there. */
const err *bindery_guides_open(struct bindery *b) MUST_USE;

/* -- bindery.c ------------------------------------------------------------ */
/* Its two arenas, closed by whoever began the build. */
void bindery_arenas_open(struct bindery *b);
/* The files of every guide: made, or kept as they were. */
const err *bindery_guides_make(struct bindery *b) MUST_USE;
/* What is to be said, in the order of the guides. */
void bindery_say_all(struct bindery *b);

/* -- bindery_manifest.c --------------------------------------------------- */
/* The list of all files that were put, signed when there is a key. */
const err *bindery_manifest(struct bindery *b) MUST_USE;

/* -- bindery_book.c ------------------------------------------------------- */
/* One e-book of all guides a language, where there are two or more. */
const err *bindery_books(struct bindery *b) MUST_USE;
str bindery_book_path(struct arena *arena, const struct tongue *tongue);

/* -- bindery_story.c ------------------------------------------------------ */
/* A story in a language, or the page that says it was taken back; false: why
 * it is not published (doc/voices.md). */
bool bindery_story(struct bindery *b, const struct guide *story, size_t tongue,
	struct checked *ret_checked, str *ret_why) MUST_USE;
/* Stories that are there in one language only, which is not their source's: from
 * here on it is (voice_alone.h). */
void bindery_stories_alone(struct bindery *b);
/* What is public of a story: all of it, or only that it was taken back. Made
 * of a copy that may be changed. */
const err *bindery_story_public(struct bindery *b, struct guide *copy)
	MUST_USE;
/* The file `voice` as the public may have it. */
const err *bindery_voice_public(struct bindery *b, const struct guide *story,
	struct buf *out) MUST_USE;

/* -- bindery_site.c ------------------------------------------------------- */
const err *bindery_all(struct bindery *b) MUST_USE;
const err *bindery_site(struct bindery *b) MUST_USE;

#endif
