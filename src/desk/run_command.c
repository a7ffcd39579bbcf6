/* `bothy desk`: its options, and the process from beginning to end. See run.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/run.h"

#include "base/num.h"
#include "desk/run_room.h"
#include "os/report.h"

#include <getopt.h>
#include <stdio.h>

const char desk_usage[] =
	"usage: bothy desk [OPTION…] DIR\n"
	"\n"
	"Opens the desk in DIR in your browser, on this computer only.\n"
	"\n"
	"  --no-browser            only print the address to open\n"
	"  --passphrase-file FILE  unlock with the first line of FILE\n"
	"  --port N                listen on 127.0.0.1:N (0: any, the usual)\n"
	"  --line ADDRESS          where the line is: https://host, unix:/path,\n"
	"                          http://….onion (usually what it says itself)\n"
	"  --proxy socks5h://H:P   reach it through tor; for an onion address\n"
	"                          127.0.0.1:9050 is tried without this\n"
	"  --visit-seconds N       between visits to the line (60)\n"
	"  --guides DIR            a folder of guides: to take in and bring out,\n"
	"                          and where the pictures of guides are\n"
	"  --ready FILE            write the address to FILE when it is ready\n";

enum { VISIT_SECONDS_MAX = 86400 };

static bool number_option(const char *text, uint64_t least, uint64_t most,
	uint64_t *ret_number)
{
	return num_read(str_of(text), most, ret_number) &&
		*ret_number >= least;
}

static bool option_take(int letter, struct run_options *ret)
{
	switch (letter) {
	case 'b':
		ret->no_browser = true;
		return true;
	case 'p':
		ret->passphrase_file = optarg;
		return true;
	case 'l':
		ret->line = optarg;
		return true;
	case 'x':
		ret->proxy = optarg;
		return true;
	case 'r':
		ret->ready = optarg;
		return true;
	case 'g':
		ret->guides = optarg;
		return true;
	case 'n':
		return number_option(optarg, 0, 65535, &ret->port);
	case 's':
		return number_option(optarg, 1, VISIT_SECONDS_MAX,
			&ret->visit_seconds);
	default:
		return false;
	}
}

static bool options_read(int argc, char **argv, struct run_options *ret)
{
	static const struct option names[] = {
		{"no-browser", no_argument, NULL, 'b'},
		{"passphrase-file", required_argument, NULL, 'p'},
		{"line", required_argument, NULL, 'l'},
		{"proxy", required_argument, NULL, 'x'},
		{"guides", required_argument, NULL, 'g'},
		{"ready", required_argument, NULL, 'r'},
		{"port", required_argument, NULL, 'n'},
		{"visit-seconds", required_argument, NULL, 's'}, {0}};
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (!option_take(letter, ret)) return false;
	}
	if (optind + 1 != argc) return false;
	ret->dir = argv[optind];
	return ret->line == NULL ||
		courier_may_go(str_of(ret->line), str_of(ret->proxy)) ||
		str_ends(str_of(ret->line), S(".onion"));
}

int desk_command(int argc, char **argv)
{
	struct run run = {.options = {.visit_seconds = SYNC_SECONDS},
		.listener = -1, .signals = {.fd = -1}};
	const err *e;

	if (!options_read(argc, argv, &run.options)) {
		(void)fputs(desk_usage, stderr);
		return 1;
	}
	report_as("desk");
	seal_start();
	run.loop = loop_open();
	e = run_open(&run);
	if (e == NULL) e = loop_run(run.loop);
	if (e != NULL) report_err("the desk", e);
	run_close(&run);
	return e == NULL ? 0 : 1;
}
