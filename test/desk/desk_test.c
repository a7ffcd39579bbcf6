/* Tests of an open desk: what comes in, every act and its undo, the outbox,
 * questions, and that folding at once gives what folding one by one gave. A
 * real folder, real keys, no network.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk_lib.h"

#include "os/file.h"
#include "seal/age.h"
#include "seal/minisign.h"
#include "store/snapshot.h"

#define WORDS S("planted heliotrope words")

enum { START_HOUR = 500000, FILE_BYTES = 70000 };

static uint64_t cursor;
static struct identity her;

static str hex_of(unsigned number)
{
	return str_fmt(arena, "%032x", number);
}

/* -- someone writes ------------------------------------------------------- */

static const err *sealed_take(str sealed)
{
	struct relay_message one = {.cursor = ++cursor,
		.hour = now / HOUR_MS, .hash = hash_of(sealed),
		.sealed = sealed};

	return desk_hands.take(desk, &one, 1);
}

static str message_seal(unsigned mailbox, unsigned submission, str text)
{
	struct buf plain = {0}, sealed = {0}, to_her = {0};
	struct message message = {.language = S("en"), .about = ABOUT_HEALTH,
		.called = S("Noor"), .mailbox = hex_of(mailbox),
		.submission = hex_of(submission), .text = text};
	recipient intake;
	str bytes;

	recipient_write(her.recipient, &to_her);
	message.recipient = buf_str(&to_her);
	assert_true(message_write(&message, &plain));
	assert_true(recipient_read(desk->roster.intake, &intake));
	age_seal(&sealed, buf_str(&plain), &intake, 1);
	bytes = buf_take(&sealed, arena);
	buf_close(&plain);
	buf_close(&sealed);
	buf_close(&to_her);
	return bytes;
}

static unsigned writers = 1;

/* A new thread with one message; its id. */
static object_id someone_writes(str text)
{
	unsigned number = writers++;

	clock_on(1000);
	is_ok(sealed_take(message_seal(number, number, text)));
	return fold_thread_id(hex_of(number));
}

static struct view_thread thread_of(object_id id)
{
	struct view_thread thread;

	is_ok(query_thread(desk, arena, id, (struct query_open){0}, &thread));
	return thread;
}

static object_id message_at(object_id thread, size_t at)
{
	struct view_thread view = thread_of(thread);
	object_id id;

	assert_true(at < view.message_count);
	assert_true(object_read(view.messages[at].id, &id));
	return id;
}

static const err *undo_last(void)
{
	struct view_did did;

	query_did(desk, arena, &did);
	assert_true(did.undo.len > 0);
	return act_undo(desk, did.undo);
}

static struct sync_replies due(void)
{
	struct sync_replies replies;

	is_ok(desk_hands.due(desk, arena, &replies));
	return replies;
}

/* -- coming in ------------------------------------------------------------ */

TEST(a_message_is_taken_once_however_often_it_comes)
{
	object_id thread;
	struct view_thread view;
	str sealed;

	UNUSED_STATE;
	clock_on(1000);
	sealed = message_seal(900, 900, WORDS);
	is_ok(sealed_take(sealed));
	is_ok(sealed_take(sealed));
	thread = fold_thread_id(hex_of(900));
	view = thread_of(thread);
	assert_int_equal(view.message_count, 1);
	assert_int_equal(view.pile, PILE_NEEDS);
	is_str(view.messages[0].text, WORDS);
	is_str(view.row.called, S("Noor"));
	assert_true(view.row.fresh);
	is_ok(act_opened(desk, thread));
	assert_false(thread_of(thread).row.fresh);
}

TEST(one_submission_under_two_codes_is_shown_once_and_answered_twice)
{
	object_id thread;
	struct sync_replies replies;

	UNUSED_STATE;
	is_ok(sealed_take(message_seal(910, 910, S("sent twice"))));
	is_ok(sealed_take(message_seal(911, 910, S("sent twice"))));
	thread = fold_thread_id(hex_of(910));
	assert_int_equal(thread_of(thread).message_count, 1);
	is_ok(act_answer(desk, thread, WAY_LINE, S("en"), S("yes")));
	clock_on(31000);
	replies = due();
	assert_int_equal(replies.count, 2);
	is_ok(desk_hands.sent(desk, replies.at[0].id));
	assert_true(thread_of(thread).messages[1].waiting);
	is_ok(desk_hands.sent(desk, replies.at[1].id));
	is_ok(desk_hands.sent(desk, replies.at[1].id)); /* [sync-3] */
	assert_true(thread_of(thread).messages[1].sent);
	assert_int_equal(due().count, 0);
}

