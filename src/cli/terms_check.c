/* `bothy terms check`: see terms_check.h. Holds one line and its marks at a
 * time; the line itself is never written, only places in it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/terms_check.h"

#include "base/utf8.h"
#include "cli/bank_file.h"
#include "cli/lines.h"
#include "model/bank_check.h"
#include "os/report.h"

const char terms_check_usage[] =
	"usage: bothy terms check --bank FILE [--all] [--lang TAG] <TEXT\n"
	"\n"
	"Reads lines and writes one row for each word of the bank that stands in\n"
	"them, in whatever form it has there. Columns, with a tab between:\n"
	"\n"
	"  line    counted from 1\n"
	"  start   counted from 0, in Unicode code points of the line; a byte\n"
	"          that is no UTF-8 counts as one\n"
	"  length  of the word with all that is written onto it, in the same\n"
	"  term    as the bank has it\n"
	"  status  avoid, never show, superseded or threat word; with --all also\n"
	"          ours and accepted. `perhaps …` before it: the word is also an\n"
	"          ordinary one, or another language's than the line is in.\n"
	"          `quoted …` before it: it stands in quotation marks or behind\n"
	"          \">\", and is somebody's own word\n"
	"  ours    the word to offer instead; empty where there is none, and for\n"
	"          what is quoted, which is not to be changed\n"
	"  why     from the bank\n"
	"\n"
	"  --bank FILE  the word bank: a table with tabs, commas or semicolons\n"
	"               whose first line names the columns, TBX, or martif\n"
	"  --all        report respectful words too\n"
	"  --lang TAG   the language of all lines; else it is told from each line\n"
	"\n"
	"A bank row that cannot be taken is named on standard error and left out;\n"
	"rows that are unsure mark nothing. Status 0 whether or not something was\n"
	"found, 1 when the bank, the command line, reading or writing fails.\n";

enum {
	LINE_ARENA_MAX = 64 << 20,
	REFUSALS_SHOWN_MAX = 20,
	WHY_BYTES_MAX = 300 /* one line of a table; the bank has all of it */
};

struct wish {
	const char *bank;
	enum text_lang lang;
	bool all;
};

/* What a line is looked at with; lines_each has no place for it. */
static struct {
	struct arena *arena;
	const struct bank *bank;
	const struct bank_checker *checker;
	struct wish wish;
	uint64_t line;
} now;

static bool is_reported(const struct bank_mark *mark)
{
	enum bank_status status = now.bank->terms.at[mark->term].status;

	return now.wish.all ||
	       (status != BANK_OURS && status != BANK_ACCEPTED);
}

static void mark_put(const struct bank_mark *mark, size_t start, size_t length,
	struct buf *out)
{
	const struct bank_term *term = &now.bank->terms.at[mark->term];

	buf_number(out, now.line);
	buf_byte(out, '\t');
	buf_number(out, start);
	buf_byte(out, '\t');
	buf_number(out, length);
	buf_byte(out, '\t');
	buf_put(out, term->text);
	buf_text(out, mark->quoted ? "\tquoted " : "\t");
	if (!mark->certain) buf_text(out, "perhaps ");
	buf_put(out, bank_status_name(term->status));
	buf_byte(out, '\t');
	if (mark->ours != SIZE_MAX && !mark->quoted) {
		buf_put(out, now.bank->terms.at[mark->ours].text);
	}
	buf_byte(out, '\t');
	buf_put(out, utf8_first(mark->why, WHY_BYTES_MAX));
	buf_byte(out, '\n');
}

static void line_check(str line, struct buf *out)
{
	struct bank_marks marks = {0};
	size_t bytes = 0, points = 0;

	now.line++;
	bank_check_all(now.arena, now.checker, now.wish.lang, line, &marks);
	for (size_t i = 0; i < marks.count; i++) {
		const struct bank_mark *mark = &marks.at[i];
		str before = str_first(str_from(line, bytes), mark->at - bytes);
		str word = str_first(str_from(line, mark->at), mark->len);

		points += utf8_count(before);
		bytes = mark->at;
		if (is_reported(mark)) {
			mark_put(mark, points, utf8_count(word), out);
		}
	}
	arena_reset(now.arena);
}

static bool wish_read(int argc, char **argv, struct wish *wish)
{
	for (int i = 1; i < argc; i++) {
		str word = str_of(argv[i]);

		if (str_eq(word, S("--all"))) {
			wish->all = true;
		} else if (i + 1 == argc) {
			return false;
		} else if (str_eq(word, S("--bank"))) {
			wish->bank = argv[++i];
		} else if (!str_eq(word, S("--lang")) ||
			   !bank_lang_read(str_of(argv[++i]), &wish->lang)) {
			return false;
		}
	}
	/* Standard input is the text. */
	return wish->bank != NULL && !str_eq(str_of(wish->bank), S("-"));
}

/* Names each refused row; of very many, only how many there are. */
static void refusals_report(struct bank_refusals refused)
{
	if (refused.count > REFUSALS_SHOWN_MAX) {
		report("rows of the bank refused, the first of them follow",
			refused.count);
		refused.count = REFUSALS_SHOWN_MAX;
	}
	bank_file_report(&refused);
}

int terms_check(int argc, char **argv)
{
	struct arena *arena = arena_open(BANK_FILE_ARENA);
	struct wish wish = {.lang = TEXT_UND};
	struct bank bank = {0};
	struct bank_refusals refused = {0};
	const err *e;

	report_as("terms check");
	if (!wish_read(argc, argv, &wish)) {
		report("needs --bank FILE; see `bothy terms --help`",
			UINT64_MAX);
		arena_close(&arena);
		return 1;
	}
	e = bank_file_read(arena, wish.bank, &bank, &refused);
	refusals_report(refused);
	if (e == NULL) {
		now.bank = &bank;
		now.checker = bank_checker_of(arena, &bank);
		now.wish = wish;
		now.arena = arena_open(LINE_ARENA_MAX);
		e = lines_each(line_check);
	}
	if (e != NULL) report_err("not every line was looked at", e);
	arena_close(&now.arena);
	arena_close(&arena);
	return e == NULL ? 0 : 1;
}
