/* The options of `bothy seal` and `bothy open`, as people know them from
 * `age`. Pure: reads the words, opens nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/list.h"

/* One -r, -R or -i and its value, in the order given. */
struct option_key { char letter; const char *value; };

struct options {
	struct LIST_OF(struct option_key) keys;
	const char *passphrase_file; /* NULL: none given */
	const char *output;          /* NULL: standard output */
	const char *input;           /* NULL: standard input */
	bool passphrase, armor;
};

/* False when an option is unknown, lacks its value, or more than one PATH is
 * there. `letters` is getopt's list of those the command has. */
bool options_read(struct arena *arena, int argc, char **argv,
	const char *letters, struct options *ret_options) MUST_USE;

#endif
