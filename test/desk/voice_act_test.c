/* Tests of stories at an open desk: she is shown the exact text, answers with
 * its number, and a release has the story; a changed letter, a no and a word of
 * hers take it out again. Which conversation it was told in stands nowhere.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_lib.h"

#include "desk/act_room.h"
#include "desk/guide_publish.h"
#include "desk/guide_release.h"
#include "desk/record_query.h"
#include "desk/voice_act.h"

#define FORMS "text,library"

static object_id thread, voice;
static uint64_t taken_back, heard_from, others;

/* As the line brings it. */
static object_id she_writes(unsigned char number, str text)
{
	static struct item item;
	object_id id = {{2, number}};

	clock_on(1000);
	item = (struct item){.kind = ITEM_LINE,
		.thread = object_text(arena, thread), .at_ms = now,
		.way = S("line"), .language = S("ckb"),
		.about = S("nothing"), .text = text};
	is_ok(act_item(desk, id, &item, DID_PASTE));
	return id;
}

static const struct guide_kept *story(void)
{
	return kept_of(STORY_PAGES + 1);
}

static void unit_put(const char *kind, const char *words)
{
	struct unit_wish wish = {.kind = str_of(kind), .words = str_of(words)};
	const char *why;

	clock_on(1000);
	is_ok(guide_unit_add(desk, story(), SIZE_MAX, &wish, &why));
}

static struct voice_kept kept(void)
{
	struct voice_kept got;

	is_ok(voice_kept_get(desk, arena, voice, &got));
	return got;
}

static str record_now(const char *field)
{
	struct record record;

	is_ok(record_get(desk, arena, voice, &record));
	return record_value(&record, field);
}

static str number_now(void)
{
	hash now_hash;
	size_t tongue = guide_form(&story()->guide, LOCALE_CKB);

	assert_true(voice_text_hash(arena, &story()->guide, tongue, &now_hash));
	return str_fmt(arena, "%06u", voice_number(&now_hash));
}

static void show(void)
{
	const char *why;

	clock_on(1000);
	is_ok(voice_act_show(desk, voice, LOCALE_CKB, &why));
}

static size_t answers(void)
{
	struct voice_answer_list list;
	struct voice_kept got = kept();

	is_ok(voice_kept_answers(desk, arena, &got, &list));
	return list.count;
}

static const err *yes(object_id message)
{
	const char *why;

	clock_on(1000);
	return voice_act_yes(desk, voice, message, &why);
}

/* One more release, with the story if it may go. */
static struct guide_release release(void)
{
	unsigned numbers[] = {1, STORY_PAGES + 1};
	struct guide_numbers also = {numbers, NELEM(numbers)};
	struct guide_release made;
	const char *why = NULL;

	clock_on(1000);
	is_ok(guide_publish(desk, &also, &why));
	is_ok(guide_release_make(desk, arena, FORMS, &made));
	return made;
}

static bool anywhere(const struct guide_release *made, str words)
{
	for (size_t i = 0; i < made->file_count; i++) {
		if (str_find(made->files[i].bytes, words) != SIZE_MAX) {
			return true;
		}
	}
	return str_find(made->manifest, words) != SIZE_MAX;
}

TEST(a_story_is_written_for_a_conversation_and_is_in_no_release_unasked)
{
	struct guide_wish wish = {.number = STORY_PAGES + 1,
		.title = S("جانتاکەی لای دەرگاکە"), .source = LOCALE_CKB};
	struct voice_kept_list list;
	struct guide_release made;
	const char *why = NULL;
	object_id second;

	UNUSED_STATE;
	(void)take_fixture(true);
	now = (uint64_t)20790 * 86400000; /* 2026-12-03, behind the fixture's */
	thread = (object_id){{1}};
	(void)she_writes(1, S("ئەوەی بۆ من ڕوویدا"));
	clock_on(1000);
	is_ok(guide_make(desk, &wish, &why));
	unit_put("paragraph", "ماوەیەکی زۆر جانتایەکم لای دەرگاکە هەبوو.");
	assert_true(story()->guide.is_story);
	assert_true(story()->guide.demands[ROLE_SECURITY]);
	clock_on(1000);
	is_ok(voice_act_link(desk, thread, story(), &why, &voice));
	assert_non_null(voice_act_link(desk, thread, story(), &why, &second));
	assert_non_null(why);
	assert_non_null(voice_act_link(desk, thread, kept_of(1), &why,
		&second));
	is_ok(voice_kept_thread(desk, arena, thread, &list));
	assert_int_equal(list.count, 1);
	assert_int_equal(list.at[0].voice.state, VOICE_TOLD);
	made = release(); /* [voice_act-3] */
	assert_non_null(made_file(&made, "library/1/guide"));
	assert_null(made_file(&made, "text/ckb/2001.txt"));
	assert_false(anywhere(&made, S("جانتا")));
}

