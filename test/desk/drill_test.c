/* The drill: a good backup passes; each way to be bad has its own word; nothing
 * is left behind and nothing of the desk is changed; the note is in the log.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "desk/backup.h"
#include "desk/desk_room.h"
#include "desk/drill_job.h"
#include "desk/new.h"
#include "os/file.h"
#include "store/pack.h"

#include <stdlib.h>

#define PASSPHRASE S("seven lamps on a hill")

/* Before today: attachments have the time of the disk. */
enum { HOUR_MS = 3600000, START_HOUR = 400000 };

static char dir[] = "/tmp/bothy-drill-XXXXXX";
static struct desk *desk;
static struct arena *arena;
static uint64_t now;

static const char *in_dir(const char *name)
{
	return str_c(arena, str_fmt(arena, "%s/%s", dir, name));
}

static void clock_on(uint64_t ms)
{
	now += ms;
	desk_pretend_now(desk, now);
}

static void someone_writes(const char *text)
{
	struct act_file file = {S("a.txt"), S("text/plain"), S("in a file")};
	struct act_paste paste = {.way = WAY_MAIL, .handle = S("someone"),
		.language = S("en"), .when_ms = now, .text = str_of(text),
		.files = &file, .file_count = 1};
	object_id thread;

	is_ok(act_paste(desk, &paste, &thread));
	clock_on(HOUR_MS);
}

/* A backup of a folder, under a name of the backups. */
static void backup_of(const char *folder, const char *name, uint64_t hour)
{
	struct backup_sum sum;
	struct file out;

	is_ok(file_folder_make(in_dir("backups")));
	is_ok(file_remove(in_dir(name)));
	is_ok(file_open(&out, in_dir(name), FILE_NEW));
	is_ok(backup_write(folder, hour, true, &out, &sum));
	file_close(&out);
}

static uint64_t hour_now(void)
{
	return now / HOUR_MS;
}

static struct drill_result tried(const char *file)
{
	struct drill_result result = drill_here(desk, dir, file, NULL);

	assert_false(file_exists(in_dir("drill"))); /* [drill-1] */
	return result;
}

static void finds(const char *file, const char *word)
{
	struct drill_result result = tried(file);

	is_str(drill_word(result.found), str_of(word));
}

static void whole_read(const char *path, struct buf *out)
{
	out->cap = 64 << 20;
	is_ok(file_read(path, 64 << 20, out));
}

/* Beside the desk: the same folder with another log. */
static const char *other_make(void)
{
	is_ok(file_folder_make(in_dir("other")));
	is_ok(file_folder_make(in_dir("other/desk")));
	is_ok(file_remove(in_dir("other/desk/log.pack")));
	return in_dir("other");
}

static void other_log(str bytes)
{
	(void)other_make();
	is_ok(file_replace(in_dir("other/desk/log.pack"), bytes));
}

TEST(without_a_backup_it_says_so)
{
	UNUSED_STATE;
	finds(NULL, "none");
	finds(in_dir("nowhere"), "none");
}

TEST(a_good_backup_passes_also_when_more_was_written_since)
{
	/* [drill-2] [drill-3] */
	struct buf before = {0}, after = {0};
	struct drill_result result;

	UNUSED_STATE;
	backup_of(dir, "backups/one", hour_now());
	whole_read(in_dir("desk/log.pack"), &before);
	result = tried(NULL);
	is_str(drill_word(result.found), S("good"));
	assert_int_equal(result.hour, hour_now());
	whole_read(in_dir("desk/log.pack"), &after);
	is_str(buf_str(&after), buf_str(&before));
	someone_writes("written after the backup");
	finds(NULL, "good");
	buf_close(&before);
	buf_close(&after);
}

TEST(the_newest_of_several_is_tried_and_an_old_one_says_so)
{
	UNUSED_STATE;
	backup_of(dir, "backups/aged", hour_now() - DRILL_OLD_HOURS - 1);
	backup_of(dir, "backups/one", hour_now());
	finds(in_dir("backups/aged"), "old");
	finds(NULL, "good");
	is_ok(file_replace(in_dir("backups/notes"), S("not a backup")));
	finds(NULL, "good");
	is_ok(file_remove(in_dir("backups/one")));
	finds(NULL, "old");
	is_ok(file_remove(in_dir("backups/aged")));
	is_ok(file_remove(in_dir("backups/notes")));
}

