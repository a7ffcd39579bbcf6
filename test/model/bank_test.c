/* The word bank as data: what a table says, what is refused and why, and which
 * word is offered. The words are harmless ones.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "one_arena.h"

#include "model/bank.h"
#include "os/file.h"

#include <stdlib.h>

#define HEAD "concept\tlang\tterm\tstatus\tcertainty\tnote\n"

/* Reads a table; the reasons of what was refused come back as "line: reason"
 * lines. */
static str read(const char *table, struct bank *bank)
{
	struct bank_refusals refused = {0};
	struct buf said = {0};
	str kept;

	*bank = (struct bank){0};
	(void)!bank_tsv_read(arena, str_of(table), bank, &refused);
	for (size_t i = 0; i < refused.count; i++) {
		buf_fmt(&said, "%zu: %s\n", refused.at[i].line,
			refused.at[i].reason);
	}
	kept = buf_take(&said, arena);
	buf_close(&said);
	return kept;
}

TEST(a_row_says_everything_a_term_can_have)
{
	struct bank bank;
	const struct bank_term *term;
	const struct bank_concept *concept;

	UNUSED_STATE;
	is_str(read("term\tconcept\tconcept_name\tdefinition_en\t"
		    "definition_kmr-Arab\tsubject\tconcept_note\tlang\tstatus\t"
		    "register\tdialect\tpos\tgender\tforms\thomograph\tcontext\t"
		    "as_is\tcertainty\tcoined_by\tobjections\twhy\tsource\tnote\t"
		    "decided_on\tdecided_by\n"
		    "بيت\tC1\thouse\ta place\tجه\tplaces\tc\tar\tours\t"
		    "discreet\tIraqi\tnoun\tmasculine\tبيوت; أبيات\tyes\t"
		    "سكن;غرفة\tno\tsure\tR.\tsome\tshort\tbook\tn\t2026-01-01\t"
		    "all\n", &bank), S(""));
	assert_int_equal(bank.terms.count, 1);
	term = &bank.terms.at[0];
	concept = &bank.concepts.at[0];
	is_str(concept->id, S("C1"));
	is_str(concept->name, S("house"));
	is_str(concept->definition[TEXT_EN], S("a place"));
	is_str(concept->definition[TEXT_KMR_ARAB], S("جه"));
	is_str(concept->subject, S("places"));
	is_str(concept->note, S("c"));
	is_str(term->text, S("بيت"));
	assert_int_equal(term->lang, TEXT_AR);
	assert_int_equal(term->status, BANK_OURS);
	assert_int_equal(term->register_, BANK_DISCREET);
	is_str(term->dialect, S("Iraqi"));
	assert_int_equal(term->pos, BANK_NOUN);
	assert_int_equal(term->gender, BANK_MASCULINE);
	assert_int_equal(term->forms.count, 2);
	is_str(term->forms.at[1], S("أبيات"));
	assert_true(term->homograph);
	assert_false(term->as_is);
	is_str(term->context.at[0], S("سكن"));
	assert_int_equal(term->certainty, BANK_SURE);
	is_str(term->coined_by, S("R."));
	is_str(term->objections, S("some"));
	is_str(term->why, S("short"));
	is_str(term->source, S("book"));
	is_str(term->note, S("n"));
	is_str(term->decided_on, S("2026-01-01"));
	is_str(term->decided_by, S("all"));
}

