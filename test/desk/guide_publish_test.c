/* Tests of signatures, previews and releases at an open desk: what falls when a
 * word changes, who is named nowhere, and a release that anybody can check.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_lib.h"

#include "desk/guide_act.h"
#include "desk/guide_preview.h"
#include "desk/guide_publish.h"
#include "desk/guide_release.h"
#include "desk/record_query.h"
#include "guide/manifest.h"
#include "guide/signing.h"
#include "seal/minisign.h"

#define SIGNER S("Unfindable Signername")

static object_id member;

static void member_make(void)
{
	struct record_edit name = {"name", SIGNER, EDIT_SET};
	struct record_refusal refusal;

	clock_on(1000);
	is_ok(record_create(desk, &record_member,
		(struct record_edits){&name, 1}, &refusal, &member));
}

static const err *sign(enum locale form, enum sign_role role)
{
	struct sign_wish wish = {.form = form, .role = role,
		.against = S("the original, word by word"), .member = member};
	const char *why = NULL;

	clock_on(1000);
	return guide_sign(desk, kept_of(1), &wish, &why);
}

static enum signing_state state_of(enum locale form, enum sign_role role)
{
	const struct guide *guide = &kept_of(1)->guide;
	size_t tongue = guide_form(guide, form);
	int64_t day = (int64_t)(now / 86400000);
	struct checked checked;
	const struct unit *unit;

	assert_int_equal(checked_make(arena, guide, tongue, day, &checked,
		&unit), CHECKED_FINE);
	return signing_state(guide, tongue, role, signing_hash(&checked), day);
}

static void words_put(const char *unit, enum locale form, const char *text)
{
	struct words_wish wish = {.form = form, .words = str_of(text),
		.done = true};
	const struct guide_kept *kept = kept_of(1);
	const char *why;

	clock_on(1000);
	is_ok(guide_words_set(desk, kept, unit_at(kept, unit), &wish, &why));
}

/* The one part of the fixture that is stale. */
static void stale_mend(void)
{
	const struct guide_kept *kept = kept_of(1);

	for (size_t i = 0; i < kept->guide.units.count; i++) {
		for (size_t k = 0; k < LOCALE_COUNT; k++) {
			size_t tongue = guide_form(&kept->guide,
				(enum locale)k);

			if (!unit_is_stale(&kept->guide.units.at[i], tongue)) {
				continue;
			}
			clock_on(1000);
			is_ok(guide_words_still(desk, kept, i, (enum locale)k));
			kept = kept_of(1);
		}
	}
}

TEST(a_signature_falls_when_a_word_changes_and_is_undone)
{
	UNUSED_STATE;
	(void)take_fixture(true);
	member_make();
	assert_non_null(sign(LOCALE_CKB, ROLE_LANGUAGE)); /* stale */
	stale_mend();
	is_ok(sign(LOCALE_CKB, ROLE_LANGUAGE));
	assert_int_equal(state_of(LOCALE_CKB, ROLE_LANGUAGE), SIGNING_HOLDS);
	assert_int_equal(state_of(LOCALE_AR, ROLE_LANGUAGE), SIGNING_NONE);
	words_put("danger", LOCALE_CKB, "ئاوی قاوەیی: بگەڕێوە.");
	assert_int_equal(state_of(LOCALE_CKB, ROLE_LANGUAGE), SIGNING_FALLEN);
	undo_last();
	assert_int_equal(state_of(LOCALE_CKB, ROLE_LANGUAGE), SIGNING_HOLDS);
	clock_on(1000);
	is_ok(guide_sign_end(desk, kept_of(1)->signs[0]));
	assert_int_equal(state_of(LOCALE_CKB, ROLE_LANGUAGE), SIGNING_NONE);
	undo_last();
	is_ok(sign(LOCALE_CKB, ROLE_SECURITY));
	assert_int_equal(kept_of(1)->guide.signs.count, 2);
	is_ok(sign(LOCALE_CKB, ROLE_SECURITY)); /* in place of the one before */
	assert_int_equal(kept_of(1)->guide.signs.count, 2);
}

