/* UTF-8, strictly (RFC 3629: no overlong form, no surrogate, at most
 * U+10FFFF). Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buf.h"

/* All of `s` is well-formed. */
bool utf8_is_valid(str s);
/* Takes one code point off the front. False at the end or at a bad byte;
 * then `rest` has not moved. */
bool utf8_next(str *rest, uint32_t *ret_point);
/* Appends one code point. */
void utf8_put(struct buf *out, uint32_t point);
/* Number of code points; bad bytes count as one each. */
size_t utf8_count(str s);
/* The longest start of `s` of at most `bytes` that ends between points. */
str utf8_first(str s, size_t bytes);

#endif