/* Every cell that was read is written again as it was. */
TEST(a_cell_is_written_as_it_was_read)
{
	static const char row[] = "C\tbus\tb\tp\ten\tbus\tavoid\tformal\tUK\tnoun"
				  "\tother\tbuses; busses\tyes\troad\tyes\tlikely"
				  "\tm\to\tw\ts\tn\td\te\t";
	struct buf head = {0}, got = {0};
	struct bank bank;

	UNUSED_STATE;
	for (size_t i = 0; i < BANK_COLUMN_DEFINITION; i++) {
		buf_put(&head, bank_column_name(arena, (enum bank_column)i));
		buf_byte(&head, '\t');
	}
	buf_text(&head, "definition_en\n");
	buf_text(&head, row);
	buf_text(&head, "what drives\n");
	is_str(read(str_c(arena, buf_str(&head)), &bank), S(""));
	for (size_t i = 0; i < BANK_COLUMN_DEFINITION; i++) {
		bank_cell_put(&got, &bank, &bank.terms.at[0],
			(enum bank_column)i);
		buf_byte(&got, '\t');
	}
	is_str(buf_str(&got), str_of(row));
	buf_close(&head);
	buf_close(&got);
}

static const struct { const char *row, *reason; } refused_rows[] = {
	{"\ten\tx\tours\tsure\t\n", "it has no concept"},
	{"C\txx\tx\tours\tsure\t\n", "the language is unknown"},
	{"C\tku\tx\tours\tsure\t\n",
		"\"ku\" means several languages: write ckb, kmr or kmr-Arab"},
	{"C\ten\t\tours\tsure\t\n", "the term has no letters"},
	{"C\ten\t...\tours\tsure\t\n", "the term has no letters"},
	{"C\ten\tx\tlovely\tsure\t\n", "the status is unknown"},
	{"C\ten\tx\t\tsure\t\n", "the status is unknown"},
	{"C\ten\tx\tours\tmaybe\t\n", "the certainty is unknown"},
	{"C\ten\tx\tours\tsure\n", "there are fewer fields than columns"},
	{"C\ten\tx\tours\tsure\t\t\n", "there are more fields than columns"},
	{"C\ten\t\xff\tours\tsure\t\n", "a field is not UTF-8"},
	{"A\ten\tdoor\tours\tsure\t\n",
		"the term is there already, in this concept and language"},
};

/* [bank-2] */
TEST(a_row_that_is_not_understood_is_refused_whole_with_its_reason)
{
	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(refused_rows); i++) {
		struct bank bank;
		str said = read(str_c(arena, str_fmt(arena,
			HEAD "A\ten\tdoor\tours\tsure\t\n%sB\ten\tkey\tours\tsure\t\n",
			refused_rows[i].row)), &bank);

		is_str(said, str_fmt(arena, "3: %s\n", refused_rows[i].reason));
		assert_int_equal(bank.terms.count, 2);
		assert_int_equal(bank.concepts.count, 2);
		is_str(bank.terms.at[1].text, S("key"));
		assert_int_equal(bank_concept_find(&bank, S("B")), 1);
		assert_int_equal(bank_concept_find(&bank, S("C")), SIZE_MAX);
	}
}

TEST(a_first_line_that_names_no_bank_refuses_the_table)
{
	static const struct { const char *table, *reason; } rows[] = {
		{"", "1: the first line names a column we do not know\n"},
		{"concept\tlang\tterm\n",
			"1: the first line must name the columns concept, lang, "
			"term and status\n"},
		{"concept\tlang\tterm\tstatus\tterm\n",
			"1: the first line names a column twice\n"},
		{"concept\tlang\tterm\tstatus\tcolour\n",
			"1: the first line names a column we do not know\n"},
	};
	struct bank bank;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		is_str(read(rows[i].table, &bank), str_of(rows[i].reason));
	}
}

TEST(remarks_blank_lines_and_foreign_line_ends_are_fine)
{
	struct bank bank;

	UNUSED_STATE;
	is_str(read("\xef\xbb\xbf" "concept\tlang\tterm\tstatus\r\n\r\n"
		    "# why this file exists\nC\tar-IQ\tx\tPreferred\r\n", &bank),
		S(""));
	assert_int_equal(bank.terms.count, 1);
	assert_int_equal(bank.terms.at[0].lang, TEXT_AR);
	assert_int_equal(bank.terms.at[0].status, BANK_OURS);
	/* the table does not say how sure it is */
	assert_int_equal(bank.terms.at[0].certainty, BANK_LIKELY);
}

