/* Tests of check-ins among three real desks: the member's own desk holds no
 * phrase and shows the same whatever she says; the others are warned; what is
 * missed changes nothing by itself.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "team_lib.h"

#include "desk/checkin.h"
#include "desk/query.h"
#include "desk/trouble.h"

static struct team_world w;
static object_id plan;
static const struct checkin_phrases phrases = {S_INIT("The tea is good here"),
		S_INIT("The coffee is good here")};

/* Narin (1) is waited for; Rojîn and Soran wait. */
static object_id wait_for(void)
{
	object_id checkin = {{0}};

	team_clock(&w, 1000);
	is_ok(checkin_wait(w.desks[0], plan, &checkin));
	team_carry(&w);
	return checkin;
}

static struct record got(size_t at, object_id id)
{
	struct record record;

	is_ok(record_get(w.desks[at], w.arena, id, &record));
	return record;
}

static enum checkin_verdict alarm_at(size_t at, object_id checkin)
{
	struct checkin_alarms alarms;

	is_ok(checkin_alarms(w.desks[at], &alarms));
	for (size_t i = 0; i < alarms.count; i++) {
		if (object_eq(alarms.at[i].checkin, checkin)) {
			return alarms.at[i].verdict;
		}
	}
	return CHECKIN_NOTHING;
}

/* What her own desk has of it, as one text: everything a register holds. */
static str seen_at_hers(object_id checkin)
{
	struct record record = got(1, checkin);
	struct buf out = {0};
	str text;

	for (size_t i = 0; i < record.got_count; i++) {
		if (str_eq(str_of(record.got[i].field->key), S("heard")) ||
			str_eq(str_of(record.got[i].field->key), S("due")) ||
			str_eq(str_of(record.got[i].field->key), S("act-from"))) {
			continue;
		}
		buf_text(&out, record.got[i].field->key);
		buf_put(&out, record.got[i].value);
	}
	text = buf_take(&out, w.arena);
	buf_close(&out);
	return text;
}

TEST(her_own_desk_holds_no_phrase_and_looks_the_same)
{
	object_id fine, forced;
	str spoken;

	UNUSED_STATE;
	fine = wait_for();
	is_ok(checkin_say(w.desks[1], fine, S("The tea is good here")));
	team_carry(&w);
	forced = wait_for();
	is_ok(checkin_say(w.desks[1], forced, S("the COFFEE is good here")));
	is_str(seen_at_hers(fine), seen_at_hers(forced)); /* [checkin-1] */
	team_carry(&w);
	assert_int_equal(alarm_at(0, fine), CHECKIN_NOTHING);
	assert_int_equal(alarm_at(2, fine), CHECKIN_NOTHING);
	assert_int_equal(alarm_at(0, forced), CHECKIN_PRESSURE);
	assert_int_equal(alarm_at(2, forced), CHECKIN_PRESSURE);
	assert_int_equal(alarm_at(1, forced), CHECKIN_NOTHING);
	/* nothing of it in her registers, whoever asks */
	is_ok(fold_register(&w.desks[1]->projection, w.arena, plan,
		S("$words"), &spoken));
	is_str(spoken, S(""));
	is_ok(fold_register(&w.desks[1]->projection, w.arena, forced,
		S("$spoken"), &spoken));
	is_str(spoken, S(""));
	/* closed and opened again too */
	team_reopen(&w, 1);
	is_ok(fold_register(&w.desks[1]->projection, w.arena, plan,
		S("$words"), &spoken));
	is_str(spoken, S(""));
	is_str(seen_at_hers(fine), seen_at_hers(forced));
	is_ok(checkin_answer(w.desks[2], forced, S("we acted")));
	team_carry(&w);
	assert_int_equal(alarm_at(0, forced), CHECKIN_NOTHING);
	is_str(seen_at_hers(fine), seen_at_hers(forced));
}

