/* Two states of a guide: see guide_diff.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/guide_diff.h"

static const str names[DIFF_KIND_COUNT] = {
	[DIFF_ADDED] = S_INIT("added"),
	[DIFF_REMOVED] = S_INIT("removed"),
	[DIFF_CHANGED] = S_INIT("changed"),
	[DIFF_MOVED] = S_INIT("moved"),
	[DIFF_WORDS_NEW] = S_INIT("new words"),
	[DIFF_WORDS_GONE] = S_INIT("words gone"),
	[DIFF_WORDS_CHANGED] = S_INIT("other words"),
	[DIFF_STALE] = S_INIT("turned stale"),
	[DIFF_RENEWED] = S_INIT("renewed"),
};

str diff_kind_name(enum diff_kind kind)
{
	return names[kind];
}

struct diff {
	struct arena *arena;
	const struct guide *old, *new;
	struct guide_difference_list *list;
};

static void put(struct diff *diff, enum diff_kind kind,
	const struct unit *unit, const struct tongue *tongue)
{
	struct guide_difference difference = {kind, unit, tongue};

	LIST_ADD(diff->arena, diff->list, difference);
}

/* -- the source ----------------------------------------------------------- */

static bool is_changed(const struct unit *old, const struct unit *new)
{
	return !unit_seen_eq(unit_seen_now(old), unit_seen_now(new))
		|| old->level != new->level || old->cells != new->cells;
}

/* Units that were there before, by their old place, in the new order. */
struct common { size_t *old, *new; size_t count; };

static struct common common_of(const struct diff *diff)
{
	size_t room = diff->new->units.count + 1;
	struct common common = {ARENA_ARRAY(diff->arena, size_t, room),
		ARENA_ARRAY(diff->arena, size_t, room), 0};

	for (size_t i = 0; i < diff->new->units.count; i++) {
		const struct unit *old = guide_unit(diff->old,
			diff->new->units.at[i].id);

		if (old == NULL) continue;
		common.old[common.count] = (size_t)(old - diff->old->units.at);
		common.new[common.count++] = i;
	}
	return common;
}

/* The first of the `count` tails whose value is not below; tails rise. */
static size_t tail_find(const size_t *old, const size_t *tails, size_t count,
	size_t value)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (old[tails[middle]] < value) low = middle + 1;
		else high = middle;
	}
	return low;
}

/* The longest run in both orders stays; what is not in it has moved
 * [guide-diff-2]. `stays` is as new->units. */
static void stays_mark(const struct diff *diff, bool *stays)
{
	struct common common = common_of(diff);
	size_t *tails = ARENA_ARRAY(diff->arena, size_t, common.count + 1);
	size_t *before = ARENA_ARRAY(diff->arena, size_t, common.count + 1);
	size_t len = 0, at;

	for (size_t i = 0; i < common.count; i++) {
		size_t place = tail_find(common.old, tails, len,
			common.old[i]);

		before[i] = place == 0 ? SIZE_MAX : tails[place - 1];
		tails[place] = i;
		if (place == len) len++;
	}
	at = len == 0 ? SIZE_MAX : tails[len - 1];
	for (; at != SIZE_MAX; at = before[at]) stays[common.new[at]] = true;
}

static void source_diff(struct diff *diff)
{
	bool *stays = ARENA_ARRAY(diff->arena, bool,
		diff->new->units.count + 1);

	stays_mark(diff, stays);
	for (size_t i = 0; i < diff->new->units.count; i++) {
		const struct unit *unit = &diff->new->units.at[i];
		const struct unit *old = guide_unit(diff->old, unit->id);

		if (old == NULL) {
			put(diff, DIFF_ADDED, unit, NULL);
			continue;
		}
		if (is_changed(old, unit)) put(diff, DIFF_CHANGED, unit, NULL);
		if (!stays[i]) put(diff, DIFF_MOVED, unit, NULL);
	}
	for (size_t i = 0; i < diff->old->units.count; i++) {
		const struct unit *unit = &diff->old->units.at[i];

		if (guide_unit(diff->new, unit->id) == NULL) {
			put(diff, DIFF_REMOVED, unit, NULL);
		}
	}
}

/* -- a language ----------------------------------------------------------- */

static const struct words *words_of(const struct unit *unit, bool has,
	size_t tongue)
{
	static const struct words none = {.state = WORDS_EMPTY};

	return unit != NULL && has ? &unit->words[tongue] : &none;
}

static bool is_empty(const struct words *words)
{
	return words->state == WORDS_EMPTY;
}

static void tongue_diff(struct diff *diff, size_t new_at)
{
	const struct tongue *tongue = diff->new->tongues[new_at];
	size_t old_at = 0;
	bool has = guide_tongue(diff->old, tongue->tag, &old_at);

	for (size_t i = 0; i < diff->new->units.count; i++) {
		const struct unit *unit = &diff->new->units.at[i];
		const struct unit *old = guide_unit(diff->old, unit->id);
		const struct words *was = words_of(old, has, old_at);
		const struct words *is = &unit->words[new_at];
		bool stale = unit_is_stale(unit, new_at);
		bool was_stale = old != NULL && has
			&& unit_is_stale(old, old_at);

		if (is_empty(was) && !is_empty(is)) {
			put(diff, DIFF_WORDS_NEW, unit, tongue);
		} else if (!is_empty(was) && is_empty(is)) {
			put(diff, DIFF_WORDS_GONE, unit, tongue);
		} else if (!str_eq(was->text, is->text)) {
			put(diff, DIFF_WORDS_CHANGED, unit, tongue);
		}
		if (stale && !was_stale) put(diff, DIFF_STALE, unit, tongue);
		if (!stale && was_stale && !is_empty(is)) {
			put(diff, DIFF_RENEWED, unit, tongue);
		}
	}
}

void guide_diff(struct arena *arena, const struct guide *old,
	const struct guide *new, struct guide_difference_list *list)
{
	struct diff diff = {arena, old, new, list};

	source_diff(&diff);
	for (size_t i = 1; i < new->tongue_count; i++) tongue_diff(&diff, i);
}
