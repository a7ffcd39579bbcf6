/* Recovery: enough parts (two of three, unless the team chose) and the sealed
 * log of a backup make a desk with new keys of its own (doc/log.md L8, FORMATS 7).
 *
 * [recover-1] the recovery identity is whole only in guarded memory while this
 *             runs; it is replaced, and nothing writes it out
 * [recover-2] a log that is not this organisation's is refused [restored-2], and
 *             the key of a device that was lost signs nothing again
 * [recover-3] the new parts are handed over before the old desk's place is
 *             taken; broken off anywhere, it can be done again
 * [recover-4] a member who recovers her own desk gains no second voice: the new
 *             device is hers, and she is an admin only if she was one
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RECOVER_H
#define DESK_RECOVER_H

#include "desk/restored.h"

/* Opens `dir`/desk/log.pack with the recovery identity, makes this computer a
 * device of it, and seals its keys with `passphrase`. `give` hands the new
 * parts over, as many as `kind` says. `alone`: every other computer is lost and
 * leaves the team. `called`: whose desk it is, by a name the team knows; it is
 * then one more device of that member, who counts once [recover-4]; empty: one
 * more member. ERR_KEY: these parts do not open this log; ERR_ABSENT: no member,
 * or several, are called so, and nothing was changed. */
struct recover_ask {
	const char *dir;
	const struct secret *recovery;
	str passphrase;
	uint64_t now_ms;
	struct share_kind kind;
	bool alone;
	str called;
	const err *(*give)(void *owner, const struct buf *parts, size_t count);
	void *owner;
};
const err *recover_desk(const struct recover_ask *ask,
	struct restored_sum *ret_sum) MUST_USE;

/* `bothy recover`. */
int recover_command(int argc, char **argv);
extern const char recover_usage[];

#endif
