/* A date with how exact and how sure it is. People remember a month, a season,
 * "before the feast": what is not known is not invented. Written as extended
 * ISO 8601-2: `2019`, `2019-04`, `2019-04-12`, `2019-04~` (about),
 * `../2019-04` (before), `2019-04/..` (after), `XXXX` (unknown); a calendar
 * and the words as they were said may follow behind blanks:
 * `2019-08~ hijri after the feast`. Pure.
 *
 * [pdate-1] two dates are told apart only where they cannot be the same
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_PDATE_H
#define MODEL_PDATE_H

#include "base/buf.h"

enum pdate_sure { PDATE_EXACT, PDATE_ABOUT, PDATE_BEFORE, PDATE_AFTER,
	PDATE_SURE_COUNT };
/* The calendar in which it was said; the digits are Gregorian always. */
enum pdate_calendar { CALENDAR_GREGORIAN, CALENDAR_HIJRI, CALENDAR_JALALI,
	CALENDAR_KURDISH, CALENDAR_COUNT };

struct pdate {
	unsigned year, month, day;     /* 0: not known */
	enum pdate_sure sure;
	enum pdate_calendar calendar;
	str words;                     /* as it was said; points into the text */
};

/* Reads the written form; `2019-XX` and `2019-XX-XX` are a year too. */
bool pdate_read(str text, struct pdate *ret_date) MUST_USE;
/* Reads also what people type: 25.11.2026, 11/2026, digits of any keyboard. */
bool pdate_typed(struct arena *arena, str typed, struct pdate *ret_date)
	MUST_USE;
void pdate_write(const struct pdate *date, struct buf *out);

/* The first and last day it can mean, as days since 1970 (dates before 1970
 * are negative); an open end is PDATE_EVER. False: nothing is known. */
enum { PDATE_EVER = 100000000 };
bool pdate_days(const struct pdate *date, int64_t *ret_first,
	int64_t *ret_last) MUST_USE;
/* -1, 1: surely earlier, later. 0: cannot be told [pdate-1]. */
int pdate_compare(const struct pdate *a, const struct pdate *b);
/* Days since 1970 of a day. */
int64_t pdate_day_number(unsigned year, unsigned month, unsigned day);

#endif
