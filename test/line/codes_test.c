/* Tests of the processes that handle codes, each started for real with the
 * test as its siblings: the pool between a door and a maker, the reader
 * between a door and a keeper.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "line/limits.h"
#include "line/maker.h"
#include "line/pool.h"
#include "line/reader.h"
#include "line/wire.h"
#include "model/message.h"
#include "os/channel.h"
#include "os/process.h"
#include "os/socket.h"
#include "seal/age.h"
#include "seal/hash.h"

enum { ROUNDS_MAX = 20000, HEARD_MAX = 1024 };

/* What one sibling was told. */
struct heard {
	unsigned kind[HEARD_MAX];
	uint32_t id[HEARD_MAX];
	struct buf bytes[HEARD_MAX];
	size_t count;
};

static struct loop *loop;
static struct channel door, other;
static struct heard at_door, at_other;
static process_id child;

static void note(struct heard *heard, unsigned kind, uint32_t id, str bytes)
{
	assert_true(heard->count < HEARD_MAX);
	heard->kind[heard->count] = kind;
	heard->id[heard->count] = id;
	buf_reset(&heard->bytes[heard->count]);
	buf_put(&heard->bytes[heard->count], bytes);
	heard->count++;
}

static void door_hears(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	(void)channel;
	note(&at_door, kind, id, bytes);
}

static void other_hears(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	(void)channel;
	note(&at_other, kind, id, bytes);
}

static void lost_is_fine(struct channel *channel)
{
	(void)channel;
}

/* Runs the loop until someone was told `count` things. */
static void wait_for(const struct heard *heard, size_t count)
{
	for (int i = 0; i < ROUNDS_MAX && heard->count < count; i++) {
		is_ok(loop_once(loop, 5));
	}
	assert_true(heard->count >= count);
}

/* Starts a role whose start struct has two descriptors. */
static void role_start(int (*run)(void *), void *start, int *ret_door,
	int *ret_other)
{
	int doors[2], others[2], keep[2];

	at_door.count = at_other.count = 0;
	is_ok(process_pair(doors));
	is_ok(process_pair(others));
	*ret_door = keep[0] = doors[1];
	*ret_other = keep[1] = others[1];
	loop = loop_open();
	is_ok(process_start("role", run, start, keep, 2, &child));
	socket_close(&doors[1]);
	socket_close(&others[1]);
	door = (struct channel){0};
	other = (struct channel){0};
	channel_open(&door, loop, doors[0], door_hears);
	channel_open(&other, loop, others[0], other_hears);
	door.lost = other.lost = lost_is_fine;
}

static void role_end(void)
{
	process_id id;
	int status;

	process_end(child, true);
	while (process_wait(&id, &status) != NULL) {}
	channel_close(&door);
	channel_close(&other);
	loop_close(&loop);
}

/* -- the pool ------------------------------------------------------------- */

static unsigned made;

/* Answers the maker's request number `at` with a code of its own. */
static void maker_answers(size_t at)
{
	struct code_public public = {0};

	(void)snprintf(public.digits, sizeof(public.digits), "%023u", made++);
	channel_send(&other, WIRE_CODE, at_other.id[at],
		str_bytes(&public, sizeof(public)));
}

TEST(a_full_pool_hands_out_each_code_once_and_asks_for_more)
{
	/* [pool-1] */
	struct pool_start start;

	UNUSED_STATE;
	made = 0;
	role_start(pool_run, &start, &start.door, &start.maker);
	for (size_t i = 0; i < LINE_POOL_CODES; i++) {
		wait_for(&at_other, i + 1);
		assert_int_equal(at_other.kind[i], WIRE_CODE_NEW);
		maker_answers(i);
	}
	for (uint32_t id = 1; id <= LINE_POOL_CODES; id++) {
		channel_send(&door, WIRE_CODE_NEW, id, S(""));
	}
	wait_for(&at_door, LINE_POOL_CODES);
	for (size_t i = 0; i < LINE_POOL_CODES; i++) {
		for (size_t j = 0; j < i; j++) {
			assert_false(str_eq(buf_str(&at_door.bytes[i]),
				buf_str(&at_door.bytes[j])));
		}
	}
	wait_for(&at_other, LINE_POOL_CODES + 1);
	role_end();
}

TEST(new_writers_and_those_who_write_again_take_turns)
{
	/* [pool-2] */
	struct pool_start start;
	size_t again_served = 0, new_served = 0;

	UNUSED_STATE;
	made = 0;
	role_start(pool_run, &start, &start.door, &start.maker);
	wait_for(&at_other, 1); /* a refill is under way: the pool is empty */
	for (uint32_t id = 1; id <= LINE_AGAIN_QUEUE + 5; id++) {
		channel_send(&door, WIRE_CODE_AGAIN, id,
			S("123456789012345678901234"));
	}
	for (uint32_t id = 1000; id < 1020; id++) {
		channel_send(&door, WIRE_CODE_NEW, id, S(""));
	}
	wait_for(&at_door, 5); /* over the cap: told to come back */
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(at_door.kind[i], WIRE_BUSY);
	}
	for (size_t i = 0; i < 30; i++) {
		wait_for(&at_other, i + 1);
		maker_answers(i);
	}
	wait_for(&at_door, 5 + 30);
	for (size_t i = 5; i < 35; i++) {
		if (at_door.id[i] >= 1000) new_served++;
		if (at_door.id[i] < 1000) again_served++;
	}
	assert_in_range(new_served, 14, 17);
	assert_in_range(again_served, 13, 16);
	role_end();
}

