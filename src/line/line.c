/* Reading the command line of `bothy line` and handing over to the parent.
 * Exit status: 0 ended in order, 1 could not start or had to give up.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/line.h"

#include "base/str.h"
#include "line/parent.h"
#include "os/report.h"

#include <stdio.h>

const char line_usage[] =
	"usage: bothy line DIR [OPTION…]\n"
	"\n"
	"The public server of an organisation. DIR is the folder `line` that\n"
	"`bothy new` made; the sealed messages are kept below it.\n"
	"\n"
	"  --listen WHERE    unix:/path, fd:N or 127.0.0.1:PORT (port 0: any);\n"
	"                    127.0.0.1:8080 unless said. Never a public address:\n"
	"                    a front that speaks TLS stands before it\n"
	"  --guides FOLDER   what `bothy guide build` made, put in force when it\n"
	"                    is not older than what desks have published\n"
	"  --ready WHERE     when it accepts visitors, write \"ready PORT\" to\n"
	"                    this file, or to fd:N\n"
	"\n"
	"SIGTERM ends it after the answers under way; SIGHUP reads the guides\n"
	"and the roster again. It ends with 0, or with 1 when it cannot start.\n";

static const struct {
	str name;
	size_t place;
} options[] = {
	{S_INIT("--listen"), offsetof(struct parent_options, listen)},
	{S_INIT("--guides"), offsetof(struct parent_options, guides)},
	{S_INIT("--ready"), offsetof(struct parent_options, ready)},
};

static bool option_take(struct parent_options *chosen, const char *name,
	const char *value)
{
	for (size_t i = 0; i < NELEM(options); i++) {
		if (!str_eq(str_of(name), options[i].name)) continue;
		*(const char **)(void *)((char *)chosen + options[i].place) =
			value;
		return true;
	}
	return false;
}

static bool arguments_read(int argc, char **argv,
	struct parent_options *chosen)
{
	for (int i = 1; i < argc; i++) {
		if (!str_starts(str_of(argv[i]), S("--"))) {
			if (chosen->folder != NULL) return false;
			chosen->folder = argv[i];
		} else if (i + 1 == argc ||
			   !option_take(chosen, argv[i], argv[i + 1])) {
			return false;
		} else {
			i++;
		}
	}
	return chosen->folder != NULL;
}

int line_command(int argc, char **argv)
{
	struct parent_options chosen = {.listen = "127.0.0.1:8080"};
	const err *e;

	if (!arguments_read(argc, argv, &chosen)) {
		(void)fputs(line_usage, stderr);
		return 1;
	}
	report_as("line");
	e = parent_run(&chosen);
	if (e == NULL) return 0;
	report_err("cannot serve", e);
	return 1;
}
