/* Tests of erasing, holding, copying: what was erased is in no file this desk
 * can open, in no table and no index; undoing refuses. No network.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase_lib.h"

#include "desk/forget.h"
#include "desk/tidy.h"

/* Ops that the pack on the disk still gives to somebody with all the keys. */
struct looking { bool found; };
static const err *look_op(void *owner, const struct log_op *op)
{
	struct looking *looking = owner;

	looking->found |= holds(op->op.value, WORD);
	return NULL;
}

TEST(nothing_erased_is_left_anywhere_on_this_desk)
{
	/* [erase-3] */
	object_id thread = planted(), kept;
	struct looking looking = {0};

	UNUSED_STATE;
	kept = planted();
	is_ok(open_again()); /* a snapshot holds them */
	assert_true(snapshots_hold(desk));
	assert_true(pack_holds(desk, in_dir("desk/log.pack")));
	assert_true(tables_hold(desk));
	is_ok(erase_do(desk, thread, false));
	assert_false(is_there(desk, thread));
	assert_true(is_there(desk, kept));
	assert_int_equal(found(desk, S("heliotrope")), 1);
	is_ok(erase_do(desk, kept, false));
	assert_int_equal(found(desk, S("heliotrope")), 0);
	assert_false(tables_hold(desk));
	is_as_anew(desk);
	assert_false(snapshots_hold(desk));
	assert_false(pack_holds(desk, in_dir("desk/log.pack")));
	is_ok(open_again());
	assert_false(is_there(desk, thread));
	assert_false(tables_hold(desk));
	is_as_anew(desk);
	assert_false(snapshots_hold(desk));
	is_ok(log_survey(desk->log, look_op, &looking));
	assert_false(looking.found);
	assert_int_equal(log_alarms(desk->log, (struct alarm[8]){{0}}, 8), 0);
	is_ok(open_again());
}

TEST(undoing_after_erasing_refuses_and_says_so)
{
	object_id thread = planted();
	struct view_did did;
	str before;

	UNUSED_STATE;
	is_ok(act_name(desk, thread, S("the harbour")));
	query_did(desk, arena, &did);
	before = did.undo;
	assert_true(before.len > 0);
	is_ok(erase_do(desk, thread, false));
	query_did(desk, arena, &did);
	assert_int_equal(did.did, DID_ERASED);
	assert_int_equal(did.undo.len, 0);
	assert_int_equal(act_undo(desk, before)->code, ERR_REFUSED);
	assert_false(is_there(desk, thread));
}

TEST(what_is_unread_or_held_is_not_erased)
{
	/* [erase-1] */
	unsigned number = ++writers;
	object_id thread = fold_thread_id(hex_of(number)), member;
	struct record_refusal refusal;
	struct erase_plan plan;
	struct record_edit name = {"name", S("Rojin"), EDIT_SET};
	struct buf hex = {0};

	UNUSED_STATE;
	takes(desk, sealed_of(number, number, S("not read yet")));
	assert_int_equal(erase_do(desk, thread, false)->code, ERR_REFUSED);
	is_ok(act_opened(desk, thread));
	is_ok(record_create(desk, &record_member, (struct record_edits){&name,
		1}, &refusal, &member));
	object_write(member, &hex);
	is_ok(erase_hold(desk, &(struct erase_hold){thread, S("legal"),
		buf_str(&hex), S("2031-01-01")}, &refusal));
	assert_true(erase_is_held(desk, thread));
	assert_int_equal(erase_do(desk, thread, false)->code, ERR_REFUSED);
	assert_true(is_there(desk, thread));
	is_ok(erase_plan(desk, thread, &plan));
	assert_true(plan.held && !plan.unread && plan.is_thread);
	assert_int_equal(plan.hers, 1);
	buf_close(&hex);
}

TEST(joined_threads_go_together_and_she_can_write_again)
{
	object_id one = planted(), two = planted();
	unsigned last = writers;

	UNUSED_STATE;
	is_ok(act_join(desk, two, one));
	is_ok(act_opened(desk, one));
	is_ok(erase_do(desk, two, false));
	assert_false(is_there(desk, one));
	assert_false(is_there(desk, two));
	/* the line has her old message still: it is not taken again */
	takes(desk, sealed_of(last, 90000, S("I write again")));
	assert_true(is_there(desk, two));
	assert_false(is_there(desk, one));
	is_ok(open_again());
	assert_true(is_there(desk, two));
}

