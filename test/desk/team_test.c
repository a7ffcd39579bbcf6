/* Tests of a team at its desks: joining, a second signature, freezing, removing,
 * rings; and that desks with the same commits show the same, in whatever order
 * these came. Real folders and keys; what travels is handed over here.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "founded.h"

#include "desk/desk_room.h"
#include "desk/hands.h"
#include "desk/join.h"
#include "desk/record_act.h"
#include "desk/record_device.h"
#include "desk/record_query.h"
#include "desk/team_query.h"
#include "desk/team_room.h"
#include "os/file.h"
#include "seal/age.h"

enum { START_HOUR = 500000, MEMBERS = 3 };
#define DAY_MS (24 * (uint64_t)HOUR_MS)

/* One who has a desk. */
struct person { const char *name; char dir[64]; struct desk *desk;
	object_id member; };
static struct person people[MEMBERS] = {
	{.name = "Rojin"}, {.name = "Sara"}, {.name = "Azad"}};
static struct person *const rojin = &people[0], *const sara = &people[1],
	*const azad = &people[2];
static struct person strangers[2] = {{.name = "phone"}, {.name = "tablet"}};
static char home[] = "/tmp/bothy-team-XXXXXX";
static struct arena *arena;
static uint64_t now = (uint64_t)START_HOUR * HOUR_MS;

static str own(const struct person *one)
{
	return team_own_device(one->desk);
}

static void clock_on(uint64_t ms)
{
	now += ms;
	for (int i = 0; i < MEMBERS; i++) {
		if (people[i].desk != NULL) desk_pretend_now(people[i].desk, now);
	}
}

static void open_desk(struct person *one)
{
	is_ok(desk_open(&one->desk, one->dir, PASSPHRASE));
	desk_pretend_now(one->desk, now);
}

/* -- what travels --------------------------------------------------------- */

struct blobs { str at[4096]; size_t count; };

static const err *blob_add(void *owner, str blob)
{
	struct blobs *blobs = owner;

	must(blobs->count < NELEM(blobs->at));
	blobs->at[blobs->count++] = str_dup(arena, blob);
	return NULL;
}

/* Everything `from` has, in turned order when asked. */
static void carry_over(struct person *from, struct person *to, bool turned)
{
	struct blobs *blobs = ARENA_ARRAY(arena, struct blobs, 1);
	uint64_t position = 0;

	is_ok(log_blobs(from->desk->log, &position, blob_add, blobs));
	for (size_t i = 0; turned && i < blobs->count / 2; i++) {
		str one = blobs->at[i];

		blobs->at[i] = blobs->at[blobs->count - 1 - i];
		blobs->at[blobs->count - 1 - i] = one;
	}
	is_ok(desk_receive(to->desk, blobs->at, blobs->count));
	is_ok(desk_read(to->desk));
}

static void all_meet(void)
{
	clock_on(1000);
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < MEMBERS; i++) {
			for (int k = 0; k < MEMBERS; k++) {
				if (i == k || people[i].desk == NULL ||
					people[k].desk == NULL) {
					continue;
				}
				carry_over(&people[i], &people[k], false);
			}
		}
	}
}

static bool shows_same(struct person *a, struct person *b)
{
	struct buf one = {0}, other = {0};
	bool same;

	team_digest(a->desk, &one);
	team_digest(b->desk, &other);
	assert_int_equal(one.len, 14);
	same = str_eq(buf_str(&one), buf_str(&other));
	buf_close(&one);
	buf_close(&other);
	return same;
}

/* -- joining -------------------------------------------------------------- */

static object_id member_make(struct person *at, const char *name)
{
	struct record_edit edit = {.key = "name", .value = str_of(name),
		.how = EDIT_SET};
	struct record_refusal refusal;
	object_id id;

	is_ok(record_create(at->desk, &record_member,
		(struct record_edits){&edit, 1}, &refusal, &id));
	return id;
}

