/* Tests of desk/forget: a team of real desks, and which messages a signed list
 * tells the line to forget. Their logs are carried by hand.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "team_lib.h"

#include "desk/drill_job.h"
#include "desk/forget.h"
#include "desk/team_act.h"
#include "line/relay_log_text.h"
#include "seal/age.h"
#include "seal/minisign.h"

/* Who takes messages: the founder and the third. */
enum { ROJIN = 0, NARIN = 1, SORAN = 2, HASHES_MAX = 4096 };

static struct team_world world;
static uint64_t cursor;

/* -- messages -------------------------------------------------------------- */

static str hex_of(uint64_t n)
{
	return str_fmt(world.arena, "%032llx", (unsigned long long)n);
}

static hash arrives(size_t at, const struct message_file *file, recipient to)
{
	struct identity her = identity_make();
	struct buf plain = {0}, sealed = {0}, to_her = {0};
	struct message message = {.language = S("en"), .about = ABOUT_HEALTH,
		.mailbox = hex_of(cursor + 1), .submission = hex_of(cursor + 1),
		.text = S("please answer me")};
	struct relay_message one = {.cursor = ++cursor,
		.hour = world.now / TEAM_HOUR_MS};

	recipient_write(her.recipient, &to_her);
	message.recipient = buf_str(&to_her);
	if (file != NULL) message.files[message.file_count++] = *file;
	assert_true(message_write(&message, &plain));
	age_seal(&sealed, buf_str(&plain), &to, 1);
	one.sealed = buf_str(&sealed);
	one.hash = hash_of(one.sealed);
	team_clock(&world, 1000);
	is_ok(desk_hands.take(world.desks[at], &one, 1));
	buf_close(&plain);
	buf_close(&sealed);
	buf_close(&to_her);
	identity_close(&her);
	return one.hash;
}

static hash message_to(size_t at, const struct message_file *file)
{
	return arrives(at, file,
		log_epoch(world.desks[at]->log, RING_INTAKE, NULL)->recipient);
}

/* -- visits ---------------------------------------------------------------- */

static void settle(size_t at)
{
	team_clock(&world, 1000);
	is_ok(desk_hands.forget(world.desks[at]));
}

/* Both who take messages visit, and each hears of the other. */
static void all_visit(void)
{
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		settle(i);
		team_carry(&world);
	}
}

/* The line says the hour (doc/log.md L10.4). */
static void days_pass(uint64_t days)
{
	team_clock(&world, days * 24 * TEAM_HOUR_MS);
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		log_clock_confirm(world.desks[i]->log, world.now);
	}
}

struct told { hash *at; size_t count; };

/* The lists that wait at a desk; they are taken as heard. */
static void hear(size_t at, struct told *told)
{
	struct relay_hashes list;
	struct relay_signed both;
	const char *path;
	str body;

	for (;;) {
		is_ok(desk_hands.list(world.desks[at], world.arena, &path,
			&body));
		if (body.len == 0) return;
		is_ok(desk_hands.list_done(world.desks[at]));
		assert_true(relay_signed_read(body, &both));
		if (!relay_list_read(world.arena, both.text,
			S("bothy-forget/1"), &list)) {
			continue;
		}
		for (size_t i = 0; i < list.count; i++) {
			must(told->count < HASHES_MAX);
			told->at[told->count++] = list.at[i];
		}
	}
}

/* Of all desks, since this was asked last. */
static struct told heard(void)
{
	struct told told = {ARENA_ARRAY(world.arena, hash, HASHES_MAX), 0};

	for (size_t i = 0; i < TEAM_SIZE; i++) hear(i, &told);
	return told;
}

static size_t times(const struct told *told, hash name)
{
	size_t count = 0;

	for (size_t i = 0; i < told->count; i++) {
		count += hash_eq(told->at[i], name);
	}
	return count;
}

static size_t named(hash name)
{
	struct told told = heard();

	return times(&told, name);
}

static str dev_of(size_t at)
{
	return str_bytes(world.desks[at]->fold.dev, LOG_DEVICE_HEX);
}

/* -- tests ----------------------------------------------------------------- */

TEST(a_message_is_named_when_both_hold_it_and_once)
{
	/* [forget-1] [forget-3] */
	hash name = message_to(ROJIN, NULL);

	UNUSED_STATE;
	settle(ROJIN);
	assert_int_equal(named(name), 0);
	settle(ROJIN);
	assert_int_equal(named(name), 0);
	team_carry(&world);
	settle(NARIN); /* who takes none says nothing */
	team_carry(&world);
	settle(ROJIN);
	assert_int_equal(named(name), 0);
	settle(SORAN);
	team_carry(&world);
	settle(ROJIN);
	settle(SORAN);
	assert_int_equal(named(name), 1);
	for (unsigned i = 0; i < 3; i++) all_visit();
	assert_int_equal(named(name), 0);
	team_reopen(&world, ROJIN);
	all_visit();
	assert_int_equal(named(name), 0);
}

TEST(who_has_not_its_attachment_does_not_hold_it)
{
	/* [forget-1] */
	struct message_file file = {.blob = hex_of(0xf11e), .bytes = 5,
		.sha256 = str_fmt(world.arena, "%064x", 7),
		.identity = S("AGE-SECRET-KEY-1"), .type = S("image/png"),
		.name = S("photo.png")};
	struct identity to_file = identity_make();
	struct buf secret = {0};
	hash name;

	UNUSED_STATE;
	identity_write(&to_file, &secret);
	file.identity = buf_str(&secret);
	name = message_to(ROJIN, &file);
	team_carry(&world);
	all_visit();
	all_visit();
	assert_int_equal(named(name), 0);
	is_ok(file_replace(str_c(world.arena, str_fmt(world.arena, "%s/%.*s",
		world.desks[ROJIN]->files, S_ARG(file.blob))), S("bytes")));
	all_visit();
	all_visit();
	assert_int_equal(named(name), 0);
	is_ok(file_replace(str_c(world.arena, str_fmt(world.arena, "%s/%.*s",
		world.desks[SORAN]->files, S_ARG(file.blob))), S("bytes")));
	all_visit();
	all_visit();
	assert_int_equal(named(name), 1);
	buf_close(&secret);
	identity_close(&to_file);
}

