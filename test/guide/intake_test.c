/* Tests of guide/intake, pairing, transfer and what they stand on: files that
 * are one guide in several languages, every drift with its line, nothing
 * guessed silently.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/exchange_lib.h"
#include "one_arena.h"

#include "guide/address.h"
#include "guide/guide_read.h"
#include "guide/pairing.h"
#include "guide/phone.h"
#include "guide/tree.h"
#include "guide/wild_tree.h"

static struct exchange exchange;

struct given { const char *path, *text; };

/* Names, groups and the guides of a tree in memory. */
static struct intake intake_of(const struct given *files, size_t count)
{
	struct tree tree = {.folder = S("x")};
	struct intake intake = {.arena = arena, .exchange = &exchange,
		.source = tongue_of(LOCALE_EN), .next_number = 1};

	exchange = (struct exchange){.arena = arena};
	for (size_t i = 0; i < count; i++) {
		LIST_ADD(arena, &tree.files, ((struct tree_file){
			.path = str_of(files[i].path)}));
	}
	tree_names(arena, &tree);
	for (size_t i = 0; i < count; i++) {
		(void)intake_page_add(&intake, tree.files.at[i].path,
			tree.files.at[i].key, tree.files.at[i].tongue,
			str_of(files[i].text));
	}
	(void)intake_group(&intake);
	return intake;
}

static struct guide guide_of(struct intake *intake, unsigned number)
{
	struct intake_guide made;

	assert_true(intake_make(intake, arena, number, &made));
	return made.guide;
}

TEST(names_say_language_and_guide)
{
	static const struct { const char *path, *key, *tag; } cases[] = {
		{"Malware.md", "Malware", ""}, {"Malware_RU.md", "Malware", "ru"},
		{"ar/Malware.md", "Malware", "ar"},
		{"content/fa/a/b.md", "content/a/b", "fa"},
		{"log_in.md", "log_in", ""}, {"pt_BR/Malware.md", "Malware", "pt"},
		{"ru/Malware_RU.md", "Malware", "ru"},
		{"safe.ar.md", "safe", "ar"}, {"stay_it.md", "stay_it", ""},
		{"CKB/x.MD", "x", "ckb"}, {"kmr-Arab/x.md", "x", "kmr-Arab"},
		{"ku/x.md", "x", "kmr"}, {"ckb-IQ/x.md", "x", "ckb"},
		{"Sorani/x.md", "x", "ckb"}, {"en-US/x.md", "x", "en"},
		{"i18n/ar/docusaurus-plugin-content-docs/current/a/x.md",
			"docs/a/x", "ar"},
		{"i18n/ar/x.md", "i18n/x", "ar"},
	};
	struct tree tree = {.folder = S("x")};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		tree.files.count = 0;
		/* by path, as a folder is read */
		LIST_ADD(arena, &tree.files, ((struct tree_file){
			.path = S("Malware.md")}));
		LIST_ADD(arena, &tree.files, ((struct tree_file){
			.path = str_of(cases[i].path)}));
		tree_names(arena, &tree);
		is_str(tree.files.at[1].key, str_of(cases[i].key));
		is_str(tree.files.at[1].tongue == NULL ? S("")
			: tree.files.at[1].tongue->tag, str_of(cases[i].tag));
	}
}

static const struct given good[] = {
	{"ar/x.md", "# عنوان\n\n## قسم\n\nاكتب [هنا](https://x.example/ar) الآن\n\n"
		"1. اتصل +964 770 123 4567\n2. اخرج\n\n[أعلى](#%D9%82%D8%B3%D9%85)\n"},
	{"x.md", "# Title\n\n## A part\n\nWrite [here](https://x.example/) now\n\n"
		"1. Call +964 770 123 4567\n2. Leave\n\n[top](#a-part)\n"},
};

