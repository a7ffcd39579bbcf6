/* What changed between two texts, word by word: the pieces of both in reading
 * order, each the same, gone, or new. Marks and blanks between words belong to
 * the word before them. Pure; any bytes.
 *
 * [word_change-1] the pieces that are the same or gone are the old text, those
 *                 that are the same or new are the new one
 * [word_change-2] the work is bounded: of texts too long to compare, what lies
 *                 between their equal ends is gone and new as a whole
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_WORD_CHANGE_H
#define TEXT_WORD_CHANGE_H

#include "base/list.h"
#include "base/str.h"

/* Words of one text times words of the other: a page against a page. */
enum { WORD_CHANGE_WORK_MAX = 1 << 20 };

enum word_change_kind { WORDS_SAME, WORDS_GONE, WORDS_NEW,
	WORDS_KIND_COUNT };
struct word_change { enum word_change_kind kind; str text; };
struct word_changes LIST_OF(struct word_change);

/* Kept by the arena; the pieces point into the texts. */
void word_change(struct arena *arena, str old, str new,
	struct word_changes *ret_changes);

#endif
