/* The matcher: forms of four languages and Badini, borders, places, loose keys,
 * words of two meanings, terms of several words, and any bytes.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "one_arena.h"

#include "base/hex.h"
#include "os/file.h"
#include "text/matcher_room.h"

#include <stdlib.h>

/* The first match of one term in a text of an unknown language. */
static bool find(enum text_lang lang, const char *term, const char *text,
	struct matcher_match *ret_match)
{
	struct arena *own = arena_open(64 << 20);
	struct matcher_term of = {.text = str_of(term), .lang = lang};
	struct matcher_search search = matcher_begin(matcher_build(own, &of, 1),
		TEXT_UND, str_of(text));
	bool found = matcher_next(&search, ret_match);

	arena_close(&own);
	return found;
}

static void finds(enum text_lang lang, const char *term, const char *text,
	bool expected)
{
	struct matcher_match match;

	if (find(lang, term, text, &match) != expected) {
		fail_msg("%s in %s: %sexpected", term, text,
			expected ? "" : "not ");
	}
}

static const struct row {
	enum text_lang lang;
	const char *term, *text;
	bool found;
} form_rows[] = {
	/* Arabic: proclitics, endings, teh marbuta, changed ends */
	{TEXT_AR, "معلم", "والمعلمين", true},
	{TEXT_AR, "معلم", "للمعلمات", true},
	{TEXT_AR, "معلم", "معلّمونا", true},
	{TEXT_AR, "معلم", "معلميهم", true},
	{TEXT_AR, "معلم", "بمعلمه", true},
	{TEXT_AR, "معلم", "معلماً", true},
	{TEXT_AR, "معلم", "المعلمه", true}, /* teh marbuta without its dots */
	{TEXT_AR, "معلم", "المعلمهم", false}, /* the article, so no possessive */
	{TEXT_AR, "معلم", "معلمب", false},
	{TEXT_AR, "معلم", "يعلم", false},
	{TEXT_AR, "معلم", "مستعلم", false},
	{TEXT_AR, "مدرسة", "مدرستها", true},
	{TEXT_AR, "مدرسة", "المدرستين", true},
	{TEXT_AR, "مدرسة", "مدرسات", true},
	{TEXT_AR, "مدرسة", "مدرسه", true},
	{TEXT_AR, "مدرسة", "مدرس", false},
	{TEXT_AR, "مدرسة", "مدرست", false},
	{TEXT_AR, "مدرسة", "مدرسون", false},
	{TEXT_AR, "أصدقاء", "أصدقائي", true},
	{TEXT_AR, "أصدقاء", "لأصدقائنا", true},
	{TEXT_AR, "مستشفى", "مستشفاهم", true},
	{TEXT_AR, "مستشفى", "المستشفي", true},
	{TEXT_AR, "مسؤول", "مسوولين", true}, /* typed in a hurry */
	{TEXT_AR, "السلامة", "بالسلامة", true},
	{TEXT_AR, "السلامة", "للسلامة", true},
	{TEXT_AR, "السلامة", "سلامة", false}, /* alone it needs its article */
	/* Sorani */
	{TEXT_CKB, "کتێب", "کتێبەکانمان", true},
	{TEXT_CKB, "کتێب", "کتێبێک", true},
	{TEXT_CKB, "کتێب", "کتێبەکەشیان", true},
	{TEXT_CKB, "کتێب", "کتێبەکەدا", true},
	{TEXT_CKB, "کتێب", "كتێبەكان", true}, /* Arabic kaf */
	{TEXT_CKB, "کتێب", "کتێبخانە", false}, /* a compound is another word */
	{TEXT_CKB, "ناو", "ناوەکانی", true},
	{TEXT_CKB, "ناو", "لەناو", false}, /* "inside" */
	{TEXT_CKB, "قوتابخانە", "قوتابخانەکان", true},
	{TEXT_CKB, "قوتابخانە", "قوتابخانەیەک", true},
	{TEXT_CKB, "قوتابخانە", "لەقوتابخانەکەدا", true},
	/* Kurmanji */
	{TEXT_KMR, "heval", "hevalên", true},
	{TEXT_KMR, "heval", "HEVALEKÎ", true},
	{TEXT_KMR, "heval", "bihevalan", true},
	{TEXT_KMR, "heval", "hevalekî re", true},
	{TEXT_KMR, "heval", "hevaltî", false},
	{TEXT_KMR, "heval", "neheq", false},
	{TEXT_KMR, "mamoste", "mamosteyan", true},
	{TEXT_KMR, "mamoste", "mamosteyekê", true},
	{TEXT_KMR, "roj", "rojava", false}, /* "west" */
	{TEXT_KMR, "roj", "rojê", true},
	/* Badini: Kurmanji's endings in Arabic letters */
	{TEXT_KMR_ARAB, "هەڤال", "هەڤالێن", true},
	{TEXT_KMR_ARAB, "هەڤال", "هەڤالەکێ", true},
	{TEXT_KMR_ARAB, "هەڤال", "هەڤالینی", false},
	{TEXT_KMR_ARAB, "مامۆستا", "مامۆستایێن", true},
	/* English */
	{TEXT_EN, "teacher", "Teachers", true},
	{TEXT_EN, "teacher", "the teacher's", true},
	{TEXT_EN, "teacher", "the teacher’s", true},
	{TEXT_EN, "community", "communities", true},
	{TEXT_EN, "community", "communitie", false},
	{TEXT_EN, "teacher", "teachership", false},
	{TEXT_EN, "tea", "teacher", false},
	{TEXT_EN, "tea", "plateau", false},
	/* a language without lists: the word itself */
	{TEXT_SV, "lärare", "Lärare", true},
	{TEXT_SV, "lärare", "lärares", false},
};

