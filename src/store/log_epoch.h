/* Old epochs and their end (doc/log.md L12.2): once nothing is kept any more that
 * an epoch's identity opens, the identity goes too, so that whoever takes this
 * device and has a recording of the line opens nothing of what was compacted.
 *
 * [epoch-1] an epoch ends only when every device that could still write under it
 *           has shown that it does not, and nothing of it is kept or missing
 * [epoch-2] the newest epoch of a ring, and those of the team, never end
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_LOG_EPOCH_H
#define STORE_LOG_EPOCH_H

#include "store/state.h"

/* Units of a ring of which something is kept under an epoch before the newest,
 * and not issued anew yet; at most `max`. */
size_t log_old_units(const struct log *log, const struct state *state,
	str ring, object_id *ret_units, size_t max);

/* One commit that names, so that they are destroyed, bodies of a ring under
 * epochs before the newest that hold nothing but `check`. *ret_done: there were
 * any. */
const err *log_old_checks(struct log *log, uint64_t now_ms,
	const struct state *state, str ring, bool *ret_done) MUST_USE;

/* Whoever needs an epoch for something outside the log says so. */
struct log_needed { bool (*is)(void *owner, const struct log_epoch_row *row);
	void *owner; };
/* Whether the epoch that bodies of a ring go to now was made by somebody who had
 * seen a commit, an erasure say: nothing from before lies under it. */
bool log_epoch_is_since(const struct log *log, str ring, struct log_at at);
/* Whether an epoch of the ring is at hand that was not. */
bool log_epoch_from_before(const struct log *log, str ring, struct log_at at);
/* When the epoch that bodies of a ring go to now was made; 0: there is none. */
uint64_t log_epoch_made_ms(const struct log *log, str ring);

/* One commit that hands this device anew what it keeps of the rings' epochs, and
 * names the bodies in which it was handed those that end: once these are
 * destroyed (log_destroy) it has them no more. *ret_done: some end. */
const err *log_epochs_end(struct log *log, uint64_t now_ms,
	const struct state *state, const struct log_needed *needed,
	bool *ret_done) MUST_USE;

#endif
