/* Tests of journeys: the passphrase and this computer's disk open nothing; the
 * team's part does; back home all is as it was. And of a key file erased.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "team_lib.h"

#include "desk/backup.h"
#include "desk/travel.h"

TEAM_WORLD(w);

#define SAID ((struct travel_ask){.passphrase = TEAM_PASSPHRASE})

static struct travel_state look(void)
{
	struct travel_state state;

	is_ok(travel_look(w.desks[1], &state));
	return state;
}

static enum err_code opens(str passphrase, str part)
{
	const err *e = desk_open_with(&w.desks[1], w.dirs[1],
		(struct desk_door){passphrase, part, NULL});

	if (e != NULL) return e->code;
	team_clock(&w, 1000);
	return ERR_CODE_COUNT;
}

static void digits_of(size_t at, struct buf *out)
{
	struct travel_rows rows;

	is_ok(travel_list(w.desks[at], w.arena, &rows));
	assert_int_equal(rows.count, 1);
	assert_true(object_eq(rows.at[0].member, w.members[1]));
	buf_reset(out);
	is_ok(travel_give(w.desks[at], rows.at[0].dev, S("her voice, her joke"),
		out));
}

TEST(nothing_is_bound_before_another_desk_has_the_part)
{
	UNUSED_STATE;
	assert_int_equal(travel_leave(w.desks[1], SAID)->code,
		ERR_ABSENT);
	is_ok(travel_prepare(w.desks[1], NULL));
	assert_true(look().prepared);
	assert_false(look().others_have_it);
	assert_int_equal(travel_leave(w.desks[1], SAID)->code,
		ERR_REFUSED); /* [travel-1] */
	team_carry(&w);
	/* the others have it, and have not said so */
	assert_false(look().others_have_it);
	(void)team_record(&w, 2, &record_task, EDITS(
		{"title", S("Buy paper"), EDIT_SET}));
	team_carry(&w);
	assert_true(look().two);
	assert_false(look().others_have_it); /* one of two has it */
	(void)team_record(&w, 0, &record_task, EDITS(
		{"title", S("Buy ink"), EDIT_SET}));
	team_carry(&w);
	assert_true(look().others_have_it);
	assert_int_equal(travel_leave(w.desks[1],
		(struct travel_ask){.passphrase = S("another one here")})->code,
		ERR_KEY);
	team_reopen(&w, 1); /* nothing has changed so far */
}

TEST(on_the_way_the_passphrase_opens_nothing_and_the_part_does)
{
	struct buf digits = {0}, hers = {0}, wrong = {0};
	struct travel_rows rows;

	UNUSED_STATE;
	is_ok(travel_leave(w.desks[1], SAID));
	desk_close(&w.desks[1]);
	assert_int_equal(opens(TEAM_PASSPHRASE, S("")), ERR_GONE);
	assert_int_equal(opens(S("another one here"), S("")), ERR_KEY);
	/* [travel-2] */
	is_ok(travel_list(w.desks[0], w.arena, &rows));
	assert_int_equal(travel_give(w.desks[0], rows.at[0].dev, S(" "),
		&digits)->code, ERR_USAGE);
	assert_int_equal(digits.len, 0);
	digits_of(0, &digits);
	is_ok(travel_list(w.desks[0], w.arena, &rows));
	assert_true(rows.at[0].given_ms > 0);
	/* [travel-3] one member's, or one's twice, are not enough */
	assert_int_equal(opens(TEAM_PASSPHRASE, buf_str(&digits)), ERR_USAGE);
	buf_put(&wrong, buf_str(&digits));
	buf_put(&wrong, buf_str(&digits));
	assert_int_equal(opens(TEAM_PASSPHRASE, buf_str(&wrong)), ERR_USAGE);
	digits_of(2, &hers);
	assert_false(str_eq(buf_str(&digits), buf_str(&hers)));
	buf_put(&digits, buf_str(&hers));
	buf_reset(&wrong);
	buf_put(&wrong, buf_str(&digits));
	wrong.at[3] = wrong.at[3] == '1' ? '2' : '1';
	assert_int_equal(opens(TEAM_PASSPHRASE, buf_str(&wrong)), ERR_USAGE);
	assert_int_equal(opens(S("another one here"), buf_str(&digits)),
		ERR_KEY); /* [keyfile-1] the part alone neither */
	assert_int_equal(opens(TEAM_PASSPHRASE, buf_str(&digits)),
		ERR_CODE_COUNT);
	assert_true(look().away);
	buf_close(&digits);
	buf_close(&hers);
	buf_close(&wrong);
}