/* The request of a new device, for the invitation of `by`. */
static str request_of(struct person *by, struct person *one, str *ret_digits)
{
	struct buf invitation = {0}, request = {0}, digits = {0};
	struct join_ask ask = {.dir = one->dir, .name = str_of(one->name),
		.passphrase = PASSPHRASE};
	str kept;

	is_ok(team_invite(by->desk, &invitation));
	ask.invitation = buf_str(&invitation);
	is_ok(join_begin(&ask, &request, &digits));
	kept = buf_take(&request, arena);
	*ret_digits = buf_take(&digits, arena);
	buf_close(&invitation);
	buf_close(&request);
	buf_close(&digits);
	return kept;
}

static enum team_how admit(struct person *by, struct person *one, bool intake,
	str request)
{
	struct team_newcomer newcomer = {.request = request,
		.member = one->member, .intake = intake};
	struct team_outcome outcome;

	is_ok(team_admit(by->desk, &newcomer, &outcome));
	return outcome.how;
}

TEST(a_device_joins_with_the_digits_both_see_and_is_handed_all_there_is)
{
	/* [join-1] [join-2] [join-3] */
	struct buf said = {0}, again = {0}, sealed = {0};
	struct join_ask ask = {.dir = sara->dir, .name = S("Sara"),
		.passphrase = PASSPHRASE};
	str digits, request;
	struct desk *desk = NULL;

	UNUSED_STATE;
	sara->member = member_make(rojin, "Sara");
	request = request_of(rojin, sara, &digits);
	is_ok(team_request_code(rojin->desk, request, &said));
	is_str(buf_str(&said), digits);
	assert_int_equal(said.len, 35);
	assert_false(str_starts(request, S("AGE-SECRET")));
	/* what is there is not written over */
	ask.invitation = request;
	assert_int_equal(join_begin(&ask, &again, &again)->code, ERR_USAGE);
	buf_reset(&again);
	is_ok(team_invite(rojin->desk, &again));
	ask.invitation = buf_str(&again);
	assert_int_equal(join_begin(&ask, &sealed, &sealed)->code, ERR_EXISTS);

	open_desk(sara);
	assert_true(team_waits(sara->desk));
	assert_int_equal(admit(rojin, sara, true, request), TEAM_DONE);
	assert_int_equal(team_request_code(rojin->desk, request, &again)->code,
		ERR_EXISTS);
	carry_over(rojin, sara, true);
	assert_false(team_waits(sara->desk));
	assert_true(team_holds_key(sara->desk)); /* the second is an admin */
	is_str(desk_token(sara->desk), desk_token(rojin->desk));
	assert_true(shows_same(rojin, sara));
	/* after a night, from the snapshot, it holds the same */
	desk_close(&sara->desk);
	open_desk(sara);
	assert_true(team_holds_key(sara->desk));
	assert_true(shows_same(rojin, sara));
	assert_int_equal(desk_open(&desk, sara->dir, S("another passphrase"))->code,
		ERR_BUSY);
	buf_close(&said);
	buf_close(&again);
	buf_close(&sealed);
}

TEST(the_welcome_opens_only_on_the_device_it_is_for)
{
	/* [join-1] */
	struct buf welcome = {0};

	UNUSED_STATE;
	is_ok(team_welcome(rojin->desk, own(sara), &welcome));
	assert_true(str_starts(buf_str(&welcome),
		S("-----BEGIN AGE ENCRYPTED FILE-----\n")));
	is_ok(team_welcome_keep(sara->desk, buf_str(&welcome)));
	assert_true(team_is_welcomed(sara->desk));
	buf_reset(&welcome);
	is_ok(team_welcome(sara->desk, own(rojin), &welcome));
	is_ok(team_welcome_keep(sara->desk, buf_str(&welcome)));
	assert_false(team_is_welcomed(sara->desk));
	assert_int_equal(team_welcome_keep(sara->desk, S("hello"))->code,
		ERR_USAGE);
	assert_int_equal(team_welcome(rojin->desk, S("00"), &welcome)->code,
		ERR_ABSENT);
	buf_close(&welcome);
}

