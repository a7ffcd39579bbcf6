/* The pictures of guides for whoever makes an output: originals are read from
 * the library's folder and made small (image.h); what was made is kept for the
 * next language and the next form, by what the original's bytes are, so it is
 * never older than they [gallery-1]. A name is a plain file name and leads out of
 * no folder [gallery-2]. What an output calls a picture is the guide's number and
 * the unit's id: an original may be called after a place or a person
 * [gallery-3]. A disk that fails is not a picture that is missing: who builds
 * asks for it and builds nothing [gallery-4].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_GALLERY_H
#define GUIDE_GALLERY_H

#include "guide/epub.h"
#include "guide/guide_parts.h"

enum {
	GALLERY_KEPT = 48,          /* of the last guides; 2 MB */
	GALLERY_NAME_BYTES_MAX = 64
};

/* The picture of a slot of that guide. The bytes are kept by the arena. NULL,
 * or why it cannot be shown, as a fixed sentence. */
const char *gallery_get(struct arena *arena, const struct edition *edition,
	const struct checked *checked, str name, struct image_set *ret_set)
	MUST_USE;
/* What others may have of it (image_public). */
const char *gallery_public(struct arena *arena, const struct edition *edition,
	const struct checked *checked, str name, str *ret_bytes) MUST_USE;
/* Why an original could not be read though it is there, since it was last
 * asked; NULL: none failed. */
const err *gallery_failed(void) MUST_USE;
/* Forgets all that was made: a build is over. */
void gallery_forget(void);

/* Who asks: `of` of the finders below, and what a book is given. */
struct gallery_job {
	struct epub_pictures pictures;  /* first: what is handed on */
	struct arena *arena;
	const struct edition *edition;
	const struct checked *checked;
};
struct gallery_job gallery_job(struct arena *arena,
	const struct edition *edition, const struct checked *checked);

/* The small picture inside the page (guide_picture_find). */
struct guide_picture gallery_inside(void *of, const struct slot *slot);
/* The picture beside the page, in the site's own folder. */
struct guide_picture gallery_beside(void *of, const struct slot *slot);

/* The files beside the pages: each picture that says something, and once more
 * where the original is wider. One that cannot be shown counts as one. */
size_t gallery_files(const struct gallery_job *job);
/* "-UNIT-360.png": what stands behind the guide's number. */
void gallery_file_name(const struct gallery_job *job, size_t number,
	struct buf *out);
const char *gallery_file(const struct gallery_job *job, size_t number,
	struct buf *out) MUST_USE;

#endif
