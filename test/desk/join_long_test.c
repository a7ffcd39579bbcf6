/* A device that joins an organisation whose log is long: thousands of sealed
 * blobs come before the commit that hands it the epochs, in any order, with a
 * line's rubbish before them. It gets in, and holds what the founder holds.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "team_lib.h"

#include "desk/record_device.h"
#include "seal/age.h"
#include "store/log_room.h"

enum { BODIES = 3, EARLIER = LOG_LOOSE_MAX / (BODIES + 1) + 48,
	RUBBISH = LOG_LOOSE_MAX + 64,
	DAY_AND_MORE_MS = 25 * 60 * 60 * 1000 };

static struct team_world w;
static char before[80]; /* the new desk's folder, when nothing had come */
static struct bundle_blob *blobs;
static size_t blob_count;

static const err *blob_add(void *owner, str blob)
{
	(void)owner;
	blob = str_dup(w.arena, blob);
	must(blob_count < 2 * LOG_LOOSE_MAX);
	blobs[blob_count++] = (struct bundle_blob){hash_of(blob), blob};
	return NULL;
}

static void folder_copy(const char *from, const char *to)
{
	char command[400];

	(void)snprintf(command, sizeof(command), "rm -rf %s && cp -r %s %s",
		to, from, to);
	assert_int_equal(system(command), 0);
}

static void open_newcomer(void)
{
	is_ok(desk_open(&w.desks[1], w.dirs[1], TEAM_PASSPHRASE));
	team_clock(&w, 1000);
}

/* The new desk as it was before anything came. */
static void fresh(void)
{
	desk_close(&w.desks[1]);
	folder_copy(before, w.dirs[1]);
	open_newcomer();
}

/* One page of the line's list. */
static void page(const struct bundle_blob *some, size_t count)
{
	static uint64_t cursor;
	struct place place = {.cursor = ++cursor};

	is_ok(desk_hands.receive(w.desks[1], some, count, place));
}

static void pages(const struct bundle_blob *some, size_t count)
{
	for (size_t i = 0; i < count; i += BUNDLE_BLOBS_MAX) {
		size_t left = count - i;

		page(some + i, left < BUNDLE_BLOBS_MAX ? left
						       : BUNDLE_BLOBS_MAX);
	}
}

static void is_in(void)
{
	const struct log *mine = w.desks[1]->log, *hers = w.desks[0]->log;

	assert_false(team_waits(w.desks[1]));
	is_str(desk_token(w.desks[1]), desk_token(w.desks[0]));
	assert_int_equal(mine->commit_count, hers->commit_count);
	assert_int_equal(mine->order_count, hers->order_count);
	assert_int_equal(log_missing(mine), 0);
}

static uint64_t inbox_bytes(void)
{
	str path = str_fmt(w.arena, "%s/desk/inbox.pack", w.dirs[1]);
	struct pack *pack = NULL;
	uint64_t size;

	is_ok(pack_follow(&pack, str_c(w.arena, path)));
	size = pack_size(pack);
	pack_close(&pack);
	return size;
}

TEST(the_oldest_first)
{
	/* [log-10] the commit that hands over is the last of all */
	UNUSED_STATE;
	fresh();
	pages(blobs, blob_count);
	is_in();
	assert_true(inbox_bytes() < 64); /* nothing waits there */
	desk_close(&w.desks[1]);
	open_newcomer();
	is_in();
}

TEST(the_newest_first)
{
	UNUSED_STATE;
	fresh();
	for (size_t i = 0; i < blob_count / 2; i++) {
		struct bundle_blob one = blobs[i];

		blobs[i] = blobs[blob_count - 1 - i];
		blobs[blob_count - 1 - i] = one;
	}
	pages(blobs, blob_count);
	is_in();
}

/* Mixed so that each page has something of everywhere. */
static void mix(void)
{
	uint64_t x = 7;

	for (size_t i = blob_count; i-- > 1;) {
		struct bundle_blob one = blobs[i];
		size_t other;

		x = x * 6364136223846793005u + 1442695040888963407u;
		other = (size_t)(x >> 33) % (i + 1);
		blobs[i] = blobs[other];
		blobs[other] = one;
	}
}

