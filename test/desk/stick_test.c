/* Tests of desk/stick: two desks exchange by a folder; what a hostile stick
 * holds is refused with a sentence, and costs nothing else.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "desk/stick.h"
#include "os/file.h"
#include "seal/rand.h"
#include "seal/secret.h"
#include "store/pack.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define SEALED "age-encryption.org/v1\n"

enum { COMMITS = 5, LONG = 900000, KILLS_MAX = 100 };

static char top[] = "/tmp/bothy-stick-XXXXXX";
static char stick[300];
static struct { char folder[300]; struct carry *carry; } desks[2];
static unsigned faults;
static char last_fault[100];

static void fault(str name, const char *sentence)
{
	assert_int_equal(name.len, 16 + 6);
	(void)snprintf(last_fault, sizeof(last_fault), "%s", sentence);
	faults++;
}

static uint64_t taken_bytes, put_bytes;
static void step(uint64_t taken, uint64_t written)
{
	assert_true(taken >= taken_bytes && written >= put_bytes);
	taken_bytes = taken;
	put_bytes = written;
}

static struct stick_sum exchange(unsigned d)
{
	struct stick_sum sum = {0};

	taken_bytes = put_bytes = 0;
	is_ok(stick_exchange(desks[d].carry, stick,
		(struct stick_ear){fault, step}, &sum));
	return sum;
}

/* A sealed-looking text of its own, or a long one. */
static void commit(unsigned d, unsigned number, bool is_long)
{
	static char body[LONG];
	char path[400], frame[100];
	struct pack *pack;
	str one;

	one = str_bytes(body, is_long ? LONG : 1000);
	rand_bytes(body, one.len);
	memcpy(body, SEALED, sizeof(SEALED) - 1);
	(void)snprintf(frame, sizeof(frame), SEALED "%u %u", d, number);
	(void)snprintf(path, sizeof(path), "%s/log.pack", desks[d].folder);
	is_ok(pack_open(&pack, path));
	is_ok(pack_commit(pack, &one, 1, str_of(frame)));
	pack_close(&pack);
}

static void fresh_with(bool a_long_one)
{
	static unsigned number;

	faults = 0;
	(void)snprintf(stick, sizeof(stick), "%s/stick%u", top, number);
	is_ok(file_folder_make(stick));
	for (unsigned d = 0; d < 2; d++) {
		carry_close(&desks[d].carry);
		(void)snprintf(desks[d].folder, sizeof(desks[d].folder),
			"%s/d%u", top, number++);
		is_ok(file_folder_make(desks[d].folder));
		for (unsigned i = 0; i < COMMITS; i++) {
			commit(d, i, a_long_one && i == 2);
		}
		is_ok(carry_open(&desks[d].carry, desks[d].folder));
	}
}

static void fresh(void)
{
	fresh_with(true);
}

static void put(const char *name, str bytes)
{
	char path[400];

	(void)snprintf(path, sizeof(path), "%s/%s", stick, name);
	is_ok(file_replace(path, bytes));
}

static struct file_names names_on_it(struct arena *arena)
{
	struct file_names names;

	is_ok(file_list(arena, stick, &names));
	return names;
}

TEST(two_desks_have_all_of_each_other_after_a_stick_went_round)
{
	/* [stick-1] [stick-3] */
	struct arena *arena = arena_open(1 << 20);
	struct stick_sum sum;
	struct file_names names;

	UNUSED_STATE;
	fresh();
	sum = exchange(0);
	assert_int_equal(sum.taken, 0);
	assert_int_equal(sum.put, 2 * COMMITS);
	assert_true(put_bytes > LONG && taken_bytes == 0);
	sum = exchange(1);
	assert_int_equal(sum.taken, 2 * COMMITS);
	assert_int_equal(sum.put, 2 * COMMITS);
	assert_true(put_bytes > LONG && taken_bytes > LONG);
	sum = exchange(0);
	assert_int_equal(sum.taken, 2 * COMMITS);
	assert_int_equal(sum.put, 0);
	/* nothing new: no new file */
	names = names_on_it(arena);
	assert_int_equal(names.count, 2);
	sum = exchange(1);
	assert_int_equal(sum.taken + sum.put, 0);
	assert_int_equal(names_on_it(arena).count, 2);
	for (size_t i = 0; i < names.count; i++) {
		assert_true(str_ends(names.at[i], S(".blobs")));
		assert_int_equal(names.at[i].len, 22);
	}
	commit(0, 9, false);
	assert_int_equal(exchange(0).put, 2);
	assert_int_equal(exchange(1).taken, 2);
	assert_int_equal(faults, 0);
	arena_close(&arena);
}

TEST(what_is_not_as_written_is_refused_with_a_sentence_and_the_rest_taken)
{
	/* [stick-2] */
	struct bundle bundle = {0};
	struct buf good = {0}, both = {0};

	UNUSED_STATE;
	fresh();
	(void)exchange(0);
	bundle_add(&bundle, S(SEALED "one"));
	bundle_write(&bundle, &good);
	put("0000000000000001.blobs", S(""));
	put("0000000000000002.blobs", S("MZ\x90\0 a program"));
	put("0000000000000003.blobs", str_first(buf_str(&good), 40));
	buf_put(&both, buf_str(&good));
	buf_text(&both, "bothy-blobs/1\ncount 99999999\n");
	put("0000000000000004.blobs", buf_str(&both));
	bundle.count = 0;
	bundle_add(&bundle, S("plain words"));
	buf_reset(&good);
	bundle_write(&bundle, &good);
	put("0000000000000005.blobs", buf_str(&good));
	/* not ours: not looked at */
	put("autorun.inf", S("x"));
	put("000000000000000g.blobs", S("x"));
	/* five with a fault, in files that sort before what is good */
	assert_int_equal(exchange(1).taken, 2 * COMMITS + 1);
	assert_int_equal(faults, 5);
	is_str(str_of(last_fault), S("holds something that is not sealed"));
	assert_true(carry_has(desks[1].carry, hash_of(S(SEALED "one"))));
	assert_false(carry_has(desks[1].carry, hash_of(S("plain words"))));
	buf_close(&good);
	buf_close(&both);
}

