/* Small texts of outputs kept in an arena: a date, a month, a number with its
 * words. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_PLAIN_H
#define GUIDE_PLAIN_H

#include "guide/edition.h"
#include "page/tr.h"

/* "25.11.2026", "11.2026", "2026-11-25". */
str plain_date(struct arena *arena, int64_t day);
str plain_month(struct arena *arena, int64_t day);
str plain_day(struct arena *arena, int64_t day);
/* The date of a source, which may be a month only; empty when it is no date. */
str plain_source(struct arena *arena, str value);

#endif
