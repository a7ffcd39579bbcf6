/* Tests of the word bank at an open desk: the words to begin with, what marks,
 * files taken in, and a word from proposal to the places of the old one. A real
 * folder, real keys, no network.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "desk/act.h"
#include "desk/desk_room.h"
#include "desk/new.h"
#include "desk/query.h"
#include "desk/record_query.h"
#include "desk/tokens.h"
#include "desk/words_coin.h"
#include "desk/words_take.h"
#include "model/bank_csv.h"
#include "os/file.h"

#include <stdlib.h>

#define PASSPHRASE S("seven lamps on a hill")

enum { HOUR_MS = 3600000, START_HOUR = 490000 };

static char dir[] = "/tmp/bothy-words-XXXXXX";
static struct desk *desk;
static struct arena *arena;
static uint64_t now;
static struct record_refusal refusal;

static const char *in_dir(const char *name)
{
	static char path[256];

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static void clock_on(void)
{
	now += 1000;
	desk_pretend_now(desk, now);
}

static const struct words_here *words(void)
{
	const struct words_here *got = NULL;

	is_ok(words_of(desk, &got));
	return got;
}

static void undo_last(void)
{
	struct view_did did;

	query_did(desk, arena, &did);
	assert_true(did.undo.len > 0);
	clock_on();
	is_ok(act_undo(desk, did.undo));
}

static const struct words_term *term_of(str text, enum text_lang lang)
{
	const struct words_here *all = words();

	for (size_t i = 0; i < all->terms.count; i++) {
		if (all->terms.at[i].said.lang == lang &&
			str_eq(all->terms.at[i].said.text, text)) {
			return &all->terms.at[i];
		}
	}
	return NULL;
}

static size_t marks_of(str text, enum text_lang lang)
{
	struct bank_marks marks = {0};

	bank_check_draft(arena, words()->checker, lang, text, &marks);
	return marks.count;
}

static void begin(void)
{
	size_t fresh;

	clock_on();
	is_ok(words_begin(desk, &fresh));
}

static struct bank table_of(str text)
{
	struct bank bank = {0};
	struct bank_refusals refused = {0};

	assert_true(bank_csv_read(arena, text, '\t', &bank, &refused));
	assert_int_equal(refused.count, 0);
	return bank;
}

/* -- the words to begin with ---------------------------------------------- */

TEST(the_words_to_begin_with_are_one_act_and_undone_as_one)
{
	size_t fresh, again;

	UNUSED_STATE;
	assert_int_equal(words()->terms.count, 0);
	is_ok(words_begin(desk, &fresh));
	assert_true(fresh > 100);
	assert_int_equal(words()->terms.count, fresh); /* [words-1] */
	assert_int_equal(words()->bank.terms.count, fresh);
	assert_int_equal(marks_of(S("an illegal migrant"), TEXT_EN), 1);
	is_ok(words_begin(desk, &again)); /* [words_take-3] */
	assert_int_equal(again, 0);
	undo_last();
	assert_int_equal(words()->terms.count, 0); /* [words_take-2] */
	assert_int_equal(marks_of(S("an illegal migrant"), TEXT_EN), 0);
}

TEST(what_is_unsure_is_a_question_and_marks_nothing)
{
	const struct words_here *all;
	size_t questions = 0;

	UNUSED_STATE;
	begin();
	all = words();
	for (size_t i = 0; i < all->terms.count; i++) {
		const struct bank_term *said = &all->terms.at[i].said;

		if (said->certainty != BANK_UNSURE) continue;
		questions++;
		assert_false(bank_term_marks(said));
	}
	assert_true(questions > 5);
	undo_last();
}

TEST(a_words_change_marks_from_the_next_question_on)
{
	struct record_edit why = {"why", S("it wounds"), EDIT_SET};
	const struct words_term *term;
	struct record record;

	UNUSED_STATE;
	begin();
	assert_int_equal(marks_of(S("an asylum seeker wrote"), TEXT_EN), 0);
	term = term_of(S("asylum seeker"), TEXT_EN);
	assert_non_null(term);
	is_ok(record_get(desk, arena, term->id, &record));
	clock_on();
	is_ok(record_step(desk, record.id, S("avoid"),
		(struct record_edits){&why, 1}, &refusal));
	assert_int_equal(marks_of(S("an asylum seeker wrote"), TEXT_EN), 1);
	assert_int_equal(marks_of(S("> an asylum seeker wrote"), TEXT_EN), 0);
	undo_last(); /* [words-2] */
	assert_int_equal(marks_of(S("an asylum seeker wrote"), TEXT_EN), 0);
}

