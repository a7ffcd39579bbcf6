/* `bothy drill`: the command line of drill.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/drill.h"

#include "cli/passphrase.h"
#include "desk/drill_job.h"
#include "os/report.h"

#include <getopt.h>
#include <stdio.h>

const char drill_usage[] =
	"usage: bothy drill [--passphrase-file FILE] DIR [BACKUP]\n"
	"\n"
	"Restores BACKUP, or the newest one in DIR/backups, to scratch as if the\n"
	"desk in DIR were lost, reads all of it, compares it with the desk, says in\n"
	"one sentence whether it worked, and notes that in the log. The desk must\n"
	"be closed. Only sealed bytes are written, and removed again. Exit status\n"
	"0: it worked.\n"
	"\n"
	"  --passphrase-file FILE  the desk's passphrase; - is standard input\n";

static const char *const sentences[DRILL_COUNT] = {
	[DRILL_GOOD] = "the backup works: all of it was restored and is the same",
	[DRILL_OLD] = "the backup works, but it is older than a month: make a "
		"new one",
	[DRILL_NONE] = "there is no backup here: make one with bothy backup",
	[DRILL_DAMAGED] = "the backup is damaged and would not restore: make a "
		"new one",
	[DRILL_CUT] = "the log in the backup ends too early: make a new backup",
	[DRILL_MISSING] = "something that belongs to the backup is not in it: "
		"make a new one",
	[DRILL_LACKS] = "the backup has less than the desk had when it was made:"
		" make a new one",
	[DRILL_DIFFERS] = "the backup does not give what this desk has: keep "
		"both, and ask for help",
	[DRILL_NO_ROOM] = "the disk has no room to try the backup",
	[DRILL_FAILED] = "the backup could not be tried",
};

struct choice { const char *dir, *file, *passphrase_file; };

static bool choice_read(int argc, char **argv, struct choice *ret)
{
	static const struct option names[] = {
		{"passphrase-file", required_argument, NULL, 'p'}, {0}};
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (letter != 'p') return false;
		ret->passphrase_file = optarg;
	}
	if (optind < argc) ret->dir = argv[optind++];
	if (optind < argc) ret->file = argv[optind++];
	return optind == argc && ret->dir != NULL;
}

static void stage_say(void *owner, unsigned stage)
{
	(void)owner;
	(void)fprintf(stderr, "step %u of %d\n", stage, DRILL_STAGES);
}

static const err *run(const struct choice *choice,
	struct drill_result *ret_result)
{
	struct passphrase passphrase = {.file = choice->passphrase_file};
	struct desk *desk = NULL;
	const err *e = NULL;

	if (!desk_exists(choice->dir)) {
		e = err_make(ERR_ABSENT, "there is no desk in this folder");
	}
	if (e == NULL) {
		e = passphrase_need(&passphrase, "The desk's passphrase: ",
			false);
	}
	if (e == NULL) {
		e = desk_open(&desk, choice->dir, passphrase_str(&passphrase));
	}
	if (e == NULL) {
		*ret_result = drill_here(desk, choice->dir, choice->file,
			stage_say);
		e = drill_note(desk, *ret_result);
	}
	desk_close(&desk);
	passphrase_close(&passphrase);
	return e;
}

int drill_command(int argc, char **argv)
{
	struct choice choice = {0};
	struct drill_result result = {DRILL_FAILED, 0};
	const err *e;

	if (!choice_read(argc, argv, &choice)) {
		(void)fputs(drill_usage, stderr);
		return 1;
	}
	seal_start();
	e = run(&choice, &result);
	if (e != NULL) {
		report_err("drill", e);
		return 1;
	}
	(void)fprintf(stderr, "%s\n", sentences[result.found]);
	return result.found == DRILL_GOOD ? 0 : 1;
}