TEST(a_message_that_was_erased_is_not_taken_from_the_line_again)
{
	unsigned number = ++writers;
	object_id thread = fold_thread_id(hex_of(number));
	str sealed = sealed_of(number, number, WORDS);

	UNUSED_STATE;
	takes(desk, sealed);
	is_ok(act_opened(desk, thread));
	is_ok(erase_do(desk, thread, false));
	takes(desk, sealed);
	assert_false(is_there(desk, thread));
	is_ok(open_again());
	takes(desk, sealed);
	assert_false(is_there(desk, thread));
}

TEST(a_record_is_erased_whole_and_only_it)
{
	struct record_edit name = {"name", S("heliotrope house"), EDIT_SET};
	struct record_edit other_name = {"name", S("Hevi"), EDIT_SET};
	struct record_refusal refusal;
	struct record record;
	object_id one, two;

	UNUSED_STATE;
	is_ok(record_create(desk, &record_contact, (struct record_edits){&name,
		1}, &refusal, &one));
	is_ok(record_create(desk, &record_contact, (struct record_edits){
		&other_name, 1}, &refusal, &two));
	is_ok(erase_do(desk, one, false));
	assert_int_equal(record_get(desk, arena, one, &record)->code,
		ERR_ABSENT);
	is_ok(record_get(desk, arena, two, &record));
	assert_false(tables_hold(desk));
	is_as_anew(desk);
}

TEST(what_is_over_is_listed_and_goes_only_when_somebody_says_so)
{
	/* [keeping-1] [keep-1] */
	object_id old = planted(), held, unread, fresh, things[3];
	unsigned kept = ++writers, number = ++writers;
	struct keeping_row *rows;
	struct keeping_figure *figures;
	struct record_refusal refusal;
	struct record_edit name = {"name", S("Hana"), EDIT_SET};
	object_id member;
	size_t count, figure_count, before;
	struct buf hex = {0};

	UNUSED_STATE;
	is_ok(keeping_figures(desk, arena, &figures, &figure_count));
	before = figure_count == 0 ? 0 : (size_t)figures[0].count;
	held = fold_thread_id(hex_of(kept));
	takes(desk, sealed_of(kept, kept, S("a court asks for this")));
	is_ok(act_opened(desk, held));
	unread = fold_thread_id(hex_of(number));
	takes(desk, sealed_of(number, number, S("nobody read this")));
	is_ok(act_pile(desk, old, PILE_DONE));
	is_ok(act_pile(desk, held, PILE_DONE));
	is_ok(act_pile(desk, unread, PILE_DONE));
	is_ok(record_create(desk, &record_member, (struct record_edits){&name,
		1}, &refusal, &member));
	object_write(member, &hex);
	is_ok(erase_hold(desk, &(struct erase_hold){held, S("person"),
		buf_str(&hex), S("2040-01-01")}, &refusal));
	is_ok(keeping_due(desk, arena, &rows, &count));
	assert_int_equal(count, 0);
	clock_on((uint64_t)366 * 24 * HOUR_MS);
	fresh = planted();
	is_ok(act_pile(desk, fresh, PILE_DONE));
	is_ok(keeping_due(desk, arena, &rows, &count));
	assert_int_equal(count, 1);
	assert_true(object_eq(rows[0].thing, old));
	assert_true(is_there(desk, old)); /* nothing goes by itself */
	things[0] = old;
	things[1] = held;
	things[2] = fresh;
	is_ok(keeping_erase(desk, things, 3, &count));
	assert_int_equal(count, 1);
	assert_false(is_there(desk, old));
	assert_true(is_there(desk, held));
	assert_true(is_there(desk, unread));
	assert_true(is_there(desk, fresh));
	is_ok(keeping_figures(desk, arena, &figures, &figure_count));
	assert_true(figure_count > 0);
	assert_true(figures[0].count == 1 || figures[0].count == before + 1);
	is_ok(act_opened(desk, fresh));
	is_ok(erase_do(desk, fresh, false));
	buf_close(&hex);
}

