/* Tests of a release that is bound beside an open desk: it is the same as one that
 * is made here, it can be stopped, and one whose process ends early is a failure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_lib.h"

#include "desk/guide_act.h"
#include "desk/guide_job.h"
#include "desk/guide_publish.h"
#include "desk/hands.h"
#include "os/process.h"

#define FORMS "text,library"
/* More than a channel holds: who makes it waits until it is read. */
#define MANY "site,single,text,epub,library"

enum { ROUND_MS = 60 * 1000, CHANNEL_BYTES = 256 * 1024 };

static struct loop *loop;
static struct guide_job *job;
static unsigned made_count;

static void made(void *owner)
{
	assert_true(owner == &made_count);
	made_count++;
}

static void publish(void)
{
	unsigned one = 1;
	struct guide_numbers also = {&one, 1};
	const char *why;

	clock_on(1000);
	is_ok(guide_publish(desk, &also, &why));
}

static unsigned newest(void)
{
	unsigned number;

	is_ok(guide_release_newest(desk, &number));
	return number;
}

/* Every file of the desk, and how much is in them but the log, which is sealed and
 * gets one note. */
static str disk(void)
{
	const char *folder = str_c(arena, str_fmt(arena, "%s/desk", dir));
	struct file_names names;
	struct buf out = {0};
	str all;

	is_ok(file_list(arena, folder, &names));
	for (size_t i = 0; i < names.count; i++) {
		uint64_t bytes = 0;

		if (!str_eq(names.at[i], S("log.pack"))) {
			is_ok(file_size(str_c(arena, str_fmt(arena,
				"%s/%.*s", folder, S_ARG(names.at[i]))),
				&bytes));
		}
		buf_fmt(&out, "%.*s %llu\n", S_ARG(names.at[i]),
			(unsigned long long)bytes);
	}
	all = buf_take(&out, arena);
	buf_close(&out);
	return all;
}

static struct guide_job_state wait(void)
{
	while (guide_job_state(job).how == GUIDE_JOB_RUNS) {
		is_ok(loop_once(loop, ROUND_MS));
	}
	return guide_job_state(job);
}

static void job_open(const char *only)
{
	guide_job_close(&job);
	assert_null(desk->guide_job);
	job = guide_job_open(&(struct guide_job_choice){.loop = loop,
		.desk = desk, .only = only, .made = made,
		.owner = &made_count});
	assert_true(desk->guide_job == job);
}

TEST(before_the_first_release_there_is_nothing_to_make)
{
	UNUSED_STATE;
	loop = loop_open();
	(void)take_fixture(true);
	now = (uint64_t)20790 * 86400000; /* behind the fixture's days */
	job_open(FORMS);
	assert_int_equal(guide_job_state(job).how, GUIDE_JOB_NONE);
	assert_null(guide_job_made(job, 1));
}

TEST(what_is_made_beside_the_desk_is_what_it_would_have_made_itself)
{
	/* [guide_job-2] [guide_job-3] */
	struct guide_release here;
	const struct guide_release *there;
	str before;

	UNUSED_STATE;
	publish();
	before = disk();
	guide_job_start(job);
	assert_int_equal(guide_job_state(job).how, GUIDE_JOB_RUNS);
	assert_null(guide_job_made(job, newest()));
	guide_job_start(job); /* once is enough */
	assert_int_equal(wait().how, GUIDE_JOB_MADE);
	assert_int_equal(made_count, 1);
	is_str(disk(), before);
	there = guide_job_made(job, newest());
	assert_non_null(there);
	assert_null(guide_job_made(job, newest() + 1));
	is_ok(guide_release_make(desk, arena, FORMS, &here));
	assert_int_equal(there->number, here.number);
	assert_int_equal(there->day, here.day);
	is_str(there->manifest, here.manifest);
	is_str(there->public_key, here.public_key);
	assert_true(there->minisig.len > 0);
	assert_true(there->key_minisig.len > 0);
	assert_int_equal(there->file_count, here.file_count);
	for (size_t i = 0; i < here.file_count; i++) {
		is_str(there->files[i].path, here.files[i].path);
		assert_true(str_eq(there->files[i].bytes, here.files[i].bytes));
	}
}

TEST(a_visit_brings_what_was_made_and_begins_what_was_not)
{
	struct sync_guides guides = {.number = 0};
	unsigned number = newest();

	UNUSED_STATE;
	is_ok(hand_guides(desk, arena, &guides));
	assert_int_equal(guides.number, number);
	publish();
	guides.number = 0;
	is_ok(hand_guides(desk, arena, &guides)); /* at once, without waiting */
	assert_int_equal(guides.number, 0);
	assert_int_equal(guide_job_state(job).how, GUIDE_JOB_RUNS);
	assert_int_equal(wait().how, GUIDE_JOB_MADE);
	is_ok(hand_guides(desk, arena, &guides));
	assert_int_equal(guides.number, number + 1);
	assert_true(guides.count > 0);
	assert_true(guides.files[0].bytes.len > 0);
	is_ok(hand_guides_kept(desk, number + 1));
	guides.number = 0;
	is_ok(hand_guides(desk, arena, &guides));
	assert_int_equal(guides.number, 0);
}