TEST(a_word_that_stands_twice_is_listed_twice_and_compiled_once)
{
	const struct words_term *term;
	struct record_edit edits[3];
	struct buf concept = {0};
	size_t before;
	object_id id;

	UNUSED_STATE;
	term = term_of(S("asylum seeker"), TEXT_EN);
	assert_non_null(term);
	object_write(words()->concepts[term->concept], &concept);
	edits[0] = (struct record_edit){"term", S("asylum seeker"), EDIT_SET};
	edits[1] = (struct record_edit){"concept", buf_str(&concept), EDIT_SET};
	edits[2] = (struct record_edit){"lang", S("en"), EDIT_SET};
	before = words()->terms.count;
	clock_on();
	is_ok(record_create(desk, &record_term,
		(struct record_edits){edits, 3}, &refusal, &id));
	assert_int_equal(words()->terms.count, before + 1); /* [words-1] */
	assert_int_equal(words()->bank.terms.count, before);
	undo_last();
	assert_int_equal(words()->terms.count, before);
	buf_close(&concept);
}

static size_t stems_of(struct tokens *tokens, str word)
{
	struct tokens_reader reader = tokens_of_words(tokens, word);
	struct token token;

	return tokens_next(&reader, &token) ? token.stem_count : 0;
}

static bool is_one_word(struct tokens *tokens, str word)
{
	struct tokens_reader reader = tokens_of_words(tokens, word);
	struct token token;

	return tokens_next(&reader, &token) && !tokens_next(&reader, &token);
}

TEST(search_takes_no_ending_off_a_word_of_the_bank)
{
	struct tokens *plain = tokens_open();
	const struct words_here *all = words();
	size_t would = 0;

	UNUSED_STATE;
	for (size_t i = 0; i < all->terms.count; i++) {
		str word = all->terms.at[i].said.text;

		if (!is_one_word(plain, word)) continue;
		would += stems_of(plain, word) > 0;
		assert_int_equal(stems_of(desk->projection.tokens, word), 0);
	}
	assert_true(would > 5);
	tokens_close(&plain);
}

/* -- files ---------------------------------------------------------------- */

#define COLUMNS "concept\tconcept_name\tlang\tterm\tstatus\tcertainty\twhy\n"

TEST(trying_a_file_changes_nothing_and_says_what_taking_it_does)
{
	struct bank bank = table_of(S(COLUMNS
		"X1\tthe kiosk\ten\tour kiosk\tours\tsure\t\n"
		"X1\tthe kiosk\ten\ttheir booth\tavoid\tsure\tnot ours\n"
		"X1\tthe kiosk\tkmr\tdikana me\taccepted\tlikely\t\n"));
	struct words_report *tried = ARENA_NEW(arena, struct words_report);
	struct words_report *taken = ARENA_NEW(arena, struct words_report);
	size_t before = words()->terms.count;

	UNUSED_STATE;
	is_ok(words_take(desk, &bank, false, tried)); /* [words_take-1] */
	assert_int_equal(words()->terms.count, before);
	assert_int_equal(tried->fresh, 3);
	is_ok(words_take(desk, &bank, true, taken));
	assert_memory_equal(tried, taken, sizeof(*tried));
	assert_int_equal(words()->terms.count, before + 3);
	assert_int_equal(marks_of(S("at their booth"), TEXT_EN), 1);
	is_ok(words_take(desk, &bank, true, taken)); /* [words_take-3] */
	assert_int_equal(taken->same, 3);
	assert_int_equal(taken->fresh + taken->changed + taken->refused, 0);
}

TEST(a_file_does_not_change_how_a_word_stands_here)
{
	struct bank bank = table_of(S(COLUMNS
		"X1\tthe kiosk\ten\tour kiosk\tavoid\tsure\tthey say so\n"
		"X1\tthe kiosk\tkmr\tdikana me\taccepted\tsure\tit is good\n"));
	struct words_report *report = ARENA_NEW(arena, struct words_report);

	UNUSED_STATE;
	is_ok(words_take(desk, &bank, true, report));
	assert_int_equal(report->refused, 1);
	is_str(report->refusals[0].term, S("our kiosk"));
	assert_int_equal(report->changed, 1);
	assert_int_equal(term_of(S("our kiosk"), TEXT_EN)->said.status,
		BANK_OURS);
	assert_int_equal(term_of(S("dikana me"), TEXT_KMR)->said.certainty,
		BANK_SURE);
	undo_last();
	assert_int_equal(term_of(S("dikana me"), TEXT_KMR)->said.certainty,
		BANK_LIKELY);
}