TEST(a_translation_of_the_same_structure_is_done)
{
	struct intake intake;
	struct guide guide;
	size_t ar;

	UNUSED_STATE;
	arena_reset(arena);
	intake = intake_of(good, NELEM(good));
	guide = guide_of(&intake, 1);
	assert_int_equal(guide.units.count, 6);
	assert_true(guide_tongue(&guide, S("ar"), &ar));
	for (size_t i = 0; i < guide.units.count; i++) {
		const struct words *words = &guide.units.at[i].words[ar];

		/* a link elsewhere is looked at by a person */
		assert_int_equal(words->state, i == 2 ? WORDS_DRAFT : WORDS_DONE);
		assert_false(unit_is_stale(&guide.units.at[i], ar));
	}
	is_str(guide.units.at[3].words[ar].text, S("اتصل {code1}"));
	is_str(guide.units.at[3].slots[0].value, S("+964 770 123 4567"));
	is_str(guide.units.at[5].slots[0].value, str_fmt(arena, "unit:%.*s",
		S_ARG(unit_id_str(&guide.units.at[1].id))));
	has_remark(arena, &exchange, "ar/x.md:5: warning: a link leads elsewhere");
}

TEST(every_drift_is_a_line_in_the_file_that_has_it) /* [intake-1] [exchange-1] */
{
	static const struct { const char *ar, *remark; } cases[] = {
		{"# ت\n\nأ\n\n- ب\n- ج\n", "ar/x.md:1: warning: a section of the"
			" source (line 3) is missing"},
		{"# ت\n\n## ق\n\nأ\n\n- ب\n- ج\n- د\n", "a list item that the"
			" source does not have: left out"},
		{"# ت\n\n## ق\n\nأ\n\n- ب\n", "a list item of the source (line"},
		{"# ت\n\n## ق\n\nأ [ب](https://x.example/)\n\n- ب\n- ج\n",
			"ar/x.md:5: warning: other link count: 1, the source has 0"
			" (line 5)"},
		{"# ت\n\n## ق\n\nأ\n\n1. ب\n2. ج\n", "ar/x.md:7: warning: a step where"
			" the source has a list item"},
		{"# ت\n\n## ق\n\nWords that nobody has put into Arabic so far\n\n"
			"- ب\n- ج\n", "ar/x.md:5: warning: other letters than the"
			" language"},
		{"# ت\n\n## ق\n\nأ\n\n- [ب] (https://x.example)\n- ج\n",
			"ar/x.md:7: warning: broken link syntax"},
	};
	struct given files[] = {{"ar/x.md", NULL},
		{"x.md", "# T\n\n## S\n\nwords\n\n- one\n- two\n"}};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct intake intake;

		arena_reset(arena);
		files[0].text = cases[i].ar;
		intake = intake_of(files, NELEM(files));
		(void)guide_of(&intake, 1);
		has_remark(arena, &exchange, cases[i].remark);
	}
}

TEST(a_number_that_differs_is_not_published) /* [intake-2] [transfer-1] */
{
	static const struct { const char *ar; bool lands; } cases[] = {
		{"# ت\n\nاتصل 07701234567\n", true},
		{"# ت\n\nاتصل ٠٧٧٠١٢٣٤٥٦٧\n", false},
		{"# ت\n\nاتصل 0770 1234567\n", true},
		{"# ت\n\nاتصل 07701234568\n", false},
		{"# ت\n\nاتصل\n", false},
	};
	struct given files[] = {{"ar/x.md", NULL},
		{"x.md", "# T\n\nCall 07701234567\n"}};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct intake intake;
		struct guide guide;

		arena_reset(arena);
		files[0].text = cases[i].ar;
		intake = intake_of(files, NELEM(files));
		guide = guide_of(&intake, 1);
		assert_int_equal(guide.units.at[1].words[1].state, cases[i].lands
			? WORDS_DONE : WORDS_EMPTY);
		if (!cases[i].lands) {
			has_remark(arena, &exchange, "ar/x.md:3: warning: a number"
				" or code of the source is not here");
		}
	}
}