/* -- the reader ----------------------------------------------------------- */

static const unsigned char salt[CODE_SALT_BYTES] = {1, 2, 3};

static struct reader_start reader_started(void)
{
	struct reader_start start;

	memcpy(start.salt, salt, sizeof(salt));
	role_start(reader_run, &start, &start.door, &start.keeper);
	return start;
}

static void keeper_sends_reply(uint32_t id, const struct code_keys *keys,
	str text)
{
	struct buf hex = {0}, plain = {0}, sealed = {0}, out = {0};
	struct reply reply = {.language = S("ar"), .hour = 1, .text = text,
		.id = S("000102030405060708090a0b0c0d0e0f")};

	buf_hex(&hex, keys->mailbox, sizeof(keys->mailbox));
	reply.mailbox = buf_str(&hex);
	assert_true(reply_write(&reply, &plain));
	age_seal(&sealed, buf_str(&plain), &keys->identity.recipient, 1);
	pack_number(&out, 495000);
	pack_number(&out, 0); /* no file is here */
	pack_str(&out, buf_str(&sealed));
	channel_send(&other, WIRE_BOX_REPLY, id, buf_str(&out));
	buf_close(&hex);
	buf_close(&plain);
	buf_close(&sealed);
	buf_close(&out);
}

static void keeper_ends(uint32_t id)
{
	uint64_t ok = 1;

	channel_send(&other, WIRE_BOX_END, id, str_bytes(&ok, sizeof(ok)));
}

TEST(a_code_opens_its_own_replies_and_no_one_elses)
{
	/* [reader-1] */
	code mine = code_make(), hers = code_make();
	struct code_keys my_keys, her_keys;
	str bytes;

	UNUSED_STATE;
	(void)reader_started();
	code_derive(mine, salt, &my_keys);
	code_derive(hers, salt, &her_keys);
	channel_send(&door, WIRE_READ, 7, str_bytes(mine.digits, CODE_DIGITS));
	wait_for(&at_other, 1);
	assert_int_equal(at_other.kind[0], WIRE_BOX);
	is_str(buf_str(&at_other.bytes[0]), str_bytes(my_keys.mailbox, 16));
	keeper_sends_reply(7, &her_keys, S("not for me"));
	keeper_sends_reply(7, &my_keys, S("for me"));
	keeper_ends(7);
	wait_for(&at_door, 2);
	assert_int_equal(at_door.kind[0], WIRE_REPLY);
	bytes = buf_str(&at_door.bytes[0]);
	assert_int_equal(unpack_number(&bytes), 495000);
	is_str(unpack_str(&bytes), S("ar"));
	is_str(unpack_str(&bytes), S("for me"));
	assert_int_equal(at_door.kind[1], WIRE_BOX_END);
	code_keys_close(&my_keys);
	code_keys_close(&her_keys);
	role_end();
}

TEST(every_well_formed_code_asks_the_keeper_the_same_way)
{
	/* [reader-2] the reader cannot know whether a mailbox is there */
	UNUSED_STATE;
	(void)reader_started();
	for (uint32_t id = 1; id <= 3; id++) {
		code unknown = code_make();

		channel_send(&door, WIRE_READ, id,
			str_bytes(unknown.digits, CODE_DIGITS));
		wait_for(&at_other, id);
		assert_int_equal(at_other.kind[id - 1], WIRE_BOX);
		assert_int_equal(at_other.bytes[id - 1].len, 16);
		keeper_ends(id);
		wait_for(&at_door, id);
		assert_int_equal(at_door.kind[id - 1], WIRE_BOX_END);
	}
	role_end();
}

TEST(guessing_fills_its_own_queue_and_is_told_to_come_back)
{
	/* [wire-1] and the keeper hears a mailbox's name, never the code */
	code guess = code_make();
	size_t busy = 0;

	UNUSED_STATE;
	(void)reader_started();
	for (uint32_t id = 1; id <= LINE_READ_QUEUE + 10; id++) {
		channel_send(&door, WIRE_READ, id,
			str_bytes(guess.digits, CODE_DIGITS));
	}
	wait_for(&at_door, 5);
	for (size_t i = 0; i < at_door.count; i++) {
		busy += at_door.kind[i] == WIRE_BUSY;
	}
	assert_true(busy >= 5);
	wait_for(&at_other, 1);
	assert_true(str_find(buf_str(&at_other.bytes[0]),
		str_bytes(guess.digits, 8)) == SIZE_MAX);
	role_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_full_pool_hands_out_each_code_once_and_asks_for_more),
		CASE(new_writers_and_those_who_write_again_take_turns),
		CASE(a_code_opens_its_own_replies_and_no_one_elses),
		CASE(every_well_formed_code_asks_the_keeper_the_same_way),
		CASE(guessing_fills_its_own_queue_and_is_told_to_come_back),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
