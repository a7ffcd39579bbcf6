/* The log: what was appended is read, in order, by its device and after
 * recovery; nothing that does not hold together is given out; a kill at any
 * moment leaves whole commits.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "memory.h"
#include "test.h"

#include "base/hex.h"
#include "os/file.h"
#include "seal/rand.h"
#include "store/log.h"
#include "store/pack.h"
#include "store/state.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define ORG "00112233445566778899aabbccddeeff" \
	"00112233445566778899aabbccddeeff"

static char folder[] = "/tmp/bothy-log-XXXXXX";
static char path[sizeof(folder) + 16];
static struct sign_key sign;
static struct identity identity;
static struct log *log_now;
static struct buf seen;              /* "field=value;" of what was given */

static const err *give(void *owner, const struct log_op *op)
{
	(void)owner;
	if (op->op.kind == OP_KEY || op->op.kind == OP_ADD) return NULL;
	buf_fmt(&seen, "%llu/%zu/%zu %.*s %.*s=%.*s;",
		(unsigned long long)op->seq, op->body, op->index,
		S_ARG(op->ring), S_ARG(op->op.field), S_ARG(op->op.value));
	return NULL;
}

static const err *open_log(void)
{
	struct log_device device = {S_INIT(ORG), &sign, &identity, NULL};

	buf_reset(&seen);
	return log_open(&log_now, path, &device);
}

static str own_ring(void)
{
	static char ring[7 + LOG_DEVICE_HEX] = "device-";

	log_device_name(sign.public, ring + 7);
	return str_bytes(ring, sizeof(ring));
}

/* The founding commit: hands the device its rings and names the device. */
static void found(const struct identity *team, const struct identity *recovery)
{
	struct op keys[] = {{.kind = OP_KEY, .field = S("team.1"),
		.value = secret_str(&team->key)}};
	struct op names[] = {{.kind = OP_ADD, .field = S("devices"),
		.value = str_bytes(sign.public.bytes, 32)}};
	struct op escrow[] = {{.kind = OP_ESCROW, .field = S("team.1"),
		.value = secret_str(&team->key)}};
	struct log_body bodies[] = {
		{.ring = own_ring(), .ops = keys, .op_count = 1},
		{.ring = S("team"), .ops = names, .op_count = 1},
		{.ring = S("recovery"), .ops = escrow, .op_count = 1,
			.to = &recovery->recipient},
	};

	log_epoch_add(log_now, S("team"), 1, secret_str(&team->key));
	is_ok(log_append(log_now, 1000, bodies, 3));
}

static const err *append(str value)
{
	struct op op = {.kind = OP_SET, .field = S("x"), .value = value};
	struct log_body body = {.ring = S("team"), .ops = &op, .op_count = 1};
	const err *e = log_read(log_now, give, NULL);

	return e != NULL ? e : log_append(log_now, 2000, &body, 1);
}

static struct identity team, recovery;

static int begin(void **state)
{
	(void)state;
	(void)unlink(path);
	sign = sign_key_make();
	identity = identity_make();
	team = identity_make();
	recovery = identity_make();
	is_ok(open_log());
	found(&team, &recovery);
	return 0;
}

static int end(void **state)
{
	(void)state;
	log_close(&log_now);
	sign_key_close(&sign);
	identity_close(&identity);
	identity_close(&team);
	identity_close(&recovery);
	return 0;
}

TEST(what_was_appended_is_read_in_order_after_reopening)
{
	/* [log-1] the rings come from the log itself */
	UNUSED_STATE;
	is_ok(append(S("one")));
	is_ok(append(S("two")));
	log_close(&log_now);
	is_ok(open_log());
	is_ok(log_read(log_now, give, NULL));
	is_str(buf_str(&seen), S("2/0/0 team x=one;3/0/0 team x=two;"));
	assert_int_equal(log_seq(log_now), 3);
	assert_int_equal(log_sealed_count(log_now), 1); /* [log-3] recovery */
}

static struct memory_word planted;
static size_t given_count, while_given;

static const err *give_and_look(void *owner, const struct log_op *op)
{
	(void)owner;
	if (op->op.kind != OP_SET) return NULL;
	given_count++;
	while_given += memory_count(&planted);
	return NULL;
}

