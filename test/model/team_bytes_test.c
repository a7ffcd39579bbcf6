/* The team as bytes against vectors that an independent program made from
 * doc/log.md and doc/team.md: rosters, digits of a joining, proofs of epochs,
 * `state`, the hash of a ring; and every cut and change of what is read.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/hex.h"
#include "model/alarm.h"
#include "model/log_vectors.h"
#include "model/may.h"
#include "model/team_roster.h"
#include "seal/enrol.h"
#include "store/log_hand.h"
#include "store/log_ring.h"
#include "store/state.h"

#define VECTOR(name) str_bytes(name, sizeof(name) - 1)

static str hex_of(const void *bytes, size_t len)
{
	static struct buf out;

	buf_reset(&out);
	buf_hex(&out, bytes, len);
	return buf_str(&out);
}

/* -- cut and changed ------------------------------------------------------ */

typedef bool again_fn(str bytes, struct buf *out);

static void cut_and_change(str good, again_fn *again, bool cut_is_refused)
{
	struct buf bytes = {0}, out = {0};

	buf_put(&bytes, good);
	assert_true(again(good, &out));
	is_str(buf_str(&out), good);
	for (size_t i = 0; i < bytes.len; i++) {
		char was = bytes.at[i];

		buf_reset(&out);
		if (again(str_first(good, i), &out)) {
			assert_false(cut_is_refused);
			is_str(buf_str(&out), str_first(good, i));
		}
		for (unsigned bit = 0; bit < 8; bit++) {
			bytes.at[i] = (char)(was ^ (1 << bit));
			buf_reset(&out);
			if (!again(buf_str(&bytes), &out)) continue;
			is_str(buf_str(&out), buf_str(&bytes));
		}
		bytes.at[i] = was;
	}
	buf_close(&bytes);
	buf_close(&out);
}

static bool roster_again(str text, struct buf *out)
{
	struct team_roster roster;
	str covered;

	if (!team_roster_read(text, &roster, &covered)) return false;
	if (!team_roster_write(&roster, out)) return false;
	for (size_t i = 0; i < roster.signature_count; i++) {
		unsigned char bytes[64];

		must(hex_read(roster.signatures[i].signature, bytes, 64));
		team_roster_sign_line(roster.signatures[i].dev, bytes, out);
	}
	return true;
}

static bool state_written_again(str value, struct buf *out)
{
	struct state_part part;

	if (!state_is_right(value)) return false;
	while (state_part_take(&value, &part)) {
		if (!part.is_op) state_instead_write(&part, out);
		else if (!state_op_write(&part, out)) return false;
	}
	return value.len == 0;
}

TEST(rosters_are_the_bytes_of_the_document_cut_or_changed_they_are_others)
{
	/* [team-1] cut behind a `sig` line it may be a roster with fewer */
	UNUSED_STATE;
	cut_and_change(VECTOR(vector_team_one), roster_again, true);
	cut_and_change(VECTOR(vector_team_two), roster_again, true);
	cut_and_change(VECTOR(vector_team_three), roster_again, false);
}

TEST(a_state_is_the_bytes_of_the_document_cut_or_changed_it_is_another)
{
	/* [state-1] */
	UNUSED_STATE;
	cut_and_change(VECTOR(vector_state), state_written_again, false);
}

/* -- rosters -------------------------------------------------------------- */

static void read(str text, struct team_roster *roster, str *covered)
{
	assert_true(team_roster_read(text, roster, covered));
}

TEST(a_roster_is_signed_over_all_before_its_signatures)
{
	struct sign_key key = sign_key_from(VECTOR(vector_seed));
	struct team_roster one;
	signature sig;
	str covered;

	UNUSED_STATE;
	read(VECTOR(vector_team_one), &one, &covered);
	sig = sign_bytes(&key, covered);
	is_str(one.signatures[0].signature, hex_of(sig.bytes, 64));
	assert_int_equal(team_roster_members(&one), 1);
	assert_int_equal(team_roster_needs(&one), 1);
	sign_key_close(&key);
}

