/* A kill before each write of an erasure: whatever the moment, the desk opens,
 * its log is sound, and what was erased is there whole or in nothing. No network.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase_lib.h"

#include <sys/wait.h>
#include <unistd.h>

enum { KILLS_MAX = 200, QUICK_WORK = 4, KEPT_MAX = 32 };

/* -- the folder as it was -------------------------------------------------- */

static struct kept { const char *path; struct buf bytes; } kept[KEPT_MAX];
static size_t kept_count;
static const char *const folders[] = {"desk", "desk/files"};

static void folder_keep(void)
{
	for (size_t i = 0; i < NELEM(folders); i++) {
		struct file_names names;

		is_ok(file_list(arena, in_dir(folders[i]), &names));
		for (size_t k = 0; k < names.count; k++) {
			struct kept *one = &kept[kept_count];

			one->path = str_c(arena, str_fmt(arena, "%s/%s/%.*s",
				dir, folders[i], S_ARG(names.at[k])));
			if (file_kind_of(one->path) != FILE_KIND_PLAIN) continue;
			must(++kept_count < KEPT_MAX);
			is_ok(file_read(one->path, 64 << 20, &one->bytes));
		}
	}
}

static void folder_again(void)
{
	for (size_t i = 0; i < NELEM(folders); i++) {
		struct file_names names;

		is_ok(file_list(arena, in_dir(folders[i]), &names));
		for (size_t k = 0; k < names.count; k++) {
			const char *path = str_c(arena, str_fmt(arena,
				"%s/%s/%.*s", dir, folders[i],
				S_ARG(names.at[k])));

			if (file_kind_of(path) != FILE_KIND_PLAIN) continue;
			is_ok(file_remove(path));
		}
	}
	for (size_t i = 0; i < kept_count; i++) {
		is_ok(file_replace(kept[i].path, buf_str(&kept[i].bytes)));
	}
}

/* Opening it is not what is looked at: a key file with little work. */
static void key_make_quick(void)
{
	const char *path = in_dir("desk/key.age");
	struct buf sealed = {0}, plain = {0}, quick = {0};

	is_ok(file_read(path, 1 << 16, &sealed));
	assert_int_equal(age_open_passphrase(&plain, buf_str(&sealed),
		PASSPHRASE, AGE_SCRYPT_WORK_MAX), AGE_OK);
	age_seal_passphrase(&quick, buf_str(&plain), PASSPHRASE, QUICK_WORK);
	is_ok(file_replace(path, buf_str(&quick)));
	buf_close(&sealed);
	buf_close(&plain);
	buf_close(&quick);
}

/* -- what is lived --------------------------------------------------------- */

static object_id going, staying;

static void lived(void)
{
	unsigned char noise[512] = {7};
	struct act_file file = {S("photo.png"), S("image/png"),
		str_bytes(noise, sizeof(noise))};
	struct act_paste paste = {.way = WAY_SIGNAL, .language = S("en"),
		.text = WORDS, .files = &file, .file_count = 1,
		.when_ms = now};
	unsigned number = ++writers;

	is_ok(act_paste(desk, &paste, &going));
	clock_on(1000);
	is_ok(act_note(desk, going, S("a note of heliotrope")));
	is_ok(act_opened(desk, going));
	staying = fold_thread_id(hex_of(number));
	takes(desk, sealed_of(number, number, S("this one stays")));
	key_make_quick();
	is_ok(open_again()); /* two snapshots hold them */
	clock_on(1000);
	desk_close(&desk);
}

/* Killed before the n-th write of erasing and closing; true: it was. */
static bool erased_until(unsigned long n)
{
	int status;
	pid_t id = fork();

	if (id == 0) {
		if (open_again() != NULL) _exit(1);
		file_die_at(n);
		if (erase_do(desk, going, false) != NULL) _exit(2);
		desk_close(&desk);
		_exit(0);
	}
	assert_true(id > 0);
	assert_true(wait(&status) > 0);
	if (WIFEXITED(status)) assert_int_equal(WEXITSTATUS(status), 0);
	return WIFSIGNALED(status);
}

static size_t attachments(void)
{
	struct file_names names;

	is_ok(file_list(arena, in_dir("desk/files"), &names));
	return names.count;
}

TEST(killed_anywhere_in_an_erasure_it_is_all_there_or_in_nothing)
{
	/* [shed-2] [erase-shed-1] */
	unsigned long n = 1, before = 0, after = 0;
	bool was = true;

	UNUSED_STATE;
	lived();
	folder_keep();
	for (; was && n < KILLS_MAX; n++) {
		bool there;

		folder_again();
		was = erased_until(n);
		is_ok(open_again()); /* the log is sound */
		there = is_there(desk, going);
		assert_true(is_there(desk, staying));
		assert_int_equal(tables_hold(desk), there);
		assert_int_equal(pack_holds(desk, in_dir("desk/log.pack")),
			there);
		assert_int_equal(attachments(), there);
		assert_false(file_exists(in_dir("desk/log.pack.new")));
		assert_int_equal(log_alarms(desk->log,
			(struct alarm[8]){{0}}, 8), 0);
		if (!there) assert_false(snapshots_hold(desk));
		before += there;
		after += !there;
	}
	assert_false(was); /* the last was not killed */
	assert_true(before > 0 && after > 10);
	is_as_anew(desk);
	for (size_t i = 0; i < kept_count; i++) buf_close(&kept[i].bytes);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(killed_anywhere_in_an_erasure_it_is_all_there_or_in_nothing),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
