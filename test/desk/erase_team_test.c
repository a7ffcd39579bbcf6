/* Tests of erasing and tidying where two desks have one log: who agrees, which
 * device is called done, and what was written meanwhile. No network.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase_lib.h"

#include "desk/ring_check.h"
#include "desk/tidy.h"

static struct team_device device_of(const struct desk *at, str member)
{
	struct buf key = {0}, to = {0};
	struct team_device device;

	buf_hex(&key, at->keys.sign.public.bytes, 32);
	recipient_write(at->keys.identity.recipient, &to);
	device = (struct team_device){buf_take(&key, arena),
		buf_take(&to, arena), member, S("a desk")};
	buf_close(&key);
	buf_close(&to);
	return device;
}

static void roster_hand(const struct team_roster *next,
	const struct log_grant *grants, size_t count)
{
	struct buf text = {0};
	struct log_change change = {.grants = grants, .grant_count = count};
	signature sig = log_roster_sign(next, &desk->keys.sign);
	bool done;

	assert_true(log_roster_write(next, &desk->keys.sign.public, &sig, 1,
		&text));
	change.roster = buf_str(&text);
	clock_on(1000);
	is_ok(log_hand(desk->log, now, &change, &done));
	assert_true(done);
	is_ok(desk_read(desk));
	buf_close(&text);
}

static hash anchor;

/* A second device of another member, by hand: keys, a pack, a place in the
 * roster and in two rings. */
static void other_open(void)
{
	str me = S("11111111111111111111111111111111");
	str she = S("22222222222222222222222222222222");
	struct team_roster *next = mem_get(sizeof(*next));
	struct log_grant grants[2];

	other = mem_get(sizeof(*other));
	other->arena = arena_open(DESK_ARENA_BYTES);
	other->lock.fd = -1;
	other->folder = str_c(arena, str_fmt(arena, "%s/other", dir));
	other->files = other->folder;
	is_ok(file_folder_make(other->folder));
	keyfile_make(&other->keys, str_bytes(desk->keys.org, 64));
	other->device = (struct log_device){str_bytes(other->keys.org, 64),
		&other->keys.sign, &other->keys.identity, &anchor};
	log_device_name(other->keys.sign.public, other->fold.dev);
	other->fold.projection = &other->projection;
	is_ok(projection_open(&other->projection));
	log_roster_next(desk->log, arena, device_of(desk, me), next);
	grants[0] = (struct log_grant){RING_INTAKE, str_bytes(desk->fold.dev,
		LOG_DEVICE_HEX), false};
	roster_hand(next, NULL, 0);
	log_roster_next(desk->log, arena, device_of(desk, me), next);
	assert_true(team_roster_device_add(next, device_of(other, she)));
	assert_true(team_roster_admin_add(next, she));
	grants[1] = (struct log_grant){RING_INTAKE, str_bytes(other->fold.dev,
		LOG_DEVICE_HEX), false};
	roster_hand(next, grants, 2);
	anchor = hash_of(log_team_roster(desk->log));
	is_ok(log_open(&other->log, in_dir("other/log.pack"), &other->device));
	mem_free(next);
}

struct blobs { str at[BLOBS_MAX]; size_t count; };
static const err *blob_add(void *owner, str blob)
{
	struct blobs *blobs = owner;

	must(blobs->count < BLOBS_MAX);
	blobs->at[blobs->count++] = str_dup(arena, blob);
	return NULL;
}

/* `to` hears all that `from` has. */
static void hears(struct desk *to, struct desk *from)
{
	struct blobs *blobs = mem_get(sizeof(*blobs));
	uint64_t position = 0;
	size_t refused;

	is_ok(log_blobs(from->log, &position, blob_add, blobs));
	clock_on(1000);
	log_clock(to->log, now);
	is_ok(log_receive(to->log, blobs->at, blobs->count, &refused));
	is_ok(desk_read(to));
	mem_free(blobs);
}