TEST(what_no_key_opens_and_what_nobody_took_is_never_named)
{
	/* [forget-2] */
	struct identity strange = identity_make();
	hash sealed = arrives(ROJIN, NULL, strange.recipient);
	hash good = message_to(ROJIN, NULL), nobody = hash_of(S("not taken"));
	struct told told;

	UNUSED_STATE;
	team_carry(&world);
	all_visit();
	all_visit();
	days_pass(40);
	all_visit();
	told = heard();
	assert_int_equal(times(&told, good), 1);
	assert_int_equal(times(&told, sealed), 0);
	assert_int_equal(times(&told, nobody), 0);
	identity_close(&strange);
}

static void drill(size_t at, enum drill_found found, uint64_t hour)
{
	team_clock(&world, 1000);
	is_ok(drill_note(world.desks[at], (struct drill_result){found, hour}));
}

TEST(one_device_and_a_backup_made_after_that_are_enough)
{
	/* [forget-1] */
	hash name = message_to(ROJIN, NULL);
	uint64_t hour = world.now / TEAM_HOUR_MS;

	UNUSED_STATE;
	settle(ROJIN);
	drill(ROJIN, DRILL_GOOD, hour); /* as of before */
	settle(ROJIN);
	assert_int_equal(named(name), 0);
	team_clock(&world, 2 * TEAM_HOUR_MS);
	hour = world.now / TEAM_HOUR_MS;
	drill(ROJIN, DRILL_DAMAGED, hour);
	settle(ROJIN);
	assert_int_equal(named(name), 0);
	drill(NARIN, DRILL_GOOD, hour); /* she holds no message */
	team_carry(&world);
	settle(ROJIN);
	assert_int_equal(named(name), 0);
	drill(ROJIN, DRILL_GOOD, hour);
	settle(ROJIN);
	assert_int_equal(named(name), 1);
	team_carry(&world);
	all_visit();
	assert_int_equal(named(name), 0);
}

TEST(a_visit_names_a_bounded_number_and_the_next_goes_on)
{
	/* [forget-4] */
	enum { COUNT = FORGET_VISIT_MAX + 3 };
	hash names[COUNT];
	struct told told;

	UNUSED_STATE;
	for (size_t i = 0; i < COUNT; i++) names[i] = message_to(ROJIN, NULL);
	team_carry(&world);
	settle(ROJIN);
	settle(SORAN);
	team_carry(&world);
	(void)heard();
	settle(ROJIN);
	told = heard();
	assert_int_equal(told.count, FORGET_VISIT_MAX);
	for (unsigned i = 0; i < 3; i++) all_visit();
	told = heard();
	assert_int_equal(told.count, COUNT - FORGET_VISIT_MAX);
	assert_int_equal(times(&told, names[COUNT - 1]), 1);
}

TEST(a_device_that_is_given_the_intake_counts_from_then_on)
{
	hash name = message_to(ROJIN, NULL);

	UNUSED_STATE;
	team_carry(&world);
	settle(ROJIN);
	settle(SORAN);
	is_ok(team_give(world.desks[ROJIN], (struct team_grant){RING_INTAKE,
		world.members[NARIN], false}));
	(void)heard();
	team_carry(&world);
	settle(ROJIN);
	settle(SORAN);
	assert_int_equal(named(name), 0);
	settle(NARIN);
	team_carry(&world);
	settle(ROJIN);
	assert_int_equal(named(name), 1);
	team_carry(&world);
}

TEST(a_frozen_device_does_not_hold_it_up_and_alone_it_waits_thirty_days)
{
	/* [forget-1] */
	hash name, late;

	UNUSED_STATE;
	is_ok(team_freeze(world.desks[ROJIN], dev_of(NARIN)));
	team_carry(&world);
	name = message_to(ROJIN, NULL);
	settle(ROJIN);
	team_carry(&world);
	settle(SORAN);
	team_carry(&world);
	settle(ROJIN);
	assert_int_equal(named(name), 1);
	is_ok(team_freeze(world.desks[ROJIN], dev_of(SORAN)));
	late = message_to(ROJIN, NULL);
	settle(ROJIN);
	settle(ROJIN);
	assert_int_equal(named(late), 0);
	days_pass(29);
	settle(ROJIN);
	assert_int_equal(named(late), 0);
	days_pass(2);
	settle(ROJIN);
	assert_int_equal(named(late), 1);
	settle(ROJIN);
	assert_int_equal(named(late), 0);
}

static int setup(void **state)
{
	(void)state;
	team_open(&world);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	team_close(&world);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_message_is_named_when_both_hold_it_and_once),
		CASE(who_has_not_its_attachment_does_not_hold_it),
		CASE(what_no_key_opens_and_what_nobody_took_is_never_named),
		CASE(one_device_and_a_backup_made_after_that_are_enough),
		CASE(a_visit_names_a_bounded_number_and_the_next_goes_on),
		CASE(a_device_that_is_given_the_intake_counts_from_then_on),
		CASE(a_frozen_device_does_not_hold_it_up_and_alone_it_waits_thirty_days),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