TEST(what_no_key_opens_is_kept_sealed_and_counted)
{
	struct identity other = identity_make();
	struct buf sealed = {0};
	uint64_t before = query_unreadable(desk);

	UNUSED_STATE;
	age_seal(&sealed, S("not for us"), &other.recipient, 1);
	is_ok(sealed_take(buf_str(&sealed)));
	assert_int_equal(query_unreadable(desk), before + 1);
	buf_close(&sealed);
	identity_close(&other);
}

/* -- acts ----------------------------------------------------------------- */

TEST(every_act_on_a_thread_can_be_undone)
{
	object_id thread = someone_writes(S("a question"));

	UNUSED_STATE;
	is_ok(act_pile(desk, thread, PILE_DONE));
	assert_int_equal(thread_of(thread).pile, PILE_DONE);
	is_ok(act_later(desk, thread, LATER_THEY_WRITE));
	assert_int_equal(thread_of(thread).pile, PILE_LATER);
	assert_true(thread_of(thread).row.later_they_write);
	is_ok(undo_last());
	assert_int_equal(thread_of(thread).pile, PILE_DONE);
	is_ok(act_name(desk, thread, S(" the harbour ")));
	is_str(thread_of(thread).name_note, S("the harbour"));
	is_ok(undo_last());
	is_str(thread_of(thread).name_note, S(""));
	assert_non_null(act_name(desk, thread, S("two\nlines")));
}

TEST(every_act_on_a_message_can_be_undone)
{
	object_id thread = someone_writes(S("thank you"));
	object_id message = message_at(thread, 0);

	UNUSED_STATE;
	is_ok(act_veil(desk, message, true));
	assert_true(thread_of(thread).row.veiled);
	is_ok(undo_last());
	assert_false(thread_of(thread).row.veiled);
	is_ok(act_warm(desk, message, true));
	assert_true(thread_of(thread).row.warm);
	is_ok(undo_last());
	assert_false(thread_of(thread).row.warm);
	is_ok(act_note(desk, thread, S("safe hours 10 to 14")));
	assert_int_equal(thread_of(thread).message_count, 2);
	is_ok(undo_last());
	assert_int_equal(thread_of(thread).message_count, 1);
}

TEST(what_was_changed_since_is_not_undone_in_silence)
{
	/* [act-1] */
	object_id thread = someone_writes(S("a question"));
	struct view_did did;
	const err *e;

	UNUSED_STATE;
	is_ok(act_pile(desk, thread, PILE_DONE));
	query_did(desk, arena, &did);
	is_ok(act_pile(desk, thread, PILE_NEEDS));
	e = act_undo(desk, did.undo);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_REFUSED);
	assert_int_equal(thread_of(thread).pile, PILE_NEEDS);
	e = act_undo(desk, S("999999"));
	assert_non_null(e);
	assert_int_equal(e->code, ERR_ABSENT);
}

TEST(a_thread_put_off_comes_back_when_due_or_when_she_writes)
{
	object_id thread = someone_writes(S("not today"));
	unsigned mailbox = writers - 1;

	UNUSED_STATE;
	is_ok(act_later(desk, thread, LATER_WEEK));
	assert_int_equal(thread_of(thread).pile, PILE_LATER);
	clock_on(8ull * 24 * HOUR_MS);
	assert_int_equal(thread_of(thread).pile, PILE_NEEDS);
	is_ok(act_later(desk, thread, LATER_THEY_WRITE));
	clock_on(1000);
	is_ok(sealed_take(message_seal(mailbox, 5000, S("me again"))));
	assert_int_equal(thread_of(thread).pile, PILE_NEEDS);
	assert_int_equal(thread_of(thread).message_count, 2);
}

