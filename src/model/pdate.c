/* Dates as people know them: see pdate.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/pdate.h"

#include "base/field.h"
#include "model/digit_typed.h"

enum { YEAR_DIGITS = 4, WORDS_MAX = 200, MONTHS = 12,
	ABOUT_DAYS = 31 /* "about" a day may be a month off either way */ };

static const str calendars[CALENDAR_COUNT] = {
	[CALENDAR_GREGORIAN] = S_INIT("gregorian"),
	[CALENDAR_HIJRI] = S_INIT("hijri"),
	[CALENDAR_JALALI] = S_INIT("jalali"),
	[CALENDAR_KURDISH] = S_INIT("kurdish"),
};

/* -- the calendar --------------------------------------------------------- */

static bool is_leap(unsigned year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static unsigned days_in(unsigned year, unsigned month)
{
	static const unsigned days[MONTHS + 1] = {0, 31, 28, 31, 30, 31, 30,
		31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month];
}

/* The calendar of text/hour.c, reversed: eras of 400 years from March. */
int64_t pdate_day_number(unsigned year, unsigned month, unsigned day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t in_era = y - era * 400;
	int64_t in_year = (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) /
		5 + (int64_t)day - 1;

	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 +
		in_year - 719468;
}

static bool date_is_right(const struct pdate *d)
{
	if (d->year == 0) return d->month == 0 && d->day == 0;
	if (d->month > MONTHS) return false;
	if (d->month == 0) return d->day == 0;
	return d->day <= days_in(d->year, d->month);
}

/* -- reading -------------------------------------------------------------- */

/* `-MM`, `-XX` or nothing; what is unknown stays 0. */
static bool part_take(str *rest, unsigned *ret_part)
{
	*ret_part = 0;
	if (!digit_skip(rest, '-')) return true;
	if (str_starts(*rest, S("XX"))) {
		*rest = str_from(*rest, 2);
		return true;
	}
	return digit_take(rest, 2, ret_part) && *ret_part > 0;
}

static bool plain_take(str *rest, struct pdate *d)
{
	if (str_starts(*rest, S("XXXX"))) {
		*rest = str_from(*rest, YEAR_DIGITS);
		return true;
	}
	return digit_take(rest, YEAR_DIGITS, &d->year) && d->year > 0 &&
		part_take(rest, &d->month) && part_take(rest, &d->day) &&
		date_is_right(d);
}

/* The date and how sure: everything before the first blank. */
static bool date_read(str text, struct pdate *d)
{
	if (str_starts(text, S("../"))) {
		d->sure = PDATE_BEFORE;
		text = str_from(text, 3);
	}
	if (!plain_take(&text, d)) return false;
	if (text.len > 0 && (d->sure != PDATE_EXACT || d->year == 0)) {
		return false;
	}
	if (str_eq(text, S("~"))) {
		d->sure = PDATE_ABOUT;
		return true;
	}
	if (str_eq(text, S("/.."))) {
		d->sure = PDATE_AFTER;
		return true;
	}
	return text.len == 0 && !(d->sure == PDATE_BEFORE && d->year == 0);
}

bool pdate_read(str text, struct pdate *ret_date)
{
	struct pdate d = {0};
	str date = text, behind = S(""), calendar;

	(void)!str_cut(text, ' ', &date, &behind);
	if (!date_read(date, &d)) return false;
	if (behind.len > 0) {
		size_t i = 0;

		calendar = behind;
		(void)!str_cut(behind, ' ', &calendar, &d.words);
		while (i < CALENDAR_COUNT && !str_eq(calendar, calendars[i])) i++;
		if (i == CALENDAR_COUNT) return false;
		d.calendar = (enum pdate_calendar)i;
	} else if (date.len != text.len) {
		return false;
	}
	if (!field_is_clean(d.words, WORDS_MAX)) return false;
	*ret_date = d;
	return true;
}

/* One or two digits. */
static bool short_take(str *rest, unsigned *ret_number)
{
	str before = *rest;

	if (digit_take(rest, 2, ret_number)) return true;
	*rest = before;
	return digit_take(rest, 1, ret_number);
}

/* 25.11.2026, 25/11/2026, 11.2026: the day first, as everywhere we are. */
static bool day_first(str text, struct pdate *d)
{
	unsigned parts[2] = {0, 0};
	size_t count = 0;

	while (count < NELEM(parts) && short_take(&text, &parts[count])) {
		if (!digit_skip(&text, '.') && !digit_skip(&text, '/')) {
			return false;
		}
		if (parts[count++] == 0) return false;
		if (text.len == YEAR_DIGITS) break;
	}
	if (count == 0 || !digit_take(&text, YEAR_DIGITS, &d->year)) {
		return false;
	}
	d->month = parts[count - 1];
	d->day = count == 2 ? parts[0] : 0;
	return text.len == 0 && d->year > 0 && date_is_right(d);
}

bool pdate_typed(struct arena *arena, str typed, struct pdate *ret_date)
{
	str date = str_trim(typed), words = S("");
	struct pdate d = {0};

	(void)!str_cut(date, ' ', &date, &words);
	date = digit_western(arena, date);
	if (day_first(date, &d)) {
		if (words.len > 0) return false;
		*ret_date = d;
		return true;
	}
	if (words.len > 0) {
		date = str_fmt(arena, "%.*s %.*s", S_ARG(date), S_ARG(words));
	}
	return pdate_read(date, ret_date);
}

/* -- writing -------------------------------------------------------------- */

void pdate_write(const struct pdate *d, struct buf *out)
{
	if (d->sure == PDATE_BEFORE) buf_text(out, "../");
	if (d->year == 0) buf_text(out, "XXXX");
	else buf_fmt(out, "%04u", d->year);
	if (d->month != 0) buf_fmt(out, "-%02u", d->month);
	if (d->day != 0) buf_fmt(out, "-%02u", d->day);
	if (d->sure == PDATE_ABOUT) buf_byte(out, '~');
	if (d->sure == PDATE_AFTER) buf_text(out, "/..");
	if (d->calendar == CALENDAR_GREGORIAN && d->words.len == 0) return;
	buf_byte(out, ' ');
	buf_put(out, calendars[d->calendar]);
	if (d->words.len > 0) buf_byte(out, ' ');
	buf_put(out, d->words);
}

/* -- comparing ------------------------------------------------------------ */

bool pdate_days(const struct pdate *d, int64_t *ret_first, int64_t *ret_last)
{
	unsigned first = d->month != 0 ? d->month : 1;
	unsigned last = d->month != 0 ? d->month : MONTHS;
	int64_t slack = d->sure == PDATE_ABOUT ? ABOUT_DAYS : 0;

	if (d->year == 0) return false;
	*ret_first = d->sure == PDATE_BEFORE ? -(int64_t)PDATE_EVER
		: pdate_day_number(d->year, first, d->day != 0 ? d->day : 1) -
			slack;
	*ret_last = d->sure == PDATE_AFTER ? (int64_t)PDATE_EVER
		: pdate_day_number(d->year, last, d->day != 0 ? d->day
			: days_in(d->year, last)) + slack;
	return true;
}

int pdate_compare(const struct pdate *a, const struct pdate *b)
{
	int64_t a_first, a_last, b_first, b_last;

	if (!pdate_days(a, &a_first, &a_last)) return 0;
	if (!pdate_days(b, &b_first, &b_last)) return 0;
	if (a_last < b_first) return -1;
	return a_first > b_last;
}
