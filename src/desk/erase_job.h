/* Erasing at an open desk, between its other work: what went is out of every page
 * at once; the index and the files follow in small steps (erase_shed.h), so that
 * no page waits long for it.
 *
 * [erase-job-1] the desk goes on while it runs; ended at any time, the next
 *               opening finishes it
 * [erase-job-2] a device says that it is done when it is, not before
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ERASE_JOB_H
#define DESK_ERASE_JOB_H

#include "base/err.h"
#include "os/loop.h"

struct desk;
struct erase_job;

/* Borrows both until it is closed; the desk knows it (desk->erase_job), and from
 * then on starts it instead of settling an erasure itself. */
struct erase_job *erase_job_open(struct loop *loop, struct desk *desk);
/* What it has not done is left for the next opening. Accepts NULL. */
void erase_job_close(struct erase_job **job);

/* What is erased goes out of the tables, and the rest begins; where some of an
 * earlier one is under way, after that. */
const err *erase_job_start(struct erase_job *job) MUST_USE;
/* The same for what all devices agree on (tidy.h), and keys are let go of when it is
 * done; while it runs already, behind that. */
const err *erase_job_tidy(struct erase_job *job) MUST_USE;
/* All was read anew: whatever was under way is begun again by whoever finds it
 * due. Accepts NULL. */
void erase_job_drop(struct erase_job *job);
bool erase_job_runs(const struct erase_job *job);
/* How far it is, of 100. */
unsigned erase_job_percent(const struct erase_job *job);

#endif
