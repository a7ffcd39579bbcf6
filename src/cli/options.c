/* Options: see options.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/options.h"

#include <getopt.h>
#include <string.h>

static const struct option long_names[] = {
	{"recipient", required_argument, NULL, 'r'},
	{"recipients-file", required_argument, NULL, 'R'},
	{"identity", required_argument, NULL, 'i'},
	{"passphrase", no_argument, NULL, 'p'},
	{"passphrase-file", required_argument, NULL, 'P'},
	{"armor", no_argument, NULL, 'a'},
	{"output", required_argument, NULL, 'o'},
	{0}};

/* False for a letter the command does not have. */
static bool take(struct arena *arena, int letter, const char *letters,
	struct options *options)
{
	struct option_key key = {(char)letter, optarg};

	if (letter != 'P' && strchr(letters, letter) == NULL) return false;
	switch (letter) {
	case 'r':
	case 'R':
	case 'i': LIST_ADD(arena, &options->keys, key); break;
	case 'p': options->passphrase = true; break;
	case 'P': options->passphrase_file = optarg; break;
	case 'a': options->armor = true; break;
	case 'o': options->output = optarg; break;
	default: return false;
	}
	return true;
}

bool options_read(struct arena *arena, int argc, char **argv,
	const char *letters, struct options *ret_options)
{
	struct options options = {0};
	int letter;

	opterr = 0;
	optind = 1;
	while ((letter = getopt_long(argc, argv, letters, long_names, NULL)) !=
		-1) {
		if (!take(arena, letter, letters, &options)) return false;
	}
	if (optind < argc) options.input = argv[optind++];
	if (optind < argc) return false;
	*ret_options = options;
	return true;
}
