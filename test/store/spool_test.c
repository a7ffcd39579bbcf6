/* Tests of store/spool: durability under kill -9, refusal before
 * acknowledging, erasing, and what is never aged out.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "killed.h"
#include "test.h"

#include "os/clock.h"
#include "os/file.h"
#include "os/process.h"
#include "seal/rand.h"
#include "seal/secret.h"
#include "store/spool.h"

#include <stdlib.h>
#include <unistd.h>

enum { KILL_ROUNDS = 40, NOW_HOUR = 490000 };

static char folder[] = "/tmp/bothy-spool-XXXXXX";
static char path[256];

static struct spool *fresh(void)
{
	struct spool *spool;
	static unsigned number;

	(void)snprintf(path, sizeof(path), "%s/%u", folder, number++);
	is_ok(spool_open(&spool, path, 0));
	return spool;
}

static struct spool_message sample(str sealed)
{
	struct spool_message m = {.hour = NOW_HOUR, .sealed = sealed};

	memset(m.mailbox.bytes, 7, SPOOL_NAME_BYTES);
	memset(m.erase, 9, sizeof(m.erase));
	return m;
}

static size_t count_of(struct spool *spool)
{
	struct arena *arena = arena_open(64 << 20);
	struct spool_intake *items;
	size_t count;

	is_ok(spool_intake(spool, arena, 0, 100000, 32 << 20, &items, &count));
	arena_close(&arena);
	return count;
}

TEST(a_committed_message_is_there_after_reopening)
{
	/* [spool-1] [spool-2] */
	struct spool *spool = fresh();
	struct spool_message m = sample(S("sealed bytes"));
	struct arena *arena = arena_open(1 << 20);
	struct spool_intake *items;
	size_t count;

	UNUSED_STATE;
	is_ok(spool_add(spool, &m));
	is_ok(spool_commit(spool));
	spool_close(&spool);
	is_ok(spool_open(&spool, path, 0));
	is_ok(spool_intake(spool, arena, 0, 10, 1 << 20, &items, &count));
	assert_int_equal(count, 1);
	is_str(items[0].sealed, S("sealed bytes"));
	assert_int_equal(items[0].hour, NOW_HOUR);
	is_ok(spool_intake(spool, arena, items[0].cursor, 10, 1 << 20, &items,
		&count));
	assert_int_equal(count, 0);
	arena_close(&arena);
	spool_close(&spool);
}

static int report_fd;

/* Adds groups of messages, says on a pipe how many are durable, for ever. */
static int writer(void *argument)
{
	struct spool *spool;
	uint32_t done = 0;

	(void)argument;
	if (spool_open(&spool, path, 0) != NULL) return 1;
	for (;;) {
		uint32_t group = 1 + (uint32_t)rand_below(5);

		for (uint32_t i = 0; i < group; i++) {
			char bytes[64];
			struct spool_message m;
			int len = snprintf(bytes, sizeof(bytes), "message %u",
				done + i);

			m = sample(str_bytes(bytes, (size_t)len));
			if (spool_add(spool, &m) != NULL) return 2;
		}
		if (spool_commit(spool) != NULL) return 3;
		done += group;
		if (write(report_fd, &done, sizeof(done)) != sizeof(done)) {
			return 4;
		}
	}
}

TEST(a_kill_at_any_moment_loses_and_doubles_nothing_acknowledged)
{
	/* [spool-2] [spool-3] */
	struct spool *spool = fresh();
	size_t before = 0;

	UNUSED_STATE;
	spool_close(&spool);
	for (int round = 0; round < KILL_ROUNDS; round++) {
		uint32_t done, acknowledged = 0;
		process_id id;
		int fds[2];
		size_t now;

		assert_int_equal(pipe(fds), 0);
		report_fd = fds[1];
		is_ok(process_start("test", writer, NULL, &fds[1], 1, &id));
		(void)close(fds[1]);
		clock_sleep_ms(5 + rand_below(25));
		process_end(id, true);
		killed_wait();
		while (read(fds[0], &done, sizeof(done)) == sizeof(done)) {
			acknowledged = done;
		}
		(void)close(fds[0]);
		is_ok(spool_open(&spool, path, 0));
		now = count_of(spool);
		assert_true(now >= before + acknowledged);
		/* at most the one group whose receipt was under way */
		assert_true(now <= before + acknowledged + 5);
		before = now;
		spool_close(&spool);
	}
	assert_true(before > 0);
}

