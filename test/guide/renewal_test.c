/* Tests of guide/renewal, renewal_pairs and renewal_match: a guide that was made
 * from files is brought up to them, and nothing is lost that no file holds.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/exchange_lib.h"

#include "guide/guide_read.h"
#include "guide/renewal.h"
#include "guide/renewal_match.h"
#include "guide/renewal_pairs.h"

static struct arena *arena;
static struct exchange exchange;

static const char source[] = "# Phones\n\n## Before\n\n"
	"Call +964 770 123 4567, or [write](https://x.example/).\n\n"
	"1. Turn it off before you leave\n2. Leave the house\n\n"
	"Go to [before](#before).\n";
static const char arabic[] = "# الهواتف\n\n## قبل\n\n"
	"اتصل +964 770 123 4567 أو [اكتب](https://x.example/).\n\n"
	"1. أطفئه قبل أن تغادر\n2. غادر البيت\n\n"
	"اذهب إلى [قبل](#قبل).\n";

static struct intake_guide made_of(const char *en, const char *ar)
{
	struct intake intake = {.arena = arena, .exchange = &exchange,
		.source = tongue_of(LOCALE_EN), .next_number = 1};
	struct intake_guide made;

	exchange = (struct exchange){.arena = arena};
	assert_true(intake_page_add(&intake, S("a.md"), S("a"), NULL,
		str_of(en)));
	assert_true(intake_page_add(&intake, S("ar/a.md"), S("a"),
		tongue_of(LOCALE_AR), str_of(ar)));
	assert_int_equal(intake_group(&intake), 1);
	assert_true(intake_make(&intake, arena, 1, &made));
	return made;
}

/* As it is read from its files again. */
static struct guide read_again(const struct guide *guide)
{
	struct guide again;
	struct read_fault fault;

	assert_true(guide_read(arena, guide_text(arena, guide, 0), &again,
		&fault));
	assert_true(words_read(arena, guide_text(arena, guide, 1), &again,
		&fault));
	again.number = guide->number;
	return again;
}

static bool no_picture(void *context, str name, str path)
{
	(void)context;
	(void)name;
	(void)path;
	return false;
}

/* What becomes of `old` when the files say that. */
static struct guide renewed(const struct guide *old, const char *en,
	const char *ar, bool takes_words)
{
	struct intake_guide made = made_of(en, ar);
	struct renewal renewal = {.arena = arena, .old = old,
		.takes_words = takes_words, .exchange = &exchange,
		.is_picture = no_picture};

	renewal_apply(&renewal, &made);
	(void)renewal_say(arena, old, &made.guide, S("a.md"), &exchange);
	/* it can be written and read, whatever came in */
	return read_again(&made.guide);
}

static struct guide first(void)
{
	struct intake_guide made;

	arena_reset(arena);
	made = made_of(source, arabic);
	return read_again(&made.guide);
}

static void is_same_guide(const struct guide *a, const struct guide *b)
{
	is_str(guide_text(arena, a, 0), guide_text(arena, b, 0));
	is_str(guide_text(arena, a, 1), guide_text(arena, b, 1));
}

TEST(the_same_files_again_change_nothing) /* [renewal-1] */
{
	struct guide old = first();
	struct guide new = renewed(&old, source, arabic, false);

	UNUSED_STATE;
	is_same_guide(&old, &new);
	new = renewed(&old, source, arabic, true);
	is_same_guide(&old, &new);
}

