/* A team that parted, at its real desks (doc/team.md T2.5): Rojîn has two, and at
 * each lets somebody in, on one weekend. Nobody but her stands on both sides, and
 * she is one admin: the newcomers have to agree at desks that may write nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#define TEAM_DESKS 4
#include "team_lib.h"

#include "desk/team_key.h"

enum { ROJIN, ROJINS_SECOND, NARIN, SORAN };

static struct team_world *w;

/* At one of hers, without the other knowing. */
static void let_in(size_t by, size_t at)
{
	struct buf invitation = {0}, request = {0}, digits = {0};
	struct join_ask ask = {w->dirs[at], .name = S("laptop"),
		.passphrase = TEAM_PASSPHRASE};
	struct team_newcomer newcomer = {.member = w->members[at],
		.admin = true, .intake = true};
	struct team_outcome outcome;

	is_ok(team_invite(w->desks[by], &invitation));
	ask.invitation = buf_str(&invitation);
	is_ok(join_begin(&ask, &request, &digits));
	newcomer.request = buf_str(&request);
	team_clock(w, 1000);
	is_ok(team_admit(w->desks[by], &newcomer, &outcome));
	assert_int_equal(outcome.how, TEAM_DONE);
	is_ok(desk_open(&w->desks[at], w->dirs[at], TEAM_PASSPHRASE));
	buf_close(&invitation);
	buf_close(&request);
	buf_close(&digits);
}

static int setup(void **unused)
{
	static const str names[] = {S_INIT("Rojîn"), S_INIT("Narin"),
		S_INIT("Soran")};

	(void)unused;
	w = mem_get(sizeof(*w));
	team_begin_at(w);
	for (size_t i = 0; i < NELEM(names); i++) {
		w->members[i == 0 ? 0 : i + 1] = team_record(w, ROJIN,
			&record_member, EDITS({"name", names[i], EDIT_SET}));
	}
	w->members[ROJINS_SECOND] = w->members[ROJIN];
	is_ok(record_me(w->desks[ROJIN], w->members[ROJIN]));
	team_join(w, ROJINS_SECOND);
	let_in(ROJIN, NARIN);
	let_in(ROJINS_SECOND, SORAN);
	team_clock(w, 1000);
	team_carry(w);
	return 0;
}

static int teardown(void **unused)
{
	(void)unused;
	team_close(w);
	mem_free(w);
	return 0;
}

static bool is_parted(size_t at)
{
	struct alarm alarms[LOG_ALARMS_MAX];
	size_t count = team_alarms(w->desks[at], alarms, LOG_ALARMS_MAX);
	bool is = false;

	for (size_t i = 0; i < count; i++) {
		is |= alarms[i].kind == ALARM_ROSTERS;
	}
	return is;
}

static struct team_merge merge_at(size_t at)
{
	struct team_merge m = {0};

	assert_true(team_merge(w->desks[at], w->arena, &m));
	return m;
}

static size_t agreed_at(size_t at)
{
	struct team_merge m = merge_at(at);
	size_t count = 0;

	for (size_t i = 0; i < m.count; i++) count += m.at[i].agreed;
	return count;
}

static enum team_how agrees(size_t at)
{
	struct team_outcome outcome = {.how = TEAM_WAITS};

	team_clock(w, 1000);
	is_ok(team_rosters_join(w->desks[at], &outcome));
	team_carry(w);
	return outcome.how;
}

TEST(who_stands_on_one_side_sees_it_and_may_only_agree)
{
	struct team_merge m = merge_at(NARIN);
	struct team_key key;

	UNUSED_STATE;
	for (size_t i = 0; i < TEAM_SIZE; i++) assert_true(is_parted(i));
	assert_int_equal(m.count, TEAM_SIZE);
	assert_true(m.waits && m.may_agree && m.can_end);
	assert_false(m.may_end);
	for (size_t i = 0; i < m.count; i++) {
		assert_true(m.at[i].asked);
		assert_int_equal(m.at[i].apart,
			!object_eq(m.at[i].member, w->members[ROJIN]));
	}
	assert_false(merge_at(ROJIN).waits);
	/* to wait is not to be joining, nor to have left with the key */
	assert_false(team_waits(w->desks[NARIN]));
	is_ok(team_key(w->desks[ROJIN], w->arena, &key));
	assert_false(key.due);
	assert_false(team_may_write(w->desks[NARIN]));
	assert_int_equal(team_heartbeat(w->desks[NARIN])->code, ERR_REFUSED);
}

TEST(the_team_is_one_when_all_three_have_agreed)
{
	/* [merging-1] and it is done at a visit, without a word more */
	object_id made;
	struct record record;

	UNUSED_STATE;
	assert_int_equal(agrees(ROJIN), TEAM_WAITS);
	assert_int_equal(agrees(NARIN), TEAM_WAITS);
	assert_int_equal(agreed_at(ROJIN), 2);
	team_reopen(w, ROJIN); /* a night lies between */
	assert_int_equal(agreed_at(ROJIN), 2);
	is_ok(team_heartbeat(w->desks[ROJIN]));
	assert_true(is_parted(ROJIN));
	assert_int_equal(agrees(SORAN), TEAM_WAITS);
	assert_false(merge_at(SORAN).may_end);
	assert_true(merge_at(ROJIN).may_end);
	is_ok(team_heartbeat(w->desks[ROJIN]));
	team_carry(w);
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		assert_false(is_parted(i));
		assert_true(team_may_write(w->desks[i]));
	}
	is_ok(team_heartbeat(w->desks[ROJINS_SECOND]));
	team_carry(w);
	made = team_record(w, SORAN, &record_member,
		EDITS({"name", S("Zerrin"), EDIT_SET}));
	team_carry(w);
	is_ok(record_get(w->desks[NARIN], w->arena, made, &record));
	assert_int_equal(team_member_count(w->desks[NARIN]), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(who_stands_on_one_side_sees_it_and_may_only_agree),
		CASE(the_team_is_one_when_all_three_have_agreed),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
