/* `bothy booklet`: a word bank as one page for journalists, in one language.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_BOOKLET_COMMAND_H
#define DESK_BOOKLET_COMMAND_H

/* argv[0] is the name. Status 0; 2 when rows of the bank were refused; 1 when
 * nothing is written. */
int booklet_command(int argc, char **argv);
extern const char booklet_usage[];

#endif
