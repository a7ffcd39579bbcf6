/* Journeys with little: nothing is removed before it is held elsewhere; then the
 * folder and the passphrase give what was chosen and nothing else; killed
 * anywhere, it is the whole desk or the journey; back home it is the same log.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "team_lib.h"

#include "desk/backup.h"
#include "desk/homecoming.h"
#include "desk/journey_room.h"
#include "desk/travel.h"
#include "seal/age.h"
#include "store/pack.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHOSEN S("her address on the way: Blue Door 7")
#define LEAF "the orchard behind the mill"

enum { HER = 1, KILLS_MAX = 400, PACK_MAX = 64 << 20 };

static struct team_world w;
static struct buf before;       /* her log when she left */
static struct log_place folded; /* and what was folded in */
static struct buf key_file;     /* of the journey */
static struct buf digits;       /* of the two others */
static char saved[64] = "/tmp/bothy-saved-XXXXXX";
static char stick[64] = "/tmp/bothy-stick-XXXXXX";

static const char *hers(const char *name)
{
	return journey_path(w.arena, w.dirs[HER], str_of(name));
}

static void shell(const char *format, const char *one, const char *other,
	const char *third)
{
	char command[512];

	(void)snprintf(command, sizeof(command), "%s %s %s %s", format, one,
		other, third);
	assert_int_equal(system(command), 0);
}

static bool grep(const char *what, const char *folder)
{
	str command = str_fmt(w.arena, "grep -rqF '%s' %s", what, folder);

	return system(str_c(w.arena, command)) == 0;
}

static void bytes_of(const char *path, struct buf *out)
{
	*out = buf_cap(PACK_MAX);
	is_ok(file_read(path, PACK_MAX, out));
}

static enum err_code leaves(const char *to)
{
	struct journey_ask ask = {.passphrase = TEAM_PASSPHRASE,
		.carried = CHOSEN, .stick = to};
	const err *e = journey_leave(w.desks[HER], &ask);

	return e == NULL ? ERR_CODE_COUNT : e->code;
}

static struct journey_held held(void)
{
	struct journey_held now;

	is_ok(journey_held(w.desks[HER], w.arena, &now));
	return now;
}

/* The two others write something when they have all of hers. */
static void others_write(void)
{
	for (size_t i = 0; i < TEAM_SIZE; i += 2) {
		(void)team_record(&w, i, &record_task, EDITS(
			{"title", S("Buy ink"), EDIT_SET}));
		team_carry(&w);
	}
}

static void nothing_has_changed(void)
{
	assert_false(file_exists(hers("desk/left.age")));
	assert_false(file_exists(hers("desk/carried.age")));
	assert_false(file_exists(hers("desk/journey")));
	assert_false(file_exists(hers("desk/key.old")));
	assert_false(file_exists(hers("desk/log.pack.new")));
	assert_true(file_exists(hers("desk/log.pack")));
}

TEST(nothing_is_removed_before_it_is_held_elsewhere)
{
	UNUSED_STATE;
	(void)team_record(&w, HER, &record_task, EDITS(
		{"title", S(LEAF), EDIT_SET}));
	is_ok(travel_prepare(w.desks[HER], NULL));
	team_carry(&w);
	others_write();
	assert_true(held().desk.len > 0);
	(void)team_record(&w, HER, &record_task, EDITS(
		{"title", S("Only here"), EDIT_SET}));
	assert_int_equal(held().desk.len, 0); /* [journey-2] */
	assert_false(held().line);
	assert_int_equal(leaves(NULL), ERR_BUSY);
	nothing_has_changed();
	team_carry(&w);
	/* they have it, and have not said so */
	assert_int_equal(held().desk.len, 0);
	/* a folder that would not stay behind is no stick */
	is_ok(file_folder_make(hers("backups")));
	assert_int_equal(leaves(hers("backups")), ERR_USAGE);
	nothing_has_changed();
	others_write();
	assert_int_equal(held().desk.len, LOG_DEVICE_HEX);
	assert_int_equal(held().attachments, 0);
}

/* The line hears of all of it, as at a visit; or an attachment is there. */
TEST(the_line_counts_when_it_said_so_and_attachments_need_a_stick)
{
	struct place place = {1, {{1}}};
	hash *names;
	size_t count;

	UNUSED_STATE;
	do {
		is_ok(carry_offer(w.desks[HER]->carry, w.arena, &names, &count));
		is_ok(carry_offered(w.desks[HER]->carry, place));
	} while (count > 0);
	assert_true(held().line); /* [journey-2] */
	is_ok(file_create(hers("desk/files/"
		"00112233445566778899aabbccddeeff"), S("sealed")));
	assert_int_equal(held().attachments, 1);
	assert_int_equal(leaves(NULL), ERR_BUSY);
	nothing_has_changed();
}

