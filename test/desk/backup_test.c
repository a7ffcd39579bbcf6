/* Tests of desk/backup: a folder there and back, every cut and change, what
 * an earlier attempt left, and refusing to write over.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "desk/backup.h"
#include "os/file.h"
#include "seal/rand.h"
#include "seal/secret.h"

#include <stdlib.h>

enum { PATH_BYTES = 300, LOG_BYTES = 200000, NOW_HOUR = 495712 };

static const char blob_one[] = "00112233445566778899aabbccddeeff";
static const char blob_two[] = "ffeeddccbbaa99887766554433221100";

static char top[] = "/tmp/bothy-backup-XXXXXX";
static unsigned number;

static const char *in_top(const char *name)
{
	static char paths[8][PATH_BYTES];
	static unsigned at;
	char *path = paths[at++ % 8];

	(void)snprintf(path, PATH_BYTES, "%s/%u-%s", top, number, name);
	return path;
}

static const char *below(const char *dir, const char *name)
{
	static char paths[8][PATH_BYTES];
	static unsigned at;
	char *path = paths[at++ % 8];

	(void)snprintf(path, PATH_BYTES, "%.200s/%.90s", dir, name);
	return path;
}

static void write_file(const char *dir, const char *name, str bytes)
{
	is_ok(file_replace(below(dir, name), bytes));
}

/* A folder as `bothy new` makes it, with two attachments. */
static const char *sample(void)
{
	static char log_bytes[LOG_BYTES];
	const char *dir;
	char blob[64];

	number++;
	dir = in_top("org");
	rand_bytes(log_bytes, sizeof(log_bytes));
	is_ok(file_folder_make(dir));
	is_ok(file_folder_make(below(dir, "desk")));
	is_ok(file_folder_make(below(dir, "desk/files")));
	is_ok(file_folder_make(below(dir, "line")));
	write_file(dir, "desk/log.pack", str_bytes(log_bytes, LOG_BYTES));
	write_file(dir, "desk/key.age", S("the key file\n"));
	write_file(dir, "desk/snapshot.1", S("is not copied"));
	write_file(dir, "desk/lock", S(""));
	write_file(dir, "line/roster", S("bothy-roster/1\n"));
	/* without it, a removed member's token would be in force again */
	write_file(dir, "line/tokens", S("bothy-tokens/1\n"));
	write_file(dir, "desk/inbox.pack", S("bothy-pack/1\n"));
	(void)snprintf(blob, sizeof(blob), "desk/files/%s", blob_one);
	write_file(dir, blob, S(""));
	(void)snprintf(blob, sizeof(blob), "desk/files/%s", blob_two);
	write_file(dir, blob, S("sealed"));
	write_file(dir, "desk/files/half.part", S("half fetched"));
	return dir;
}

static const err *make(const char *dir, const char *path, bool key)
{
	struct backup_sum sum;
	struct file out;
	const err *e = file_open(&out, path, FILE_NEW);

	if (e != NULL) return e;
	e = backup_write(dir, NOW_HOUR, key, &out, &sum);
	file_close(&out);
	return e;
}

static const err *check(const char *path, struct backup_sum *ret_sum)
{
	struct file in;
	const err *e = file_open(&in, path, FILE_READ);

	if (e == NULL) e = backup_check(&in, ret_sum);
	file_close(&in);
	return e;
}

static const err *unpack(const char *path, const char *dir)
{
	struct backup_sum sum;
	struct file in;
	const err *e = file_open(&in, path, FILE_READ);

	if (e == NULL) e = backup_unpack(&in, dir, &sum);
	file_close(&in);
	return e;
}

static void same(const char *one_dir, const char *other_dir, const char *name)
{
	struct buf one = {0}, other = {0};

	is_ok(file_read(below(one_dir, name), 4 << 20, &one));
	is_ok(file_read(below(other_dir, name), 4 << 20, &other));
	is_str(buf_str(&other), buf_str(&one));
	buf_close(&one);
	buf_close(&other);
}

TEST(a_folder_comes_back_as_it_was)
{
	const char *dir = sample(), *path = in_top("backup");
	const char *back = in_top("back");
	struct backup_sum sum;
	char blob[64];

	UNUSED_STATE;
	is_ok(make(dir, path, true));
	is_ok(check(path, &sum));
	assert_int_equal(sum.files, 7);
	assert_int_equal(sum.hour, NOW_HOUR);
	assert_true(sum.key);
	is_ok(unpack(path, back));
	same(dir, back, "desk/log.pack");
	same(dir, back, "desk/key.age");
	same(dir, back, "line/roster");
	same(dir, back, "line/tokens");
	same(dir, back, "desk/inbox.pack");
	(void)snprintf(blob, sizeof(blob), "desk/files/%s", blob_two);
	same(dir, back, blob);
	assert_false(file_exists(below(back, "desk/snapshot.1")));
	assert_false(file_exists(below(back, "desk/files/half.part")));
	assert_false(file_exists(below(back, "desk.restoring")));
}

TEST(a_copy_without_the_key_says_so)
{
	const char *dir = sample(), *path = in_top("backup");
	struct backup_sum sum;

	UNUSED_STATE;
	is_ok(make(dir, path, false));
	is_ok(check(path, &sum));
	assert_false(sum.key);
	assert_int_equal(sum.files, 6);
}

