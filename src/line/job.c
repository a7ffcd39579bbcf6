/* The table of jobs: see job.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/job.h"

static struct job **bucket_of(struct jobs *jobs, uint32_t id)
{
	return &jobs->buckets[id % JOB_BUCKETS];
}

void *job_open(struct jobs *jobs, struct exchange *x, enum job_kind kind,
	size_t size)
{
	struct job *job = mem_get(size);
	struct job **bucket;

	must(size >= sizeof(*job) && x->role == NULL);
	/* [job-1] four thousand million jobs; then the parent starts us anew */
	must(jobs->last < UINT32_MAX);
	job->id = ++jobs->last;
	job->kind = kind;
	job->x = x;
	bucket = bucket_of(jobs, job->id);
	job->next = *bucket;
	*bucket = job;
	jobs->count++;
	x->role = job;
	return job;
}

void *job_find(const struct jobs *jobs, uint32_t id, enum job_kind kind)
{
	struct job *job = jobs->buckets[id % JOB_BUCKETS];

	while (job != NULL && job->id != id) job = job->next;
	if (job == NULL) return NULL;
	return job->kind == kind ? job : NULL;
}

void job_close(struct jobs *jobs, struct job *job, size_t size)
{
	struct job **at = bucket_of(jobs, job->id);

	while (*at != job) {
		must(*at != NULL);
		at = &(*at)->next;
	}
	*at = job->next;
	jobs->count--;
	job->x->role = NULL;
	mem_wipe(job, size);
	mem_free(job);
}
