/* Tests of os/file in a real folder: a replaced file is the old or the new
 * one whatever fails [file-1], nobody else may read it [file-2].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/process.h"

static char folder[] = "/tmp/file_test.XXXXXX";
static char path[64], other[64];

static int make_folder(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL) return 1;
	(void)snprintf(path, sizeof(path), "%s/thing", folder);
	(void)snprintf(other, sizeof(other), "%s/other", folder);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	(void)unlink(path);
	(void)unlink(other);
	return rmdir(folder);
}

static void is_file(const char *where, str want)
{
	struct buf got = {0};

	is_ok(file_read(where, 1 << 20, &got));
	is_str(buf_str(&got), want);
	buf_close(&got);
}

static unsigned mode_of(const char *where)
{
	struct stat facts;

	assert_int_equal(stat(where, &facts), 0);
	return facts.st_mode & 0777;
}

TEST(a_new_file_is_read_by_its_owner_only)
{
	mode_t old = umask(0);

	UNUSED_STATE;
	is_ok(file_replace(path, S("a")));
	is_ok(file_folder_make(other));
	assert_int_equal(mode_of(path), 0600); /* [file-2] */
	assert_int_equal(mode_of(other), 0700);
	assert_int_equal(rmdir(other), 0);
	(void)umask(old);
}

TEST(a_replaced_file_is_old_or_new_whatever_fails)
{
	unsigned long calls;

	UNUSED_STATE;
	is_ok(file_replace(path, S("old")));
	calls = file_count();
	is_ok(file_replace(path, S("old")));
	calls = file_count() - calls;
	assert_true(calls >= 4); /* write, sync, rename, folder [file-1] */
	for (unsigned long n = 1; n <= calls; n++) {
		struct buf got = {0};
		const err *e;

		is_ok(file_replace(path, S("old")));
		file_fail_at(n, EIO);
		e = file_replace(path, S("the new one"));
		file_fail_at(0, 0);
		assert_non_null(e);
		is_ok(file_read(path, 100, &got));
		assert_true(str_eq(buf_str(&got), S("old")) ||
			str_eq(buf_str(&got), S("the new one")));
		buf_close(&got);
	}
}

TEST(a_file_that_is_there_is_not_created_again)
{
	const err *e;

	UNUSED_STATE;
	is_ok(file_replace(path, S("first")));
	e = file_create(path, S("second"));
	assert_non_null(e);
	assert_int_equal(e->code, ERR_EXISTS);
	is_file(path, S("first"));
}

TEST(a_file_longer_than_asked_for_is_refused)
{
	struct buf got = {0};

	UNUSED_STATE;
	is_ok(file_replace(path, S("12345678")));
	assert_non_null(file_read(path, 7, &got));
	buf_close(&got);
	is_file(path, S("12345678"));
}

TEST(what_is_no_plain_file_is_neither_followed_nor_waited_for)
{
	struct buf got = {0};
	const err *e;

	UNUSED_STATE;
	is_ok(file_replace(path, S("words")));
	is_ok(file_read_plain(path, 5, &got));
	is_str(buf_str(&got), S("words"));
	e = file_read_plain(path, 4, &got);
	assert_int_equal(e->code, ERR_FULL);
	assert_int_equal(symlink(path, other), 0);
	e = file_read_plain(other, 5, &got);
	assert_int_equal(e->code, ERR_FORMAT);
	assert_int_equal(unlink(other), 0);
	assert_int_equal(mkfifo(other, 0600), 0);
	e = file_read_plain(other, 5, &got);
	assert_int_equal(e->code, ERR_FORMAT);
	assert_int_equal(unlink(other), 0);
	e = file_read_plain(folder, 5, &got);
	assert_int_equal(e->code, ERR_FORMAT);
	e = file_read_plain(other, 5, &got);
	assert_int_equal(e->code, ERR_ABSENT);
	buf_close(&got);
}

TEST(one_of_two_gets_the_lock)
{
	struct file first = {.fd = -1}, second = {.fd = -1};
	const err *e;

	UNUSED_STATE;
	is_ok(file_lock(&first, other));
	e = file_lock(&second, other);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_BUSY);
	file_close(&first);
	is_ok(file_lock(&second, other));
	file_close(&second);
}

/* Holds the lock until it is ended, and says when it has it. */
static int hold(void *argument)
{
	struct file lock = {.fd = -1};

	if (file_lock(&lock, other) != NULL) return 1;
	if (write(*(int *)argument, "x", 1) != 1) return 2;
	for (;;) clock_sleep_ms(1000);
}

TEST(who_has_just_been_killed_lets_go_of_the_lock)
{
	/* What starts the line anew does not wait for its last write. */
	struct file lock = {.fd = -1};
	process_id id, ended;
	const err *e;
	pid_t killer;
	char byte;
	int fds[2], status;

	UNUSED_STATE;
	assert_int_equal(pipe(fds), 0);
	is_ok(process_start("hold", hold, &fds[1], &fds[1], 1, &id));
	assert_int_equal(read(fds[0], &byte, 1), 1);
	killer = fork();
	if (killer == 0) {
		clock_sleep_ms(300);
		process_end(id, true);
		_exit(0);
	}
	is_ok(file_lock(&lock, other)); /* it waited */
	file_close(&lock);
	for (int i = 0; i < 2;) {
		e = process_wait(&ended, &status);
		if (e == NULL) i++;
		else clock_sleep_ms(1);
	}
	(void)close(fds[0]);
	(void)close(fds[1]);
}

TEST(names_come_sorted_and_without_the_folders_own)
{
	struct arena *arena = arena_open(1 << 16);
	struct file_names names;

	UNUSED_STATE;
	is_ok(file_replace(path, S("a")));
	is_ok(file_replace(other, S("b")));
	is_ok(file_list(arena, folder, &names));
	assert_int_equal(names.count, 2);
	is_str(names.at[0], S("other"));
	is_str(names.at[1], S("thing"));
	arena_close(&arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(a_new_file_is_read_by_its_owner_only),
		CASE(a_replaced_file_is_old_or_new_whatever_fails),
		CASE(a_file_that_is_there_is_not_created_again),
		CASE(a_file_longer_than_asked_for_is_refused),
		CASE(what_is_no_plain_file_is_neither_followed_nor_waited_for),
		CASE(one_of_two_gets_the_lock),
		CASE(who_has_just_been_killed_lets_go_of_the_lock),
		CASE(names_come_sorted_and_without_the_folders_own),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
