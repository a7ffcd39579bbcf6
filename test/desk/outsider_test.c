/* Tests of what a member's device can bring about in rings it has no key of, by a
 * changed program with her real keys: nothing. Narin (1) reads no messages and is
 * the one whose laptop is in other hands; Rojîn (0) and Soran (2) read them, and
 * Soran has no vault.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#define TEAM_PLAIN 2
#include "team_lib.h"

#include "desk/case_ring.h"
#include "desk/checkin.h"
#include "desk/drill_job.h"
#include "desk/erase.h"
#include "desk/hands.h"
#include "desk/ring_check.h"
#include "desk/tidy.h"
#include "model/message.h"
#include "seal/age.h"

enum { HER = 1, MAILBOX = 7 };

TEAM_WORLD(w);
static uint64_t cursor;

/* -- what a changed program writes ------------------------------------------ */

/* She has heard of everything, so what she writes is newer than all of it. */
static void writes_in(size_t from, str ring, const struct op *ops, size_t count)
{
	struct log_body body = {.ring = ring, .ops = ops, .op_count = count};

	team_carry(&w);
	team_clock(&w, 1000);
	is_ok(desk_commit(w.desks[from], &body, 1));
	team_carry(&w);
}

static struct op set_of(object_id object, str field, str value)
{
	return (struct op){.kind = OP_SET, .object = object, .field = field,
		.value = value};
}

/* -- a person who writes ----------------------------------------------------- */

static str sealed_message(unsigned submission, str text)
{
	struct identity her = identity_make();
	struct buf plain = {0}, sealed = {0}, to_her = {0};
	struct message message = {.language = S("en"), .about = ABOUT_HEALTH,
		.called = S("Noor"), .text = text,
		.mailbox = str_fmt(w.arena, "%032x", MAILBOX),
		.submission = str_fmt(w.arena, "%032x", submission)};
	recipient intake;
	str bytes;

	recipient_write(her.recipient, &to_her);
	message.recipient = buf_str(&to_her);
	assert_true(message_write(&message, &plain));
	assert_true(recipient_read(w.desks[0]->roster.intake, &intake));
	age_seal(&sealed, buf_str(&plain), &intake, 1);
	bytes = buf_take(&sealed, w.arena);
	buf_close(&plain);
	buf_close(&sealed);
	buf_close(&to_her);
	identity_close(&her);
	return bytes;
}

static void takes(size_t at, str sealed)
{
	struct relay_message one = {.cursor = ++cursor,
		.hour = w.now / TEAM_HOUR_MS, .hash = hash_of(sealed),
		.sealed = sealed};

	team_clock(&w, 1000);
	is_ok(desk_hands.take(w.desks[at], &one, 1));
}

static struct view_thread thread_at(size_t at)
{
	object_id id = fold_thread_id(str_fmt(w.arena, "%032x", MAILBOX));
	struct view_thread view = {.message_count = 0};
	const err *e = query_thread(w.desks[at], w.arena, id,
		(struct query_open){0}, &view);

	if (e != NULL) assert_int_equal(e->code, ERR_ABSENT);
	return view;
}

static str value_at(size_t at, object_id id, const char *key)
{
	struct record record;

	is_ok(record_get(w.desks[at], w.arena, id, &record));
	for (size_t i = 0; i < record.got_count; i++) {
		assert_int_equal(record.got[i].rival_count, 0);
	}
	return str_dup(w.arena, record_value(&record, key));
}

/* -- messages ---------------------------------------------------------------- */

/* [fold_name-1] */
TEST(who_reads_no_messages_cannot_call_one_taken)
{
	str sealed = sealed_message(1, S("is anybody there"));
	hash name = hash_of(sealed);
	struct op ops[] = {
		{.kind = OP_SEEN, .object = fold_message_id(sealed),
			.field = S("intake"),
			.value = str_bytes(name.bytes, sizeof(name.bytes))},
		{.kind = OP_SEEN, .field = S("held"),
			.value = str_bytes(name.bytes, sizeof(name.bytes))},
		{.kind = OP_SEEN, .field = S("line"),
			.value = str_bytes(name.bytes, sizeof(name.bytes))}};

	UNUSED_STATE;
	/* with the token she has the sealed bytes as well */
	writes_in(HER, S("team"), ops, NELEM(ops));
	takes(0, sealed);
	assert_int_equal(thread_at(0).message_count, 1);
	takes(2, sealed);
	assert_int_equal(thread_at(2).message_count, 1);
}

