/* The starter library of the demonstration (demo/library): six guides and two
 * stories in five written forms. What a reader may rely on is shown here unit
 * by unit; the same rules hold for whoever adds a guide to it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "guide/guide_check.h"
#include "guide/guide_parts.h"
#include "guide/voice.h"
#include "model/bank_check.h"
#include "model/bank_seed.h"
#include "os/file.h"
#include "text/readability.h"
#include "text/spelling.h"

#include <locale.h>
#include <regex.h>
#include <stdlib.h>

enum {
	GUIDES = 6, STORIES = 2, UNITS_MIN = 18, UNITS_MAX = 35, SHORTS_MIN = 3,
	SHORTS_MAX = 5, SOURCES_MIN = 2, SENTENCE_WORDS_MAX = 20,
	MEAN_WORDS_TENTHS_MAX = 120, PROMISES_MAX = 100
};

static struct guide_library library;
static struct arena *arena;

/* Says which unit it was, and fails. */
static void fault(const struct guide *guide, const struct unit *unit,
	size_t tongue, const char *what)
{
	str tag = guide->tongues[tongue]->tag;

	(void)fprintf(stderr, "%s %u, %.*s, unit %.*s: %s\n",
		guide->is_story ? "story" : "guide", guide->number,
		S_ARG(tag), S_ARG(unit_id_str(&unit->id)), what);
	fail();
}

typedef void words_test(const struct guide *guide, const struct unit *unit,
	size_t tongue, str plain);

static str plain_of(const struct guide *guide, const struct unit *unit,
	size_t tongue)
{
	struct span_list spans = {0};
	struct buf plain = {0};
	str kept;

	if (inline_read(arena, unit, unit->words[tongue].text,
		guide->tongues[tongue], &spans) != INLINE_FINE) {
		fault(guide, unit, tongue, "words that cannot be read");
	}
	inline_plain(&spans, &plain);
	kept = buf_take(&plain, arena);
	buf_close(&plain);
	return kept;
}

static void each_of(const struct guide_list *guides, words_test *test)
{
	for (size_t g = 0; g < guides->count; g++) {
		const struct guide *guide = &guides->at[g];

		for (size_t i = 0; i < guide->units.count; i++) {
			const struct unit *unit = &guide->units.at[i];

			for (size_t t = 0; t < guide->tongue_count; t++) {
				test(guide, unit, t, plain_of(guide, unit, t));
			}
		}
	}
}

static void each(words_test *test)
{
	each_of(&library.guides, test);
	each_of(&library.stories, test);
}

/* -- what is there -------------------------------------------------------- */

static void has_five_forms(const struct guide *guide)
{
	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		size_t tongue;

		assert_true(guide_tongue(guide,
			tongue_of((enum locale)i)->tag, &tongue));
	}
	assert_int_equal(guide->tongue_count, LOCALE_COUNT);
	assert_int_equal(guide->signs.count, 0);
}

TEST(the_library_is_whole_and_nobody_has_signed_it_yet)
{
	UNUSED_STATE;
	assert_int_equal(library.faults.count, 0);
	assert_true(library.is_starter);
	assert_int_equal(library.names.count, LOCALE_COUNT);
	assert_int_equal(library.guides.count, GUIDES);
	assert_int_equal(library.stories.count, STORIES);
	for (size_t i = 0; i < GUIDES; i++) {
		has_five_forms(&library.guides.at[i]);
	}
	for (size_t i = 0; i < STORIES; i++) {
		has_five_forms(&library.stories.at[i]);
	}
}

static void unit_is_there(const struct guide *guide, const struct unit *unit,
	size_t tongue, str plain)
{
	if (plain.len == 0) fault(guide, unit, tongue, "no words");
	if (unit_is_stale(unit, tongue)) fault(guide, unit, tongue, "stale");
}

TEST(every_unit_stands_in_every_form_and_its_slots_agree)
{
	UNUSED_STATE;
	each(unit_is_there);
}

