/* Decimal digits of every script (Unicode 15, general category Nd). The one
 * place that reads them. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_DIGIT_H
#define BASE_DIGIT_H

#include "base/base.h"

/* 0 to 9, or -1 when the point is no decimal digit. */
int digit_of(uint32_t point);

#endif
