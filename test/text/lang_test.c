/* Which language a text is in: everyday lines in each written form, mixed and
 * empty ones, keyboards that lack letters, any bytes.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "text/gram.h"
#include "text/lang.h"

static void is_lang(const char *text, const char *tag)
{
	str got = text_lang_tag(lang_of(str_of(text)));

	if (str_eq(got, str_of(tag))) return;
	(void)fprintf(stderr, "\"%s\" is %s, not %s\n", text, tag, got.at);
	fail();
}

struct line { const char *tag, *text; };

static void are_langs(const struct line *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) is_lang(lines[i].text, lines[i].tag);
}

TEST(everyday_lines_have_their_language)
{
	static const struct line lines[] = {
		{"ar", "هل تستطيعون أن تساعدوني في طلب اللجوء؟"},
		{"ar", "شلونكم؟ اريد احچي وياكم بس خايف"},
		{"ar", "ما فيني ارجع عالبيت هلق"},
		{"ckb", "دەتوانن لە داواکاری پەنابەریدا یارمەتیم بدەن؟"},
		{"ckb", "چۆنیت باشیت؟ من زۆر دەترسم لێیان"},
		{"kmr", "Hûn dikarin di daxwaza penaberiyê de alîkariya min bikin?"},
		{"kmr", "min ji bavê xwe re negot, ez ditirsim"},
		{"kmr-Arab", "هوین دشێن هاریکاریا من بکەن؟ ئەز گەلەک دترسم ژ بابێ خۆ"},
		{"kmr-Arab", "من نەڤێت کەس بزانیت ئەز ل کیڤە دژیم"},
		{"en", "Can you help me with my asylum claim?"},
		{"en", "HELP ME PLEASE"},
		{"fa", "می‌توانید در درخواست پناهندگی به من کمک کنید؟"},
		{"tr", "Sığınma başvurumda bana yardım edebilir misiniz?"},
		{"sv", "Kan ni hjälpa mig med min asylansökan?"},
		{"ar-Latn", "ma agdar arja3 lil bait, 5ayif mn akhooy"},
		{"ckb-Latn", "natwanm bgaremawa malawa, la brakam datrsm"},
	};

	UNUSED_STATE;
	are_langs(lines, NELEM(lines));
}

TEST(the_shortest_words_people_begin_with_are_theirs)
{
	static const struct line lines[] = {
		{"en", "hi there"}, {"en", "I am gay"}, {"en", "help me"},
		{"ar", "شكرا"}, {"ar", "انا مثلي"}, {"ar", "ساعدوني"},
		{"ckb", "سڵاو"}, {"ckb", "من گەیم"}, {"ckb", "سوپاس"},
		{"kmr", "ez gay im"}, {"kmr", "alîkarî"}, {"kmr", "spas heval"},
		{"kmr-Arab", "هاریکاری"}, {"kmr-Arab", "ئەز باشم"},
		{"sv", "hjälp mig"}, {"sv", "jag är gay"},
		{"ar-Latn", "ana mithli"}, {"ar-Latn", "7abibi"},
		{"ckb-Latn", "choni bashi"}, {"tr", "yardım"},
	};

	UNUSED_STATE;
	are_langs(lines, NELEM(lines));
}

TEST(two_languages_in_one_text_are_named_as_such)
{
	static const struct line lines[] = {
		{"mixed", "براکەم هەڕەشەم لێ دەکات please answer me quickly"},
		{"mixed", "I told my mother وهي زعلت كلش علي"},
		{"mixed", "ez ji malê reviyam, what should i do now please"},
		{"mixed", "Tack så mycket, شكرا على المساعدة"},
	};
	struct lang_guess guess;

	UNUSED_STATE;
	are_langs(lines, NELEM(lines));
	guess = lang_guess(S("من لە هەولێرم and i want to leave the country"));
	assert_int_equal(guess.lang, TEXT_MIXED);
	assert_int_equal(guess.first, TEXT_EN);
	assert_int_equal(guess.second, TEXT_CKB);
	assert_in_range(guess.second_percent, 20, 50);
}

TEST(names_and_loans_do_not_make_a_text_mixed)
{
	static const struct line lines[] = {
		{"ar", "اني رايح على مكتب UNHCR باچر الصبح"},
		{"ckb", "هاوڕێکەم John Smith لە ئەڵمانیا دەژی و یارمەتیم دەدات"},
		{"ar", "شكد تاخذ الـ visa اذا قدمت عليها من تركيا؟"},
		{"kmr", "Hevalê min Michael Johnson li Almanyayê dijî"},
	};

	UNUSED_STATE;
	are_langs(lines, NELEM(lines));
}

/* [lang-1] */
TEST(what_holds_no_word_has_no_language)
{
	static const char *const texts[] = {"", " ", "\n\t", "123 456", "١٢٣",
		"😀😀 🎉", "?!…", "https://bothy.example/write", "@someone",
		"a@b.example", "Привет, как дела", "שלום", "你好", "\xff\xfe",
		"www.example.org 2026"};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(texts); i++) {
		struct lang_guess guess = lang_guess(str_of(texts[i]));

		is_lang(texts[i], "und");
		assert_int_equal(guess.first, TEXT_UND);
	}
}

TEST(links_digits_and_pictures_change_nothing)
{
	static const struct line lines[] = {
		{"ckb", "😀 سڵاو گیان 😀 https://facebook.example/some/page"},
		{"en", "please call me 0770 123 4567 @someone 🙏🙏🙏"},
		{"ar", "اتصلوا بيه على ٠٧٧٠ ١٢٣ 😭😭 www.example.org"},
		{"sv", "jag är rädd!!!!! 😰 ring 112"},
	};

	UNUSED_STATE;
	are_langs(lines, NELEM(lines));
}

