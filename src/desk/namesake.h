/* Who of a team was ever called by a name: what `bothy recover` asks, so that a
 * desk made from parts stands in its own member's place. Two spellings of one
 * name are the same, as search has it; nothing is said about any other name.
 *
 * [namesake-1] a member is found only when no other member bears the name
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_NAMESAKE_H
#define DESK_NAMESAKE_H

#include "model/team_roster.h"
#include "store/log.h"

enum { NAMESAKES_MAX = 64 };   /* records called so; more are none of ours */

struct namesake {
	struct buf key;                /* of what is sought */
	object_id found[NAMESAKES_MAX];
	size_t count;
};

/* namesake_close when done. */
void namesake_seek(struct namesake *n, str called);
/* One op of the log, in any order. */
void namesake_hear(struct namesake *n, const struct log_op *op);
/* All that was heard is forgotten; what is sought stays. */
void namesake_forget(struct namesake *n);
/* The one member of `roster` who was called so; it points into `roster`
 * [namesake-1]. */
bool namesake_member(const struct namesake *n,
	const struct team_roster *roster, str *ret_member) MUST_USE;
void namesake_close(struct namesake *n);

#endif