TEST(with_a_thread_go_the_requests_that_were_made_of_it)
{
	object_id thread = planted(), request, other_request;
	struct buf hex = {0};
	struct record_refusal refusal;
	struct record record;
	struct erase_plan plan;

	UNUSED_STATE;
	object_write(thread, &hex);
	{
		struct record_edit edits[] = {
			{"subject", S("heliotrope shelter"), EDIT_SET},
			{"thread", buf_str(&hex), EDIT_SET}};

		is_ok(record_create(desk, &record_request,
			(struct record_edits){edits, 2}, &refusal, &request));
		is_ok(record_create(desk, &record_request,
			(struct record_edits){&(struct record_edit){"subject",
			S("another"), EDIT_SET}, 1}, &refusal,
			&other_request));
	}
	is_ok(erase_plan(desk, thread, &plan));
	assert_int_equal(plan.other_count, 1);
	assert_true(object_eq(plan.others[0], request));
	is_ok(erase_do(desk, thread, true));
	assert_false(is_there(desk, thread));
	assert_int_equal(record_get(desk, arena, request, &record)->code,
		ERR_ABSENT);
	is_ok(record_get(desk, arena, other_request, &record));
	assert_false(tables_hold(desk));
	is_as_anew(desk);
	assert_false(pack_holds(desk, in_dir("desk/log.pack")));
	buf_close(&hex);
}

TEST(a_copy_holds_what_is_theirs_and_nothing_of_ours)
{
	object_id thread = planted();
	struct buf page = {0}, sealed = {0}, plain = {0};
	struct erase_plan plan;

	UNUSED_STATE;
	is_ok(act_answer(desk, thread, WAY_SIGNAL, S("en"), S("our answer")));
	{
		struct view_thread view;
		object_id answer;

		is_ok(query_thread(desk, arena, thread, (struct query_open){0},
			&view));
		assert_true(object_read(view.messages[view.message_count -
			1].id, &answer));
		is_ok(act_handed_over(desk, answer));
	}
	is_ok(copy_page(desk, thread, &page));
	assert_true(holds(buf_str(&page), "planted tonight"));
	assert_true(holds(buf_str(&page), "our answer"));
	assert_false(holds(buf_str(&page), "a note of"));
	assert_false(holds(buf_str(&page), "heliotrope case"));
	assert_int_equal(copy_make(desk, thread, S("short"), &sealed)->code,
		ERR_USAGE);
	is_ok(copy_make(desk, thread, S("eight lamps"), &sealed));
	assert_false(holds(buf_str(&sealed), WORD));
	assert_int_equal(age_open_passphrase(&plain, buf_str(&sealed),
		S("eight lamps"), 20), AGE_OK);
	assert_true(holds(buf_str(&plain), "planted tonight"));
	is_ok(erase_plan(desk, thread, &plan));
	assert_int_equal(plan.copies, 1);
	is_ok(act_opened(desk, thread));
	is_ok(erase_do(desk, thread, false));
	buf_close(&page);
	buf_close(&sealed);
	buf_close(&plain);
}

TEST(attachments_go_with_their_message_and_others_stay)
{
	unsigned char noise[512] = {7};
	struct act_file file = {S("photo.png"), S("image/png"),
		str_bytes(noise, sizeof(noise))};
	struct act_paste paste = {.way = WAY_SIGNAL, .language = S("en"),
		.text = S("with a picture"), .files = &file, .file_count = 1};
	struct file_names names;
	object_id one, two;
	size_t before;

	UNUSED_STATE;
	paste.when_ms = now;
	is_ok(act_paste(desk, &paste, &one));
	is_ok(act_paste(desk, &paste, &two));
	is_ok(act_opened(desk, one));
	is_ok(act_opened(desk, two));
	is_ok(file_list(arena, in_dir("desk/files"), &names));
	before = names.count;
	is_ok(erase_do(desk, one, false));
	is_ok(file_list(arena, in_dir("desk/files"), &names));
	assert_int_equal(names.count, before - 1);
	is_ok(erase_do(desk, two, false));
	is_ok(file_list(arena, in_dir("desk/files"), &names));
	assert_int_equal(names.count, before - 2);
}

