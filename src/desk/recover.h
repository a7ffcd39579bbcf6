/* Recovery: two of three parts and the sealed log of a backup make a desk with
 * new keys of its own (doc/log.md L8, FORMATS 7).
 *
 * [recover-1] the recovery identity is whole only in guarded memory while this
 *             runs; it is replaced, and nothing writes it out
 * [recover-2] a log that is not this organisation's is refused: the roster key
 *             in it must be the one of the line's folder
 * [recover-3] the new parts are handed over before the old desk's place is
 *             taken; broken off anywhere, it can be done again
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RECOVER_H
#define DESK_RECOVER_H

#include "base/err.h"
#include "seal/share.h"

/* Opens `dir`/desk/log.pack with the recovery identity, makes this computer a
 * device of it, and seals its keys with `passphrase`. `give` hands the three
 * new parts over. ERR_KEY: these parts do not open this log. */
struct recover_ask {
	const char *dir;
	const struct secret *recovery;
	str passphrase;
	uint64_t now_ms;
	const err *(*give)(void *owner, const struct buf parts[SHARE_PARTS]);
	void *owner;
};
const err *recover_desk(const struct recover_ask *ask) MUST_USE;

/* `bothy recover`. */
int recover_command(int argc, char **argv);
extern const char recover_usage[];

#endif
