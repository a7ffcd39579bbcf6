/* What differs between two states of a guide.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "guide/guide_diff.h"
#include "made_guide.h"
#include "one_arena.h"

enum { GUIDES = 60, UNITS = 24 };

/* A copy whose units can be changed alone. */
static struct guide copy_of(const struct guide *guide)
{
	struct guide copy = *guide;

	copy.units = (struct unit_list){0};
	for (size_t i = 0; i < guide->units.count; i++) {
		LIST_ADD(arena, &copy.units, guide->units.at[i]);
	}
	return copy;
}

static void unit_move(struct guide *guide, size_t from, size_t to)
{
	struct unit unit = guide->units.at[from];

	for (; from < to; from++) guide->units.at[from] = guide->units.at[from + 1];
	for (; from > to; from--) guide->units.at[from] = guide->units.at[from - 1];
	guide->units.at[to] = unit;
}

static struct guide_difference_list diff(const struct guide *old,
	const struct guide *new)
{
	struct guide_difference_list list = {0};

	guide_diff(arena, old, new, &list);
	return list;
}

static size_t count_of(const struct guide_difference_list *list,
	enum diff_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].kind == kind) count++;
	}
	return count;
}

TEST(a_guide_and_itself_differ_in_nothing)
{
	UNUSED_STATE;
	for (uint64_t i = 0; i < GUIDES; i++) { /* [guide-diff-1] */
		struct guide guide = made_guide(arena, i, UNITS);

		assert_int_equal(diff(&guide, &guide).count, 0);
		arena_reset(arena);
	}
}

TEST(one_unit_moved_is_one_moved_however_far)
{
	struct chance chance = {3};

	UNUSED_STATE;
	for (uint64_t i = 0; i < GUIDES; i++) { /* [guide-diff-2] */
		struct guide old = made_guide(arena, i, UNITS);
		struct guide new = copy_of(&old);
		size_t from = chance_next(&chance, UNITS);
		size_t to = chance_next(&chance, UNITS);
		struct guide_difference_list list;

		unit_move(&new, from, to);
		list = diff(&old, &new);
		assert_int_equal(list.count, from == to ? 0 : 1);
		if (from == to) continue;
		assert_int_equal(list.at[0].kind, DIFF_MOVED);
		/* of two neighbours either may be said to have moved */
		if (from + 1 < to || to + 1 < from) {
			assert_ptr_equal(list.at[0].unit, &new.units.at[to]);
		}
		arena_reset(arena);
	}
}

TEST(a_changed_unit_is_changed_once_and_stale_where_it_has_words)
{
	UNUSED_STATE;
	for (uint64_t i = 0; i < GUIDES; i++) {
		struct guide old = made_guide(arena, i, UNITS);
		struct guide new = copy_of(&old);
		struct unit *unit = &new.units.at[i % UNITS];
		struct guide_difference_list list;
		size_t translated = 0;

		unit->words[0].text = str_fmt(arena, "%.*s!",
			S_ARG(unit->words[0].text));
		for (size_t j = 1; j < new.tongue_count; j++) {
			if (unit->words[j].state != WORDS_EMPTY) translated++;
		}
		list = diff(&old, &new);
		assert_int_equal(count_of(&list, DIFF_CHANGED), 1);
		assert_int_equal(count_of(&list, DIFF_STALE), translated);
		assert_int_equal(list.count, translated + 1);
		for (size_t j = 0; j < list.count; j++) {
			assert_ptr_equal(list.at[j].unit, unit);
		}
		list = diff(&new, &old); /* and back: renewed */
		assert_int_equal(count_of(&list, DIFF_RENEWED), translated);
		arena_reset(arena);
	}
}

TEST(units_and_words_come_and_go)
{
	struct guide old = made_guide(arena, 1, UNITS);
	struct guide new = copy_of(&old);
	struct guide_difference_list list;
	struct unit *unit = &new.units.at[2];
	bool had = unit->words[1].state != WORDS_EMPTY;

	UNUSED_STATE;
	new.units.count--;
	list = diff(&old, &new);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.at[0].kind, DIFF_REMOVED);
	assert_ptr_equal(list.at[0].unit, &old.units.at[UNITS - 1]);
	assert_int_equal(count_of((list = diff(&new, &old), &list), DIFF_ADDED),
		1);
	new = copy_of(&old);
	unit = &new.units.at[2];
	unit->words[1] = (struct words){.state = WORDS_EMPTY};
	list = diff(&old, &new);
	assert_int_equal(count_of(&list, DIFF_WORDS_GONE), had ? 1 : 0);
	unit->words[1] = (struct words){.state = WORDS_DONE,
		.text = S("شيء آخر"), .seen = unit_seen_now(unit)};
	list = diff(&old, &new);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.at[0].kind, had ? DIFF_WORDS_CHANGED
		: DIFF_WORDS_NEW);
	is_str(list.at[0].tongue->tag, S("ar"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_guide_and_itself_differ_in_nothing),
		CASE(one_unit_moved_is_one_moved_however_far),
		CASE(a_changed_unit_is_changed_once_and_stale_where_it_has_words),
		CASE(units_and_words_come_and_go),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