TEST(a_keyboard_without_kurdish_letters_is_understood)
{
	static const struct line lines[] = {
		/* Arabic kaf and yeh; heh with a non-joiner for AE. */
		{"ckb", "من ناتوانم بگەڕێمەوە ماڵەوە چونكە براكەم دەمكوژێ"},
		{"ckb", "من زۆر ده\u200cترسم له\u200c باوكم"},
		{"ckb", "من زور دهترسم له باوکم و ناتوانم بچمهوه بو مالهوه"},
		/* Drawn out, with vowel marks, as presentation forms. */
		{"ar", "ســاااااعدوووني اللــه يخليكم"},
		{"ar", "أُرِيدُ أَنْ أَتَكَلَّمَ مَعَ مُحَامٍ"},
		{"ar", "\uFEB3\uFE8E\uFECB\uFEAA\uFEED\uFEE7\uFEF2 "
			"\uFEE3\uFEE6 \uFED3\uFEC0\uFEE0\uFEDC\uFEE2"},
		/* Letters and their accents apart; no accents at all. */
		{"kmr", "ez di\u0302sa gelek dits\u0327irim, ne\u0302zi\u0302ki\u0302 min nebe"},
		{"kmr", "ez nikarim ishev vegerim mal, birayê min gefan li min dike"},
		{"tr", "cok korkuyorum lutfen yardim edin ailem ogrendi"},
	};

	UNUSED_STATE;
	are_langs(lines, NELEM(lines));
}

TEST(a_text_is_sure_or_says_that_it_is_not)
{
	struct lang_guess long_text = lang_guess(
		S("Kan ni hjälpa mig med min asylansökan?"));

	UNUSED_STATE;
	assert_true(long_text.margin >= LANG_SURE);
	assert_int_equal(long_text.letters, 31);
	assert_true(lang_guess(S("Ali")).margin < LANG_SURE);
}

/* [gram-1] [lang-2] */
TEST(any_bytes_go_through)
{
	static const char whole[] = "سڵاو Silav 7abibi s\u0327 \uFEF5 😀 é"
		"\xff\xc3 \xed\xa0\x80 https://a.example/ب ه\u200c";
	char text[sizeof(whole)];
	str all = str_bytes(whole, sizeof(whole));

	UNUSED_STATE;
	for (size_t cut = 0; cut <= all.len; cut++) {
		(void)lang_of(str_first(all, cut));
		(void)lang_of(str_from(all, cut));
	}
	for (size_t bit = 0; bit < sizeof(whole) * 8; bit++) {
		memcpy(text, whole, sizeof(whole));
		text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
		(void)lang_of(str_bytes(text, sizeof(text)));
	}
}

TEST(a_word_of_any_length_comes_in_pieces)
{
	struct buf out = {0};
	struct gram_reader reader;
	struct gram_word word;
	size_t letters = 0;

	UNUSED_STATE;
	for (int i = 0; i < 1000; i++) buf_put(&out, S("abcdefghij"));
	reader = (struct gram_reader){.rest = buf_str(&out)};
	while (gram_word_next(&reader, &word)) {
		assert_in_range(word.count, 1, GRAM_WORD_MAX);
		letters += word.count;
	}
	assert_int_equal(letters, 10000);
	buf_close(&out);
}

TEST(words_are_folded_only_as_far_as_languages_allow)
{
	static const struct { const char *left, *right; bool same; } rows[] = {
		{"كوردي", "کوردی", true}, {"ŞÊR", "şêr", true},
		{"İstanbul", "istanbul", true}, {"s\u0327er", "şer", true},
		{"ه\u200c", "ە", true}, {"ـسـلام", "سلام", true},
		{"hellooooo", "helloo", true}, {"şer", "ser", false},
		{"ە", "ه", false}, {"ڕ", "ر", false}, {"أ", "ا", false},
		{"ة", "ه", false}, {"ışık", "işik", false},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		struct gram_reader a = {.rest = str_of(rows[i].left)};
		struct gram_reader b = {.rest = str_of(rows[i].right)};
		struct gram_word left, right;

		assert_true(gram_word_next(&a, &left));
		assert_true(gram_word_next(&b, &right));
		assert_int_equal(left.count == right.count &&
			memcmp(left.points, right.points,
				left.count * sizeof(*left.points)) == 0,
			rows[i].same);
	}
}

TEST(every_language_has_one_tag_and_is_read_back)
{
	UNUSED_STATE;
	for (size_t i = 0; i < TEXT_LANG_COUNT; i++) {
		enum text_lang lang = TEXT_LANG_COUNT;

		assert_true(text_lang_read(text_lang_tag((enum text_lang)i),
			&lang));
		assert_int_equal(lang, i);
	}
	assert_false(text_lang_read(S("ku"), &(enum text_lang){TEXT_UND}));
	assert_false(text_lang_read(S(""), &(enum text_lang){TEXT_UND}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(everyday_lines_have_their_language),
		CASE(the_shortest_words_people_begin_with_are_theirs),
		CASE(two_languages_in_one_text_are_named_as_such),
		CASE(names_and_loans_do_not_make_a_text_mixed),
		CASE(what_holds_no_word_has_no_language),
		CASE(links_digits_and_pictures_change_nothing),
		CASE(a_keyboard_without_kurdish_letters_is_understood),
		CASE(a_text_is_sure_or_says_that_it_is_not),
		CASE(any_bytes_go_through),
		CASE(a_word_of_any_length_comes_in_pieces),
		CASE(words_are_folded_only_as_far_as_languages_allow),
		CASE(every_language_has_one_tag_and_is_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