TEST(with_two_members_a_third_joins_when_the_second_signs)
{
	/* [team_act-1] */
	struct team_drafts drafts;
	struct team_outcome outcome;
	str digits, request;

	UNUSED_STATE;
	azad->member = member_make(rojin, "Azad");
	request = request_of(rojin, azad, &digits);
	open_desk(azad);
	assert_int_equal(admit(rojin, azad, false, request), TEAM_WAITS);
	assert_int_equal(team_member_count(rojin->desk), 2);
	is_ok(team_drafts(rojin->desk, arena, &drafts));
	assert_int_equal(drafts.count, 1);
	assert_true(drafts.at[0].signed_here);
	/* she who proposed cannot be the second as well */
	is_ok(team_agree(rojin->desk, drafts.at[0].id, &outcome));
	assert_int_equal(outcome.how, TEAM_WAITS);
	all_meet();
	assert_true(team_waits(azad->desk));
	is_ok(team_drafts(sara->desk, arena, &drafts));
	assert_int_equal(drafts.count, 1);
	assert_false(drafts.at[0].signed_here);
	is_str(drafts.at[0].digits, digits);
	is_ok(team_agree(sara->desk, drafts.at[0].id, &outcome));
	assert_int_equal(outcome.how, TEAM_DONE);
	all_meet();
	assert_false(team_waits(azad->desk));
	assert_int_equal(team_member_count(azad->desk), 3);
	is_ok(team_drafts(rojin->desk, arena, &drafts));
	assert_int_equal(drafts.count, 0); /* it does not follow any more */
	assert_false(team_holds_key(azad->desk));
	assert_null(log_epoch(azad->desk->log, RING_INTAKE, NULL));
}

TEST(what_the_policy_refuses_is_refused_before_anything_is_written)
{
	/* [team_act-3] */
	uint64_t seq = log_seq(azad->desk->log);
	struct team_outcome outcome;
	struct team_grant grant = {RING_INTAKE, azad->member, false};

	UNUSED_STATE;
	assert_int_equal(team_remove(azad->desk, own(sara), &outcome)->code,
		ERR_REFUSED);
	assert_int_equal(team_give(azad->desk, grant)->code, ERR_REFUSED);
	assert_int_equal(team_held_accept(azad->desk)->code, ERR_REFUSED);
	assert_int_equal(team_freeze(azad->desk, own(azad))->code, ERR_REFUSED);
	assert_int_equal(log_seq(azad->desk->log), seq);
	assert_int_equal(team_freeze(rojin->desk, S("00"))->code, ERR_ABSENT);
}

/* -- messages and threads ------------------------------------------------- */

static unsigned boxes = 1;

/* The same bytes, as the line gives them to whoever asks. */
static object_id taken_by(struct person *const *who, size_t count)
{
	struct buf plain = {0}, sealed = {0}, to_her = {0};
	struct identity her = identity_make();
	str box = str_fmt(arena, "%032x", boxes++);
	struct message message = {.language = S("ckb"), .about = ABOUT_HEALTH,
		.mailbox = box, .submission = box, .text = S("words of hers")};
	struct relay_message one = {.cursor = boxes, .hour = now / HOUR_MS};
	recipient intake;

	recipient_write(her.recipient, &to_her);
	message.recipient = buf_str(&to_her);
	assert_true(message_write(&message, &plain));
	assert_true(recipient_read(rojin->desk->roster.intake, &intake));
	age_seal(&sealed, buf_str(&plain), &intake, 1);
	one.sealed = buf_str(&sealed);
	one.hash = hash_of(one.sealed);
	for (size_t i = 0; i < count; i++) {
		clock_on(1000);
		is_ok(desk_hands.take(who[i]->desk, &one, 1));
	}
	buf_close(&plain);
	buf_close(&sealed);
	buf_close(&to_her);
	identity_close(&her);
	return fold_thread_id(box);
}