/* The journey's key file, made once: the passphrase takes half a second. */
static void key_file_make(struct identity *carried)
{
	struct keyfile_parts parts;

	is_ok(travel_parts(w.desks[HER], w.arena,
		(struct travel_ask){.passphrase = TEAM_PASSPHRASE}, &parts));
	*carried = identity_make();
	is_ok(keyfile_bound(&w.desks[HER]->keys, TEAM_PASSPHRASE, parts,
		carried, &key_file));
}

static void in_child(unsigned long n, const struct journey_turn *turn)
{
	pid_t id = fork();

	if (id == 0) {
		file_die_at(n);
		if (journey_turn(w.desks[HER], turn) != NULL) _exit(1);
		if (journey_settle(w.dirs[HER]) != NULL) _exit(1);
		_exit(0);
	}
	assert_true(id > 0);
}

/* True when it was killed. */
static bool killed(void)
{
	int status;

	assert_true(wait(&status) > 0);
	if (WIFEXITED(status)) assert_int_equal(WEXITSTATUS(status), 0);
	return WIFSIGNALED(status);
}

static bool same(const char *name, const struct buf *bytes)
{
	struct buf now;
	bool is;

	bytes_of(hers(name), &now);
	is = str_eq(buf_str(&now), buf_str(bytes));
	buf_close(&now);
	return is;
}

static void is_a_journey(void)
{
	struct file_names names;

	is_ok(file_list(w.arena, hers("desk"), &names));
	assert_int_equal(names.count, 5);
	is_str(names.at[0], S("carried.age"));
	is_str(names.at[1], S("journey"));
	is_str(names.at[2], S("key.age"));
	is_str(names.at[3], S("left.age"));
	is_str(names.at[4], S("lock"));
	assert_true(same("desk/key.age", &key_file));
}

/* The folder as it was when it was kept. */
static void folder_keep(void)
{
	shell("sh -c 'rm -rf $1 && cp -a $0 $1'", w.dirs[HER], saved, "");
}

static void folder_again(void)
{
	shell("sh -c 'rm -rf $1 && cp -a $0 $1'", saved, w.dirs[HER], "");
}

TEST(killed_anywhere_it_is_the_whole_desk_or_the_journey)
{
	struct identity carried;
	struct buf key;
	struct journey_turn turn = {.carried = CHOSEN};
	unsigned long n = 1, whole = 0, away = 0;
	bool was = true;

	UNUSED_STATE;
	is_ok(file_remove(hers("desk/files/"
		"00112233445566778899aabbccddeeff")));
	key_file_make(&carried);
	turn.to = carried.recipient;
	turn.key_file = buf_str(&key_file);
	bytes_of(w.desks[HER]->key, &key);
	bytes_of(hers("desk/log.pack"), &before);
	is_ok(file_create(hers("backups/one"), S("bothy-backup/1\nhour 5\n")));
	folder_keep();
	for (; was && n < KILLS_MAX; n += away > 0 ? 2 : 1) { /* [journey-1] */
		if (away > 0) folder_again();
		in_child(n, &turn);
		was = killed();
		is_ok(journey_settle(w.dirs[HER]));
		if (journey_is_away(w.dirs[HER])) {
			is_a_journey();
			assert_false(file_exists(hers("backups/one")));
			away++;
			continue;
		}
		assert_int_equal(away, 0); /* one step decides */
		nothing_has_changed();
		assert_true(same("desk/key.age", &key));
		assert_true(same("desk/log.pack", &before));
		whole++;
	}
	assert_false(was);
	assert_true(whole > 5 && away > 5);
	w.desks[HER]->torn = true; /* as journey_turn leaves it */
	desk_close(&w.desks[HER]);
	is_a_journey();
	identity_close(&carried);
	buf_close(&key);
}

static size_t tried, opened;

/* A log_hand_on: with all that the passphrase gives. */
static const err *try_open(void *owner, str blob)
{
	struct buf plain = buf_cap(PACK_MAX);

	tried++;
	if (age_open(&plain, blob, owner, 1) == AGE_OK) opened++;
	buf_close(&plain);
	return NULL;
}