TEST(links_lead_where_they_may_or_are_words)
{
	static const struct { const char *text, *value, *remark; } cases[] = {
		{"[a](https://x.example/ü)", "https://x.example/%C3%BC", NULL},
		{"[a](http://x.example/)", "https://x.example/", "http address"},
		{"[a](http://abc.onion/)", "http://abc.onion/", NULL},
		{"[a](y.md#q)", "guide:2", NULL}, {"[a](y)", "guide:2", NULL},
		{"[a](javascript:alert(1))", NULL, "a scheme that is not taken"},
		{"[a](JavaScript:x)", NULL, "a scheme that is not taken"},
		{"[a](data:text/html,x)", NULL, "a scheme that is not taken"},
		{"[a](umbrella://x)", NULL, "a scheme that is not taken"},
		{"[a](mailto:a@b.example)", NULL, "an address of mail"},
		{"[a](z.md)", NULL, "a file that is not there"},
		{"[a](../../etc/passwd)", NULL, "leads out of the folder"},
		{"[a](#nowhere)", NULL, "a heading that is not there"},
		{"[a](/x)", NULL, "no address"}, {"[a](https:)", NULL, "no address"},
	};
	struct given files[] = {{"x.md", NULL}, {"y.md", "# Y\n\nb\n"}};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct intake intake;
		struct guide guide;

		arena_reset(arena);
		files[0].text = str_c(arena, str_fmt(arena, "# X\n\n%s\n",
			cases[i].text));
		intake = intake_of(files, NELEM(files));
		guide = guide_of(&intake, 1);
		if (cases[i].value == NULL) {
			assert_int_equal(guide.units.at[1].slot_count, 0);
			is_str(guide.units.at[1].words[0].text, S("a"));
		} else {
			is_str(guide.units.at[1].slots[0].value,
				str_of(cases[i].value));
		}
		if (cases[i].remark != NULL) {
			has_remark(arena, &exchange, cases[i].remark);
		}
	}
}

TEST(files_without_partners_are_named)
{
	static const struct given files[] = {{"ar/a.md", "# أ\n"},
		{"ar/b.md", "# ب\n"}, {"b.md", "# B\n"}, {"c.md", "# C\n"}};
	struct intake intake;

	UNUSED_STATE;
	arena_reset(arena);
	intake = intake_of(files, NELEM(files));
	has_remark(arena, &exchange, "ar/a.md:1: error: a file without a partner in"
		" the language of the source");
	has_remark(arena, &exchange,
		"c.md:1: warning: a file without a partner in \"ar\"");
	assert_int_equal(intake.next_number, 3);
}

/* -- pairing -------------------------------------------------------------- */

static struct leaf_list leaves_of(const char *text)
{
	struct leaf_page page;

	assert_true(markdown_units_read(arena, str_of(text), S("x"), &exchange,
		&page));
	return page.leaves;
}

TEST(only_what_every_best_alignment_has_is_sure) /* [pairing-1] [pairing-2] */
{
	struct leaf_list source, other;
	struct pairing pairing;

	UNUSED_STATE;
	arena_reset(arena);
	exchange = (struct exchange){.arena = arena};
	source = leaves_of("# T\n\naaaa aaaa\n\nbbbb bbbb\n\n## S\n\nc\n");
	other = leaves_of("# T\n\nbbbb bbbb\n\n## S\n\nc\n");
	assert_true(pairing_make(arena, &source, &other, &pairing));
	assert_int_equal(pairing.trust[0], PAIRING_SURE);
	assert_int_equal(pairing.trust[3], PAIRING_SURE);
	assert_int_equal(pairing.trust[4], PAIRING_SURE);
	/* which of the two it is, nobody can say */
	assert_int_not_equal(pairing.trust[1], PAIRING_SURE);
	assert_int_not_equal(pairing.trust[2], PAIRING_SURE);
	/* a number both have says it */
	source = leaves_of("# T\n\naaaa 2031\n\nbbbb 4077\n\n## S\n\nc\n");
	other = leaves_of("# T\n\nxxxx 4077\n\n## S\n\nc\n");
	assert_true(pairing_make(arena, &source, &other, &pairing));
	assert_int_equal(pairing.to[1], SIZE_MAX);
	assert_int_equal(pairing.to[2], 1);
	assert_int_equal(pairing.trust[2], PAIRING_SURE);
}

/* -- small things --------------------------------------------------------- */

