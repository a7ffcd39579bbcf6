/* `bothy lang`: the language of each line, in front of it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "cli/lines.h"
#include "os/report.h"
#include "text/lang.h"

const char lang_usage[] =
	"usage: bothy lang <FILE\n"
	"\n"
	"Reads lines and writes each one after the tag of its language and a\n"
	"tab: ar, ckb, kmr, kmr-Arab, en, fa, tr, sv; ar-Latn and ckb-Latn for\n"
	"Arabic and Sorani in the Latin letters of chat; mixed for two of them\n"
	"together; und where nothing tells it (numbers, links, other scripts).\n"
	"It is a guess. Status 0, or 1 when a line is longer than 1 MiB or\n"
	"reading or writing fails.\n";

static void line_name(str line, struct buf *out)
{
	buf_put(out, text_lang_tag(lang_of(line)));
	buf_byte(out, '\t');
	buf_put(out, line);
	buf_byte(out, '\n');
}

int lang_command(int argc, char **argv)
{
	const err *e;

	(void)argv;
	report_as("lang");
	if (argc != 1) {
		report("takes no argument; see `bothy lang --help`", UINT64_MAX);
		return 1;
	}
	e = lines_each(line_name);
	if (e != NULL) report_err("not every line was read", e);
	return e == NULL ? 0 : 1;
}