TEST(only_her_message_with_the_number_of_this_text_is_a_yes)
{
	object_id said, wrong;
	object_id ours = {{3}};

	UNUSED_STATE;
	show();
	assert_int_equal(kept().voice.state, VOICE_SHOWN);
	assert_int_equal(answers(), 0);
	wrong = she_writes(2, S("بەڵێ"));
	assert_int_equal(answers(), 0);
	assert_non_null(yes(wrong)); /* [voice_act-2] */
	assert_non_null(yes(ours));
	is_ok(act_note(desk, thread, number_now()));
	assert_int_equal(answers(), 0); /* our own note is no answer of hers */
	said = she_writes(3, str_fmt(arena, "بەڵێ %.*s", S_ARG(number_now())));
	assert_int_equal(answers(), 1);
	is_ok(yes(said));
	assert_int_equal(kept().voice.state, VOICE_AGREED);
	undo_last();
	assert_int_equal(kept().voice.state, VOICE_SHOWN);
	is_ok(yes(said));
	is_ok(open_again()); /* it is in the log */
	assert_int_equal(kept().voice.state, VOICE_AGREED);
}

TEST(with_her_yes_it_is_in_the_release_in_her_language_without_the_conversation)
{
	struct guide_release made = release(), again;
	const struct format_file *file = made_file(&made,
		"library/stories/1/voice");

	UNUSED_STATE;
	assert_non_null(made_file(&made, "text/ckb/2001.txt"));
	assert_null(made_file(&made, "text/en/2001.txt"));
	assert_non_null(made_file(&made, "library/stories/1/guide"));
	assert_non_null(file);
	assert_true(str_starts(file->bytes,
		S("bothy-voice 1\nstate agreed\nplace none\n")));
	/* [voice_act-1] */
	assert_false(anywhere(&made, object_text(arena, thread)));
	assert_false(anywhere(&made, object_text(arena, voice)));
	assert_true(str_eq(kept_of(STORY_PAGES + 1)->state, S("published")));
	/* its title stands in no list of changes */
	assert_true(str_find(made_file(&made, "library/releases")->bytes,
		S("جانتا")) == SIZE_MAX);
	is_ok(guide_release_make(desk, arena, FORMS, &again));
	assert_true(str_eq(made.manifest, again.manifest));
}

TEST(a_changed_letter_needs_a_new_yes)
{
	struct unit_wish wish = {.kind = S("paragraph"),
		.words = S("ماوەیەکی زۆر جانتایەکم لای دەرگاکە هەبوو!")};
	str before = number_now();
	struct guide_release made;
	const char *why;

	UNUSED_STATE;
	clock_on(1000);
	is_ok(guide_unit_set(desk, story(), 1, &wish, &why));
	assert_false(str_eq(before, number_now()));
	made = release(); /* [voice-1] */
	assert_null(made_file(&made, "text/ckb/2001.txt"));
	assert_false(anywhere(&made, S("جانتا")));
	assert_int_equal(answers(), 0); /* that was the older number */
	show();
	assert_int_equal(kept().voice.state, VOICE_SHOWN);
	is_ok(yes(she_writes(4, number_now())));
	made = release();
	assert_non_null(made_file(&made, "text/ckb/2001.txt"));
}

/* -- another desk, at the same time --------------------------------------- */

static bool saw(void *owner, str dev, uint64_t seq, str other,
	uint64_t other_seq)
{
	(void)owner;
	(void)other;
	(void)other_seq;
	return dev.at[0] != 'b' && seq > heard_from;
}

/* It has seen nothing of what stands here now. */
static void other_says(const char *field, str value)
{
	struct log_op op = {.dev = S("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"),
		.seq = ++others, .ring = RING_TEAM, .op = {.kind = OP_SET,
			.object = voice, .field = str_of(field),
			.value = value}};

	op.hlc.ms = now + 1;
	heard_from = log_seq(desk->log);
	desk->fold.saw = saw;
	is_ok(fold_op(&desk->fold, &op));
	is_ok(fold_finish(&desk->fold));
}