TEST(units_that_stay_keep_their_ids_and_others_get_new_ones) /* [renewal-2] */
{
	static const char changed[] = "# Phones\n\nFirst of all, breathe.\n\n"
		"## Before\n\n1. Leave the house\n2. Turn it off before you go"
		" out\n\nCall +964 770 123 4567, or [write]"
		"(https://x.example/).\n\nGo to [before](#before).\n";
	struct guide old = first();
	struct guide new = renewed(&old, changed, arabic, false);
	/* where each was before; 99: new */
	static const size_t was[] = {0, 99, 1, 4, 3, 2, 5};

	UNUSED_STATE;
	assert_int_equal(new.units.count, NELEM(was));
	for (size_t i = 0; i < NELEM(was); i++) {
		const struct unit *unit = guide_unit(&old, new.units.at[i].id);
		size_t at = unit == NULL ? 99 : (size_t)(unit - old.units.at);

		assert_int_equal(at, was[i]);
	}
	has_remark(arena, &exchange, "a.md:3: advice: guide 1: added: paragraph");
	has_remark(arena, &exchange, "a.md:8: advice: guide 1: changed: step");
	/* the link still leads to the section */
	is_str(new.units.at[6].slots[0].value, old.units.at[5].slots[0].value);
	new = renewed(&old, "# Phones\n\n## Before\n", arabic, false);
	assert_int_equal(new.units.count, 2);
	has_remark(arena, &exchange, "1/guide:12: advice: guide 1: removed:"
		" paragraph");
}

TEST(words_that_are_there_stay_and_turn_stale) /* [renewal-3] */
{
	static const char changed[] = "# Phones\n\n## Before\n\n"
		"Call +964 770 123 4567, or [write](https://x.example/).\n\n"
		"1. Turn it off before you leave\n2. Leave the house at once\n\n"
		"Go to [before](#before).\n";
	static const char other[] = "# الهواتف\n\n## قبل ذلك\n\n"
		"اتصل +964 770 123 4567 أو [اكتب](https://x.example/).\n\n"
		"1. أطفئه قبل أن تغادر\n2. غادر البيت فورا\n\n"
		"اذهب إلى [قبل](#قبل).\n";
	struct guide old = first(), new = renewed(&old, changed, arabic, true);

	UNUSED_STATE;
	/* the same words beside another source are old, whatever is wished */
	assert_true(unit_is_stale(&new.units.at[4], 1));
	assert_false(unit_is_stale(&new.units.at[3], 1));
	has_remark(arena, &exchange, "turned stale: step");
	new = renewed(&old, changed, other, false);
	assert_true(unit_is_stale(&new.units.at[4], 1));
	is_str(new.units.at[1].words[1].text, S("قبل"));
	has_remark(arena, &exchange, "1/ar.words:8: advice: the file has other");
	new = renewed(&old, changed, other, true);
	assert_false(unit_is_stale(&new.units.at[4], 1));
	is_str(new.units.at[4].words[1].text, S("غادر البيت فورا"));
	is_str(new.units.at[1].words[1].text, S("قبل ذلك"));
	/* where there are none, those of the file are welcome */
	old.units.at[4].words[1] = (struct words){.line = 0};
	new = renewed(&old, source, arabic, false);
	is_str(new.units.at[4].words[1].text, S("غادر البيت"));
}

TEST(what_no_file_can_hold_stays) /* [renewal-4] */
{
	struct guide old = first(), new;
	struct unit brief = {.id = {"zzzzzz"}, .kind = UNIT_SHORT, .cells = 1};

	UNUSED_STATE;
	brief.words[0] = (struct words){.text = S("Turn it off before you leave"),
		.state = WORDS_DONE};
	LIST_ADD(arena, &old.units, brief);
	/* an editor has made a danger sign of it and given the slots names */
	old.units.at[2].kind = UNIT_DANGER;
	old.units.at[2].slots[0].name = S("call");
	old.units.at[2].words[0].text = S("Call {call}, or **[write](link1)**.");
	old.units.at[2].words[1].text = S("اتصل {call} أو [اكتب](link1).");
	old.units.at[2].words[1].note = S("asked twice");
	old.units.at[2].words[1].seen = unit_seen_now(&old.units.at[2]);
	old = read_again(&old);
	new = renewed(&old, source, arabic, false);
	is_same_guide(&old, &new);
	/* and when the file says something else */
	new = renewed(&old, "# Phones\n\nCall +964 770 123 9999, or [write]"
		"(https://x.example/).\n", arabic, false);
	assert_int_equal(new.units.count, 3);
	assert_int_equal(new.units.at[1].kind, UNIT_DANGER);
	is_str(new.units.at[1].words[0].text, S("Call {call}, or [write](link1)."));
	is_str(new.units.at[1].slots[0].value, S("+964 770 123 9999"));
	assert_true(unit_is_stale(&new.units.at[1], 1));
	is_str(new.units.at[1].words[1].note, S("asked twice"));
	assert_int_equal(new.units.at[2].kind, UNIT_SHORT);
}

