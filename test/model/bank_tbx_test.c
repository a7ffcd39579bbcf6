/* The word bank as TBX: round trips, files of other programs, and broken ones.
 * That what is written is valid is shown in test/e2e/terms_convert.mjs.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "bank_case.h"
#include "one_arena.h"

#include "model/bank_seed.h"
#include "model/bank_tbx.h"
#include "os/file.h"
#include "os/xml_reader.h"

static bool read_back(str bytes, struct bank *ret_bank,
	struct bank_refusals *refused)
{
	struct xml_reader *reader = NULL;
	bool fine;

	is_ok(xml_reader_open(&reader, bytes));
	fine = bank_tbx_read(arena, xml_reader_source(reader), refused,
		ret_bank);
	xml_reader_close(&reader);
	return fine;
}

static struct bank bank_of(str bytes)
{
	struct bank bank = {0};
	struct bank_refusals refused = {0};

	if (!read_back(bytes, &bank, &refused) || refused.count > 0) {
		(void)fprintf(stderr, "line %zu: %s\n", refused.at[0].line,
			refused.at[0].reason);
		assert_true(false);
	}
	return bank;
}

static str written(const struct bank *bank, const struct bank_choice *choice)
{
	struct buf out = {0};
	str text;

	bank_tbx_write(arena, bank, choice, &out);
	assert_false(out.failed);
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

/* [bank_tbx-1] */
TEST(a_bank_with_everything_comes_back_the_same)
{
	struct bank bank = case_bank(arena), seed = {0}, back;
	str text = written(&bank, &bank_choice_all);

	UNUSED_STATE;
	back = bank_of(text);
	case_same(arena, &back, &bank);
	is_str(written(&back, &bank_choice_all), text);
	bank_seed_add(arena, &seed);
	back = bank_of(written(&seed, &bank_choice_all));
	case_same(arena, &back, &seed);
}

/* [bank_choice-1] */
TEST(what_nobody_asks_for_stays_at_home)
{
	static const struct bank_choice none = {0};
	struct bank seed = {0}, bank = case_bank(arena);
	str text = written(&bank, &none);

	UNUSED_STATE;
	assert_int_equal(str_find(text, S("deprecated")), SIZE_MAX);
	assert_int_equal(str_find(text, S("transac")), SIZE_MAX);
	assert_int_equal(str_find(text, S("Zîn")), SIZE_MAX);
	assert_int_equal(str_find(text, S("unsure")), SIZE_MAX);
	assert_int_equal(str_find(text, S("discreet")), SIZE_MAX);
	assert_int_equal(str_find(text, S("proposed")), SIZE_MAX);
	assert_int_equal(str_find(text, S("threat")), SIZE_MAX);
	bank_seed_add(arena, &seed);
	text = written(&seed, &none);
	assert_int_equal(str_find(text, S("شاذ")), SIZE_MAX);
	assert_int_not_equal(str_find(text, S("هاوڕەگەزخواز")), SIZE_MAX);
}

#define TBX(body) "<tbx type='TBX-Basic' style='dca' xml:lang='en'" \
	" xmlns='urn:iso:std:iso:30042:ed-2'><tbxHeader><fileDesc><sourceDesc>" \
	"<p>x</p></sourceDesc></fileDesc></tbxHeader><text><body>" body \
	"</body></text></tbx>"
#define TERM(more) TBX("<conceptEntry id='a'><langSec xml:lang='ar'><termSec>" \
	"<term>كلمة</term>" more "</termSec></langSec></conceptEntry>")

static struct bank_term term_of(const char *bytes)
{
	struct bank bank = bank_of(str_of(bytes));

	assert_int_equal(bank.terms.count, 1);
	return bank.terms.at[0];
}

