/* Rehearsal and parts: a good one says so and when the next is due; each way to
 * fail has its own word; nothing is left behind and nothing changed; new parts
 * replace old ones, and a later epoch comes back with them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "desk/backup.h"
#include "desk/desk_room.h"
#include "desk/drill.h"
#include "desk/new.h"
#include "desk/parts.h"
#include "desk/rehearse_job.h"
#include "os/file.h"
#include "store/log_hand.h"

#include <stdlib.h>

#define PASSPHRASE S("seven lamps on a hill")

enum { HOUR_MS = 3600000 };
#define DAY_MS ((uint64_t)24 * HOUR_MS)

static char dir[] = "/tmp/bothy-rehearse-XXXXXX";
static struct desk *desk;
static struct arena *arena;
static struct buf parts[SHARE_PARTS_MAX], older[SHARE_PARTS_MAX];
static uint64_t now;

static const char *in_dir(const char *name)
{
	return str_c(arena, str_fmt(arena, "%s/%s", dir, name));
}

static const char *backup(const char *name)
{
	struct backup_sum sum;
	struct file out;
	const char *path = in_dir(str_c(arena, str_fmt(arena, "backups/%s",
		name)));

	is_ok(file_folder_make(in_dir("backups")));
	is_ok(file_remove(path));
	is_ok(file_open(&out, path, FILE_NEW));
	is_ok(backup_write(dir, now / HOUR_MS, false, &out, &sum));
	file_close(&out);
	return path;
}

static struct rehearse_result tried(const char *file, const str *texts,
	size_t count)
{
	struct rehearse_result result = rehearse_run(&(struct rehearse_ask){
		.dir = dir, .file = file, .org = desk_org(desk),
		.parts = texts, .part_count = count, .now_ms = now});

	assert_false(file_exists(in_dir("rehearsal"))); /* [rehearse-1] */
	return result;
}

static struct rehearse_result tried_two(const struct buf *one,
	const struct buf *other)
{
	str two[] = {buf_str(one), buf_str(other)};

	return tried(NULL, two, 2);
}

static void log_bytes(struct buf *out)
{
	out->cap = 64 << 20;
	is_ok(file_read(in_dir("desk/log.pack"), 64 << 20, out));
}

TEST(a_good_rehearsal_says_what_came_back_and_is_due_again_in_a_year)
{
	/* [rehearse-2] */
	struct buf before = {0}, after = {0}, words = {0};
	struct rehearse_noted noted;
	struct rehearse_result result;

	UNUSED_STATE;
	assert_int_equal(tried_two(&parts[0], &parts[1]).found, REHEARSE_NONE);
	(void)backup("one");
	log_bytes(&before);
	result = tried_two(&parts[0], &parts[2]);
	assert_int_equal(result.found, REHEARSE_GOOD);
	assert_int_equal(result.hour, now / HOUR_MS);
	assert_true(result.sum.changes > 0);
	assert_int_equal(result.sum.devices, 1);
	restored_words(&result.sum, &words);
	assert_true(str_ends(buf_str(&words), S("nothing is missing")));
	log_bytes(&after);
	is_str(buf_str(&after), buf_str(&before));
	is_ok(rehearse_noted(desk, &noted));
	assert_int_equal(noted.ms, 0);
	assert_int_equal(rehearse_due_ms(&noted), 0);
	is_ok(rehearse_note(desk, &result));
	is_ok(rehearse_noted(desk, &noted));
	assert_int_equal(noted.ms, now);
	assert_int_equal(noted.found, REHEARSE_GOOD);
	assert_int_equal(rehearse_due_ms(&noted), now + 365 * DAY_MS);
	buf_close(&before);
	buf_close(&after);
	buf_close(&words);
}

TEST(each_mistake_has_its_own_word_and_is_no_rehearsal)
{
	/* [rehearse-3] */
	struct buf typo = {0};
	struct rehearse_noted noted;
	struct rehearse_result result;
	str two[2];

	UNUSED_STATE;
	(void)backup("one");
	buf_put(&typo, buf_str(&parts[1]));
	typo.at[3] = typo.at[3] == '1' ? '2' : '1';
	result = tried_two(&parts[0], &typo);
	assert_int_equal(result.found, REHEARSE_TYPO);
	assert_int_equal(result.part, 2);
	is_ok(rehearse_note(desk, &result));
	is_ok(rehearse_noted(desk, &noted));
	assert_int_equal(noted.ms, 0);
	assert_int_equal(tried_two(&parts[1], &parts[1]).found,
		REHEARSE_SAME_PART);
	two[0] = buf_str(&parts[0]);
	assert_int_equal(tried(NULL, two, 1).found, REHEARSE_TOO_FEW);
	two[1] = S("");
	result = tried(NULL, two, 2);
	assert_int_equal(result.found, REHEARSE_TYPO);
	assert_int_equal(tried(in_dir("nowhere"), (str[]){buf_str(&parts[0]),
		buf_str(&parts[1])}, 2).found, REHEARSE_NONE);
	buf_close(&typo);
}

