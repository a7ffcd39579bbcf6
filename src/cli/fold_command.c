/* `bothy fold`: each line as the index sees it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "cli/lines.h"
#include "os/report.h"
#include "text/fold.h"
#include "text/lang.h"
#include "text/stem.h"
#include "text/word.h"

const char fold_usage[] =
	"usage: bothy fold [--loose | --stem] [--lang TAG] <FILE\n"
	"\n"
	"Reads lines and writes each one as a key of search: what is the same\n"
	"word on any keyboard is the same key. For finding, never for reading.\n"
	"\n"
	"  --loose     what a hurried reader calls the same, too\n"
	"  --stem      each word of the loose key without its endings\n"
	"  --lang TAG  the language of every line (ar, ckb, kmr, kmr-Arab, en\n"
	"              or another that `bothy lang` names). Without it each\n"
	"              line is looked at: a heh that ends a word is read as in\n"
	"              Kurdish, unless the line is long and surely Arabic\n"
	"\n"
	"Status 0, or 1 when a line is longer than 1 MiB or reading or writing\n"
	"fails.\n";

/* What tells a language surely: shorter lines are words. */
enum { SURE_LETTERS = 20 };

/* What the command line asked for; set once, before the first line. */
static struct {
	enum fold_key key;
	bool stem, has_lang;
	enum text_lang lang;
} asked;

static bool is_sure(const struct lang_guess *guess)
{
	return guess->letters >= SURE_LETTERS && guess->margin >= LANG_SURE;
}

static bool is_arabic_script(enum text_lang lang)
{
	return lang == TEXT_AR || lang == TEXT_CKB || lang == TEXT_KMR_ARAB ||
	       lang == TEXT_FA;
}

/* One form of a word must not be stemmed as another language than the next:
 * a short line goes by its letters. */
static enum text_lang stem_lang(str line)
{
	struct lang_guess guess = lang_guess(line);

	if (is_sure(&guess)) return guess.first;
	if (!is_arabic_script(guess.first)) {
		bool english = guess.first == TEXT_EN && guess.margin >= LANG_SURE;

		return english ? TEXT_EN : TEXT_KMR;
	}
	return lang_has_kurdish(line) ? TEXT_CKB : TEXT_AR;
}

/* The rules of Kurdish make one of all that those of Arabic do, and a heh
 * that is typed for an AE as well; short lines take them. */
static enum text_lang key_lang(str line)
{
	struct lang_guess guess = lang_guess(line);

	return is_sure(&guess) ? guess.first : TEXT_CKB;
}

static void stems_put(str line, enum text_lang lang, struct buf *out)
{
	struct buf key = buf_cap(8 * LINES_LINE_MAX);
	struct word word;
	size_t at = 0, done = 0;

	while (word_next(line, &at, &word)) {
		str gap = str_from(str_first(line, word.at), done);

		fold_put(out, FOLD_LOOSE, lang, gap);
		buf_reset(&key);
		fold_put(&key, FOLD_LOOSE, lang,
			str_first(str_from(line, word.at), word.len));
		stem_put(out, lang, buf_str(&key));
		done = at;
	}
	fold_put(out, FOLD_LOOSE, lang, str_from(line, done));
	buf_close(&key);
}

static void line_fold(str line, struct buf *out)
{
	enum text_lang lang = asked.has_lang ? asked.lang
		: asked.stem ? stem_lang(line) : key_lang(line);

	if (asked.stem) {
		stems_put(line, lang, out);
	} else {
		fold_put(out, asked.key, lang, line);
	}
	buf_byte(out, '\n');
}

static bool arguments_read(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		str word = str_of(argv[i]);

		if (str_eq(word, S("--loose"))) {
			asked.key = FOLD_LOOSE;
		} else if (str_eq(word, S("--stem"))) {
			asked.stem = true;
		} else if (str_eq(word, S("--lang")) && i + 1 < argc) {
			asked.has_lang = true;
			if (!text_lang_read(str_of(argv[++i]), &asked.lang)) {
				return false;
			}
		} else {
			return false;
		}
	}
	return !(asked.stem && asked.key == FOLD_LOOSE);
}

int fold_command(int argc, char **argv)
{
	const err *e;

	report_as("fold");
	if (!arguments_read(argc, argv)) {
		report("does not know that; see `bothy fold --help`", UINT64_MAX);
		return 1;
	}
	e = lines_each(line_fold);
	if (e != NULL) report_err("not every line was read", e);
	return e == NULL ? 0 : 1;
}
