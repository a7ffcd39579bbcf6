/* Phone numbers in running text: what a translation must not change and a page
 * must not turn around. Digits of one of the scripts a phone writes, in groups;
 * a plain number, a date or a span of years is none. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_PHONE_H
#define GUIDE_PHONE_H

#include "base/str.h"

/* Offset of the first phone number and its length; text.len and 0 when there
 * is none. */
size_t phone_find(str text, size_t *ret_len);

#endif