TEST(joined_threads_are_one_and_come_apart_again)
{
	object_id one = someone_writes(S("first code"));
	object_id other = someone_writes(S("second code"));

	UNUSED_STATE;
	is_ok(act_join(desk, one, other));
	assert_int_equal(thread_of(one).message_count, 2);
	is_str(thread_of(one).row.id, thread_of(other).row.id);
	assert_non_null(act_join(desk, other, one));
	is_ok(undo_last());
	assert_int_equal(thread_of(one).message_count, 1);
	assert_int_equal(thread_of(other).message_count, 1);
}

/* -- the outbox ----------------------------------------------------------- */

TEST(an_answer_waits_its_time_and_can_be_undone_until_it_leaves)
{
	/* [act-2] */
	object_id thread = someone_writes(S("please answer"));
	struct sync_replies replies;
	struct view_did did;
	const err *e;

	UNUSED_STATE;
	is_ok(act_answer(desk, thread, WAY_LINE, S("en"), S("undone")));
	assert_int_equal(thread_of(thread).pile, PILE_WAITING);
	clock_on(29000);
	assert_int_equal(due().count, 0);
	is_ok(undo_last());
	clock_on(60000);
	assert_int_equal(due().count, 0);
	assert_int_equal(thread_of(thread).pile, PILE_NEEDS);
	is_ok(act_answer(desk, thread, WAY_LINE, S("en"), S("kept")));
	query_did(desk, arena, &did);
	clock_on(31000);
	replies = due();
	assert_int_equal(replies.count, 1);
	is_ok(desk_hands.sent(desk, replies.at[0].id));
	e = act_undo(desk, did.undo);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_REFUSED);
}

TEST(the_answer_that_leaves_opens_with_her_key_alone)
{
	object_id thread = someone_writes(S("please answer"));
	struct buf plain = {0};
	struct sync_replies replies;
	struct reply reply;

	UNUSED_STATE;
	is_ok(act_answer(desk, thread, WAY_LINE, S("ar"), S("نعم\r\nyes")));
	clock_on(31000);
	replies = due();
	assert_int_equal(replies.count, 1);
	assert_int_equal(age_open(&plain, replies.at[0].sealed, &her, 1),
		AGE_OK);
	assert_true(reply_read(buf_str(&plain), &reply));
	is_str(reply.text, S("نعم\r\nyes"));
	is_str(reply.mailbox, replies.at[0].mailbox);
	is_str(reply.id, replies.at[0].id);
	is_ok(desk_hands.sent(desk, replies.at[0].id));
	buf_close(&plain);
}

TEST(taking_back_tells_what_the_line_said)
{
	object_id thread = someone_writes(S("please answer"));
	struct sync_replies replies;
	struct view_thread view;

	UNUSED_STATE;
	is_ok(act_answer(desk, thread, WAY_LINE, S("en"), S("too early")));
	clock_on(31000);
	replies = due();
	is_ok(desk_hands.sent(desk, replies.at[0].id));
	is_ok(act_take_back(desk, message_at(thread, 1)));
	assert_true(thread_of(thread).messages[1].take_back_asked);
	/* Those undone before they left are asked for too, to be sure. */
	is_ok(desk_hands.unwanted(desk, arena, &replies));
	assert_true(replies.count >= 1);
	for (size_t i = 0; i < replies.count; i++) {
		is_ok(desk_hands.took_back(desk, replies.at[i].id,
			RELAY_SHOWN));
	}
	view = thread_of(thread);
	assert_true(view.messages[1].take_back_shown);
	assert_false(view.messages[1].taken_back);
	is_ok(desk_hands.unwanted(desk, arena, &replies));
	assert_int_equal(replies.count, 0);
}

/* -- questions ------------------------------------------------------------ */

/* The threads that are found by what is typed. */
static struct query_rows found_by(str typed)
{
	struct query_rows rows = {0};
	struct search *search = query_words(desk, arena, typed);
	enum search_reach reach;

	if (search != NULL) {
		is_ok(query_search(desk, arena, search, 0, &rows, &reach));
	}
	return rows;
}