TEST(a_concept_may_be_added_to_but_not_said_otherwise)
{
	struct bank bank;

	UNUSED_STATE;
	is_str(read("concept\tconcept_name\tdefinition_en\tlang\tterm\tstatus\n"
		    "C\thouse\t\ten\thouse\tours\n"
		    "C\t\ta place to live\tar\tبيت\tours\n"
		    "C\thut\t\tkmr\txanî\tours\n"
		    "C\t\ta place\tckb\tخانوو\tours\n", &bank),
		S("4: the concept was described otherwise\n"
		  "5: the concept was described otherwise\n"));
	assert_int_equal(bank.concepts.count, 1);
	assert_int_equal(bank.terms.count, 2);
	is_str(bank.concepts.at[0].name, S("house"));
	is_str(bank.concepts.at[0].definition[TEXT_EN], S("a place to live"));
}

/* [bank-1] */
TEST(unsure_and_proposed_terms_never_mark)
{
	struct bank bank;

	UNUSED_STATE;
	is_str(read(HEAD "C\ten\ta\tavoid\tsure\t\nC\ten\tb\tavoid\tlikely\t\n"
		    "C\ten\tc\tavoid\tunsure\t\nC\ten\td\tavoid\t\t\n"
		    "C\ten\te\tproposed\tsure\t\n", &bank), S(""));
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(bank_term_marks(&bank.terms.at[i]), i < 2);
	}
}

TEST(the_note_says_homograph_only_where_no_column_does)
{
	struct bank bank;

	UNUSED_STATE;
	is_str(read(HEAD "C\ten\tbank\tavoid\tsure\thomograph: river\n", &bank),
		S(""));
	assert_true(bank.terms.at[0].homograph);
	is_str(read("concept\tlang\tterm\tstatus\tnote\thomograph\n"
		    "C\ten\tbank\tavoid\thomograph: river\t\n", &bank), S(""));
	assert_false(bank.terms.at[0].homograph);
}

TEST(ours_is_offered_in_the_same_language_gender_and_register)
{
	struct bank bank;

	UNUSED_STATE;
	is_str(read("concept\tlang\tterm\tstatus\tgender\tcertainty\tregister\n"
		    "C\tar\tقديم\tavoid\tmasculine\tsure\t\n"
		    "C\tar\tقديمة\tavoid\tfeminine\tsure\t\n"
		    "C\ten\told\tavoid\t\tsure\t\n"
		    "C\tar\tمقبول\taccepted\tmasculine\tsure\t\n"
		    "C\tar\tجديدة\tours\tfeminine\tsure\t\n"
		    "C\tar\tجديد\tours\tmasculine\tsure\t\n"
		    "C\tar\tسؤال\tours\tmasculine\tunsure\t\n"
		    "C\tar\tصديق\tours\tmasculine\tsure\tdiscreet\n", &bank),
		S(""));
#define OFFER(i, register_) \
	bank_ours(&bank, &bank.terms.at[i], register_)
	assert_int_equal(OFFER(0, BANK_REGISTER_COUNT), 5);
	assert_int_equal(OFFER(1, BANK_REGISTER_COUNT), 4);
	assert_int_equal(OFFER(2, BANK_REGISTER_COUNT), SIZE_MAX);
	assert_int_equal(OFFER(0, BANK_DISCREET), 7);
	assert_int_equal(OFFER(0, BANK_FORMAL), SIZE_MAX);
}

