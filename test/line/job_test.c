/* Tests of line/job: a number names one job for ever.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "line/job.h"

struct read_job {
	struct job job;
	char secret[16];
};

TEST(a_number_is_never_used_twice)
{
	static struct jobs jobs;
	uint32_t last = 0;

	UNUSED_STATE;
	for (int i = 0; i < 5000; i++) { /* [job-1] */
		struct exchange x = {0};
		struct read_job *job = job_open(&jobs, &x, JOB_READ,
			sizeof(*job));
		uint32_t id = job->job.id;

		assert_true(id > last);
		assert_ptr_equal(x.role, job);
		assert_ptr_equal(job_find(&jobs, id, JOB_READ), job);
		assert_null(job_find(&jobs, id, JOB_WRITE));
		job_close(&jobs, &job->job, sizeof(*job));
		assert_null(x.role);
		assert_null(job_find(&jobs, id, JOB_READ));
		last = id;
	}
	assert_int_equal(jobs.count, 0);
}

TEST(jobs_of_one_bucket_do_not_hide_each_other)
{
	static struct jobs jobs;
	static struct exchange x[3 * JOB_BUCKETS];
	uint32_t ids[NELEM(x)];

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(x); i++) {
		struct read_job *job = job_open(&jobs, &x[i], JOB_READ,
			sizeof(*job));

		ids[i] = job->job.id;
	}
	for (size_t i = 0; i < NELEM(x); i += 2) {
		job_close(&jobs, x[i].role, sizeof(struct read_job));
	}
	for (size_t i = 0; i < NELEM(x); i++) {
		struct job *job = job_find(&jobs, ids[i], JOB_READ);

		if (i % 2 == 0) assert_null(job);
		else assert_ptr_equal(job->x, &x[i]);
	}
	for (size_t i = 1; i < NELEM(x); i += 2) {
		job_close(&jobs, x[i].role, sizeof(struct read_job));
	}
	assert_int_equal(jobs.count, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(a_number_is_never_used_twice),
		CASE(jobs_of_one_bucket_do_not_hide_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
