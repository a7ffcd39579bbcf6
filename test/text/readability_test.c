/* Readability: what is counted, each piece of advice and its place, LIX by
 * hand, and that nothing changes or breaks.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "one_arena.h"

#include "text/readability.h"

static struct readability of(enum text_lang lang, const char *text)
{
	return readability_of(arena, lang, str_of(text));
}

/* The place of the first advice of this kind. */
static str place(const struct readability *found, enum readability_check check,
	const char *text)
{
	for (size_t i = 0; i < found->advice.count; i++) {
		const struct readability_advice *advice = &found->advice.at[i];

		if (advice->check == check) {
			return str_first(str_from(str_of(text), advice->at),
				advice->len);
		}
	}
	return S("(no such advice)");
}

TEST(lix_is_words_in_a_sentence_and_the_share_of_long_words)
{
	/* 10 words, 2 sentences, 3 of them of 7 letters or more: 5 + 30. */
	struct readability found = of(TEXT_EN,
		"We answer quickly and freely. Nobody reads private letters here.");

	UNUSED_STATE;
	assert_int_equal(found.words, 10);
	assert_int_equal(found.sentences, 2);
	assert_int_equal(found.long_words, 3);
	assert_int_equal(found.words_per_sentence_tenths, 50);
	assert_int_equal(found.lix, 35);
	assert_int_equal(found.lix_goal, 35);
	assert_int_equal(found.longest_sentence, 5);
	assert_int_equal(of(TEXT_CKB, "سڵاو.").lix_goal, 30);
}

TEST(each_language_has_its_own_long_words)
{
	UNUSED_STATE;
	/* seven letters: long in Arabic, not in Sorani, which needs eight */
	assert_int_equal(of(TEXT_AR, "المكتبة").long_words, 1);
	assert_int_equal(of(TEXT_CKB, "هاوڕێکا").long_words, 0);
	assert_int_equal(of(TEXT_CKB, "هاوڕێکان").long_words, 1);
	/* marks, tatweel and joiners are no letters */
	assert_int_equal(of(TEXT_AR, "كَـــتَـــبَ").long_words, 0);
	assert_int_equal(of(TEXT_CKB, "مە\u200cکە\u200cن").long_words, 0);
}

TEST(sentences_end_where_a_reader_pauses)
{
	static const struct { const char *text; size_t sentences; } rows[] = {
		{"", 0}, {"...", 0}, {"One", 1}, {"One. Two! Three? Four…", 4},
		{"It costs 3.5 dollars.", 1}, {"Ask Dr. A. Ali now.", 2},
		{"هل أنت بخير؟ نعم.", 2}, {"د. علي هنا.", 1},
		{"First line\nof one sentence.", 1}, {"# Heading\n\nText.", 2},
		{"- one\n- two\n- three", 3}, {"(One.) Two.", 2},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		struct readability found = of(TEXT_EN, rows[i].text);

		if (found.sentences != rows[i].sentences) {
			(void)fprintf(stderr, "\"%s\": %zu\n", rows[i].text,
				found.sentences);
		}
		assert_int_equal(found.sentences, rows[i].sentences);
	}
}

#define FIVE "one two tree four five "
#define TWENTY FIVE FIVE FIVE FIVE

static const struct row {
	enum readability_check check;
	enum text_lang lang;
	const char *text;
	size_t count;
	const char *place;
} advice_rows[] = {
	{READABILITY_SENTENCE, TEXT_EN, TWENTY ".", 0, NULL},
	{READABILITY_SENTENCE, TEXT_EN, "Hi. " TWENTY "six. Yes.", 1,
		TWENTY "six."},
	{READABILITY_PARAGRAPH, TEXT_EN, "A b. C d. E f. G h. I j.", 0, NULL},
	{READABILITY_PARAGRAPH, TEXT_EN, "Ab. Cd. Ef. Gh. Ij. Kl.", 1,
		"Ab. Cd. Ef. Gh. Ij. Kl."},
	{READABILITY_ITEM, TEXT_EN, "- " TWENTY FIVE "six\n- b", 1,
		TWENTY FIVE "six"},
	{READABILITY_ITEM, TEXT_EN, "1. " TWENTY FIVE "\n2. b", 0, NULL},
	{READABILITY_HEADING, TEXT_EN, "## " FIVE "a b c d", 1, " " FIVE "a b c d"},
	{READABILITY_HEADING, TEXT_EN, "## " FIVE "a b c", 0, NULL},
	{READABILITY_WORD, TEXT_EN, "a disproportionately b", 1,
		"disproportionately"},
	{READABILITY_BRACKETS, TEXT_EN, "a (" FIVE "x y) b", 1, "(" FIVE "x y)"},
	{READABILITY_BRACKETS, TEXT_EN, "a (one two) b", 0, NULL},
	{READABILITY_BRACKETS, TEXT_EN, "[a](" FIVE FIVE ")", 0, NULL},
	{READABILITY_NESTED, TEXT_EN, "a (b (c) d)", 1, "(b ("},
	{READABILITY_NEGATIONS, TEXT_EN, "Do not go. Never say no word.", 1,
		"Never say no word."},
	{READABILITY_NEGATIONS, TEXT_AR, "لا تذهب ولا تتكلم.", 1,
		"لا تذهب ولا تتكلم."},
	{READABILITY_NEGATIONS, TEXT_CKB, "ناتوانیت بڕۆیت و نابێت بیڵێیت.", 1,
		"ناتوانیت بڕۆیت و نابێت بیڵێیت."},
	{READABILITY_NEGATIONS, TEXT_KMR, "Ne here û ne bêje.", 1,
		"Ne here û ne bêje."},
	{READABILITY_PASSIVE, TEXT_EN, "He was taken away. I am tired.", 1,
		"was taken"},
	{READABILITY_PASSIVE, TEXT_KMR, "was taken", 0, NULL},
	{READABILITY_NOUNS, TEXT_EN, "The protection of information.", 1,
		"The protection of information."},
	{READABILITY_ABBREVIATION, TEXT_EN, "Ask UNHCR now.", 1, "UNHCR"},
	{READABILITY_ABBREVIATION, TEXT_EN,
		"UNHCR (the refugee office) answers. Ask UNHCR.", 0, NULL},
	{READABILITY_ABBREVIATION, TEXT_EN, "the office (UNHCR), UNHCR", 0, NULL},
	{READABILITY_DIGITS, TEXT_AR, "في ١٢ من 2026", 1, "في ١٢ من 2026"},
	{READABILITY_DIGITS, TEXT_AR, "في 12 من 2026", 0, NULL},
	{READABILITY_LETTERS, TEXT_CKB, "كورد", 1, "ك"},
	{READABILITY_LETTERS, TEXT_AR, "كتاب", 0, NULL},
	{READABILITY_MARKS, TEXT_CKB, "سڵاو, چۆنی؟", 1, ","},
	{READABILITY_MARKS, TEXT_CKB, "سڵاو، چۆنی؟ a,b", 0, NULL},
	{READABILITY_LINK, TEXT_EN, "read it [here](/a)", 1, "here"},
	{READABILITY_LINK, TEXT_CKB, "[لێرە](/a)", 1, "لێرە"},
	{READABILITY_LINK, TEXT_EN, "[the guide](/a) [here]", 0, NULL},
};