/* [fold_name-1] Her laptop is in other hands, with all its keys. */
TEST(her_laptop_silences_nothing_through_the_team)
{
	object_id forced = wait_for();
	struct op ops[] = {
		{.kind = OP_SET, .object = forced, .field = S("answered"),
			.value = S("1 we acted")},
		{.kind = OP_SET, .object = forced, .field = S("spoken")},
		{.kind = OP_SET, .object = plan, .field = S("words"),
			.value = S("coffee\ntea")}};
	struct log_body body = {.ring = S("team"), .unit = forced, .ops = ops,
		.op_count = NELEM(ops)};

	UNUSED_STATE;
	is_ok(checkin_say(w.desks[1], forced, S("the coffee is good here")));
	team_carry(&w);
	is_ok(desk_commit(w.desks[1], &body, 1));
	team_carry(&w);
	assert_int_equal(alarm_at(0, forced), CHECKIN_PRESSURE);
	assert_int_equal(alarm_at(2, forced), CHECKIN_PRESSURE);
	is_ok(checkin_answer(w.desks[2], forced, S("we acted")));
	team_carry(&w);
}

static void says_to(const struct trouble_device *to, object_id unit, str field,
	str value)
{
	struct op op = {.kind = OP_SET, .object = unit, .field = field,
		.value = value};
	struct log_body body = {.ring = str_bytes(to->ring, sizeof(to->ring)),
		.unit = unit, .ops = &op, .op_count = 1, .to = &to->to};

	is_ok(desk_commit(w.desks[1], &body, 1));
}

/* [checkin-3] Nor in the rings of the others' devices, where what she says goes. */
TEST(her_laptop_takes_nothing_back_of_what_was_said)
{
	object_id forced = wait_for();
	struct trouble_devices devices;

	UNUSED_STATE;
	is_ok(checkin_say(w.desks[1], forced, S("the coffee is good here")));
	is_ok(trouble_devices(w.desks[1], w.arena, &devices));
	for (size_t i = 0; i < devices.count; i++) {
		if (devices.at[i].own) continue;
		says_to(&devices.at[i], forced, S("answered"), S("1 we acted"));
		says_to(&devices.at[i], forced, S("spoken"), S("2 the tea"));
		says_to(&devices.at[i], forced, S("spoken"), S(""));
		says_to(&devices.at[i], plan, S("words"), S("coffee\ntea"));
	}
	team_carry(&w);
	assert_int_equal(alarm_at(0, forced), CHECKIN_PRESSURE);
	assert_int_equal(alarm_at(2, forced), CHECKIN_PRESSURE);
	is_ok(checkin_answer(w.desks[2], forced, S("we acted")));
	team_carry(&w);
	assert_int_equal(alarm_at(0, forced), CHECKIN_NOTHING);
	is_ok(checkin_agree(w.desks[0], plan, phrases));
	team_carry(&w);
}

TEST(other_words_ask_for_another_way)
{
	object_id checkin = wait_for();

	UNUSED_STATE;
	is_ok(checkin_say(w.desks[0], checkin, S("all right")));
	team_carry(&w);
	assert_int_equal(alarm_at(2, checkin), CHECKIN_OTHER);
	assert_int_equal(checkin_answer(w.desks[2], checkin, S(""))->code,
		ERR_USAGE);
	is_ok(checkin_answer(w.desks[2], checkin, S("called her: fine")));
	team_carry(&w);
	assert_int_equal(alarm_at(0, checkin), CHECKIN_NOTHING);
}

TEST(phrases_have_to_differ_for_a_hurried_reader)
{
	struct checkin_phrases same = {S("All good"), S(" all GOOD ")};
	struct checkin_phrases none = {S("All good"), S("")};

	UNUSED_STATE;
	assert_int_equal(checkin_agree(w.desks[0], plan, same)->code, ERR_USAGE);
	assert_int_equal(checkin_agree(w.desks[0], plan, none)->code, ERR_USAGE);
}

