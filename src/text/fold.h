/* The two keys of search. The strict key is the same for one word typed on any
 * keyboard; the loose key is what a hurried reader would call the same. Both
 * are for finding only: what is displayed is always the text as it was written
 * [fold-key-1]. Folding a key again changes nothing [fold-key-2]. Any bytes may
 * come in: what is no UTF-8 is carried along as it is [fold-key-3]. Identify
 * the language first (lang.h): the loose key destroys what it is told by.
 * Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/buf.h"
#include "text/tag.h"

enum fold_key { FOLD_STRICT, FOLD_LOOSE, FOLD_KEY_COUNT };

/* Appends the key of `text`. `lang` decides what a teh marbuta or a final heh
 * is; TEXT_UND takes the rules of Arabic. What separates words stays. */
void fold_put(struct buf *out, enum fold_key key, enum text_lang lang,
	str text);

#endif