TEST(a_roster_forgets_no_device_and_no_removal_of_the_one_before)
{
	/* [team-2] */
	struct team_roster one, two, three;
	str covered;

	UNUSED_STATE;
	read(VECTOR(vector_team_one), &one, &covered);
	read(VECTOR(vector_team_two), &two, &covered);
	read(VECTOR(vector_team_three), &three, &covered);
	assert_true(team_roster_keeps(&two, &one, log_key_name));
	assert_true(team_roster_keeps(&three, &two, log_key_name));
	assert_false(team_roster_keeps(&one, &two, log_key_name));
	assert_false(team_roster_keeps(&two, &three, log_key_name));
	three.removed[0].seq = 8; /* a later end than was said */
	assert_false(team_roster_keeps(&three, &(struct team_roster){
		.removed = {{three.removed[0].dev, 7, three.removed[0].hash}},
		.removed_count = 1}, log_key_name));
	assert_int_equal(team_roster_needs(&two), 2);
	two.admin_count = 1;
	assert_false(team_roster_write(&two, &(struct buf){0}));
}

TEST(the_next_roster_is_made_in_its_order)
{
	/* [team-1] */
	struct team_roster one, two;
	struct team_device other;
	str covered;

	UNUSED_STATE;
	read(VECTOR(vector_team_one), &one, &covered);
	read(VECTOR(vector_team_two), &two, &covered);
	other = two.devices[1];
	assert_true(team_roster_device_add(&one, other));
	assert_false(team_roster_device_add(&one, other));
	assert_true(team_roster_admin_add(&one, other.member));
	assert_true(team_roster_admin_add(&one, other.member));
	assert_int_equal(one.admin_count, 2);
	assert_true(team_roster_remove(&one, (struct team_removed){
		S("24f6ed6acbfe1009c030d7ca567c33ca"), 7, one.org},
		log_key_name));
	assert_int_equal(one.device_count, 1);
	assert_int_equal(one.admin_count, 1);
	assert_int_equal(one.removed_count, 1);
}

/* -- keys ----------------------------------------------------------------- */

TEST(the_thirty_digits_are_those_of_the_document_and_stand_for_all_of_it)
{
	/* [enrol-1] */
	struct sign_key key = sign_key_from(VECTOR(vector_other_seed));
	struct identity identity = identity_from(VECTOR(vector_other_seed));
	hash roster = hash_of(VECTOR(vector_team_one));
	struct team_roster one;
	struct buf code = {0};
	str covered;

	UNUSED_STATE;
	read(VECTOR(vector_team_one), &one, &covered);
	enrol_code(one.org, roster, key.public, identity.recipient, &code);
	is_str(buf_str(&code), VECTOR(vector_enrol_code));
	for (int part = 0; part < 3; part++) {
		sign_public other = key.public;
		recipient to = identity.recipient;
		hash shown = roster;

		(part == 0 ? other.bytes : part == 1 ? to.bytes
						      : shown.bytes)[31] ^= 1;
		buf_reset(&code);
		enrol_code(one.org, shown, other, to, &code);
		assert_int_equal(code.len, sizeof(vector_enrol_code) - 1);
		assert_false(str_eq(buf_str(&code), VECTOR(vector_enrol_code)));
	}
	sign_key_close(&key);
	identity_close(&identity);
	buf_close(&code);
}

static bool give(struct ring_table *table, uint64_t epoch, str secret,
	str proof)
{
	struct ring_given given = {.ring = S("team"), .epoch = epoch,
		.secret = secret, .proof = proof};

	return ring_add(table, &given);
}

TEST(an_epoch_is_proved_by_the_bytes_of_the_document_and_by_no_others)
{
	/* [ring-1] */
	struct ring_table table = {0};
	unsigned char proof[RING_PROOF_BYTES];
	struct identity next = identity_from(VECTOR(vector_other_seed));

	UNUSED_STATE;
	assert_true(give(&table, 3, VECTOR(vector_seed), S("")));
	ring_prove(&table.at[0], S("team"), 4, next.recipient, proof);
	is_str(hex_of(proof, sizeof(proof)), VECTOR(vector_proof));
	proof[0] ^= 1;
	assert_true(give(&table, 4, VECTOR(vector_other_seed),
		str_bytes(proof, sizeof(proof))));
	assert_int_equal(ring_newest(&table, S("team"))->epoch, 3);
	ring_forget(&table, 1);
	proof[0] ^= 1;
	assert_true(give(&table, 4, VECTOR(vector_other_seed),
		str_bytes(proof, sizeof(proof))));
	assert_false(give(&table, 4, VECTOR(vector_other_seed), S("")));
	assert_int_equal(ring_newest(&table, S("team"))->epoch, 4);
	identity_close(&next);
	ring_table_close(&table);
}

