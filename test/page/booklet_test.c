/* The booklet of words: what is in it, what is folded, what paper shows, and
 * that nothing in a bank can break the page.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "model/bank_seed.h"
#include "page/booklet.h"

#define EVIL "\"'><script>alert(1)</script>&{{ x }}"

static struct arena *arena;
static struct buf page;
static const struct booklet_wish plain = {.organisation = S_INIT("Hill")};

static int set_up(void **state)
{
	(void)state;
	arena = arena_open(64 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	buf_close(&page);
	arena_close(&arena);
	return 0;
}

static void show(const struct bank *bank, enum locale locale,
	const struct booklet_wish *wish)
{
	struct booklet booklet = booklet_of(arena, bank, locale, wish);

	buf_reset(&page);
	page_booklet(&page, locale, &booklet);
	assert_false(page.failed);
}

static bool shows(const char *text)
{
	return str_find(buf_str(&page), str_of(text)) != SIZE_MAX;
}

/* How often a text stands in the page. */
static size_t times(const char *text)
{
	str rest = buf_str(&page);
	size_t count = 0, at;

	while ((at = str_find(rest, str_of(text))) != SIZE_MAX) {
		rest = str_from(rest, at + 1);
		count++;
	}
	return count;
}

TEST(each_form_has_its_words_language_and_direction)
{
	static const struct { const char *root, *word, *definition; } rows[] = {
		[LOCALE_AR] = {"<html lang=\"ar\" dir=\"rtl\">", "مثلي الجنس",
			"رجل ينجذب إلى الرجال"},
		[LOCALE_CKB] = {"<html lang=\"ckb\" dir=\"rtl\">", "هاوڕەگەزخواز",
			"پیاوێک کە حەزی لە پیاوانە"},
		[LOCALE_KMR_ARAB] = {"<html lang=\"kmr-Arab\" dir=\"rtl\">",
			"هەڤزایەند", "مێرەک کو دلێ وی دکەڤە مێران"},
		[LOCALE_KMR] = {"<html lang=\"kmr\" dir=\"ltr\">", "hevzayend",
			"mêrek ku dilê wî dikeve mêran"},
		[LOCALE_EN] = {"<html lang=\"en\" dir=\"ltr\">", "gay man",
			"a man who is attracted to men"},
	};
	struct bank bank = {0};

	UNUSED_STATE;
	bank_seed_add(arena, &bank);
	for (int i = 0; i < LOCALE_COUNT; i++) {
		show(&bank, (enum locale)i, &plain);
		assert_true(shows(rows[i].root));
		assert_true(shows(rows[i].word));
		assert_true(shows(rows[i].definition));
		assert_true(shows("<bdi>Hill</bdi>"));
		assert_false(shows("$start"));
	}
}

/* [booklet-1] */
TEST(words_that_hurt_are_folded_and_dotted_until_asked_for)
{
	struct booklet_wish wish = plain;
	struct bank bank = {0};

	UNUSED_STATE;
	bank_seed_add(arena, &bank);
	show(&bank, LOCALE_AR, &plain);
	assert_true(shows("<details>"));
	assert_false(shows("<details open"));
	/* on the screen behind the fold, on paper with dots */
	assert_int_equal(times("<bdi>شاذ</bdi>"), 1);
	assert_int_equal(times("<bdi>ش…</bdi>"), 1);
	assert_int_equal(times("<bdi>ش… ج…</bdi>"), 1);
	/* never to show: not in the file */
	assert_false(shows("لوطي"));
	assert_int_equal(times("<bdi>ل…</bdi>"), 4); /* two words, twice */
	assert_true(shows("من الكلمات الجارحة لا تظهر هنا"));
	assert_true(shows("تصف الحب بأنه خلل."));
	wish.spelled_out = true;
	show(&bank, LOCALE_AR, &wish);
	assert_int_equal(times("<bdi>شاذ</bdi>"), 2);
	assert_false(shows("لوطي"));
	assert_false(shows("من الكلمات الجارحة لا تظهر هنا"));
	wish.never_shown = true;
	show(&bank, LOCALE_AR, &wish);
	assert_int_equal(times("<bdi>لوطي</bdi>"), 2);
}

/* The style hides on paper what is folded, and on the screen what is paper. */
TEST(the_style_keeps_fold_and_paper_apart)
{
	struct bank bank = {0};

	UNUSED_STATE;
	bank_seed_add(arena, &bank);
	show(&bank, LOCALE_EN, &plain);
	assert_true(shows(".paper{display:none}"));
	assert_true(shows("details,.screen{display:none}"));
	assert_true(str_find(buf_str(&page), S("@media print{")) <
		str_find(buf_str(&page), S("details,.screen{display:none}")));
}