TEST(every_form_can_be_shown_and_says_that_it_is_a_draft)
{
	UNUSED_STATE;
	for (size_t g = 0; g < GUIDES; g++) {
		const struct guide *guide = &library.guides.at[g];

		for (size_t t = 0; t < guide->tongue_count; t++) {
			const struct unit *unit;
			struct checked checked;

			assert_int_equal(checked_make(arena, guide, t, 0,
				&checked, &unit), CHECKED_FINE);
			assert_true(checked.is_draft);
		}
	}
}

/* -- the shape of a guide ------------------------------------------------- */

static bool has_link_and_date(const struct unit *unit)
{
	bool link = false, date = false;

	for (size_t i = 0; i < unit->slot_count; i++) {
		const struct slot *slot = &unit->slots[i];

		link = link || (slot->kind == SLOT_LINK
			&& str_starts(slot->value, S("https://")));
		date = date || slot->kind == SLOT_DATE;
	}
	return link && date;
}

static void guide_has_shape(const struct guide *guide)
{
	size_t counts[UNIT_KIND_COUNT] = {0};

	for (size_t i = 0; i < guide->units.count; i++) {
		const struct unit *unit = &guide->units.at[i];
		bool grave = counts[UNIT_DANGER] + counts[UNIT_WARNING] > 0;

		counts[unit->kind]++;
		if (unit->kind == UNIT_SECTION && !grave) {
			fault(guide, unit, 0, "no danger sign before it");
		}
		if (unit->kind == UNIT_SOURCE && !has_link_and_date(unit)) {
			fault(guide, unit, 0, "no address or no date");
		}
	}
	assert_in_range(guide->units.count, UNITS_MIN, UNITS_MAX);
	assert_in_range(counts[UNIT_SHORT], SHORTS_MIN, SHORTS_MAX);
	assert_true(counts[UNIT_SOURCE] >= SOURCES_MIN);
	assert_true(counts[UNIT_STEP] > 0);
	assert_true(guide->demands[ROLE_SECURITY]
		|| guide->demands[ROLE_MEDICINE]);
}

TEST(danger_comes_first_and_sources_have_an_address_and_a_date)
{
	UNUSED_STATE;
	for (size_t i = 0; i < GUIDES; i++) {
		guide_has_shape(&library.guides.at[i]);
	}
	assert_true(library.guides.at[GUIDES - 1].demands[ROLE_MEDICINE]);
}

/* Lists of steps that come behind a heading, and begin with one. */
static size_t first_lists(const struct guide_page *page)
{
	bool fresh = true;
	size_t count = 0;

	for (size_t i = 0; i < page->part_count; i++) {
		const struct guide_part *part = &page->parts[i];

		fresh = fresh || part->kind == PART_HEADING_2
			|| part->kind == PART_HEADING_3;
		if (part->kind != PART_STEPS) continue;
		if (fresh) assert_int_equal(part->first, 1);
		count += fresh;
		fresh = false;
	}
	return count;
}

TEST(steps_are_counted_from_one_behind_each_heading)
{
	static const struct parts_wish wish = {0};
	size_t count = 0;

	UNUSED_STATE;
	for (size_t i = 0; i < GUIDES; i++) {
		const struct unit *unit;
		struct guide_page page = {0};
		struct checked checked;

		assert_int_equal(checked_make(arena, &library.guides.at[i], 0, 0,
			&checked, &unit), CHECKED_FINE);
		guide_parts_make(arena, &checked, &wish, &page);
		count += first_lists(&page);
	}
	assert_true(count > GUIDES);
}

static void short_is_short(const struct guide *guide, const struct unit *unit,
	size_t tongue, str plain)
{
	size_t letters = 0;

	if (unit->kind != UNIT_SHORT) return;
	for (size_t i = 0; i < plain.len; i++) {
		letters += ((unsigned char)plain.at[i] & 0xC0) != 0x80;
	}
	if (letters > SHORT_LETTERS_MAX) {
		fault(guide, unit, tongue, "too long for a card");
	}
}

TEST(every_card_fits_three_parts_of_a_text_message)
{
	UNUSED_STATE;
	each(short_is_short);
}

