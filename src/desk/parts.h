/* The recovery parts of an open desk: how many there are, which rings are
 * sealed for them, and new ones instead of the old (doc/log.md L8).
 *
 * [parts-1] new parts are made only by who brings enough of the old; the
 *           identity behind either is whole only in guarded memory while this
 *           runs, and nothing writes it out
 * [parts-2] a part for a member's device is sealed to that device and to
 *           nobody else, this desk included once it is written
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_PARTS_H
#define DESK_PARTS_H

#include "desk/desk.h"
#include "seal/share.h"
#include "store/log.h"

/* `2 3`: the value of the register recovery.kind. */
str parts_kind_text(struct arena *arena, struct share_kind kind);

enum { PARTS_RINGS_MAX = 64 };
struct parts_state {
	bool declared;               /* the log names a recovery */
	struct share_kind kind;
	str missing[PARTS_RINGS_MAX]; /* rings not sealed for it */
	size_t missing_count;
	str own;                     /* the part that was given to this device */
};
const err *parts_state(struct desk *desk, struct arena *arena,
	struct parts_state *ret_state) MUST_USE;

/* Seals what is missing. */
const err *parts_seal(struct desk *desk) MUST_USE;

struct parts_ask {
	const struct secret *old;
	struct share_kind kind;
	/* The first parts go to these devices of the team, by their 32 hex; the
	 * others are given, those before them empty. */
	const str *devs;
	size_t dev_count;
	const err *(*give)(void *owner, const struct buf *parts, size_t count);
	void *owner;
};
/* ERR_KEY: these are not the parts in force; ERR_ABSENT: no such device. */
const err *parts_renew(struct desk *desk, const struct parts_ask *ask) MUST_USE;

/* `bothy parts`. */
int parts_command(int argc, char **argv);
extern const char parts_usage[];

#endif
