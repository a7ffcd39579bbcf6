/* Tests of desk/search: everyday spellings find each other, quotes mean what
 * stands in them, nothing typed is an operator, and what is marked is what the
 * index found.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/search_lib.h"

enum { SPELLINGS_MAX = 6 };

static struct arena *arena;

/* One word, as people write it. */
static const char *const spellings[][SPELLINGS_MAX] = {
	{"الأمان", "الامان", "الأَمَان", "الأمـــان", "ٱلأمان"},
	{"كوردستان", "کوردستان", "كوردســتان"},
	{"هەڵمەت", "هه‌ڵمه‌ت", "ههلمهت", "هەلمەت"},
	{"پەنابەری", "په‌نابه‌ری", "پهنابهری", "پەنابەرى"},
	{"مدرسة", "مدرسه", "مَدْرَسَةٌ"},
	{"مسؤول", "مسوول", "مَسْؤُول"},
	{"على", "علي", "علی", "عَلَى"},
	{"كُتُبٌ", "كتب", "کتب"},
	{"Şêrîn", "serin", "ŞÊRÎN", "şerîn", "Serîn"},
	{"İstanbul", "istanbul", "ISTANBUL", "ıstanbul"},
	{"٢٠٢٦", "2026", "۲۰۲۶"},
	{"ڕۆژ", "روژ", "رۆژ"},
	{"فيزا", "فیزا", "ﻓﯿﺰﺍ"},
	{"قوڵ", "قول"},
	{"لۆژیك", "لوژیک", "لۆژيك"},
};

/* Words of one word: each finds the others. */
static const char *const forms[][SPELLINGS_MAX] = {
	{"لاجئين", "اللاجئين"},
	{"پەنابەر", "پەنابەرەکان", "پەنابەران"},
	{"penaber", "penaberan"},
	{"threat", "threats"},
};

static const char *const neighbours[][SPELLINGS_MAX] = {
	{"گول", "كول"}, {"چاي", "جاي"}, {"پاسپورت", "باسبورت"},
	{"ڤيزا", "فيزا", "فيژا"},
};

/* Each of a group finds each, at this reach; and not at the one before, when
 * `only_there` and they are not the same. */
static void find_each_other(const char *const group[SPELLINGS_MAX],
	enum search_reach reach, bool only_there)
{
	struct shelf shelf = shelf_open();

	for (size_t i = 0; i < SPELLINGS_MAX && group[i] != NULL; i++) {
		(void)shelf_add(&shelf, str_fmt(arena, "… %s!", group[i]));
	}
	for (size_t i = 0; i < SPELLINGS_MAX && group[i] != NULL; i++) {
		struct search *search = search_read(arena, shelf.tokens,
			str_of(group[i]));

		for (size_t n = 0; n < shelf.count; n++) {
			if (!shelf_finds(&shelf, search, reach, n + 1)) {
				print_error("%s does not find %s\n", group[i],
					group[n]);
				fail();
			}
			if (only_there && n != i) {
				assert_false(shelf_finds(&shelf, search,
					SEARCH_WORD, n + 1));
			}
		}
	}
	shelf_close(&shelf);
}

TEST(everyday_spellings_find_each_other)
{
	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(spellings); i++) {
		find_each_other(spellings[i], SEARCH_WORD, false);
	}
}

TEST(forms_of_a_word_find_each_other_but_not_in_quotes)
{
	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(forms); i++) {
		find_each_other(forms[i], SEARCH_FORM, true);
	}
}

TEST(neighbouring_letters_are_tried_in_both_directions)
{
	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(neighbours); i++) {
		find_each_other(neighbours[i], SEARCH_NEAR, true);
	}
}

/* -- quotes --------------------------------------------------------------- */

TEST(quotes_of_any_kind_mean_exactly_so)
{
	static const struct {
		const char *typed;
		enum search_reach reach;
		bool found;
	} cases[] = {
		{"green lamps", SEARCH_WORD, true},
		{"lamps green", SEARCH_WORD, true},
		{"lamp", SEARCH_WORD, false},
		{"lamp", SEARCH_FORM, true},
		{"\"lamp\"", SEARCH_FORM, false},
		{"\"green lamps\"", SEARCH_WORD, true},
		{"\"lamps green\"", SEARCH_FORM, false},
		{"\u201Cgreen lamps\u201D", SEARCH_WORD, true},
		{"\u00ABlamps green\u00BB", SEARCH_FORM, false},
		{"\"green lamps", SEARCH_WORD, true},
		{"lamp \"two green\"", SEARCH_FORM, true},
		{"lamp \"green two\"", SEARCH_FORM, false},
		{"green absent", SEARCH_FORM, false},
		{"lam", SEARCH_FORM, false},
		{"lam", SEARCH_BEGINNING, true},
		{"\"lam\"", SEARCH_BEGINNING, false},
		{"la", SEARCH_BEGINNING, false},
	};
	struct shelf shelf = shelf_open();
	uint64_t text = shelf_add(&shelf, S("two green lamps and a door"));

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct search *search = search_read(arena, shelf.tokens,
			str_of(cases[i].typed));

		if (shelf_finds(&shelf, search, cases[i].reach, text) !=
			cases[i].found) {
			print_error("%s\n", cases[i].typed);
			fail();
		}
	}
	shelf_close(&shelf);
}

