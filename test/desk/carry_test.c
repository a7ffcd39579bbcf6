/* Tests of desk/carry: what is offered and when, what is kept and how often,
 * and that a lost place, a log written anew or a kill costs nothing but time.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "killed.h"
#include "test.h"

#include "desk/carry.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/process.h"
#include "seal/rand.h"
#include "seal/secret.h"
#include "store/pack.h"

#include <stdlib.h>
#include <unistd.h>

enum { ARENA_BYTES = 16 << 20, KILL_ROUNDS = 25 };

static char top[] = "/tmp/bothy-carry-XXXXXX";
static char folder[256], log_path[300];

static const char *in(const char *name)
{
	static char path[300];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

/* Appends a commit of one body and one frame to the log. */
static void commit(const char *body, const char *frame)
{
	struct pack *pack;
	str one = str_of(body);

	is_ok(pack_open(&pack, log_path));
	is_ok(pack_commit(pack, &one, 1, str_of(frame)));
	pack_close(&pack);
}

static struct carry *fresh(void)
{
	static unsigned number;
	struct carry *carry;

	(void)snprintf(folder, sizeof(folder), "%s/%u", top, number++);
	(void)snprintf(log_path, sizeof(log_path), "%s/log.pack", folder);
	is_ok(file_folder_make(folder));
	commit("body 1", "frame 1");
	is_ok(carry_open(&carry, folder));
	return carry;
}

static void again(struct carry **carry)
{
	carry_close(carry);
	is_ok(carry_open(carry, folder));
}

/* The next offer as "a|b|c". */
static str offer_of(struct carry *carry, struct arena *arena)
{
	struct buf out = {0};
	size_t count;
	hash *names;
	str all;

	is_ok(carry_offer(carry, arena, &names, &count));
	for (size_t i = 0; i < count; i++) {
		str sealed;

		is_ok(carry_blob(carry, arena, i, &sealed));
		assert_true(hash_eq(hash_of(sealed), names[i]));
		if (i > 0) buf_byte(&out, '|');
		buf_put(&out, sealed);
	}
	all = buf_take(&out, arena);
	buf_close(&out);
	return all;
}

static const err *count_one(void *owner, hash name, str sealed)
{
	assert_true(hash_eq(hash_of(sealed), name));
	++*(unsigned *)owner;
	return NULL;
}

static unsigned count_of(struct carry *carry)
{
	const struct hash_set none = {0};
	unsigned count = 0;

	is_ok(carry_each(carry, &none, count_one, &count));
	return count;
}

static struct place receive(struct carry *carry, const char *const *texts,
	size_t count)
{
	struct bundle bundle = {0};
	struct place place = carry_place(carry);

	for (size_t i = 0; i < count; i++) {
		bundle_add(&bundle, str_of(texts[i]));
		place = place_next(place, bundle.blobs[i].name);
	}
	is_ok(carry_receive(carry, bundle.blobs, bundle.count, place));
	return place;
}

TEST(what_was_offered_is_not_offered_again_and_what_is_new_is)
{
	struct carry *carry = fresh();
	struct arena *arena = arena_open(ARENA_BYTES);
	struct place place = {5, hash_of(S("sum"))};

	UNUSED_STATE;
	is_str(offer_of(carry, arena), S("body 1|frame 1"));
	/* not until the line has it all */
	is_str(offer_of(carry, arena), S("body 1|frame 1"));
	is_ok(carry_offered(carry, place));
	is_str(offer_of(carry, arena), S(""));
	commit("body 2", "frame 2");
	is_str(offer_of(carry, arena), S("body 2|frame 2"));
	again(&carry);
	is_str(offer_of(carry, arena), S("body 2|frame 2"));
	assert_int_equal(carry_place(carry).cursor, 5);
	is_ok(carry_offered(carry, place));
	again(&carry);
	is_str(offer_of(carry, arena), S(""));
	arena_close(&arena);
	carry_close(&carry);
}