TEST(back_home_the_passphrase_is_enough_and_the_part_is_void)
{
	struct travel_rows rows;

	UNUSED_STATE;
	assert_int_equal(travel_return(w.desks[1], S("another one here"))->code,
		ERR_KEY);
	is_ok(travel_return(w.desks[1], TEAM_PASSPHRASE));
	assert_false(look().away);
	team_reopen(&w, 1);
	assert_false(look().away);
	team_carry(&w);
	is_ok(travel_list(w.desks[0], w.arena, &rows));
	assert_int_equal(rows.count, 0);
}

static void key_bytes(struct buf *out)
{
	buf_reset(out);
	is_ok(file_read(w.desks[1]->key, 1 << 16, out));
}

TEST(broken_off_anywhere_there_is_a_whole_key_file)
{
	enum { TRIES = 20, DISK_FULL = 28 };
	struct buf before = {0}, bound = {0}, now = {0};
	struct keyfile_parts parts;
	const err *e = NULL;
	unsigned long tries = 1;

	UNUSED_STATE;
	is_ok(travel_prepare(w.desks[1], NULL));
	team_carry(&w);
	for (size_t i = 0; i < TEAM_SIZE; i += 2) {
		(void)team_record(&w, i, &record_task, EDITS(
			{"title", S("Buy ink"), EDIT_SET}));
	}
	team_carry(&w);
	is_ok(travel_parts(w.desks[1], w.arena, SAID, &parts));
	is_ok(keyfile_bound(&w.desks[1]->keys, TEAM_PASSPHRASE, parts, NULL,
		&bound));
	key_bytes(&before);
	for (; tries <= TRIES; tries++) { /* [keyfile-2] */
		file_fail_at(tries, DISK_FULL);
		e = file_replace(w.desks[1]->key, buf_str(&bound));
		file_fail_at(0, 0);
		key_bytes(&now);
		if (e == NULL) break;
		assert_true(str_eq(buf_str(&now), buf_str(&before)) ||
			str_eq(buf_str(&now), buf_str(&bound)));
	}
	assert_true(e == NULL && tries > 3);
	assert_true(str_eq(buf_str(&now), buf_str(&bound)));
	is_ok(travel_return(w.desks[1], TEAM_PASSPHRASE));
	team_carry(&w);
	buf_close(&before);
	buf_close(&bound);
	buf_close(&now);
}

TEST(what_the_lawyer_says_is_empty_until_she_says_it)
{
	str words;

	UNUSED_STATE;
	is_ok(travel_law(w.desks[0], w.arena, &words));
	is_str(words, S(""));
	is_ok(travel_law_set(w.desks[0], S("2026-11-20, our lawyer: …")));
	team_carry(&w);
	is_ok(travel_law(w.desks[2], w.arena, &words));
	is_str(words, S("2026-11-20, our lawyer: …"));
}

TEST(an_erased_key_file_leaves_a_desk_without_one_and_nothing_else)
{
	char path[128];
	const err *e;

	UNUSED_STATE;
	assert_true(desk_has_key(w.desks[2]));
	is_ok(desk_keys_erase(w.dirs[2]));
	assert_false(desk_has_key(w.desks[2]));
	desk_close(&w.desks[2]);
	(void)snprintf(path, sizeof(path), "%s/desk/log.pack", w.dirs[2]);
	assert_true(file_exists(path));
	(void)snprintf(path, sizeof(path), "%s/desk/key.age", w.dirs[2]);
	assert_false(file_exists(path));
	e = desk_open(&w.desks[2], w.dirs[2], TEAM_PASSPHRASE);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_ABSENT);
	is_ok(desk_keys_erase(w.dirs[2])); /* twice is once */
}

/* -- alone ---------------------------------------------------------------- */

static char alone_dir[] = "/tmp/bothy-alone-XXXXXX";
static struct desk *alone;

