/* Tests of desk/tokens: places, keys and stems of texts, as the index gets
 * them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "desk/tokens.h"

static struct tokens *tokens;

/* "key=at+len" of each place, and its stems behind it as "/stem". */
static str cut_of(struct arena *arena, str text)
{
	struct tokens_reader reader = tokens_of_text(tokens, text);
	struct buf out = {0};
	struct token token;
	str all;

	while (tokens_next(&reader, &token)) {
		if (out.len > 0) buf_byte(&out, ' ');
		buf_put(&out, token.key);
		buf_fmt(&out, "=%zu+%zu", token.at, token.end - token.at);
		for (size_t i = 0; i < token.stem_count; i++) {
			assert_int_equal(token.stems[i].at[0], 1);
			buf_byte(&out, '/');
			buf_put(&out, str_from(token.stems[i], 1));
		}
	}
	all = buf_take(&out, arena);
	buf_close(&out);
	return all;
}

TEST(places_are_those_of_the_text_as_it_was_written)
{
	/* [tokens-3] */
	static const struct { const char *text, *want; } cases[] = {
		{"", ""}, {" .,! \n", ""},
		{"X 2026", "x=0+1 2026=2+4"},
		{"  \xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa6.", "2026=2+8"},
		{"\xff ab \xd8", "ab=2+2"},
	};
	struct arena *arena = arena_open(1 << 16);

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		is_str(cut_of(arena, str_of(cases[i].text)),
			str_of(cases[i].want));
	}
	arena_close(&arena);
}

/* The stems of the word at place `at` of a text. */
static size_t stems_at(str text, size_t at)
{
	struct tokens_reader reader = tokens_of_text(tokens, text);
	struct token token;

	while (tokens_next(&reader, &token)) {
		if (token.at == at) return token.stem_count;
	}
	fail();
	return 0;
}

TEST(a_stem_is_marked_and_a_word_of_the_bank_has_none)
{
	/* [tokens-1] [tokens-2] */
	static const str bank[] = {S_INIT("اللّاجئـين"), S_INIT("Zebra"),
		S_INIT("threats")};

	UNUSED_STATE;
	assert_true(stems_at(S("اللاجئين"), 0) > 0);
	assert_true(stems_at(S("threats"), 0) > 0);
	tokens_protect(tokens, bank, NELEM(bank));
	assert_int_equal(stems_at(S("اللاجئين"), 0), 0);
	assert_int_equal(stems_at(S("اللاجئیـن"), 0), 0);
	assert_int_equal(stems_at(S("Threats"), 0), 0);
	assert_true(stems_at(S("letters"), 0) > 0);
	tokens_protect(tokens, NULL, 0);
	assert_true(stems_at(S("threats"), 0) > 0);
}

TEST(a_text_long_enough_is_cut_in_its_own_language_alone)
{
	str persian = S("من می‌خواهم با یک وکیل صحبت کنم چون نمی‌دانم در این "
		"کشور چه حقوقی دارم و باید چه کار کنم");
	str turkish = S("Bana yardım edebilecek bir avukat arıyorum çünkü burada "
		"haklarımın ne olduğunu bilmiyorum");

	UNUSED_STATE;
	assert_int_equal(stems_at(persian, 0), 0);
	assert_int_equal(stems_at(turkish, 0), 0);
}

TEST(no_key_holds_a_blank_a_mark_or_more_than_the_index_takes)
{
	struct buf long_word = {0};
	struct tokens_reader reader;
	struct token token;
	size_t words = 0;

	UNUSED_STATE;
	buf_put(&long_word, S("\xef\xb7\xba ")); /* a ligature with blanks */
	for (int i = 0; i < 4000; i++) buf_put(&long_word, S("\xd8\xa8x"));
	for (int i = 0; i < 256; i++) buf_byte(&long_word, (char)i);
	reader = tokens_of_text(tokens, buf_str(&long_word));
	while (tokens_next(&reader, &token)) {
		words++;
		assert_true(token.key.len > 0);
		assert_true(token.key.len <= TOKEN_BYTES_MAX);
		assert_true(token.end <= long_word.len);
		for (size_t i = 0; i < token.key.len; i++) {
			assert_true((unsigned char)token.key.at[i] > ' ');
		}
	}
	assert_true(words >= 3);
	buf_close(&long_word);
}

TEST(a_word_that_comes_again_is_cut_as_the_first_time_and_by_its_own_text)
{
	static const char *const texts[] = {
		"Ez penaberan dibînim û ji bo penaberan alîkariyê dixwazim, "
			"lewre li vir kes tune ye ku alîkariyê bide",
		"The threats against penaberan were written down, and nobody "
			"has read the letters that came with the threats",
		"أبحث عن مكان آمن للاجئين واللاجئات في المدينة القديمة لأن "
			"البيت لم يعد آمنا",
		"من بۆ پەنابەرەکان دەنووسم چونکە هیچ کەسێک یارمەتییان نادات",
	};
	struct arena *arena = arena_open(4 << 20);
	str first[NELEM(texts)];

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(texts); i++) {
		struct tokens *fresh = tokens_open(), *shared = tokens;

		tokens = fresh;
		first[i] = cut_of(arena, str_of(texts[i]));
		tokens = shared;
		tokens_close(&fresh);
	}
	for (size_t round = 0; round < 3; round++) {
		for (size_t i = 0; i < NELEM(texts); i++) {
			is_str(cut_of(arena, str_of(texts[i])), first[i]);
		}
	}
	arena_close(&arena);
}

static int setup(void **state)
{
	(void)state;
	tokens = tokens_open();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	tokens_close(&tokens);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(places_are_those_of_the_text_as_it_was_written),
		CASE(a_stem_is_marked_and_a_word_of_the_bank_has_none),
		CASE(a_text_long_enough_is_cut_in_its_own_language_alone),
		CASE(a_word_that_comes_again_is_cut_as_the_first_time_and_by_its_own_text),
		CASE(no_key_holds_a_blank_a_mark_or_more_than_the_index_takes),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
