/* A whole hour since 1970 as people and machines write it, in UTC. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_HOUR_H
#define TEXT_HOUR_H

#include "base/buf.h"

struct hour_parts { unsigned year, month, day, hour; };

/* The calendar's parts of hour number `hour` (hour 0 is 1970-01-01 00:00). */
struct hour_parts hour_split(uint64_t hour);
/* "24.11.2026, 14:00" */
void hour_words(struct buf *out, uint64_t hour);
/* "24.11.2026" */
void hour_date(struct buf *out, uint64_t hour);
/* "2026-11-24T14:00Z" */
void hour_machine(struct buf *out, uint64_t hour);

#endif