/* -- the words ------------------------------------------------------------ */

static void sentences_are_short(const struct guide *guide,
	const struct unit *unit, size_t tongue, str plain)
{
	struct readability counted = readability_of(arena,
		guide->tongues[tongue]->lang, plain);

	if (counted.longest_sentence > SENTENCE_WORDS_MAX) {
		fault(guide, unit, tongue, "a sentence over 20 words");
	}
}

TEST(no_sentence_is_long_in_any_form)
{
	UNUSED_STATE;
	each(sentences_are_short);
}

static struct buf english;

static void english_add(const struct guide *guide, const struct unit *unit,
	size_t tongue, str plain)
{
	(void)guide;
	if (tongue != 0 || unit->kind == UNIT_SOURCE) return;
	buf_put(&english, plain);
	buf_text(&english, "\n\n");
}

TEST(sentences_have_twelve_words_at_most_on_the_whole)
{
	struct readability counted;

	UNUSED_STATE;
	each(english_add);
	counted = readability_of(arena, TEXT_EN, buf_str(&english));
	assert_true(counted.sentences > 100);
	assert_true(counted.words_per_sentence_tenths
		<= MEAN_WORDS_TENTHS_MAX);
	buf_close(&english);
}

static void spelling_is_right(const struct guide *guide,
	const struct unit *unit, size_t tongue, str plain)
{
	struct spelling_reader reader = {.text = plain,
		.lang = guide->tongues[tongue]->lang};
	struct spelling found;

	if (spelling_next(&reader, &found)) {
		fault(guide, unit, tongue, "spelling");
	}
}

TEST(the_spelling_gate_has_nothing_to_propose)
{
	UNUSED_STATE;
	each(spelling_is_right);
}

static const struct bank_checker *checker;

static void words_are_ours(const struct guide *guide, const struct unit *unit,
	size_t tongue, str plain)
{
	struct bank_marks marks = {0};

	bank_check_draft(arena, checker, guide->tongues[tongue]->lang, plain,
		&marks);
	if (marks.count > 0) fault(guide, unit, tongue, "a word to avoid");
}

TEST(no_word_to_avoid_is_used)
{
	struct bank bank = {0};

	UNUSED_STATE;
	bank_seed_add(arena, &bank);
	checker = bank_checker_of(arena, &bank);
	each(words_are_ours);
}

static regex_t promises[PROMISES_MAX];
static size_t promise_count;

static void promises_read(void)
{
	struct buf file = {0};
	str rest, line;

	is_ok(file_read("tool/words.txt", 1 << 16, &file));
	rest = buf_str(&file);
	while (str_cut(rest, '\n', &line, &rest)) {
		if (line.len == 0 || line.at[0] == '#') continue;
		assert_true(promise_count < PROMISES_MAX);
		assert_int_equal(regcomp(&promises[promise_count++],
			str_c(arena, line), REG_EXTENDED | REG_ICASE
			| REG_NOSUB), 0);
	}
	buf_close(&file);
}

static bool is_promise(str plain)
{
	for (size_t i = 0; i < promise_count; i++) {
		if (regexec(&promises[i], str_c(arena, plain), 0, NULL, 0)
			== 0) {
			return true;
		}
	}
	return false;
}

static void promises_nothing(const struct guide *guide,
	const struct unit *unit, size_t tongue, str plain)
{
	if (is_promise(plain)) fault(guide, unit, tongue, "a promise");
}

TEST(nothing_is_promised_that_nobody_can_keep)
{
	UNUSED_STATE;
	promises_read();
	assert_true(promise_count > 20);
	assert_true(is_promise(S("This is 100 % safe.")));
	each(promises_nothing);
	for (size_t i = 0; i < promise_count; i++) regfree(&promises[i]);
}

/* What a machine can say against it is that nobody has signed it yet, and
 * that no native speaker has read the translations. Both are true. */