TEST(terms_are_found_in_their_forms_and_no_others)
{
	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(form_rows); i++) {
		const struct row *row = &form_rows[i];

		finds(row->lang, row->term, row->text, row->found);
	}
}

/* [matcher-1] */
TEST(nothing_is_found_inside_another_word)
{
	static const char *const inside[] = {"xnavend", "navendx", "xnavendx",
		"navendnavend", "Navend9", "9navend"};
	struct matcher_match match;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(inside); i++) {
		finds(TEXT_KMR, "navend", inside[i], false);
	}
	assert_true(find(TEXT_KMR, "navend", "(navend)", &match));
	assert_int_equal(match.at, 1);
	assert_int_equal(match.len, 6);
}

/* [matcher-2] */
TEST(a_place_is_bytes_of_the_text_as_it_was_written)
{
	static const char text[] = "، الــمُعَلِّمِيـن هنا";
	struct matcher_match match;

	UNUSED_STATE;
	assert_true(find(TEXT_AR, "معلم", text, &match));
	is_str(str_first(str_from(str_of(text), match.at), match.len),
		S("الــمُعَلِّمِيـن"));
	assert_true(match.certain);
	assert_int_equal(match.affixes, MATCHER_PROCLITIC | MATCHER_NUMBER);
}

/* [matcher-3] */
TEST(loose_keys_count_only_where_a_text_has_no_kurdish_letters)
{
	struct matcher_match match;

	UNUSED_STATE;
	assert_true(find(TEXT_CKB, "گۆڵ", "گول", &match));
	assert_true((match.affixes & MATCHER_LOOSE) != 0);
	finds(TEXT_CKB, "گۆڵ", "گوڵ", false);
	finds(TEXT_CKB, "گۆڵ", "گول سێ", false);
	finds(TEXT_CKB, "گۆڵ", "گوڵەکە", false);
	finds(TEXT_CKB, "گۆڵ", "گۆڵ سێ", true);
	finds(TEXT_KMR, "şer", "ser", true);
	finds(TEXT_KMR, "şer", "ser û jin", false);
	finds(TEXT_KMR, "ser", "şer", false);
	/* many write every vowel, and ر for ڕ all the same */
	assert_true(find(TEXT_CKB, "ڕۆژنامە", "رۆژنامەکان", &match));
	assert_true((match.affixes & MATCHER_LOOSE) != 0);
	finds(TEXT_CKB, "ڕۆژنامە", "رۆژنامەکان بڕۆ", false);
}

struct expected { const char *place; size_t term; bool certain; };

static void finds_all(struct matcher_search search,
	const struct expected *expected, size_t count)
{
	struct matcher_match match;
	size_t i = 0;

	for (; matcher_next(&search, &match); i++) {
		assert_true(i < count);
		is_str(str_first(str_from(search.text, match.at), match.len),
			str_of(expected[i].place));
		assert_int_equal(match.term, expected[i].term);
		assert_int_equal(match.certain, expected[i].certain);
	}
	assert_int_equal(i, count);
}

