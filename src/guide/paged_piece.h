/* A very long paragraph in pieces. Pango reckons the width of all that is left
 * of a paragraph at each of its lines: 1 MB of letters without a space took 19 s
 * in pieces of 8 KiB, 7 s (804 pages) in these. Owns nothing.
 *
 * [paged_piece-1] all pieces one after the other are the words, to the byte; a
 *                 letter is never divided, and a word only where it alone is
 *                 longer than a piece
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_PAGED_PIECE_H
#define GUIDE_PAGED_PIECE_H

#include "base/mem.h"
#include "guide/ink_text.h"

/* More than a page of text: only what nobody reads as one paragraph is cut. */
enum { PAGED_PIECE_BYTES = 4096 };

/* What is left of a paragraph. */
struct paged_rest {
	const struct tongue *tongue;
	struct span *spans; /* ours: the first loses what was taken of it */
	size_t span_count;
};

/* Kept by the arena; texts stay where they are. */
struct paged_rest paged_rest_of(struct arena *arena, struct ink_words words);
/* Takes the next piece off it; false: nothing is left. Kept by the arena. */
bool paged_piece_next(struct arena *arena, struct paged_rest *rest,
	struct ink_words *ret_piece);

#endif
