/* `bothy terms check`: what the word bank says about each line of a text.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_TERMS_CHECK_H
#define CLI_TERMS_CHECK_H

/* argv[0] is "check". Status 0 whether or not something was found, 1 when the
 * command line, the bank or the reading is at fault. */
int terms_check(int argc, char **argv);
extern const char terms_check_usage[];

#endif