TEST(a_folder_or_a_pipe_with_such_a_name_is_no_file)
{
	char command[400];

	UNUSED_STATE;
	fresh();
	(void)snprintf(command, sizeof(command), "mkdir %s/000000000000000a"
		".blobs", stick);
	assert_int_equal(system(command), 0);
	(void)snprintf(command, sizeof(command), "mkfifo %s/000000000000000b"
		".blobs", stick);
	assert_int_equal(system(command), 0);
	(void)exchange(0);
	assert_int_equal(faults, 2);
	is_str(str_of(last_fault), S("is no file"));
}

TEST(every_cut_and_every_changed_byte_of_a_file_is_noticed)
{
	/* [stick-2] [bundle-1] */
	struct bundle bundle = {0};
	struct buf good = {0};

	UNUSED_STATE;
	fresh_with(false); /* each look reads all there is */
	bundle_add(&bundle, S(SEALED "one"));
	bundle_add(&bundle, S(SEALED "two"));
	bundle_write(&bundle, &good);
	for (size_t i = 1; i < good.len; i++) {
		unsigned before = faults;

		put("0000000000000001.blobs", str_first(buf_str(&good), i));
		(void)exchange(0);
		good.at[i] ^= 1;
		put("0000000000000001.blobs", buf_str(&good));
		(void)exchange(0);
		good.at[i] ^= 1;
		assert_int_equal(faults, before + 2);
	}
	assert_false(carry_has(desks[0].carry, hash_of(S(SEALED "one"))));
	buf_close(&good);
}

TEST(what_was_broken_off_on_the_stick_is_cleared_away)
{
	/* [stick-3] at every write that can fail */
	struct arena *arena = arena_open(1 << 20);

	UNUSED_STATE;
	fresh();
	for (unsigned long n = 1; n < 60; n++) {
		struct stick_sum sum = {0};
		struct file_names names;
		const err *e;

		file_fail_at(n, 28 /* ENOSPC */);
		e = stick_exchange(desks[0].carry, stick,
			(struct stick_ear){fault, NULL}, &sum);
		file_fail_at(0, 0);
		names = names_on_it(arena);
		for (size_t i = 0; e != NULL && i < names.count; i++) {
			assert_true(str_ends(names.at[i], S(".blobs")));
		}
		if (e == NULL && sum.put == 0) break;
	}
	put("0000000000000001.blobs.part", S("half"));
	(void)exchange(0);
	(void)exchange(1);
	assert_true(exchange(0).taken == 2 * COMMITS);
	for (size_t i = 0; i < names_on_it(arena).count; i++) {
		assert_true(str_ends(names_on_it(arena).at[i], S(".blobs")));
	}
	arena_close(&arena);
}

static int clean(void **state)
{
	char command[300];

	(void)state;
	for (unsigned d = 0; d < 2; d++) carry_close(&desks[d].carry);
	(void)snprintf(command, sizeof(command), "rm -rf %s", top);
	return system(command);
}

/* Killed before its n-th write; true: it was. */
static bool killed_at(unsigned long n)
{
	struct stick_sum sum;
	int status;
	pid_t id = fork();

	if (id == 0) {
		file_die_at(n);
		_exit(stick_exchange(desks[0].carry, stick,
			(struct stick_ear){fault, NULL}, &sum) != NULL);
	}
	assert_true(id > 0);
	assert_true(wait(&status) > 0);
	if (WIFEXITED(status)) assert_int_equal(WEXITSTATUS(status), 0);
	return WIFSIGNALED(status);
}

TEST(stopped_at_any_moment_the_stick_is_sound_and_the_next_goes_on)
{
	/* [stick-3] */
	unsigned long n = 1;
	bool was = true;

	UNUSED_STATE;
	for (; was && n < KILLS_MAX; n++) {
		struct stick_sum sum;

		fresh();
		(void)exchange(1);
		was = killed_at(n);
		/* who finds the stick so takes what is whole of it */
		sum = exchange(1);
		assert_true(sum.taken == 0 || sum.taken == 2 * COMMITS);
		/* and who was stopped begins again, as after a start */
		carry_close(&desks[0].carry);
		is_ok(carry_open(&desks[0].carry, desks[0].folder));
		(void)exchange(0);
		(void)exchange(1);
		assert_int_equal(exchange(0).taken, 0);
		assert_int_equal(exchange(1).taken, 0);
		for (unsigned d = 0; d < 2; d++) {
			assert_int_equal(carry_waiting(desks[d].carry),
				2 * COMMITS);
		}
		assert_int_equal(faults, 0);
	}
	assert_false(was);
	assert_true(n > 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(two_desks_have_all_of_each_other_after_a_stick_went_round),
		CASE(what_is_not_as_written_is_refused_with_a_sentence_and_the_rest_taken),
		CASE(a_folder_or_a_pipe_with_such_a_name_is_no_file),
		CASE(every_cut_and_every_changed_byte_of_a_file_is_noticed),
		CASE(what_was_broken_off_on_the_stick_is_cleared_away),
		CASE(stopped_at_any_moment_the_stick_is_sound_and_the_next_goes_on),
	};

	seal_start();
	if (mkdtemp(top) == NULL) return 1;
	return cmocka_run_group_tests(tests, NULL, clean);
}
