/* Tests of guides as records at an open desk: a folder in and out, structure,
 * words that cannot drift, what turns stale and what does not.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_lib.h"

#include "desk/erase.h"
#include "desk/guide_act.h"
#include "desk/guide_gate.h"
#include "desk/record_query.h"
#include "guide/guide_write.h"

/* -- a folder in and out -------------------------------------------------- */

TEST(trying_a_folder_changes_nothing_and_says_what_taking_it_does)
{
	/* [guide_take-1] [guide_take-2] [guide_take-3] */
	struct guide_report tried, taken, again;

	UNUSED_STATE;
	tried = take_fixture(false);
	assert_int_equal(guides()->list.count, 0);
	taken = take_fixture(true);
	assert_int_equal(taken.guides, 3);
	assert_int_equal(taken.refused, 0);
	assert_true(taken.fresh > 20);
	assert_memory_equal(&tried, &taken, sizeof(tried));
	assert_int_equal(guides()->list.count, 3);
	undo_last();
	assert_int_equal(guides()->list.count, 0);
	(void)take_fixture(true);
	again = take_fixture(true);
	assert_int_equal(again.fresh, 0);
	assert_int_equal(again.changed, 0);
	assert_int_equal(again.same, taken.fresh);
}

static const struct format_file *file_of(const struct guide_files *files,
	str path)
{
	for (size_t i = 0; i < files->count; i++) {
		if (str_eq(files->at[i].path, path)) return &files->at[i];
	}
	return NULL;
}

TEST(what_goes_out_is_what_came_in)
{
	/* [guide_take-4] */
	static const char *const paths[] = {"1/ckb.words", "1/ar.words",
		"1/kmr.words", "2/ar.words", "3/kmr.words",
		"releases"};
	struct guide_files files;

	UNUSED_STATE;
	is_ok(guide_folder(desk, arena, &files));
	for (size_t i = 0; i < NELEM(paths); i++) {
		const struct format_file *file = file_of(&files,
			str_of(paths[i]));
		struct buf bytes = {0};
		char path[128];

		assert_non_null(file);
		(void)snprintf(path, sizeof(path), "test/fixture/library/%s",
			paths[i]);
		is_ok(file_read(path, 1 << 20, &bytes));
		is_str(file->bytes, buf_str(&bytes));
		buf_close(&bytes);
	}
	assert_non_null(file_of(&files, S("library")));
	/* made out of Kurmanji, so it has no file of its own */
	assert_null(file_of(&files, S("1/kmr-Arab.words")));
}

TEST(the_guides_are_there_when_the_desk_opens_again)
{
	struct guide_files before, after;

	UNUSED_STATE;
	is_ok(guide_folder(desk, arena, &before));
	is_ok(open_again());
	is_ok(guide_folder(desk, arena, &after));
	assert_int_equal(before.count, after.count);
	for (size_t i = 0; i < before.count; i++) {
		is_str(after.at[i].path, before.at[i].path);
		is_str(after.at[i].bytes, before.at[i].bytes);
	}
}

/* -- words ---------------------------------------------------------------- */

static const err *translate(unsigned number, const char *unit,
	enum locale form, const char *words, const char **ret_why)
{
	const struct guide_kept *kept = kept_of(number);
	struct words_wish wish = {.form = form, .words = str_of(words),
		.done = true};

	clock_on();
	return guide_words_set(desk, kept, unit_at(kept, unit), &wish,
		ret_why);
}

static void is_refused(const char *unit, enum locale form, const char *words)
{
	const char *why = NULL;
	const err *e = translate(1, unit, form, words, &why);

	assert_non_null(e);
	assert_int_equal(e->code, ERR_USAGE);
	assert_non_null(why); /* [guide_gate-2] */
}