TEST(who_reads_no_messages_changes_nothing_about_a_thread)
{
	str sealed = sealed_message(2, S("me again"));
	object_id message = fold_message_id(sealed), thread =
		fold_thread_id(str_fmt(w.arena, "%032x", MAILBOX));
	struct op ops[] = {
		set_of(thread, S("state"), S("done 9000000000000")),
		set_of(thread, S("name"), S("forged")),
		set_of(thread, S("opened"), S("9000000000000")),
		set_of(message, S("gone"), S("1")),
		set_of(message, S("unwanted"), S("1")),
		set_of(message, S("item"), S("forged")),
		set_of(message, S("sealed"), S("forged"))};
	struct view_thread before, after;

	UNUSED_STATE;
	takes(0, sealed);
	is_ok(act_name(w.desks[0], thread, S("Noor, by the line")));
	before = thread_at(0);
	writes_in(HER, S("team"), ops, NELEM(ops));
	for (size_t at = 0; at < TEAM_SIZE; at += 2) {
		after = thread_at(at);
		assert_int_equal(after.message_count, before.message_count);
		is_str(after.name_note, S("Noor, by the line"));
	}
	/* and what is said of it later counts as ever */
	is_ok(act_name(w.desks[2], thread, S("Noor, who wrote again")));
	team_carry(&w);
	is_str(thread_at(0).name_note, S("Noor, who wrote again"));
}

/* -- records ----------------------------------------------------------------- */

TEST(what_few_may_read_of_a_record_is_written_by_them_alone)
{
	object_id request, member = w.members[2];
	struct op ops[3];
	struct record_refusal refusal;
	str place;

	UNUSED_STATE;
	request = team_record(&w, 0, &record_request, EDITS(
		{"subject", S("needs a doctor"), EDIT_SET},
		{"place", S("by the river"), EDIT_SET},
		{"summary", S("what she told us"), EDIT_SET}));
	is_ok(record_set(w.desks[0], member, EDITS({"if-taken",
		S("call her sister"), EDIT_SET}), &refusal));
	place = value_at(0, request, "place");
	ops[0] = set_of(request, S("summary"), S("forged"));
	ops[1] = set_of(request, S("place"), S("forged"));
	ops[2] = set_of(member, S("if-taken"), S("forged"));
	writes_in(2, S("team"), ops, 3);
	writes_in(2, S("intake"), ops, 3);
	is_str(value_at(0, request, "summary"), S("what she told us"));
	is_str(value_at(0, request, "place"), place);
	is_str(value_at(0, member, "if-taken"), S("call her sister"));
}

/* [fold_name-1] */
TEST(the_ring_of_one_case_says_nothing_of_another)
{
	object_id hers, other;
	struct op op;
	char ring[CASE_RING_NAME];

	UNUSED_STATE;
	other = team_record(&w, 0, &record_request, EDITS(
		{"subject", S("needs a roof"), EDIT_SET},
		{"summary", S("what he told us"), EDIT_SET}));
	hers = team_record(&w, 0, &record_request, EDITS(
		{"subject", S("needs a lawyer"), EDIT_SET},
		{"owner", team_hex(&w, w.members[HER]), EDIT_SET}));
	case_ring_name(hers, ring);
	team_carry(&w);
	is_ok(case_rings_look(w.desks[0]));
	team_carry(&w);
	op = set_of(other, S("summary"), S("forged"));
	writes_in(HER, str_bytes(ring, sizeof(ring)), &op, 1);
	is_str(value_at(0, other, "summary"), S("what he told us"));
}