TEST(each_status_elsewhere_has_its_place_here)
{
	static const struct {
		const char *word;
		enum bank_status status;
		enum bank_certainty certainty;
	} rows[] = {
		{"preferredTerm-admn-sts", BANK_OURS, BANK_LIKELY},
		{"admittedTerm-admn-sts", BANK_ACCEPTED, BANK_LIKELY},
		{"deprecatedTerm-admn-sts", BANK_AVOID, BANK_LIKELY},
		{"supersededTerm-admn-sts", BANK_SUPERSEDED, BANK_LIKELY},
		{"preferredTerm", BANK_OURS, BANK_LIKELY},
		{"preferred", BANK_OURS, BANK_LIKELY},
		{"forbidden", BANK_AVOID, BANK_LIKELY},
		{"obsolete", BANK_SUPERSEDED, BANK_LIKELY},
		{"something", BANK_ACCEPTED, BANK_UNSURE},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		struct bank_term term = term_of((const char *)str_c(arena,
			str_fmt(arena, TERM("<termNote"
				" type='administrativeStatus'>%s</termNote>"),
				rows[i].word)));

		assert_int_equal(term.status, rows[i].status);
		assert_int_equal(term.certainty, rows[i].certainty);
	}
	assert_false(bank_term_marks(&(struct bank_term){
		.certainty = term_of(TERM("")).certainty}));
}

/* [bank_tbx-2] */
TEST(categories_of_others_are_kept_as_notes)
{
	struct bank_term term = term_of(TERM("<termNote type='grammaticalNumber'>"
		"singular</termNote><descripGrp><descrip type='context'>in <hi>a"
		"</hi>\n\t sentence</descrip><admin type='source'>a book</admin>"
		"</descripGrp><termNote type='partOfSpeech'>properNoun</termNote>"
		"<note>why = because</note><note>said twice</note>"
		"<termNote type='register'>slang</termNote>"));
	struct bank bank = bank_of(S(TBX("<conceptEntry id='a'><xref"
		" type='xGraphic' target='https://x.example/y'>a picture</xref>"
		"<descrip type='definition'>what it is</descrip>"
		"<langSec xml:lang='ckb'><descrip type='definition'>پێناسە"
		"</descrip><note>of the language</note><termSec><term>وشە</term>"
		"<transacGrp><transac type='transactionType'>origination</transac>"
		"<transacNote type='responsibility'>Zîn</transacNote>"
		"<date>2020-01-01</date></transacGrp>"
		"</termSec></langSec></conceptEntry>")));

	UNUSED_STATE;
	is_str(term.note, S("grammaticalNumber: singular; context: in a sentence;"
		" partOfSpeech: properNoun; said twice; register: slang"));
	is_str(term.source, S("a book"));
	is_str(term.why, S("because"));
	is_str(bank.concepts.at[0].note,
		S("xGraphic: a picture; of the language"));
	is_str(bank.concepts.at[0].definition[TEXT_EN], S("what it is"));
	is_str(bank.concepts.at[0].definition[TEXT_CKB], S("پێناسە"));
	is_str(bank.terms.at[0].coined_by, S("Zîn"));
}

TEST(the_draft_namespace_and_old_files_are_read_as_well)
{
	static const char *const files[] = {
		"<tbx xmlns='urn:iso:std:iso:30042:ed:3.0' xml:lang='en'><text>"
		"<body><conceptEntry id='a'><langSec xml:lang='en'><termSec><term>"
		"friend</term></termSec></langSec></conceptEntry></body></text>"
		"</tbx>",
		"<!DOCTYPE martif SYSTEM 'TBXcoreStructV02.dtd'><martif type='TBX'>"
		"<martifHeader><fileDesc/></martifHeader><text><body><termEntry>"
		"<langSet xml:lang='en'><ntig><termGrp><term>friend</term></termGrp>"
		"</ntig></langSet></termEntry></body><back><refObjectList>"
		"<refObject id='x'><item>n</item></refObject></refObjectList></back>"
		"</text></martif>",
		"<tbx><text><body><conceptEntry><langSec xml:lang='en-GB'><termSec>"
		"<term>friend</term></termSec></langSec></conceptEntry></body>"
		"</text></tbx>",
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(files); i++) {
		struct bank_term term = term_of(files[i]);

		is_str(term.text, S("friend"));
		assert_int_equal(term.lang, TEXT_EN);
	}
}