TEST(a_missed_one_is_a_task_and_changes_nothing_by_itself)
{
	object_id checkin = wait_for();
	struct record_mirrored *rows;
	struct team_rows team;
	size_t count, found = 0;
	uint64_t before = log_seq(w.desks[0]->log);

	UNUSED_STATE;
	team_clock(&w, UINT64_C(72) * TEAM_HOUR_MS);
	team_reopen(&w, 0);
	assert_int_equal(log_seq(w.desks[0]->log), before); /* [checkin-2] */
	{
		struct record record = got(0, checkin);

		is_str(record_state(&record), S("waited"));
	}
	is_ok(record_mirrors(w.desks[0], w.arena, w.now, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		if (object_eq(rows[i].row.id, checkin)) found++;
	}
	assert_int_equal(found, 1);
	is_ok(team_rows(w.desks[0], w.arena, &team));
	for (size_t i = 0; i < team.count; i++) {
		assert_int_equal(team.at[i].state, TEAM_ACTIVE);
	}
	team_clock(&w, -UINT64_C(72) * TEAM_HOUR_MS);
}

TEST(a_second_person_who_is_the_first_decides_nothing)
{
	object_id checkin;
	struct record_refusal refusal;
	struct record_rows rows;
	struct record_filter filter = {.type = &record_check,
		.state = S("waited")};
	str one = team_hex(&w, w.members[0]), two = team_hex(&w, w.members[2]);

	UNUSED_STATE;
	is_ok(record_list(w.desks[0], w.arena, &filter, &rows));
	assert_int_equal(rows.count, 1);
	checkin = rows.at[0].id;
	is_ok(record_step(w.desks[0], checkin, S("nudged"),
		EDITS({"first", one, EDIT_SET}), &refusal));
	is_ok(record_step(w.desks[0], checkin, S("called"), EDITS(
		{"first", one, EDIT_SET}), &refusal));
	assert_int_equal(record_step(w.desks[0], checkin, S("deciding"),
		EDITS({"second", one, EDIT_SET}), &refusal)->code, ERR_USAGE);
	assert_int_equal(refusal.fault, FAULT_RULE);
	is_ok(record_step(w.desks[0], checkin, S("deciding"),
		EDITS({"second", two, EDIT_SET}), &refusal));
	assert_int_equal(record_step(w.desks[0], checkin, S("fine"),
		EDITS({"second", two, EDIT_SET}), &refusal)->code, ERR_REFUSED);
}

TEST(a_time_that_cannot_be_read_is_refused_when_it_is_written)
{
	static const str times[] = {S_INIT("25:00"), S_INIT("09:00\n9 pm"),
		S_INIT("0900"), S_INIT("9:5")};
	struct record_refusal refusal;
	object_id id;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(times); i++) {
		assert_int_equal(record_create(w.desks[0], &record_check_plan,
			EDITS({"title", S("Journey"), EDIT_SET},
				{"person", team_hex(&w, w.members[1]), EDIT_SET},
				{"times", times[i], EDIT_SET}),
			&refusal, &id)->code, ERR_USAGE);
		assert_non_null(refusal.words);
	}
}

static int setup(void **state)
{

	(void)state;
	team_open(&w);
	plan = team_record(&w, 0, &record_check_plan, EDITS(
		{"title", S("Journey"), EDIT_SET},
		{"person", team_hex(&w, w.members[1]), EDIT_SET},
		{"times", S("09:00\n21:30"), EDIT_SET},
		{"window", S("15"), EDIT_SET}, {"grace", S("45"), EDIT_SET}));
	is_ok(checkin_agree(w.desks[0], plan, phrases));
	team_carry(&w);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	team_close(&w);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(her_own_desk_holds_no_phrase_and_looks_the_same),
		CASE(a_time_that_cannot_be_read_is_refused_when_it_is_written),
		CASE(her_laptop_silences_nothing_through_the_team),
		CASE(her_laptop_takes_nothing_back_of_what_was_said),
		CASE(other_words_ask_for_another_way),
		CASE(phrases_have_to_differ_for_a_hurried_reader),
		CASE(a_missed_one_is_a_task_and_changes_nothing_by_itself),
		CASE(a_second_person_who_is_the_first_decides_nothing),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
