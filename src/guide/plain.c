/* Small texts of outputs: see plain.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/plain.h"

typedef void day_writer(struct buf *out, int64_t day);

static str written(struct arena *arena, day_writer *write, int64_t day)
{
	struct buf text = {0};
	str kept;

	write(&text, day);
	kept = buf_take(&text, arena);
	buf_close(&text);
	return kept;
}

str plain_date(struct arena *arena, int64_t day)
{
	return written(arena, edition_date, day);
}

str plain_month(struct arena *arena, int64_t day)
{
	str month = plain_date(arena, day), of_month;

	(void)str_cut(month, '.', &of_month, &month);
	return month;
}

str plain_day(struct arena *arena, int64_t day)
{
	return written(arena, edition_day, day);
}

str plain_source(struct arena *arena, str value)
{
	struct buf text = {0};
	str kept = edition_source(&text, value)
		? buf_take(&text, arena) : S("");

	buf_close(&text);
	return kept;
}