TEST(a_flipped_byte_and_a_cut_file_are_damage)
{
	struct buf whole = {0};
	const char *bad = in_dir("backups/bad");

	UNUSED_STATE;
	backup_of(dir, "backups/bad", hour_now());
	whole_read(bad, &whole);
	for (size_t at = 100; at < whole.len; at += whole.len / 9) {
		whole.at[at] ^= 1;
		is_ok(file_replace(bad, buf_str(&whole)));
		finds(bad, "damaged");
		whole.at[at] ^= 1;
		is_ok(file_replace(bad, str_first(buf_str(&whole), at)));
		finds(bad, "damaged");
	}
	is_ok(file_remove(bad));
	buf_close(&whole);
}

TEST(a_blob_that_was_damaged_before_the_backup_was_made_is_damage)
{
	struct buf log = {0};
	const char *bad = in_dir("backups/bad");

	UNUSED_STATE;
	whole_read(in_dir("desk/log.pack"), &log);
	log.at[log.len / 2] ^= 1;
	other_log(buf_str(&log));
	backup_of(in_dir("other"), "backups/bad", hour_now());
	finds(bad, "damaged");
	is_ok(file_remove(bad));
	buf_close(&log);
}

TEST(a_log_that_ends_within_a_commit_is_cut_and_one_that_ends_early_lacks)
{
	struct buf log = {0};
	struct pack_item item;
	struct pack *pack;
	uint64_t at = 0, ends = 0;
	const char *bad = in_dir("backups/bad");
	const err *e;

	UNUSED_STATE;
	whole_read(in_dir("desk/log.pack"), &log);
	other_log(str_first(buf_str(&log), log.len - 10));
	backup_of(in_dir("other"), "backups/bad", hour_now());
	finds(bad, "cut");
	is_ok(pack_follow(&pack, in_dir("desk/log.pack")));
	while ((e = pack_at(pack, at, &item)) == NULL) {
		ends = at;
		at = item.next;
	}
	pack_close(&pack);
	other_log(str_first(buf_str(&log), (size_t)ends));
	backup_of(in_dir("other"), "backups/bad", hour_now());
	finds(bad, "lacks");
	is_ok(file_remove(bad));
	buf_close(&log);
}

static void item_copy(struct pack *from, const struct pack_item *item,
	struct pack *to, size_t leave_out)
{
	struct buf bytes[PACK_BODIES_MAX] = {{0}}, frame = {0};
	str bodies[PACK_BODIES_MAX];
	size_t count = 0;

	is_ok(pack_read(from, &item->frame, &frame));
	for (size_t i = 0; i < item->body_count; i++) {
		is_ok(pack_read(from, &item->bodies[i], &bytes[i]));
		if (i != leave_out) bodies[count++] = buf_str(&bytes[i]);
	}
	is_ok(pack_commit(to, bodies, count, buf_str(&frame)));
	for (size_t i = 0; i < item->body_count; i++) buf_close(&bytes[i]);
	buf_close(&frame);
}

TEST(a_body_that_is_not_in_it_is_missing)
{
	struct pack_item *item = mem_get(sizeof(*item));
	struct pack *from, *to;
	uint64_t at = 0, size;
	const char *bad = in_dir("backups/bad");

	UNUSED_STATE;
	(void)other_make();
	is_ok(pack_follow(&from, in_dir("desk/log.pack")));
	is_ok(pack_open(&to, in_dir("other/desk/log.pack")));
	size = pack_size(from);
	while (at < size) {
		is_ok(pack_at(from, at, item));
		item_copy(from, item, to, item->number == 3 ? 0 : SIZE_MAX);
		at = item->next;
	}
	pack_close(&from);
	pack_close(&to);
	backup_of(in_dir("other"), "backups/bad", hour_now());
	finds(bad, "missing");
	is_ok(file_remove(bad));
	mem_free(item);
}

TEST(an_attachment_that_is_not_in_it_is_lacking)
{
	struct buf log = {0};
	const char *bad = in_dir("backups/bad");

	UNUSED_STATE;
	/* the files were written today, by the disk's clock */
	uint64_t far = 4000000;

	whole_read(in_dir("desk/log.pack"), &log);
	other_log(buf_str(&log));
	backup_of(in_dir("other"), "backups/bad", far);
	finds(bad, "lacks");
	is_ok(file_remove(bad));
	buf_close(&log);
}

