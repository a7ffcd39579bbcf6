/* Tests of store/spool_log: order, places, what is gone, what a full disk and
 * a kill leave; and of the signed lists that make the line forget.
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

enum { KILL_ROUNDS = 30, HOUR = 490000, GROUP = 3 };

static char folder[] = "/tmp/bothy-log-XXXXXX";
static char path[256];

static struct spool *fresh(void)
{
	struct spool *spool;
	static unsigned number;

	(void)snprintf(path, sizeof(path), "%s/%u", folder, number++);
	is_ok(spool_open(&spool, path, 0));
	return spool;
}

static struct spool_kept put(struct spool *spool, str sealed)
{
	struct bundle bundle = {0};
	struct spool_kept kept[BUNDLE_BLOBS_MAX];

	bundle_add(&bundle, sealed);
	is_ok(spool_put(spool, &bundle, HOUR, kept));
	return kept[0];
}

static struct spool_log *log_of(struct spool *spool, struct arena *arena,
	struct place after)
{
	struct spool_log *log = ARENA_NEW(arena, struct spool_log);

	is_ok(spool_log(spool, arena, after, log));
	return log;
}

TEST(blobs_are_numbered_without_gaps_and_the_sums_chain)
{
	/* [spool-7] */
	struct spool *spool = fresh();
	struct arena *arena = arena_open(8 << 20);
	struct spool_log *log;
	struct place place;

	UNUSED_STATE;
	log = log_of(spool, arena, (struct place){0});
	assert_int_equal(log->count + log->newest, 0);
	place = log->from;
	assert_int_equal(put(spool, S("one")).place.cursor, 1);
	assert_int_equal(put(spool, S("two")).place.cursor, 2);
	assert_int_equal(put(spool, S("one")).place.cursor, 1);
	is_ok(spool_commit(spool));
	spool_close(&spool);
	is_ok(spool_open(&spool, path, 0));
	assert_int_equal(put(spool, S("three")).place.cursor, 3);
	log = log_of(spool, arena, (struct place){0});
	assert_true(hash_eq(log->from.sum, place.sum));
	assert_int_equal(log->count, 3);
	assert_int_equal(log->items[1].hour, HOUR);
	is_str(log->items[1].sealed, S("two"));
	for (size_t i = 0; i < 3; i++) {
		place = place_next(place, log->items[i].name);
	}
	assert_true(hash_eq(place.sum, put(spool, S("three")).place.sum));
	log = log_of(spool, arena, place);
	assert_int_equal(log->count, 0);
	assert_int_equal(log->newest, 3);
	arena_close(&arena);
	spool_close(&spool);
}

TEST(a_place_it_never_was_at_is_told_apart)
{
	struct spool *one = fresh();
	struct spool_log log;
	struct arena *arena = arena_open(1 << 20);
	struct place there = put(one, S("same")).place, wrong = there;
	struct spool *other;

	UNUSED_STATE;
	is_ok(spool_commit(one));
	wrong.sum.bytes[31] ^= 1;
	assert_int_equal(spool_log(one, arena, wrong, &log)->code, ERR_ABSENT);
	wrong = place_next(there, there.sum);
	assert_int_equal(spool_log(one, arena, wrong, &log)->code, ERR_ABSENT);
	other = fresh();
	(void)put(other, S("same"));
	/* the same blob at the same number of another spool */
	assert_int_equal(spool_log(other, arena, there, &log)->code,
		ERR_ABSENT);
	arena_close(&arena);
	spool_close(&one);
	spool_close(&other);
}

TEST(what_is_gone_keeps_its_number_and_does_not_come_back)
{
	/* [spool-7] */
	struct spool *spool = fresh();
	struct arena *arena = arena_open(1 << 20);
	hash names[2] = {hash_of(S("secret body")), hash_of(S("unknown"))};
	struct place first = put(spool, S("secret body")).place;
	struct spool_log *log;
	struct spool_state state;
	bool lacks;

	UNUSED_STATE;
	(void)put(spool, S("stays"));
	is_ok(spool_destroy(spool, names, 2));
	is_ok(spool_destroy(spool, names, 2));
	assert_true(put(spool, S("secret body")).gone);
	is_ok(spool_commit(spool));
	log = log_of(spool, arena, (struct place){0});
	assert_int_equal(log->count, 2);
	assert_true(log->items[0].gone && log->items[0].sealed.len == 0);
	assert_true(hash_eq(log->items[0].name, names[0]));
	log = log_of(spool, arena, first);
	is_str(log->items[0].sealed, S("stays"));
	is_ok(spool_lacks(spool, names[0], &lacks));
	assert_false(lacks);
	is_ok(spool_lacks(spool, names[1], &lacks));
	assert_true(lacks);
	is_ok(spool_state(spool, &state));
	assert_int_equal(state.blobs, 1);
	assert_int_equal(state.gone, 1);
	arena_close(&arena);
	spool_close(&spool);
}

