/* Clocks that are wrong (doc/log.md L10): what is held, what lets it in, and for
 * whom that counts.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "trio.c"

TEST(a_commit_from_the_future_is_held_and_a_void_lets_it_in)
{
	struct log_at held[4];
	struct log_change change = {.voids = held};
	struct hlc before;

	UNUSED_STATE;
	cano->skew_ms = (int64_t)(3 * 365 * DAY_MS);
	desk_read(w, cano);
	assert_false(desk_edit(w, cano, 0)); /* [log-7] the clock is off */
	assert_true(desk_has_alarm(w, cano, ALARM_CLOCK));
	log_clock_confirm(cano->log, desk_now(w, cano));
	assert_true(desk_edit(w, cano, 0));
	before = anna->log->clock;
	meet();
	assert_true(desk_has_alarm(w, anna, ALARM_HELD));
	assert_int_equal(anna->log->clock.ms, before.ms);
	assert_false(desk_same(anna, cano, 0));
	change.void_count = log_held(anna->log, held, NELEM(held));
	assert_int_equal(change.void_count, 1);
	log_clock_confirm(anna->log, w->now_ms); /* of two, who is right? */
	assert_true(desk_hand(w, anna, &change));
	cano->skew_ms = 0;
	meet();
	assert_false(desk_has_alarm(w, anna, ALARM_HELD));
	assert_false(desk_has_alarm(w, beri, ALARM_HELD));
	assert_true(desk_same(anna, cano, 0));
	assert_true(desk_same(anna, beri, 0));
	assert_true(desk_edit(w, cano, 0));
}

TEST(a_clock_that_was_set_counts_for_who_came_later_as_for_all)
{
	/* [hand-7] */
	struct log_at held[4];
	struct log_change change = {.voids = held};
	struct desk *stolen = desk_add(w, beri), *dana;
	struct log *away = stolen->log;

	UNUSED_STATE;
	stolen->log = NULL;
	cano->skew_ms = (int64_t)(3 * 365 * DAY_MS);
	log_clock_confirm(cano->log, desk_now(w, cano));
	assert_true(desk_edit(w, cano, 0));
	cano->skew_ms = 0;
	meet();
	change.void_count = log_held(beri->log, held, NELEM(held));
	assert_int_equal(change.void_count, 1);
	log_clock_confirm(beri->log, w->now_ms);
	assert_true(desk_hand(w, beri, &change));
	meet();
	dana = desk_add(w, NULL);
	log_clock_confirm(anna->log, w->now_ms);
	assert_true(desk_join(w, anna, dana));
	meet();
	assert_true(desk_same(anna, dana, 0));
	stolen->log = away;
	assert_true(desk_edit(w, stolen, 0));
	meet();
	assert_true(desk_has_alarm(w, dana, ALARM_FORK));
	assert_true(desk_same(anna, dana, 0));
	later(4 * 365 * DAY_MS);
	meet();
	assert_true(desk_same(anna, dana, 0));
	assert_true(desk_same(cano, dana, 0));
}

TEST(what_was_let_in_stays_when_the_clock_goes_back)
{
	/* [log-5] also when all is reckoned anew: nothing vanishes for it */
	uint32_t dev = log_chain_of(anna->log, desk_name(beri));
	uint32_t seq;

	UNUSED_STATE;
	assert_true(desk_edit(w, beri, 0));
	meet();
	seq = anna->log->chains[dev].seq;
	anna->skew_ms = -(int64_t)(3 * 365 * DAY_MS);
	log_clock_confirm(anna->log, desk_now(w, anna));
	anna->log->changed = true;
	desk_read(w, anna);
	assert_int_equal(anna->log->chains[dev].seq, seq);
	assert_true(desk_same(anna, beri, 0));
	/* an erasure and a compaction read the log from its start as well */
	is_ok(log_again(anna->log));
	desk_read(w, anna);
	assert_int_equal(anna->log->chains[dev].seq, seq);
	assert_true(desk_same(anna, beri, 0));
	assert_true(desk_edit(w, beri, 0));
	meet();
	assert_int_equal(anna->log->chains[dev].seq, seq);
	assert_true(desk_has_alarm(w, anna, ALARM_HELD));
	anna->skew_ms = 0;
	meet();
	assert_int_equal(anna->log->chains[dev].seq, seq + 1);
}