/* A thread as it opens from a search. */
static struct view_thread searched_in(object_id thread, str typed,
	struct query_open what)
{
	struct query_rows rows;
	struct view_thread view;

	what.search = query_words(desk, arena, typed);
	assert_non_null(what.search);
	is_ok(query_search(desk, arena, what.search, 0, &rows, &what.reach));
	is_ok(query_thread(desk, arena, thread, what, &view));
	return view;
}

static bool is_found(object_id thread, str typed)
{
	struct query_rows rows = found_by(typed);
	struct buf hex = {0};
	bool found = false;

	object_write(thread, &hex);
	for (size_t i = 0; i < rows.count; i++) {
		found |= str_eq(rows.at[i].id, buf_str(&hex));
	}
	buf_close(&hex);
	return found;
}

TEST(lists_and_hits_carry_no_words_and_a_veil_hides_until_asked)
{
	/* [query-1] [view-1] [view-2] */
	object_id thread = someone_writes(S("marzipan and a threat"));
	object_id message = message_at(thread, 0);
	struct query_rows rows;
	struct view_thread view;

	UNUSED_STATE;
	is_ok(act_veil(desk, message, true));
	view = thread_of(thread);
	assert_false(view.messages[0].open);
	assert_int_equal(view.messages[0].text.len, 0);
	is_ok(query_thread(desk, arena, thread,
		(struct query_open){.at = &message, .count = 1}, &view));
	is_str(view.messages[0].text, S("marzipan and a threat"));
	rows = found_by(S("marzip")); /* a beginning, as nothing is so */
	assert_int_equal(rows.count, 1);
	is_str(rows.at[0].id, view.row.id);
	is_str(rows.at[0].found, view.messages[0].id);
	assert_int_equal(found_by(S("\" OR * ( NEAR")).count, 0);
	assert_int_equal(found_by(S("   ")).count, 0);
}

TEST(what_is_found_is_open_and_marked_but_never_behind_a_veil)
{
	/* [query-3] */
	object_id thread = someone_writes(S("the walnut was bitter"));
	object_id first = message_at(thread, 0);
	unsigned mailbox = writers - 1;
	struct view_thread view;
	struct html_mark mark;

	UNUSED_STATE;
	clock_on(1000);
	is_ok(sealed_take(message_seal(mailbox, 6000, S("me again"))));
	assert_false(thread_of(thread).messages[0].open);
	view = searched_in(thread, S("Walnut"), (struct query_open){0});
	assert_true(view.messages[0].open);
	assert_int_equal(view.messages[0].mark_count, 1);
	mark = view.messages[0].marks[0];
	is_str(str_first(str_from(view.messages[0].text, mark.at), mark.len),
		S("walnut"));
	assert_true(view.messages[1].open);
	assert_int_equal(view.messages[1].mark_count, 0);
	/* by a name it is found too, and nothing is marked */
	view = searched_in(thread, S("noor bitter"), (struct query_open){0});
	assert_true(view.messages[0].open);
	assert_int_equal(view.messages[0].mark_count, 1);
	is_ok(act_veil(desk, first, true));
	view = searched_in(thread, S("walnut"), (struct query_open){0});
	assert_false(view.messages[0].open);
	assert_int_equal(view.messages[0].text.len, 0);
	assert_int_equal(view.messages[0].mark_count, 0);
	assert_true(is_found(thread, S("walnut")));
	view = searched_in(thread, S("walnut"), (struct query_open){.at = &first,
		.count = 1});
	assert_int_equal(view.messages[0].mark_count, 1);
}

TEST(the_answer_is_offered_in_the_language_she_writes_in)
{
	/* [query-2]: the page was English, or said to be */
	str arabic = S("مرحبا، أنا خائفة جدا وأحتاج إلى طبيب لا يخبر أهلي");
	object_id thread = someone_writes(arabic), message;
	object_id chat = someone_writes(S("7abibi"));

	UNUSED_STATE;
	is_str(thread_of(thread).language, S("ar"));
	is_str(thread_of(thread).row.language, S("en"));
	is_str(thread_of(thread).messages[0].text, arabic);
	is_ok(act_note(desk, thread, S("she asked for a doctor")));
	is_str(thread_of(thread).language, S("ar"));
	message = message_at(thread, 0);
	is_ok(act_veil(desk, message, true));
	is_str(thread_of(thread).language, S("en"));
	is_str(thread_of(chat).language, S("en"));
}

