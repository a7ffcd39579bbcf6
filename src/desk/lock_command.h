/* `bothy lock --erase-keys DIR`: the key file goes, nothing else, and nothing is
 * said afterwards: the folder is then a desk without its key file.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_LOCK_COMMAND_H
#define DESK_LOCK_COMMAND_H

int lock_command(int argc, char **argv);
extern const char lock_usage[];

#endif