TEST(words_of_one_term_take_each_their_own_affixes)
{
	static const struct matcher_term terms[] = {
		{.text = S_INIT("بيت آمن"), .lang = TEXT_AR},
		{.text = S_INIT("بيت"), .lang = TEXT_AR},
		{.text = S_INIT("الرقم السري"), .lang = TEXT_AR},
		{.text = S_INIT("safe house"), .lang = TEXT_EN},
	};
	static const struct expected expected[] = {
		{"بالبيت الآمن", 0, true}, {"بيتها", 1, true},
		{"للرقم السري", 2, true}, {"رقم سري", 2, true},
		{"Safe-houses", 3, true},
	};
	static const struct expected broken[] = {{"بيت", 1, true}};
	struct matcher *matcher = matcher_build(arena, terms, NELEM(terms));

	UNUSED_STATE;
	finds_all(matcher_begin(matcher, TEXT_UND, S("بالبيت الآمن")),
		expected, 1);
	finds_all(matcher_begin(matcher, TEXT_UND, S("بيتها آخر")),
		expected + 1, 1);
	finds_all(matcher_begin(matcher, TEXT_UND,
			  S("للرقم السري ثم رقم سري و Safe-houses")),
		expected + 2, 3);
	/* a sentence ends between them; or they are only half there */
	finds_all(matcher_begin(matcher, TEXT_UND, S("بيت. آمن")), broken, 1);
	finds_all(matcher_begin(matcher, TEXT_UND, S("safe, house; house")),
		NULL, 0);
}

TEST(the_longest_and_the_plainest_reading_is_taken)
{
	static const struct matcher_term terms[] = {
		{.text = S_INIT("معلم"), .lang = TEXT_AR},
		{.text = S_INIT("معلمة"), .lang = TEXT_AR},
		{.text = S_INIT("معلم لغة"), .lang = TEXT_AR},
	};
	static const struct expected expected[] = {
		{"معلمة", 1, true}, {"معلمات", 1, true}, {"المعلمين", 0, true},
		{"معلم", 0, true}, {"معلم لغات", 2, true},
	};
	struct matcher *matcher = matcher_build(arena, terms, NELEM(terms));

	UNUSED_STATE;
	finds_all(matcher_begin(matcher, TEXT_AR,
			  S("معلمة معلمات المعلمين معلم معلم لغات")),
		expected, NELEM(expected));
}

/* [matcher-4] */
TEST(a_word_of_two_meanings_is_certain_only_beside_its_context)
{
	static const str context[] = {S_INIT("نهر"), S_INIT("ضفة غربية")};
	static const struct matcher_term terms[] = {
		{.text = S_INIT("عين"), .lang = TEXT_AR,
			.flags = MATCHER_HOMOGRAPH, .context = context,
			.context_count = NELEM(context)},
		{.text = S_INIT("باب"), .lang = TEXT_AR,
			.flags = MATCHER_HOMOGRAPH},
	};
	struct matcher *matcher = matcher_build(arena, terms, NELEM(terms));
	static const struct { const char *text; bool certain; } rows[] = {
		{"عين", false},
		{"رأيت العين أمس", false},
		{"عين قرب النهر", true},
		{"النهر وفيه عين", true},
		{"الضفة الغربية عين", true},
		{"الضفة الشرقية عين", false},
		{"النهر واحد اثنان ثلاثة أربعة خمسة عين", false},
		{"عين واحد اثنان ثلاثة أربعة خمسة النهر", false},
		{"باب النهر", false},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		struct matcher_search search = matcher_begin(matcher, TEXT_AR,
			str_of(rows[i].text));
		struct matcher_match match;

		assert_true(matcher_next(&search, &match));
		if (match.certain != rows[i].certain) {
			fail_msg("%s", rows[i].text);
		}
	}
}

TEST(context_words_alone_are_not_found)
{
	static const str context[] = {S_INIT("river")};
	static const struct matcher_term term = {.text = S_INIT("bank"),
		.lang = TEXT_EN, .flags = MATCHER_HOMOGRAPH,
		.context = context, .context_count = 1};
	struct matcher *matcher = matcher_build(arena, &term, 1);

	UNUSED_STATE;
	finds_all(matcher_begin(matcher, TEXT_EN, S("the rivers")), NULL, 0);
}