TEST(when_the_reading_is_over_no_word_of_it_is_in_memory)
{
	/* [log-4] and the search finds it while it is being given out */
	char word[MEMORY_WORD_MAX];

	UNUSED_STATE;
	planted = memory_word(7, 40);
	memory_word_write(&planted, word);
	is_ok(append(str_bytes(word, planted.len)));
	mem_wipe(word, sizeof(word));
	buf_close(&seen);
	assert_int_equal(memory_count(&planted), 0);
	log_close(&log_now);
	is_ok(open_log());
	is_ok(log_read(log_now, give_and_look, NULL));
	assert_int_equal(given_count, 1);
	assert_true(while_given > 0);
	assert_int_equal(memory_count(&planted), 0);
}

TEST(what_survives_is_kept_without_its_words)
{
	/* [state-4] */
	char word[MEMORY_WORD_MAX];
	struct state *state = state_open(S(ORG));
	struct arena *arena = arena_open(1 << 16);
	struct state_sum before = state_sum(state, S("team"));

	UNUSED_STATE;
	planted = memory_word(9, 40);
	memory_word_write(&planted, word);
	is_ok(append(str_bytes(word, planted.len)));
	mem_wipe(word, sizeof(word));
	buf_close(&seen);
	log_close(&log_now);
	is_ok(open_log());
	is_ok(log_read(log_now, state_op, state));
	assert_false(state_sum_eq(before, state_sum(state, S("team"))));
	assert_int_equal(state_survivors(state, arena, S("team"),
		(object_id){{0}}).count, 2);
	assert_int_equal(memory_count(&planted), 0);
	arena_close(&arena);
	state_close(&state);
}

TEST(no_flipped_byte_is_ever_given_out)
{
	/* [log-2] [pack-3] every 7th byte of the file, one bit */
	uint64_t bytes;

	UNUSED_STATE;
	is_ok(append(S("one")));
	log_close(&log_now);
	is_ok(file_size(path, &bytes));
	for (off_t at = 13; at < (off_t)bytes; at += 7) {
		int fd = open(path, O_RDWR);
		char byte;

		assert_int_equal(pread(fd, &byte, 1, at), 1);
		byte ^= 0x10;
		assert_int_equal(pwrite(fd, &byte, 1, at), 1);
		if (open_log() == NULL) {
			const err *e = log_read(log_now, give, NULL);

			/* Cut as a torn tail, or refused: never other words. */
			if (e == NULL) {
				assert_true(log_seq(log_now) < 2);
				assert_int_equal(seen.len, 0);
			}
			log_close(&log_now);
		}
		(void)close(fd);
		log_close(&log_now);
		is_ok(file_remove(path));
		is_ok(open_log());
		found(&team, &recovery);
		is_ok(append(S("one")));
		log_close(&log_now);
		is_ok(file_size(path, &bytes));
	}
}

TEST(every_torn_tail_leaves_the_whole_commits)
{
	/* [pack-2] */
	struct buf whole = {0};
	uint64_t first;

	UNUSED_STATE;
	is_ok(log_read(log_now, give, NULL));
	first = log_place(log_now).position;
	is_ok(append(S("one")));
	log_close(&log_now);
	is_ok(file_read(path, 1 << 20, &whole));
	for (size_t len = (size_t)first; len < whole.len; len += 11) {
		is_ok(file_replace(path, str_first(buf_str(&whole), len)));
		is_ok(open_log());
		is_ok(log_read(log_now, give, NULL));
		assert_int_equal(log_seq(log_now), 1);
		is_ok(append(S("again")));
		log_close(&log_now);
		is_ok(open_log());
		is_ok(log_read(log_now, give, NULL));
		is_str(buf_str(&seen), S("2/0/0 team x=again;"));
		log_close(&log_now);
	}
	buf_close(&whole);
}

TEST(damage_before_whole_commits_is_refused_and_nothing_is_cut)
{
	struct buf whole = {0};
	uint64_t first, bytes;

	UNUSED_STATE;
	is_ok(log_read(log_now, give, NULL));
	first = log_place(log_now).position;
	is_ok(append(S("one")));
	is_ok(append(S("two")));
	log_close(&log_now);
	is_ok(file_read(path, 1 << 20, &whole));
	whole.at[first] = 'x';
	is_ok(file_replace(path, buf_str(&whole)));
	assert_int_equal(open_log()->code, ERR_FORMAT);
	is_ok(file_size(path, &bytes));
	assert_int_equal(bytes, whole.len);
	buf_close(&whole);
}