static const err *settle(const char *field, str value,
	struct record_refusal *refusal)
{
	clock_on(1000);
	return record_settle(desk, voice, str_of(field), value, refusal);
}

TEST(a_yes_comes_from_her_message_and_from_nothing_else)
{
	/* [voice_rule-2]: a sheet, a table, settling */
	struct record_edit made[] = {{"name", S("One"), EDIT_SET},
		{"guide", object_text(arena, story()->id), EDIT_SET},
		{"told-in", object_text(arena, thread), EDIT_SET},
		{"state", S("agreed"), EDIT_SET}};
	struct record_edit other = {"yes", S("1234"), EDIT_SET};
	struct record_refusal refusal;
	object_id id;

	UNUSED_STATE;
	assert_non_null(record_create(desk, &record_voice,
		(struct record_edits){made, NELEM(made)}, &refusal, &id));
	assert_non_null(refusal.words);
	show();
	assert_non_null(record_set(desk, voice, (struct record_edits){&other,
		1}, &refusal));
	other.value = record_now("yes");
	assert_true(other.value.len > 0);
	assert_non_null(record_step(desk, voice, S("agreed"),
		(struct record_edits){&other, 1}, &refusal));
	assert_non_null(refusal.words);
	assert_int_equal(kept().voice.state, VOICE_SHOWN);
	is_ok(yes(she_writes(5, number_now())));
}

TEST(a_yes_to_one_text_never_stands_beside_another)
{
	/* [voice_act-4]: here the yes is marked, there a new text is shown */
	fold_saw *before = desk->fold.saw;
	str shown = record_now("hash"), theirs = str_dup(arena, shown);
	struct record_refusal refusal;
	struct guide_release made;

	UNUSED_STATE;
	assert_int_equal(kept().voice.state, VOICE_AGREED);
	((char *)(uintptr_t)theirs.at)[0] = shown.at[0] == '0' ? '1' : '0';
	other_says("hash", theirs);
	is_ok(settle("hash", theirs, &refusal));
	desk->fold.saw = before;
	assert_int_equal(kept().voice.state, VOICE_SHOWN);
	made = release();
	assert_null(made_file(&made, "text/ckb/2001.txt"));
	show(); /* and so it goes on */
	assert_int_equal(kept().voice.state, VOICE_SHOWN);
	is_ok(yes(she_writes(6, number_now())));
	assert_int_equal(kept().voice.state, VOICE_AGREED);
	made = release();
	assert_non_null(made_file(&made, "text/ckb/2001.txt"));
}

TEST(a_story_with_the_number_of_a_guide_is_in_no_release)
{
	struct record_edit edit = {"number", S("7"), EDIT_SET};
	const unsigned seven = 7;
	const struct guide_numbers also = {&seven, 1};
	struct record_refusal refusal;
	struct guide_release made;
	const char *why = NULL;

	UNUSED_STATE;
	clock_on(1000);
	is_ok(record_set(desk, story()->id, (struct record_edits){&edit, 1},
		&refusal));
	clock_on(1000);
	is_ok(guide_publish(desk, &also, &why));
	is_ok(guide_release_make(desk, arena, FORMS, &made));
	assert_false(anywhere(&made, S("جانتا")));
	edit.value = S("2001");
	clock_on(1000);
	is_ok(record_set(desk, kept_of(7)->id, (struct record_edits){&edit, 1},
		&refusal));
}

TEST(she_takes_it_back_and_the_next_release_has_only_the_page_that_says_so)
{
	struct guide_release made;
	struct view_did did;
	const char *why;

	UNUSED_STATE;
	clock_on(1000);
	is_ok(voice_act_take_back(desk, voice, &why));
	taken_back = log_seq(desk->log);
	query_did(desk, arena, &did);
	assert_int_equal(did.undo.len, 0); /* no button offers it */
	made = release(); /* [voice-2] */
	assert_false(anywhere(&made, S("جانتا")));
	assert_non_null(made_file(&made, "text/en/2001.txt"));
	assert_true(str_find(made_file(&made, "text/en/2001.txt")->bytes,
		S("has taken it back")) != SIZE_MAX);
	assert_true(str_eq(made_file(&made, "library/stories/1/voice")->bytes,
		S("bothy-voice 1\nstate withdrawn\nplace none\ntime none\n"
			"age none\ntranslate no\n")));
	clock_on(1000);
	assert_non_null(voice_act_show(desk, voice, LOCALE_CKB, &why));
	assert_non_null(voice_act_again(desk, voice, &why));
	assert_non_null(voice_act_no(desk, voice, &why));
	assert_non_null(voice_act_take_back(desk, voice, &why));
}