TEST(a_batch_is_of_a_mebibyte_or_one_long_blob)
{
	struct spool *spool = fresh();
	struct arena *arena = arena_open(16 << 20);
	char *bytes = calloc(1, BUNDLE_BLOB_MAX);
	struct spool_log *log;

	UNUSED_STATE;
	assert_non_null(bytes);
	for (size_t i = 0; i < 70; i++) {
		bytes[0] = (char)i;
		(void)put(spool, str_bytes(bytes, 10));
	}
	log = log_of(spool, arena, (struct place){0});
	assert_int_equal(log->count, BUNDLE_BLOBS_MAX);
	(void)put(spool, str_bytes(bytes, BUNDLE_BLOB_MAX));
	(void)put(spool, str_bytes(bytes, BUNDLE_BYTES - 1));
	(void)put(spool, str_bytes(bytes, 2));
	log = log_of(spool, arena, put(spool, str_bytes(bytes, 10)).place);
	assert_int_equal(log->count, 1);
	log = log_of(spool, arena, put(spool,
		str_bytes(bytes, BUNDLE_BLOB_MAX)).place);
	assert_int_equal(log->count, 1);
	free(bytes);
	arena_close(&arena);
	spool_close(&spool);
}

TEST(a_full_disk_refuses_a_bundle_whole_and_says_so_before)
{
	/* [spool-5] [spool-7] */
	struct spool *spool = fresh();
	struct bundle bundle = {0};
	struct spool_kept kept[BUNDLE_BLOBS_MAX];
	struct spool_state state;
	static char bytes[400000];
	const err *e = NULL;
	bool lacks;

	UNUSED_STATE;
	is_ok(spool_state(spool, &state));
	spool_pretend_free(spool, 1);
	is_ok(spool_state(spool, &state));
	assert_int_equal(state.disk, SPOOL_NO_ROOM);
	bundle_add(&bundle, S("first"));
	bundle_add(&bundle, str_bytes(bytes, sizeof(bytes)));
	assert_int_equal(spool_put(spool, &bundle, HOUR, kept)->code, ERR_FULL);
	spool_pretend_free(spool, state.all_bytes);
	is_ok(spool_state(spool, &state));
	assert_int_equal(state.disk, SPOOL_ROOMY);
	spool_pretend_free(spool, state.all_bytes / 10 - 1);
	is_ok(spool_state(spool, &state));
	assert_int_equal(state.disk, SPOOL_LOW);
	spool_pretend_free(spool, 0);
	/* the database itself cannot grow */
	is_ok(spool_limit_pages(spool, 60));
	e = spool_put(spool, &bundle, HOUR, kept);
	if (e == NULL) e = spool_commit(spool);
	assert_int_equal(e->code, ERR_FULL);
	(void)!spool_commit(spool);
	is_ok(spool_lacks(spool, bundle.blobs[0].name, &lacks));
	assert_true(lacks);
	spool_close(&spool);
}

/* -- kills ---------------------------------------------------------------- */

static int report_fd;

static void number_text(uint32_t number, char text[32])
{
	(void)snprintf(text, 32, "blob %u", number);
}