TEST(the_folder_and_the_passphrase_give_what_was_chosen_and_nothing_else)
{
	struct identity carried;
	struct buf words = {0}, left;
	uint64_t position = 0;

	UNUSED_STATE; /* [journey-3] */
	assert_false(grep(LEAF, w.dirs[HER]));
	assert_false(grep("Blue Door", w.dirs[HER]));
	is_ok(keyfile_carried(hers("desk/key.age"), TEAM_PASSPHRASE, &carried));
	is_ok(log_blobs(w.desks[0]->log, &position, try_open, &carried));
	assert_true(tried > 10);
	assert_int_equal(opened, 0);
	bytes_of(hers("desk/left.age"), &left);
	is_ok(try_open(&carried, buf_str(&left)));
	assert_int_equal(opened, 0);
	is_ok(journey_carried(w.dirs[HER], TEAM_PASSPHRASE, &words));
	is_str(buf_str(&words), CHOSEN);
	identity_close(&carried);
	buf_close(&words);
	buf_close(&left);
}

/* A desk_step: said when no snapshot fits. */
static unsigned from_the_start;
static void start_count(uint64_t bytes, uint64_t sealed_bytes)
{
	from_the_start += bytes == 0 && sealed_bytes > 0;
}

static enum err_code opens(str part)
{
	const err *e = desk_open_with(&w.desks[HER], w.dirs[HER],
		(struct desk_door){TEAM_PASSPHRASE, part, start_count});

	return e == NULL ? ERR_CODE_COUNT : e->code;
}

static void digits_hear(void)
{
	struct travel_rows rows;

	buf_reset(&digits);
	for (size_t i = 0; i < TEAM_SIZE; i += 2) {
		is_ok(travel_list(w.desks[i], w.arena, &rows));
		assert_int_equal(rows.count, 1);
		is_ok(travel_give(w.desks[i], rows.at[0].dev, S("her voice"),
			&digits));
	}
}

/* Blobs of the line, one at a time; number `but` is withheld. */
struct line { struct homecoming *home; size_t number, but; hash withheld; };

static const err *line_say(void *owner, str blob)
{
	struct line *line = owner;
	struct relay_log log = {.count = 1, .more = true};

	log.blobs[0] = (struct bundle_blob){hash_of(blob), blob};
	if (line->number++ == line->but) {
		line->withheld = log.blobs[0].name;
		return NULL;
	}
	log.place = place_next(homecoming_place(line->home),
		log.blobs[0].name);
	return homecoming_hear(line->home, &log);
}

static void line_says(struct homecoming *home, size_t but)
{
	struct line line = {.home = home, .but = but};
	uint64_t position = 0;

	is_ok(log_blobs(w.desks[0]->log, &position, line_say, &line));
}

TEST(with_the_digits_it_comes_back_from_the_line_and_not_before_all_is_here)
{
	struct homecoming *home;
	struct homecoming_state state;
	struct relay_log end = {.more = false};

	UNUSED_STATE;
	assert_int_equal(homecoming_open(&home, w.dirs[HER], TEAM_PASSPHRASE,
		S(""))->code, ERR_GONE); /* [homecoming-1] */
	digits_hear();
	/* the digits alone bring nothing into being */
	assert_int_equal(opens(buf_str(&digits)), ERR_GONE);
	is_a_journey();
	is_ok(homecoming_open(&home, w.dirs[HER], TEAM_PASSPHRASE,
		buf_str(&digits)));
	state = homecoming_state(home);
	assert_true(state.blobs > 10 && state.frames_missing > 3);
	assert_int_equal(state.here, 0);
	assert_int_equal(homecoming_finish(home)->code, ERR_ABSENT);
	line_says(home, 0); /* without the first body */
	state = homecoming_state(home);
	assert_int_equal(state.here, state.blobs - 1);
	assert_int_equal(state.frames_missing, 0);
	assert_false(homecoming_is_ready(home)); /* [homecoming-2] */
	end.place = homecoming_place(home);
	is_ok(homecoming_hear(home, &end));
	assert_true(homecoming_is_ready(home));
	homecoming_close(&home);
	assert_true(journey_is_away(w.dirs[HER]));
}

static void finish_in_child(struct homecoming *home, unsigned long n)
{
	pid_t id = fork();

	if (id == 0) {
		file_die_at(n);
		_exit(homecoming_finish(home) == NULL ? 0 : 1);
	}
	assert_true(id > 0);
}