TEST(each_advice_is_given_where_it_belongs_and_nowhere_else)
{
	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(advice_rows); i++) {
		const struct row *row = &advice_rows[i];
		struct readability found = of(row->lang, row->text);

		if (found.counts[row->check] != row->count) {
			(void)fprintf(stderr, "\"%s\", check %d: %zu\n", row->text,
				(int)row->check, found.counts[row->check]);
		}
		assert_int_equal(found.counts[row->check], row->count);
		if (row->place == NULL) continue;
		is_str(str_trim(place(&found, row->check, row->text)),
			str_trim(str_of(row->place)));
	}
}

TEST(a_long_stretch_without_a_heading_is_said_once)
{
	struct buf text = {0};
	struct readability found;

	UNUSED_STATE;
	for (int i = 0; i < 20; i++) buf_text(&text, TWENTY ".\n\n");
	found = readability_of(arena, TEXT_EN, buf_str(&text));
	assert_int_equal(found.counts[READABILITY_STRETCH], 1);
	assert_int_equal(found.paragraphs, 20);
	buf_reset(&text);
	for (int i = 0; i < 20; i++) {
		buf_text(&text, "# Ab\n" TWENTY ".\n\n" TWENTY ".\n\n");
	}
	found = readability_of(arena, TEXT_EN, buf_str(&text));
	assert_int_equal(found.counts[READABILITY_STRETCH], 0);
	buf_close(&text);
}

/* [readability-1] */
TEST(a_bad_text_gets_advice_and_stays_as_it_is)
{
	char text[] = "كورد, NGO (a (b)) " TWENTY FIVE "[here](x) 1 ١";
	char copy[sizeof(text)];
	struct readability found;

	UNUSED_STATE;
	memcpy(copy, text, sizeof(text));
	found = of(TEXT_CKB, text);
	assert_true(found.advice.count >= 6);
	assert_memory_equal(copy, text, sizeof(text));
}

/* [readability-2] */
TEST(any_bytes_are_measured)
{
	static const char whole[] = "# h\n- i\n1. j\n(a (b) [here](x) "
		"كَـ\u200c, \xff\xc3 was taken\n\n\0 x. د. UN";
	char text[sizeof(whole)];

	UNUSED_STATE;
	for (size_t cut = 0; cut <= sizeof(whole); cut++) {
		(void)readability_of(arena, TEXT_CKB, str_bytes(whole, cut));
		(void)readability_of(arena, TEXT_EN,
			str_from(str_bytes(whole, sizeof(whole)), cut));
	}
	for (size_t bit = 0; bit < sizeof(whole) * 8; bit++) {
		memcpy(text, whole, sizeof(whole));
		text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
		(void)readability_of(arena, TEXT_EN, str_bytes(text, sizeof(text)));
	}
}

TEST(the_list_ends_but_the_counts_go_on)
{
	struct buf text = {0};
	struct readability found;

	UNUSED_STATE;
	for (int i = 0; i < 5000; i++) buf_text(&text, "ك(");
	found = readability_of(arena, TEXT_CKB, buf_str(&text));
	assert_int_equal(found.advice.count, READABILITY_ADVICE_MAX);
	assert_int_equal(found.counts[READABILITY_LETTERS], 5000);
	buf_close(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(lix_is_words_in_a_sentence_and_the_share_of_long_words),
		CASE(each_language_has_its_own_long_words),
		CASE(sentences_end_where_a_reader_pauses),
		CASE(each_advice_is_given_where_it_belongs_and_nowhere_else),
		CASE(a_long_stretch_without_a_heading_is_said_once),
		CASE(a_bad_text_gets_advice_and_stays_as_it_is),
		CASE(any_bytes_are_measured),
		CASE(the_list_ends_but_the_counts_go_on),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