TEST(what_she_took_back_no_undo_no_step_and_no_settling_brings_back)
{
	/* [voice_act-4] [voice_rule-1] */
	str act = str_fmt(arena, "%llu", (unsigned long long)taken_back);
	struct record_edit type = {"name", S("again"), EDIT_SET};
	struct record_refusal refusal;
	struct guide_release made;
	const err *e;

	UNUSED_STATE;
	e = act_undo(desk, act);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_REFUSED);
	assert_int_equal(kept().voice.state, VOICE_WITHDRAWN);
	assert_non_null(record_step(desk, voice, S("agreed"),
		(struct record_edits){NULL, 0}, &refusal));
	other_says("state", S("agreed"));
	assert_non_null(settle("state", S("agreed"), &refusal));
	assert_non_null(refusal.words);
	assert_int_equal(kept().voice.state, VOICE_WITHDRAWN);
	is_ok(settle("state", S("withdrawn"), &refusal));
	is_ok(record_set(desk, voice, (struct record_edits){&type, 1},
		&refusal)); /* what we call it may change */
	made = release();
	assert_false(anywhere(&made, S("جانتا")));
}

TEST(details_are_lines_that_the_file_can_hold)
{
	struct voice_allowed allowed = {S("region"), S("year"), S("none"),
		true, S("place region ckb لە ناوچەکە\ntime year ckb ٢٠١٩")};
	struct guide_wish wish = {.number = STORY_PAGES + 2,
		.title = S("A second one"), .source = LOCALE_EN};
	struct unit_wish unit = {.kind = S("paragraph"),
		.words = S("I am well.")};
	const char *why;
	struct voice_kept got;

	UNUSED_STATE;
	clock_on(1000);
	is_ok(guide_make(desk, &wish, &why));
	is_ok(voice_act_link(desk, thread, kept_of(STORY_PAGES + 2), &why,
		&voice));
	is_ok(voice_act_allow(desk, voice, &allowed, &why));
	got = kept();
	assert_int_equal(got.voice.details.count, 2);
	assert_int_equal(got.voice.allowed[VOICE_PLACE], 2);
	assert_true(got.voice.may_translate);
	allowed.details = S("place somewhere ckb x");
	assert_non_null(voice_act_allow(desk, voice, &allowed, &why));
	assert_non_null(why);
	assert_non_null(voice_act_show(desk, voice, LOCALE_EN, &why));
	is_ok(guide_unit_add(desk, kept_of(STORY_PAGES + 2), SIZE_MAX,
		&unit, &why));
	assert_non_null(voice_act_show(desk, voice, LOCALE_CKB, &why));
	is_ok(voice_act_show(desk, voice, LOCALE_EN, &why));
	clock_on(1000);
	is_ok(voice_act_no(desk, voice, &why));
	assert_int_equal(kept().voice.state, VOICE_REFUSED);
	is_ok(voice_act_again(desk, voice, &why));
	assert_int_equal(kept().voice.state, VOICE_TOLD);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(a_story_is_written_for_a_conversation_and_is_in_no_release_unasked),
		CASE(only_her_message_with_the_number_of_this_text_is_a_yes),
		CASE(with_her_yes_it_is_in_the_release_in_her_language_without_the_conversation),
		CASE(a_changed_letter_needs_a_new_yes),
		CASE(a_yes_comes_from_her_message_and_from_nothing_else),
		CASE(a_yes_to_one_text_never_stands_beside_another),
		CASE(a_story_with_the_number_of_a_guide_is_in_no_release),
		CASE(she_takes_it_back_and_the_next_release_has_only_the_page_that_says_so),
		CASE(what_she_took_back_no_undo_no_step_and_no_settling_brings_back),
		CASE(details_are_lines_that_the_file_can_hold),
	};

	return cmocka_run_group_tests(tests, guide_setup, guide_teardown);
}
