/* Tests of desk/team_key: when the line's key is to be changed, who gets the new
 * one, and with which a desk signs meanwhile.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/team_lib.h"

#include "desk/team_act.h"
#include "desk/team_key.h"

#include <string.h>

static struct team_world w;

static struct team_key key_at(size_t i)
{
	struct team_key key;

	is_ok(team_key(w.desks[i], w.arena, &key));
	return key;
}

static str dev_of(size_t i)
{
	return str_bytes(w.desks[i]->fold.dev, sizeof(w.desks[i]->fold.dev));
}

static bool is_same(const struct sign_key *a, const struct sign_key *b)
{
	return memcmp(a->public.bytes, b->public.bytes,
		sizeof(a->public.bytes)) == 0;
}

/* The line took what a desk would tell it; false: it has nothing to tell. */
static bool line_takes(size_t i)
{
	str body;

	is_ok(desk_hands.key_call(w.desks[i], w.arena, &body));
	if (body.len == 0) return false;
	is_ok(desk_hands.key_kept(w.desks[i]));
	return true;
}

static void removed(size_t who)
{
	struct team_outcome outcome;

	is_ok(team_remove(w.desks[0], dev_of(who), &outcome));
	team_clock(&w, 1000);
	team_carry(&w);
	is_ok(team_agree(w.desks[1], str_bytes(outcome.draft, TEAM_DRAFT_HEX),
		&outcome));
	assert_int_equal(outcome.how, TEAM_DONE);
	team_clock(&w, 1000);
	team_carry(&w);
}

TEST(nothing_is_due_while_all_who_had_it_hold_the_vault)
{
	/* [team_key-2] */
	UNUSED_STATE;
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		assert_false(key_at(i).due);
		assert_false(key_at(i).waits);
		assert_true(key_at(i).may);
		assert_false(line_takes(i));
	}
}

TEST(a_freeze_asks_for_no_other_key)
{
	/* [team_key-2] */
	UNUSED_STATE;
	is_ok(team_freeze(w.desks[0], dev_of(2)));
	team_clock(&w, 1000);
	team_carry(&w);
	assert_false(key_at(0).due);
	is_ok(team_thaw(w.desks[0], dev_of(2)));
	team_clock(&w, 1000);
	team_carry(&w);
}

TEST(a_removed_admin_makes_it_due_until_the_line_has_another)
{
	/* [team_key-1] [team_key-2] [team_key-3] */
	struct sign_key old;

	UNUSED_STATE;
	removed(2);
	for (size_t i = 0; i < 2; i++) {
		assert_true(key_at(i).due);
		is_str(key_at(i).device, S("laptop"));
	}
	old = sign_key_from(secret_str(&w.desks[0]->keys.roster.seed));
	is_ok(team_key_change(w.desks[0]));
	team_clock(&w, 1000);
	team_carry(&w);
	/* handed on to who holds the vault, and to nobody else */
	assert_false(key_at(0).due);
	assert_true(key_at(1).waits);
	assert_false(line_takes(2)); /* it sees nothing of it */
	assert_int_equal(team_key_change(w.desks[0])->code, ERR_REFUSED);
	assert_true(is_same(desk_line_key(w.desks[0]), &old));
	assert_true(line_takes(0));
	assert_false(is_same(desk_line_key(w.desks[0]), &old));
	assert_false(key_at(0).waits);
	team_clock(&w, 1000);
	team_carry(&w);
	assert_false(key_at(1).due || key_at(1).waits);
	assert_true(desk_holds_key(w.desks[1]));
	assert_true(is_same(desk_line_key(w.desks[1]),
		desk_line_key(w.desks[0])));
	assert_true(is_same(desk_line_key(w.desks[2]), &old));
	sign_key_close(&old);
}

TEST(it_is_known_again_after_a_start_with_a_snapshot_and_without)
{
	/* [team_key-3] */
	struct sign_key now = sign_key_from(secret_str(&desk_line_key(
		w.desks[1])->seed));

	UNUSED_STATE;
	team_reopen(&w, 0);
	assert_true(is_same(desk_line_key(w.desks[0]), &now));
	is_ok(desk_refold(w.desks[1]));
	is_ok(desk_read(w.desks[1]));
	assert_true(is_same(desk_line_key(w.desks[1]), &now));
	sign_key_close(&now);
}

TEST(a_second_change_is_signed_by_the_first_and_by_whoever_holds_it)
{
	/* [team_key-3] */
	UNUSED_STATE;
	is_ok(team_key_change(w.desks[1]));
	team_clock(&w, 1000);
	team_carry(&w);
	assert_true(key_at(0).waits);
	assert_true(line_takes(0)); /* any desk that holds it may bring it */
	team_clock(&w, 1000);
	team_carry(&w);
	assert_false(key_at(1).waits);
	assert_false(line_takes(1));
}

static int start(void **state)
{
	(void)state;
	team_open(&w);
	return 0;
}

static int end(void **state)
{
	(void)state;
	team_close(&w);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(nothing_is_due_while_all_who_had_it_hold_the_vault),
		CASE(a_freeze_asks_for_no_other_key),
		CASE(a_removed_admin_makes_it_due_until_the_line_has_another),
		CASE(it_is_known_again_after_a_start_with_a_snapshot_and_without),
		CASE(a_second_change_is_signed_by_the_first_and_by_whoever_holds_it),
	};

	return cmocka_run_group_tests(tests, start, end);
}
