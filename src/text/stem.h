/* Light stems for the index: a few endings and beginnings taken off a word by
 * our own lists, so that a search finds its everyday forms. Never for display,
 * never for the word bank, whose terms are protected from it by whoever calls.
 * A stem is never empty, and the stem of a stem need not be itself. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_STEM_H
#define TEXT_STEM_H

#include "base/buf.h"
#include "text/tag.h"

/* Appends the stem of one word, which is a loose key (fold.h). A language we
 * have no lists for: the word itself. */
void stem_put(struct buf *out, enum text_lang lang, str loose_word);

#endif