TEST(a_damaged_backup_and_a_strange_one_are_told_apart)
{
	/* [rehearse-3] */
	struct buf bytes = {.cap = 64 << 20};
	str two[] = {buf_str(&parts[0]), buf_str(&parts[1])};
	const char *path;
	struct rehearse_result result;

	UNUSED_STATE;
	path = backup("bad");
	is_ok(file_read(path, 64 << 20, &bytes));
	bytes.at[bytes.len / 2] ^= 1;
	is_ok(file_replace(path, buf_str(&bytes)));
	assert_int_equal(tried(path, two, 2).found, REHEARSE_DAMAGED);
	is_ok(file_remove(path));
	path = backup("good");
	result = rehearse_run(&(struct rehearse_ask){.dir = dir, .file = path,
		.org = S("00"), .parts = two, .part_count = 2,
		.now_ms = now});
	assert_int_equal(result.found, REHEARSE_OTHER);
	buf_close(&bytes);
}

/* -- new parts ------------------------------------------------------------ */

static const err *keep(void *owner, const struct buf *given, size_t count)
{
	(void)owner;
	for (size_t i = 0; i < count; i++) {
		buf_reset(&parts[i]);
		buf_put(&parts[i], buf_str(&given[i]));
	}
	return NULL;
}

static const err *renew(const struct buf *from, struct share_kind kind)
{
	struct secret secret;
	str two[] = {buf_str(&from[0]), buf_str(&from[1])};
	size_t at;
	const err *e;

	assert_int_equal(share_gather(two, 2, &secret, &at), SHARE_OK);
	e = parts_renew(desk, &(struct parts_ask){.old = &secret, .kind = kind,
		.give = keep});
	secret_close(&secret);
	return e;
}

TEST(new_parts_replace_the_old_and_the_choice_is_kept)
{
	/* [parts-1] */
	struct parts_state state;
	str texts[SHARE_PARTS_MAX];

	UNUSED_STATE;
	for (size_t i = 0; i < SHARE_PARTS; i++) {
		buf_put(&older[i], buf_str(&parts[i]));
	}
	is_ok(renew(older, (struct share_kind){3, 5}));
	is_ok(parts_state(desk, arena, &state));
	assert_int_equal(state.kind.needed, 3);
	assert_int_equal(state.kind.parts, 5);
	assert_int_equal(state.missing_count, 0);
	assert_int_equal(renew(older, (struct share_kind){2, 3})->code, ERR_KEY);
	(void)backup("new");
	texts[0] = buf_str(&parts[4]);
	texts[1] = buf_str(&parts[0]);
	texts[2] = buf_str(&parts[2]);
	assert_int_equal(tried(NULL, texts, 3).found, REHEARSE_GOOD);
	assert_int_equal(tried(NULL, texts, 2).found, REHEARSE_TOO_FEW);
	texts[1] = buf_str(&older[1]);
	assert_int_equal(tried(NULL, texts, 2).found, REHEARSE_OTHER_SET);
	/* the old parts: what was there, and nothing that came since */
	texts[0] = buf_str(&older[0]);
	assert_int_equal(tried(NULL, texts, 2).found, REHEARSE_PARTLY);
}

TEST(a_later_epoch_is_sealed_and_comes_back)
{
	struct parts_state state;
	struct log_epoch_row rows[64];
	struct rehearse_result result;
	size_t before, after;

	UNUSED_STATE;
	before = log_epoch_list(desk->log, rows, NELEM(rows));
	now += 31 * DAY_MS;
	desk_pretend_now(desk, now);
	is_ok(parts_seal(desk));
	after = log_epoch_list(desk->log, rows, NELEM(rows));
	assert_int_equal(after, before + 3);
	is_ok(parts_state(desk, arena, &state));
	assert_true(state.declared);
	assert_int_equal(state.missing_count, 0);
	(void)backup("later");
	result = tried_two(&parts[1], &parts[2]);
	assert_int_equal(result.found, REHEARSE_GOOD);
	assert_int_equal(result.sum.newest_ms >= now, 1);
}

