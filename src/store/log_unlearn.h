/* Inside store/log only: what a log learnt from bodies that go, taken back where it
 * stands, so that it need not read all that is left from its start.
 *
 * An op that a `state` carries which stays is said as before. What was said of the
 * members of a ring, of what is sealed for recovery, and the epochs that this device
 * was handed, is taken back; of checks the state keeps the newest of each device
 * (state_purge). Anything else that a log obeys is unlearnt only by reading anew.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_LOG_UNLEARN_H
#define STORE_LOG_UNLEARN_H

#include "store/state.h"

/* What goes, by line; kept by the arena, which then holds secrets of epochs. The
 * log must not read on before log_unlearn_do. */
struct log_unlearn;
const err *log_unlearn_look(struct log *log, const struct state *state,
	struct arena *arena, const bool *going,
	struct log_unlearn **ret_unlearn) MUST_USE;
/* All of it can be taken back where the log stands. */
bool log_unlearn_can(const struct log_unlearn *unlearn);
void log_unlearn_do(struct log_unlearn *unlearn);

#endif