static void draft_put(enum locale form)
{
	struct words_wish wish = {.form = form,
		.words = S("ئاوی قاوەیی: بگەڕێوە.")};
	const struct guide_kept *kept = kept_of(1);
	const char *why;

	clock_on(1000);
	is_ok(guide_words_set(desk, kept, unit_at(kept, "danger"), &wish,
		&why));
}

TEST(nobody_signs_a_draft)
{
	UNUSED_STATE;
	draft_put(LOCALE_CKB);
	assert_non_null(sign(LOCALE_CKB, ROLE_LANGUAGE));
	undo_last();
}

/* -- what is made of it --------------------------------------------------- */

static str preview_bytes(struct guide_preview *preview, size_t format)
{
	struct guide_preview_file one = {.format = 0};

	while (guide_preview_next(preview, &one)) {
		struct buf bytes;
		str name, kept;

		if (one.format != format) continue;
		is_ok(guide_preview_make(preview, &one, &name, &bytes));
		kept = buf_take(&bytes, arena);
		buf_close(&bytes);
		return kept;
	}
	return S("");
}

TEST(every_form_is_made_in_memory_and_twice_the_same)
{
	/* [guide_preview-1] [guide_preview-2] */
	struct guide_preview one, two;
	struct guide_preview_wish wish = {kept_of(1),
		guide_form(&kept_of(1)->guide, LOCALE_CKB),
		"test/fixture/library"};
	size_t made = 0;

	UNUSED_STATE;
	is_ok(guide_preview_begin(desk, arena, &wish, &one));
	is_ok(guide_preview_begin(desk, arena, &wish, &two));
	for (size_t i = 0; i < format_count; i++) {
		str first = preview_bytes(&one, i);

		is_str(preview_bytes(&two, i), first);
		assert_true(str_find(first, SIGNER) == SIZE_MAX);
		made += first.len > 0;
	}
	assert_true(made >= 4); /* page, SMS, text, and a book at least */
}

/* Every form is tried above and by tests of the bindery; here the light ones. */
static const char light[] = "site,single,text,sms,library";

/* -- releases ------------------------------------------------------------- */

static bool holds(const struct guide_release *release, str text)
{
	for (size_t i = 0; i < release->file_count; i++) {
		if (str_find(release->files[i].bytes, text) != SIZE_MAX) {
			return true;
		}
	}
	return false;
}

static void is_signed(const struct guide_release *release)
{
	sign_public public;
	str trusted;

	assert_true(minisign_public_read(release->public_key, &public));
	assert_true(minisign_verify(public, release->manifest,
		release->minisig, &trusted));
	assert_true(str_starts(trusted, S("bothy guides v=")));
	assert_true(minisign_verify(desk->keys.roster.public,
		release->public_key, release->key_minisig, &trusted));
	assert_true(str_starts(trusted, S("bothy guide-key v=")));
}

/* [guide_release-1] */
static void is_listed(const struct guide_release *release)
{
	struct manifest manifest;

	assert_true(manifest_read(arena, release->manifest, &manifest));
	assert_int_equal(manifest.file_count, release->file_count);
	assert_int_equal(manifest.release, release->number);
	for (size_t i = 0; i < release->file_count; i++) {
		is_str(manifest.files[i].path, release->files[i].path);
		assert_true(hash_eq(manifest.files[i].hash,
			hash_of(release->files[i].bytes)));
	}
}

TEST(a_release_is_signed_and_names_nobody)
{
	/* [guide_publish-2] [guide_act-4] */
	const struct guide_numbers none = {NULL, 0};
	struct guide_release *release = ARENA_NEW(arena, struct guide_release);
	const char *why;

	UNUSED_STATE;
	desk_guides_from(desk, "test/fixture/library");
	now = (uint64_t)20790 * 86400000; /* 2026-12-03, behind the fixture's */
	clock_on(1000);
	is_ok(guide_publish(desk, &none, &why));
	is_ok(guide_release_make(desk, arena, light, release));
	assert_int_equal(release->number, 3);
	assert_true(release->file_count > 20);
	assert_true(holds(release, S("Hold the rope.")));
	is_signed(release);
	is_listed(release);
	assert_false(holds(release, SIGNER));
	assert_false(holds(release, S("Planted Translatorname")));
	assert_false(holds(release, S("the original, word by word")));
}

