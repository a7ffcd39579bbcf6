/* Tests of "someone was taken" among three real desks: frozen by one and taken
 * back within a day, removed by two; work handed over and undone as one; the
 * warning list in its order; the checklist that closes by facts.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "team_lib.h"

#include "desk/taken.h"
#include "desk/taken_freeze.h"
#include "desk/trouble.h"
#include "model/instant.h"

TEAM_WORLD(w);
static struct record_refusal refusal;

static struct record got(size_t at, object_id id)
{
	struct record record;

	is_ok(record_get(w.desks[at], w.arena, id, &record));
	return record;
}

/* Soran (2) was taken, says Rojîn (0). */
static object_id begin(void)
{
	struct taken_start start = {w.members[2], S("taken"), S("")};
	object_id id = {{0}};

	team_clock(&w, 1000);
	is_ok(taken_begin(w.desks[0], &start, &refusal, &id));
	team_carry(&w);
	return id;
}

static struct taken_frozen frozen(size_t at)
{
	struct taken_frozen state;

	is_ok(taken_frozen(w.desks[at], w.arena, w.members[2], &state));
	return state;
}

static bool reads_title(size_t at, object_id id)
{
	struct record record;

	return record_get(w.desks[at], w.arena, id, &record) == NULL &&
		record_title(&record).len > 0;
}

static size_t open_points(size_t at, object_id id)
{
	struct record_mirrored *rows;
	size_t count, found = 0;

	is_ok(record_mirrors(w.desks[at], w.arena, UINT64_MAX / 4, &rows,
		&count));
	for (size_t i = 0; i < count; i++) {
		found += object_eq(rows[i].row.id, id);
	}
	return found;
}

/* -- freezing ------------------------------------------------------------- */

static void is_not_undone(size_t at)
{
	struct view_did did;

	query_did(w.desks[at], w.arena, &did);
	assert_int_equal(did.undo.len, 0);
}

TEST(one_freezes_and_within_a_day_takes_it_back)
{
	object_id id = begin(), while_frozen, after;
	struct record record;

	UNUSED_STATE;
	is_not_undone(0); /* [freeze-3] */
	assert_true(frozen(0).is_frozen);
	assert_true(frozen(1).is_frozen);
	assert_false(frozen(0).is_removed);
	assert_false(reads_title(2, id)); /* she is told nothing of it */
	while_frozen = team_record(&w, 1, &record_task, EDITS(
		{"title", S("Written while frozen"), EDIT_SET}));
	team_carry(&w);
	assert_true(reads_title(0, while_frozen));
	assert_false(reads_title(2, while_frozen));
	record = got(0, id);
	assert_true(record_value(&record, "frozen").len > 0);
	is_ok(taken_thaw(w.desks[0], &record)); /* [freeze-1] */
	is_not_undone(0); /* [freeze-3] */
	team_carry(&w);
	assert_false(frozen(0).is_frozen);
	after = team_record(&w, 1, &record_task, EDITS(
		{"title", S("Written afterwards"), EDIT_SET}));
	team_carry(&w);
	assert_true(reads_title(2, after));
	assert_true(reads_title(2, while_frozen));
	record = got(0, id);
	is_ok(record_step(w.desks[0], id, S("closed"), EDITS(
		{"outcome", S("a mistake"), EDIT_SET}), &refusal));
	assert_int_equal(taken_thaw(w.desks[0], &record)->code, ERR_REFUSED);
}

/* -- the checklist -------------------------------------------------------- */

TEST(a_point_is_a_task_until_its_fact_is_there)
{
	object_id id = begin();
	size_t before = open_points(1, id);
	str now = taken_now(w.arena, w.desks[1]);

	UNUSED_STATE;
	assert_int_equal(before, 12);
	is_ok(record_set(w.desks[1], id, EDITS({"lawyer", now, EDIT_SET},
		{"family", now, EDIT_SET}), &refusal));
	assert_int_equal(open_points(1, id), before - 2);
	is_ok(record_step(w.desks[1], id, S("free"),
		(struct record_edits){NULL, 0}, &refusal));
	assert_int_equal(open_points(1, id), 3); /* doctor, devices, keys */
	assert_int_equal(record_step(w.desks[1], id, S("closed"),
		EDITS({"outcome", S("free"), EDIT_SET}), &refusal)->code,
		ERR_REFUSED); /* nothing that came back was looked at */
	is_str(str_of(refusal.field->key), S("examined"));
	is_ok(record_step(w.desks[1], id, S("closed"), EDITS(
		{"outcome", S("free"), EDIT_SET}, {"examined", now, EDIT_SET}),
		&refusal));
	assert_int_equal(open_points(1, id), 0);
	team_carry(&w);
	{
		struct record record = got(0, id);

		is_ok(taken_thaw(w.desks[0], &record));
	}
	team_carry(&w);
}