TEST(words_that_have_drifted_are_never_saved)
{
	/* [guide_act-1] [guide_gate-1] */
	const char *why;
	str first;

	UNUSED_STATE;
	is_refused("shorta", LOCALE_CKB, "وشە بێ ژمارە");
	is_refused("shorta", LOCALE_CKB, "وشە {phone} {phone}");
	is_refused("shorta", LOCALE_CKB, "وشە {other}");
	is_refused("shorta", LOCALE_CKB, "وشە [phone](phone)");
	is_refused("danger", LOCALE_CKB, "وشە **کراوە");
	is_refused("danger", LOCALE_CKB, "یەک\nدوو");
	is_refused("danger", LOCALE_CKB,
		"These are English words and not Sorani ones");
	is_refused("danger", LOCALE_KMR, "هذه كلمات عربية وليست كرمانجية");
	is_refused("danger", LOCALE_CKB, "a\xff");
	is_ok(translate(1, "shorta", LOCALE_CKB, "تەلەفۆن: {phone}", &why));
	first = done_name();
	is_ok(translate(1, "danger", LOCALE_CKB, "WhatsApp", &why));
	undo_last();
	undo(first);
}

TEST(no_other_way_into_a_record_lets_them_drift_either)
{
	/* [guide_act-1]: a sheet, a table, settling are all record_set */
	static const struct record_edit edits[] = {
		{"words-ckb", S_INIT("وشە بێ ژمارە"), EDIT_SET},
		{"words-en", S_INIT("No number any more"), EDIT_SET},
		{"slots", S_INIT("other literal 5"), EDIT_SET},
		{"words-ar", S_INIT("These are English words and no Arabic"),
			EDIT_SET},
	};
	const struct guide_kept *kept = kept_of(1);
	object_id unit = kept->units[unit_at(kept, "shorta")].id;
	struct record_refusal refusal;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(edits); i++) {
		const err *e = record_set(desk, unit,
			(struct record_edits){&edits[i], 1}, &refusal);

		assert_non_null(e);
		assert_int_equal(refusal.fault, FAULT_RULE);
		assert_non_null(refusal.words);
	}
}

/* How many languages of a unit are stale; of all others, as many as before. */
static size_t stale_count(unsigned number, const char *unit)
{
	enum { STALE_IN_FIXTURE = 1 };
	const struct guide_kept *kept = kept_of(number);
	size_t at = unit_at(kept, unit), count = 0, others = 0;

	for (size_t i = 0; i < kept->guide.units.count; i++) {
		for (size_t k = 1; k < kept->guide.tongue_count; k++) {
			if (!unit_is_stale(&kept->guide.units.at[i], k)) continue;
			if (i == at) count++;
			else others++;
		}
	}
	assert_int_equal(others, STALE_IN_FIXTURE);
	return count;
}

static void source_change(unsigned number, const char *unit, const char *words)
{
	const struct guide_kept *kept = kept_of(number);
	const struct unit *before;
	struct unit_wish wish = {.words = str_of(words)};
	const char *why;
	size_t at = unit_at(kept, unit);

	before = &kept->guide.units.at[at];
	wish.kind = unit_kind_name(before->kind);
	clock_on();
	is_ok(guide_unit_set(desk, kept, at, &wish, &why));
}

TEST(a_changed_source_turns_exactly_that_unit_stale)
{
	/* [guide_act-2] [guide_records-2] */
	const char *why;
	size_t at = 0;
	str was = S(""), first;

	UNUSED_STATE;
	assert_int_equal(stale_count(1, "danger"), 0);
	source_change(1, "danger", "Brown water means: **go back now**.");
	first = done_name();
	/* ar, ckb, kmr, and Badini that is made out of Kurmanji */
	assert_int_equal(stale_count(1, "danger"), 4);
	at = unit_at(kept_of(1), "danger");
	assert_true(guide_source_was(desk, arena, kept_of(1), at,
		kept_of(1)->guide.units.at[at].words[guide_form(
			&kept_of(1)->guide, LOCALE_AR)].seen, &was));
	is_str(was, S("Fast brown water means: **turn back now**."));
	is_ok(translate(1, "danger", LOCALE_CKB, "ئاوی قاوەیی: **بگەڕێوە**.",
		&why));
	assert_int_equal(stale_count(1, "danger"), 3);
	undo_last();
	assert_int_equal(stale_count(1, "danger"), 4);
	clock_on();
	is_ok(guide_words_still(desk, kept_of(1), at, LOCALE_AR));
	assert_int_equal(stale_count(1, "danger"), 3);
	undo_last();
	undo(first);
	assert_int_equal(stale_count(1, "danger"), 0);
}

