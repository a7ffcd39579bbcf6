/* Kurmanji in Latin letters to Badini in Arabic letters, for interface texts:
 * our own table, tested, and overridable entry by entry in po/kmr-Arab.po.
 * What stands in {braces} and what is plainly not a word (addresses, numbers)
 * stays as it is. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_TRANSLITERATE_H
#define TEXT_TRANSLITERATE_H

#include "base/buf.h"

/* Appends `latin` in Arabic letters. */
void transliterate(struct buf *out, str latin);

#endif
