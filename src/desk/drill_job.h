/* The drill of an open desk, in a process of its own so that no page waits for
 * it, and its note in the log. Weekly when it is due, or when a member asks.
 *
 * [drill-job-1] the desk goes on while it runs; it can be stopped at any time
 * [drill-job-2] how it ended is noted in the log, whatever happened
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DRILL_JOB_H
#define DESK_DRILL_JOB_H

#include "desk/desk.h"
#include "desk/drill.h"
#include "os/loop.h"

/* Here and now, waiting for it. */
struct drill_result drill_here(struct desk *desk, const char *dir,
	const char *file, void (*stage)(void *owner, unsigned stage));
/* Notes a result; the newest note, ret_ms 0: there is none. */
const err *drill_note(struct desk *desk, struct drill_result result) MUST_USE;
struct drill_noted { uint64_t ms; struct drill_result result; };
const err *drill_noted(struct desk *desk, struct drill_noted *ret_noted)
	MUST_USE;
/* The newest of another device of the team. */
const err *drill_noted_by(struct desk *desk, str dev,
	struct drill_noted *ret_noted) MUST_USE;

struct drill_job;

/* Runs one now when the last is a week old. Borrows all until it is closed. */
struct drill_job *drill_job_open(struct loop *loop, struct desk *desk,
	const char *dir);
/* Stops it. Accepts NULL. */
void drill_job_close(struct drill_job **job);
/* Nothing happens where one runs already, or none does. */
void drill_job_start(struct drill_job *job);
void drill_job_stop(struct drill_job *job);
/* 0: none runs; else the stage it is at. */
unsigned drill_job_stage(const struct drill_job *job);

#endif