TEST(a_nearly_full_disk_refuses_before_anything_is_added)
{
	/* [spool-5] */
	struct spool *spool = fresh();
	struct spool_message m = sample(S("x"));
	const err *e;

	UNUSED_STATE;
	spool_pretend_free(spool, 1 << 20);
	e = spool_add(spool, &m);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_FULL);
	is_ok(spool_commit(spool));
	assert_int_equal(count_of(spool), 0);
	spool_pretend_free(spool, 0);
	is_ok(spool_add(spool, &m));
	is_ok(spool_commit(spool));
	assert_int_equal(count_of(spool), 1);
	spool_close(&spool);
}

TEST(a_database_that_cannot_grow_keeps_the_group_whole)
{
	/* [spool-5] the same when SQLite itself meets the end */
	struct spool *spool = fresh();
	struct arena *arena = arena_open(1 << 20);
	char *large = arena_get(arena, 200000);
	struct spool_message m = sample(str_bytes(large, 200000));
	struct spool_message small = sample(S("small"));
	const err *e = NULL;
	size_t kept = 0;

	UNUSED_STATE;
	is_ok(spool_limit_pages(spool, 300));
	for (int i = 0; i < 50 && e == NULL; i++) {
		e = spool_add(spool, &m);
		if (e == NULL) e = spool_commit(spool);
		if (e == NULL) kept++;
	}
	assert_non_null(e);
	assert_int_equal(e->code, ERR_FULL);
	(void)!spool_commit(spool);
	is_ok(spool_limit_pages(spool, 100000));
	is_ok(spool_add(spool, &small));
	is_ok(spool_commit(spool));
	assert_int_equal(count_of(spool), kept + 1);
	arena_close(&arena);
	spool_close(&spool);
}

TEST(only_what_a_desk_acknowledged_is_ever_aged_out)
{
	/* [spool-4] */
	struct spool *spool = fresh();
	struct spool_message one = sample(S("one")), two = sample(S("two"));
	hash name = hash_of(S("one"));

	size_t deleted;

	UNUSED_STATE;

	is_ok(spool_add(spool, &one));
	is_ok(spool_add(spool, &two));
	is_ok(spool_commit(spool));
	is_ok(spool_acknowledge(spool, &name, 1, NOW_HOUR));
	is_ok(spool_commit(spool));
	is_ok(spool_age(spool, NOW_HOUR + 30 * 24 - 1, 30, &deleted));
	assert_int_equal(deleted, 0);
	is_ok(spool_age(spool, NOW_HOUR + 100000, 30, &deleted));
	assert_int_equal(deleted, 1);
	assert_int_equal(count_of(spool), 1);
	spool_close(&spool);
}

TEST(the_same_submission_again_is_stored_again)
{
	/* [spool-6] */
	struct spool *spool = fresh();
	struct spool_message m = sample(S("same"));

	UNUSED_STATE;
	is_ok(spool_add(spool, &m));
	is_ok(spool_add(spool, &m));
	is_ok(spool_commit(spool));
	assert_int_equal(count_of(spool), 2);
	spool_close(&spool);
}

TEST(a_blob_is_whole_or_not_there)
{
	/* [spool-3] */
	struct spool *spool = fresh();
	struct spool_blob *blob;
	spool_name name = {{1}};
	struct buf out = {0};
	uint64_t size;
	const err *e;

	UNUSED_STATE;
	is_ok(spool_blob_begin(spool, name, &blob));
	is_ok(spool_blob_put(blob, S("half")));
	e = spool_blob_read(spool, name, 0, 100, &out, &size);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_ABSENT);
	is_ok(spool_blob_put(blob, S(" and half")));
	is_ok(spool_blob_finish(&blob));
	is_ok(spool_blob_read(spool, name, 5, 100, &out, &size));
	is_str(buf_str(&out), S("and half"));
	assert_int_equal(size, 13);
	/* young: the sweep at opening leaves it; old without a row: gone */
	spool_close(&spool);
	is_ok(spool_open(&spool, path, clock_now_ms()));
	buf_reset(&out);
	is_ok(spool_blob_read(spool, name, 0, 100, &out, &size));
	spool_close(&spool);
	is_ok(spool_open(&spool, path, clock_now_ms() + 90000000));
	assert_non_null(spool_blob_read(spool, name, 0, 100, &out, &size));
	buf_close(&out);
	spool_close(&spool);
}