TEST(a_harmless_change_keeps_current_what_was_current)
{
	/* [guide_act-3] */
	size_t at = unit_at(kept_of(1), "warnin");

	UNUSED_STATE;
	source_change(1, "warnin", "Stones under water are very slippery.");
	assert_int_equal(stale_count(1, "warnin"), 4);
	clock_on();
	is_ok(guide_words_still(desk, kept_of(1), at, LOCALE_AR));
	source_change(1, "warnin", "Stones under water are very slipery.");
	assert_int_equal(stale_count(1, "warnin"), 4);
	clock_on();
	is_ok(guide_harmless(desk, kept_of(1), at));
	/* Arabic was current before the slip; the others were not */
	assert_int_equal(stale_count(1, "warnin"), 3);
	undo_last();
	assert_int_equal(stale_count(1, "warnin"), 4);
	source_change(1, "warnin", "Stones under water are slippery.");
	assert_int_equal(stale_count(1, "warnin"), 1);
	clock_on();
	is_ok(guide_words_still(desk, kept_of(1), at, LOCALE_AR));
	assert_int_equal(stale_count(1, "warnin"), 0);
}

/* -- structure ------------------------------------------------------------ */

static void is_at(unsigned number, const char *unit, size_t at)
{
	assert_int_equal(unit_at(kept_of(number), unit), at);
}

TEST(a_unit_is_added_moved_and_taken_out_and_all_of_it_is_undone)
{
	/* [guide_records-1] */
	struct unit_wish wish = {.kind = S("step"), .level = S("1"),
		.words = S("Call {who}."), .slots = S("who literal 112")};
	const char *why = NULL;
	size_t count = kept_of(1)->guide.units.count;
	size_t at = unit_at(kept_of(1), "stepaa");

	UNUSED_STATE;
	clock_on();
	is_ok(guide_unit_add(desk, kept_of(1), at, &wish, &why));
	assert_int_equal(kept_of(1)->guide.units.count, count + 1);
	is_str(kept_of(1)->guide.units.at[at + 1].words[0].text,
		S("Call {who}."));
	undo_last();
	assert_int_equal(kept_of(1)->guide.units.count, count);
	clock_on();
	is_ok(guide_unit_move(desk, kept_of(1), at, true));
	is_at(1, "stepaa", at - 1);
	clock_on();
	is_ok(guide_unit_move(desk, kept_of(1), at - 1, false));
	is_at(1, "stepaa", at);
	clock_on();
	is_ok(guide_unit_out(desk, kept_of(1), at));
	assert_int_equal(kept_of(1)->guide.units.count, count - 1);
	undo_last();
	is_at(1, "stepaa", at);
	assert_non_null(guide_unit_move(desk, kept_of(1), 1, true));
	assert_non_null(guide_unit_out(desk, kept_of(1), 0));
}

/* As two desks leave it that put something at one place. */
static void same_key(size_t at)
{
	const struct guide_kept *kept = kept_of(1);
	struct record_edit edit = {"order", str_dup(arena,
		kept->units[at].order), EDIT_SET};
	struct record_refusal refusal;

	clock_on();
	is_ok(record_set(desk, kept->units[at + 1].id,
		(struct record_edits){&edit, 1}, &refusal));
}

TEST(between_two_units_of_one_key_there_is_room_all_the_same)
{
	struct unit_wish wish = {.kind = S("note"), .words = S("Between.")};
	const char *why;
	size_t at = unit_at(kept_of(1), "warnin");

	UNUSED_STATE;
	same_key(at); /* which of the two comes first is told by their letters */
	clock_on();
	is_ok(guide_unit_add(desk, kept_of(1), at, &wish, &why));
	is_str(kept_of(1)->guide.units.at[at + 1].words[0].text,
		S("Between."));
	for (size_t i = 1; i < kept_of(1)->guide.units.count; i++) {
		assert_true(str_compare(kept_of(1)->units[i - 1].order,
			kept_of(1)->units[i].order) < 0);
	}
	undo_last();
	assert_true(unit_at(kept_of(1), "warnin") <= at + 1);
}