static struct erase_row newest(struct desk *at)
{
	struct erase_row *rows;
	size_t count;

	is_ok(erase_rows(at, arena, &rows, &count));
	assert_true(count > 0);
	return rows[0];
}

/* How many erasures ask who works there for a yes. */
static size_t asked_of(struct desk *at)
{
	object_id *things;
	size_t count;

	is_ok(erase_asked(at, arena, &things, &count));
	return count;
}

TEST(two_people_and_two_devices_one_asks_another_agrees_both_forget)
{
	/* [erase-2] [erase-4] */
	object_id thread = planted(), wish;
	struct erase_plan plan;

	UNUSED_STATE;
	other_open();
	hears(other, desk);
	assert_true(is_there(other, thread));
	assert_true(tables_hold(other));
	is_ok(ring_check_now(other)); /* before: it says nothing of what follows */
	hears(desk, other);
	is_ok(erase_plan(desk, thread, &plan));
	assert_true(plan.needs_second);
	assert_int_equal(erase_do(desk, thread, false)->code, ERR_REFUSED);
	is_ok(erase_ask(desk, &(struct erase_ask){thread, S("erase"),
		S("asked"), S("code")}, &wish));
	assert_int_equal(erase_agree(desk, thread)->code, ERR_REFUSED);
	/* nor by the step itself */
	{
		struct record_refusal refusal;

		is_ok(record_step(desk, wish, S("agreed"),
			(struct record_edits){0}, &refusal));
	}
	assert_int_equal(erase_do(desk, thread, false)->code, ERR_REFUSED);
	hears(other, desk);
	assert_int_equal(asked_of(desk), 0);
	assert_int_equal(asked_of(other), 1);
	is_ok(erase_agree(other, thread)); /* what she said of herself is no yes */
	assert_int_equal(asked_of(other), 0);
	hears(desk, other);
	is_ok(erase_do(desk, thread, false));
	assert_int_equal(newest(desk).waiting, 1);
	assert_int_equal(newest(desk).device_count, 2);
	hears(other, desk);
	assert_false(is_there(other, thread));
	assert_false(tables_hold(other));
	is_as_anew(other);
	assert_false(pack_holds(other, in_dir("other/log.pack")));
	assert_int_equal(newest(desk).waiting, 1);
	hears(desk, other);
	assert_int_equal(newest(desk).waiting, 0);
	assert_false(log_is_ahead(desk->log));
	assert_int_equal(log_alarms(desk->log, (struct alarm[8]){{0}}, 8), 0);
}

static void erase_agreed(object_id thread)
{
	object_id wish;

	is_ok(erase_ask(desk, &(struct erase_ask){thread, S("erase"),
		S("asked"), S("code")}, &wish));
	hears(other, desk);
	is_ok(erase_agree(other, thread));
	hears(desk, other);
}

TEST(an_edit_beside_an_erasure_is_kept_out_and_its_writer_told)
{
	object_id thread = planted();
	struct erase_late *lates;
	size_t count;

	UNUSED_STATE;
	erase_agreed(thread);
	is_ok(act_note(other, thread, S("a late word of heliotrope")));
	is_ok(erase_do(desk, thread, false));
	hears(other, desk);
	assert_false(is_there(other, thread));
	assert_false(tables_hold(other));
	is_as_anew(other);
	hears(desk, other);
	assert_false(is_there(desk, thread));
	assert_false(pack_holds(desk, in_dir("desk/log.pack")));
	is_ok(erase_lates(other, arena, &lates, &count));
	assert_int_equal(count, 1);
	assert_true(object_eq(lates[0].unit, thread));
	is_str(lates[0].dev, str_bytes(other->fold.dev, LOG_DEVICE_HEX));
	hears(other, desk);
	assert_int_equal(newest(other).waiting, 0);
}