TEST(what_leaves_as_a_table_comes_back_as_the_same_words)
{
	struct words_report *report = ARENA_NEW(arena, struct words_report);
	struct bank bank = {0};
	struct bank_refusals refused = {0};
	struct buf table = buf_cap(8 << 20);

	UNUSED_STATE;
	bank_csv_write(arena, &words()->bank, &bank_choice_all, ',', &table);
	assert_true(bank_csv_read(arena, buf_str(&table), 0, &bank, &refused));
	assert_int_equal(refused.count, 0);
	is_ok(words_take(desk, &bank, false, report));
	assert_int_equal(report->same, words()->bank.terms.count);
	assert_int_equal(report->fresh + report->changed + report->refused, 0);
	buf_close(&table);
}

/* -- coining -------------------------------------------------------------- */

static object_id thread_with(str note)
{
	struct act_paste paste = {.way = WAY_MAIL, .handle = S("someone"),
		.language = S("en"), .when_ms = now,
		.text = S("you helped me at their booth")};
	object_id thread;

	clock_on();
	is_ok(act_paste(desk, &paste, &thread));
	is_ok(act_answer(desk, thread, WAY_MAIL, S("en"),
		S("Come to their booths on Sunday.")));
	is_ok(act_note(desk, thread, note));
	return thread;
}

static void trial_says(object_id term, str answer, str reason)
{
	struct words_trial trial = {S("We meet at the lantern."), answer,
		reason};

	clock_on();
	is_ok(words_try(desk, term, &trial, &refusal));
}

static object_id proposed(str text)
{
	const struct words_term *old = term_of(S("our kiosk"), TEXT_EN);
	struct words_proposal what = {.term = text, .lang = S("en"),
		.reason = S("warmer"), .meaning = S("where we meet"),
		.concept = words()->concepts[old->concept],
		.instead = S("our kiosk")};
	object_id id = {{0}};

	clock_on();
	is_ok(words_propose(desk, &what, &refusal, &id));
	return id;
}

TEST(a_word_is_proposed_with_a_reason_or_not_at_all)
{
	struct words_proposal what = {.term = S("lantern"), .lang = S("en")};
	const err *e;
	object_id id;

	UNUSED_STATE;
	e = words_propose(desk, &what, &refusal, &id);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_USAGE);
	assert_string_equal(refusal.field->key, "why");
	assert_null(term_of(S("lantern"), TEXT_EN));
}

TEST(a_no_needs_its_reason)
{
	struct words_trial trial = {S(""), S("no"), S("")};
	object_id id = proposed(S("lamp"));
	const err *e = words_try(desk, id, &trial, &refusal);

	UNUSED_STATE;
	assert_non_null(e);
	assert_int_equal(e->code, ERR_USAGE);
	undo_last();
	assert_null(term_of(S("lamp"), TEXT_EN));
}

TEST(a_word_lives_from_proposal_to_ours)
{
	object_id id = proposed(S("the lantern"));
	struct words_trials trials;
	struct record_change *changes;
	size_t count;

	UNUSED_STATE;
	assert_int_equal(term_of(S("the lantern"), TEXT_EN)->said.status,
		BANK_PROPOSED);
	assert_int_equal(marks_of(S("at the lantern"), TEXT_EN), 0);
	trial_says(id, S("yes"), S(""));
	trial_says(id, S("not-yet"), S("my mother would not know it"));
	is_ok(words_trials(desk, arena, id, &trials));
	assert_int_equal(trials.count, 2);
	assert_int_equal(trials.yes, 1);
	assert_int_equal(trials.not_yet, 1);
	clock_on();
	is_ok(words_adopt(desk, id, S("all of us"), &refusal));
	assert_int_equal(term_of(S("the lantern"), TEXT_EN)->said.status,
		BANK_OURS); /* [coin-1] */
	is_str(term_of(S("the lantern"), TEXT_EN)->said.decided_by,
		S("all of us"));
	assert_int_equal(term_of(S("our kiosk"), TEXT_EN)->said.status,
		BANK_SUPERSEDED);
	is_ok(record_history(desk, arena, id, &changes, &count));
	assert_true(count > 5); /* [coin-2] */
	undo_last();
	assert_int_equal(term_of(S("our kiosk"), TEXT_EN)->said.status,
		BANK_OURS);
	clock_on();
	is_ok(words_adopt(desk, id, S("all of us"), &refusal));
}

