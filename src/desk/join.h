/* Joining, on the new device: its folder, its keys, its request; the welcome
 * once the digits were compared (doc/team.md T3, T8).
 *
 *	DIR/desk   key.age, log.pack, files/, request, welcome.age
 *
 * [join-2] nothing that exists is written over
 * [join-3] the keys are made here and leave only sealed with the passphrase
 * [join-4] the request, which names the device, is gone once the team let it in
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_JOIN_H
#define DESK_JOIN_H

#include "base/err.h"
#include "desk/join_text.h"

/* Makes DIR/desk and appends the request and the digits. ERR_EXISTS: there is a
 * desk; ERR_USAGE: the invitation is none, or the name no line of text;
 * ERR_REFUSED: the passphrase is too short. */
struct join_ask { const char *dir; str invitation, name, passphrase; };
const err *join_begin(const struct join_ask *ask, struct buf *ret_request,
	struct buf *ret_digits) MUST_USE;
/* Keeps the welcome, armored or not, for when the desk is opened. */
const err *join_welcome_keep(const char *dir, str welcome) MUST_USE;
/* The request and the digits again. ERR_ABSENT: no device began to join. */
const err *join_again(const char *dir, struct buf *ret_request,
	struct buf *ret_digits) MUST_USE;

/* `bothy join`. */
int join_command(int argc, char **argv);
extern const char join_usage[];

#endif
