/* Jobs: what the door is waiting for, by a number that names it in messages.
 * A number is never used twice in a process's life, so what one process says
 * late about a job that is gone can never reach another visitor [job-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_JOB_H
#define LINE_JOB_H

#include "web/web.h"

enum job_kind {
	JOB_WRITE, JOB_READ, JOB_ERASE, JOB_COPY, JOB_INTAKE, JOB_PULL, JOB_CALL
};

/* The beginning of every job; the file of its kind keeps more behind it. */
struct job {
	struct job *next;
	uint32_t id;
	enum job_kind kind;
	struct exchange *x;
};

enum { JOB_BUCKETS = 1024 };
struct jobs {
	struct job *buckets[JOB_BUCKETS];
	uint32_t last;
	size_t count;
};

/* A zeroed job of `size` bytes for this exchange; x->role is set to it. */
void *job_open(struct jobs *jobs, struct exchange *x, enum job_kind kind,
	size_t size);
/* The job of that number and kind if it still lives, else NULL. */
void *job_find(const struct jobs *jobs, uint32_t id, enum job_kind kind);
/* Takes it out of the table, wipes and frees it; x->role becomes NULL. */
void job_close(struct jobs *jobs, struct job *job, size_t size);

#endif
