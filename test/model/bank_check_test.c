/* What the word bank says about a draft: marks, what is offered, and silence
 * on quoted words. The words to avoid are invented here; everything else is
 * harmless.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "model/bank_check.h"

static struct arena *arena;
static struct bank bank;
static const struct bank_checker *checker;

static const char table[] =
	"concept\tlang\tterm\tstatus\tcertainty\thomograph\tcontext\twhy\tnote\n"
	"P\ten\tplant friend\tours\tsure\t\t\t\t\n"
	"P\ten\tgardener\taccepted\tsure\t\t\t\t\n"
	"P\ten\tweedling\tavoid\tsure\t\t\tit mocks\tn\n"
	"P\ten\troot\tavoid\tlikely\tyes\tgarden; plant\t\tas a name\n"
	"P\ten\tmossy\tavoid\tunsure\t\t\t\t\n"
	"P\ten\tturner\tsuperseded\tlikely\t\t\t\t\n"
	"P\ten\tpotling\tnever show\tsure\t\t\t\t\n"
	"P\ten\tscythe\tthreat word\tsure\t\t\t\t\n"
	"P\tar\tصديق النبات\tours\tsure\t\t\t\t\n"
	"P\tar\tعشبوش\tavoid\tsure\t\t\t\t\n"
	"P\tkmr\tgiyanok\tavoid\tsure\t\t\t\t\n"
	"P\tkmr\theval\tours\tsure\t\t\t\t\n";

static int set_up(void **state)
{
	struct bank_refusals refused = {0};

	(void)state;
	arena = arena_open(256 << 20);
	must(bank_tsv_read(arena, str_of(table), &bank, &refused));
	must(refused.count == 0);
	checker = bank_checker_of(arena, &bank);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

/* "place>term>ours>why;" for each mark, with "?" for perhaps, "q" quoted. */
static str say(const char *text, const struct bank_marks *marks)
{
	struct buf said = {0};
	str kept;

	for (size_t i = 0; i < marks->count; i++) {
		const struct bank_mark *mark = &marks->at[i];

		buf_put(&said, str_first(str_from(str_of(text), mark->at),
			mark->len));
		buf_text(&said, mark->certain ? ">" : "?>");
		if (mark->quoted) buf_text(&said, "q>");
		buf_put(&said, bank.terms.at[mark->term].text);
		buf_byte(&said, '>');
		if (mark->ours != SIZE_MAX) {
			buf_put(&said, bank.terms.at[mark->ours].text);
		}
		buf_byte(&said, '>');
		buf_put(&said, mark->why);
		buf_byte(&said, ';');
	}
	kept = buf_take(&said, arena);
	buf_close(&said);
	return kept;
}

static str draft(const char *text)
{
	struct bank_marks marks = {0};

	bank_check_draft(arena, checker, TEXT_UND, str_of(text), &marks);
	return say(text, &marks);
}

static str all(const char *text)
{
	struct bank_marks marks = {0};

	bank_check_all(arena, checker, TEXT_UND, str_of(text), &marks);
	return say(text, &marks);
}

TEST(a_mark_shows_the_place_what_to_say_and_why)
{
	UNUSED_STATE;
	is_str(draft("Two Weedlings came."),
		S("Weedlings>weedling>plant friend>it mocks;"));
	is_str(draft("the turner's house, a potling"),
		S("turner's>turner>plant friend>;"
		  "potling>potling>plant friend>;"));
	is_str(draft("وصل العشبوشون"), S("العشبوشون>عشبوش>صديق النبات>;"));
	is_str(draft("giyanokan hatin"), S("giyanokan>giyanok>heval>;"));
}

/* Badini writes Kurmanji in Arabic letters. */
TEST(kurmanji_words_are_known_in_arabic_letters)
{
	UNUSED_STATE;
	is_str(draft("گیانۆکان"), S("گیانۆکان>giyanok>heval>;"));
}

TEST(respectful_words_and_questions_are_not_marked)
{
	UNUSED_STATE;
	is_str(draft("plant friends and gardeners, mossy; scythe"), S(""));
	is_str(all("plant friends, mossy; scythe"),
		S("plant friends>plant friend>>;scythe>scythe>plant friend>;"));
}

/* [check-2] */
TEST(a_persons_own_words_are_left_alone)
{
	UNUSED_STATE;
	is_str(draft("> I am a weedling\nYou wrote “weedling” and \"turner\"."),
		S(""));
	is_str(draft("> I am a weedling\nOur weedling."),
		S("weedling>weedling>plant friend>it mocks;"));
	is_str(all("“weedling” weedling"),
		S("weedling>q>weedling>plant friend>it mocks;"
		  "weedling>weedling>plant friend>it mocks;"));
	/* a mark that is never closed hides nothing */
	is_str(draft("5\" of weedling"),
		S("weedling>weedling>plant friend>it mocks;"));
}

/* [check-3] */
TEST(a_word_of_two_meanings_is_a_perhaps)
{
	UNUSED_STATE;
	is_str(draft("the root of it"), S("root?>root>plant friend>as a name;"));
	is_str(draft("a root in the garden"),
		S("root>root>plant friend>as a name;"));
}

/* [check-1] */
TEST(a_draft_stays_as_it_is)
{
	char text[] = "weedling “turner”\n> potling";
	char copy[sizeof(text)];

	UNUSED_STATE;
	memcpy(copy, text, sizeof(text));
	(void)draft(text);
	assert_memory_equal(copy, text, sizeof(text));
}

TEST(another_languages_word_in_a_sure_text_is_a_perhaps)
{
	struct bank_marks marks = {0};
	const char *text = "giyanok";

	UNUSED_STATE;
	bank_check_draft(arena, checker, TEXT_EN, str_of(text), &marks);
	is_str(say(text, &marks), S("giyanok?>giyanok>heval>;"));
}

TEST(the_list_of_marks_ends)
{
	struct buf text = {0};
	struct bank_marks marks = {0};

	UNUSED_STATE;
	for (int i = 0; i < 2 * BANK_MARKS_MAX; i++) buf_text(&text, "weedling ");
	bank_check_draft(arena, checker, TEXT_UND, buf_str(&text), &marks);
	assert_int_equal(marks.count, BANK_MARKS_MAX);
	buf_close(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_mark_shows_the_place_what_to_say_and_why),
		CASE(kurmanji_words_are_known_in_arabic_letters),
		CASE(respectful_words_and_questions_are_not_marked),
		CASE(a_persons_own_words_are_left_alone),
		CASE(a_word_of_two_meanings_is_a_perhaps),
		CASE(a_draft_stays_as_it_is),
		CASE(another_languages_word_in_a_sure_text_is_a_perhaps),
		CASE(the_list_of_marks_ends),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