TEST(what_comes_is_kept_once_and_offered_on)
{
	/* [carry-1] [carry-2] [carry-3] */
	static const char *const texts[] = {"theirs 1", "theirs 2", "body 1"};
	struct carry *carry = fresh();
	struct arena *arena = arena_open(ARENA_BYTES);
	struct place place = receive(carry, texts, 3);

	UNUSED_STATE;
	assert_int_equal(count_of(carry), 4);
	again(&carry);
	assert_int_equal(carry_place(carry).cursor, place.cursor);
	assert_true(carry_has(carry, hash_of(S("theirs 2"))));
	assert_true(carry_has(carry, hash_of(S("frame 1"))));
	(void)receive(carry, texts, 3);
	assert_int_equal(count_of(carry), 4);
	is_str(offer_of(carry, arena),
		S("body 1|frame 1|theirs 1|theirs 2"));
	/* written here meanwhile, and then it comes from the line too */
	commit("body 9", "frame 9");
	(void)receive(carry, (const char *const[]){"frame 9"}, 1);
	assert_int_equal(count_of(carry), 6);
	arena_close(&arena);
	carry_close(&carry);
}

TEST(a_lost_place_offers_and_fetches_all_again)
{
	/* [carry-4] */
	static const char *const texts[] = {"theirs"};
	struct carry *carry = fresh();
	struct arena *arena = arena_open(ARENA_BYTES);
	str all;

	UNUSED_STATE;
	(void)receive(carry, texts, 1);
	all = offer_of(carry, arena);
	is_ok(carry_offered(carry, carry_place(carry)));
	is_ok(carry_lost(carry));
	assert_int_equal(carry_place(carry).cursor, 0);
	is_str(offer_of(carry, arena), all);
	is_ok(carry_offered(carry, carry_place(carry)));
	/* the file thrown away, cut anywhere, or something else */
	for (size_t len = 0; len < 200; len += 7) {
		struct buf place = {0};

		is_ok(file_read(in("relay.place"), 1024, &place));
		is_ok(file_replace(in("relay.place"),
			str_first(buf_str(&place), len)));
		again(&carry);
		is_str(offer_of(carry, arena), all);
		is_ok(carry_offered(carry, carry_place(carry)));
		buf_close(&place);
	}
	assert_int_equal(count_of(carry), 3);
	arena_close(&arena);
	carry_close(&carry);
}

TEST(a_log_written_anew_is_offered_from_the_beginning)
{
	/* [carry-4] as a compaction does: another file under the name */
	struct carry *carry = fresh();
	struct arena *arena = arena_open(ARENA_BYTES);

	UNUSED_STATE;
	commit("to be removed", "frame 2");
	(void)offer_of(carry, arena);
	is_ok(carry_offered(carry, carry_place(carry)));
	is_ok(file_remove(log_path));
	commit("body 1", "frame 1");
	commit("state", "frame 2");
	commit("a longer body than any", "frame 3");
	is_str(offer_of(carry, arena), S("body 1|frame 1|state|frame 2|"
		"a longer body than any|frame 3"));
	arena_close(&arena);
	carry_close(&carry);
}

TEST(a_damaged_inbox_is_put_aside_and_fetched_again)
{
	/* [carry-4] */
	struct carry *carry = fresh();
	struct buf bytes = {0};

	UNUSED_STATE;
	(void)receive(carry, (const char *const[]){"one"}, 1);
	(void)receive(carry, (const char *const[]){"two"}, 1);
	(void)receive(carry, (const char *const[]){"three"}, 1);
	carry_close(&carry);
	is_ok(file_read(in("inbox.pack"), 4096, &bytes));
	bytes.at[20] ^= 1;
	is_ok(file_replace(in("inbox.pack"), buf_str(&bytes)));
	is_ok(carry_open(&carry, folder));
	assert_int_equal(carry_place(carry).cursor, 0);
	assert_int_equal(count_of(carry), 2);
	buf_close(&bytes);
	carry_close(&carry);
}