TEST(languages_are_read_as_banks_elsewhere_write_them)
{
	static const struct { const char *tag; int lang; } rows[] = {
		{"ar", TEXT_AR}, {"AR", TEXT_AR}, {"ar-IQ", TEXT_AR},
		{"ckb", TEXT_CKB}, {"ckb-Arab", TEXT_CKB},
		{"ckb-IQ", TEXT_CKB}, {"ckb-Latn", TEXT_CKB_LATN},
		{"kmr", TEXT_KMR}, {"kmr-Latn", TEXT_KMR},
		{"kmr-Arab", TEXT_KMR_ARAB}, {"ku-Arab", TEXT_KMR_ARAB},
		{"en-GB", TEXT_EN}, {"ku", -1}, {"", -1}, {"mixed", -1},
		{"und", -1}, {"arabic", -1},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		enum text_lang lang;
		bool read_it = bank_lang_read(str_of(rows[i].tag), &lang);

		assert_int_equal(read_it, rows[i].lang >= 0);
		if (read_it) assert_int_equal((int)lang, rows[i].lang);
	}
}

/* [bank-3]: nothing of the row stands in a reason, whatever is in it */
TEST(any_bytes_as_a_table_are_read_or_refused_by_fixed_words)
{
	static const char whole[] = HEAD
		"C\ten\tSECRETWORD\tavoid\tsure\tSECRETWORD\n"
		"D\tckb\tSECRETWORD\tours\tlikely\t\n";
	char text[sizeof(whole)];

	UNUSED_STATE;
	for (size_t bit = 0; bit < (sizeof(whole) - 1) * 8; bit++) {
		struct bank bank;

		memcpy(text, whole, sizeof(whole));
		text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
		if (strlen(text) < sizeof(whole) - 1) continue;
		assert_int_equal(str_find(read(text, &bank), S("SECRET")),
			SIZE_MAX);
		for (size_t i = 0; i < bank.terms.count; i++) {
			assert_true(bank.terms.at[i].concept <
				    bank.concepts.count);
		}
	}
}

TEST(ten_thousand_terms_are_read_in_linear_time)
{
	struct buf table = {.cap = 8 << 20};
	struct bank bank;

	UNUSED_STATE;
	buf_text(&table, "concept\tlang\tterm\tstatus\n");
	for (int i = 0; i < 40000; i++) {
		buf_fmt(&table, "C%d\ten\tword%d\tours\n", i, i);
	}
	is_str(read(str_c(arena, buf_str(&table)), &bank), S(""));
	assert_int_equal(bank.concepts.count, 40000);
	assert_int_equal(bank_concept_find(&bank, S("C39999")), 39999);
	buf_close(&table);
}

TEST(the_shared_seed_is_read_whole)
{
	struct buf file = {0};
	struct bank bank;
	const char *folder = getenv("TEXT_DATA");
	str path = str_fmt(arena, "%s/text/terms/seed-terms.tsv",
		folder == NULL ? "../shared/data" : folder);

	UNUSED_STATE;
	if (file_read(str_c(arena, path), 1 << 20, &file) != NULL) skip();
	is_str(read(str_c(arena, buf_str(&file)), &bank), S(""));
	assert_int_equal(bank.concepts.count, 12);
	assert_int_equal(bank.terms.count, 81);
	buf_close(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_row_says_everything_a_term_can_have),
		CASE(a_cell_is_written_as_it_was_read),
		CASE(a_row_that_is_not_understood_is_refused_whole_with_its_reason),
		CASE(a_first_line_that_names_no_bank_refuses_the_table),
		CASE(remarks_blank_lines_and_foreign_line_ends_are_fine),
		CASE(a_concept_may_be_added_to_but_not_said_otherwise),
		CASE(unsure_and_proposed_terms_never_mark),
		CASE(the_note_says_homograph_only_where_no_column_does),
		CASE(ours_is_offered_in_the_same_language_gender_and_register),
		CASE(languages_are_read_as_banks_elsewhere_write_them),
		CASE(any_bytes_as_a_table_are_read_or_refused_by_fixed_words),
		CASE(ten_thousand_terms_are_read_in_linear_time),
		CASE(the_shared_seed_is_read_whole),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