/* -- handing over --------------------------------------------------------- */

TEST(her_work_is_handed_over_and_undone_as_one)
{
	str hers = team_hex(&w, w.members[2]), mine = team_hex(&w, w.members[0]);
	object_id task = team_record(&w, 0, &record_task, EDITS(
		{"title", S("Print"), EDIT_SET}, {"owner", hers, EDIT_SET},
		{"deputy", mine, EDIT_SET})),
		area = team_record(&w, 0, &record_responsibility, EDITS(
		{"area", S("Inbox"), EDIT_SET}, {"accountable", hers, EDIT_SET},
		{"deputy", mine, EDIT_SET}));
	struct taken_hand hands[] = {{task, w.members[1]}, {area, w.members[0]}},
		own = {task, w.members[2]};
	struct taken_owneds owned;
	struct view_did did;
	struct record record;

	UNUSED_STATE;
	is_ok(taken_owned(w.desks[0], w.arena, w.members[2], &owned));
	assert_int_equal(owned.count, 2); /* [taken-1] */
	assert_true(object_eq(owned.at[0].stand_in, w.members[0]));
	assert_int_equal(taken_hand_over(w.desks[0], w.members[2], &own, 1)
		->code, ERR_USAGE);
	team_clock(&w, 1000);
	is_ok(taken_hand_over(w.desks[0], w.members[2], hands, 2));
	is_ok(taken_owned(w.desks[0], w.arena, w.members[2], &owned));
	assert_int_equal(owned.count, 0);
	record = got(0, area);
	is_str(record_value(&record, "accountable"), mine);
	is_str(record_value(&record, "deputy"), S("")); /* nobody is both */
	query_did(w.desks[0], w.arena, &did);
	assert_int_equal(did.did, DID_HANDED_ON);
	team_clock(&w, 1000);
	is_ok(act_undo(w.desks[0], did.undo));
	is_ok(taken_owned(w.desks[0], w.arena, w.members[2], &owned));
	assert_int_equal(owned.count, 2);
}

/* -- whom to warn --------------------------------------------------------- */

TEST(whom_to_warn_stands_in_the_order_of_the_risk)
{
	struct taken_warns warns;
	struct act_paste paste = {.way = WAY_WHATSAPP, .handle = S("Zerya"),
		.language = S("ckb"), .text = S("words of hers")};
	object_id thread, soon = team_record(&w, 0, &record_request, EDITS(
		{"subject", S("papers"), EDIT_SET},
		{"urgency", S("soon"), EDIT_SET})),
		now = team_record(&w, 0, &record_request, EDITS(
		{"subject", S("held"), EDIT_SET},
		{"urgency", S("immediate"), EDIT_SET})),
		never = team_record(&w, 0, &record_contact, EDITS(
		{"name", S("Hevi"), EDIT_SET}, {"may-write", S("no"), EDIT_SET}));
	bool seen_thread = false, seen_never = false;

	UNUSED_STATE;
	paste.when_ms = w.now;
	is_ok(act_paste(w.desks[0], &paste, &thread));
	team_carry(&w);
	is_ok(taken_warn_list(w.desks[0], w.arena, w.members[2], &warns));
	assert_true(object_eq(warns.at[0].id, now)); /* [taken-2] */
	for (size_t i = 0; i < warns.count; i++) {
		const struct taken_warn *one = &warns.at[i];

		assert_true(i == 0 || one->rank >= warns.at[i - 1].rank);
		assert_false(object_eq(one->id, w.members[2]));
		if (object_eq(one->id, soon)) assert_int_equal(one->rank, 2);
		if (object_eq(one->id, thread)) {
			seen_thread = true;
			assert_int_equal(one->how, TAKEN_BY_WAY);
		}
		if (object_eq(one->id, never)) {
			seen_never = true;
			assert_int_equal(one->how, TAKEN_NEVER);
		}
	}
	assert_true(seen_thread && seen_never);
}