TEST(killed_anywhere_on_the_way_home_it_is_the_journey_or_the_same_log)
{
	struct homecoming *home;
	unsigned long n = 1, away = 0, back = 0;
	bool was = true;

	UNUSED_STATE;
	is_ok(homecoming_open(&home, w.dirs[HER], TEAM_PASSPHRASE,
		buf_str(&digits)));
	/* what came is still here [homecoming-3]; the one blob comes now */
	assert_int_equal(homecoming_state(home).here + 1,
		homecoming_state(home).blobs);
	line_says(home, SIZE_MAX);
	assert_true(homecoming_is_ready(home));
	folder_keep();
	for (; was && n < KILLS_MAX; n++) {
		if (back > 0) folder_again();
		finish_in_child(home, n);
		was = killed();
		is_ok(journey_settle(w.dirs[HER]));
		if (journey_is_away(w.dirs[HER])) {
			assert_int_equal(back, 0);
			assert_true(same("desk/key.age", &key_file));
			assert_true(file_exists(hers("desk/return/inbox.pack")));
			away++;
			continue;
		}
		nothing_has_changed();
		assert_false(file_exists(hers("desk/return")));
		assert_true(same("desk/log.pack", &before));
		back++;
	}
	assert_false(was);
	assert_true(away > 3 && back > 3);
	homecoming_close(&home);
}

TEST(back_home_it_is_the_same_log_with_the_passphrase_alone)
{
	UNUSED_STATE;
	assert_int_equal(opens(buf_str(&digits)), ERR_CODE_COUNT);
	assert_int_equal(from_the_start, 1); /* the line keeps no snapshot */
	team_clock(&w, 1000);
	is_ok(travel_return(w.desks[HER], TEAM_PASSPHRASE));
	team_carry(&w);
	others_write();
	team_reopen(&w, HER);
	assert_true(held().desk.len == 0 || held().desk.len == LOG_DEVICE_HEX);
	is_ok(desk_read(w.desks[HER]));
	assert_int_equal(log_missing(w.desks[HER]->log), 0);
}

/* With an attachment, and a key file in the line's folder. */
TEST(a_stick_brings_back_all_of_it_attachments_too)
{
	const char *attachment = "desk/files/00112233445566778899aabbccddeeff";
	struct homecoming *home;

	UNUSED_STATE;
	is_ok(travel_prepare(w.desks[HER], NULL));
	team_carry(&w);
	others_write();
	is_ok(file_create(hers(attachment), S("sealed")));
	folded = log_place(w.desks[HER]->log);
	assert_int_equal(leaves(stick), ERR_CODE_COUNT);
	buf_close(&before);
	bytes_of(hers("desk/log.pack"), &before);
	desk_close(&w.desks[HER]);
	is_ok(journey_settle(w.dirs[HER]));
	assert_true(journey_is_away(w.dirs[HER]));
	assert_false(file_exists(hers("desk/files")));
	digits_hear();
	is_ok(homecoming_open(&home, w.dirs[HER], TEAM_PASSPHRASE,
		buf_str(&digits)));
	assert_int_equal(homecoming_stick(home, "/tmp/no-such-one")->code,
		ERR_USAGE);
	assert_int_equal(homecoming_stick(home, w.dirs[HER])->code, ERR_USAGE);
	assert_false(homecoming_is_ready(home));
	is_ok(homecoming_stick(home, stick));
	assert_true(homecoming_is_ready(home));
	assert_int_equal(homecoming_state(home).attachments_here, 1);
	is_ok(homecoming_finish(home));
	homecoming_close(&home);
	/* [journey_snapshot-1] the one the stick kept; sealed, and no other */
	assert_true(file_exists(hers("desk/snapshot.1")));
	assert_false(grep(LEAF, stick));
	assert_false(file_exists(hers("desk/inbox.pack")));
	from_the_start = 0;
	assert_true(same("desk/log.pack", &before));
	assert_true(file_exists(hers(attachment)));
	nothing_has_changed();
	assert_int_equal(opens(buf_str(&digits)), ERR_CODE_COUNT);
	assert_int_equal(from_the_start, 0);
	assert_memory_equal(log_place(w.desks[HER]->log).head.bytes,
		folded.head.bytes, sizeof(folded.head.bytes));
}

static int setup(void **state)
{
	(void)state;
	if (!mkdtemp(saved) || !mkdtemp(stick)) return 1;
	team_open(&w);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	shell("rm -rf", saved, stick, "");
	team_close(&w);
	buf_close(&before);
	buf_close(&key_file);
	buf_close(&digits);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(nothing_is_removed_before_it_is_held_elsewhere),
		CASE(the_line_counts_when_it_said_so_and_attachments_need_a_stick),
		CASE(killed_anywhere_it_is_the_whole_desk_or_the_journey),
		CASE(the_folder_and_the_passphrase_give_what_was_chosen_and_nothing_else),
		CASE(with_the_digits_it_comes_back_from_the_line_and_not_before_all_is_here),
		CASE(killed_anywhere_on_the_way_home_it_is_the_journey_or_the_same_log),
		CASE(back_home_it_is_the_same_log_with_the_passphrase_alone),
		CASE(a_stick_brings_back_all_of_it_attachments_too),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
