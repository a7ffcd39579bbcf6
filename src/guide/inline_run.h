/* What has to stand by itself inside words of Arabic script: a Latin word or
 * name, a number, a phone number with blanks. Without that a phone number is
 * laid out backwards in every engine (doc/guides.md 3). Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_INLINE_RUN_H
#define GUIDE_INLINE_RUN_H

#include "base/str.h"

/* Offset of the first such run of `text` and its length; text.len and 0 when
 * there is none. Well-formed UTF-8 comes in. */
size_t inline_run_find(str text, size_t *ret_len);

#endif