TEST(a_pasted_message_has_its_place_its_way_and_its_file)
{
	static char bytes[FILE_BYTES];
	struct act_file file = {S("report.pdf"), S("application/pdf"),
		{bytes, FILE_BYTES}};
	struct act_paste paste = {.way = WAY_INSTAGRAM, .handle = S("dilan"),
		.language = S("ckb"), .when_ms = now - HOUR_MS,
		.text = S("came another way"), .files = &file,
		.file_count = 1};
	struct buf got = buf_cap(QUERY_FILE_MAX);
	struct view_file said;
	struct view_thread view;
	object_id thread, id;

	UNUSED_STATE;
	for (size_t i = 0; i < FILE_BYTES; i++) bytes[i] = (char)(i * 31);
	is_ok(act_paste(desk, &paste, &thread));
	view = thread_of(thread);
	assert_int_equal(view.messages[0].way, WAY_INSTAGRAM);
	assert_false(view.can_answer_line);
	assert_non_null(act_answer(desk, thread, WAY_LINE, S("en"), S("no")));
	assert_true(object_read(view.messages[0].files[0].id, &id));
	is_ok(query_file(desk, arena, id, &said, &got));
	is_str(buf_str(&got), str_bytes(bytes, FILE_BYTES));
	is_str(said.name, S("report.pdf"));
	is_ok(act_answer(desk, thread, WAY_INSTAGRAM, S("en"), S("hello")));
	assert_int_equal(thread_of(thread).pile, PILE_NEEDS);
	is_ok(act_handed_over(desk, message_at(thread, 1)));
	assert_int_equal(thread_of(thread).pile, PILE_WAITING);
	buf_close(&got);
}

TEST(settings_are_kept_within_their_range)
{
	struct view_settings settings;

	UNUSED_STATE;
	is_ok(query_settings(desk, &settings));
	assert_int_equal(settings.outbox_seconds, 30);
	settings.locale = LOCALE_CKB;
	settings.outbox_seconds = 0;
	settings.keys = false;
	is_ok(act_settings(desk, &settings));
	is_ok(query_settings(desk, &settings));
	assert_int_equal(settings.locale, LOCALE_CKB);
	assert_int_equal(settings.outbox_seconds, 0);
	assert_false(settings.keys);
	is_ok(undo_last());
	is_ok(query_settings(desk, &settings));
	assert_int_equal(settings.outbox_seconds, 30);
	settings.outbox_seconds = 301;
	assert_non_null(act_settings(desk, &settings));
}

TEST(the_roster_is_renewed_once_a_day_and_signed)
{
	str roster, minisig, trusted;

	UNUSED_STATE;
	is_ok(desk_hands.roster(desk, arena, &roster, &minisig));
	assert_true(roster.len > 0);
	is_ok(desk_hands.roster_kept(desk));
	is_ok(desk_hands.roster(desk, arena, &roster, &minisig));
	assert_int_equal(roster.len, 0);
	clock_on(25ull * HOUR_MS);
	is_ok(desk_hands.roster(desk, arena, &roster, &minisig));
	assert_true(minisign_verify(desk->keys.roster.public, roster, minisig,
		&trusted));
	is_ok(desk_hands.roster_kept(desk));
}

/* -- the log is the truth ------------------------------------------------- */

static const char *const tables[] = {
	"SELECT quote(object)||field||quote(value)||ms||'.'||count||'.'||seq"
	" FROM register ORDER BY 1",
	"SELECT seq||quote(object)||field||quote(old) FROM undo ORDER BY 1",
	"SELECT quote(id)||quote(root)||quote(became)||name||state||state_ms"
	"||later||later_ms||opened_ms FROM thread ORDER BY 1",
	"SELECT quote(id)||quote(thread)||kind||way||at||'.'||came||'.'||place"
	"||'.'||goes||words||text||veiled||warm||gone||handed||unwanted"
	" FROM message ORDER BY 1",
	"SELECT reply||quote(message)||mailbox||sent||back FROM goes"
	" ORDER BY 1",
	"SELECT mailbox||recipient||quote(thread) FROM box ORDER BY 1",
	"SELECT quote(id)||quote(message)||name||bytes FROM file ORDER BY 1",
	"SELECT quote(hash)||ms FROM taken ORDER BY 1",
	"SELECT quote(root)||hers||'.'||ours||'.'||hers_count||files||called"
	"||about||language||way||veiled||warm||state||state_ms||name"
	" FROM summary ORDER BY 1",
};