TEST(the_check_finds_drafts_and_nothing_else)
{
	struct guide_check_on on = {.checker = guide_checker_of(arena),
		.library = &library};
	struct guide_report_list reports = {0};

	UNUSED_STATE;
	guide_library_check(arena, &on, &reports);
	assert_true(guide_report_count(&reports, REPORT_WARNING) > 0);
	for (size_t i = 0; i < reports.count; i++) {
		const struct guide_report *report = &reports.at[i];

		if (report->level == REPORT_ADVICE
			|| str_eq(report->rule, S("draft"))
			|| str_starts(report->text, S("a draft: "))) {
			continue;
		}
		fail_msg("%.*s:%u: %.*s", S_ARG(report->file), report->line,
			S_ARG(report->text));
	}
}

/* -- stories -------------------------------------------------------------- */

static void story_names_no_number(const struct guide *guide,
	const struct unit *unit, size_t tongue, str plain)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (plain.at[i] >= '0' && plain.at[i] <= '9') {
			fault(guide, unit, tongue, "a number");
		}
	}
	if (unit->kind == UNIT_SOURCE || unit->slot_count > 0) {
		fault(guide, unit, tongue, "what a story does not have");
	}
}

TEST(a_story_says_that_it_is_invented_and_gives_no_date_or_age)
{
	UNUSED_STATE;
	for (size_t i = 0; i < STORIES; i++) {
		const struct guide *story = &library.stories.at[i];

		assert_true(story->is_story);
		assert_int_equal(story->units.at[1].kind, UNIT_NOTE);
		assert_true(str_starts(story->units.at[1].words[0].text,
			S("This story is invented.")));
	}
	each_of(&library.stories, story_names_no_number);
}

static struct voice voice_of(const struct guide *story)
{
	struct read_fault refused = {0};
	struct buf file = {0};
	struct voice voice;

	is_ok(file_read(str_c(arena, str_fmt(arena, "demo/library/stories/%u/"
		"voice", story->number)), 1 << 16, &file));
	assert_true(voice_read(arena, buf_take(&file, arena), &voice,
		&refused));
	buf_close(&file);
	return voice;
}

TEST(an_invented_story_is_shown_in_every_form_of_the_demonstration_only)
{
	UNUSED_STATE;
	for (size_t i = 0; i < STORIES; i++) {
		const struct guide *story = &library.stories.at[i];
		struct voice voice = voice_of(story);

		for (size_t t = 0; t < story->tongue_count; t++) {
			struct voice_asked asked = {story, t, 0, true};
			const struct unit *unit;
			struct checked checked;

			assert_int_equal(voice_checked(arena, &voice, &asked,
				&checked, &unit), VOICE_FINE);
			asked.demonstration = false;
			assert_int_equal(voice_checked(arena, &voice, &asked,
				&checked, &unit), VOICE_ONLY_INVENTED);
		}
	}
}

static int setup(void **state)
{
	(void)state;
	if (setlocale(LC_ALL, "C.UTF-8") == NULL) return -1;
	arena = arena_open(256 << 20);
	return guide_library_open(&library, "demo/library") == NULL ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	guide_library_close(&library);
	arena_close(&arena);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(the_library_is_whole_and_nobody_has_signed_it_yet),
		CASE(every_unit_stands_in_every_form_and_its_slots_agree),
		CASE(every_form_can_be_shown_and_says_that_it_is_a_draft),
		CASE(danger_comes_first_and_sources_have_an_address_and_a_date),
		CASE(steps_are_counted_from_one_behind_each_heading),
		CASE(every_card_fits_three_parts_of_a_text_message),
		CASE(no_sentence_is_long_in_any_form),
		CASE(sentences_have_twelve_words_at_most_on_the_whole),
		CASE(the_spelling_gate_has_nothing_to_propose),
		CASE(no_word_to_avoid_is_used),
		CASE(nothing_is_promised_that_nobody_can_keep),
		CASE(the_check_finds_drafts_and_nothing_else),
		CASE(a_story_says_that_it_is_invented_and_gives_no_date_or_age),
		CASE(an_invented_story_is_shown_in_every_form_of_the_demonstration_only),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
