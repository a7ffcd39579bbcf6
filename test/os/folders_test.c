/* Tests of os/folders: folders made, linked, exchanged and removed, and that a
 * link out of the folder is not followed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "os/file.h"
#include "os/folders.h"

#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/bothy-folders-XXXXXX";

static const char *at(const char *name)
{
	static char paths[4][256];
	static unsigned next;
	char *path = paths[next++ % 4];

	(void)snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

static void holds(const char *path, const char *want)
{
	struct buf bytes = {0};

	is_ok(file_read(path, 100, &bytes));
	is_str(buf_str(&bytes), str_of(want));
	buf_close(&bytes);
}

TEST(a_new_folder_takes_the_place_of_the_old_in_one_step)
{
	UNUSED_STATE;
	is_ok(folders_make(at("old/a/b")));
	is_ok(folders_write(at("old/a/b/one"), S("1")));
	is_ok(folders_make(at("new/a")));
	is_ok(folders_link(at("old/a/b/one"), at("new/a/one")));
	is_ok(folders_sync(at("new")));
	is_ok(folders_swap(at("new"), at("old"))); /* [folders-1] */
	holds(at("old/a/one"), "1");
	holds(at("new/a/b/one"), "1");
	is_ok(folders_remove(at("new")));
	assert_false(file_exists(at("new")));
	holds(at("old/a/one"), "1");
	is_ok(folders_swap(at("old"), at("first")));
	holds(at("first/a/one"), "1");
	is_ok(folders_remove(at("first")));
}

TEST(a_file_that_is_there_is_not_written_over)
{
	UNUSED_STATE;
	is_ok(folders_write(at("there"), S("1")));
	assert_non_null(folders_write(at("there"), S("2")));
	assert_non_null(folders_link(at("there"), at("there")));
	holds(at("there"), "1");
	assert_int_equal(folders_stamp_of(at("there")).bytes, 1);
	assert_true(folders_stamp_of(at("there")).changed_ns > 0);
	assert_int_equal(folders_stamp_of(at("absent")).bytes, 0);
	assert_true(folders_stamp_self().bytes > 0);
	is_ok(file_remove(at("there")));
}

TEST(removing_does_not_follow_a_link)
{
	UNUSED_STATE;
	is_ok(folders_make(at("kept")));
	is_ok(folders_write(at("kept/file"), S("1")));
	is_ok(folders_make(at("gone/deep")));
	assert_int_equal(symlink(at("kept"), at("gone/deep/link")), 0);
	is_ok(folders_remove(at("gone"))); /* [folders-2] */
	assert_false(file_exists(at("gone")));
	holds(at("kept/file"), "1");
	assert_int_equal(symlink(at("kept"), at("link")), 0);
	assert_non_null(folders_remove(at("link")));
	holds(at("kept/file"), "1");
	is_ok(folders_remove(at("absent")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_new_folder_takes_the_place_of_the_old_in_one_step),
		CASE(a_file_that_is_there_is_not_written_over),
		CASE(removing_does_not_follow_a_link),
	};
	int failed;

	if (mkdtemp(folder) == NULL) return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	if (folders_remove(folder) != NULL) return 1;
	return failed;
}
