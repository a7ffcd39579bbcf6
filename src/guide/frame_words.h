/* Words of the frame of printed pages and cards as spans: a text of po/ with
 * its holes filled, each filling by itself so that a date or a number stays as
 * it is in every direction. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_FRAME_WORDS_H
#define GUIDE_FRAME_WORDS_H

#include "guide/edition.h"

struct filling { str hole, value; };

/* `text` is already in the language; of `fillings` the first with the name of
 * a hole stands for it. */
struct span_list frame_words(struct arena *arena, str text,
	const struct filling *fillings, size_t count);
/* More words behind it, with a dot between. */
void frame_words_add(struct arena *arena, struct span_list *words,
	struct span_list more);

/* "Release 4, 25.11.2026", and until when it may be trusted (empty: always),
 * in the language of that locale. */
struct span_list frame_release(struct arena *arena,
	const struct edition *edition, enum locale locale);
struct span_list frame_expiry(struct arena *arena,
	const struct edition *edition, enum locale locale);
/* "To be checked again by 24.5.2027"; empty: nobody has said when. */
struct span_list frame_check_again(struct arena *arena,
	const struct checked *checked);

#endif
