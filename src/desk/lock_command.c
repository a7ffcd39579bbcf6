/* `bothy lock`: see lock_command.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/lock_command.h"

#include "desk/desk.h"
#include "os/file.h"
#include "os/report.h"

#include <getopt.h>
#include <stdio.h>

const char lock_usage[] =
	"usage: bothy lock --erase-keys [--yes] DIR\n"
	"\n"
	"Erases the key file of the desk in DIR, and with it the backups in\n"
	"DIR/backups that hold it; nothing else. It cannot be undone. What brings\n"
	"the desk back: two parts of the recovery sheet (bothy recover), or joining\n"
	"the team anew. A desk that is open locks itself within half a minute. Flash\n"
	"memory may keep old bytes of the file; they are sealed with the passphrase.\n"
	"\n"
	"  --erase-keys  what is to be done\n"
	"  --yes         without asking once more\n";

struct choice { const char *dir; bool erase, yes; };

static bool choice_read(int argc, char **argv, struct choice *ret)
{
	static const struct option names[] = {
		{"erase-keys", no_argument, NULL, 'e'},
		{"yes", no_argument, NULL, 'y'}, {0}};
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (letter == 'e') ret->erase = true;
		else if (letter == 'y') ret->yes = true;
		else return false;
	}
	if (optind + 1 != argc) return false;
	ret->dir = argv[optind];
	return ret->erase;
}

/* Asks on the terminal; anything but `yes` leaves all as it is. */
static bool agreed(void)
{
	struct file in = file_stdin();
	struct buf said = buf_cap(64);
	size_t count = 0;
	bool yes;

	(void)fputs("The key file of this desk is erased. This cannot be undone;"
		" two parts of the\nrecovery sheet, or joining anew, bring the"
		" desk back. Write yes to go on: ", stderr);
	yes = file_get(&in, 16, &said, &count) == NULL &&
		str_eq(str_trim(buf_str(&said)), S("yes"));
	buf_close(&said);
	return yes;
}

int lock_command(int argc, char **argv)
{
	struct choice choice = {0};
	const err *e;

	if (!choice_read(argc, argv, &choice)) {
		(void)fputs(lock_usage, stderr);
		return 1;
	}
	if (!desk_exists(choice.dir)) {
		e = err_make(ERR_ABSENT, "there is no desk in this folder");
		report_err("lock", e);
		return 1;
	}
	if (!choice.yes && !agreed()) return 1;
	e = desk_keys_erase(choice.dir);
	if (e != NULL) report_err("lock", e);
	return e == NULL ? 0 : 1;
}
