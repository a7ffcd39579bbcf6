/* `bothy guide import`: what others wrote becomes guides, or the words of one.
 * What stands in files is judged, never trusted: every oddity is one line on
 * standard output (doc/guides.md 10).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/guide_command.h"

#include "guide/intake_folder.h"
#include "os/file.h"
#include "os/report.h"

const char guide_import_usage[] =
	"usage: bothy guide import [OPTION…] LIBRARY FOLDER\n"
	"       bothy guide import [OPTION…] LIBRARY FILE.md\n"
	"\n"
	"Makes guides of Markdown files and adds them to a folder of guides, which\n"
	"is made when it is not there. Files of a folder are one guide in several\n"
	"languages where their names say so: ar/x.md, x_AR.md, x.ar.md. What a\n"
	"translation has otherwise than its source, and everything that has no\n"
	"place in a guide, is one line: FILE:LINE: warning: TEXT.\n"
	"\n"
	"  --source TAG   the language files are in whose name says none (en)\n"
	"  --missing HOW  of what is not translated: `hold` the language (this is\n"
	"                 what happens without the option), show the `source`, or\n"
	"                 `leave` it out\n"
	"  --dry-run      only say what there is to say\n"
	"\n"
	"Status 0; 2 when files were refused and the rest is written; 1 when\n"
	"nothing could be.\n";

struct import_wish {
	struct intake_wish intake;
	bool fine;
};

static bool missing_read(str word, enum words_missing *ret_missing)
{
	static const str words[MISSING_COUNT] = {
		[MISSING_HOLD] = S_INIT("hold"),
		[MISSING_SOURCE] = S_INIT("source"),
		[MISSING_LEAVE] = S_INIT("leave"),
	};

	for (size_t i = 0; i < NELEM(words); i++) {
		if (!str_eq(words[i], word)) continue;
		*ret_missing = (enum words_missing)i;
		return true;
	}
	return false;
}

static bool value_take(str option, str value, struct intake_wish *wish)
{
	if (str_eq(option, S("--source"))) {
		wish->source = tongue_find(value);
		return wish->source != NULL;
	}
	return str_eq(option, S("--missing"))
		&& missing_read(value, &wish->missing);
}

static bool wish_read(int argc, char **argv, struct intake_wish *wish)
{
	for (int i = 1; i < argc; i++) {
		str word = str_of(argv[i]);

		if (str_eq(word, S("--dry-run"))) {
			wish->dry = true;
		} else if (str_starts(word, S("--"))) {
			if (i + 1 == argc) return false;
			if (!value_take(word, str_of(argv[++i]), wish)) {
				return false;
			}
		} else if (wish->library == NULL) {
			wish->library = argv[i];
		} else if (wish->from == NULL) {
			wish->from = argv[i];
		} else {
			return false;
		}
	}
	return wish->from != NULL;
}

static const err *remarks_print(struct exchange *exchange)
{
	struct buf out = buf_cap((size_t)256 << 20);
	struct file to = file_stdout();
	const err *e;

	exchange_print(exchange, &out);
	e = file_put(&to, buf_str(&out));
	buf_close(&out);
	return e;
}

int guide_import_command(int argc, char **argv)
{
	struct intake_wish wish = {.missing = MISSING_HOLD};
	struct intake_counts counts = {0};
	struct exchange exchange;
	const err *e, *said;

	if (!wish_read(argc, argv, &wish)) {
		report("the options are not right; see `bothy guide import"
		       " --help`", UINT64_MAX);
		return 1;
	}
	exchange = (struct exchange){.arena = arena_open(INTAKE_ARENA_MAX)};
	e = intake_folder(&wish, &exchange, &counts);
	said = remarks_print(&exchange);
	if (e == NULL) e = said;
	if (e != NULL) report_err("not imported", e);
	report("guides:", counts.guides);
	if (counts.refused > 0) report("files refused:", counts.refused);
	arena_close(&exchange.arena);
	if (e != NULL || counts.guides == 0) return 1;
	return exchange.errors > 0 ? 2 : 0;
}