/* Puts bundles and says on a pipe how many blobs are durable, for ever. */
static int writer(void *argument)
{
	struct spool *spool;
	uint32_t done = 0;

	(void)argument;
	if (spool_open(&spool, path, 0) != NULL) return 1;
	for (;;) {
		struct bundle bundle = {0};
		struct spool_kept kept[BUNDLE_BLOBS_MAX];
		char text[GROUP][32];

		for (uint32_t i = 0; i < GROUP; i++) {
			number_text(done + i, text[i]);
			bundle_add(&bundle, str_of(text[i]));
		}
		if (spool_put(spool, &bundle, HOUR, kept) != NULL) return 2;
		if (spool_commit(spool) != NULL) return 3;
		done += GROUP;
		if (write(report_fd, &done, sizeof(done)) != sizeof(done)) {
			return 4;
		}
	}
}

/* Every blob from 1 on, in order, at least `done` of them, in whole groups. */
static void all_there(uint32_t done)
{
	struct arena *arena = arena_open(64 << 20);
	struct spool *spool;
	struct place place = {0};
	uint32_t number = 0;
	char text[32];

	is_ok(spool_open(&spool, path, 0));
	for (;;) {
		struct spool_log *log = log_of(spool, arena, place);

		place = log->from;
		for (size_t i = 0; i < log->count; i++) {
			number_text(number++, text);
			is_str(log->items[i].sealed, str_of(text));
			place = place_next(place, log->items[i].name);
		}
		if (log->count == 0) break;
	}
	assert_true(number >= done && number % GROUP == 0);
	spool_close(&spool);
	arena_close(&arena);
}

TEST(a_kill_at_any_moment_loses_no_blob_that_was_acknowledged)
{
	/* [spool-2] [spool-7] */
	UNUSED_STATE;
	for (unsigned round = 0; round < KILL_ROUNDS; round++) {
		struct spool *spool = fresh();
		uint32_t done = 0, one;
		process_id id;
		int fds[2];

		spool_close(&spool);
		assert_int_equal(pipe(fds), 0);
		report_fd = fds[1];
		is_ok(process_start("writer", writer, NULL, &fds[1], 1, &id));
		assert_int_equal(close(fds[1]), 0);
		clock_sleep_ms(5 + rand_below(40));
		process_end(id, true);
		killed_wait();
		while (read(fds[0], &one, sizeof(one)) == sizeof(one)) {
			done = one;
		}
		assert_int_equal(close(fds[0]), 0);
		all_there(done);
	}
}

/* -- forgetting ----------------------------------------------------------- */

static hash message(struct spool *spool, str sealed)
{
	struct spool_message m = {.hour = HOUR, .sealed = sealed};

	is_ok(spool_add(spool, &m));
	is_ok(spool_commit(spool));
	return hash_of(sealed);
}

TEST(a_signed_list_forgets_at_once_and_ends_what_one_desk_alone_can_say)
{
	/* [spool-4] [spool-8] */
	struct spool *spool = fresh();
	hash both = message(spool, S("all have it")), before, after;
	struct spool_state state;
	size_t deleted;

	UNUSED_STATE;
	before = message(spool, S("acknowledged before"));
	is_ok(spool_acknowledge(spool, &before, 1, HOUR));
	is_ok(spool_commit(spool));
	is_ok(spool_forget(spool, &both, 1));
	is_ok(spool_forget(spool, &both, 1));
	is_ok(spool_state(spool, &state));
	assert_int_equal(state.waiting, 0);
	assert_int_equal(state.kept, 1);
	after = message(spool, S("one desk has it"));
	is_ok(spool_acknowledge(spool, &after, 1, HOUR));
	is_ok(spool_commit(spool));
	is_ok(spool_age(spool, HOUR + 31 * 24, 30, &deleted));
	assert_int_equal(deleted, 1);
	is_ok(spool_state(spool, &state));
	assert_int_equal(state.waiting, 1);
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
		CASE(blobs_are_numbered_without_gaps_and_the_sums_chain),
		CASE(a_place_it_never_was_at_is_told_apart),
		CASE(what_is_gone_keeps_its_number_and_does_not_come_back),
		CASE(a_batch_is_of_a_mebibyte_or_one_long_blob),
		CASE(a_full_disk_refuses_a_bundle_whole_and_says_so_before),
		CASE(a_kill_at_any_moment_loses_no_blob_that_was_acknowledged),
		CASE(a_signed_list_forgets_at_once_and_ends_what_one_desk_alone_can_say),
	};

	seal_start();
	if (mkdtemp(folder) == NULL) return 1;
	return cmocka_run_group_tests(tests, NULL, clean);
}
