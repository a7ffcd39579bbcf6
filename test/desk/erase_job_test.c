/* Tests of erasing between other work: gone from the pages at once, done only when
 * it is, ended anywhere it goes on at the next opening. No network.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase_lib.h"

#include "desk/erase_job.h"
#include "desk/tidy.h"

enum { ROUNDS_MAX = 10000 };

static struct loop *loop;
static struct erase_job *job;

static void job_begin(void)
{
	loop = loop_open();
	job = erase_job_open(loop, desk);
}

static void job_end(void)
{
	erase_job_close(&job);
	loop_close(&loop);
}

/* So many rounds of the loop, or until it is done; returns how many. */
static unsigned rounds(unsigned most)
{
	unsigned count = 0;

	while (count < most && erase_job_runs(job)) {
		is_ok(loop_once(loop, -1));
		count++;
	}
	return count;
}

static uint64_t waiting(void)
{
	struct erase_row *rows;
	size_t count;

	is_ok(erase_rows(desk, arena, &rows, &count));
	assert_true(count > 0);
	return rows[0].waiting;
}

TEST(it_is_out_of_the_pages_at_once_and_done_when_it_is_done)
{
	/* [erase-job-2] */
	object_id thread = planted(), other_thread = planted();

	UNUSED_STATE;
	job_begin();
	is_ok(erase_do(desk, thread, false));
	assert_true(erase_job_runs(job));
	assert_false(is_there(desk, thread));
	assert_int_equal(found(desk, S("heliotrope")), 1);
	assert_true(pack_holds(desk, in_dir("desk/log.pack")));
	assert_int_equal(waiting(), 1); /* this device has not done it */
	is_ok(act_note(desk, other_thread, S("meanwhile"))); /* [erase-job-1] */
	assert_true(rounds(ROUNDS_MAX) > 2);
	assert_false(erase_job_runs(job));
	assert_int_equal(waiting(), 0);
	is_as_anew(desk);
	clock_on(1000);
	is_ok(act_opened(desk, other_thread));
	is_ok(erase_do(desk, other_thread, false));
	(void)rounds(ROUNDS_MAX);
	assert_false(tables_hold(desk));
	assert_false(pack_holds(desk, in_dir("desk/log.pack")));
	job_end();
}

TEST(what_is_erased_while_one_goes_on_has_its_turn)
{
	object_id one = planted(), two = planted();

	UNUSED_STATE;
	job_begin();
	is_ok(erase_do(desk, one, false));
	(void)rounds(1);
	is_ok(erase_do(desk, two, false));
	assert_true(erase_job_percent(job) <= 100);
	(void)rounds(ROUNDS_MAX);
	assert_false(is_there(desk, two));
	assert_false(tables_hold(desk));
	assert_false(pack_holds(desk, in_dir("desk/log.pack")));
	assert_int_equal(waiting(), 0);
	is_as_anew(desk);
	job_end();
}

TEST(read_anew_meanwhile_it_begins_again)
{
	object_id thread = planted();

	UNUSED_STATE;
	job_begin();
	is_ok(erase_do(desk, thread, false));
	(void)rounds(1);
	is_ok(log_again(desk->log)); /* as another roster makes it do */
	is_ok(desk_read(desk));
	assert_true(erase_job_runs(job));
	(void)rounds(ROUNDS_MAX);
	assert_false(tables_hold(desk));
	assert_false(pack_holds(desk, in_dir("desk/log.pack")));
	is_as_anew(desk);
	job_end();
}

TEST(what_tidying_destroys_goes_between_other_work_and_then_the_keys)
{
	/* [tidy-1] [tidy-2] [erase-job-1] */
	object_id thread = planted();
	struct record_edit subject = {"subject", S("a street"), EDIT_SET};
	struct record_refusal refusal;
	struct tidied tidied;
	object_id request;
	size_t epochs;

	UNUSED_STATE;
	is_ok(record_create(desk, &record_request, (struct record_edits){
		&subject, 1}, &refusal, &request)); /* a ring of its own */
	epochs_renew();
	epochs = log_epoch_count(desk->log);
	job_begin();
	is_ok(db_run(desk->projection.db, "CREATE TEMP TABLE stood(x)"));
	is_ok(tidy_units(desk, 50, &tidied));
	assert_true(erase_job_runs(job));
	is_ok(tidy_daily(desk)); /* has its turn behind it */
	is_ok(act_note(desk, thread, S("meanwhile")));
	assert_int_equal(log_epoch_count(desk->log), epochs);
	assert_true(rounds(ROUNDS_MAX) > 4);
	is_ok(db_run(desk->projection.db, "DROP TABLE temp.stood"));
	assert_true(log_epoch_count(desk->log) < epochs);
	assert_true(is_there(desk, thread));
	is_as_anew(desk);
	clock_on(1000);
	is_ok(act_opened(desk, thread));
	is_ok(erase_do(desk, thread, false));
	(void)rounds(ROUNDS_MAX);
	job_end();
}

TEST(ended_after_any_step_the_next_opening_finishes_it)
{
	/* [erase-job-1] last: opening goes by the computer's own clock */
	bool running = true;

	UNUSED_STATE;
	for (unsigned i = 0; running; i++) {
		object_id thread = planted();

		job_begin();
		is_ok(erase_do(desk, thread, false));
		(void)rounds(i);
		running = erase_job_runs(job);
		job_end();
		is_ok(open_again()); /* locked: a snapshot is kept */
		assert_false(is_there(desk, thread));
		assert_false(tables_hold(desk));
		assert_false(snapshots_hold(desk));
		assert_false(pack_holds(desk, in_dir("desk/log.pack")));
		assert_int_equal(waiting(), 0);
		now = desk_now_ms(desk) > now ? desk_now_ms(desk) : now;
		clock_on(3600 * 1000);
	}
	is_as_anew(desk);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(it_is_out_of_the_pages_at_once_and_done_when_it_is_done),
		CASE(what_is_erased_while_one_goes_on_has_its_turn),
		CASE(read_anew_meanwhile_it_begins_again),
		CASE(what_tidying_destroys_goes_between_other_work_and_then_the_keys),
		CASE(ended_after_any_step_the_next_opening_finishes_it),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
