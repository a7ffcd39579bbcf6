/* What survives of the ops of a ring, and its hash (doc/log.md L11): two desks
 * that read the same bodies of a ring, in whatever order, have the same hash.
 * Feed it every op that a log gives out.
 *
 * [state-2] the hash does not depend on the order in which ops come, nor on
 *           how often one comes
 * [state-3] kinds this version does not know count
 * [state-4] it keeps hashes and places, never values
 * [state-5] two that read the same and hold something else are found out; two
 *           that do not hold anything else never are
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
/* Forgets all but who differed: everything is to come anew. NULL is fine. */
void state_anew(struct state *state);
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
/* The rings in which something was read that a device had not seen when it said
 * last what it has there, or never said it; returns how many, at most `max`. */
size_t state_unsaid(const struct state *state, const struct log *log, str dev,
	str *ret_rings, size_t max);
/* When a device said last what it has in a ring, by that commit's clock; 0:
 * never, as far as was read. */
uint64_t state_checked_ms(const struct state *state, str ring, str dev);
/* [state-5] Compares the newest check of a device with what this state had of
 * the ring where that device then was: what its commit had seen. Where that
 * cannot be said any more (doc/log.md L11), nothing is found. Each check is
 * looked at once; false: there was none to look at. */
bool state_look(struct state *state, const struct log *log, str ring, str dev);
/* Where that check stands; false: there is none. */
bool state_check_at(const struct state *state, str ring, str dev,
	struct state_part *ret_at);
bool state_is_looked(const struct state *state, str ring, str dev);
/* The next check that was not compared: begins with *at = 0; false: no more. */
bool state_unlooked(const struct state *state, size_t *at, str *ret_ring,
	str *ret_dev);
/* ALARM_DIFFER of each device that ever said, of the same bodies, another hash;
 * returns how many, at most `max`. */
size_t state_differing(const struct state *state, struct alarm *ret_alarms,
	size_t max);

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

/* All of it as bytes, for a snapshot, appended. A state that came back from
 * them is in nothing another; NULL: they are not of this organisation, program
 * and machine. */
void state_keep(const struct state *state, struct buf *out);
struct state *state_resume(str org, str kept) MUST_USE;

/* Every op that survives, in no order; and whether this one does, at that place of
 * the ring, as it is written here (part->op). */
typedef void state_told_of(void *owner, const struct state_part *at);
void state_surviving(const struct state *state, state_told_of *each,
	void *owner);
bool state_has(const struct state *state, str ring,
	const struct state_part *part);

/* The unit of a body that was read, or that a `state` stands for; false: it is
 * none, or holds no more than `check` and `key`. */
bool state_unit_at(const struct state *state, str ring,
	const struct state_part *at, object_id *ret_unit);

/* Units that were erased, each once for its ring, in no order; and the bodies
 * of one of them that were read and are removed, ascending (`unit` NULL: of all
 * rings and units). */
struct state_erased { str ring; object_id unit; };
size_t state_erasures(const struct state *state, struct arena *arena,
	struct state_erased **ret_rows);
struct state_parts state_gone(const struct state *state, struct arena *arena,
	str ring, const object_id *unit);

/* What an erasure removed leaves it too, as if it had never been read: after the
 * bodies themselves went; the places of those that are still at hand stay. */
void state_purge(struct state *state, const struct log *log);
/* The places of bodies with an op, not erased, that `wanted` says yes to, each as
 * often as it has one; kept by the arena. `value`: the hash of what it holds. */
typedef bool state_wanted(void *owner, object_id object,
	const unsigned char value[32]);
struct state_parts state_about(const struct state *state, struct arena *arena,
	state_wanted *wanted, void *owner);

#endif
