/* Tests of base/err and base/mem: errors outlive a clean-up, memory has its
 * cap, and no memory ends the process [mem-1]. That no error text can hold
 * what a person wrote [err-1] is a rule of tool/house.sh (no str is printed
 * into one), shown to fail in test/house.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

TEST(an_error_outlives_seven_others)
{
	const err *first = err_make(ERR_FORMAT, "row %d", 7);

	UNUSED_STATE;
	for (int i = 0; i < 7; i++) (void)!err_make(ERR_IO, "later %d", i);
	assert_int_equal(first->code, ERR_FORMAT);
	assert_string_equal(first->text, "row 7");
}

TEST(a_full_disk_has_its_own_code)
{
	static const struct {
		int sys;
		enum err_code code;
	} cases[] = {
		{ENOSPC, ERR_FULL}, {EDQUOT, ERR_FULL}, {ENOENT, ERR_ABSENT},
		{EEXIST, ERR_EXISTS}, {EIO, ERR_IO},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		const err *e;

		errno = cases[i].sys;
		e = err_sys("write");
		assert_int_equal(e->code, cases[i].code);
		assert_int_equal(e->sys, cases[i].sys);
	}
}

TEST(a_long_text_is_cut_and_ends)
{
	char wide[300];
	const err *e;

	UNUSED_STATE;
	memset(wide, 'x', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = '\0';
	e = err_make(ERR_IO, "%s", wide);
	assert_true(strlen(e->text) < sizeof(e->text));
}

TEST(an_arena_gives_no_more_than_its_cap)
{
	struct arena *arena = arena_open(4096);

	UNUSED_STATE;
	assert_non_null(arena_try(arena, 4000));
	assert_null(arena_try(arena, 4000)); /* [mem-2] */
	arena_reset(arena);
	assert_non_null(arena_try(arena, 4000));
	arena_close(&arena);
	assert_null(arena);
}

/* Runs `act` in a child and gives its exit status. */
static int status_of(void (*act)(void))
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		(void)!freopen("/dev/null", "w", stderr);
		act();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void get_without_memory(void)
{
	mem_fail_at(1);
	mem_free(mem_get(10));
}

static void times_too_much(void)
{
	(void)mem_times(SIZE_MAX, 2);
}

static void get_with_memory(void)
{
	mem_free(mem_get(10));
}

TEST(no_memory_ends_the_process)
{
	UNUSED_STATE;
	assert_int_not_equal(status_of(get_without_memory), 0); /* [mem-1] */
	assert_int_not_equal(status_of(times_too_much), 0);
	assert_int_equal(status_of(get_with_memory), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(an_error_outlives_seven_others),
		CASE(a_full_disk_has_its_own_code),
		CASE(a_long_text_is_cut_and_ends),
		CASE(an_arena_gives_no_more_than_its_cap),
		CASE(no_memory_ends_the_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