TEST(many_commits_are_offered_in_portions)
{
	struct carry *carry = fresh();
	struct arena *arena = arena_open(ARENA_BYTES);
	struct pack *pack;
	size_t count, all = 0;
	hash *names;

	UNUSED_STATE;
	is_ok(pack_open(&pack, log_path));
	for (unsigned i = 0; i < 1200; i++) {
		char text[32];
		str body;

		(void)snprintf(text, sizeof(text), "many %u", i);
		body = str_of(text);
		is_ok(pack_commit(pack, &body, 1, S("")));
	}
	pack_close(&pack);
	do {
		is_ok(carry_offer(carry, arena, &names, &count));
		assert_true(count <= CARRY_OFFER_MAX);
		all += count;
		is_ok(carry_offered(carry, carry_place(carry)));
	} while (count > 0);
	assert_int_equal(all, 1202);
	arena_close(&arena);
	carry_close(&carry);
}

/* A log: takes what it is given, or refuses at the call it is told to. */
struct taker { unsigned calls, blobs, fail_at; };

static const err *take(void *owner, const str *blobs, size_t count)
{
	struct taker *taker = owner;

	if (++taker->calls == taker->fail_at) {
		return err_make(ERR_FULL, "no room");
	}
	for (size_t i = 0; i < count; i++) {
		assert_true(str_starts(blobs[i], S("theirs")));
		taker->blobs++;
	}
	return NULL;
}

TEST(the_inbox_is_empty_once_the_log_has_taken_it_and_not_before)
{
	/* [carry-5] [carry-3] */
	static const char *const texts[] = {"theirs 1", "theirs 2"};
	struct carry *carry = fresh();
	struct taker taker = {.fail_at = 2};

	UNUSED_STATE;
	(void)receive(carry, texts, 2);
	(void)receive(carry, (const char *const[]){"theirs 3"}, 1);
	assert_int_equal(carry_hand_over(carry, 1, take, &taker)->code, ERR_FULL);
	assert_int_equal(count_of(carry), 5);
	taker = (struct taker){0};
	is_ok(carry_hand_over(carry, 1, take, &taker));
	assert_int_equal(taker.blobs, 3);
	assert_int_equal(count_of(carry), 2);
	/* it comes again: the log has it */
	(void)receive(carry, texts, 2);
	assert_int_equal(count_of(carry), 2);
	is_ok(carry_hand_over(carry, 1, take, &taker));
	assert_int_equal(taker.blobs, 3);
	again(&carry);
	assert_int_equal(count_of(carry), 2);
	assert_int_equal(carry_place(carry).cursor, 5);
	carry_close(&carry);
}

/* A log with room for some: what begins with this has to wait. */
static const err *take_some(void *owner, const str *blobs, size_t count)
{
	struct taker *taker = owner;
	bool waits = false;

	taker->calls++;
	for (size_t i = 0; i < count; i++) {
		waits |= str_ends(blobs[i], S("junk"));
	}
	if (waits) return err_make(ERR_BUSY, "no room for all");
	taker->blobs += (unsigned)count;
	return NULL;
}

TEST(what_the_log_took_leaves_the_inbox_and_the_rest_waits_unread)
{
	/* [carry-5] [carry-6] */
	struct carry *carry = fresh();
	struct taker taker = {0};

	UNUSED_STATE;
	(void)receive(carry, (const char *const[]){"theirs junk"}, 1);
	(void)receive(carry, (const char *const[]){"theirs 1", "theirs 2"}, 2);
	(void)receive(carry, (const char *const[]){"theirs 2 junk"}, 1);
	assert_int_equal(carry_hand_over(carry, 7, take_some, &taker)->code,
		ERR_BUSY);
	assert_int_equal(taker.calls, 3);
	assert_int_equal(count_of(carry), 4); /* two of the log, two wait */
	assert_int_equal(carry_hand_over(carry, 7, take_some, &taker)->code,
		ERR_BUSY);
	again(&carry); /* nor at a start */
	assert_int_equal(carry_hand_over(carry, 7, take_some, &taker)->code,
		ERR_BUSY);
	assert_int_equal(taker.calls, 3);
	assert_int_equal(count_of(carry), 4);
	/* the log has learnt something */
	assert_int_equal(carry_hand_over(carry, 8, take_some, &taker)->code,
		ERR_BUSY);
	assert_int_equal(taker.calls, 5);
	/* something came */
	(void)receive(carry, (const char *const[]){"theirs 3"}, 1);
	assert_int_equal(carry_hand_over(carry, 8, take_some, &taker)->code,
		ERR_BUSY);
	assert_int_equal(taker.blobs, 3);
	assert_int_equal(count_of(carry), 4);
	is_ok(carry_hand_over(carry, 9, take, &taker));
	assert_int_equal(count_of(carry), 2);
	carry_close(&carry);
}