TEST(a_guide_that_is_taken_back_leaves_its_words_alone)
{
	const struct guide_numbers none = {NULL, 0};
	const struct withdraw_wish wish = {.words[LOCALE_EN] =
		S("The bridge fell. Stay."), .words[LOCALE_CKB] =
		S("پردەکە کەوت. بمێننەوە.")}, nothing = {.words = {{NULL, 0}}};
	struct guide_release *one = ARENA_NEW(arena, struct guide_release);
	struct guide_release *two = ARENA_NEW(arena, struct guide_release);
	const char *why;

	UNUSED_STATE;
	assert_non_null(guide_withdraw(desk, kept_of(2), &nothing, &why));
	assert_non_null(why);
	clock_on(1000);
	is_ok(guide_withdraw(desk, kept_of(1), &wish, &why));
	clock_on(1000);
	is_ok(guide_publish(desk, &none, &why));
	is_ok(guide_release_make(desk, arena, light, one));
	assert_int_equal(one->number, 4);
	assert_true(holds(one, S("The bridge fell. Stay.")));
	assert_true(holds(one, S("پردەکە کەوت.")));
	assert_false(holds(one, S("Hold the rope.")));
	is_ok(open_again()); /* [guide_release-2] */
	is_ok(guide_release_make(desk, arena, light, two));
	is_str(two->manifest, one->manifest);
	is_str(two->minisig, one->minisig);
}

static bool is_public(unsigned number)
{
	const struct guide_numbers none = {NULL, 0};
	struct guide_library library;

	is_ok(guide_public_library(desk, arena, &none, &library));
	return guide_library_guide(&library, number) != NULL;
}

TEST(a_new_guide_goes_out_when_it_is_chosen_and_not_before)
{
	/* [guide_publish-3] */
	struct guide_wish wish = {.number = 9, .title = S("Rain at night"),
		.source = LOCALE_EN};
	const unsigned nine = 9;
	const struct guide_numbers none = {NULL, 0}, chosen = {&nine, 1};
	const char *why;

	UNUSED_STATE;
	clock_on(1000);
	is_ok(guide_make(desk, &wish, &why));
	clock_on(1000);
	is_ok(guide_publish(desk, &none, &why));
	assert_false(is_public(9));
	clock_on(1000);
	is_ok(guide_publish(desk, &chosen, &why));
	is_str(kept_of(9)->state, S("published"));
	assert_true(is_public(9));
	undo_last(); /* the release is one act */
	assert_false(is_public(9));
	assert_true(is_public(2));
	clock_on(1000);
	is_ok(guide_publish(desk, &none, &why));
	assert_true(is_public(2));
}

TEST(a_starter_library_waits_for_its_signatures)
{
	/* [guide_publish-1] [guide_release-3] */
	const struct guide_numbers none = {NULL, 0};
	struct record_filter filter = {.type = &record_library};
	struct record_edit yes = {"starter", S("yes"), EDIT_SET};
	struct gate_missing_list missing;
	struct record_refusal refusal;
	struct record_rows rows;
	const char *why = NULL;
	const err *e;

	UNUSED_STATE;
	is_ok(record_list(desk, arena, &filter, &rows));
	assert_int_equal(rows.count, 1);
	clock_on(1000);
	is_ok(record_set(desk, rows.at[0].id, (struct record_edits){&yes, 1},
		&refusal));
	clock_on(1000);
	is_ok(guide_publish(desk, &none, &why)); /* the demonstration */
	desk->roster.demonstration = false;
	clock_on(1000);
	e = guide_publish(desk, &none, &why);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_REFUSED);
	assert_non_null(why);
	e = guide_release_gate(desk, arena, &none, &missing);
	assert_non_null(e);
	assert_true(missing.count > 0);
	desk->roster.demonstration = true;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_signature_falls_when_a_word_changes_and_is_undone),
		CASE(nobody_signs_a_draft),
		CASE(every_form_is_made_in_memory_and_twice_the_same),
		CASE(a_release_is_signed_and_names_nobody),
		CASE(a_guide_that_is_taken_back_leaves_its_words_alone),
		CASE(a_new_guide_goes_out_when_it_is_chosen_and_not_before),
		CASE(a_starter_library_waits_for_its_signatures),
	};

	return cmocka_run_group_tests(tests, guide_setup, guide_teardown);
}
