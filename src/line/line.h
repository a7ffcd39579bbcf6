/* `bothy line`: the command line of the public role.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_LINE_H
#define LINE_LINE_H

int line_command(int argc, char **argv);
extern const char line_usage[];

#endif