TEST(the_bilingual_form_holds_one_pair_an_entry)
{
	const enum text_lang langs[] = {TEXT_EN, TEXT_AR};
	const struct bank_choice avoided = {.avoided = true}, none = {0};
	struct bank seed = {0}, back;
	struct buf out = {0};
	size_t forbidden = 0;

	UNUSED_STATE;
	bank_seed_add(arena, &seed);
	bank_martif_write(arena, &seed, &avoided, langs, &out);
	back = bank_of(buf_str(&out));
	assert_int_equal(back.terms.count, 2 * back.concepts.count);
	for (size_t i = 0; i < back.terms.count; i++) {
		const struct bank_term *term = &back.terms.at[i];

		assert_int_equal(term->lang, i % 2 == 0 ? TEXT_EN : TEXT_AR);
		if (term->status == BANK_AVOID) forbidden++;
		assert_false(str_eq(term->text, S("صديق لنا")));
	}
	assert_int_equal(forbidden, 9);
	buf_reset(&out);
	bank_martif_write(arena, &seed, &none, langs, &out);
	assert_int_equal(str_find(buf_str(&out), S("forbidden")), SIZE_MAX);
	assert_int_not_equal(str_find(buf_str(&out), S("مثلي الجنس")), SIZE_MAX);
	buf_close(&out);
}

/* [bank_tbx-3] */
TEST(a_broken_file_gives_nothing_but_a_line_and_a_reason)
{
	static const struct { const char *bytes, *reason; size_t line; } rows[] = {
		{"", "there is no XML in it", 1},
		{"<html>\n</html>", "this is XML, but no TBX", 1},
		{"<tbx xmlns='urn:x'/>", "this is a TBX of a kind we do not know", 1},
		{TBX("\n\n<conceptEntry id='a'><b></conceptEntry>"), "an element is"
			" closed that is not the one that is open", 3},
		{TBX("\n<termSec/>"), "a term stands where none can", 2},
		{TBX("<conceptEntry>\n\n<conceptEntry/></conceptEntry>"),
			"one concept stands in another", 3},
		{TERM("\n\n\n&secret;"), "it uses an entity, and those are not taken",
			4},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		struct bank bank = {0};
		struct bank_refusals refused = {0};

		assert_false(read_back(str_of(rows[i].bytes), &bank, &refused));
		assert_int_equal(bank.terms.count, 0);
		assert_int_equal(refused.count, 1);
		is_str(str_of(refused.at[0].reason), str_of(rows[i].reason));
		assert_int_equal(refused.at[0].line, rows[i].line);
	}
}

TEST(a_term_that_is_refused_costs_no_other)
{
	static const struct { const char *bytes; size_t line; } rows[] = {
		{"\n<langSec xml:lang='ar'>\n<termSec></termSec></langSec>", 3},
		{"\n<langSec xml:lang='xx'>\n<termSec><term>a</term></termSec>"
			"</langSec>", 3},
		{"\n<langSec>\n\n<termSec><term>a</term></termSec></langSec>", 4},
		{"\n<langSec xml:lang='ku'><termSec><term>a</term></termSec>"
			"</langSec>", 2},
		{"\n<langSec xml:lang='en'><termSec><term>friend</term></termSec>"
			"</langSec>", 2},
		{"\n<langSec xml:lang='en'><termSec><term>b</term><note>certainty ="
			" what</note></termSec></langSec>", 2},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		struct bank bank = {0};
		struct bank_refusals refused = {0};
		str bytes = str_fmt(arena, TBX("<conceptEntry id='a'><langSec"
			" xml:lang='en'><termSec><term>friend</term></termSec>"
			"</langSec>%s</conceptEntry>"), rows[i].bytes);

		assert_true(read_back(bytes, &bank, &refused));
		assert_int_equal(bank.terms.count, 1);
		assert_int_equal(refused.count, 1);
		assert_int_equal(refused.at[0].line, rows[i].line);
		assert_true(str_of(refused.at[0].reason).len > 9);
	}
}