TEST(her_box_shows_replies_and_hours_and_an_unknown_one_is_empty)
{
	struct spool *spool = fresh();
	struct spool_message m = sample(S("x"));
	spool_name unknown = {{3}}, id = {{4}};
	struct arena *arena = arena_open(1 << 20);
	struct spool_box box;
	enum spool_taken taken;

	UNUSED_STATE;
	is_ok(spool_add(spool, &m));
	is_ok(spool_reply_add(spool, m.mailbox, id, NOW_HOUR + 1, S("r")));
	is_ok(spool_reply_add(spool, m.mailbox, id, NOW_HOUR + 1, S("r")));
	is_ok(spool_commit(spool));
	is_ok(spool_box(spool, arena, unknown, &box));
	assert_int_equal(box.reply_count + box.sent_count, 0);
	is_ok(spool_box(spool, arena, m.mailbox, &box));
	assert_int_equal(box.reply_count, 1);
	assert_int_equal(box.sent_count, 1);
	is_ok(spool_shown(spool, m.mailbox));
	is_ok(spool_reply_take_back(spool, m.mailbox, id, &taken));
	assert_int_equal(taken, SPOOL_ALREADY_SHOWN);
	is_ok(spool_commit(spool));
	arena_close(&arena);
	spool_close(&spool);
}

TEST(erasing_needs_the_proof_and_leaves_what_nobody_read)
{
	struct spool *spool = fresh();
	struct spool_message m = sample(S("unread"));
	unsigned char wrong[32] = {1};
	spool_name id = {{4}};
	struct arena *arena = arena_open(1 << 20);
	struct spool_box box;
	bool matched;
	size_t unread;

	UNUSED_STATE;
	is_ok(spool_add(spool, &m));
	is_ok(spool_reply_add(spool, m.mailbox, id, 1, S("r")));
	is_ok(spool_commit(spool));
	is_ok(spool_erase(spool, m.mailbox, wrong, &matched, &unread));
	assert_false(matched);
	is_ok(spool_erase(spool, m.mailbox, m.erase, &matched, &unread));
	assert_true(matched);
	assert_int_equal(unread, 1);
	is_ok(spool_commit(spool));
	is_ok(spool_box(spool, arena, m.mailbox, &box));
	assert_int_equal(box.reply_count + box.sent_count, 0);
	assert_int_equal(count_of(spool), 1);
	arena_close(&arena);
	spool_close(&spool);
}

static bool blob_is_here(struct spool *spool, spool_name blob)
{
	struct buf bytes = {0};
	uint64_t size;
	const err *e = spool_blob_read(spool, blob, 0, 100, &bytes, &size);

	buf_close(&bytes);
	return e == NULL && size > 0;
}

static struct spool_copy copy_of(unsigned char number, uint64_t hour)
{
	return (struct spool_copy){.mailbox = sample(S("")).mailbox,
		.id = {{number}}, .blob = {{0xb0, number}}, .hour = hour,
		.reply = S("sealed reply"), .file = S("sealed file")};
}

static size_t files_in_box(struct spool *spool)
{
	struct arena *arena = arena_open(1 << 20);
	struct spool_box box;
	size_t count = 0;

	is_ok(spool_box(spool, arena, sample(S("")).mailbox, &box));
	for (size_t i = 0; i < box.reply_count; i++) {
		count += box.replies[i].has_file;
	}
	arena_close(&arena);
	return count;
}

TEST(a_copy_is_there_with_its_reply_under_its_own_mailbox)
{
	/* [spool-9] */
	struct spool *spool = fresh();
	struct spool_copy copy = copy_of(1, NOW_HOUR), again = copy;
	spool_name other = {{9}};
	struct buf reply = {0};

	UNUSED_STATE;
	is_ok(spool_copy_add(spool, &copy));
	again.blob.bytes[5] = 1; /* the same id replaces nothing */
	is_ok(spool_copy_add(spool, &again));
	is_ok(spool_commit(spool));
	spool_close(&spool);
	is_ok(spool_open(&spool, path, (uint64_t)1 << 50));
	assert_true(blob_is_here(spool, copy.blob));
	assert_false(blob_is_here(spool, again.blob));
	assert_int_equal(files_in_box(spool), 1);
	is_ok(spool_copy_find(spool, copy.mailbox, copy.blob, &reply));
	is_str(buf_str(&reply), S("sealed reply"));
	assert_int_equal(spool_copy_find(spool, other, copy.blob,
		&reply)->code, ERR_ABSENT);
	assert_int_equal(spool_copy_find(spool, copy.mailbox, again.blob,
		&reply)->code, ERR_ABSENT);
	buf_close(&reply);
	spool_close(&spool);
}

