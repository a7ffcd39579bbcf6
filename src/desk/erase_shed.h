/* Inside the erase files only: what may go is taken out of the tables at once,
 * and then, in steps between which the desk goes on, out of the search index and
 * the pack, and out of everything else (doc/erasure.md 2).
 *
 * [erase-shed-1] before the end the pack still has all of it, so that whatever
 *                ends the process, the next opening does all of it again; after
 *                it nothing else has any of it
 * [erase-shed-2] the tables are then as if only what is left had ever been read
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ERASE_SHED_H
#define DESK_ERASE_SHED_H

#include "base/err.h"

struct desk;
struct erase_shed;

/* erase_settle.c: what must be carried on is written, and what went is out of the
 * tables: no page has it any more. *ret_shed: what is left to do, NULL: nothing.
 * After its end, that this device has done it. */
const err *erase_begin(struct desk *desk, struct erase_shed **ret_shed)
	MUST_USE;
const err *erase_check(struct desk *desk) MUST_USE;

/* *ret_shed NULL: nothing may go. */
const err *erase_shed_open(struct erase_shed **ret_shed, struct desk *desk)
	MUST_USE;
/* *ret_over: it is time for the end. */
const err *erase_shed_step(struct erase_shed *shed, bool *ret_over) MUST_USE;
/* How far the steps are, of 100. */
unsigned erase_shed_percent(const struct erase_shed *shed);
const err *erase_shed_end(struct erase_shed *shed) MUST_USE;
/* Accepts NULL. */
void erase_shed_close(struct erase_shed **shed);

#endif