TEST(the_line_is_told_what_to_destroy_and_what_to_forget)
{
	object_id thread = planted();
	enum signed_list_kind kind;
	str body;
	bool told[LIST_KIND_COUNT] = {false};

	UNUSED_STATE;
	for (;;) {
		is_ok(signed_list_first(desk->folder, arena, &kind, &body));
		if (body.len == 0) break;
		is_ok(signed_list_done(desk->folder));
	}
	is_ok(erase_do(desk, thread, false));
	for (;;) {
		is_ok(signed_list_first(desk->folder, arena, &kind, &body));
		if (body.len == 0) break;
		told[kind] = true;
		is_ok(signed_list_done(desk->folder));
	}
	assert_true(told[LIST_DELETE]);
	assert_true(told[LIST_FORGET]);
}

TEST(a_kill_between_erasing_and_destroying_is_mended_at_opening)
{
	/* last: opening goes by the computer's own clock, as ever */
	object_id thread = planted();

	UNUSED_STATE;
	is_ok(open_again()); /* a snapshot holds it */
	desk->settling = true; /* the kill: what follows the commit is not done */
	is_ok(erase_do(desk, thread, false));
	assert_true(pack_holds(desk, in_dir("desk/log.pack")));
	desk->torn = true; /* nor is a snapshot kept */
	is_ok(open_again());
	assert_false(is_there(desk, thread));
	assert_false(pack_holds(desk, in_dir("desk/log.pack")));
	assert_false(snapshots_hold(desk));
	assert_false(tables_hold(desk));
	is_as_anew(desk);
}

/* -- whatever was lived ---------------------------------------------------- */

enum { LIVED_THREADS = 6, LIVED_STEPS = 90, LIVED_TWO = 2,
	LIVED_ROUNDS = 4 };

static unsigned lot = 7;
static unsigned any(unsigned below)
{
	lot = lot * 1664525u + 1013904223u;
	return (lot >> 8) % below;
}

/* A thread of this number, taken when there is none. */
static object_id lived_thread(unsigned number)
{
	object_id thread = fold_thread_id(hex_of(7000 + number));

	if (!is_there(desk, thread)) {
		takes(desk, sealed_of(7000 + number, 50000 + any(1 << 20),
			S("what somebody wrote, of marigold")));
	}
	return thread;
}

static void record_live(object_id thread)
{
	struct buf hex = {0};
	struct record_refusal refusal;
	object_id id;

	object_write(thread, &hex);
	{
		struct record_edit edits[] = {
			{"subject", S("marigold street"), EDIT_SET},
			{"thread", buf_str(&hex), EDIT_SET}};

		is_ok(record_create(desk, &record_request,
			(struct record_edits){edits, 1 + any(2)}, &refusal,
			&id));
	}
	buf_close(&hex);
}

static void thread_erase(object_id thread)
{
	struct erase_plan plan;
	const err *e = erase_plan(desk, thread, &plan);

	clock_on(1000);
	if (e == NULL) e = act_opened(desk, thread);
	if (e == NULL) e = erase_do(desk, thread, any(2) == 0);
	if (e != NULL) assert_int_equal(e->code, ERR_REFUSED);
}

static unsigned tidied_keys, tidied_bodies;

/* [tidy-2] The tables stand where they stood: nothing was read anew. */
static void lived_tidy(void)
{
	struct tidied tidied;
	size_t epochs = log_epoch_count(desk->log);

	is_ok(db_run(desk->projection.db, "CREATE TEMP TABLE stood(x)"));
	is_ok(tidy_units(desk, 50, &tidied));
	is_ok(db_run(desk->projection.db, "DROP TABLE temp.stood"));
	tidied_bodies += tidied.destroyed > 0;
	tidied_keys += log_epoch_count(desk->log) < epochs;
}

