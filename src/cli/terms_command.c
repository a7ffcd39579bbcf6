/* `bothy terms`: the work on word banks, each under a name of its own.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "base/str.h"
#include "cli/terms_check.h"
#include "cli/terms_convert.h"
#include "os/report.h"

#include <stdio.h>

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *usage;
} commands[] = {
	{"check", terms_check, terms_check_usage},
	{"convert", terms_convert, terms_convert_usage},
};

static bool asks_help(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (str_eq(str_of(argv[i]), S("--help"))) return true;
	}
	return false;
}

int terms_command(int argc, char **argv)
{
	str name = str_of(argc > 1 ? argv[1] : "");
	bool help = asks_help(argc, argv);

	for (size_t i = 0; i < NELEM(commands); i++) {
		bool named = str_eq(name, str_of(commands[i].name));

		if (help && (named || str_eq(name, S("--help")))) {
			(void)fputs(commands[i].usage, stdout);
		}
		if (named) {
			return help ? 0 : commands[i].run(argc - 1, argv + 1);
		}
	}
	if (help) return 0;
	report_as("terms");
	report("needs the name of what to do; see `bothy terms --help`",
		UINT64_MAX);
	return 1;
}
