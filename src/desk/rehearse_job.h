/* The rehearsal of an open desk, beside it (aside.h): what the pages ask for.
 * What it found is kept here until the desk locks.
 *
 * [rehearse-job-1] the parts are with the child alone; the desk keeps what was
 *                  found, and notes it in the log
 * [rehearse-job-2] stopped, nothing is noted and nothing of it is left
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_REHEARSE_JOB_H
#define DESK_REHEARSE_JOB_H

#include "desk/rehearse.h"
#include "os/loop.h"

struct rehearse_job;

/* Borrows all until it is closed. */
struct rehearse_job *rehearse_job_open(struct loop *loop, struct desk *desk,
	const char *dir);
/* Stops it. Accepts NULL. */
void rehearse_job_close(struct rehearse_job **job);
/* With these parts, as they were typed; nothing happens where one runs. */
void rehearse_job_start(struct rehearse_job *job, const str *parts,
	size_t count);
void rehearse_job_stop(struct rehearse_job *job);
/* 0: none runs; else the stage it is at. */
unsigned rehearse_job_stage(const struct rehearse_job *job);
/* What the last one found; NULL: none has ended. */
const struct rehearse_result *rehearse_job_result(
	const struct rehearse_job *job);

#endif