TEST(stopped_nothing_of_it_is_anywhere_and_no_visit_begins_it_again)
{
	/* [guide_job-1] */
	struct sync_guides guides = {.number = 0};
	unsigned before = made_count;

	UNUSED_STATE;
	publish();
	guide_job_start(job);
	guide_job_stop(job);
	assert_int_equal(guide_job_state(job).how, GUIDE_JOB_NONE);
	is_ok(loop_once(loop, 0));
	assert_null(guide_job_made(job, newest()));
	is_ok(hand_guides(desk, arena, &guides));
	assert_int_equal(guides.number, 0);
	assert_int_equal(guide_job_state(job).how, GUIDE_JOB_NONE);
	assert_int_equal(made_count, before);
	guide_job_start(job); /* a member asks */
	assert_int_equal(wait().how, GUIDE_JOB_MADE);
}

TEST(a_process_that_ends_early_is_a_failure_and_may_be_tried_again)
{
	/* [guide_job-2] */
	const struct guide_release *whole;
	size_t bytes = 0;

	UNUSED_STATE;
	job_open(MANY);
	publish();
	guide_job_start(job);
	assert_int_equal(guide_job_state(job).how, GUIDE_JOB_RUNS);
	process_end(guide_job_process(job), true);
	assert_int_equal(wait().how, GUIDE_JOB_FAILED);
	assert_int_equal(guide_job_state(job).code, ERR_GONE);
	assert_int_equal(guide_job_state(job).number, newest());
	assert_false(guide_job_may_start(job, newest()));
	guide_job_start(job);
	assert_int_equal(wait().how, GUIDE_JOB_MADE);
	whole = guide_job_made(job, newest());
	for (size_t i = 0; i < whole->file_count; i++) {
		bytes += whole->files[i].bytes.len;
	}
	assert_true(bytes > CHANNEL_BYTES); /* so it could not have ended */
}

TEST(one_number_is_one_release)
{
	/* [guide_job-4] made, and before it is brought the desk ends */
	struct words_wish wish = {.form = LOCALE_CKB, .done = true,
		.words = S("بەردەکان زۆر خلیسکن.")};
	const struct guide_kept *kept = kept_of(1);
	struct sync_guides guides = {.number = 0};
	unsigned number;
	const char *why;

	UNUSED_STATE;
	job_open(FORMS);
	publish();
	number = newest();
	guide_job_start(job);
	assert_int_equal(wait().how, GUIDE_JOB_MADE);
	job_open(FORMS);
	guide_job_start(job);
	assert_int_equal(wait().how, GUIDE_JOB_MADE); /* the same again */
	kept = kept_of(1);
	clock_on(1000);
	is_ok(guide_words_set(desk, kept, unit_at(kept, "warnin"), &wish,
		&why));
	job_open(FORMS);
	guide_job_start(job);
	assert_int_equal(wait().how, GUIDE_JOB_FAILED);
	assert_int_equal(guide_job_state(job).code, ERR_EXISTS);
	is_ok(hand_guides(desk, arena, &guides));
	assert_int_equal(guides.number, 0);
	assert_int_equal(guide_job_state(job).how, GUIDE_JOB_FAILED);
	publish();
	assert_int_equal(newest(), number + 1);
	guide_job_start(job);
	assert_int_equal(wait().how, GUIDE_JOB_MADE);
}

TEST(a_release_that_was_undone_gives_its_number_to_no_other)
{
	/* [guide_publish-2] the line has it, and readers may */
	unsigned number;

	UNUSED_STATE;
	publish();
	number = newest();
	is_ok(hand_guides_kept(desk, number));
	undo(str_fmt(arena, "%llu", (unsigned long long)log_seq(desk->log) - 1));
	assert_int_equal(newest(), number - 1);
	publish();
	assert_int_equal(newest(), number + 1);
	guide_job_close(&job);
	loop_close(&loop);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(before_the_first_release_there_is_nothing_to_make),
		CASE(what_is_made_beside_the_desk_is_what_it_would_have_made_itself),
		CASE(a_visit_brings_what_was_made_and_begins_what_was_not),
		CASE(stopped_nothing_of_it_is_anywhere_and_no_visit_begins_it_again),
		CASE(a_process_that_ends_early_is_a_failure_and_may_be_tried_again),
		CASE(one_number_is_one_release),
		CASE(a_release_that_was_undone_gives_its_number_to_no_other),
	};

	return cmocka_run_group_tests(tests, guide_setup, guide_teardown);
}