static void dump(struct buf *out)
{
	for (size_t i = 0; i < NELEM(tables); i++) {
		struct query *query;
		bool row;

		is_ok(query_open(desk->projection.db, &query, tables[i]));
		for (;;) {
			is_ok(query_step(query, &row));
			if (!row) break;
			buf_put(out, query_bytes(query, 0));
			buf_byte(out, '\n');
		}
		query_close(&query);
	}
}

TEST(folding_all_at_once_gives_what_folding_one_by_one_gave)
{
	/* [fold-1] [fold-2] [fold-3] [desk-3] */
	UNUSED_STATE;
	desk_folds_alike(dump);
}

/* A snapshot whose index is empty, said to be made with that tokenizer. */
static void snapshot_plant(uint64_t tokenizer)
{
	struct snapshot_made made = fold_made;

	made.tokenizer = tokenizer;
	is_ok(db_run(desk->projection.db,
		"INSERT INTO spoken(spoken) VALUES('delete-all')"));
	is_ok(snapshot_write(desk->folder, &desk->keys.identity, made,
		&(struct snapshot_of){desk->log, desk->state,
			desk->projection.db}));
	/* closed as after a power cut: this snapshot stays the newest */
	desk->did = DID_COUNT;
}

TEST(a_snapshot_of_another_tokenizer_is_made_anew_and_one_of_ours_is_not)
{
	object_id thread = someone_writes(S("lighthouse keeper"));

	UNUSED_STATE;
	is_ok(open_again()); /* the index is in the snapshot, and is found */
	assert_true(is_found(thread, S("lighthouse")));
	snapshot_plant(fold_made.tokenizer);
	is_ok(open_again());
	assert_false(is_found(thread, S("lighthouse")));
	snapshot_plant(fold_made.tokenizer - 1);
	snapshot_plant(fold_made.tokenizer - 1); /* and the older one */
	is_ok(open_again());
	assert_true(is_found(thread, S("lighthouse")));
}

static struct { uint64_t first, last, all; size_t count; } steps;

static void step_take(uint64_t bytes, uint64_t sealed_bytes)
{
	if (steps.count++ == 0) steps.first = bytes;
	assert_true(bytes >= steps.last);
	assert_true(bytes <= sealed_bytes);
	steps.last = bytes;
	steps.all = sealed_bytes;
}

static void open_stepwise(void)
{
	desk_close(&desk);
	steps.count = 0;
	steps.last = 0;
	is_ok(desk_open_with(&desk, dir, (struct desk_door){PASSPHRASE, S(""),
		step_take}));
	desk_pretend_now(desk, now);
}

TEST(opening_says_how_far_it_is_when_there_is_no_snapshot)
{
	char many[20000];

	UNUSED_STATE;
	memset(many, 'a', sizeof(many));
	for (int i = 0; i < 15; i++) {
		someone_writes(str_bytes(many, sizeof(many)));
	}
	open_stepwise();
	assert_int_equal(steps.count, 0);
	snapshot_plant(fold_made.tokenizer - 1);
	snapshot_plant(fold_made.tokenizer - 1);
	open_stepwise();
	assert_true(steps.count > 2);
	assert_int_equal(steps.first, 0);
	assert_int_equal(steps.last, steps.all);
}

TEST(what_would_not_fit_into_memory_is_refused_before_it_is_written)
{
	/* [db-4] */
	object_id thread = someone_writes(S("the last that fits"));
	uint64_t seq = log_seq(desk->log);
	const err *e;
	str image;

	UNUSED_STATE;
	is_ok(db_image(desk->projection.db, &image));
	is_ok(db_limit_pages(desk->projection.db,
		(unsigned)(image.len / 4096) + 512));
	e = act_note(desk, thread, S("one too many"));
	assert_non_null(e);
	assert_int_equal(e->code, ERR_FULL);
	assert_int_equal(log_seq(desk->log), seq);
	is_ok(open_again());
	is_ok(act_note(desk, thread, S("and on it goes")));
}