TEST(her_message_that_came_beside_an_erasure_is_kept)
{
	/* [erase-1] */
	object_id thread = planted();
	unsigned number = writers;
	struct view_thread view;

	UNUSED_STATE;
	erase_agreed(thread);
	takes(other, sealed_of(number, 70000, S("please answer me")));
	is_ok(erase_do(desk, thread, false));
	hears(other, desk);
	assert_true(is_there(other, thread));
	assert_false(tables_hold(other));
	is_as_anew(other);
	hears(desk, other);
	is_ok(query_thread(desk, arena, thread, (struct query_open){0}, &view));
	assert_int_equal(view.message_count, 1);
	is_str(view.messages[0].text, S("please answer me"));
	assert_true(view.row.fresh);
	assert_false(pack_holds(desk, in_dir("desk/log.pack")));
}

TEST(a_device_that_may_not_sign_reads_on_and_erases_later)
{
	object_id thread = planted();

	UNUSED_STATE;
	erase_agreed(thread);
	is_ok(erase_do(desk, thread, false));
	other->log->ahead = true;
	hears(other, desk);
	assert_true(pack_holds(other, in_dir("other/log.pack")));
	other->log->ahead = false;
	hears(other, desk);
	assert_false(is_there(other, thread));
	assert_false(pack_holds(other, in_dir("other/log.pack")));
	hears(desk, other);
	assert_int_equal(newest(desk).waiting, 0);
}

/* Issues anew, until both devices have said that they have the same; how large
 * the pack was with both. */
static uint64_t tidied_by_both(void)
{
	struct tidied tidied;
	uint64_t with_both;

	hears(other, desk);
	clock_on(1000);
	is_ok(tidy_units(desk, 50, &tidied));
	assert_true(tidied.issued > 0);
	assert_int_equal(tidied.destroyed, 0);
	with_both = pack_size(desk->log->pack);
	for (int i = 0; i < 2; i++) {
		hears(other, desk);
		is_ok(ring_check_now(other));
		hears(desk, other);
		clock_on(1000);
		is_ok(tidy_units(desk, 0, &tidied));
	}
	assert_true(tidied.destroyed > 0);
	return with_both;
}

TEST(what_was_tidied_before_is_erased_and_stays_known_as_taken)
{
	unsigned number = ++writers;
	object_id thread = fold_thread_id(hex_of(number));
	str sealed = sealed_of(number, number, WORDS);
	struct tidied tidied;

	UNUSED_STATE;
	takes(desk, sealed);
	is_ok(act_opened(desk, thread));
	is_ok(act_note(desk, thread, S("a note of heliotrope")));
	(void)tidied_by_both();
	is_ok(tidy_units(other, 0, &tidied));
	assert_true(tidied.destroyed > 0);
	/* its first bodies are gone from both: a `state` stands for them */
	erase_agreed(thread);
	is_ok(erase_do(desk, thread, false));
	assert_false(is_there(desk, thread));
	takes(desk, sealed);
	assert_false(is_there(desk, thread));
	is_ok(open_again());
	takes(desk, sealed);
	assert_false(is_there(desk, thread));
	hears(other, desk);
	assert_false(is_there(other, thread));
	hears(desk, other);
}

TEST(old_bodies_go_when_both_devices_have_the_same_and_not_before)
{
	object_id thread = planted();
	uint64_t before;

	UNUSED_STATE;
	before = tidied_by_both();
	assert_true(pack_size(desk->log->pack) < before);
	assert_true(is_there(desk, thread));
	assert_int_equal(found(desk, S("heliotrope")) > 0, 1);
	is_ok(open_again());
	assert_true(is_there(desk, thread));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(two_people_and_two_devices_one_asks_another_agrees_both_forget),
		CASE(an_edit_beside_an_erasure_is_kept_out_and_its_writer_told),
		CASE(her_message_that_came_beside_an_erasure_is_kept),
		CASE(a_device_that_may_not_sign_reads_on_and_erases_later),
		CASE(what_was_tidied_before_is_erased_and_stays_known_as_taken),
		CASE(old_bodies_go_when_both_devices_have_the_same_and_not_before),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