/* Every table that pages are made of. */
static void dump(struct person *one, struct buf *out)
{
	static const char *const asks[] = {
		"SELECT hex(object), field, hex(value), ms, count, dev, seq"
		" FROM register ORDER BY 1, 2",
		"SELECT hex(id), hex(root), hex(became), name, state, state_ms,"
		" later, later_ms, 0 FROM thread ORDER BY 1",
		"SELECT hex(id), hex(thread), kind, at, came, place, veiled,"
		" warm, gone FROM message ORDER BY 1",
		"SELECT hex(root), hers, ours, hers_count, files, veiled,"
		" warm FROM summary ORDER BY 1",
		"SELECT hex(hash), ms FROM taken ORDER BY 1",
	};

	for (size_t i = 0; i < NELEM(asks); i++) {
		struct query *query;
		bool row;

		is_ok(query_open(one->desk->projection.db, &query, asks[i]));
		while (query_step(query, &row) == NULL && row) {
			for (int k = 0; k < 9; k++) {
				buf_put(out, query_bytes(query, k));
				buf_byte(out, ' ');
			}
			buf_byte(out, '\n');
		}
		query_close(&query);
	}
}

static void are_alike(struct person *a, struct person *b)
{
	struct buf one = {0}, other = {0};

	dump(a, &one);
	dump(b, &other);
	assert_true(one.len > 2000);
	is_str(buf_str(&one), buf_str(&other));
	buf_close(&one);
	buf_close(&other);
}

TEST(a_message_two_desks_took_is_one_and_dated_as_of_the_earlier)
{
	struct query_rows rows;
	object_id thread;

	UNUSED_STATE;
	all_meet();
	thread = taken_by((struct person *[]){rojin, sara}, 2);
	is_ok(act_note(sara->desk, thread, S("seen by me")));
	all_meet();
	is_ok(query_pile(rojin->desk, arena, PILE_NEEDS, 0, &rows));
	assert_int_equal(rows.count, 1);
	are_alike(rojin, sara);
	/* and who has no key for messages has none of it */
	is_ok(query_pile(azad->desk, arena, PILE_NEEDS, 0, &rows));
	assert_int_equal(rows.count, 0);
}

TEST(whatever_came_first_the_tables_are_the_same)
{
	/* [fold-1]: what is said of a thread may come before the thread */
	struct person *by = rojin;
	object_id one = taken_by(&by, 1), other = taken_by(&by, 1);
	struct team_grant grant = {RING_INTAKE, azad->member, false};

	UNUSED_STATE;
	is_ok(act_pile(rojin->desk, one, PILE_DONE));
	is_ok(act_name(rojin->desk, other, S("the second")));
	carry_over(rojin, sara, true);
	is_ok(act_join(sara->desk, one, other));
	is_ok(act_pile(rojin->desk, other, PILE_DONE));
	all_meet();
	are_alike(rojin, sara);
	/* all at once, by a ring that is given later */
	is_ok(team_give(rojin->desk, grant));
	all_meet();
	are_alike(rojin, azad);
	desk_close(&azad->desk);
	open_desk(azad);
	are_alike(rojin, azad);
}

TEST(settings_stay_with_the_device_that_set_them)
{
	struct view_settings mine, hers;

	UNUSED_STATE;
	is_ok(query_settings(sara->desk, &mine));
	mine.locale = LOCALE_CKB;
	is_ok(act_settings(sara->desk, &mine));
	all_meet();
	is_ok(query_settings(rojin->desk, &hers));
	assert_int_equal(hers.locale, LOCALE_EN);
	is_ok(query_settings(sara->desk, &mine));
	assert_int_equal(mine.locale, LOCALE_CKB);
}

/* -- who gets nothing new ------------------------------------------------- */

static enum team_state state_of(struct person *at, struct person *of)
{
	struct team_rows rows;

	is_ok(team_rows(at->desk, arena, &rows));
	for (size_t i = 0; i < rows.count; i++) {
		if (str_eq(rows.at[i].dev, own(of))) return rows.at[i].state;
	}
	fail();
	return TEAM_STATE_COUNT;
}

TEST(a_frozen_device_opens_nothing_new_until_it_is_let_back_in)
{
	/* [team_act-2] */
	str token = str_dup(arena, desk_token(sara->desk));
	struct record record;
	object_id made;

	UNUSED_STATE;
	is_ok(team_freeze(sara->desk, own(azad)));
	assert_int_equal(team_freeze(sara->desk, own(azad))->code, ERR_EXISTS);
	assert_false(str_eq(token, desk_token(sara->desk)));
	all_meet();
	assert_int_equal(state_of(rojin, azad), TEAM_FROZEN);
	is_str(desk_token(rojin->desk), desk_token(sara->desk));
	is_str(desk_token(azad->desk), token);
	made = member_make(rojin, "somebody else");
	all_meet();
	assert_int_equal(record_get(azad->desk, arena, made, &record)->code,
		ERR_ABSENT);
	is_ok(team_thaw(rojin->desk, own(azad)));
	all_meet();
	assert_int_equal(state_of(sara, azad), TEAM_ACTIVE);
	is_str(desk_token(azad->desk), desk_token(rojin->desk));
	is_ok(record_get(azad->desk, arena, made, &record));
	are_alike(rojin, azad);
}