TEST(a_copy_ends_with_its_reply_and_with_its_days)
{
	/* [spool-9] */
	struct spool *spool = fresh();
	struct spool_copy old = copy_of(1, NOW_HOUR), young = copy_of(2,
		NOW_HOUR + 1), taken_back = copy_of(3, NOW_HOUR + 1);
	enum spool_taken taken;

	UNUSED_STATE;
	is_ok(spool_copy_add(spool, &old));
	is_ok(spool_copy_add(spool, &young));
	is_ok(spool_copy_add(spool, &taken_back));
	is_ok(spool_commit(spool));
	is_ok(spool_copies_end(spool, NOW_HOUR - 1));
	assert_int_equal(files_in_box(spool), 3);
	is_ok(spool_copies_end(spool, NOW_HOUR));
	assert_false(blob_is_here(spool, old.blob));
	assert_int_equal(files_in_box(spool), 2);
	is_ok(spool_reply_take_back(spool, young.mailbox, taken_back.id,
		&taken));
	assert_int_equal(taken, SPOOL_TAKEN_BACK);
	is_ok(spool_commit(spool));
	/* a kill before its file went: the next opening does it */
	spool_close(&spool);
	is_ok(spool_open(&spool, path, 0));
	assert_false(blob_is_here(spool, taken_back.blob));
	assert_true(blob_is_here(spool, young.blob));
	spool_close(&spool);
}

TEST(when_she_erases_her_copies_go_too)
{
	/* [spool-9] */
	struct spool *spool = fresh();
	struct spool_message m = sample(S("hers"));
	struct spool_copy copy = copy_of(1, NOW_HOUR);
	bool matched;
	size_t unread;

	UNUSED_STATE;
	is_ok(spool_add(spool, &m));
	is_ok(spool_copy_add(spool, &copy));
	is_ok(spool_commit(spool));
	is_ok(spool_erase(spool, m.mailbox, m.erase, &matched, &unread));
	assert_true(matched);
	assert_false(blob_is_here(spool, copy.blob));
	spool_close(&spool);
}

TEST(a_nearly_full_disk_refuses_a_copy_whole)
{
	struct spool *spool = fresh();
	struct spool_copy copy = copy_of(1, NOW_HOUR);

	UNUSED_STATE;
	spool_pretend_free(spool, 1 << 20);
	assert_int_equal(spool_copy_add(spool, &copy)->code, ERR_FULL);
	is_ok(spool_commit(spool));
	assert_int_equal(files_in_box(spool), 0);
	assert_false(blob_is_here(spool, copy.blob));
	spool_close(&spool);
}

static int clean(void **state)
{
	char command[300];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_committed_message_is_there_after_reopening),
		CASE(a_kill_at_any_moment_loses_and_doubles_nothing_acknowledged),
		CASE(a_nearly_full_disk_refuses_before_anything_is_added),
		CASE(a_database_that_cannot_grow_keeps_the_group_whole),
		CASE(only_what_a_desk_acknowledged_is_ever_aged_out),
		CASE(the_same_submission_again_is_stored_again),
		CASE(a_blob_is_whole_or_not_there),
		CASE(her_box_shows_replies_and_hours_and_an_unknown_one_is_empty),
		CASE(erasing_needs_the_proof_and_leaves_what_nobody_read),
		CASE(a_copy_is_there_with_its_reply_under_its_own_mailbox),
		CASE(a_copy_ends_with_its_reply_and_with_its_days),
		CASE(when_she_erases_her_copies_go_too),
		CASE(a_nearly_full_disk_refuses_a_copy_whole),
	};

	seal_start();
	if (mkdtemp(folder) == NULL) return 1;
	return cmocka_run_group_tests(tests, NULL, clean);
}