TEST(irregular_forms_and_names_are_found_as_they_are_given)
{
	static const str forms[] = {S_INIT("بيوت"), S_INIT("دور سكن")};
	static const struct matcher_term terms[] = {
		{.text = S_INIT("بيت"), .lang = TEXT_AR, .forms = forms,
			.form_count = NELEM(forms)},
		{.text = S_INIT("Falcon"), .lang = TEXT_EN,
			.flags = MATCHER_AS_IS},
		{.text = S_INIT("🌵"), .lang = TEXT_UND,
			.flags = MATCHER_AS_IS},
	};
	static const struct expected expected[] = {
		{"والبيوت", 0, true}, {"دور السكن", 0, true},
		{"falcon", 1, true}, {"🌵", 2, true},
	};
	struct matcher *matcher = matcher_build(arena, terms, NELEM(terms));

	UNUSED_STATE;
	finds_all(matcher_begin(matcher, TEXT_UND,
			  S("والبيوت، دور السكن falcon falcons (🌵)")),
		expected, NELEM(expected));
}

TEST(a_term_of_another_language_is_never_certain)
{
	static const struct matcher_term term = {.text = S_INIT("دفتر"),
		.lang = TEXT_AR};
	struct matcher *matcher = matcher_build(arena, &term, 1);
	struct matcher_search search = matcher_begin(matcher, TEXT_CKB,
		S("دفتر"));
	struct matcher_match match;

	UNUSED_STATE;
	assert_true(matcher_next(&search, &match));
	assert_false(match.certain);
	assert_true((match.affixes & MATCHER_FOREIGN) != 0);
	search = matcher_begin(matcher, TEXT_MIXED, S("دفتر"));
	assert_true(matcher_next(&search, &match));
	assert_true(match.certain);
	/* Latin letters are no question in an Arabic text. */
	search = matcher_begin(matcher, TEXT_EN, S("دفتر"));
	assert_true(matcher_next(&search, &match));
	assert_true(match.certain);
}

/* A term that can never be found harms no other. */
TEST(empty_and_endless_terms_find_nothing)
{
	static char endless[1000];
	struct matcher_term terms[] = {
		{.text = S_INIT(""), .lang = TEXT_EN},
		{.text = S_INIT("—"), .lang = TEXT_EN},
		{.text = S_INIT("a b c d e f g h i"), .lang = TEXT_EN},
		{.text = {endless, sizeof(endless)}, .lang = TEXT_EN},
		{.text = S_INIT("lamp"), .lang = TEXT_EN},
	};
	static const struct expected expected[] = {{"lamps", 4, true}};
	struct matcher *matcher;

	UNUSED_STATE;
	memset(endless, 'x', sizeof(endless));
	matcher = matcher_build(arena, terms, NELEM(terms));
	finds_all(matcher_begin(matcher, TEXT_EN, S("— a b c d lamps e f")),
		expected, 1);
	finds_all(matcher_begin(matcher, TEXT_EN,
			  str_bytes(endless, sizeof(endless))), NULL, 0);
	matcher = matcher_build(arena, NULL, 0);
	finds_all(matcher_begin(matcher, TEXT_EN, S("lamps")), NULL, 0);
}

/* [matcher-5] */
TEST(any_bytes_are_searched_and_places_lie_in_the_text)
{
	static const struct matcher_term terms[] = {
		{.text = S_INIT("بيت آمن"), .lang = TEXT_AR},
		{.text = S_INIT("هەڤال"), .lang = TEXT_CKB},
		{.text = S_INIT("şev"), .lang = TEXT_KMR},
	};
	static const char whole[] = "والبيت الآمن، هه‌ڤاله‌كان şevê'n "
		"\xff\xc3 بيت\0آمن \xd8";
	struct matcher *matcher = matcher_build(arena, terms, NELEM(terms));
	char text[sizeof(whole)];

	UNUSED_STATE;
	for (size_t bit = 0; bit < sizeof(whole) * 8; bit++) {
		struct matcher_search search;
		struct matcher_match match;
		size_t end = 0;

		memcpy(text, whole, sizeof(whole));
		text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
		search = matcher_begin(matcher, TEXT_UND,
			str_bytes(text, sizeof(text) - bit % 16));
		while (matcher_next(&search, &match)) {
			assert_true(match.at >= end && match.len > 0);
			end = match.at + match.len;
			assert_true(end <= sizeof(text) - bit % 16);
		}
	}
}