TEST(a_backup_from_before_the_new_parts_is_of_another_time)
{
	const char *path;
	str two[2];

	UNUSED_STATE;
	path = backup("before");
	for (size_t i = 0; i < SHARE_PARTS; i++) {
		buf_put(&older[i], buf_str(&parts[i]));
	}
	is_ok(renew(older, (struct share_kind){2, 3}));
	two[0] = buf_str(&parts[0]);
	two[1] = buf_str(&parts[1]);
	assert_int_equal(tried(path, two, 2).found, REHEARSE_CLOSED);
}

TEST(beside_an_open_desk_it_runs_in_a_process_of_its_own)
{
	enum { ROUNDS = 3000, ROUND_MS = 20 };
	struct loop *loop = loop_open();
	struct rehearse_job *job = rehearse_job_open(loop, desk, dir);
	str two[] = {buf_str(&parts[0]), buf_str(&parts[2])};
	struct rehearse_noted noted;
	bool busy = false;

	UNUSED_STATE;
	(void)backup("one");
	assert_null(rehearse_job_result(job));
	rehearse_job_start(job, two, 2);
	assert_int_equal(rehearse_job_stage(job), 1);
	rehearse_job_stop(job); /* [rehearse-job-2] */
	assert_int_equal(rehearse_job_stage(job), 0);
	assert_null(rehearse_job_result(job));
	assert_false(file_exists(in_dir("rehearsal")));
	rehearse_job_start(job, two, 2);
	for (int i = 0; i < ROUNDS && rehearse_job_stage(job) > 0; i++) {
		is_ok(loop_once(loop, ROUND_MS));
		busy |= rehearse_job_stage(job) > 1;
	}
	assert_true(busy); /* it says how far it is */
	assert_int_equal(rehearse_job_stage(job), 0);
	assert_non_null(rehearse_job_result(job));
	assert_int_equal(rehearse_job_result(job)->found, REHEARSE_GOOD);
	assert_true(rehearse_job_result(job)->sum.changes > 0);
	is_ok(rehearse_noted(desk, &noted)); /* [rehearse-job-1] */
	assert_int_equal(noted.good_ms, now);
	assert_false(file_exists(in_dir("rehearsal")));
	two[1] = S("");
	rehearse_job_start(job, two, 2);
	for (int i = 0; i < ROUNDS && rehearse_job_stage(job) > 0; i++) {
		is_ok(loop_once(loop, ROUND_MS));
	}
	assert_int_not_equal(rehearse_job_result(job)->found, REHEARSE_GOOD);
	rehearse_job_close(&job);
	loop_close(&loop);
}

/* -- each with an organisation of its own --------------------------------- */

static int begin(void **state)
{
	struct roster says = {.name = S("Hill Lamp"), .locales = {S("en")},
		.names = {S("")}, .locale_count = 1, .answer_days = 3,
		.addresses = {S("https://line.example")}, .address_count = 1,
		.leave = S("https://weather.example/")};
	struct buf made[SHARE_PARTS] = {{0}};

	(void)state;
	now = 1795000000000;
	arena = arena_open(1 << 20);
	memcpy(dir + sizeof(dir) - 7, "XXXXXX", 6);
	if (mkdtemp(dir) == NULL) return 1;
	is_ok(new_prepare(dir, &says, PASSPHRASE, now, made));
	is_ok(new_finish(dir));
	for (size_t i = 0; i < SHARE_PARTS; i++) {
		buf_put(&parts[i], buf_str(&made[i]));
		buf_close(&made[i]);
	}
	is_ok(desk_open(&desk, dir, PASSPHRASE));
	desk_pretend_now(desk, now);
	return 0;
}

static int end(void **state)
{
	(void)state;
	desk_close(&desk);
	for (size_t i = 0; i < SHARE_PARTS_MAX; i++) {
		buf_close(&parts[i]);
		buf_close(&older[i]);
	}
	drill_clear(dir);
	arena_close(&arena);
	return 0;
}

#define LIVE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(a_good_rehearsal_says_what_came_back_and_is_due_again_in_a_year),
		LIVE(each_mistake_has_its_own_word_and_is_no_rehearsal),
		LIVE(a_damaged_backup_and_a_strange_one_are_told_apart),
		LIVE(new_parts_replace_the_old_and_the_choice_is_kept),
		LIVE(a_later_epoch_is_sealed_and_comes_back),
		LIVE(a_backup_from_before_the_new_parts_is_of_another_time),
		LIVE(beside_an_open_desk_it_runs_in_a_process_of_its_own),
	};

	seal_start();
	keyfile_work(10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
