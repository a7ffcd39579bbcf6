/* The table of subcommands, and nothing else: who is asked, and what each is
 * in one line. A new one is one row here and one function of its role.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/str.h"
#include "cli/command.h"
#include "cli/guide_command.h"
#include "line/line.h"
#include "desk/backup.h"
#include "desk/booklet_command.h"
#include "desk/drill.h"
#include "desk/join.h"
#include "desk/lock_command.h"
#include "desk/new.h"
#include "desk/parts.h"
#include "desk/recover.h"
#include "desk/rehearse.h"
#include "desk/run.h"
#include "desk/stick.h"

#include <stdio.h>

#define VERSION "0.1"

struct subcommand {
	const char *name;
	const char *help;  /* one line of `bothy --help` */
	int (*run)(int argc, char **argv); /* argv[0] is the name */
	const char *usage; /* all of `bothy NAME --help`; NULL: `run` says it */
};

static const struct subcommand subcommands[] = {
	{"new", "found an organisation: its desk and its line", new_command,
		new_usage},
	{"line", "serve the public pages and keep what is written", line_command,
		line_usage},
	{"desk", "open the desk in your browser, on this computer only",
		desk_command, desk_usage},
	{"join", "make this computer a device of a team", join_command,
		join_usage},
	{"sync", "carry a desk's log on a stick, without a network",
		sync_command, sync_usage},
	{"backup", "copy a desk's sealed files into one file", backup_command,
		backup_usage},
	{"drill", "try whether the newest backup restores", drill_command,
		drill_usage},
	{"restore", "make a desk anew from a backup", restore_command,
		restore_usage},
	{"recover", "make a desk from a backup and enough recovery parts",
		recover_command, recover_usage},
	{"lock", "erase the key file of a desk, when it must not be opened",
		lock_command, lock_usage},
	{"rehearse", "try whether the recovery parts open a backup",
		rehearse_command, rehearse_usage},
	{"parts", "make new recovery parts instead of the old", parts_command,
		parts_usage},
	{"booklet", "the words we use, as a page for journalists",
		booklet_command, booklet_usage},
	{"guide", "check, build and carry a folder of guides", guide_command,
		NULL},
	{"seal", "seal a file for people who hold keys", seal_command,
		seal_usage},
	{"open", "open a sealed file", open_command, open_usage},
	{"keygen", "make a key pair for sealing or signing", keygen_command,
		keygen_usage},
	{"sign", "sign a file in minisign's form", sign_command, sign_usage},
	{"fold", "show each line of text as a key of search", fold_command,
		fold_usage},
	{"lang", "name the language of each line of text", lang_command,
		lang_usage},
	{"terms", "look for the word bank's words in lines of text",
		terms_command, NULL},
	{"verify", "check the signature of a file", verify_command,
		verify_usage},
};

static int help_all(FILE *to)
{
	(void)fputs("usage: bothy COMMAND [OPTION…]\n\n", to);
	for (size_t i = 0; i < NELEM(subcommands); i++) {
		(void)fprintf(to, "  %-10s %s\n", subcommands[i].name,
			subcommands[i].help);
	}
	(void)fputs("\n`bothy help COMMAND` says more of one command;"
		    " `bothy --version` the version.\n",
		to);
	return to == stdout ? 0 : 1;
}

static const struct subcommand *find(const char *name)
{
	for (size_t i = 0; i < NELEM(subcommands); i++) {
		if (str_eq(str_of(name), str_of(subcommands[i].name))) {
			return &subcommands[i];
		}
	}
	return NULL;
}

static int unknown(void)
{
	(void)fputs("bothy: there is no such command;"
		    " `bothy --help` lists them\n",
		stderr);
	return 1;
}

static int help_one(const struct subcommand *command)
{
	char help[] = "--help";
	char name[16];
	char *argv[] = {name, help, NULL};

	if (command->usage == NULL) {
		(void)snprintf(name, sizeof(name), "%s", command->name);
		return command->run(2, argv);
	}
	(void)fputs(command->usage, stdout);
	return 0;
}

static bool asks_help(int argc, char **argv)
{
	for (int i = 2; i < argc; i++) {
		if (str_eq(str_of(argv[i]), S("--"))) return false;
		if (str_eq(str_of(argv[i]), S("--help"))) return true;
	}
	return false;
}

int main(int argc, char **argv)
{
	const struct subcommand *command;
	str name = str_of(argc > 1 ? argv[1] : "");

	if (name.len == 0) return help_all(stderr);
	if (str_eq(name, S("--version"))) {
		(void)puts("bothy " VERSION);
		return 0;
	}
	if (str_eq(name, S("--help")) || str_eq(name, S("help"))) {
		if (argc == 2) return help_all(stdout);
		command = find(argv[2]);
		return command == NULL ? unknown() : help_one(command);
	}
	command = find(argv[1]);
	if (command == NULL) return unknown();
	if (command->usage != NULL && asks_help(argc, argv)) {
		return help_one(command);
	}
	return command->run(argc - 1, argv + 1);
}