TEST(another_passphrase_a_lost_key_file_and_a_second_desk_are_told_apart)
{
	/* [desk-2] */
	struct desk *second;
	const err *e = desk_open(&second, dir, PASSPHRASE);

	UNUSED_STATE;
	assert_non_null(e);
	assert_int_equal(e->code, ERR_BUSY);
	desk_close(&desk);
	e = desk_open(&second, dir, S("another passphrase"));
	assert_non_null(e);
	assert_int_equal(e->code, ERR_KEY);
	is_ok(file_rename(in_dir("desk/key.age"),
		str_c(arena, str_fmt(arena, "%s/away", dir))));
	e = desk_open(&second, dir, PASSPHRASE);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_ABSENT);
	assert_non_null(strstr(e->text, "key.age"));
	is_ok(file_rename(in_dir("away"),
		str_c(arena, str_fmt(arena, "%s/desk/key.age", dir))));
	e = desk_open(&second, "/nonexistent", PASSPHRASE);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_ABSENT);
	is_ok(open_again());
}

TEST(no_file_of_the_desk_holds_a_word)
{
	/* [desk-1] */
	static const char *const files[] = {"desk/log.pack",
		"desk/snapshot.1", "desk/key.age"};
	str planted[] = {S("heliotrope"), S("marzipan"), S("harbour"),
		S("Noor"), S("safe hours"), S("came another way")};

	UNUSED_STATE;
	is_ok(open_again());
	for (size_t i = 0; i < NELEM(files); i++) {
		struct buf bytes = buf_cap(64 << 20);

		is_ok(file_read(in_dir(files[i]), 32 << 20, &bytes));
		for (size_t w = 0; w < NELEM(planted); w++) {
			assert_true(str_find(buf_str(&bytes), planted[w]) ==
				SIZE_MAX);
		}
		buf_close(&bytes);
	}
}

static int setup(void **state)
{
	int failed = desk_begin(START_HOUR);

	(void)state;
	her = identity_make();
	return failed;
}

static int teardown(void **state)
{
	(void)state;
	identity_close(&her);
	return desk_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_message_is_taken_once_however_often_it_comes),
		CASE(one_submission_under_two_codes_is_shown_once_and_answered_twice),
		CASE(what_no_key_opens_is_kept_sealed_and_counted),
		CASE(every_act_on_a_thread_can_be_undone),
		CASE(every_act_on_a_message_can_be_undone),
		CASE(what_was_changed_since_is_not_undone_in_silence),
		CASE(a_thread_put_off_comes_back_when_due_or_when_she_writes),
		CASE(joined_threads_are_one_and_come_apart_again),
		CASE(an_answer_waits_its_time_and_can_be_undone_until_it_leaves),
		CASE(the_answer_that_leaves_opens_with_her_key_alone),
		CASE(taking_back_tells_what_the_line_said),
		CASE(lists_and_hits_carry_no_words_and_a_veil_hides_until_asked),
		CASE(what_is_found_is_open_and_marked_but_never_behind_a_veil),
		CASE(the_answer_is_offered_in_the_language_she_writes_in),
		CASE(a_pasted_message_has_its_place_its_way_and_its_file),
		CASE(settings_are_kept_within_their_range),
		CASE(the_roster_is_renewed_once_a_day_and_signed),
		CASE(folding_all_at_once_gives_what_folding_one_by_one_gave),
		CASE(a_snapshot_of_another_tokenizer_is_made_anew_and_one_of_ours_is_not),
		CASE(opening_says_how_far_it_is_when_there_is_no_snapshot),
		CASE(what_would_not_fit_into_memory_is_refused_before_it_is_written),
		CASE(another_passphrase_a_lost_key_file_and_a_second_desk_are_told_apart),
		CASE(no_file_of_the_desk_holds_a_word),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