/* A day later at one desk. */
static void day_at(struct person *one)
{
	clock_on(DAY_MS + HOUR_MS);
	is_ok(team_clock_confirm(one->desk));
	is_ok(team_heartbeat(one->desk));
}

TEST(a_freeze_ends_after_a_day_unless_a_second_one_who_knew_says_it_stays)
{
	/* [team_act-2] */
	struct team_freeze_state state;

	UNUSED_STATE;
	is_ok(team_freeze(sara->desk, own(azad)));
	day_at(sara); /* rojin has not heard of it: it stays */
	assert_int_equal(state_of(sara, azad), TEAM_FROZEN);
	all_meet();
	assert_int_equal(team_freeze_keep(sara->desk, own(azad))->code,
		ERR_REFUSED);
	assert_int_equal(team_freeze_keep(azad->desk, own(azad))->code,
		ERR_REFUSED);
	is_ok(team_clock_confirm(rojin->desk));
	is_ok(team_freeze_look(rojin->desk, own(azad), &state));
	assert_true(state.may_keep);
	is_ok(team_freeze_keep(rojin->desk, own(azad)));
	all_meet();
	day_at(sara);
	assert_int_equal(state_of(sara, azad), TEAM_FROZEN);
	is_ok(team_freeze_look(sara->desk, own(azad), &state));
	assert_true(state.kept && !state.ends);
	is_ok(team_thaw(sara->desk, own(azad)));
	all_meet();
	is_ok(team_freeze(sara->desk, own(azad))); /* again: what was kept before */
	all_meet();
	is_ok(team_clock_confirm(rojin->desk));
	(void)member_make(rojin, "written knowing of it");
	all_meet();
	assert_int_equal(state_of(sara, azad), TEAM_FROZEN);
	day_at(sara);
	assert_int_equal(state_of(sara, azad), TEAM_ACTIVE);
	all_meet();
	is_ok(team_clock_confirm(azad->desk));
	are_alike(rojin, azad);
}

TEST(a_removed_device_opens_nothing_new_and_what_it_writes_counts_nowhere)
{
	/* [team_act-2] */
	uint64_t before = 0, after = 0;
	struct team_outcome outcome;
	struct team_line_state line;
	object_id mine;

	UNUSED_STATE;
	(void)log_epoch(rojin->desk->log, RING_INTAKE, &before);
	is_ok(team_remove(rojin->desk, own(azad), &outcome));
	assert_int_equal(outcome.how, TEAM_WAITS);
	assert_int_equal(team_remove(rojin->desk, own(rojin), &outcome)->code,
		ERR_REFUSED);
	all_meet();
	is_ok(team_agree(sara->desk, str_bytes(outcome.draft, TEAM_DRAFT_HEX),
		&outcome));
	assert_int_equal(outcome.how, TEAM_DONE);
	(void)log_epoch(sara->desk->log, RING_INTAKE, &after);
	assert_true(after > before);
	is_ok(team_line(sara->desk, &line));
	assert_int_equal(line.roster, TEAM_LINE_WAITS);
	assert_int_equal(line.token, TEAM_LINE_WAITS);
	mine = member_make(azad, "written too late");
	all_meet();
	assert_int_equal(state_of(rojin, azad), TEAM_REMOVED);
	assert_false(str_eq(desk_token(azad->desk), desk_token(sara->desk)));
	(void)log_epoch(azad->desk->log, RING_INTAKE, &before);
	assert_true(before < after);
	{
		struct record record;

		assert_int_equal(record_get(rojin->desk, arena, mine,
			&record)->code, ERR_ABSENT);
	}
	are_alike(rojin, sara);
	assert_true(shows_same(rojin, sara));
	assert_false(shows_same(rojin, azad));
}

