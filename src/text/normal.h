/* The slow way of folding (fold.c), and what Unicode says of one point: NFKC
 * with full case folding, done point by point so that what no key holds (vowel
 * marks, tatweel, what is invisible, with `plain` every accent) is gone before
 * the rest is composed. So composing again finds nothing new [normal-1]. Also
 * unites what keyboards write for one apostrophe, hyphen, digit or i. Any
 * number of marks on one letter costs the same: NORMAL_MARKS_MAX are kept
 * [normal-2]. Owns ICU's tables of characters. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_NORMAL_H
#define TEXT_NORMAL_H

#include "base/buf.h"

/* As in Unicode's Stream-Safe Text Format: no language stacks more. */
enum { NORMAL_MARKS_MAX = 30 };

/* Appends `text`, which is well-formed UTF-8. */
void normal_put(struct buf *out, str text, bool plain);
/* The text is in normal form C: no letter stands as two where it has one of its
 * own. What is no UTF-8 is not. */
bool normal_is_composed(str text);
/* Appends `text`, which is well-formed UTF-8, in Unicode's form NFC. */
void normal_compose(struct buf *out, str text);
/* The same, kept by the arena. */
str normal_composed(struct arena *arena, str text);
/* The point may change when something stands before it. */
bool normal_joins(uint32_t point);
bool normal_is_letter(uint32_t point);
/* Stands on or inside a letter: accents, vowel marks, joiners, tatweel. */
bool normal_is_mark(uint32_t point);
/* A picture of its own (emoji), not a sign of text such as (c). */
bool normal_is_picture(uint32_t point);

#endif
