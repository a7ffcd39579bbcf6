/* The rehearsal beside an open desk: see rehearse_job.h. Owns what its process
 * says: "stage N", and one message with the bytes of the result, which the same
 * program reads.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/rehearse_job.h"

#include "desk/aside.h"
#include "desk/drill.h"
#include "os/report.h"

#include <string.h>

enum { PATHS_BYTES = 1 << 16 };

struct rehearse_job {
	struct aside aside;
	struct desk *desk;
	const char *dir;
	const str *parts;              /* while a child is made [rehearse-job-1] */
	size_t part_count;
	unsigned stage;                /* 0: none runs */
	bool found;                    /* of the one that runs, or ended last */
	struct rehearse_result result;
};

/* -- in the other process ------------------------------------------------- */

static void stage_say(void *owner, unsigned stage)
{
	aside_stage(*(const int *)owner, stage);
}

static void work(struct aside *aside, int fd)
{
	const struct rehearse_job *job = CONTAINER(aside, struct rehearse_job,
		aside);
	struct rehearse_watch watch = {stage_say, &fd};
	struct rehearse_result result = rehearse_here(job->desk, NULL,
		job->parts, job->part_count, &watch);

	aside_say(fd, str_bytes(&result, sizeof(result)));
}

/* -- in this one ---------------------------------------------------------- */

static bool result_read(str message, struct rehearse_result *ret_result)
{
	struct rehearse_result result;

	if (message.len != sizeof(result)) return false;
	memcpy(&result, message.at, sizeof(result));
	if ((unsigned)result.found >= REHEARSE_COUNT ||
		result.sum.ring_count > RESTORED_RINGS_MAX) {
		return false;
	}
	for (size_t i = 0; i < result.sum.ring_count; i++) {
		if (result.sum.ring_lens[i] > RING_NAME_MAX) return false;
	}
	*ret_result = result;
	return true;
}

static void note(struct rehearse_job *job)
{
	const err *e = rehearse_note(job->desk, &job->result);

	job->found = true;
	if (e != NULL) report_err("a rehearsal was not noted", e);
}

static void said(struct aside *aside, str message)
{
	struct rehearse_job *job = CONTAINER(aside, struct rehearse_job, aside);

	if (aside_stage_read(message, REHEARSE_STAGES, &job->stage)) return;
	if (job->found || !result_read(message, &job->result)) return;
	note(job);
}

static void over(struct aside *aside)
{
	struct rehearse_job *job = CONTAINER(aside, struct rehearse_job, aside);

	job->stage = 0;
	if (job->found) return;
	job->result = (struct rehearse_result){.found = REHEARSE_FAILED};
	note(job);
}

void rehearse_job_start(struct rehearse_job *job, const str *parts,
	size_t count)
{
	const err *e;

	if (job == NULL || aside_runs(&job->aside)) return;
	job->parts = parts;
	job->part_count = count;
	job->stage = 1;
	job->found = false;
	e = aside_start(&job->aside);
	job->parts = NULL;
	job->part_count = 0;
	if (e == NULL) return;
	report_err("no rehearsal was begun", e);
	over(&job->aside);
}

/* What a rehearsal that was broken off left. */
static void scratch_clear(const struct rehearse_job *job)
{
	struct arena *arena = arena_open(PATHS_BYTES);

	drill_clear(str_c(arena, str_fmt(arena, "%s/rehearsal", job->dir)));
	arena_close(&arena);
}

void rehearse_job_stop(struct rehearse_job *job)
{
	if (job == NULL || !aside_runs(&job->aside)) return;
	aside_stop(&job->aside);
	job->stage = 0;
	scratch_clear(job); /* [rehearse-job-2] */
}

unsigned rehearse_job_stage(const struct rehearse_job *job)
{
	return job == NULL ? 0 : job->stage;
}

const struct rehearse_result *rehearse_job_result(
	const struct rehearse_job *job)
{
	return job != NULL && job->found ? &job->result : NULL;
}

struct rehearse_job *rehearse_job_open(struct loop *loop, struct desk *desk,
	const char *dir)
{
	struct rehearse_job *job = mem_get(sizeof(*job));

	job->aside = (struct aside){.loop = loop, .name = "rehearsal",
		.dir = dir, .work = work, .said = said, .over = over};
	aside_init(&job->aside);
	job->desk = desk;
	job->dir = dir;
	scratch_clear(job); /* of a start that was killed */
	return job;
}

void rehearse_job_close(struct rehearse_job **handle)
{
	struct rehearse_job *job = *handle;

	if (job == NULL) return;
	rehearse_job_stop(job);
	mem_free(job);
	*handle = NULL;
}
