/* The word bank as a table: round trips, what stays at home, rows refused by
 * line and reason, and the words Bothy ships.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "bank_case.h"
#include "one_arena.h"

#include "model/bank_avoid.h"
#include "model/bank_csv.h"
#include "model/bank_seed.h"

static str written(const struct bank *bank, const struct bank_choice *choice,
	char separator)
{
	struct buf out = {0};
	str text;

	bank_csv_write(arena, bank, choice, separator, &out);
	assert_false(out.failed);
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

static void refused_is(const struct bank_refusals *refused, size_t at,
	size_t line)
{
	assert_true(at < refused->count);
	assert_int_equal(refused->at[at].line, line);
	assert_true(str_of(refused->at[at].reason).len > 9);
}

/* [bank_csv-1] */
TEST(a_bank_with_everything_comes_back_the_same)
{
	static const char separators[] = {',', ';', '\t'};
	struct bank bank = case_bank(arena);

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(separators); i++) {
		struct bank_refusals refused = {0};
		struct bank back = {0};
		str text = written(&bank, &bank_choice_all, separators[i]);

		assert_true(bank_csv_read(arena, text, 0, &back, &refused));
		assert_int_equal(refused.count, 0);
		case_same(arena, &back, &bank);
		is_str(written(&back, &bank_choice_all, separators[i]), text);
	}
}

/* [bank_choice-1] */
TEST(what_nobody_asks_for_stays_at_home)
{
	static const struct bank_choice none = {0};
	struct bank bank = case_bank(arena), back = {0};
	struct bank_refusals refused = {0};
	str text = written(&bank, &none, ',');

	UNUSED_STATE;
	assert_int_equal(str_find(text, S("coined_by")), SIZE_MAX);
	assert_int_equal(str_find(text, S("Zîn")), SIZE_MAX);
	assert_int_equal(str_find(text, S("last spring")), SIZE_MAX);
	assert_true(bank_csv_read(arena, text, 0, &back, &refused));
	assert_true(back.terms.count > 3);
	for (size_t i = 0; i < back.terms.count; i++) {
		const struct bank_term *term = &back.terms.at[i];

		assert_true(term->status == BANK_OURS ||
			term->status == BANK_ACCEPTED ||
			term->status == BANK_SUPERSEDED);
		assert_int_not_equal(term->certainty, BANK_UNSURE);
		assert_int_not_equal(term->register_, BANK_DISCREET);
	}
}

TEST(each_wish_lets_only_its_own_go)
{
	struct bank bank = case_bank(arena);
	struct bank_choice all = bank_choice_all, wish;
	size_t everything = bank_order_of(arena, &bank, &all).count;
	bool *flags[] = {&wish.avoided, &wish.threats, &wish.proposed,
		&wish.questions, &wish.discreet};

	UNUSED_STATE;
	assert_int_equal(everything, bank.terms.count);
	for (size_t i = 0; i < NELEM(flags); i++) {
		wish = all;
		*flags[i] = false;
		assert_true(bank_order_of(arena, &bank, &wish).count < everything);
	}
	wish = all;
	wish.people = false;
	assert_false(bank_choice_shows(&wish, BANK_COLUMN_COINED_BY));
	assert_true(bank_choice_shows(&wish, BANK_COLUMN_WHY));
}

/* [bank_csv-2] */
TEST(each_refused_row_is_named_and_costs_no_other)
{
	struct bank bank = {0};
	struct bank_refusals refused = {0};

	UNUSED_STATE;
	assert_true(bank_csv_read(arena,
		S("# a remark, with a comma\n"
		  "term,lang,concept,status\n"
		  "friend,en,A,ours\n"
		  "nobody,xx,A,ours\n"
		  "open,\"en,A,ours\n"
		  "# a remark\n"
		  "mate,en,A,what\n"
		  "pal,en,A\n"
		  "هاوڕێ,ckb,A,accepted\n"),
		0, &bank, &refused));
	assert_int_equal(bank.terms.count, 2);
	assert_int_equal(refused.count, 4);
	refused_is(&refused, 0, 4);
	refused_is(&refused, 1, 5);
	refused_is(&refused, 2, 7);
	refused_is(&refused, 3, 8);
}

TEST(a_table_that_is_no_bank_is_refused_once)
{
	static const char *const texts[] = {"", "\n\n", "# only a remark\n",
		"a,b,c\n1,2,3\n", "term,lang\nx,en\n", "\xff\xfe"};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(texts); i++) {
		struct bank bank = {0};
		struct bank_refusals refused = {0};

		assert_false(bank_csv_read(arena, str_of(texts[i]), 0, &bank,
			&refused));
		assert_int_equal(refused.count, 1);
		assert_true(refused.at[0].line >= 1);
		assert_int_equal(bank.terms.count, 0);
	}
}

TEST(reading_stops_when_far_too_much_is_refused)
{
	struct buf text = {0};
	struct bank bank = {0};
	struct bank_refusals refused = {0};

	UNUSED_STATE;
	buf_text(&text, "concept,lang,term,status\n");
	for (int i = 0; i < 2 * BANK_REFUSALS_MAX; i++) buf_text(&text, "x\n");
	assert_false(bank_csv_read(arena, buf_str(&text), 0, &bank, &refused));
	assert_int_equal(refused.count, BANK_REFUSALS_MAX + 1);
	buf_close(&text);
}

TEST(the_words_to_begin_with_are_sound)
{
	struct bank bank = {0};
	size_t avoided = 0, discreet[TEXT_LANG_COUNT] = {0}, questions = 0;

	UNUSED_STATE;
	bank_seed_add(arena, &bank);
	assert_int_equal(bank.concepts.count, 12);
	for (size_t i = 0; i < bank.terms.count; i++) {
		const struct bank_term *term = &bank.terms.at[i];
		bool hurts = term->status == BANK_AVOID ||
			term->status == BANK_NEVER_SHOW;

		assert_true(term->source.len > 0);
		if (hurts) {
			avoided++;
			assert_true(term->why.len > 0);
			/* nowhere but in the one file */
			assert_int_equal(str_find(asset_bank_seed_terms,
				str_fmt(arena, "\t%.*s\t", S_ARG(term->text))),
				SIZE_MAX);
		}
		if (term->register_ == BANK_DISCREET) {
			discreet[term->lang]++;
			assert_int_equal(term->certainty, BANK_LIKELY);
		}
		if (term->certainty == BANK_UNSURE) {
			questions++;
			assert_false(bank_term_marks(term)); /* [bank-1] */
		}
	}
	assert_int_equal(avoided, 13);
	assert_int_equal(questions, 17);
	for (int lang = TEXT_AR; lang <= TEXT_EN; lang++) {
		assert_true(discreet[lang] >= 10);
	}
}

TEST(the_words_that_hurt_say_why_their_file_exists)
{
	str text = asset_bank_avoid_terms;

	UNUSED_STATE;
	assert_true(str_starts(text, S("# This file contains insults.")));
	assert_true(str_find(text, S("It exists so that")) < 200);
	assert_true(str_find(text, S("folded away")) < 600);
	assert_true(str_find(text, S("out of exports")) < 600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_bank_with_everything_comes_back_the_same),
		CASE(what_nobody_asks_for_stays_at_home),
		CASE(each_wish_lets_only_its_own_go),
		CASE(each_refused_row_is_named_and_costs_no_other),
		CASE(a_table_that_is_no_bank_is_refused_once),
		CASE(reading_stops_when_far_too_much_is_refused),
		CASE(the_words_to_begin_with_are_sound),
		CASE(the_words_that_hurt_say_why_their_file_exists),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