/* [fold_name-2] */
TEST(what_a_device_says_of_itself_no_other_says)
{
	str soran = team_own_device(w.desks[2]);
	struct op ops[] = {
		set_of(fold_desk, str_fmt(w.arena, "me.%.*s", S_ARG(soran)),
			object_str(&w.members[HER])),
		set_of(fold_desk, str_fmt(w.arena, "drill.%.*s", S_ARG(soran)),
			S("1764000000000 good 490001"))};
	struct drill_noted noted;
	object_id member;

	UNUSED_STATE;
	writes_in(HER, S("team"), ops, NELEM(ops));
	for (size_t at = 0; at < TEAM_SIZE; at++) {
		is_ok(record_device_member(w.desks[at], soran, &member));
		assert_true(object_eq(member, w.members[2]));
	}
	is_ok(drill_noted_by(w.desks[0], soran, &noted));
	assert_int_equal(noted.ms, 0);
}

/* [erase-2] Whoever has two laptops does not become two people by saying so at one of
 * them: whose each is, the roster says. */
TEST(who_asks_and_who_agrees_are_two_as_the_roster_says)
{
	object_id task = team_record(&w, 0, &record_task, EDITS(
		{"title", S("a list to erase"), EDIT_SET})), wish;

	UNUSED_STATE;
	team_carry(&w);
	is_ok(erase_ask(w.desks[HER], &(struct erase_ask){task, S("erase"),
		S("asked"), S("code")}, &wish));
	is_ok(record_me(w.desks[2], w.members[HER]));
	team_carry(&w);
	is_ok(erase_agree(w.desks[2], task));
	is_ok(record_me(w.desks[HER], w.members[2]));
	team_carry(&w);
	assert_int_equal(erase_agree(w.desks[HER], task)->code, ERR_REFUSED);
	is_ok(record_me(w.desks[2], w.members[2]));
	is_ok(record_me(w.desks[HER], w.members[HER]));
	team_carry(&w);
}

/* -- the log ----------------------------------------------------------------- */

enum { PLACES_BYTES = 1 << 20, STRANGERS = 70000, VISITS = 3 };

/* `instead` of each of the first bodies of each commit of that desk. */
static void instead_of(size_t of, uint64_t bodies, struct buf *out)
{
	struct state_part part = {.dev = str_bytes(w.desks[of]->fold.dev,
		LOG_DEVICE_HEX)};

	for (part.seq = 1; part.seq <= log_seq(w.desks[of]->log); part.seq++) {
		for (part.body = 0; part.body < bodies; part.body++) {
			state_instead_write(&part, out);
		}
	}
}

/* Everybody says what they have, and destroys what all agree on. */
static void all_agree(void)
{
	for (int i = 0; i < VISITS; i++) {
		for (size_t at = 0; at < TEAM_SIZE; at++) {
			team_clock(&w, 1000);
			is_ok(ring_check_now(w.desks[at]));
			team_carry(&w);
		}
	}
	for (size_t at = 0; at < TEAM_SIZE; at++) {
		is_ok(tidy_daily(w.desks[at]));
		is_ok(desk_refold(w.desks[at]));
	}
}

static void state_writes(object_id unit, str value)
{
	struct op op = {.kind = OP_STATE, .object = unit, .field = S("fold"),
		.value = value};
	struct log_body body = {.ring = S("team"), .unit = unit, .ops = &op,
		.op_count = 1};

	team_carry(&w);
	team_clock(&w, 1000);
	is_ok(desk_commit(w.desks[HER], &body, 1));
	team_carry(&w);
}

/* [log-13] */
TEST(a_state_of_the_team_takes_no_message_away)
{
	struct buf value = buf_cap(PLACES_BYTES);
	size_t before;

	UNUSED_STATE;
	takes(0, sealed_message(3, S("please do not lose this")));
	team_carry(&w);
	before = thread_at(0).message_count;
	assert_true(before > 0);
	instead_of(0, 8, &value);
	assert_false(value.failed);
	state_writes(w.members[0], buf_str(&value));
	all_agree();
	assert_int_equal(thread_at(0).message_count, before);
	assert_int_equal(thread_at(2).message_count, before);
	buf_close(&value);
}