/* Well-formed, and for nobody here. */
static void rubbish(void)
{
	struct bundle_blob *bad = ARENA_ARRAY(w.arena, struct bundle_blob,
		RUBBISH);
	struct identity nobody = identity_make();

	for (size_t i = 0; i < RUBBISH; i++) {
		struct buf sealed = {0};

		age_seal(&sealed, str_bytes((const char *)&i, sizeof(i)),
			&nobody.recipient, 1);
		bad[i].sealed = buf_take(&sealed, w.arena);
		bad[i].name = hash_of(bad[i].sealed);
		buf_close(&sealed);
	}
	identity_close(&nobody);
	pages(bad, RUBBISH);
}

static bool has_alarm(enum alarm_kind kind)
{
	struct alarm alarms[LOG_ALARMS_MAX];
	size_t count;

	log_clock(w.desks[1]->log, w.now);
	count = log_alarms(w.desks[1]->log, alarms, LOG_ALARMS_MAX);
	for (size_t i = 0; i < count; i++) {
		if (alarms[i].kind == kind) return true;
	}
	return false;
}

TEST(behind_more_rubbish_than_a_log_keeps_and_in_no_order)
{
	uint64_t waits;

	UNUSED_STATE;
	fresh();
	rubbish();
	assert_true(w.desks[1]->log->loose_count <= LOG_LOOSE_MAX);
	waits = inbox_bytes();
	assert_true(waits > 64); /* sealed, on the disk */
	mix();
	pages(blobs, blob_count);
	is_in();
	assert_true(w.desks[1]->log->loose_count <= LOG_LOOSE_MAX);
	assert_true(inbox_bytes() >= waits);
	/* what waits is opened once, however often a page is given it again;
	 * once more when the epochs have come */
	assert_true(w.desks[1]->log->vain.opened <= blob_count + RUBBISH);
	team_clock(&w, DAY_AND_MORE_MS);
	assert_true(has_alarm(ALARM_UNOPENED));
	desk_close(&w.desks[1]);
	open_newcomer();
	is_in();
}

/* -- a long log, and a device that joins ---------------------------------- */

static void history(void)
{
	struct op op = {.kind = OP_NOTE, .field = S("n"), .value = S("x")};
	struct log_body body = {.ring = S("team"), .ops = &op, .op_count = 1};
	struct log_body bodies[BODIES] = {body, body, body};

	for (size_t i = 0; i < EARLIER; i++) {
		w.now += 1;
		is_ok(log_append(w.desks[0]->log, w.now, bodies, BODIES));
	}
	is_ok(desk_read(w.desks[0]));
}

static int setup(void **state)
{
	struct buf invitation = {0}, request = {0}, digits = {0};
	struct join_ask ask = {w.dirs[1], .name = S("laptop"),
		.passphrase = TEAM_PASSPHRASE};
	struct team_newcomer newcomer = {.admin = true, .intake = true};
	struct team_outcome outcome;
	uint64_t position = 0;

	(void)state;
	seal_start();
	w.now = (uint64_t)TEAM_START_HOUR * TEAM_HOUR_MS;
	w.arena = arena_open(64 << 20);
	for (size_t i = 0; i < TEAM_SIZE; i++) {
		(void)snprintf(w.dirs[i], sizeof(w.dirs[i]),
			"/tmp/bothy-long-XXXXXX");
		if (mkdtemp(w.dirs[i]) == NULL) return 1;
	}
	team_found(&w);
	for (size_t i = 0; i < 2; i++) {
		w.members[i] = team_record(&w, 0, &record_member,
			EDITS({"name", S("Narin"), EDIT_SET}));
	}
	is_ok(record_me(w.desks[0], w.members[0]));
	history();
	newcomer.member = w.members[1];
	is_ok(team_invite(w.desks[0], &invitation));
	ask.invitation = buf_str(&invitation);
	is_ok(join_begin(&ask, &request, &digits));
	newcomer.request = buf_str(&request);
	is_ok(team_admit(w.desks[0], &newcomer, &outcome));
	assert_int_equal(outcome.how, TEAM_DONE);
	buf_close(&invitation);
	buf_close(&request);
	buf_close(&digits);
	(void)snprintf(before, sizeof(before), "%s/before", w.dirs[2]);
	folder_copy(w.dirs[1], before);
	blobs = ARENA_ARRAY(w.arena, struct bundle_blob,
		2 * LOG_LOOSE_MAX);
	is_ok(log_blobs(w.desks[0]->log, &position, blob_add, NULL));
	assert_true(blob_count > LOG_LOOSE_MAX + 128);
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
		CASE(the_oldest_first),
		CASE(the_newest_first),
		CASE(behind_more_rubbish_than_a_log_keeps_and_in_no_order),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