static void lived_act(unsigned kind)
{
	object_id thread = lived_thread(any(LIVED_THREADS)), made;
	struct act_paste paste = {.way = WAY_MAIL, .handle = S("someone"),
		.language = S("en"), .when_ms = now,
		.text = S("came another way, marigold")};
	struct view_did did;

	clock_on(1000);
	switch (kind) {
	case 0: is_ok(act_note(desk, thread, S("marigold, we said"))); break;
	case 1: is_ok(act_name(desk, thread, S("marigold lane"))); break;
	case 2: is_ok(act_pile(desk, thread, PILE_DONE)); break;
	case 3: is_ok(act_paste(desk, &paste, &made)); break;
	case 4: (void)!act_join(desk, thread, lived_thread(any(3))); break;
	case 5: is_ok(act_answer(desk, thread, WAY_LINE, S("en"),
		S("we answer"))); break;
	case 6: record_live(thread); break;
	case 7: is_ok(forget_settle(desk)); break;
	case 8: lived_tidy(); break;
	case 9:
		query_did(desk, arena, &did);
		(void)!act_undo(desk, did.undo);
		break;
	default: takes(desk, sealed_of(7000 + any(LIVED_THREADS),
		50000 + any(1 << 20), S("once more"))); break;
	}
}

TEST(after_any_life_erasing_leaves_what_reading_anew_would)
{
	/* [shed-1] [erase-shed-2] */
	unsigned erased = 0;

	UNUSED_STATE;
	for (unsigned i = 0; i < LIVED_STEPS; i++) {
		lived_act(any(11));
		if (any(12) != 0) continue;
		thread_erase(lived_thread(any(LIVED_THREADS)));
		erased++;
		if (erased % LIVED_TWO == 0) continue;
		is_as_anew(desk);
	}
	assert_true(erased > 4);
	for (unsigned i = 0; i < LIVED_THREADS; i++) {
		thread_erase(lived_thread(i));
	}
	is_as_anew(desk);
}

TEST(after_any_life_tidying_leaves_what_reading_anew_would)
{
	/* [shed-1] [erase-shed-2] [tidy-2] old checks, keys and units go */
	UNUSED_STATE;
	for (unsigned i = 0; i < LIVED_ROUNDS; i++) {
		for (unsigned k = 0; k < 6; k++) lived_act(any(11));
		epochs_renew();
		lived_tidy();
		clock_on((uint64_t)24 * HOUR_MS);
		lived_act(any(11));
		lived_tidy();
		is_as_anew(desk);
	}
	assert_true(tidied_bodies >= LIVED_ROUNDS);
	assert_true(tidied_keys > 0);
}

TEST(words_that_the_bank_has_learnt_since_leave_the_index_too)
{
	/* put in with a stem, taken out when the word has none any more */
	object_id thread = planted();
	str word = S("heliotropes");

	UNUSED_STATE;
	is_ok(act_note(desk, thread, S("a note of the heliotropes")));
	tokens_protect(desk->projection.tokens, &word, 1);
	clock_on(1000);
	is_ok(act_opened(desk, thread));
	is_ok(erase_do(desk, thread, false));
	assert_false(tables_hold(desk));
	assert_int_equal(found(desk, S("heliotropes")), 0);
	tokens_protect(desk->projection.tokens, NULL, 0);
	is_as_anew(desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(nothing_erased_is_left_anywhere_on_this_desk),
		CASE(undoing_after_erasing_refuses_and_says_so),
		CASE(what_is_unread_or_held_is_not_erased),
		CASE(joined_threads_go_together_and_she_can_write_again),
		CASE(a_message_that_was_erased_is_not_taken_from_the_line_again),
		CASE(a_record_is_erased_whole_and_only_it),
		CASE(what_is_over_is_listed_and_goes_only_when_somebody_says_so),
		CASE(with_a_thread_go_the_requests_that_were_made_of_it),
		CASE(a_copy_holds_what_is_theirs_and_nothing_of_ours),
		CASE(attachments_go_with_their_message_and_others_stay),
		CASE(the_line_is_told_what_to_destroy_and_what_to_forget),
		CASE(words_that_the_bank_has_learnt_since_leave_the_index_too),
		CASE(after_any_life_erasing_leaves_what_reading_anew_would),
		CASE(after_any_life_tidying_leaves_what_reading_anew_would),
		CASE(a_kill_between_erasing_and_destroying_is_mended_at_opening),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
