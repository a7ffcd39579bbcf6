/* Tests of desk/hands_log on a real desk: what it signs the line's side takes,
 * a new token is the team's, and what it carries is what its log holds.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "desk/desk_room.h"
#include "desk/new.h"
#include "line/organisation.h"
#include "os/file.h"
#include "seal/secret.h"
#include "store/pack.h"

#include <stdlib.h>

#define PASSPHRASE S("seven lamps on a hill")

enum { HOUR = 495000 };

static char dir[] = "/tmp/bothy-hands-XXXXXX";
static char line_dir[64];
static struct desk *desk;
static struct arena *arena;
static struct organisation line;

static str token_call(void)
{
	str body;

	is_ok(desk_hands.token_call(desk, arena, &body));
	return body;
}

/* What the line makes of a token call. */
static enum organisation_push told(str body)
{
	enum organisation_push push;
	struct relay_signed both;

	assert_true(relay_signed_read(body, &both));
	is_ok(organisation_token_push(&line, line_dir, &both, HOUR, &push));
	return push;
}

static enum organisation_bearer knocks(void)
{
	return organisation_bearer(&line, hash_of(desk_hands.token(desk)),
		HOUR);
}

TEST(a_new_token_is_told_signed_until_the_line_keeps_it)
{
	/* [organisation-5] */
	str first = str_dup(arena, desk_token(desk));

	UNUSED_STATE;
	assert_int_equal(token_call().len, 0);
	assert_int_equal(knocks(), BEARER_NOW);
	is_ok(desk_token_renew(desk, 2));
	assert_false(str_eq(desk_token(desk), first));
	assert_int_equal(desk_token(desk).len, 64);
	assert_int_equal(knocks(), BEARER_NONE);
	assert_int_equal(told(token_call()), PUSH_KEPT);
	/* a kill before it was noted: told again, and that is fine */
	assert_int_equal(told(token_call()), PUSH_SAME);
	is_ok(desk_hands.token_kept(desk));
	assert_int_equal(token_call().len, 0);
	assert_int_equal(knocks(), BEARER_NOW);
	desk_close(&desk);
	is_ok(desk_open(&desk, dir, PASSPHRASE));
	assert_int_equal(token_call().len, 0);
	assert_int_equal(knocks(), BEARER_NOW);
}

TEST(signed_lists_are_the_lines_and_wait_until_they_are_heard)
{
	/* [list-1] [organisation-4] */
	enum { COUNT = RELAY_LIST_MAX + 1 };
	hash *hashes = ARENA_ARRAY(arena, hash, COUNT);
	struct relay_hashes list;
	struct relay_signed both;
	const char *path;
	str body;

	UNUSED_STATE;
	for (size_t i = 0; i < COUNT; i++) {
		hashes[i] = hash_of(str_bytes(&i, sizeof(i)));
	}
	is_ok(desk_list_tell(desk, LIST_DELETE, hashes, COUNT));
	is_ok(desk_list_tell(desk, LIST_FORGET, hashes, 1));
	for (unsigned i = 0; i < 3; i++) {
		is_ok(desk_hands.list(desk, arena, &path, &body));
		assert_true(relay_signed_read(body, &both));
		assert_true(organisation_signed(&line, both.text,
			both.minisig));
		assert_true(relay_list_read(arena, both.text,
			i < 2 ? S("bothy-delete/1") : S("bothy-forget/1"),
			&list));
		assert_int_equal(list.count, i == 0 ? RELAY_LIST_MAX : 1);
		is_str(str_of(path), i < 2 ? S("/relay/1/delete")
					   : S("/relay/1/forget"));
		is_ok(desk_hands.list_done(desk));
	}
	is_ok(desk_hands.list(desk, arena, &path, &body));
	assert_int_equal(body.len, 0);
}

TEST(a_device_without_the_organisations_key_signs_nothing)
{
	size_t size = desk->keys.roster.seed.size;
	hash one = hash_of(S("one"));
	const char *path;
	str body;

	UNUSED_STATE;
	is_ok(desk_token_renew(desk, 9));
	desk->keys.roster.seed.size = 0;
	assert_int_equal(token_call().len, 0);
	assert_int_equal(desk_list_tell(desk, LIST_DELETE, &one, 1)->code,
		ERR_REFUSED);
	is_ok(desk_hands.list(desk, arena, &path, &body));
	assert_int_equal(body.len, 0);
	desk->keys.roster.seed.size = size;
	assert_true(token_call().len > 0);
}

TEST(what_is_offered_is_every_record_of_the_log)
{
	struct sync_hashes names;
	struct place place;
	struct pack *pack;
	struct pack_item item;
	uint64_t at = 0;
	size_t count = 0;

	UNUSED_STATE;
	is_ok(desk_hands.place(desk, &place));
	assert_int_equal(place.cursor, 0);
	is_ok(desk_hands.offer(desk, arena, &names));
	is_ok(pack_follow(&pack, str_fmt(arena, "%s/log.pack",
		desk->folder).at));
	while (pack_at(pack, at, &item) == NULL) {
		for (size_t i = 0; i < item.body_count; i++) {
			assert_true(hash_eq(names.at[count++],
				item.bodies[i].hash));
		}
		assert_true(hash_eq(names.at[count++], item.frame.hash));
		at = item.next;
	}
	assert_int_equal(count, names.count);
	for (size_t i = 0; i < count; i++) {
		str sealed;

		is_ok(desk_hands.blob(desk, arena, i, &sealed));
		assert_true(str_starts(sealed, S("age-encryption.org/v1\n")));
	}
	is_ok(desk_hands.offered(desk, place));
	is_ok(desk_hands.offer(desk, arena, &names));
	assert_int_equal(names.count, 0);
	is_ok(desk_hands.lost(desk));
	is_ok(desk_hands.offer(desk, arena, &names));
	assert_int_equal(names.count, count);
	pack_close(&pack);
}

static int setup(void **state)
{
	struct roster says = {.name = S("A house on the hill"),
		.locales = {S("en")}, .locale_count = 1, .answer_days = 3,
		.leave = S("https://www.bbc.com/weather")};
	struct buf parts[SHARE_PARTS] = {{0}};

	(void)state;
	seal_start();
	keyfile_work(10);
	if (mkdtemp(dir) == NULL) return 1;
	(void)snprintf(line_dir, sizeof(line_dir), "%s/line", dir);
	arena = arena_open(16 << 20);
	is_ok(new_prepare(dir, &says, PASSPHRASE, 1764000000000, parts));
	is_ok(new_finish(dir));
	for (size_t i = 0; i < SHARE_PARTS; i++) buf_close(&parts[i]);
	is_ok(desk_open(&desk, dir, PASSPHRASE));
	is_ok(organisation_open(&line, line_dir));
	return 0;
}

static int teardown(void **state)
{
	char command[100];

	(void)state;
	desk_close(&desk);
	organisation_close(&line);
	arena_close(&arena);
	(void)snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_new_token_is_told_signed_until_the_line_keeps_it),
		CASE(signed_lists_are_the_lines_and_wait_until_they_are_heard),
		CASE(a_device_without_the_organisations_key_signs_nothing),
		CASE(what_is_offered_is_every_record_of_the_log),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
