/* Erasing between other work: see erase_job.h. Owns the order of the steps and the
 * pauses between them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase_job.h"

#include "desk/desk_room.h"
#include "desk/erase.h"
#include "desk/erase_shed.h"
#include "desk/tidy.h"
#include "os/report.h"

enum { PAUSE_MS = 2, PERCENT = 100 };

enum stage { STAGE_NONE, STAGE_STEPS, STAGE_END, STAGE_CHECK };

struct erase_job {
	struct loop *loop;
	struct desk *desk;
	struct timer next;
	struct erase_shed *shed;
	enum stage stage;
	bool tidying;                  /* keys follow when it is done */
	bool asked;                    /* to tidy, while another one ran */
};

static void go_on(struct erase_job *job, enum stage stage)
{
	job->stage = stage;
	loop_timer(job->loop, &job->next, PAUSE_MS);
}

static void rest(struct erase_job *job)
{
	erase_shed_close(&job->shed);
	loop_timer_drop(job->loop, &job->next);
	job->stage = STAGE_NONE;
}

void erase_job_drop(struct erase_job *job)
{
	/* what is done is still to be said */
	if (job != NULL && job->stage != STAGE_CHECK) rest(job);
}

/* What came meanwhile has its turn now; keys are let go of when nothing that they
 * open is left to destroy. */
static const err *ended(struct erase_job *job)
{
	const err *e = erase_check(job->desk);

	rest(job);
	if (e != NULL) return e;
	if (erase_is_due(job->desk)) return erase_job_start(job);
	if (job->asked) return erase_job_tidy(job);
	if (!job->tidying) return NULL;
	job->tidying = false;
	return tidy_ended(job->desk);
}

static const err *stage_do(struct erase_job *job)
{
	bool over = true;
	const err *e = NULL;

	switch (job->stage) {
	case STAGE_STEPS:
		if (job->shed != NULL) e = erase_shed_step(job->shed, &over);
		if (e == NULL) go_on(job, over ? STAGE_END : STAGE_STEPS);
		return e;
	case STAGE_END:
		if (job->shed != NULL) e = erase_shed_end(job->shed);
		erase_shed_close(&job->shed);
		if (e == NULL) go_on(job, STAGE_CHECK);
		return e;
	case STAGE_CHECK:
		return ended(job);
	case STAGE_NONE:
		break;
	}
	return NULL;
}

/* An error leaves it to the next reading, which finds it due. */
static void fire(struct timer *timer)
{
	struct erase_job *job = CONTAINER(timer, struct erase_job, next);
	const err *e = stage_do(job);

	if (e == NULL) return;
	rest(job);
	report_err("an erasure is not finished", e);
}

const err *erase_job_start(struct erase_job *job)
{
	const err *e;

	if (erase_job_runs(job)) return NULL;
	e = erase_begin(job->desk, &job->shed);
	if (e == NULL) go_on(job, STAGE_STEPS);
	else rest(job);
	return e;
}

const err *erase_job_tidy(struct erase_job *job)
{
	job->asked = erase_job_runs(job);
	job->tidying |= !job->asked;
	return erase_job_start(job);
}

bool erase_job_runs(const struct erase_job *job)
{
	return job != NULL && job->stage != STAGE_NONE;
}

unsigned erase_job_percent(const struct erase_job *job)
{
	return job->shed == NULL ? PERCENT : erase_shed_percent(job->shed);
}

struct erase_job *erase_job_open(struct loop *loop, struct desk *desk)
{
	struct erase_job *job = mem_get(sizeof(*job));

	job->loop = loop;
	job->desk = desk;
	job->next.fire = fire;
	desk->erase_job = job;
	return job;
}

void erase_job_close(struct erase_job **handle)
{
	struct erase_job *job = *handle;
	const err *e = NULL;

	if (job == NULL) return;
	if (job->stage == STAGE_CHECK) e = erase_check(job->desk);
	if (e != NULL) report_err("an erasure was not said to be done", e);
	rest(job);
	job->desk->erase_job = NULL;
	mem_free(job);
	*handle = NULL;
}
