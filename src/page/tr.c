/* Looking up words: see tr.h. Owns nothing; the tables are generated.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "page/tr.h"

#include <string.h>

/* The place of a text, or the count of texts when it is not in the tables. */
static size_t index_of(const char *english)
{
	size_t low = 0, high = tr_english_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(english, tr_english[middle]);

		if (order == 0) return middle;
		if (order < 0) high = middle;
		else low = middle + 1;
	}
	return tr_english_count;
}

static str form_at(size_t index, enum locale locale, size_t form,
	const char *english)
{
	const char *words = index == tr_english_count ?
		NULL : tr_tables[locale][index].forms[form];

	return str_of(words == NULL ? english : words);
}

str tr(enum locale locale, const char *english)
{
	return form_at(index_of(english), locale, 0, english);
}

static str count_form(size_t index, enum locale locale,
	const struct tr_site *site, uint64_t count)
{
	return form_at(index, locale, locale_plural(locale, count),
		count == 1 ? site->one : site->other);
}

str tr_count(enum locale locale, const char *one, const char *other,
	uint64_t count)
{
	struct tr_site site = {one, other, 0};

	return count_form(index_of(one), locale, &site, count);
}

/* Indexes in a site are one too high, so that zero means not looked up. */
static size_t site_index(struct tr_site *site)
{
	if (site->index == 0) site->index = index_of(site->one) + 1;
	return site->index - 1;
}

str tr_at(struct tr_site *site, enum locale locale)
{
	return form_at(site_index(site), locale, 0, site->one);
}

str tr_count_at(struct tr_site *site, enum locale locale, uint64_t count)
{
	return count_form(site_index(site), locale, site, count);
}

struct tr_walk tr_walk(str text)
{
	return (struct tr_walk){text, S(""), S("")};
}

bool tr_next(struct tr_walk *walk)
{
	str after;

	if (walk->rest.len == 0) return false;
	walk->hole = S("");
	if (!str_cut(walk->rest, '{', &walk->literal, &after)) {
		walk->literal = walk->rest;
		walk->rest = S("");
		return true;
	}
	if (!str_cut(after, '}', &walk->hole, &walk->rest)) walk->rest = S("");
	return true;
}

str tr_fill(struct arena *arena, str text, str hole, str value)
{
	struct tr_walk walk = tr_walk(text);
	struct buf out = {0};
	str filled;

	while (tr_next(&walk)) {
		buf_put(&out, walk.literal);
		if (walk.hole.len == 0) continue;
		if (str_eq(walk.hole, hole)) {
			buf_put(&out, value);
			continue;
		}
		buf_byte(&out, '{');
		buf_put(&out, walk.hole);
		buf_byte(&out, '}');
	}
	filled = buf_take(&out, arena);
	buf_close(&out);
	return filled;
}