TEST(a_full_disk_refuses_and_leaves_the_log_as_it_was)
{
	uint64_t bytes, after;

	UNUSED_STATE;
	is_ok(append(S("one")));
	is_ok(log_read(log_now, give, NULL));
	is_ok(file_size(path, &bytes));
	for (unsigned long n = 1; n <= 2; n++) {
		const err *e;

		file_fail_at(n, ENOSPC);
		e = append(S("two"));
		file_fail_at(0, 0);
		assert_non_null(e);
		is_ok(file_size(path, &after));
		assert_int_equal(after, bytes);
	}
	is_ok(append(S("three")));
	is_ok(log_read(log_now, give, NULL));
	is_str(buf_str(&seen), S("2/0/0 team x=one;3/0/0 team x=three;"));
}

TEST(another_device_reads_nothing_without_recovery_and_all_with_it)
{
	struct sign_key old_sign = sign;
	struct identity old_identity = identity;

	UNUSED_STATE;
	is_ok(append(S("one")));
	log_close(&log_now);
	sign = sign_key_make();
	identity = identity_make();
	is_ok(open_log());
	assert_int_equal(log_read(log_now, give, NULL)->code, ERR_KEY);
	assert_int_equal(log_recover(log_now, &identity)->code, ERR_KEY);
	is_ok(log_recover(log_now, &recovery));
	is_ok(log_read(log_now, give, NULL));
	is_str(buf_str(&seen), S("2/0/0 team x=one;"));
	is_ok(append(S("restored"))); /* as another device, with a head */
	is_ok(log_read(log_now, give, NULL));
	assert_int_equal(log_seq(log_now), 1);
	sign_key_close(&old_sign);
	identity_close(&old_identity);
}

TEST(a_kill_at_any_moment_loses_nothing_acknowledged)
{
	/* [pack-1] a child appends and says each number once it is durable */
	UNUSED_STATE;
	log_close(&log_now);
	for (int round = 0; round < 30; round++) {
		unsigned said = 0, got;
		int pipe_fds[2];
		uint64_t before;
		pid_t child;

		is_ok(open_log());
		is_ok(log_read(log_now, give, NULL));
		before = log_seq(log_now);
		log_close(&log_now);
		assert_int_equal(pipe(pipe_fds), 0);
		child = fork();
		if (child == 0) {
			if (open_log() != NULL) _exit(1);
			for (unsigned i = 1;; i++) {
				if (append(S("k")) != NULL) _exit(2);
				(void)!write(pipe_fds[1], &i, sizeof(i));
			}
		}
		(void)close(pipe_fds[1]);
		(void)usleep((useconds_t)rand_below(12000));
		(void)kill(child, SIGKILL);
		(void)waitpid(child, NULL, 0);
		while (read(pipe_fds[0], &got, sizeof(got)) == sizeof(got)) {
			said = got;
		}
		(void)close(pipe_fds[0]);
		is_ok(open_log());
		is_ok(log_read(log_now, give, NULL));
		assert_true(log_seq(log_now) >= before + said);
		assert_true(log_seq(log_now) <= before + said + 1);
		log_close(&log_now);
	}
}

#define LIVE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(what_was_appended_is_read_in_order_after_reopening),
		LIVE(when_the_reading_is_over_no_word_of_it_is_in_memory),
		LIVE(what_survives_is_kept_without_its_words),
		LIVE(no_flipped_byte_is_ever_given_out),
		LIVE(every_torn_tail_leaves_the_whole_commits),
		LIVE(damage_before_whole_commits_is_refused_and_nothing_is_cut),
		LIVE(a_full_disk_refuses_and_leaves_the_log_as_it_was),
		LIVE(another_device_reads_nothing_without_recovery_and_all_with_it),
		LIVE(a_kill_at_any_moment_loses_nothing_acknowledged),
	};
	int failed;

	seal_start();
	if (mkdtemp(folder) == NULL) return 1;
	(void)snprintf(path, sizeof(path), "%s/log.pack", folder);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)unlink(path);
	(void)rmdir(folder);
	return failed;
}