TEST(the_backup_of_another_desk_differs)
{
	struct roster says = {.name = S("Other"), .locales = {S("en")},
		.names = {S("")}, .locale_count = 1, .answer_days = 3,
		.addresses = {S("https://line.example")}, .address_count = 1,
		.leave = S("https://weather.example/"), .demonstration = true};
	struct buf parts[SHARE_PARTS] = {{0}};
	const char *bad = in_dir("backups/bad");

	UNUSED_STATE;
	is_ok(file_folder_make(in_dir("stranger")));
	is_ok(new_prepare(in_dir("stranger"), &says, PASSPHRASE, now, parts));
	is_ok(new_finish(in_dir("stranger")));
	for (size_t i = 0; i < SHARE_PARTS; i++) buf_close(&parts[i]);
	backup_of(in_dir("stranger"), "backups/bad", hour_now());
	finds(bad, "differs");
	is_ok(file_remove(bad));
}

TEST(how_it_ended_is_noted_and_found_again)
{
	/* [drill-job-2] */
	struct drill_noted noted;

	UNUSED_STATE;
	is_ok(drill_noted(desk, &noted));
	assert_int_equal(noted.ms, 0);
	for (int i = 0; i < DRILL_COUNT; i++) {
		struct drill_result result = {(enum drill_found)i, 123};

		is_ok(drill_note(desk, result));
		is_ok(drill_noted(desk, &noted));
		assert_int_equal(noted.ms, now);
		assert_int_equal(noted.result.found, i);
		assert_int_equal(noted.result.hour, 123);
		clock_on(1000);
	}
}

static void rounds(struct loop *loop, struct drill_job *job)
{
	for (int i = 0; i < 3000 && drill_job_stage(job) > 0; i++) {
		uint64_t begun = loop_now_ms(loop);

		is_ok(loop_once(loop, 20));
		/* [drill-job-1] no page waits: generous, for busy machines */
		assert_true(loop_now_ms(loop) - begun < 1000);
	}
}

TEST(beside_an_open_desk_it_runs_in_a_process_of_its_own)
{
	/* [drill-job-1] [drill-job-2] */
	struct loop *loop = loop_open();
	struct drill_job *job = drill_job_open(loop, desk, dir);
	struct drill_noted noted;

	UNUSED_STATE;
	backup_of(dir, "backups/one", hour_now());
	assert_int_equal(drill_job_stage(job), 0);
	drill_job_start(job);
	assert_true(drill_job_stage(job) > 0);
	someone_writes("while it runs");
	rounds(loop, job);
	assert_int_equal(drill_job_stage(job), 0);
	is_ok(drill_noted(desk, &noted));
	is_str(drill_word(noted.result.found), S("good"));
	assert_int_equal(noted.ms, now);
	clock_on(HOUR_MS);
	drill_job_start(job);
	drill_job_stop(job);
	assert_int_equal(drill_job_stage(job), 0);
	is_ok(drill_noted(desk, &noted));
	assert_true(noted.ms < now); /* stopped: nothing is noted */
	drill_job_close(&job);
	loop_close(&loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(without_a_backup_it_says_so),
		CASE(a_good_backup_passes_also_when_more_was_written_since),
		CASE(the_newest_of_several_is_tried_and_an_old_one_says_so),
		CASE(a_flipped_byte_and_a_cut_file_are_damage),
		CASE(a_blob_that_was_damaged_before_the_backup_was_made_is_damage),
		CASE(a_log_that_ends_within_a_commit_is_cut_and_one_that_ends_early_lacks),
		CASE(a_body_that_is_not_in_it_is_missing),
		CASE(an_attachment_that_is_not_in_it_is_lacking),
		CASE(the_backup_of_another_desk_differs),
		CASE(how_it_ended_is_noted_and_found_again),
		CASE(beside_an_open_desk_it_runs_in_a_process_of_its_own),
	};
	struct roster says = {.name = S("Hill Lamp"), .locales = {S("en")},
		.names = {S("")}, .locale_count = 1, .answer_days = 3,
		.addresses = {S("https://line.example")}, .address_count = 1,
		.leave = S("https://weather.example/"), .demonstration = true};
	struct buf parts[SHARE_PARTS] = {{0}};
	char command[64];
	int failed;

	seal_start();
	keyfile_work(10);
	if (mkdtemp(dir) == NULL) return 1;
	arena = arena_open(64 << 20);
	now = (uint64_t)START_HOUR * HOUR_MS;
	is_ok(new_prepare(dir, &says, PASSPHRASE, now, parts));
	is_ok(new_finish(dir));
	for (size_t i = 0; i < SHARE_PARTS; i++) buf_close(&parts[i]);
	is_ok(desk_open(&desk, dir, PASSPHRASE));
	clock_on(HOUR_MS);
	someone_writes("the first message");
	someone_writes("the second message");
	someone_writes("the third message");
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	desk_close(&desk);
	arena_close(&arena);
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	if (system(command) != 0) return 1;
	return failed;
}
