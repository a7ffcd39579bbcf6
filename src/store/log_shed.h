/* Destroying bodies (doc/log.md L12): out of the pack, and out of what the log
 * learnt from it. In steps, while the log is read and written on.
 *
 * [compact-1] a body is destroyed only when an erasure removed it and an `erase`
 *             that counts names it, so that nobody misses it; or when a
 *             `state` stands instead of it and every active device of the ring
 *             said that it has the same
 * [shed-1] a log that shed bodies where it stood is in nothing different from
 *          one that reads what is left from its start, but for whether what is
 *          erased and still at hand was read before it was
 * [shed-2] a kill at any moment leaves the pack before or the pack after
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_LOG_SHED_H
#define STORE_LOG_SHED_H

#include "store/state.h"

/* What log_destroy would remove: the names of the sealed bodies, for those who
 * keep them elsewhere; kept by the arena. */
struct log_doomed { hash *at; size_t count; };
struct log_doomed log_doomed(struct log *log, struct arena *arena,
	const struct state *state);
/* Destroys in the pack what [compact-1] allows, and how many bodies that were.
 * When any were, all is read anew (log_withdrawn says so), and places for
 * log_blobs begin at 0 again. */
const err *log_destroy(struct log *log, const struct state *state,
	size_t *ret_count) MUST_USE;

/* -- in steps -------------------------------------------------------------- */

/* What may go now; *ret_shed NULL: nothing. Whatever becomes erased later goes
 * another time. The log must not shed, and not read anew, beside it. */
struct log_shed;
const err *log_shed_open(struct log_shed **ret_shed, struct log *log,
	const struct state *state) MUST_USE;
/* Accepts NULL. Before the end nothing was destroyed. */
void log_shed_close(struct log_shed **shed);
/* The ops of what goes, as they first stood; those too that a `state` among it
 * carries. */
const err *log_shed_ops(struct log_shed *shed, log_give *give, void *owner)
	MUST_USE;
/* None of these ops is one that a log obeys: it can go on where it stands. Else
 * log_destroy is the way. */
bool log_shed_is_plain(const struct log_shed *shed);
/* From now on the log holds what goes for never read, so that log_read_again
 * gives what is left. Only of a plain one. */
void log_shed_forget(struct log_shed *shed);
/* Copies some of the pack; *ret_over: it is time for the end. How far it is, of
 * 100. */
const err *log_shed_step(struct log_shed *shed, bool *ret_over) MUST_USE;
unsigned log_shed_percent(const struct log_shed *shed);
/* Durable on return; the log goes on with the pack that is left. Places for
 * log_blobs begin at 0 again. */
const err *log_shed_end(struct log_shed *shed) MUST_USE;

/* Once more, in the order of the log, the ops of bodies that were given and stand
 * at these places: to who forgot what they say. What a log obeys it has obeyed. */
const err *log_read_again(struct log *log, const struct state_parts *parts,
	log_give *give, void *owner) MUST_USE;

#endif
