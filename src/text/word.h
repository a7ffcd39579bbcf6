/* Where the words and the sentences of a text are. A word keeps its vowel
 * marks and joiners (ZWNJ); a number is a word; a picture (emoji) is a word of
 * its own. Offsets are bytes of the text as it was written, so a place that was
 * found can be shown [word-1]. What is no UTF-8 ends a word [word-2]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_WORD_H
#define TEXT_WORD_H

#include "base/str.h"

enum word_kind { WORD_LETTERS, WORD_NUMBER, WORD_PICTURE };

struct word {
	size_t at, len;  /* bytes */
	enum word_kind kind;
};

/* The first word at or after `*at`, which moves behind it. Begin with 0. */
bool word_next(str text, size_t *at, struct word *ret_word) MUST_USE;

#endif