/* How much of another anna holds. */
static size_t held_of(const struct desk *other)
{
	struct log_at held[LOG_ALARMS_MAX];
	size_t count = log_held(anna->log, held, NELEM(held)), of = 0;

	for (size_t i = 0; i < count; i++) {
		of += str_eq(held[i].dev, desk_name(other));
	}
	return of;
}

TEST(what_one_wrote_behind_is_not_held_again_when_the_desk_opens_anew)
{
	/* [log-5] doc/log.md L10.1: the frames say what was let in */
	struct state_sum before;

	UNUSED_STATE;
	assert_true(desk_edit(w, beri, 0));
	meet();
	assert_true(desk_edit(w, anna, 0));
	assert_true(desk_edit(w, beri, 0));
	before = state_sum(anna->state, S("team"));
	anna->skew_ms = -(int64_t)(3 * 365 * DAY_MS);
	desk_reopen(w, anna);
	assert_true(state_sum_eq(state_sum(anna->state, S("team")), before));
	assert_false(log_is_waiting(anna->log));
	assert_int_equal(held_of(beri), 0);
	meet();
	assert_int_equal(held_of(beri), 1);
	anna->skew_ms = 0;
	meet();
	assert_false(desk_has_alarm(w, anna, ALARM_HELD));
	assert_true(desk_same(anna, beri, 0));
}

TEST(a_roster_that_cannot_be_handed_on_is_not_believed)
{
	/* [hand-9] anna's clock is that of cano, whom she removes, and not that
	 * of beri: with him gone she may not sign */
	uint32_t dev = log_chain_of(anna->log, desk_name(cano));

	UNUSED_STATE;
	beri->skew_ms = (int64_t)(2 * DAY_MS);
	log_clock_confirm(beri->log, desk_now(w, beri));
	assert_true(desk_edit(w, beri, 0));
	assert_true(desk_edit(w, cano, 0));
	meet();
	assert_true(desk_edit(w, anna, 0));
	assert_false(desk_remove(w, anna, cano, 0));
	assert_true(anna->log->chains[dev].active);
	assert_int_equal(log_tip(anna->log)->says.number, 3);
	assert_true(desk_edit(w, anna, 0));
	beri->skew_ms = 0;
	later(3 * DAY_MS);
	meet();
	assert_true(desk_same(anna, beri, 0));
	assert_true(desk_same(anna, cano, 0));
}

TEST(what_follows_ranks_higher_whatever_its_clock_says)
{
	/* [log-11] two weeks ahead, then set right */
	const struct log_commit *last;
	struct hlc rank;

	UNUSED_STATE;
	cano->skew_ms = (int64_t)(14 * DAY_MS);
	log_clock_confirm(cano->log, desk_now(w, cano));
	assert_true(desk_edit(w, cano, 0));
	cano->skew_ms = 0;
	desk_read(w, cano);
	rank = cano->log->commits[cano->log->chains[0].tip].rank;
	assert_true(desk_edit(w, cano, 0));
	last = &cano->log->commits[cano->log->chains[0].tip];
	assert_true(last->clock.ms <= w->now_ms + 1);
	assert_true(hlc_compare(last->rank, rank) > 0);
	rank = last->rank;
	later(15 * DAY_MS);
	meet();
	last = &anna->log->commits[log_find(anna->log, last->name)];
	assert_true(last->in_state);
	assert_int_equal(hlc_compare(last->rank, rank), 0);
}

#define LIVE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(a_commit_from_the_future_is_held_and_a_void_lets_it_in),
		LIVE(a_clock_that_was_set_counts_for_who_came_later_as_for_all),
		LIVE(what_was_let_in_stays_when_the_clock_goes_back),
		LIVE(what_one_wrote_behind_is_not_held_again_when_the_desk_opens_anew),
		LIVE(a_roster_that_cannot_be_handed_on_is_not_believed),
		LIVE(what_follows_ranks_higher_whatever_its_clock_says),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