TEST(no_unit_belongs_to_two_and_same_words_go_first)
	/* [renewal_pairs-1] [renewal_pairs-2] */
{
	static const char twice[] = "# Phones\n\none two three four\n\n"
		"one two three five\n\none two three four\n";
	static const char moved[] = "# Phones\n\none two three five\n\n"
		"one two three four\n\none two three six\n\n"
		"one two three four\n\nnothing like it at all\n";
	struct intake_guide old, new;
	size_t *to;
	/* the fourth finds no unit of its own left but by likeness: none */
	static const size_t want[] = {0, 2, 1, SIZE_MAX, 3, SIZE_MAX};

	UNUSED_STATE;
	arena_reset(arena);
	old = made_of(twice, twice);
	new = made_of(moved, moved);
	to = renewal_pairs(arena, &old.guide, &new.guide);
	assert_int_equal(new.guide.units.count, NELEM(want));
	for (size_t i = 0; i < NELEM(want); i++) {
		if (want[i] == SIZE_MAX) assert_true(to[i] == SIZE_MAX);
	}
	assert_int_equal(old.guide.units.count, 4);
	assert_int_equal(to[1], 2);
	assert_true(to[2] != to[4] && to[2] % 2 == 1 && to[4] % 2 == 1);
}

TEST(each_file_finds_its_guide_and_none_is_found_twice) /* [renewal_match-1] */
{
	static const struct { const char *path, *text; unsigned number; } files[] = {
		{"a.md", "# What now?\n\nRest. Drink some water.\n\nNew here.\n", 2},
		{"b.md", "# What now?\n\nAsk a friend to stay with you.\n", 1},
		{"c.md", "# What now?\n\nSomething about passwords.\n", 0},
		{"d.md", "# Another title\n\nAsk a friend to stay with you.\n", 0},
	};
	struct guide_library library = {.arena = arena};
	struct intake intake = {.arena = arena, .exchange = &exchange,
		.source = tongue_of(LOCALE_EN), .next_number = 3};
	struct intake_guide one, two;

	UNUSED_STATE;
	arena_reset(arena);
	one = made_of("# What now?\n\nAsk a friend to stay with you.\n", "# أ\n");
	two = made_of("# What now?\n\nRest. Drink some water.\n", "# أ\n");
	one.guide.number = 1;
	two.guide.number = 2;
	LIST_ADD(arena, &library.guides, one.guide);
	LIST_ADD(arena, &library.guides, two.guide);
	for (size_t i = 0; i < NELEM(files); i++) {
		assert_true(intake_page_add(&intake, str_of(files[i].path),
			str_of(files[i].path), NULL, str_of(files[i].text)));
	}
	renewal_match(&library, &intake);
	for (size_t i = 0; i < NELEM(files); i++) {
		assert_int_equal(intake.pages.at[i].number, files[i].number);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(the_same_files_again_change_nothing),
		CASE(units_that_stay_keep_their_ids_and_others_get_new_ones),
		CASE(words_that_are_there_stay_and_turn_stale),
		CASE(what_no_file_can_hold_stays),
		CASE(no_unit_belongs_to_two_and_same_words_go_first),
		CASE(each_file_finds_its_guide_and_none_is_found_twice),
	};
	int failed;

	arena = arena_open((size_t)1 << 30);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_close(&arena);
	return failed;
}
