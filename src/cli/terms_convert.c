/* `bothy terms convert`: see terms_convert.h. Reads all, writes all, keeps
 * nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/terms_convert.h"

#include "cli/bank_file.h"
#include "model/bank_csv.h"
#include "model/bank_tbx.h"
#include "os/file.h"
#include "os/report.h"

const char terms_convert_usage[] =
	"usage: bothy terms convert --to tbx|martif|csv|tsv [OPTION…] [FILE]\n"
	"\n"
	"Reads a word bank (a table with commas, semicolons or tabs, TBX, or\n"
	"martif; FILE or standard input) and writes it in another form to\n"
	"standard output. tbx is TBX-Basic of ISO 30042:2019; martif is the\n"
	"older form Weblate and translate-toolkit read, for one pair of\n"
	"languages, and needs --from-lang TAG and --to-lang TAG. --shipped\n"
	"instead of FILE: the words Bothy begins with.\n"
	"\n"
	"These stay out unless asked for:\n"
	"  --with-avoided    words to avoid and never to show\n"
	"  --with-threats    words threats are made of\n"
	"  --with-proposed   words not decided yet\n"
	"  --with-questions  rows that are unsure\n"
	"  --with-discreet   phrases for where the word itself is dangerous\n"
	"  --with-people     who coined a word, who decided, who objects\n"
	"  --with-everything all of these\n"
	"\n"
	"A row that cannot be taken is named on standard error with its line\n"
	"and the reason. Status 0, 2 when there were such rows, 1 when nothing\n"
	"could be written.\n";

enum form { FORM_NONE, FORM_TBX, FORM_MARTIF, FORM_CSV, FORM_TSV };

struct wish {
	enum form form;
	enum text_lang langs[2]; /* of martif; TEXT_UND: not said */
	struct bank_choice choice;
	const char *path;
};

static bool form_of(str word, enum form *ret_form)
{
	static const struct { str word; enum form form; } forms[] = {
		{S_INIT("tbx"), FORM_TBX}, {S_INIT("martif"), FORM_MARTIF},
		{S_INIT("csv"), FORM_CSV}, {S_INIT("tsv"), FORM_TSV},
	};

	for (size_t i = 0; i < NELEM(forms); i++) {
		if (!str_eq(word, forms[i].word)) continue;
		*ret_form = forms[i].form;
		return true;
	}
	return false;
}

/* An option that says what goes along. */
static bool choice_take(str option, struct bank_choice *choice)
{
	struct { str option; bool *flag; } options[] = {
		{S("--with-avoided"), &choice->avoided},
		{S("--with-threats"), &choice->threats},
		{S("--with-proposed"), &choice->proposed},
		{S("--with-questions"), &choice->questions},
		{S("--with-discreet"), &choice->discreet},
		{S("--with-people"), &choice->people},
	};

	if (str_eq(option, S("--with-everything"))) {
		*choice = bank_choice_all;
		return true;
	}
	for (size_t i = 0; i < NELEM(options); i++) {
		if (!str_eq(option, options[i].option)) continue;
		*options[i].flag = true;
		return true;
	}
	return false;
}

/* An option with a value. */
static bool value_take(str option, str value, struct wish *wish)
{
	if (str_eq(option, S("--to"))) return form_of(value, &wish->form);
	if (str_eq(option, S("--from-lang"))) {
		return bank_lang_read(value, &wish->langs[0]);
	}
	if (str_eq(option, S("--to-lang"))) {
		return bank_lang_read(value, &wish->langs[1]);
	}
	return false;
}

static bool wish_read(int argc, char **argv, struct wish *wish)
{
	for (int i = 1; i < argc; i++) {
		str word = str_of(argv[i]);

		if (choice_take(word, &wish->choice)) continue;
		if (str_eq(word, str_of(bank_file_shipped))) {
			wish->path = bank_file_shipped;
			continue;
		}
		if (str_starts(word, S("--"))) {
			if (i + 1 == argc) return false;
			if (!value_take(word, str_of(argv[++i]), wish)) {
				return false;
			}
		} else if (wish->path == NULL) {
			wish->path = argv[i];
		} else {
			return false;
		}
	}
	return wish->form != FORM_NONE && (wish->form != FORM_MARTIF ||
			(wish->langs[0] != TEXT_UND && wish->langs[1] != TEXT_UND &&
				wish->langs[0] != wish->langs[1]));
}

static void form_write(struct arena *arena, const struct bank *bank,
	const struct wish *wish, struct buf *out)
{
	const struct bank_choice *choice = &wish->choice;

	switch (wish->form) {
	case FORM_TBX: bank_tbx_write(arena, bank, choice, out); break;
	case FORM_MARTIF:
		bank_martif_write(arena, bank, choice, wish->langs, out);
		break;
	case FORM_CSV: bank_csv_write(arena, bank, choice, ',', out); break;
	case FORM_TSV: bank_csv_write(arena, bank, choice, '\t', out); break;
	case FORM_NONE: break;
	}
}

static void say_what_stays(const struct bank *bank,
	const struct bank_choice *choice)
{
	size_t count = 0;

	for (size_t i = 0; i < bank->terms.count; i++) {
		if (!bank_choice_has(choice, &bank->terms.at[i])) count++;
	}
	if (count > 0) report("stay out unless asked for:", count);
}

static const err *convert(struct arena *arena, const struct wish *wish,
	struct bank_refusals *refused)
{
	struct buf out = buf_cap((size_t)8 * BANK_FILE_MAX);
	struct file to = file_stdout();
	struct bank bank = {0};
	const err *e = bank_file_read(arena, wish->path, &bank, refused);

	if (e == NULL) {
		form_write(arena, &bank, wish, &out);
		if (out.failed) e = err_make(ERR_FULL, "it becomes too large");
	}
	if (e == NULL) say_what_stays(&bank, &wish->choice);
	if (e == NULL) e = file_put(&to, buf_str(&out));
	buf_close(&out);
	return e;
}

int terms_convert(int argc, char **argv)
{
	struct wish wish = {.langs = {TEXT_UND, TEXT_UND}};
	struct bank_refusals refused = {0};
	struct arena *arena;
	const err *e;

	report_as("terms");
	if (!wish_read(argc, argv, &wish)) {
		report("convert: the options are not right; see"
		       " `bothy terms --help`", UINT64_MAX);
		return 1;
	}
	arena = arena_open(BANK_FILE_ARENA);
	e = convert(arena, &wish, &refused);
	bank_file_report(&refused);
	if (e != NULL) report_err("nothing is written", e);
	arena_close(&arena);
	if (e != NULL) return 1;
	return refused.count > 0 ? 2 : 0;
}
