/* The calendar: see hour.h. Counts eras of 400 years from 0000-03-01, so that
 * the leap day is the last of a year.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/hour.h"

enum {
	HOURS_A_DAY = 24,
	DAYS_BEFORE_1970 = 719468, /* since 0000-03-01 */
	DAYS_AN_ERA = 146097,
	DAYS_4_YEARS = 1460,       /* less the leap day */
	DAYS_100_YEARS = 36524,
	DAYS_A_YEAR = 365
};

struct hour_parts hour_split(uint64_t hour)
{
	uint64_t days = hour / HOURS_A_DAY + DAYS_BEFORE_1970;
	uint64_t era = days / DAYS_AN_ERA;
	unsigned in_era = (unsigned)(days % DAYS_AN_ERA);
	unsigned year = (in_era - in_era / DAYS_4_YEARS +
		in_era / DAYS_100_YEARS - in_era / (DAYS_AN_ERA - 1)) /
		DAYS_A_YEAR;
	unsigned in_year = in_era - (DAYS_A_YEAR * year + year / 4 -
		year / 100);
	unsigned month = (5 * in_year + 2) / 153; /* 0 is March */
	struct hour_parts parts = {
		.day = in_year - (153 * month + 2) / 5 + 1,
		.month = month < 10 ? month + 3 : month - 9,
		.hour = (unsigned)(hour % HOURS_A_DAY),
	};

	parts.year = (unsigned)(era * 400) + year + (parts.month <= 2);
	return parts;
}

void hour_date(struct buf *out, uint64_t hour)
{
	struct hour_parts p = hour_split(hour);

	buf_fmt(out, "%u.%u.%u", p.day, p.month, p.year);
}

void hour_words(struct buf *out, uint64_t hour)
{
	hour_date(out, hour);
	buf_fmt(out, ", %02u:00", hour_split(hour).hour);
}

void hour_machine(struct buf *out, uint64_t hour)
{
	struct hour_parts p = hour_split(hour);

	buf_fmt(out, "%04u-%02u-%02uT%02u:00Z", p.year, p.month, p.day,
		p.hour);
}
