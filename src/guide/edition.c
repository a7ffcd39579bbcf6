/* What a release says of itself: see edition.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/edition.h"

#include "guide/guide_read.h"
#include "text/hour.h"

enum { DAY_HOURS = 24 };

static const struct edition_name *exactly(const struct edition *edition,
	const struct tongue *tongue)
{
	for (size_t i = 0; i < edition->name_count; i++) {
		if (edition->names[i].tongue == tongue) return &edition->names[i];
	}
	return NULL;
}

const struct edition_name *edition_name_of(const struct edition *edition,
	const struct tongue *tongue)
{
	const struct edition_name *name = exactly(edition, tongue);

	if (name == NULL) name = exactly(edition, tongue_of(tongue->locale));
	if (name == NULL && edition->name_count > 0) name = &edition->names[0];
	return name;
}

str edition_name(const struct edition *edition, const struct tongue *tongue)
{
	const struct edition_name *name = edition_name_of(edition, tongue);

	return name == NULL ? S("") : name->words;
}

str edition_onion(struct arena *arena, const struct edition *edition)
{
	str onion = edition->onion;

	if (onion.len == 0 || str_starts(onion, S("http"))) return onion;
	return str_fmt(arena, "http://%.*s/", S_ARG(onion));
}

static uint64_t hour_of(int64_t day)
{
	return day <= 0 ? 0 : (uint64_t)day * DAY_HOURS;
}

void edition_date(struct buf *out, int64_t day)
{
	hour_date(out, hour_of(day));
}

bool edition_source(struct buf *out, str value)
{
	struct hour_parts parts;
	int64_t day;

	if (day_read(value, &day)) {
		edition_date(out, day);
		return true;
	}
	if (!source_day_read(value, &day)) return false;
	parts = hour_split(hour_of(day));
	buf_fmt(out, "%u.%u", parts.month, parts.year);
	return true;
}

void edition_day(struct buf *out, int64_t day)
{
	struct hour_parts parts = hour_split(hour_of(day));

	buf_fmt(out, "%04u-%02u-%02u", parts.year, parts.month, parts.day);
}

const struct edition_file *edition_file(const struct edition *edition,
	str path)
{
	for (size_t i = edition->beside.count; i > 0; i--) {
		if (str_eq(edition->beside.at[i - 1].path, path)) {
			return &edition->beside.at[i - 1];
		}
	}
	return NULL;
}
