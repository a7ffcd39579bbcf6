/* Tests of what a member's device can bring about in rings it has no key of, by a
 * changed program with her real keys: nothing. Narin (1) reads no messages and is
 * the one whose laptop is in other hands; Rojîn (0) and Soran (2) read them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "team_lib.h"

#include "desk/case_ring.h"
#include "desk/checkin.h"
#include "desk/hands.h"
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_reads_no_messages_cannot_call_one_taken),
		cmocka_unit_test(
			who_reads_no_messages_changes_nothing_about_a_thread),
		cmocka_unit_test(
			what_few_may_read_of_a_record_is_written_by_them_alone),
		cmocka_unit_test(the_ring_of_one_case_says_nothing_of_another),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
