/* Strict numbers from bytes: plain decimal digits, no sign, no blank, no
 * leading zero, no overflow. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/str.h"

/* The number in all of `s`, at most `max`. */
bool num_read(str s, uint64_t max, uint64_t *ret_number) MUST_USE;

#endif