TEST(nothing_typed_is_an_operator)
{
	/* [search-1] */
	static const char *const typed[] = {
		"\"", "\"\"", "\"\"\"\"", "a\"b", "NEAR(a b)", "a AND", "OR b",
		"NOT", "text:a", "{text names}:a", "^a", "a*", "*", "(", ")",
		"a + b", "-a", "a OR (b", "'; DROP TABLE spoken; --", "\\", "\x01",
		"\x01 a", "a\x01", "\xff\xfe", "a \xd8 b", "%s%n", "\u201Ca\"b",
	};
	struct shelf shelf = shelf_open();
	struct buf many = {0};

	UNUSED_STATE;
	(void)shelf_add(&shelf, S("a b near and or not text"));
	for (size_t i = 0; i < NELEM(typed); i++) {
		struct search *search = search_read(arena, shelf.tokens,
			str_of(typed[i]));

		for (int r = 0; r < SEARCH_REACH_COUNT; r++) {
			(void)shelf_finds(&shelf, search, (enum search_reach)r,
				1);
		}
	}
	assert_null(search_read(arena, shelf.tokens, S("\" . \"")));
	assert_true(shelf_finds(&shelf, search_read(arena, shelf.tokens,
		S("a AND b")), SEARCH_WORD, 1)); /* three words */
	assert_false(shelf_finds(&shelf, search_read(arena, shelf.tokens,
		S("a OR absent")), SEARCH_FORM, 1));
	for (int i = 0; i < 3000; i++) buf_put(&many, S("كبجزف \"a b\" "));
	(void)shelf_finds(&shelf, search_read(arena, shelf.tokens,
		buf_str(&many)), SEARCH_NEAR, 1);
	buf_close(&many);
	shelf_close(&shelf);
}

/* -- marks ---------------------------------------------------------------- */

/* The text with each mark in brackets. */
static str marked(const struct search_found *found, str text)
{
	size_t at = 0;
	struct buf out = {0};
	str all;

	for (size_t i = 0; i < found->count; i++) {
		const struct html_mark *mark = &found->marks[i];

		assert_true(mark->at >= at && mark->len > 0); /* [search-3] */
		assert_true(mark->at + mark->len <= text.len);
		buf_put(&out, str_first(str_from(text, at), mark->at - at));
		buf_byte(&out, '[');
		buf_put(&out, str_first(str_from(text, mark->at), mark->len));
		buf_byte(&out, ']');
		at = mark->at + mark->len;
	}
	buf_put(&out, str_from(text, at));
	all = buf_take(&out, arena);
	buf_close(&out);
	return all;
}

TEST(marks_stand_around_the_words_as_they_were_written)
{
	static const struct { const char *typed, *text, *want; } cases[] = {
		{"الامان", "أبحث عن الأَمَانِ، فقط", "أبحث عن [الأَمَانِ]، فقط"},
		{"هەڵمەت", "ئەم هه‌ڵمه‌تە باشە؛ هه‌ڵمه‌ت",
			"ئەم [هه‌ڵمه‌تە] باشە؛ [هه‌ڵمه‌ت]"},
		{"serin", "Ev Şêrîn e.", "Ev [Şêrîn] e."},
		{"2026", "في ٢٠٢٦", "في [٢٠٢٦]"},
		{"lamp", "Lamps, lamp!", "[Lamps], [lamp]!"},
		{"\"lamp\"", "Lamps, lamp!", "Lamps, [lamp]!"},
		{"\"a b\"", "a a b a b b", "a [a] [b] [a] [b] b"},
		{"\"a a\"", "a a a b a", "[a] [a] [a] b a"},
		{"\"a b\" b", "b a c a b", "[b] a c [a] [b]"},
		{"absent", "nothing here", "nothing here"},
	};
	struct tokens *tokens = tokens_open();

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct search *search = search_read(arena, tokens,
			str_of(cases[i].typed));
		str text = str_of(cases[i].text);
		struct search_found found;

		assert_non_null(search);
		found = search_in(arena, search,
			SEARCH_FORM, text, S(""));

		is_str(marked(&found, text), str_of(cases[i].want));
	}
	tokens_close(&tokens);
}

TEST(what_the_index_finds_is_what_has_every_word_marked)
{
	/* [search-2] */
	static const char *const typed[] = {
		"lamp", "\"green lamps\"", "lam", "الامان", "امان", "پەنابەر",
		"گول", "كول", "penaberan lamp", "\"a a\"", "٢٠٢٦ x",
	};
	static const char *const texts[] = {
		"two green lamps", "lamps green", "lamplight", "a a", "a b a",
		"أبحث عن الأَمَانِ", "پەنابەرەکان لێرەن", "كول", "گوڵ", "2026 X",
		"penaber û lamp", "",
	};
	struct shelf shelf = shelf_open();

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(texts); i++) {
		(void)shelf_add(&shelf, str_of(texts[i]));
	}
	for (size_t i = 0; i < NELEM(typed) * SEARCH_REACH_COUNT; i++) {
		enum search_reach reach =
			(enum search_reach)(i % SEARCH_REACH_COUNT);
		struct search *search = search_read(arena, shelf.tokens,
			str_of(typed[i / SEARCH_REACH_COUNT]));
		struct buf question = {0};
		bool asks = search_put(search, reach, &question);

		buf_close(&question);
		for (size_t t = 0; asks && t < NELEM(texts); t++) {
			struct search_found found = search_in(arena, search,
				reach, str_of(texts[t]), S(""));

			assert_int_equal(found.all, shelf_finds(&shelf, search,
				reach, t + 1));
		}
	}
	shelf_close(&shelf);
}

static int setup(void **state)
{
	(void)state;
	arena = arena_open(16 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(everyday_spellings_find_each_other),
		CASE(forms_of_a_word_find_each_other_but_not_in_quotes),
		CASE(neighbouring_letters_are_tried_in_both_directions),
		CASE(quotes_of_any_kind_mean_exactly_so),
		CASE(nothing_typed_is_an_operator),
		CASE(marks_stand_around_the_words_as_they_were_written),
		CASE(what_the_index_finds_is_what_has_every_word_marked),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