TEST(every_place_of_the_old_words_is_listed_and_hers_are_not)
{
	struct record_edit task[] = {{"title", S("Paint our kiosk"), EDIT_SET},
		{"note", S("> they wrote: our kiosk"), EDIT_SET}};
	struct words_places places;
	struct record record;
	object_id id;
	size_t sent = 0, notes = 0, records = 0;

	UNUSED_STATE;
	(void)thread_with(S("they came to our kiosk"));
	is_ok(record_create(desk, &record_task, (struct record_edits){task, 2},
		&refusal, &id));
	is_ok(record_get(desk, arena, term_of(S("the lantern"), TEXT_EN)->id,
		&record));
	assert_true(words_has_old(words(), &record));
	is_ok(words_places(desk, arena, &record, &places));
	for (size_t i = 0; i < places.count; i++) {
		const struct words_where *where = &places.at[i];

		if (where->field != NULL) {
			assert_true(object_eq(where->id, id));
			assert_string_equal(where->field->key, "title");
			records++;
		} else if (where->is_note) {
			notes++;
		} else {
			sent++;
		}
		assert_true(where->mark_count == 1);
	}
	/* hers, and what is quoted, is theirs [coin-3] */
	assert_int_equal(sent, 1);
	assert_int_equal(notes, 1);
	assert_int_equal(records, 1);
}

/* -- the desk ------------------------------------------------------------- */

static const err *open_again(void)
{
	const err *e;

	desk_close(&desk);
	e = desk_open(&desk, dir, PASSPHRASE);
	if (e == NULL) desk_pretend_now(desk, now);
	return e;
}

TEST(the_words_are_there_when_the_desk_opens_again)
{
	size_t before = words()->terms.count;

	UNUSED_STATE;
	is_ok(open_again());
	assert_int_equal(words()->terms.count, before);
	assert_int_equal(marks_of(S("at their booth"), TEXT_EN), 1);
}

static int setup(void **state)
{
	struct roster says = {.name = S("Hill Lamp"), .locales = {S("en")},
		.names = {S("")}, .locale_count = 1, .answer_days = 3,
		.addresses = {S("https://line.example")}, .address_count = 1,
		.leave = S("https://weather.example/"), .demonstration = true};
	struct buf parts[SHARE_PARTS] = {0};

	(void)state;
	seal_start();
	keyfile_work(10);
	if (mkdtemp(dir) == NULL) return 1;
	arena = arena_open(512 << 20);
	now = (uint64_t)START_HOUR * HOUR_MS;
	is_ok(new_prepare(dir, &says, PASSPHRASE, now, parts));
	is_ok(new_finish(dir));
	for (size_t i = 0; i < SHARE_PARTS; i++) buf_close(&parts[i]);
	is_ok(open_again());
	return 0;
}

static int teardown(void **state)
{
	static const char *const left[] = {"desk/log.pack", "desk/key.age",
		"desk/lock", "desk/snapshot.1", "desk/snapshot.2",
		"line/roster", "line/roster.minisig", "line/roster.pub",
		"line/token.sha256", "line", "desk/files", "desk"};

	(void)state;
	desk_close(&desk);
	for (size_t i = 0; i < NELEM(left); i++) (void)remove(in_dir(left[i]));
	(void)remove(dir);
	arena_close(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_words_to_begin_with_are_one_act_and_undone_as_one),
		CASE(what_is_unsure_is_a_question_and_marks_nothing),
		CASE(a_words_change_marks_from_the_next_question_on),
		CASE(a_word_that_stands_twice_is_listed_twice_and_compiled_once),
		CASE(search_takes_no_ending_off_a_word_of_the_bank),
		CASE(trying_a_file_changes_nothing_and_says_what_taking_it_does),
		CASE(a_file_does_not_change_how_a_word_stands_here),
		CASE(what_leaves_as_a_table_comes_back_as_the_same_words),
		CASE(a_word_is_proposed_with_a_reason_or_not_at_all),
		CASE(a_no_needs_its_reason),
		CASE(a_word_lives_from_proposal_to_ours),
		CASE(every_place_of_the_old_words_is_listed_and_hers_are_not),
		CASE(the_words_are_there_when_the_desk_opens_again),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
