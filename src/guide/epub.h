/* A book for e-readers: one guide, or a library in one language, as EPUB 3
 * (and so what older readers of EPUB 3.0 open too). It reads aloud, grows and
 * turns with the reader's settings; its direction is the language's.
 *
 * [epub-1] the same guides and edition give the same bytes; the day in it is
 *          the release's, its identifier is made of the library's name, the
 *          guides' numbers and the language, and outlives releases
 * [epub-2] it holds no name but the library's, no version of a program, no
 *          path of this computer; in the quiet edition its title is a number
 * [epub-3] a guide that is withdrawn is one page that says so
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_EPUB_H
#define GUIDE_EPUB_H

#include "base/err.h"
#include "guide/edition.h"
#include "guide/image.h"

enum {
	/* Of words in one file. A longer guide is divided at its sections, since
	 * some readers lay out a whole file before they show its first page;
	 * short ones share a file, since together they pack a third smaller. */
	EPUB_FILE_BYTES = 24 * 1024,
	EPUB_BYTES_MAX = 64 << 20
};

/* Who has the pictures of guides; false: this one cannot be shown. The bytes
 * must stay until the book is written. */
struct epub_pictures {
	bool (*get)(const struct epub_pictures *pictures, unsigned guide,
		str name, struct image *ret_image);
};

struct epub_book {
	const struct edition *edition;
	const struct checked *const *guides; /* in order; one language */
	size_t guide_count;                  /* at least one */
	const struct epub_pictures *pictures; /* NULL: words only */
};

/* Appends the whole file. `out` needs a cap that fits (EPUB_BYTES_MAX). */
const err *epub_write(struct arena *arena, const struct epub_book *book,
	struct buf *out) MUST_USE;

#endif
