/* Tests of text/hour: known dates, leap days, and every day of a century
 * against counting by hand.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "text/hour.h"

enum { DAY_HOURS = 24 };

TEST(known_hours_are_written_as_people_and_machines_write_them)
{
	static const struct { uint64_t hour; const char *words, *machine; } t[] = {
		{0, "1.1.1970, 00:00", "1970-01-01T00:00Z"},
		{(uint64_t)11016 * DAY_HOURS + 23, "29.2.2000, 23:00",
			"2000-02-29T23:00Z"},
		{(uint64_t)20781 * DAY_HOURS + 14, "24.11.2026, 14:00",
			"2026-11-24T14:00Z"},
		{(uint64_t)47541 * DAY_HOURS, "1.3.2100, 00:00",
			"2100-03-01T00:00Z"},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(t); i++) {
		struct buf out = {0};

		hour_words(&out, t[i].hour);
		is_str(buf_str(&out), str_of(t[i].words));
		buf_reset(&out);
		hour_machine(&out, t[i].hour);
		is_str(buf_str(&out), str_of(t[i].machine));
		buf_close(&out);
	}
}

static unsigned month_days(unsigned year, unsigned month)
{
	static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

TEST(every_day_of_four_centuries_follows_the_one_before)
{
	struct hour_parts want = {1970, 1, 1, 0};

	UNUSED_STATE;
	for (uint64_t day = 0; day < 146097; day++) {
		struct hour_parts got = hour_split(day * DAY_HOURS);

		assert_int_equal(got.year, want.year);
		assert_int_equal(got.month, want.month);
		assert_int_equal(got.day, want.day);
		if (++want.day > month_days(want.year, want.month)) {
			want.day = 1;
			if (++want.month > 12) {
				want.month = 1;
				want.year++;
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(known_hours_are_written_as_people_and_machines_write_them),
		CASE(every_day_of_four_centuries_follows_the_one_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
