/* Founding an organisation: the private folder of its first desk and the
 * folder of its line, with every key they begin with (doc/log.md, FORMATS 7).
 *
 *	DIR/desk   key.age, log.pack, files/
 *	DIR/line   roster, roster.minisig, roster.pub, token.sha256
 *
 * [new-1] nothing that exists is written over, and the folders appear under
 *         their own names only when all of them is on the disk
 * [new-2] the recovery identity is whole only in guarded memory while it is
 *         split; what leaves are three parts, any two of which restore
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_NEW_H
#define DESK_NEW_H

#include "base/err.h"
#include "model/roster.h"
#include "seal/share.h"

/* Makes both folders in `dir` under temporary names. `says` is what the public
 * roster says; org, counter, issue time, intake and salt are made here. The
 * parts' digits are appended to ret_parts. ERR_EXISTS: there is a desk or a
 * line; ERR_USAGE: what `says` breaks a rule; ERR_REFUSED: the passphrase is
 * too short. */
const err *new_prepare(const char *dir, const struct roster *says,
	str passphrase, uint64_t now_ms, struct buf ret_parts[SHARE_PARTS])
	MUST_USE;
/* Gives the folders their names: once the parts are where they should be. */
const err *new_finish(const char *dir) MUST_USE;

/* `bothy new`. */
int new_command(int argc, char **argv);
extern const char new_usage[];

#endif