static enum err_code alone_opens(str part)
{
	const err *e = desk_open_with(&alone, alone_dir,
		(struct desk_door){TEAM_PASSPHRASE, part, NULL});

	if (e == NULL) desk_pretend_now(alone, w.now);
	return e == NULL ? ERR_CODE_COUNT : e->code;
}

/* The digits of a paper, one of them wrong. */
static str slip(str paper)
{
	char *text = ARENA_ARRAY(w.arena, char, paper.len);

	memcpy(text, paper.at, paper.len);
	text[0] = text[0] == '1' ? '2' : '1';
	return str_bytes(text, paper.len);
}

/* A backup beside the desk, key file and all. */
static const char *copy_path(void)
{
	return str_c(w.arena, str_fmt(w.arena, "%s/backups/one", alone_dir));
}

static void copy_make(void)
{
	const char *folder = str_c(w.arena, str_fmt(w.arena, "%s/backups",
		alone_dir));
	struct travel_state state;
	struct backup_sum sum;
	struct file out;

	is_ok(file_folder_make(folder));
	is_ok(file_open(&out, copy_path(), FILE_NEW));
	is_ok(backup_write(alone_dir, TEAM_START_HOUR, true, &out, &sum));
	file_close(&out);
	is_ok(travel_look(alone, &state));
	assert_true(state.copied);
}

static void copy_end(void)
{
	is_ok(file_remove(copy_path()));
}

TEST(who_works_alone_leaves_the_part_on_paper)
{
	/* [travel-4] */
	struct buf paper = {0}, again = {0};
	struct travel_state state;
	struct travel_rows rows;
	struct travel_ask ask = {.passphrase = TEAM_PASSPHRASE};

	UNUSED_STATE;
	assert_non_null(mkdtemp(alone_dir));
	found_in(alone_dir, w.now);
	assert_int_equal(alone_opens(S("")), ERR_CODE_COUNT);
	is_ok(travel_prepare(alone, &paper));
	is_ok(travel_look(alone, &state));
	assert_true(state.alone && state.prepared && state.others_have_it);
	/* one is enough of the second making: the first opens nothing any more */
	is_ok(travel_prepare(alone, &again));
	ask.paper = buf_str(&paper);
	assert_int_equal(travel_leave(alone, ask)->code, ERR_USAGE);
	ask.paper = slip(buf_str(&again));
	assert_int_equal(travel_leave(alone, ask)->code, ERR_USAGE);
	ask.paper = S("");
	assert_int_equal(travel_leave(alone, ask)->code, ERR_USAGE);
	desk_close(&alone);
	assert_int_equal(alone_opens(S("")), ERR_CODE_COUNT); /* as it was */
	is_ok(travel_list(alone, w.arena, &rows));
	assert_int_equal(rows.count, 0);
	ask.paper = str_fmt(w.arena, " %.*s\n", S_ARG(buf_str(&again)));
	copy_make(); /* [travel-5] */
	assert_int_equal(travel_leave(alone, ask)->code, ERR_BUSY);
	copy_end();
	is_ok(travel_leave(alone, ask));
	desk_close(&alone);
	assert_int_equal(alone_opens(S("")), ERR_GONE);
	assert_int_equal(alone_opens(buf_str(&paper)), ERR_USAGE);
	assert_int_equal(alone_opens(buf_str(&again)), ERR_CODE_COUNT);
	is_ok(travel_return(alone, TEAM_PASSPHRASE));
	desk_close(&alone);
	assert_int_equal(alone_opens(S("")), ERR_CODE_COUNT);
	desk_close(&alone);
	assert_int_equal(folder_end(alone_dir), 0);
	buf_close(&paper);
	buf_close(&again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(nothing_is_bound_before_another_desk_has_the_part),
		CASE(on_the_way_the_passphrase_opens_nothing_and_the_part_does),
		CASE(back_home_the_passphrase_is_enough_and_the_part_is_void),
		CASE(broken_off_anywhere_there_is_a_whole_key_file),
		CASE(who_works_alone_leaves_the_part_on_paper),
		CASE(what_the_lawyer_says_is_empty_until_she_says_it),
		CASE(an_erased_key_file_leaves_a_desk_without_one_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
