/* Digits as people type them on any keyboard, of whatever script, become Western
 * ones; everything else stays. For values that are
 * numbers and dates only, never for text. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_DIGIT_TYPED_H
#define MODEL_DIGIT_TYPED_H

#include "base/buf.h"

str digit_western(struct arena *arena, str typed);
/* Takes exactly `count` Western digits off the front. */
bool digit_take(str *rest, size_t count, unsigned *ret_number) MUST_USE;
/* Takes `byte` off the front, if it stands there. */
bool digit_skip(str *rest, char byte) MUST_USE;

#endif
