/* Tests of desk/team_extent: what a second admin is asked to sign is what the
 * proposal says of itself, and no word more.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#define TEAM_PLAIN 2
#include "desk/team_lib.h"

#include "base/hex.h"
#include "desk/team_room.h"

static struct team_world w;
enum { FOUNDER, SECOND, THIRD };

/* What a changed program puts beside the phone that it says it adds. */
typedef void change_of(struct team_roster *next);

static void nothing_more(struct team_roster *next)
{
	(void)next;
}

static void also_admin(struct team_roster *next)
{
	assert_true(team_roster_admin_add(next,
		object_text(w.arena, w.members[THIRD])));
}

static void also_out(struct team_roster *next)
{
	hash name = hash_of(S("any"));
	struct team_removed cut = {team_own_device(w.desks[THIRD]), 1,
		hex_text(w.arena, name.bytes, sizeof(name.bytes))};

	assert_true(team_roster_remove(next, cut, log_key_name));
}

static str recipient_new(void)
{
	struct buf text = {0};
	str kept;

	recipient_write(identity_make().recipient, &text);
	kept = buf_take(&text, w.arena);
	buf_close(&text);
	return kept;
}

static void also_another_key(struct team_roster *next)
{
	str key = team_device_find(next, team_own_device(w.desks[THIRD]))->key;

	for (size_t i = 0; i < next->device_count; i++) {
		if (!str_eq(next->devices[i].key, key)) continue;
		next->devices[i].recipient = recipient_new();
	}
}

static struct team_device device_new(const char *name, object_id member)
{
	hash key = hash_of(str_of(name));

	return (struct team_device){hex_text(w.arena, key.bytes,
		sizeof(key.bytes)), recipient_new(),
		object_text(w.arena, member), str_of(name)};
}

static void also_a_second(struct team_roster *next)
{
	assert_true(team_roster_device_add(next,
		device_new("tablet", w.members[THIRD])));
}

static void propose(const struct team_roster *next, struct team_matter matter)
{
	struct team_outcome outcome;

	is_ok(team_change(w.desks[FOUNDER], next, &matter, &outcome));
	assert_int_equal(outcome.how, TEAM_WAITS);
	team_clock(&w, 1000);
	team_carry(&w);
}

static void phone_propose(object_id whose, change_of *change)
{
	struct team_device device = device_new("phone", whose);
	char *dev = ARENA_ARRAY(w.arena, char, LOG_DEVICE_HEX);
	struct team_matter matter = {.why = TEAM_WHY_ADMIT, .intake = true};
	struct team_roster *next;

	is_ok(team_next(w.desks[FOUNDER], w.arena, &next));
	assert_true(team_roster_device_add(next, device));
	log_key_name(device.key, dev);
	matter.dev = str_bytes(dev, LOG_DEVICE_HEX);
	change(next);
	propose(next, matter);
}

/* The only one on the second's table. */
static struct team_draft on_the_table(void)
{
	struct team_drafts drafts;

	is_ok(team_drafts(w.desks[SECOND], w.arena, &drafts));
	assert_int_equal(drafts.count, 1);
	return drafts.at[0];
}

static void off_the_table(struct team_draft draft)
{
	is_ok(team_drop(w.desks[SECOND], draft.id));
	team_clock(&w, 1000);
	team_carry(&w);
}

TEST(nobody_signs_more_than_she_was_shown)
{
	/* [team_act-1] */
	change_of *const changes[] = {also_admin, also_out, also_another_key,
		also_a_second};
	object_id newroz = team_record(&w, FOUNDER, &record_member,
		EDITS({.key = "name", .value = S("Newroz"), .how = EDIT_SET}));
	struct team_outcome outcome;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(changes); i++) {
		struct team_draft draft;

		phone_propose(newroz, changes[i]);
		draft = on_the_table();
		assert_true(draft.more);
		assert_int_equal(team_agree(w.desks[SECOND], draft.id,
			&outcome)->code, ERR_REFUSED);
		off_the_table(draft);
	}
	assert_int_equal(team_member_count(w.desks[SECOND]), 3);
}

TEST(whose_device_it_is_and_what_it_is_given_is_shown)
{
	struct team_drafts drafts;
	struct team_draft draft;

	UNUSED_STATE;
	phone_propose(w.members[THIRD], also_admin);
	draft = on_the_table();
	assert_false(draft.more);
	assert_true(draft.again && draft.admin && draft.intake);
	assert_true(draft.admins && !draft.signed_here);
	is_ok(team_drafts(w.desks[THIRD], w.arena, &drafts));
	assert_true(drafts.count == 1 && !drafts.at[0].admins);
	assert_true(object_eq(draft.member, w.members[THIRD]));
	off_the_table(draft);
	phone_propose(w.members[THIRD], nothing_more);
	draft = on_the_table();
	assert_false(draft.more || draft.admin);
	off_the_table(draft);
}

TEST(a_removal_that_takes_somebody_else_along_is_not_signed)
{
	/* [team_act-1] */
	struct team_matter matter = {.why = TEAM_WHY_REMOVE,
		.dev = team_own_device(w.desks[SECOND])};
	struct team_roster *next;
	struct team_draft draft;
	struct team_outcome outcome;

	UNUSED_STATE;
	is_ok(team_next(w.desks[FOUNDER], w.arena, &next));
	also_out(next);
	propose(next, matter); /* it says another device than it takes out */
	draft = on_the_table();
	assert_true(draft.more);
	off_the_table(draft);
	is_ok(team_remove(w.desks[FOUNDER], team_own_device(w.desks[THIRD]),
		&outcome));
	team_clock(&w, 1000);
	team_carry(&w);
	draft = on_the_table();
	assert_false(draft.more);
	assert_int_equal(draft.devices, 1);
	is_ok(team_agree(w.desks[SECOND], draft.id, &outcome));
	assert_int_equal(outcome.how, TEAM_DONE);
}

static int begin(void **state)
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
	static const struct CMUnitTest tests[] = {
		CASE(nobody_signs_more_than_she_was_shown),
		CASE(whose_device_it_is_and_what_it_is_given_is_shown),
		CASE(a_removal_that_takes_somebody_else_along_is_not_signed),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