/* -- the hash of a ring --------------------------------------------------- */

static void feed(struct state *state, bool backwards)
{
	str rest = VECTOR(vector_ops);
	struct team_roster one;
	struct log_op ops[5];
	str covered;

	read(VECTOR(vector_team_one), &one, &covered);
	for (size_t i = 0; i < NELEM(ops); i++) {
		ops[i] = (struct log_op){.dev = one.signatures[0].dev, .seq = 2,
			.index = i, .hlc = {1795000000000, 1},
			.ring = S("team")};
		assert_true(op_take(&rest, &ops[i].op));
		ops[i].unit = ops[i].op.object;
	}
	for (size_t i = 0; i < NELEM(ops); i++) {
		is_ok(state_op(state, &ops[backwards ? NELEM(ops) - 1 - i : i]));
	}
}

TEST(the_hash_of_a_ring_is_that_of_the_document_in_any_order_and_twice)
{
	/* [state-2] [state-3] */
	struct team_roster one;
	struct state_sum sum;
	str covered;

	UNUSED_STATE;
	read(VECTOR(vector_team_one), &one, &covered);
	for (int way = 0; way < 3; way++) {
		struct state *state = state_open(one.org);

		feed(state, way == 1);
		if (way == 2) feed(state, true);
		sum = state_sum(state, S("team"));
		is_str(hex_of(sum.hash.bytes, 32), VECTOR(vector_state_hash));
		is_str(hex_of(sum.view.bytes, 32), VECTOR(vector_view_hash));
		state_close(&state);
	}
}

/* -- tables --------------------------------------------------------------- */

TEST(every_alarm_has_its_word_and_two_of_them_stop_the_signing)
{
	/* [alarm-1] */
	size_t stop = 0;

	UNUSED_STATE;
	for (size_t i = 0; i < ALARM_KIND_COUNT; i++) {
		assert_true(alarm_word((enum alarm_kind)i).len > 0);
		stop += alarm_stops_signing((enum alarm_kind)i);
	}
	assert_int_equal(stop, 2);
	assert_false(alarm_ends(ALARM_FORK));
	assert_true(alarm_ends(ALARM_WITHHELD));
}

TEST(every_act_says_who_may_and_what_holds_it)
{
	/* [may-1] what keys hold is what somebody without them cannot do */
	struct may_known nobody = {0}, admin = {.member = true, .admin = true,
		.admins = 1, .needed = 2};

	UNUSED_STATE;
	for (size_t i = 0; i < MAY_ACT_COUNT; i++) {
		assert_true(may_rows[i].act.len > 0);
		assert_true(may_rows[i].why.len > 0);
		assert_true(may_rows[i].holds < MAY_HOLDS_COUNT);
		assert_false(may((enum may_act)i, nobody));
	}
	assert_true(may(MAY_SET_CLOCK, admin));
	assert_false(may(MAY_REMOVE_DEVICE, admin));
	admin.admins = 2;
	assert_true(may(MAY_REMOVE_DEVICE, admin));
	assert_false(may(MAY_READ_VAULT, admin));
	admin.in_ring = true;
	assert_true(may(MAY_READ_VAULT, admin));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(rosters_are_the_bytes_of_the_document_cut_or_changed_they_are_others),
		CASE(a_state_is_the_bytes_of_the_document_cut_or_changed_it_is_another),
		CASE(a_roster_is_signed_over_all_before_its_signatures),
		CASE(a_roster_forgets_no_device_and_no_removal_of_the_one_before),
		CASE(the_next_roster_is_made_in_its_order),
		CASE(the_thirty_digits_are_those_of_the_document_and_stand_for_all_of_it),
		CASE(an_epoch_is_proved_by_the_bytes_of_the_document_and_by_no_others),
		CASE(the_hash_of_a_ring_is_that_of_the_document_in_any_order_and_twice),
		CASE(every_alarm_has_its_word_and_two_of_them_stop_the_signing),
		CASE(every_act_says_who_may_and_what_holds_it),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