TEST(a_unit_that_breaks_a_rule_is_refused_with_its_reason)
{
	static const struct unit_wish wishes[] = {
		{.kind = S_INIT("title"), .words = S_INIT("Another")},
		{.kind = S_INIT("poem"), .words = S_INIT("words")},
		{.kind = S_INIT("step"), .level = S_INIT("4"),
			.words = S_INIT("words")},
		{.kind = S_INIT("note"), .words = S_INIT("")},
		{.kind = S_INIT("note"), .words = S_INIT("{x}")},
		{.kind = S_INIT("note"), .words = S_INIT("words"),
			.slots = S_INIT("x literal 1")},
		{.kind = S_INIT("note"), .words = S_INIT("{x}"),
			.slots = S_INIT("x magic 1")},
		{.kind = S_INIT("note"), .words = S_INIT("[a](x)"),
			.slots = S_INIT("x link javascript:alert(1)")},
		{.kind = S_INIT("source"), .words = S_INIT("{x}"),
			.slots = S_INIT("x date tomorrow")},
		{.kind = S_INIT("row"), .level = S_INIT("2"),
			.words = S_INIT("one cell")},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(wishes); i++) {
		const char *why = NULL;
		const err *e = guide_unit_add(desk, kept_of(1), SIZE_MAX,
			&wishes[i], &why);

		assert_non_null(e);
		assert_non_null(why);
	}
}

TEST(a_guide_begins_with_its_title_and_a_number_of_its_own)
{
	struct guide_wish wish = {.number = 44, .title = S("Rain"),
		.source = LOCALE_EN};
	const char *why = NULL;

	UNUSED_STATE;
	clock_on();
	is_ok(guide_make(desk, &wish, &why));
	assert_int_equal(kept_of(44)->guide.units.count, 1);
	is_str(kept_of(44)->state, S("draft"));
	assert_non_null(guide_make(desk, &wish, &why));
	assert_non_null(why);
	undo_last();
	assert_null(guides_find(guides(), 44));
}

/* -- two at once ---------------------------------------------------------- */

static uint64_t settled_from, others;

/* The other device has seen nothing; ours has seen it from some act on. */
static bool saw(void *owner, str dev, uint64_t seq, str other,
	uint64_t other_seq)
{
	(void)owner;
	(void)other;
	(void)other_seq;
	return dev.at[0] != 'b' && seq > settled_from;
}

static void other_writes(object_id unit, str words)
{
	struct log_op op = {.dev = S("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"),
		.seq = ++others, .ring = RING_TEAM, .op = {.kind = OP_SET,
			.object = unit, .field = S("words-ckb"),
			.value = words}};

	op.hlc.ms = op.rank.ms = now + 1;
	settled_from = log_seq(desk->log);
	desk->fold.saw = saw;
	is_ok(fold_op(&desk->fold, &op));
	is_ok(fold_finish(&desk->fold));
}

TEST(words_of_two_who_knew_nothing_of_each_other_are_a_draft_until_settled)
{
	/* [guide_records-3] */
	const struct guide_kept *kept = kept_of(1);
	fold_saw *before = desk->fold.saw;
	size_t at = unit_at(kept, "warnin");
	size_t tongue = guide_form(&kept->guide, LOCALE_CKB);
	const char *why;

	UNUSED_STATE;
	assert_int_equal(kept->guide.units.at[at].words[tongue].state,
		WORDS_DONE);
	other_writes(kept->units[at].id, S("بەردەکان خلیسکن."));
	kept = kept_of(1);
	assert_true(kept->units[at].rivals[LOCALE_CKB]);
	assert_false(kept->units[at].rivals[LOCALE_AR]);
	assert_int_equal(kept->guide.units.at[at].words[tongue].state,
		WORDS_DRAFT);
	is_ok(translate(1, "warnin", LOCALE_CKB, "بەردەکان خلیسکن.", &why));
	kept = kept_of(1);
	assert_false(kept->units[at].rivals[LOCALE_CKB]);
	assert_int_equal(kept->guide.units.at[at].words[tongue].state,
		WORDS_DONE);
	desk->fold.saw = before;
}

