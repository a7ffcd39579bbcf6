/* Compaction and erasure (doc/log.md L12): the surviving state of a unit issued
 * anew, and what is then destroyed.
 *
 * [compact-1] a body is destroyed only when an erasure removed it, or when a
 *             `state` stands instead of it and every active device of the ring
 *             said that it has the same
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_LOG_COMPACT_H
#define STORE_LOG_COMPACT_H

#include "store/state.h"

/* One commit with a `state` body for a unit of a ring; `state` has read all of
 * the log. ERR_ABSENT: there is nothing to stand for. ERR_FULL: it is more than
 * one body holds. */
const err *log_compact(struct log *log, uint64_t now_ms,
	const struct state *state, str ring, object_id unit) MUST_USE;

/* One commit that erases a unit of a ring, naming the bodies read of it. */
const err *log_erase(struct log *log, uint64_t now_ms,
	const struct state *state, str ring, object_id unit) MUST_USE;

/* Destroys in the pack what [compact-1] allows, and how many bodies that were.
 * When any were, all is read anew (log_withdrawn says so), and places for
 * log_blobs begin at 0 again. */
const err *log_destroy(struct log *log, const struct state *state,
	size_t *ret_count) MUST_USE;

#endif
