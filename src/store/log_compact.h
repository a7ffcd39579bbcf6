/* Compaction and erasure (doc/log.md L12): the surviving state of a unit issued
 * anew, and bodies that go. What is then destroyed is log_shed.h.
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

/* Reads all of the log anew, for `give` alone: where others read on from stays.
 * All of it must have been read. After an error the log must be opened anew. */
const err *log_survey(struct log *log, log_give *give, void *owner) MUST_USE;

/* The ops of bodies that an erasure removed before they were given out, and that
 * are still at hand: to be looked at once more before they are destroyed. */
const err *log_erased(struct log *log, log_give *give, void *owner) MUST_USE;

/* The ops of these bodies as they first stood, erased or not; *ret_whole false:
 * one of them is not at hand any more (a `state` stands instead of it, say). */
const err *log_bodies(struct log *log, const struct state_parts *parts,
	log_give *give, void *owner, bool *ret_whole) MUST_USE;

/* Bodies at hand that a log knows to be erased: something is to be destroyed. */
bool log_has_erased(const struct log *log);
/* Of bodies that an erasure removed (state_gone), those that no `erase` names
 * yet: they stay in `parts`. */
void log_unnamed(struct log *log, struct state_parts *parts);

#endif
