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
 * then `rest` has not moved. Latin letters and those of Arabic script, most of
 * most texts, need no call. */
bool utf8_next_long(str *rest, uint32_t *ret_point);
static inline bool utf8_next(str *rest, uint32_t *ret_point)
{
	unsigned char lead = rest->len > 0 ? (unsigned char)rest->at[0] : 0xff;
	size_t length = lead < 0x80 ? 1 : 2;

	if (length == 1) {
		*ret_point = lead;
	} else if (lead >= 0xC2 && lead <= 0xDF && rest->len > 1
		&& ((unsigned char)rest->at[1] & 0xC0) == 0x80) {
		*ret_point = (lead & 0x1Fu) << 6
			| ((unsigned char)rest->at[1] & 0x3Fu);
	} else {
		return utf8_next_long(rest, ret_point);
	}
	rest->at += length;
	rest->len -= length;
	return true;
}
/* Appends one code point. */
void utf8_put(struct buf *out, uint32_t point);
/* Number of code points; bad bytes count as one each. */
size_t utf8_count(str s);
/* The longest start of `s` of at most `bytes` that ends between points. */
str utf8_first(str s, size_t bytes);

#endif