TEST(a_hash_counts_for_the_words_it_was_given_with_and_no_others)
{
	/* [guide_records-4] the settle page keeps the other's words: nobody
	 * said they are right for the source as it stands now */
	const struct guide_kept *kept = kept_of(1);
	fold_saw *before = desk->fold.saw;
	size_t at = unit_at(kept, "warnin");
	size_t tongue = guide_form(&kept->guide, LOCALE_CKB);
	str mine = str_dup(arena, kept->guide.units.at[at].words[tongue].text);
	str theirs = S("ئەم بەردانە کۆنن.");
	struct record_refusal refusal;
	struct guide_files files;
	const char *why;

	UNUSED_STATE;
	is_ok(translate(1, "warnin", LOCALE_CKB, "بەردەکان زۆر خلیسکن.",
		&why));
	other_writes(kept_of(1)->units[at].id, theirs);
	clock_on();
	is_ok(record_settle(desk, kept_of(1)->units[at].id, S("words-ckb"),
		theirs, &refusal));
	kept = kept_of(1);
	is_str(kept->guide.units.at[at].words[tongue].text, theirs);
	assert_false(kept->units[at].rivals[LOCALE_CKB]);
	assert_true(unit_is_stale(&kept->guide.units.at[at], tongue));
	/* it leaves as a hash of nothing, which a folder can hold */
	is_ok(guide_folder(desk, arena, &files));
	assert_true(str_find(file_of(&files, S("1/ckb.words"))->bytes,
		S("warnin done 0000000000000000\n")) != SIZE_MAX);
	/* a person looked */
	is_ok(guide_words_still(desk, kept, at, LOCALE_CKB));
	assert_false(unit_is_stale(&kept_of(1)->guide.units.at[at], tongue));
	is_ok(translate(1, "warnin", LOCALE_CKB, str_c(arena, mine), &why));
	assert_false(unit_is_stale(&kept_of(1)->guide.units.at[at], tongue));
	desk->fold.saw = before;
}

/* -- the memory ----------------------------------------------------------- */

static bool any(const void *owner, size_t number)
{
	(void)owner;
	(void)number;
	return true;
}

TEST(the_memory_knows_every_unit_as_it_is_now)
{
	struct memory_question asked = {S("Hold the rope now."), any, NULL};
	struct memory_found found[MEMORY_FOUND_MAX];
	const struct guides *all = guides();
	struct guide_place place;

	UNUSED_STATE;
	assert_true(memory_find(guides_memory(desk, all), &asked, found) > 0);
	place = all->places[found[0].number];
	is_str(all->list.at[place.guide]->guide.units.at[place.unit].words[0]
		.text, S("Hold the rope."));
	source_change(1, "stepbb", "Hold the rope now.");
	all = guides();
	assert_true(memory_find(guides_memory(desk, all), &asked, found) > 0);
	assert_int_equal(found[0].percent, 100);
	undo_last();
}

/* -- what belongs to it --------------------------------------------------- */

TEST(with_a_guide_its_units_are_erased)
{
	object_id guide, unit;
	struct record record;
	const err *e;

	UNUSED_STATE;
	guide = kept_of(2)->id;
	unit = kept_of(2)->units[0].id;
	clock_on();
	e = erase_do(desk, unit, false); /* any part leads to the whole */
	is_ok(e);
	assert_null(guides_find(guides(), 2));
	assert_non_null(record_get(desk, arena, unit, &record));
	assert_non_null(record_get(desk, arena, guide, &record));
	assert_non_null(guides_find(guides(), 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(trying_a_folder_changes_nothing_and_says_what_taking_it_does),
		CASE(what_goes_out_is_what_came_in),
		CASE(the_guides_are_there_when_the_desk_opens_again),
		CASE(words_that_have_drifted_are_never_saved),
		CASE(no_other_way_into_a_record_lets_them_drift_either),
		CASE(a_changed_source_turns_exactly_that_unit_stale),
		CASE(a_harmless_change_keeps_current_what_was_current),
		CASE(a_unit_is_added_moved_and_taken_out_and_all_of_it_is_undone),
		CASE(between_two_units_of_one_key_there_is_room_all_the_same),
		CASE(a_unit_that_breaks_a_rule_is_refused_with_its_reason),
		CASE(a_guide_begins_with_its_title_and_a_number_of_its_own),
		CASE(words_of_two_who_knew_nothing_of_each_other_are_a_draft_until_settled),
		CASE(a_hash_counts_for_the_words_it_was_given_with_and_no_others),
		CASE(the_memory_knows_every_unit_as_it_is_now),
		CASE(with_a_guide_its_units_are_erased),
	};

	return cmocka_run_group_tests(tests, guide_setup, guide_teardown);
}
