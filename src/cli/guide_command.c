/* `bothy guide`: the table of what can be done with a folder of guides, and
 * nothing else. A new one is one row here, one function and one file.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/guide_command.h"

#include "base/str.h"
#include "os/report.h"

#include <stdio.h>

static const struct {
	const char *name;
	const char *role; /* who speaks on standard error */
	int (*run)(int argc, char **argv);
	const char *usage;
} commands[] = {
	{"build", "guide build", guide_build_command, guide_build_usage},
	{"check", "guide check", guide_check_command, guide_check_usage},
	{"diff", "guide diff", guide_diff_command, guide_diff_usage},
	{"export", "guide export", guide_export_command, guide_export_usage},
	{"harmless", "guide harmless", guide_harmless_command,
		guide_harmless_usage},
	{"import", "guide import", guide_import_command, guide_import_usage},
	{"release", "guide release", guide_release_command,
		guide_release_usage},
	{"sign", "guide sign", guide_sign_command, guide_sign_usage},
	{"voice", "guide voice", guide_voice_command, guide_voice_usage},
};

static bool asks_help(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (str_eq(str_of(argv[i]), S("--"))) return false;
		if (str_eq(str_of(argv[i]), S("--help"))) return true;
	}
	return false;
}

/* All of them, with an empty line between. */
static int help_all(void)
{
	for (size_t i = 0; i < NELEM(commands); i++) {
		if (i > 0) (void)fputc('\n', stdout);
		(void)fputs(commands[i].usage, stdout);
	}
	return 0;
}

static int unknown(void)
{
	report_as("guide");
	report("needs the name of what to do; see `bothy guide --help`",
		UINT64_MAX);
	return 1;
}

int guide_command(int argc, char **argv)
{
	str name = str_of(argc > 1 ? argv[1] : "");

	if (str_eq(name, S("--help"))) return help_all();
	for (size_t i = 0; i < NELEM(commands); i++) {
		if (!str_eq(name, str_of(commands[i].name))) continue;
		if (asks_help(argc - 1, argv + 1)) {
			(void)fputs(commands[i].usage, stdout);
			return 0;
		}
		report_as(commands[i].role);
		return commands[i].run(argc - 1, argv + 1);
	}
	return unknown();
}
