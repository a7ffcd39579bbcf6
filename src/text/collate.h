/* The order of words in a list, by the alphabet of the reader's language: the
 * two Kurdish ones are our own rules, for no library has them; the others are
 * Unicode's. The same text gives the same key on every call, and two texts
 * only when they are the same bytes [collate-1]. Any bytes may come in; what is
 * no UTF-8 sorts as one unknown sign. Owns ICU's collators. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_COLLATE_H
#define TEXT_COLLATE_H

#include "base/buf.h"
#include "text/tag.h"

/* Points of a text that order it; where two begin alike for so long, their
 * bytes do. */
enum { COLLATE_POINTS_MAX = 512 };

/* Appends a key whose bytes compare (str_compare) as the texts do in the
 * alphabet of `lang`; TEXT_UND takes that of English. */
void collate_put(struct buf *out, enum text_lang lang, str text);
/* Below 0, 0, above 0: as the keys. */
int collate_compare(enum text_lang lang, str a, str b);

#endif