TEST(phone_numbers_are_found_and_other_numbers_are_not)
{
	static const struct { const char *text, *phone; } cases[] = {
		{"call +964 770 123 4567 now", "+964 770 123 4567"},
		{"(0770) 123-4567", "(0770) 123-4567"},
		{"1-800-232-4636", "1-800-232-4636"}, {"0041227300000", "0041227300000"},
		{"07701234567.", "07701234567"}, {"2020-03-11", ""},
		{"2019-2020", ""}, {"1 000 000 000", ""}, {"0.0000001", ""},
		{"192.168.100.100", ""}, {"1234567", ""}, {"id=0123456789", ""},
		{"3.14159265", ""}, {"(2019 2020 2021)", ""}, {"", ""},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		size_t len, at = phone_find(str_of(cases[i].text), &len);

		is_str(str_first(str_from(str_of(cases[i].text), at), len),
			str_of(cases[i].phone));
	}
}

TEST(the_same_files_give_the_same_guide_and_no_id_twice) /* [unit_ids-1] */
{
	struct buf text = {0};
	struct given file = {"x.md", NULL};
	str first = S("");

	UNUSED_STATE;
	buf_text(&text, "# T\n\n");
	for (int i = 0; i < 3000; i++) buf_text(&text, "- the same\n");
	buf_byte(&text, '\0');
	file.text = text.at;
	for (int again = 0; again < 2; again++) {
		struct intake intake = intake_of(&file, 1);
		struct guide guide = guide_of(&intake, 1), read;
		struct read_fault fault;
		str written = guide_text(arena, &guide, 0);

		assert_true(guide_read(arena, written, &read, &fault));
		if (again == 0) first = written;
		else is_str(written, first);
	}
	buf_close(&text);
}

/* [intake-3] Every guide of a small wild tree, and each of its languages, is
 * written and read again. */
TEST(guides_of_an_untidy_tree_can_be_written_and_read)
{
	enum { LESSONS = 12, FILES = WILD_LANGS * (LESSONS + WILD_HOSTILE_COUNT) };
	static struct given files[FILES];
	struct intake intake;
	size_t count = 0;

	UNUSED_STATE;
	arena_reset(arena);
	for (unsigned lang = 0; lang < WILD_LANGS; lang++) {
		/* in the order of paths */
		static const unsigned order[] = {1, 0, 2};

		for (unsigned i = 0; i < LESSONS + WILD_HOSTILE_COUNT; i++) {
			bool hostile = i < WILD_HOSTILE_COUNT;
			struct buf text = {0};

			if (hostile) wild_hostile(&text, i);
			else wild_lesson(&text, i - WILD_HOSTILE_COUNT, order[lang]);
			files[count++] = (struct given){str_c(arena, str_fmt(arena,
				"%s/%c-%02u.md", wild_langs[order[lang]],
				hostile ? 'h' : 'l', i)),
				str_find_byte(buf_str(&text), '\0') == SIZE_MAX
				? str_c(arena, buf_str(&text)) : "\xff"};
			buf_close(&text);
		}
	}
	intake = intake_of(files, count);
	assert_true(intake.next_number > LESSONS);
	for (unsigned n = 1; n < intake.next_number; n++) {
		struct intake_guide made;
		struct guide read;
		struct read_fault fault;

		if (!intake_make(&intake, arena, n, &made)) continue;
		assert_true(guide_read(arena, guide_text(arena, &made.guide, 0),
			&read, &fault));
		for (size_t i = 1; i < made.guide.tongue_count; i++) {
			assert_true(words_read(arena, guide_text(arena,
				&made.guide, i), &read, &fault));
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(names_say_language_and_guide),
		CASE(a_translation_of_the_same_structure_is_done),
		CASE(every_drift_is_a_line_in_the_file_that_has_it),
		CASE(a_number_that_differs_is_not_published),
		CASE(links_lead_where_they_may_or_are_words),
		CASE(files_without_partners_are_named),
		CASE(only_what_every_best_alignment_has_is_sure),
		CASE(phone_numbers_are_found_and_other_numbers_are_not),
		CASE(the_same_files_give_the_same_guide_and_no_id_twice),
		CASE(guides_of_an_untidy_tree_can_be_written_and_read),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
