/* Moments as stated: see instant.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/instant.h"

#include "model/digit_typed.h"
#include "model/pdate.h"
#include "text/hour.h"

enum { OFFSET_HOURS_MAX = 14, DAY_MINUTES = 24 * 60, MINUTE_MS = 60 * 1000 };

static const str words[INSTANT_BY_COUNT] = {
	[INSTANT_MEMBER] = S_INIT("member"),
	[INSTANT_SENDER] = S_INIT("sender"),
	[INSTANT_DEVICE] = S_INIT("device"),
	[INSTANT_SERVER] = S_INIT("server"),
};

static bool clock_take(str *rest, int64_t *ret_minutes)
{
	unsigned hour, minute;

	if (!digit_take(rest, 2, &hour) || !digit_skip(rest, ':') ||
		!digit_take(rest, 2, &minute)) {
		return false;
	}
	*ret_minutes = (int64_t)hour * 60 + minute;
	return hour < 24 && minute < 60;
}

static bool moment_take(str *rest, int64_t *ret_minute)
{
	struct pdate date;
	str day = str_first(*rest, sizeof("2026-11-25") - 1);
	int64_t minutes;

	*rest = str_from(*rest, day.len);
	if (!pdate_read(day, &date) || date.day == 0) return false;
	if (date.year < 1970 || !digit_skip(rest, 'T')) return false;
	if (!clock_take(rest, &minutes)) return false;
	*ret_minute = pdate_day_number(date.year, date.month, date.day) *
		DAY_MINUTES + minutes;
	return true;
}

static bool offset_take(str *rest, int *ret_minutes)
{
	bool west = rest->len > 0 && rest->at[0] == '-';
	int64_t minutes;

	if (!digit_skip(rest, west ? '-' : '+')) return false;
	if (!clock_take(rest, &minutes)) return false;
	if (minutes > OFFSET_HOURS_MAX * 60) return false;
	if (west && minutes == 0) return false;
	*ret_minutes = west ? -(int)minutes : (int)minutes;
	return true;
}

static bool by_read(str text, enum instant_by *ret_by)
{
	for (size_t i = 0; i < INSTANT_BY_COUNT; i++) {
		if (!str_eq(text, words[i])) continue;
		*ret_by = (enum instant_by)i;
		return true;
	}
	return false;
}

bool instant_read(str text, struct instant *ret_instant)
{
	struct instant got = {0};

	if (!moment_take(&text, &got.minute) || !digit_skip(&text, 'Z') ||
		!digit_skip(&text, ' ') ||
		!offset_take(&text, &got.offset_minutes) ||
		!digit_skip(&text, ' ') || !by_read(text, &got.by)) {
		return false;
	}
	*ret_instant = got;
	return true;
}

bool instant_ms(str text, uint64_t *ret_ms)
{
	struct instant at;

	if (!instant_read(text, &at) || at.minute < 0) return false;
	*ret_ms = (uint64_t)at.minute * MINUTE_MS;
	return true;
}

bool instant_typed(struct arena *arena, str typed,
	struct instant *ret_instant)
{
	str text = digit_western(arena, str_trim(typed));
	struct instant got = {0};

	if (instant_read(text, ret_instant)) return true;
	if (!moment_take(&text, &got.minute)) return false;
	if (text.len > 0 && !str_eq(text, S("Z"))) {
		if (!offset_take(&text, &got.offset_minutes)) return false;
		if (text.len > 0) return false;
		got.minute -= got.offset_minutes;
	}
	if (got.minute < 0) return false;
	*ret_instant = got;
	return true;
}

void instant_write(const struct instant *instant, struct buf *out)
{
	struct hour_parts at = hour_split((uint64_t)instant->minute / 60);
	int offset = instant->offset_minutes;
	unsigned far = (unsigned)(offset < 0 ? -offset : offset);

	buf_fmt(out, "%04u-%02u-%02uT%02u:%02uZ %c%02u:%02u ", at.year,
		at.month, at.day, at.hour, (unsigned)(instant->minute % 60),
		offset < 0 ? '-' : '+', far / 60, far % 60);
	buf_put(out, words[instant->by]);
}