TEST(no_more_waits_than_has_room_in_memory)
{
	/* [carry-6] */
	struct carry *carry = fresh();
	struct bundle bundle = {0};
	struct place place = carry_place(carry);

	UNUSED_STATE;
	carry_inbox_limit(carry, 2);
	(void)receive(carry, (const char *const[]){"theirs 1", "theirs 2"}, 2);
	bundle_add(&bundle, S("theirs 3"));
	assert_int_equal(carry_receive(carry, bundle.blobs, bundle.count,
		place_next(place, bundle.blobs[0].name))->code, ERR_FULL);
	assert_int_equal(count_of(carry), 4);
	carry_close(&carry);
}

/* -- kills ---------------------------------------------------------------- */

static int report_fd;

/* Receives for ever, and says how many are kept. */
static int receiver(void *argument)
{
	struct carry *carry;
	uint32_t done = 0;

	(void)argument;
	if (carry_open(&carry, folder) != NULL) return 1;
	for (;; done++) {
		struct bundle bundle = {0};
		char text[32];
		struct place place = carry_place(carry);

		(void)snprintf(text, sizeof(text), "blob %u", done);
		bundle_add(&bundle, str_of(text));
		place = place_next(place, bundle.blobs[0].name);
		if (carry_receive(carry, bundle.blobs, 1, place) != NULL) {
			return 2;
		}
		if (write(report_fd, &done, sizeof(done)) != sizeof(done)) {
			return 3;
		}
	}
}

TEST(a_kill_at_any_moment_keeps_what_was_received_and_no_place_beyond_it)
{
	/* [carry-1] [carry-2] */
	UNUSED_STATE;
	for (unsigned round = 0; round < KILL_ROUNDS; round++) {
		struct carry *carry = fresh();
		uint32_t last = 0, one;
		bool any = false;
		process_id id;
		int fds[2];
		unsigned count;

		carry_close(&carry);
		assert_int_equal(pipe(fds), 0);
		report_fd = fds[1];
		is_ok(process_start("receiver", receiver, NULL, &fds[1], 1,
			&id));
		assert_int_equal(close(fds[1]), 0);
		clock_sleep_ms(5 + rand_below(40));
		process_end(id, true);
		killed_wait();
		while (read(fds[0], &one, sizeof(one)) == sizeof(one)) {
			last = one;
			any = true;
		}
		assert_int_equal(close(fds[0]), 0);
		is_ok(carry_open(&carry, folder));
		count = count_of(carry) - 2;
		assert_true(!any || count > last);
		assert_true(carry_place(carry).cursor <= count);
		carry_close(&carry);
	}
}

static int clean(void **state)
{
	char command[300];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf %s", top);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_was_offered_is_not_offered_again_and_what_is_new_is),
		CASE(what_comes_is_kept_once_and_offered_on),
		CASE(a_lost_place_offers_and_fetches_all_again),
		CASE(a_log_written_anew_is_offered_from_the_beginning),
		CASE(a_damaged_inbox_is_put_aside_and_fetched_again),
		CASE(many_commits_are_offered_in_portions),
		CASE(the_inbox_is_empty_once_the_log_has_taken_it_and_not_before),
		CASE(what_the_log_took_leaves_the_inbox_and_the_rest_waits_unread),
		CASE(no_more_waits_than_has_room_in_memory),
		CASE(a_kill_at_any_moment_keeps_what_was_received_and_no_place_beyond_it),
	};

	seal_start();
	if (mkdtemp(top) == NULL) return 1;
	return cmocka_run_group_tests(tests, NULL, clean);
}