TEST(a_quiet_device_says_once_a_day_that_it_is_there)
{
	uint64_t seq;

	UNUSED_STATE;
	is_ok(team_heartbeat(rojin->desk));
	seq = log_seq(rojin->desk->log);
	clock_on(2 * DAY_MS);
	/* after a silence it waits for the line's hour, or for a member's word */
	assert_int_equal(team_heartbeat(rojin->desk)->code, ERR_REFUSED);
	assert_false(team_may_write(rojin->desk));
	assert_int_equal(log_seq(rojin->desk->log), seq);
	assert_int_equal(act_recovery_checked(rojin->desk)->code, ERR_REFUSED);
	desk_hands.hour(rojin->desk, now / HOUR_MS + 100);
	assert_int_equal(act_recovery_checked(rojin->desk)->code, ERR_REFUSED);
	desk_hands.hour(rojin->desk, now / HOUR_MS + 1);
	is_ok(team_heartbeat(rojin->desk));
	assert_int_equal(log_seq(rojin->desk->log), seq + 1);
	is_ok(team_heartbeat(rojin->desk));
	assert_int_equal(log_seq(rojin->desk->log), seq + 1);
	clock_on(DAY_MS - 1);
	is_ok(act_recovery_checked(rojin->desk)); /* it wrote yesterday */
	clock_on(2 * DAY_MS);
	is_ok(team_clock_confirm(rojin->desk));
	is_ok(act_recovery_checked(rojin->desk));
}

/* A request of a device that has no part in what follows. */
static str stranger_request(struct person *by, struct person *one)
{
	str digits;

	one->member = by->member;
	return request_of(by, one, &digits);
}

static bool has_alarm(struct person *at, enum alarm_kind kind)
{
	struct alarm alarms[LOG_ALARMS_MAX];
	size_t count = team_alarms(at->desk, alarms, LOG_ALARMS_MAX);

	for (size_t i = 0; i < count; i++) {
		if (alarms[i].kind == kind) return true;
	}
	return false;
}

static str draft_of(struct person *at, bool signed_here)
{
	struct team_drafts drafts;

	is_ok(team_drafts(at->desk, arena, &drafts));
	for (size_t i = 0; i < drafts.count; i++) {
		if (drafts.at[i].signed_here == signed_here) {
			return drafts.at[i].id;
		}
	}
	fail();
	return S("");
}

/* Rojin writes behind what counts in her roster only: with both, nor does hers. */
static void hear(struct person *newcomer)
{
	open_desk(newcomer);
	carry_over(rojin, newcomer, false);
	is_ok(team_heartbeat(newcomer->desk));
	carry_over(newcomer, rojin, false);
	clock_on(DAY_MS / 2);
	(void)member_make(rojin, "Nur");
	assert_false(log_is_waiting(rojin->desk->log));
	desk_close(&newcomer->desk);
}

/* Whatever is due at a visit would be said at each one, and what is handed over
 * before she writes until there is no end [hand-10]. */
static void rests_while_waiting(struct person *one)
{
	uint64_t seq = log_seq(one->desk->log);
	struct op op = {.kind = OP_SET, .object = fold_desk, .field =
		team_field(arena, "heartbeat", own(one)), .value = S("1")};
	str roster, minisig;

	assert_true(log_is_waiting(one->desk->log));
	assert_true(desk_holds_key(one->desk));
	clock_on(DAY_MS / 2 + 1);
	for (int i = 0; i < 2; i++) {
		is_ok(hand_roster(one->desk, arena, &roster, &minisig));
	}
	assert_int_equal(log_seq(one->desk->log), seq);
	is_ok(desk_commit_unit(one->desk, fold_desk, &op, 1, DID_NOTHING));
	assert_int_equal(log_seq(one->desk->log), seq + 2);
}