TEST(who_never_had_the_intake_key_could_read_of_no_thread)
{
	struct taken_warns warns;

	UNUSED_STATE;
	is_ok(taken_warn_list(w.desks[0], w.arena, w.members[1], &warns));
	assert_true(warns.count > 0);
	for (size_t i = 0; i < warns.count; i++) {
		assert_int_not_equal(warns.at[i].kind, TAKEN_THREAD);
	}
}

static bool warns_of_threads(size_t at)
{
	struct taken_warns warns;
	bool any = false;

	is_ok(taken_warn_list(w.desks[at], w.arena, w.members[2], &warns));
	for (size_t i = 0; i < warns.count; i++) {
		any |= warns.at[i].kind == TAKEN_THREAD;
	}
	return any;
}

/* -- removing ------------------------------------------------------------- */

#define DAY (24 * (uint64_t)TEAM_HOUR_MS)

TEST(no_slip_in_when_it_happened_holds_anything_up)
{
	/* [freeze-4] */
	const str slips[] = {trouble_now(w.arena, w.now + 40 * DAY),
		S("yesterday"), S("")};
	struct taken_start start = {w.members[1], S("lost"), S("")};
	object_id id, again;
	uint64_t began;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(slips); i++) {
		struct record record;

		team_clock(&w, TEAM_HOUR_MS);
		start.began = slips[i];
		is_ok(taken_begin(w.desks[0], &start, &refusal, &id));
		record = got(0, id);
		assert_true(instant_ms(record_value(&record, "began"), &began));
		assert_true(began <= w.now && began + 60000 > w.now);
		team_clock(&w, 2000); /* and the button once more */
		is_ok(taken_begin(w.desks[0], &start, &refusal, &again));
		assert_true(object_eq(id, again));
		record = got(0, id);
		is_ok(taken_thaw(w.desks[0], &record));
	}
	team_carry(&w);
}

TEST(two_remove_the_devices_and_a_day_later_nobody_thaws)
{
	object_id id = begin();
	struct record record;
	uint64_t heard;

	UNUSED_STATE;
	assert_true(warns_of_threads(0)); /* frozen: what was read stays read */
	record = got(0, id);
	is_ok(taken_revoke(w.desks[0], &record));
	assert_false(frozen(0).is_removed); /* [freeze-2] */
	assert_true(frozen(0).waits && frozen(0).agreed_here);
	assert_int_equal(taken_revoke(w.desks[0], &record)->code, ERR_REFUSED);
	team_carry(&w);
	assert_true(frozen(1).waits);
	assert_false(frozen(1).agreed_here);
	record = got(1, id);
	is_ok(taken_revoke(w.desks[1], &record));
	team_carry(&w);
	assert_true(frozen(0).is_removed);
	assert_true(frozen(1).is_removed);
	assert_true(warns_of_threads(0)); /* removed: just so */
	is_ok(taken_last_heard(w.desks[0], w.members[2], &heard));
	assert_true(heard > 0);
	record = got(0, id);
	assert_true(record_value(&record, "revoked").len > 0);
	team_clock(&w, UINT64_C(25) * TEAM_HOUR_MS);
	assert_int_equal(taken_thaw(w.desks[1], &record)->code, ERR_REFUSED);
	team_clock(&w, -UINT64_C(25) * TEAM_HOUR_MS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(one_freezes_and_within_a_day_takes_it_back),
		CASE(a_point_is_a_task_until_its_fact_is_there),
		CASE(her_work_is_handed_over_and_undone_as_one),
		CASE(whom_to_warn_stands_in_the_order_of_the_risk),
		CASE(who_never_had_the_intake_key_could_read_of_no_thread),
		CASE(no_slip_in_when_it_happened_holds_anything_up),
		CASE(two_remove_the_devices_and_a_day_later_nobody_thaws),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