TEST(a_desk_that_is_there_is_never_written_over)
{
	/* [backup-2] */
	const char *dir = sample(), *path = in_top("backup");
	const err *e;

	UNUSED_STATE;
	is_ok(make(dir, path, true));
	write_file(dir, "desk/key.age", S("newer"));
	e = unpack(path, dir);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_EXISTS);
	assert_false(file_exists(below(dir, "desk.restoring")));
}

TEST(a_line_that_is_there_is_kept)
{
	const char *dir = sample(), *path = in_top("backup");
	const char *back = in_top("back");
	struct buf roster = {0};

	UNUSED_STATE;
	is_ok(make(dir, path, true));
	is_ok(file_folder_make(back));
	is_ok(file_folder_make(below(back, "line")));
	write_file(back, "line/roster", S("the newer one"));
	is_ok(unpack(path, back));
	is_ok(file_read(below(back, "line/roster"), 100, &roster));
	is_str(buf_str(&roster), S("the newer one"));
	same(dir, back, "desk/key.age");
	buf_close(&roster);
}

/* Small enough to try every byte. */
static void small_backup(struct buf *out)
{
	const char *dir = sample(), *path = in_top("small");

	write_file(dir, "desk/log.pack", S("frames and bodies"));
	is_ok(make(dir, path, true));
	is_ok(file_read(path, 1 << 20, out));
}

TEST(a_backup_cut_or_changed_at_any_byte_is_refused)
{
	/* [backup-1] */
	struct buf whole = {0};
	const char *path;
	struct backup_sum sum;

	UNUSED_STATE;
	small_backup(&whole);
	path = in_top("bad");
	for (size_t i = 0; i < whole.len; i++) {
		char was = whole.at[i];

		is_ok(file_replace(path, str_first(buf_str(&whole), i)));
		assert_non_null(check(path, &sum));
		whole.at[i] = (char)(was ^ (1 << (i % 8)));
		is_ok(file_replace(path, buf_str(&whole)));
		assert_non_null(check(path, &sum));
		whole.at[i] = was;
	}
	buf_byte(&whole, '\n');
	is_ok(file_replace(path, buf_str(&whole)));
	assert_non_null(check(path, &sum));
	buf_close(&whole);
}

TEST(a_broken_unpacking_leaves_no_desk_and_the_next_one_succeeds)
{
	/* [backup-2] */
	struct buf whole = {0};
	const char *bad, *good, *back;

	UNUSED_STATE;
	small_backup(&whole);
	bad = in_top("bad");
	good = in_top("small");
	back = in_top("back");
	whole.at[whole.len - 5] ^= 1;
	is_ok(file_replace(bad, buf_str(&whole)));
	assert_non_null(unpack(bad, back));
	assert_false(file_exists(below(back, "desk")));
	write_file(back, "desk.restoring/stray", S("left behind"));
	is_ok(unpack(good, back));
	assert_true(file_exists(below(back, "desk/log.pack")));
	assert_false(file_exists(below(back, "desk/stray")));
	buf_close(&whole);
}

TEST(names_that_lead_elsewhere_are_refused)
{
	static const char *const names[] = {"desk/../key.age", "/etc/passwd",
		"desk/files/../../x", "desk/snapshot.1", "desk/lock",
		"desk/files/0011", "desk/files/", "line/spool/x", "log.pack"};
	struct backup_sum sum;

	UNUSED_STATE;
	number++;
	for (size_t i = 0; i < NELEM(names); i++) {
		struct buf text = {0};

		buf_fmt(&text, "bothy-backup/1\nhour 1\nfile %s 0\n\n",
			names[i]);
		is_ok(file_replace(in_top("names"), buf_str(&text)));
		assert_non_null(check(in_top("names"), &sum));
		buf_close(&text);
	}
}

TEST(a_failing_disk_is_an_error_and_never_half_a_desk)
{
	const char *dir = sample(), *path = in_top("backup");
	unsigned long calls, n;

	UNUSED_STATE;
	is_ok(make(dir, path, true));
	number++;
	calls = file_count();
	is_ok(unpack(path, in_top("count")));
	calls = file_count() - calls;
	for (n = 1; n <= calls; n++) {
		const char *back;
		const err *e;

		number++;
		back = in_top("back");
		file_fail_at(n, 28 /* ENOSPC */);
		e = unpack(path, back);
		file_fail_at(0, 0);
		if (e == NULL) continue;
		if (file_exists(below(back, "desk"))) {
			/* only the last folder sync may fail after the name */
			same(dir, back, "desk/log.pack");
		}
	}
}

static int setup(void **state)
{
	(void)state;
	seal_start();
	return mkdtemp(top) == NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_folder_comes_back_as_it_was),
		CASE(a_copy_without_the_key_says_so),
		CASE(a_desk_that_is_there_is_never_written_over),
		CASE(a_line_that_is_there_is_kept),
		CASE(a_backup_cut_or_changed_at_any_byte_is_refused),
		CASE(a_broken_unpacking_leaves_no_desk_and_the_next_one_succeeds),
		CASE(names_that_lead_elsewhere_are_refused),
		CASE(a_failing_disk_is_an_error_and_never_half_a_desk),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
