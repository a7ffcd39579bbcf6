/* Words as spans of a page: see guide_spans.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/guide_spans.h"

#include "base/num.h"
#include "guide/guide_read.h"
#include "guide/plain.h"

/* What does not fit a line of 320 px is broken rather than cut off. */
enum { FIXED_LETTERS_MAX = 20 };

struct spanner {
	struct arena *arena;
	const struct checked *checked;
	const struct checked_unit *unit;
	const struct site_map *map;
};

const struct site_title *site_map_find(const struct site_map *map,
	unsigned number, const struct tongue *tongue)
{
	for (size_t i = 0; i < map->title_count; i++) {
		const struct site_title *title = &map->titles[i];

		if (title->number == number && title->tongue == tongue) {
			return title;
		}
	}
	return NULL;
}

/* To the guide in this language, else in the source's [guide_parts-2]. */
static bool guide_resolve(const struct spanner *s, str number,
	struct guide_span *span)
{
	const struct tongue *source = s->map == NULL ? NULL : s->map->source;
	uint64_t guide;

	if (s->map == NULL || !num_read(number, GUIDE_NUMBER_MAX, &guide)) {
		return false;
	}
	span->guide = (unsigned)guide;
	if (site_map_find(s->map, span->guide, s->checked->tongue) != NULL) {
		return true;
	}
	if (source == NULL || site_map_find(s->map, span->guide, source) ==
		NULL) {
		span->guide = 0;
		return false;
	}
	span->guide_folder = source->tag;
	return true;
}

/* To the unit, or the section it stands in; the top when it has none. */
static bool unit_resolve(const struct spanner *s, str id,
	struct guide_span *span)
{
	const struct checked *checked = s->checked;
	size_t at = 0;

	while (at < checked->unit_count && !str_eq(id,
		unit_id_str(&checked->units[at].unit->id))) {
		at++;
	}
	if (at == checked->unit_count) return false; /* it was left out */
	while (at > 0 && checked->units[at].unit->kind != UNIT_SECTION) at--;
	span->href = at == 0 ? S("#") : str_fmt(s->arena, "#%.*s",
		S_ARG(unit_id_str(&checked->units[at].unit->id)));
	return true;
}

static bool link_resolve(const struct spanner *s, const struct slot *slot,
	struct guide_span *span)
{
	if (slot == NULL || slot->kind != SLOT_LINK) return false;
	if (str_starts(slot->value, S("guide:"))) {
		return guide_resolve(s, str_from(slot->value, 6), span);
	}
	if (str_starts(slot->value, S("unit:"))) {
		return unit_resolve(s, str_from(slot->value, 5), span);
	}
	span->href = slot->value;
	return html_url_is_allowed(slot->value);
}

static struct guide_span span_of(const struct spanner *s,
	const struct span *from)
{
	struct guide_span span = {.text = from->text, .apart = from->isolate,
		.fixed = from->nowrap && from->text.len <= FIXED_LETTERS_MAX};
	str date;

	if (from->slot == NULL || from->slot->kind != SLOT_DATE) return span;
	date = plain_source(s->arena, from->slot->value);
	if (date.len > 0) {
		span.day = from->slot->value;
		span.text = date;
	}
	return span;
}

/* What a span has open, as one number a mark. */
struct open { const struct slot *link; bool strong, emphasis; };

static struct open open_of(const struct span *span, bool is_link)
{
	return (struct open){is_link ? span->slot : NULL, span->strong,
		span->emphasis};
}

/* What must be closed between two neighbours, outermost first: whatever is
 * inside of a mark that changes closes too [guide_spans-1]. */
static void boundary(const struct open *a, const struct open *b,
	struct guide_span *before, struct guide_span *after)
{
	bool link = a->link != b->link;
	bool strong = link || a->strong != b->strong;
	bool emphasis = strong || a->emphasis != b->emphasis;

	if (before != NULL) {
		before->link_closes = link && a->link != NULL;
		before->strong_closes = strong && a->strong;
		before->emphasis_closes = emphasis && a->emphasis;
	}
	if (after != NULL) {
		after->link_opens = link && b->link != NULL;
		after->strong_opens = strong && b->strong;
		after->emphasis_opens = emphasis && b->emphasis;
	}
}

static struct guide_words words_of(const struct spanner *s, size_t from,
	size_t count)
{
	const struct span *spans = s->unit->spans.at + from;
	struct guide_span *to = ARENA_ARRAY(s->arena, struct guide_span,
		count + 1);
	const struct tongue *tongue = s->unit->tongue;
	struct open last = {0}, none = {0};

	for (size_t i = 0; i < count; i++) {
		struct open now;

		to[i] = span_of(s, &spans[i]);
		now = open_of(&spans[i], link_resolve(s, spans[i].slot, &to[i]));
		boundary(&last, &now, i == 0 ? NULL : &to[i - 1], &to[i]);
		last = now;
	}
	if (count > 0) boundary(&last, &none, &to[count - 1], NULL);
	return (struct guide_words){.spans = to, .count = count,
		.is_other = tongue != s->checked->tongue, .lang = tongue->tag,
		.dir = tongue->rtl ? S("rtl") : S("ltr"),
		.own_name = tongue->own_name, .is_stale = s->unit->is_stale};
}

struct guide_words guide_spans_make(struct arena *arena,
	const struct checked *checked, const struct checked_unit *unit,
	const struct site_map *map)
{
	struct spanner s = {arena, checked, unit, map};

	return words_of(&s, 0, unit->spans.count);
}

struct guide_words *guide_spans_cells(struct arena *arena,
	const struct checked *checked, const struct checked_unit *unit,
	const struct site_map *map)
{
	struct spanner s = {arena, checked, unit, map};
	unsigned cells = unit->unit->cells;
	struct guide_words *words = ARENA_ARRAY(arena, struct guide_words,
		cells);
	size_t at = 0;

	for (unsigned cell = 0; cell < cells; cell++) {
		size_t from = at;

		while (at < unit->spans.count && unit->spans.at[at].cell == cell) {
			at++;
		}
		words[cell] = words_of(&s, from, at - from);
		if (cell + 1 < cells) words[cell].is_stale = false; /* said once */
	}
	return words;
}

struct guide_words guide_spans_unlinked(struct arena *arena,
	const struct guide_words *words)
{
	struct guide_words copy = *words;
	struct guide_span *spans = ARENA_ARRAY(arena, struct guide_span,
		words->count + 1);

	for (size_t i = 0; i < words->count; i++) {
		spans[i] = words->spans[i];
		spans[i].link_opens = spans[i].link_closes = false;
	}
	copy.spans = spans;
	copy.is_stale = false;
	return copy;
}
