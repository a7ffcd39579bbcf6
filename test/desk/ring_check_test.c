/* Tests of what desks say once a day about what they hold: three real desks of
 * one team, their logs carried by hand.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/team_lib.h"

#include "desk/hands.h"
#include "desk/ring_check.h"
#include "desk/team_act.h"
#include "desk/tidy.h"
#include "store/state_room.h"

enum { DAY_MS = 24 * TEAM_HOUR_MS, TASKS = 6 };

static struct team_world world;

static int begin(void **state)
{
	(void)state;
	team_open(&world);
	return 0;
}

static int end(void **state)
{
	(void)state;
	team_close(&world);
	return 0;
}

static void beats(size_t at)
{
	is_ok(team_clock_confirm(world.desks[at])); /* as the line's hour does */
	is_ok(team_heartbeat(world.desks[at]));
}

/* A day later: all say what they have, all hear it, all look at it. */
static void day(void)
{
	team_clock(&world, DAY_MS);
	for (size_t i = 0; i < TEAM_SIZE; i++) beats(i);
	team_carry(&world);
	for (size_t k = 0; k < 12; k++) {
		for (size_t i = 0; i < TEAM_SIZE; i++) {
			ring_check_look(world.desks[i]);
		}
	}
}

static size_t differing(size_t at, const char **ret_dev)
{
	static struct alarm alarms[LOG_ALARMS_MAX];
	size_t count = team_alarms(world.desks[at], alarms, NELEM(alarms));
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		if (alarms[i].kind != ALARM_DIFFER) continue;
		found++;
		*ret_dev = alarms[i].dev;
	}
	return found;
}

static size_t all_differing(void)
{
	const char *dev;
	size_t found = 0;

	for (size_t i = 0; i < TEAM_SIZE; i++) found += differing(i, &dev);
	return found;
}

static bool is_looked(size_t at, size_t of, str ring)
{
	return state_is_looked(world.desks[at]->state, ring,
		str_bytes(world.desks[of]->fold.dev, LOG_DEVICE_HEX));
}

static void tasks(size_t at)
{
	for (size_t i = 0; i < TASKS; i++) {
		(void)team_record(&world, at, &record_task,
			EDITS({"title", S("buy stamps"), EDIT_SET}));
	}
}

/* Something a desk holds is not what was read. */
static void plant(struct desk *desk)
{
	struct state *state = desk->state;
	size_t at = state->entry_count;

	while (state->entries[--at].gone ||
		state->entries[at].ring != state_ring_find(state, S("team")) ||
		state->texts[state->entries[at].field].len == 0) {
	}
	state->entries[at].value[0] ^= 1;
}

TEST(each_says_it_once_a_day_and_also_after_opening_again)
{
	/* [ring_check-1] */
	uint64_t seq;

	UNUSED_STATE;
	beats(0);
	seq = log_seq(world.desks[0]->log);
	beats(0);
	team_reopen(&world, 0);
	beats(0);
	assert_int_equal(log_seq(world.desks[0]->log), seq);
	team_clock(&world, DAY_MS);
	beats(0);
	assert_int_equal(log_seq(world.desks[0]->log), seq + 1);
}

TEST(desks_that_hold_the_same_say_nothing_whatever_one_had_not_seen_yet)
{
	/* [state-5] writing beside each other, erased, tidied, removed */
	struct tidied tidied;

	UNUSED_STATE;
	day();
	assert_true(is_looked(0, 1, S("team")));
	for (size_t i = 0; i < TEAM_SIZE; i++) tasks(i);
	day();
	assert_true(is_looked(2, 0, S("team")));
	is_ok(tidy_units(world.desks[0], 50, &tidied));
	tasks(1);
	day();
	is_ok(tidy_units(world.desks[1], 50, &tidied));
	team_carry(&world);
	is_ok(tidy_units(world.desks[2], 50, &tidied));
	day();
	assert_int_equal(all_differing(), 0);
}

