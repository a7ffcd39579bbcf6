/* `bothy desk`: the running desk. One process holds the loop, the pages on
 * 127.0.0.1, the keys and the log; its courier alone speaks to the network.
 *
 * [run-1] the courier is started before a passphrase is asked for
 * [run-2] locked, there is no key in memory and no visit to the line; coming back
 *         from a journey, what was typed for it is, until all is here or a member
 *         stops it
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RUN_H
#define DESK_RUN_H

int desk_command(int argc, char **argv);
extern const char desk_usage[];

#endif