TEST(two_changes_made_apart_are_told_and_become_one)
{
	struct person *phone = &strangers[0], *tablet = &strangers[1];
	struct team_outcome outcome;
	struct team_rows rows;
	size_t before;

	UNUSED_STATE;
	all_meet();
	is_ok(team_rows(rojin->desk, arena, &rows));
	before = rows.count;
	assert_int_equal(admit(rojin, phone, false, stranger_request(rojin,
		phone)), TEAM_WAITS);
	assert_int_equal(admit(sara, tablet, false, stranger_request(sara,
		tablet)), TEAM_WAITS);
	all_meet();
	is_ok(team_agree(sara->desk, draft_of(sara, false), &outcome));
	assert_int_equal(outcome.how, TEAM_DONE);
	is_ok(team_agree(rojin->desk, draft_of(rojin, false), &outcome));
	assert_int_equal(outcome.how, TEAM_DONE);
	hear(tablet);
	all_meet();
	assert_true(has_alarm(rojin, ALARM_ROSTERS));
	assert_true(has_alarm(sara, ALARM_ROSTERS));
	rests_while_waiting(rojin);
	is_ok(team_rosters_join(rojin->desk, &outcome));
	assert_int_equal(outcome.how, TEAM_WAITS);
	all_meet();
	is_ok(team_rosters_join(sara->desk, &outcome));
	assert_int_equal(outcome.how, TEAM_DONE);
	all_meet();
	assert_false(has_alarm(rojin, ALARM_ROSTERS));
	assert_false(log_is_waiting(rojin->desk->log));
	is_ok(team_rows(rojin->desk, arena, &rows));
	assert_int_equal(rows.count, before + 2);
	assert_true(shows_same(rojin, sara));
}

/* -- setting up ----------------------------------------------------------- */

static int setup(void **state)
{
	(void)state;
	seal_start();
	if (mkdtemp(home) == NULL) return 1;
	arena = arena_open(512 << 20);
	for (int i = 0; i < MEMBERS; i++) {
		(void)snprintf(people[i].dir, sizeof(people[i].dir), "%s/%d",
			home, i);
	}
	for (int i = 0; i < 2; i++) {
		(void)snprintf(strangers[i].dir, sizeof(strangers[i].dir),
			"%s/stranger-%d", home, i);
	}
	found_in(rojin->dir, now);
	open_desk(rojin);
	rojin->member = member_make(rojin, "Rojin");
	is_ok(record_me(rojin->desk, rojin->member));
	return 0;
}

static int teardown(void **state)
{
	static const char *const left[] = {"desk/log.pack", "desk/key.age",
		"desk/lock", "desk/snapshot.1", "desk/snapshot.2",
		"desk/inbox.pack", "desk/relay.place", "desk/request",
		"desk/welcome.age", "line/roster", "line/roster.minisig",
		"line/roster.pub", "line/token.sha256", "line", "desk/files",
		"desk", ""};

	(void)state;
	for (int i = 0; i < MEMBERS + 2; i++) {
		struct person *one = i < MEMBERS ? &people[i]
						 : &strangers[i - MEMBERS];

		desk_close(&one->desk);
		for (size_t k = 0; k < NELEM(left); k++) {
			char path[160];

			(void)snprintf(path, sizeof(path), "%s/%s",
				one->dir, left[k]);
			(void)remove(path);
		}
	}
	(void)remove(home);
	arena_close(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_device_joins_with_the_digits_both_see_and_is_handed_all_there_is),
		CASE(the_welcome_opens_only_on_the_device_it_is_for),
		CASE(with_two_members_a_third_joins_when_the_second_signs),
		CASE(what_the_policy_refuses_is_refused_before_anything_is_written),
		CASE(a_message_two_desks_took_is_one_and_dated_as_of_the_earlier),
		CASE(whatever_came_first_the_tables_are_the_same),
		CASE(settings_stay_with_the_device_that_set_them),
		CASE(a_frozen_device_opens_nothing_new_until_it_is_let_back_in),
		CASE(a_freeze_ends_after_a_day_unless_a_second_one_who_knew_says_it_stays),
		CASE(a_removed_device_opens_nothing_new_and_what_it_writes_counts_nowhere),
		CASE(two_changes_made_apart_are_told_and_become_one),
		CASE(a_quiet_device_says_once_a_day_that_it_is_there),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