/* [matcher-5]: terms that all begin alike, in a text of nothing else */
TEST(many_readings_of_one_place_do_not_multiply)
{
	struct matcher_term *terms = ARENA_ARRAY(arena, struct matcher_term, 512);
	struct buf text = {0};
	struct matcher_search search;
	struct matcher_match match;
	size_t count = 0, used;

	UNUSED_STATE;
	for (unsigned i = 0; i < 512; i++) {
		struct buf term = {0};

		for (unsigned bit = 0; bit < 8; bit++) {
			buf_text(&term, (i >> bit & 1) ? "meme " : "me ");
		}
		terms[i] = (struct matcher_term){.text = buf_take(&term, arena),
			.lang = i < 256 ? TEXT_KMR : TEXT_EN};
		buf_close(&term);
	}
	for (int i = 0; i < 100000; i++) buf_text(&text, "me ");
	search = matcher_begin(matcher_build(arena, terms, 512), TEXT_UND,
		buf_str(&text));
	used = arena_used(arena);
	while (matcher_next(&search, &match)) count++;
	assert_int_equal(count, 100000 / 8);
	assert_int_equal(arena_used(arena), used);
	buf_close(&text);
}

/* [matcher-5]: what stands at one place of a tree is there once */
TEST(phrases_that_begin_alike_share_every_way_to_write_it)
{
	struct matcher_term *terms = ARENA_ARRAY(arena, struct matcher_term, 500);
	static const struct matcher_term two[] = {
		{.text = S_INIT("السلامة"), .lang = TEXT_AR},
		{.text = S_INIT("السلامة العامة"), .lang = TEXT_AR},
	};
	static const struct expected expected[] = {{"سلامة عامة", 1, true},
		{"بالسلامة", 0, true}};
	struct matcher *matcher;

	UNUSED_STATE;
	for (int i = 0; i < 500; i++) {
		terms[i] = (struct matcher_term){.lang = TEXT_AR,
			.text = str_fmt(arena, "المدرسة %d", i)};
	}
	matcher = matcher_build(arena, terms, 500);
	/* one for each number, a few for the word before them */
	assert_true(matcher->patterns.count < 500 + 20);
	matcher = matcher_build(arena, two, 2);
	finds_all(matcher_begin(matcher, TEXT_AR, S("سلامة عامة، بالسلامة سلامة")),
		expected, 2);
}

/* Cases of others, where the data lies beside the tree. */
TEST(the_shared_cases_hold)
{
	const char *folder = getenv("TEXT_DATA");
	str path = str_fmt(arena, "%s/text/folding-cases.tsv",
		folder == NULL ? "../shared/data" : folder);
	struct buf file = {0};
	str rest, line;
	size_t count = 0;

	UNUSED_STATE;
	if (file_read(str_c(arena, path), 1 << 20, &file) != NULL) skip();
	rest = buf_str(&file);
	while (str_line(&rest, &line)) {
		str cell[6];
		enum text_lang lang;

		for (size_t i = 0; i < NELEM(cell); i++) {
			if (!str_cut(line, '\t', &cell[i], &line)) {
				cell[i] = line;
			}
		}
		if (!str_eq(cell[1], S("term-match"))) continue;
		assert_true(text_lang_read(cell[2], &lang));
		finds(lang, str_c(arena, cell[5]), str_c(arena, cell[4]),
			str_eq(cell[3], S("matches")));
		count++;
	}
	assert_true(count >= 28);
	buf_close(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(terms_are_found_in_their_forms_and_no_others),
		CASE(nothing_is_found_inside_another_word),
		CASE(a_place_is_bytes_of_the_text_as_it_was_written),
		CASE(loose_keys_count_only_where_a_text_has_no_kurdish_letters),
		CASE(words_of_one_term_take_each_their_own_affixes),
		CASE(the_longest_and_the_plainest_reading_is_taken),
		CASE(a_word_of_two_meanings_is_certain_only_beside_its_context),
		CASE(context_words_alone_are_not_found),
		CASE(irregular_forms_and_names_are_found_as_they_are_given),
		CASE(a_term_of_another_language_is_never_certain),
		CASE(empty_and_endless_terms_find_nothing),
		CASE(any_bytes_are_searched_and_places_lie_in_the_text),
		CASE(many_readings_of_one_place_do_not_multiply),
		CASE(phrases_that_begin_alike_share_every_way_to_write_it),
		CASE(the_shared_cases_hold),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
