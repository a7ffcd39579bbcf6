/* Tests of os/loop, os/channel and os/process: order, push-back, size, loss,
 * and that a child keeps only what its row names.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "os/channel.h"
#include "os/clock.h"
#include "os/process.h"

#include <fcntl.h>
#include <unistd.h>

static struct loop *loop;
static uint32_t seen_count;
static uint32_t seen_out_of_order;
static size_t seen_bytes;
static bool was_lost, was_drained;

static void count_message(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	(void)channel;
	if (id != seen_count || kind != 7) seen_out_of_order++;
	seen_count++;
	seen_bytes += bytes.len;
}

static void note_loss(struct channel *channel)
{
	(void)channel;
	was_lost = true;
}

static void note_drained(struct channel *channel)
{
	(void)channel;
	was_drained = true;
}

static void pair_open(struct channel *a, struct channel *b)
{
	int fds[2];

	seen_count = seen_out_of_order = 0;
	seen_bytes = 0;
	was_lost = was_drained = false;
	is_ok(process_pair(fds));
	loop = loop_open();
	channel_open(a, loop, fds[0], count_message);
	channel_open(b, loop, fds[1], count_message);
}

TEST(messages_arrive_whole_and_in_order_however_many_wait)
{
	/* [channel-1] the queue fills, says so, and drains */
	struct channel a = {0}, b = {0};
	static char bytes[CHANNEL_MESSAGE_MAX];

	UNUSED_STATE;
	pair_open(&a, &b);
	a.drained = note_drained;
	for (uint32_t id = 0; id < 200; id++) {
		channel_send(&a, 7, id, str_bytes(bytes, sizeof(bytes)));
	}
	assert_true(channel_is_full(&a));
	for (int i = 0; i < 400 && seen_count < 200; i++) {
		is_ok(loop_once(loop, 10));
	}
	assert_int_equal(seen_count, 200);
	assert_int_equal(seen_out_of_order, 0);
	assert_int_equal(seen_bytes, 200 * sizeof(bytes));
	assert_true(was_drained);
	assert_false(channel_is_full(&a));
	channel_close(&a);
	channel_close(&b);
	loop_close(&loop);
}

TEST(a_paused_channel_gives_nothing_until_it_goes_on)
{
	struct channel a = {0}, b = {0};

	UNUSED_STATE;
	pair_open(&a, &b);
	channel_pause(&b, true);
	channel_send(&a, 7, 0, S("x"));
	is_ok(loop_once(loop, 20));
	assert_int_equal(seen_count, 0);
	channel_pause(&b, false);
	is_ok(loop_once(loop, 100));
	assert_int_equal(seen_count, 1);
	channel_close(&a);
	channel_close(&b);
	loop_close(&loop);
}

TEST(a_lost_sibling_is_told_once)
{
	/* [channel-2] without `lost` the process would end here */
	struct channel a = {0}, b = {0};

	UNUSED_STATE;
	pair_open(&a, &b);
	a.lost = note_loss;
	channel_close(&b);
	is_ok(loop_once(loop, 100));
	assert_true(was_lost);
	channel_close(&a);
	loop_close(&loop);
}

TEST(packed_fields_come_back_and_bytes_sent_are_wiped)
{
	/* [channel-3] is the mem_wipe in queue_pop and receive_one; here the
	 * fields round trip */
	struct buf out = {0};
	str rest;

	UNUSED_STATE;
	pack_number(&out, 42);
	pack_str(&out, S("سڵاو"));
	pack_str(&out, S(""));
	rest = buf_str(&out);
	assert_true(unpack_number(&rest) == 42);
	is_str(unpack_str(&rest), S("سڵاو"));
	is_str(unpack_str(&rest), S(""));
	assert_int_equal(rest.len, 0);
	buf_close(&out);
}

static struct timer one, two;
static char fired[4];
static size_t fired_count;

static void fire(struct timer *timer)
{
	fired[fired_count++] = timer == &one ? '1' : '2';
}

TEST(timers_fire_in_order_and_dropped_ones_never)
{
	struct timer third = {.fire = fire};

	UNUSED_STATE;
	one.fire = two.fire = fire;
	fired_count = 0;
	loop = loop_open();
	loop_timer(loop, &two, 500); /* however long the next lines take */
	loop_timer(loop, &one, 5);
	loop_timer(loop, &third, 10);
	loop_timer_drop(loop, &third);
	for (int i = 0; i < 1000 && fired_count < 2; i++) {
		is_ok(loop_once(loop, 20));
	}
	assert_int_equal(fired_count, 2);
	assert_int_equal(fired[0], '1');
	assert_int_equal(fired[1], '2');
	loop_close(&loop);
}

static struct watch first_watch, second_watch;
static int calls;

static void drop_other(struct watch *watch, unsigned events)
{
	struct watch *other =
		watch == &first_watch ? &second_watch : &first_watch;

	(void)events;
	calls++;
	loop_drop(loop, other);
}

TEST(a_watch_dropped_in_the_same_round_is_not_called)
{
	/* [loop-1] */
	int fds[2], more[2];

	UNUSED_STATE;
	loop = loop_open();
	is_ok(process_pair(fds));
	is_ok(process_pair(more));
	assert_int_equal(write(fds[1], "x", 1), 1);
	assert_int_equal(write(more[1], "x", 1), 1);
	first_watch = (struct watch){fds[0], LOOP_READ, drop_other, false};
	second_watch = (struct watch){more[0], LOOP_READ, drop_other, false};
	calls = 0;
	loop_watch(loop, &first_watch);
	loop_watch(loop, &second_watch);
	is_ok(loop_once(loop, 100));
	assert_int_equal(calls, 1);
	loop_close(&loop);
}

static int kept_fd, other_fd;

static int look_at_descriptors(void *argument)
{
	(void)argument;
	if (fcntl(kept_fd, F_GETFD) < 0) return 1;
	if (fcntl(other_fd, F_GETFD) >= 0) return 2;
	return 42;
}

TEST(a_child_keeps_only_the_descriptors_its_row_names)
{
	/* [process-1] */
	int fds[2], status = 0;
	process_id id, ended;
	const err *e;

	UNUSED_STATE;
	is_ok(process_pair(fds));
	kept_fd = fds[0];
	other_fd = fds[1];
	is_ok(process_start("test", look_at_descriptors, NULL, &kept_fd, 1,
		&id));
	do {
		clock_sleep_ms(2);
		e = process_wait(&ended, &status);
	} while (e != NULL && e->code == ERR_ABSENT);
	is_ok(e);
	assert_int_equal(ended, id);
	assert_int_equal(status, 42);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(messages_arrive_whole_and_in_order_however_many_wait),
		CASE(a_paused_channel_gives_nothing_until_it_goes_on),
		CASE(a_lost_sibling_is_told_once),
		CASE(packed_fields_come_back_and_bytes_sent_are_wiped),
		CASE(timers_fire_in_order_and_dropped_ones_never),
		CASE(a_watch_dropped_in_the_same_round_is_not_called),
		CASE(a_child_keeps_only_the_descriptors_its_row_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
