/* Who carries what: open requests, first answers still owed, tasks, goals, by
 * person. It counts what is open, never what was done, nor how long, and knows of
 * nobody who was helped more than a number.
 *
 * [workload-1] what nobody answers for is counted too, and what belongs to
 *              somebody who has left
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_WORKLOAD_H
#define DESK_WORKLOAD_H

#include "desk/desk.h"
#include "model/op.h"

struct workload_row {
	object_id owner;               /* zeros: nobody */
	uint64_t requests, clocks, tasks, goals;
	uint64_t late;                 /* of the clocks and tasks */
};
struct workload { struct workload_row *at; size_t count; };

/* Whoever has something open, in no order. `now_ms` decides which clock has run
 * out, `today_ms`, the start of the day in UTC, which task is late. */
const err *workload_find(struct desk *desk, struct arena *arena,
	uint64_t now_ms, uint64_t today_ms, struct workload *ret_load)
	MUST_USE;

#endif