TEST(what_is_far_too_much_is_refused)
{
	struct buf bytes = buf_cap(64 << 20);
	struct bank bank = {0};
	struct bank_refusals refused = {0};

	UNUSED_STATE;
	buf_text(&bytes, "<tbx><text><body><conceptEntry id='a'>"
		"<langSec xml:lang='en'>");
	for (int i = 0; i < 2000; i++) {
		buf_fmt(&bytes, "<termSec><term>a%d</term></termSec>", i);
	}
	buf_text(&bytes, "</langSec></conceptEntry></body></text></tbx>");
	assert_false(read_back(buf_str(&bytes), &bank, &refused));
	is_str(str_of(refused.at[0].reason),
		S("a concept has more than 1000 terms"));
	buf_reset(&bytes);
	refused = (struct bank_refusals){0};
	buf_text(&bytes, "<tbx><text><body><conceptEntry id='a'>"
		"<langSec xml:lang='en'><termSec><term>a</term><note>");
	for (int i = 0; i < 1000000; i++) buf_text(&bytes, "long ");
	buf_text(&bytes, "</note></termSec></langSec></conceptEntry></body>"
		"</text></tbx>");
	assert_true(read_back(buf_str(&bytes), &bank, &refused));
	assert_int_equal(bank.terms.count, 0);
	assert_int_equal(refused.count, 1);
	buf_close(&bytes);
}

TEST(any_cut_of_a_file_is_refused_and_names_a_line)
{
	struct bank bank = case_bank(arena);
	str whole = written(&bank, &bank_choice_all);

	UNUSED_STATE;
	whole = str_first(whole, str_find(whole, S("</tbx>")));
	for (size_t len = 0; len < whole.len; len += 1 + len / 300) {
		struct bank back = {0};
		struct bank_refusals refused = {0};

		assert_false(read_back(str_first(whole, len), &back, &refused));
		assert_int_equal(back.terms.count, 0);
		assert_true(refused.at[refused.count - 1].line >= 1);
	}
}

/* Files made by others, where they are. */
TEST(files_made_elsewhere_open)
{
	static const struct { const char *path; size_t terms; } files[] = {
		{"../shared/data/text/terms/seed-terms.tbx", 81},
		{"../shared/data/text/terms/weblate-en-ar.tbx", 70},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(files); i++) {
		struct buf bytes = {0};

		if (!file_exists(files[i].path)) {
			(void)fprintf(stderr, "note: %s is not here\n",
				files[i].path);
			continue;
		}
		is_ok(file_read(files[i].path, 1 << 20, &bytes));
		assert_int_equal(bank_of(buf_str(&bytes)).terms.count,
			files[i].terms);
		buf_close(&bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_bank_with_everything_comes_back_the_same),
		CASE(what_nobody_asks_for_stays_at_home),
		CASE(each_status_elsewhere_has_its_place_here),
		CASE(categories_of_others_are_kept_as_notes),
		CASE(the_draft_namespace_and_old_files_are_read_as_well),
		CASE(the_bilingual_form_holds_one_pair_an_entry),
		CASE(a_broken_file_gives_nothing_but_a_line_and_a_reason),
		CASE(a_term_that_is_refused_costs_no_other),
		CASE(what_is_far_too_much_is_refused),
		CASE(any_cut_of_a_file_is_refused_and_names_a_line),
		CASE(files_made_elsewhere_open),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