TEST(a_difference_is_told_to_the_others_with_the_device_and_stays_told)
{
	/* [state-5] also where the others have written meanwhile */
	const char *dev = NULL;

	UNUSED_STATE;
	tasks(0);
	day();
	plant(world.desks[1]);
	tasks(2);
	day();
	assert_int_equal(differing(0, &dev), 1);
	assert_memory_equal(dev, world.desks[1]->fold.dev, LOG_DEVICE_HEX);
	assert_int_equal(differing(2, &dev), 1);
	team_reopen(&world, 0);
	assert_int_equal(differing(0, &dev), 1);
	assert_memory_equal(dev, world.desks[1]->fold.dev, LOG_DEVICE_HEX);
}

TEST(nothing_is_compared_while_something_is_missing)
{
	/* [ring_check-2] */
	struct log *log = world.desks[0]->log;
	uint64_t offset;
	uint32_t last;

	UNUSED_STATE;
	day();
	tasks(1);
	team_clock(&world, DAY_MS);
	beats(1);
	team_carry(&world);
	last = log->order[log->order_count - 2];
	offset = log->lines[log->commits[last].body_at].offset;
	log->lines[log->commits[last].body_at].offset = 0;
	assert_true(log_missing(log) > 0);
	ring_check_look(world.desks[0]);
	assert_false(is_looked(0, 1, S("team")));
	log->lines[log->commits[last].body_at].offset = offset;
	for (size_t i = 0; i < 4; i++) ring_check_look(world.desks[0]);
	assert_true(is_looked(0, 1, S("team")));
}

static bool has_epoch(size_t at, str ring, uint64_t epoch)
{
	struct log_epoch_row rows[64];
	size_t count = log_epoch_list(world.desks[at]->log, rows, NELEM(rows));

	for (size_t i = 0; i < count; i++) {
		if (str_eq(rows[i].ring, ring) && rows[i].epoch == epoch) {
			return true;
		}
	}
	return false;
}

TEST(what_one_tidied_all_let_go_of_by_themselves_and_then_of_its_key)
{
	/* [tidy-1]; the desk without the intake never had it */
	struct act_paste paste = {.way = WAY_MAIL, .handle = S("someone"),
		.language = S("en"), .when_ms = world.now,
		.text = S("a heron stands by the river")};
	struct tidied tidied = {.more = true};
	struct query_rows rows;
	object_id thread;

	UNUSED_STATE;
	is_ok(act_paste(world.desks[0], &paste, &thread));
	team_carry(&world);
	team_clock(&world, 31 * (uint64_t)DAY_MS);
	for (int i = 0; i < 3; i++) day(); /* the next epochs are made */
	assert_true(has_epoch(2, S("intake"), 2));
	while (tidied.more) is_ok(tidy_units(world.desks[0], 50, &tidied));
	team_carry(&world);
	for (int i = 0; i < 4; i++) day();
	assert_true(has_epoch(2, S("intake"), 1)); /* the line knows no other */
	is_ok(desk_roster_renew(world.desks[0]));
	is_ok(hand_roster_kept(world.desks[0]));
	team_clock(&world, 7 * (uint64_t)DAY_MS);
	day();
	day();
	team_reopen(&world, 2); /* from its disk alone */
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		assert_false(has_epoch(i, S("intake"), 1));
		assert_true(has_epoch(i, S("team"), 1));
		if (i == TEAM_WITHOUT_INTAKE) continue;
		assert_true(has_epoch(i, S("intake"), 2));
		is_ok(query_pile(world.desks[i], world.arena, PILE_NEEDS, 0,
			&rows));
		assert_int_equal(rows.count, 1);
	}
	assert_int_equal(all_differing(), 4); /* as before: told by both sides */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(each_says_it_once_a_day_and_also_after_opening_again),
		CASE(desks_that_hold_the_same_say_nothing_whatever_one_had_not_seen_yet),
		CASE(a_difference_is_told_to_the_others_with_the_device_and_stays_told),
		CASE(nothing_is_compared_while_something_is_missing),
		CASE(what_one_tidied_all_let_go_of_by_themselves_and_then_of_its_key),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
