/* Kurmanji in Latin letters to Badini in Arabic letters: every letter, words
 * as Badini readers write them, and what must stay as it is.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "text/transliterate.h"

static struct buf out;

static str of(const char *latin)
{
	buf_reset(&out);
	transliterate(&out, str_of(latin));
	return buf_str(&out);
}

TEST(words_come_out_as_badini_readers_write_them)
{
	static const struct { const char *latin, *arabic; } rows[] = {
		{"Kurdî", "کوردی"}, {"mirov", "مرۆڤ"}, {"ez", "ئەز"},
		{"av", "ئاڤ"}, {"şev", "شەڤ"}, {"çav", "چاڤ"}, {"xwe", "خوە"},
		{"îşev", "ئیشەڤ"}, {"êvar", "ئێڤار"}, {"roj", "رۆژ"},
		{"bersiv", "بەرسڤ"}, {"pirtûk", "پرتووک"}, {"gund", "گوند"},
		{"jin", "ژن"}, {"qelem", "قەلەم"},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		is_str(of(rows[i].latin), str_of(rows[i].arabic));
	}
}

TEST(holes_addresses_numbers_and_abbreviations_stay)
{
	static const char *const same[] = {"{name}", "https://line.example/",
		"25 MB", "(UTC)", "/write", "1234 5678", "a@b.example"};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(same); i++) {
		is_str(of(same[i]), str_of(same[i]));
	}
	is_str(of("ji {name} re"), S("ژ {name} رە"));
}

TEST(marks_become_those_of_the_script)
{
	UNUSED_STATE;
	is_str(of("kî, kengî?"), S("کی، کەنگی؟"));
}

TEST(no_latin_letter_is_left_in_any_word)
{
	UNUSED_STATE;
	(void)of("abcçdeêfghiîjklmnopqrsştuûvwxyz ÇÊÎŞÛ Abc");
	for (size_t i = 0; i < out.len; i++) {
		char c = out.at[i];

		assert_false((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
	}
	assert_true(out.len > 60);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(words_come_out_as_badini_readers_write_them),
		CASE(holes_addresses_numbers_and_abbreviations_stay),
		CASE(marks_become_those_of_the_script),
		CASE(no_latin_letter_is_left_in_any_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
