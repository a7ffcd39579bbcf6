/* Small texts of outputs: see plain.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/plain.h"

enum { DAY_AND_DOT = 3 };

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
	return str_from(plain_date(arena, day), DAY_AND_DOT);
}

str plain_day(struct arena *arena, int64_t day)
{
	return written(arena, edition_day, day);
}
