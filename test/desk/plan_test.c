/* Tests of safety plans among three real desks: one part opens nothing, two that
 * were given do, an older splitting opens nothing of a newer one.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "team_lib.h"

#include "desk/plan_act.h"
#include "seal/age.h"

TEAM_WORLD(w);

static object_id plan_new(void)
{
	str person = team_hex(&w, w.members[0]);
	str holders = str_fmt(w.arena, "%.*s\n%.*s\n%.*s", S_ARG(person),
		S_ARG(team_hex(&w, w.members[1])),
		S_ARG(team_hex(&w, w.members[2])));

	return team_record(&w, 0, &record_safety, EDITS(
		{"title", S("Rojîn"), EDIT_SET}, {"person", person, EDIT_SET},
		{"holders", holders, EDIT_SET}));
}

static void seal(object_id plan, str words)
{
	struct plan_value value = {record_field_find(&record_safety_body,
		S("call")), words};
	struct buf text = {0};

	plan_write(&value, 1, &text);
	assert_int_equal(text.len % 1024, 0); /* its length says little */
	team_clock(&w, 1000);
	is_ok(plan_seal(w.desks[0], plan, buf_str(&text), w.members));
	buf_close(&text);
	team_carry(&w);
}

static const err *open_at(size_t at, object_id plan, str *ret_call)
{
	struct buf words = {0};
	struct record body;
	const err *e = plan_open(w.desks[at], plan, &words);

	if (e == NULL) {
		assert_true(plan_read(w.arena, buf_str(&words), &body));
		*ret_call = record_value(&body, "call");
	}
	buf_close(&words);
	return e;
}

static void is_closed(size_t at, object_id plan)
{
	str call;
	const err *e = open_at(at, plan, &call);

	assert_non_null(e);
	assert_int_equal(e->code, ERR_REFUSED);
}

static struct plan_state look(size_t at, object_id plan)
{
	struct plan_state state;

	is_ok(plan_look(w.desks[at], w.arena, plan, &state));
	return state;
}

TEST(two_of_three_open_it_and_say_why)
{
	object_id plan = plan_new();
	str call;

	UNUSED_STATE;
	seal(plan, S("Hevi, then her aunt"));
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		assert_true(look(i, plan).has_part);
		is_closed(i, plan); /* [plan-1] her own desk too */
	}
	assert_int_equal(plan_give(w.desks[1], plan, S("  "))->code, ERR_USAGE);
	is_ok(plan_give(w.desks[1], plan, S("taken at noon")));
	team_carry(&w);
	assert_int_equal(look(2, plan).given_count, 1);
	is_str(look(2, plan).given[0].reason, S("taken at noon"));
	is_closed(2, plan); /* [plan-2] it has two parts, and has not said so */
	is_closed(1, plan);
	is_ok(plan_give(w.desks[2], plan, S("nobody reaches her")));
	is_ok(open_at(2, plan, &call));
	is_str(call, S("Hevi, then her aunt"));
	assert_int_equal(open_at(1, plan, &call)->code, ERR_REFUSED);
	team_carry(&w);
	is_ok(open_at(1, plan, &call));
	is_str(call, S("Hevi, then her aunt"));
	assert_int_equal(look(0, plan).given_count, 2);
}

static str got_part(size_t at, object_id plan, size_t from)
{
	str part;

	is_ok(fold_register(&w.desks[at]->projection, w.arena, plan,
		str_fmt(w.arena, "$got.%.*s", S_ARG(team_hex(&w,
			w.members[from]))), &part));
	return part;
}

/* [trouble-1] Whoever has her open laptop must not get a second part with it. */
TEST(no_part_is_given_to_the_one_it_is_about_nor_to_who_is_frozen)
{
	object_id plan = plan_new();

	UNUSED_STATE;
	seal(plan, S("for them alone"));
	is_ok(team_freeze_member(w.desks[0], w.members[2]));
	team_carry(&w);
	is_ok(plan_give(w.desks[1], plan, S("taken")));
	team_carry(&w);
	is_str(got_part(0, plan, 1), S(""));
	is_str(got_part(2, plan, 1), S(""));
	is_ok(team_thaw(w.desks[0], str_bytes(w.desks[2]->fold.dev,
		LOG_DEVICE_HEX)));
	team_carry(&w);
	is_ok(plan_give(w.desks[2], plan, S("back")));
	team_carry(&w);
	assert_true(got_part(1, plan, 2).len > 0);
}

TEST(sealed_anew_the_parts_given_before_open_nothing)
{
	object_id plan = plan_new();

	UNUSED_STATE;
	seal(plan, S("the old one"));
	is_ok(plan_give(w.desks[1], plan, S("once")));
	is_ok(plan_give(w.desks[2], plan, S("once")));
	team_carry(&w);
	seal(plan, S("the new one"));
	assert_int_equal(look(1, plan).given_count, 0);
	is_closed(1, plan);
	is_closed(2, plan);
}

TEST(three_have_to_be_three_and_have_desks)
{
	object_id plan = plan_new(), twice[] = {w.members[0], w.members[1],
		w.members[1]}, without[] = {w.members[0], w.members[1],
		team_record(&w, 0, &record_member, EDITS({"name", S("Zerya"),
			EDIT_SET}))};

	UNUSED_STATE;
	assert_int_equal(plan_may_seal(w.desks[0], twice)->code, ERR_USAGE);
	assert_int_equal(plan_may_seal(w.desks[0], without)->code, ERR_ABSENT);
	assert_int_equal(plan_seal(w.desks[0], plan, S("x"), without)->code,
		ERR_ABSENT);
	assert_false(look(0, plan).sealed);
	is_ok(plan_may_seal(w.desks[0], w.members));
}

TEST(what_is_no_plan_is_refused_at_every_cut)
{
	struct plan_value value = {record_field_find(&record_safety_body,
		S("blood")), S("0 Rh+")};
	struct buf text = {0};
	struct record body;

	UNUSED_STATE;
	plan_write(&value, 1, &text);
	assert_true(plan_read(w.arena, buf_str(&text), &body));
	is_str(record_value(&body, "blood"), S("0 Rh+"));
	for (size_t cut = 0; cut < sizeof("bothy-plan/1\nblood 5\n0 Rh+") - 1;
		cut++) {
		bool read = plan_read(w.arena, str_first(buf_str(&text), cut),
			&body);

		/* only whole fields are fields */
		assert_true(!read || body.got_count == 0);
	}
	buf_close(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(two_of_three_open_it_and_say_why),
		CASE(no_part_is_given_to_the_one_it_is_about_nor_to_who_is_frozen),
		CASE(sealed_anew_the_parts_given_before_open_nothing),
		CASE(three_have_to_be_three_and_have_desks),
		CASE(what_is_no_plan_is_refused_at_every_cut),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
