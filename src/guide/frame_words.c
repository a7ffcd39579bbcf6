/* Words of the frame: see frame_words.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/frame_words.h"

#include "guide/plain.h"

static str value_of(str hole, const struct filling *fillings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq(hole, fillings[i].hole)) return fillings[i].value;
	}
	return S("");
}

struct span_list frame_words(struct arena *arena, str text,
	const struct filling *fillings, size_t count)
{
	struct tr_walk walk = tr_walk(text);
	struct span_list words = {0};
	struct span span = {0};

	while (tr_next(&walk)) {
		span.isolate = span.nowrap = false;
		span.text = walk.literal;
		if (span.text.len > 0) LIST_ADD(arena, &words, span);
		span.isolate = span.nowrap = true;
		span.text = value_of(walk.hole, fillings, count);
		if (span.text.len > 0) LIST_ADD(arena, &words, span);
	}
	return words;
}

void frame_words_add(struct arena *arena, struct span_list *words,
	struct span_list more)
{
	const struct span dot = {.text = S(" · ")};

	if (words->count > 0 && more.count > 0) LIST_ADD(arena, words, dot);
	for (size_t i = 0; i < more.count; i++) {
		LIST_ADD(arena, words, more.at[i]);
	}
}

struct span_list frame_release(struct arena *arena,
	const struct edition *edition, enum locale locale)
{
	const struct filling fillings[] = {
		{S("number"), str_fmt(arena, "%u", edition->release)},
		{S("date"), plain_date(arena, edition->day)},
	};

	return frame_words(arena, tr(locale, TR("Release {number}, {date}")),
		fillings, NELEM(fillings));
}

struct span_list frame_expiry(struct arena *arena,
	const struct edition *edition, enum locale locale)
{
	const struct filling date = {S("date"),
		plain_date(arena, edition->expires_day)};

	if (edition->expires_day == 0) return (struct span_list){0};
	return frame_words(arena, tr(locale, TR("Do not trust this after"
		" {date}. Look for a newer one.")), &date, 1);
}

struct span_list frame_check_again(struct arena *arena,
	const struct checked *checked)
{
	const struct filling date = {S("date"),
		plain_date(arena, checked->check_again_day)};

	if (checked->check_again_day == 0) return (struct span_list){0};
	return frame_words(arena, tr(checked->tongue->locale,
		TR("To be checked again by {date}")), &date, 1);
}
