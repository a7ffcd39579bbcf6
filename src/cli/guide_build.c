/* `bothy guide build`: a folder of guides into everything readers can carry
 * away. Says what was not built and why; shows how far it is on a terminal.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/guide_command.h"

#include "cli/signing_key.h"
#include "guide/bindery.h"
#include "guide/guide_read.h"
#include "os/report.h"
#include "os/terminal.h"

#include <stdio.h>

const char guide_build_usage[] =
	"usage: bothy guide build [OPTION…] LIBRARY OUT\n"
	"\n"
	"Makes of a folder of guides all that readers can carry away, in the\n"
	"folder OUT: a site that works from any place, single pages, books, paper,\n"
	"text, and a manifest of it all. The same LIBRARY gives the same bytes.\n"
	"OUT is replaced in one step when all is there; what has not changed is\n"
	"not written again (OUT.build remembers). Each language that is not built\n"
	"is named with the reason.\n"
	"\n"
	"  --key FILE              signs the manifest: minisign's secret key file\n"
	"  --passphrase-file FILE  its passphrase; else it is asked for\n"
	"  --quiet                 the quiet edition: titles are only numbers\n"
	"  --only FORM,FORM…       some forms only: site, single, epub, …; a site\n"
	"                          alone leads to no other file\n"
	"  --date DAY              (YYYY-MM-DD) instead of the release's; needed\n"
	"                          for drafts before the first release\n"
	"  --demonstration         says on every page that all is invented\n"
	"\n"
	"Status 0; 2 when something could not be built; 1 when nothing was.\n";

struct build_options {
	struct bindery_wish wish;
	const char *key, *passphrase_file, *date;
};

static bool flag_take(str word, struct bindery_wish *wish)
{
	if (str_eq(word, S("--quiet"))) wish->quiet = true;
	else if (str_eq(word, S("--demonstration"))) wish->demonstration = true;
	else return false;
	return true;
}

static const char **place_of(str word, struct build_options *options)
{
	if (str_eq(word, S("--key"))) return &options->key;
	if (str_eq(word, S("--passphrase-file"))) {
		return &options->passphrase_file;
	}
	if (str_eq(word, S("--only"))) return &options->wish.only;
	if (str_eq(word, S("--date"))) return &options->date;
	return NULL;
}

static bool path_take(char *word, struct bindery_wish *wish)
{
	size_t len = str_of(word).len;

	while (len > 1 && word[len - 1] == '/') word[--len] = '\0';
	if (wish->library == NULL) wish->library = word;
	else if (wish->out == NULL) wish->out = word;
	else return false;
	return len > 0;
}

static bool options_take(int argc, char **argv, struct build_options *options)
{
	struct bindery_wish *wish = &options->wish;

	for (int i = 1; i < argc; i++) {
		const char **place = place_of(str_of(argv[i]), options);

		if (flag_take(str_of(argv[i]), wish)) continue;
		if (place != NULL) {
			if (++i == argc) return false;
			*place = argv[i];
		} else if (str_starts(str_of(argv[i]), S("--")) ||
			!path_take(argv[i], wish)) {
			return false;
		}
	}
	if (options->date != NULL && !day_read(str_of(options->date),
		&wish->day)) {
		return false;
	}
	return wish->out != NULL &&
	       (wish->only == NULL || bindery_only_is_right(wish->only));
}

static const err *key_read(const struct build_options *options,
	struct minisign_key *ret_key)
{
	return signing_key_read(options->key,
		options->passphrase_file, "Passphrase of the guide key: ",
		ret_key);
}

/* -- what is said --------------------------------------------------------- */

struct hearing {
	bool shows;        /* how far it is */
	size_t lines;
};

static void said(void *of, str line)
{
	struct hearing *hearing = of;

	hearing->lines++;
	(void)printf("%.*s\n", S_ARG(line));
}

static void step(void *of, size_t done, size_t all)
{
	const struct hearing *hearing = of;

	if (!hearing->shows) return;
	(void)fprintf(stderr, "\r%zu of %zu%s", done, all,
		done == all ? "\r\033[K" : "");
}

int guide_build_command(int argc, char **argv)
{
	struct build_options options = {0};
	struct hearing hearing = {.shows = terminal_is_output()};
	struct bindery_ear ear = {said, step, &hearing};
	struct minisign_key key = {0};
	struct bindery_sum sum;
	const err *e = NULL;

	if (!options_take(argc, argv, &options)) {
		report("needs a LIBRARY, a folder OUT and options that fit; see"
		       " `bothy guide build --help`", UINT64_MAX);
		return 1;
	}
	seal_start();
	if (options.key != NULL) {
		e = key_read(&options, &key);
		options.wish.key = &key;
	}
	if (e == NULL) e = bindery_build(&options.wish, &ear, &sum);
	minisign_key_close(&key);
	if (e != NULL) {
		report_err("not built", e);
		return 1;
	}
	(void)printf("%zu files, %zu of them new\n", sum.files, sum.written);
	return hearing.lines > 0 ? 2 : 0;
}
