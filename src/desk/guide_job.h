/* Binding the newest release (guide_release.h) in a process of its own, so that no
 * page and no visit to the line waits for it: it takes seconds. What it made is
 * kept in memory for whoever asks, the pages and the visits, until another is made
 * or the desk is locked.
 *
 * [guide_job-1] the desk goes on while it runs; it can be stopped at any time, and
 *               then nothing of it is anywhere
 * [guide_job-2] a release is handed out when it is whole, and is what
 *               guide_release_make would have made when it began; a process that
 *               ends early or says something else is a failure
 * [guide_job-3] nothing of it touches the disk
 * [guide_job-4] one number is one manifest, on every desk of the team: what comes
 *               out otherwise than it was made before is handed to nobody
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_GUIDE_JOB_H
#define DESK_GUIDE_JOB_H

#include "desk/guide_release.h"
#include "os/loop.h"

struct guide_job_choice {
	struct loop *loop;
	struct desk *desk;
	const char *only;         /* as guide_release_make; NULL: all forms */
	/* A release was made: somebody may bring it to the line. Or NULL. */
	void (*made)(void *owner);
	void *owner;
};
struct guide_job;

/* Borrows all until it is closed; the desk knows it (desk->guide_job). */
struct guide_job *guide_job_open(const struct guide_job_choice *choice);
/* Stops it and forgets what it made. Accepts NULL. */
void guide_job_close(struct guide_job **job);

/* Begins with the newest release of the records. Nothing happens where one runs
 * already. How it fails at once is found in the state. */
void guide_job_start(struct guide_job *job);
void guide_job_stop(struct guide_job *job);

enum guide_job_how { GUIDE_JOB_NONE, GUIDE_JOB_RUNS, GUIDE_JOB_MADE,
	GUIDE_JOB_FAILED };
struct guide_job_state {
	enum guide_job_how how;
	unsigned number;          /* the release it is, or was, about */
	uint64_t done, all;       /* languages of guides, while it runs */
	enum err_code code;       /* why it failed; ERR_GONE: it ended early */
	const str *left_out;      /* lines of bindery.h; of the newest made */
	size_t left_out_count;
};
/* The process that runs, for whoever watches it; 0: none does. */
int guide_job_process(const struct guide_job *job);
/* Points into the job, until its next change. */
struct guide_job_state guide_job_state(const struct guide_job *job);
/* The release of that number, or NULL: it is not made. Until the job's next
 * change. */
const struct guide_release *guide_job_made(const struct guide_job *job,
	unsigned number);
/* It is worth trying by itself: it was not tried or stopped, or it failed and
 * something was written since. */
bool guide_job_may_start(const struct guide_job *job, unsigned number);

#endif
