/* What survives of the ops of a ring, and its hash (doc/log.md L11): two desks
 * that read the same bodies of a ring, in whatever order, have the same hash.
 * Feed it every op that a log gives out.
 *
 * [state-2] the hash does not depend on the order in which ops come, nor on
 *           how often one comes
 * [state-3] kinds this version does not know count
 * [state-4] it keeps hashes and places, never values
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_STATE_H
#define STORE_STATE_H

#include "model/state_text.h"
#include "store/log.h"

struct state;

/* `org` is copied. */
struct state *state_open(str org);
void state_close(struct state **state);
/* A log_give; `owner` is the struct state. */
const err *state_op(void *owner, const struct log_op *op) MUST_USE;

struct state_sum { hash view, hash; };
struct state_sum state_sum(const struct state *state, str ring);
bool state_sum_eq(struct state_sum a, struct state_sum b);

enum { STATE_CHECK_BYTES = 64 };
/* The value of a `check` op. */
void state_check_value(struct state_sum sum,
	unsigned char ret_value[STATE_CHECK_BYTES]);
/* Whether the newest check of each of these devices says this sum. */
bool state_agrees(const struct state *state, str ring, struct state_sum sum,
	const str *devs, size_t count);
/* A device whose newest check has our view and another hash: *ret_dev. */
bool state_differs(const struct state *state, str ring, struct state_sum sum,
	str *ret_dev);

/* Units of a ring with at least `bodies` bodies read; at most `max`. */
size_t state_units(const struct state *state, str ring, size_t bodies,
	object_id *ret_units, size_t max);
/* Where the surviving ops of a unit stand, and which bodies were read of it,
 * ascending each; kept by the arena. Parts have no op. */
struct state_parts { struct state_part *at; size_t count; };
struct state_parts state_survivors(const struct state *state,
	struct arena *arena, str ring, object_id unit);
struct state_parts state_bodies(const struct state *state,
	struct arena *arena, str ring, object_id unit);

/* Units that were erased, each once for its ring, in no order; and the bodies
 * of one of them that were read and are removed, ascending (`unit` NULL: of all
 * rings and units). */
struct state_erased { str ring; object_id unit; };
size_t state_erasures(const struct state *state, struct arena *arena,
	struct state_erased **ret_rows);
struct state_parts state_gone(const struct state *state, struct arena *arena,
	str ring, const object_id *unit);

#endif
