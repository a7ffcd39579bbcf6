/* Before a journey: the key file is bound to a second part that only the team's
 * desks hold. On the way the truthful sentence is "I cannot open it". When she
 * asks, and a member at another desk agrees, the part's digits are read to her;
 * back home the key file is as it was.
 *
 * [travel-1] the key file is bound only after another desk of the team has the
 *            part: seen in that desk's own commit, not in what the line says;
 *            where two are needed, desks of two members
 * [travel-2] giving the digits is noted, with a reason, before they are shown
 * [travel-3] with two other members or more each has a part of her own, which no
 *            other desk opens, and two of them are needed: nobody can be pressed
 *            to give the key alone
 * [travel-4] where no other desk is in the team, the part is on paper alone: the
 *            key file is bound only when its digits were typed again
 *
 * [travel-5] it is not bound while a backup beside it holds the key file, which
 *            opens with the passphrase alone
 *
 * Errors: ERR_ABSENT, nothing was prepared, or there is no such journey; ERR_BUSY,
 * [travel-5]; ERR_REFUSED, no other desk has the part yet; ERR_KEY, not this desk's
 * passphrase; ERR_USAGE, no reason, or not the digits of the paper.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TRAVEL_H
#define DESK_TRAVEL_H

#include "desk/desk.h"
#include "desk/keyfile.h"
#include "model/op.h"

/* Splits, and gives the team its part; where this is the only desk, appends to
 * ret_paper what is to be written on paper [travel-4]. */
const err *travel_prepare(struct desk *desk, struct buf *ret_paper) MUST_USE;
/* `paper`: as typed from it; empty where the team has its part. */
struct travel_ask { str passphrase, paper; };
/* Binds the key file. What is open stays open: lock afterwards. */
const err *travel_leave(struct desk *desk, struct travel_ask ask) MUST_USE;
/* What the key file is bound with: this device's part, and the others'; refused
 * as travel_leave would be. Kept by the arena, or where `ask` is. */
const err *travel_parts(struct desk *desk, struct arena *arena,
	struct travel_ask ask, struct keyfile_parts *ret_parts) MUST_USE;
/* Back: the passphrase alone opens it again, the team's part is void. */
const err *travel_return(struct desk *desk, str passphrase) MUST_USE;

struct travel_state {
	bool prepared;               /* the team was given a part, or paper */
	bool alone;                  /* no other desk is in the team */
	bool others_have_it;         /* [travel-1]; on paper it is where it is */
	bool two;                    /* [travel-3] two are needed */
	bool copied;                 /* [travel-5] */
	bool away;                   /* this desk was opened with the part */
};
const err *travel_look(struct desk *desk, struct travel_state *ret_state)
	MUST_USE;

/* -- at the other desks --------------------------------------------------- */
struct travel_row {
	str dev;                     /* 32 hex */
	object_id member;            /* zeros: not said */
	uint64_t ms;                 /* since when */
	bool own;
	uint64_t given_ms;           /* the digits were given last; 0: never */
};
struct travel_rows { struct travel_row *at; size_t count; };
const err *travel_list(struct desk *desk, struct arena *arena,
	struct travel_rows *ret_rows) MUST_USE;
/* The digits, appended to `out` [travel-2]. */
const err *travel_give(struct desk *desk, str dev, str reason,
	struct buf *out) MUST_USE;

/* What the organisation's lawyer says for a country; empty until she does. */
const err *travel_law(struct desk *desk, struct arena *arena, str *ret_words)
	MUST_USE;
const err *travel_law_set(struct desk *desk, str words) MUST_USE;

#endif