/* [log-13] [compact-1] */
TEST(a_state_that_leaves_something_out_destroys_nothing)
{
	object_id task = team_record(&w, 0, &record_task, EDITS(
		{"title", S("bring her papers"), EDIT_SET}));
	struct state_parts bodies;
	struct buf value = buf_cap(PLACES_BYTES);

	UNUSED_STATE;
	team_carry(&w);
	bodies = state_bodies(w.desks[HER]->state, w.arena, S("team"), task);
	assert_true(bodies.count > 0);
	for (size_t i = 0; i < bodies.count; i++) {
		state_instead_write(&bodies.at[i], &value);
	}
	state_writes(task, buf_str(&value));
	all_agree();
	is_str(value_at(0, task, "title"), S("bring her papers"));
	is_str(value_at(2, task, "title"), S("bring her papers"));
	buf_close(&value);
}

/* [log-13] Soran's desk cannot open what Rojîn wrote into the vault. */
TEST(nobody_speaks_in_the_name_of_another)
{
	object_id forged = w.members[2];
	struct buf value = buf_cap(PLACES_BYTES);
	struct record_refusal refusal;
	struct state_part part = {.dev = str_bytes(w.desks[0]->fold.dev,
		LOG_DEVICE_HEX), .is_op = true,
		.op = {.kind = OP_SET, .object = forged, .field = S("name"),
			.word = S("set"), .value = S("forged")}};

	UNUSED_STATE;
	is_ok(record_set(w.desks[0], forged, EDITS({"if-taken",
		S("call her brother"), EDIT_SET}), &refusal));
	part.seq = log_seq(w.desks[0]->log);
	part.is_op = false;
	for (part.body = 0; part.body < 3; part.body++) {
		state_instead_write(&part, &value);
	}
	part.is_op = true;
	for (part.body = 0; part.body < 3; part.body++) {
		assert_true(state_op_write(&part, &value));
	}
	state_writes(forged, buf_str(&value));
	assert_true(str_eq(value_at(2, forged, "name"),
		value_at(0, forged, "name")));
	assert_false(str_eq(value_at(2, forged, "name"), S("forged")));
	buf_close(&value);
}

/* The organisation's key comes in the vault alone: what a false one signed, the
 * line would refuse for good, and whom it vouched for would be believed. */
TEST(who_has_no_vault_gives_nobody_the_key_of_the_organisation)
{
	static const char seed[32] = "a key that nobody should believe";
	struct op op = {.kind = OP_KEY, .field = S("sign.roster"),
		.value = str_bytes(seed, sizeof(seed))};

	UNUSED_STATE;
	assert_false(desk_holds_key(w.desks[2]));
	writes_in(HER, S("team"), &op, 1);
	assert_false(desk_holds_key(w.desks[2]));
	assert_true(desk_holds_key(w.desks[0]));
}

TEST(a_state_of_devices_that_nobody_knows_ends_no_desk)
{
	struct buf value = {0};

	UNUSED_STATE;
	for (unsigned i = 0; i < STRANGERS; i++) {
		if (value.len == 0) value = buf_cap(PLACES_BYTES);
		buf_fmt(&value, "instead %032x 1 0\n", i);
		if (i % 20000 != 19999 && i + 1 < STRANGERS) continue;
		state_writes(w.members[0], buf_str(&value));
		buf_close(&value);
		value = (struct buf){0};
	}
	team_reopen(&w, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_reads_no_messages_cannot_call_one_taken),
		cmocka_unit_test(
			who_reads_no_messages_changes_nothing_about_a_thread),
		cmocka_unit_test(
			what_few_may_read_of_a_record_is_written_by_them_alone),
		cmocka_unit_test(the_ring_of_one_case_says_nothing_of_another),
		cmocka_unit_test(what_a_device_says_of_itself_no_other_says),
		cmocka_unit_test(
			who_asks_and_who_agrees_are_two_as_the_roster_says),
		cmocka_unit_test(a_state_of_the_team_takes_no_message_away),
		cmocka_unit_test(
			a_state_that_leaves_something_out_destroys_nothing),
		cmocka_unit_test(nobody_speaks_in_the_name_of_another),
		cmocka_unit_test(
			who_has_no_vault_gives_nobody_the_key_of_the_organisation),
		cmocka_unit_test(
			a_state_of_devices_that_nobody_knows_ends_no_desk),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