/* [booklet-2] */
TEST(questions_and_discreet_words_are_in_no_booklet)
{
	static const enum bank_status statuses[] = {BANK_PROPOSED, BANK_THREAT,
		BANK_OURS, BANK_OURS};
	const struct booklet_wish all = {.spelled_out = true,
		.never_shown = true};
	struct bank bank = {0};

	UNUSED_STATE;
	bank_seed_add(arena, &bank);
	show(&bank, LOCALE_AR, &all);
	assert_false(shows("سحاقية"));
	assert_false(shows("صديق لنا"));
	show(&bank, LOCALE_EN, &all);
	assert_false(shows("friend of ours"));
	assert_false(shows("private life"));
	bank = (struct bank){0};
	assert_null(bank_concept_add(arena, &bank,
		&(struct bank_concept){.id = S("a")}));
	for (size_t i = 0; i < NELEM(statuses); i++) {
		struct bank_term term = {.lang = TEXT_EN,
			.text = str_fmt(arena, "word %zu", i),
			.status = statuses[i],
			.register_ = i == 2 ? BANK_DISCREET : BANK_NEUTRAL,
			.certainty = i == 3 ? BANK_UNSURE : BANK_SURE};

		assert_null(bank_term_add(arena, &bank, &term));
	}
	show(&bank, LOCALE_EN, &all);
	assert_false(shows("word "));
	assert_true(shows("There are no words in this language yet."));
}

TEST(what_is_not_confirmed_carries_a_star_and_says_so)
{
	struct bank bank = {0};

	UNUSED_STATE;
	bank_seed_add(arena, &bank);
	show(&bank, LOCALE_KMR, &plain);
	assert_true(shows("<bdi>trans</bdi> <small>*</small>"));
	assert_false(shows("<bdi>hevzayend</bdi> <small>"));
	assert_true(shows("* peyvek e ku"));
	show(&bank, LOCALE_EN, &plain);
	assert_false(shows("is a word that is not confirmed yet"));
}

TEST(a_definition_in_another_language_says_which)
{
	struct bank bank = {0};
	struct bank_concept concept = {.id = S("a")};
	struct bank_term term = {.lang = TEXT_AR, .text = S("كلمة"),
		.status = BANK_ACCEPTED, .certainty = BANK_SURE};

	UNUSED_STATE;
	concept.definition[TEXT_EN] = S("what it is");
	assert_null(bank_concept_add(arena, &bank, &concept));
	assert_null(bank_term_add(arena, &bank, &term));
	show(&bank, LOCALE_AR, &plain);
	assert_true(shows("<p lang=\"en\" dir=\"ltr\">what it is</p>"));
	assert_true(shows("<h2>")); /* the best there is stands at the top */
}

TEST(nothing_in_a_bank_breaks_the_page)
{
	/* [html-1] */
	static const enum bank_status statuses[] = {BANK_OURS, BANK_ACCEPTED,
		BANK_SUPERSEDED, BANK_AVOID, BANK_NEVER_SHOW};
	const struct booklet_wish wish = {.organisation = S(EVIL),
		.never_shown = true};
	struct bank_concept concept = {.id = S("a")};
	struct bank bank = {0};

	UNUSED_STATE;
	concept.definition[TEXT_EN] = S(EVIL);
	assert_null(bank_concept_add(arena, &bank, &concept));
	for (size_t i = 0; i < NELEM(statuses); i++) {
		struct bank_term term = {.lang = TEXT_EN,
			.text = str_fmt(arena, "%zu %s", i, EVIL),
			.status = statuses[i], .certainty = BANK_LIKELY,
			.why = S(EVIL)};

		assert_null(bank_term_add(arena, &bank, &term));
	}
	show(&bank, LOCALE_EN, &wish);
	assert_false(shows("<script"));
	assert_true(times("&lt;script&gt;alert(1)") >= 9);
}

TEST(no_booklet_needs_another_host_or_script)
{
	static const char *const never[] = {"<script", "<svg", "http://",
		"https://", "url(", "@import", "@font-face", " style=", "<link",
		"<img", "<a "};
	struct bank bank = {0};

	UNUSED_STATE;
	bank_seed_add(arena, &bank);
	show(&bank, LOCALE_CKB, &plain);
	for (size_t i = 0; i < NELEM(never); i++) {
		if (!shows(never[i])) continue;
		(void)fprintf(stderr, "found %s\n", never[i]);
		assert_true(false);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(each_form_has_its_words_language_and_direction),
		CASE(words_that_hurt_are_folded_and_dotted_until_asked_for),
		CASE(the_style_keeps_fold_and_paper_apart),
		CASE(questions_and_discreet_words_are_in_no_booklet),
		CASE(what_is_not_confirmed_carries_a_star_and_says_so),
		CASE(a_definition_in_another_language_says_which),
		CASE(nothing_in_a_bank_breaks_the_page),
		CASE(no_booklet_needs_another_host_or_script),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
