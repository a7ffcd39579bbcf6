/* Signatures: what they hold for, how long, what a reader is told of them, and
 * the gate of the starter library.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "one_arena.h"

#include "guide/guide_read.h"
#include "guide/release_gate.h"

enum { SIGNED = 20000, UNTIL = 20090, CHECK_DAYS = 90,
	ALWAYS = 15000, /* a day before every signature */
	AR = 1, CKB = 2 };

static const char text[] = "bothy-guide 1\nsource en\ndemands security\n"
	"check-days 90\n\ntitle aaaaaa\nwords Title\n\n"
	"danger bbbbbb\nwords Stay calm\n\n"
	"paragraph cccccc\nslot tor link https://torproject.org\n"
	"words Use **[Tor](tor)**.\n";

static const char *const words[][3] = {
	{"عنوان", "اهدأ", "استخدم [تور](tor)."},
	{"سەردێڕ", "هێمن بە", "[تۆر](tor) بەکاربهێنە."},
};

static struct guide guide_of(void)
{
	struct read_fault fault;
	struct guide guide;
	size_t at;

	assert_true(guide_read(arena, str_of(text), &guide, &fault));
	guide.number = 3;
	assert_true(guide_tongue_add(&guide, tongue_of(LOCALE_AR), &at));
	assert_true(guide_tongue_add(&guide, tongue_of(LOCALE_CKB), &at));
	for (size_t i = 0; i < guide.units.count; i++) {
		struct unit *unit = &guide.units.at[i];

		for (size_t j = 0; j < 2; j++) {
			unit->words[j + 1] = (struct words){
				.text = str_of(words[j][i]),
				.state = WORDS_DONE,
				.seen = unit_seen_now(unit)};
		}
	}
	return guide;
}

static struct checked checked_of(const struct guide *guide, size_t tongue,
	int64_t day)
{
	const struct unit *unit;
	struct checked checked;

	assert_int_equal(checked_make(arena, guide, tongue, day, &checked,
		&unit), CHECKED_FINE);
	return checked;
}

static void sign(struct guide *guide, size_t tongue, enum sign_role role)
{
	struct checked checked = checked_of(guide, tongue, ALWAYS);
	struct sign new = {tongue, role, SIGNED, UNTIL,
		signing_hash(&checked), S("the checklist")};

	LIST_ADD(arena, &guide->signs, new);
}

TEST(what_is_signed_is_the_words_a_reader_gets)
{
	struct guide guide = guide_of();
	struct checked checked = checked_of(&guide, 0, ALWAYS);
	struct buf out = {0};

	UNUSED_STATE;
	signing_text(&checked, &out);
	is_str(buf_str(&out), S("title en Title\ndanger en Stay calm\n"
		"paragraph en Use Tor.\ntor link https://torproject.org\n"));
	buf_close(&out);
}

TEST(a_language_without_its_signatures_is_a_draft)
{
	static const struct {
		size_t tongue;
		bool language, security, is_draft;
	} cases[] = {
		{0, false, false, true}, {0, false, true, false},
		{0, true, false, true}, {AR, false, false, true},
		{AR, true, false, true}, {AR, false, true, true},
		{AR, true, true, false},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct guide guide = guide_of();
		struct checked checked;

		if (cases[i].language) {
			sign(&guide, cases[i].tongue, ROLE_LANGUAGE);
		}
		if (cases[i].security) {
			sign(&guide, cases[i].tongue, ROLE_SECURITY);
		}
		checked = checked_of(&guide, cases[i].tongue, UNTIL);
		assert_int_equal(checked.is_draft, cases[i].is_draft);
		assert_false(checked.is_overdue);
		/* another language is not signed by it */
		assert_true(checked_of(&guide, CKB, UNTIL).is_draft);
		assert_int_equal(checked_of(&guide, CKB, UNTIL).sign_count, 0);
	}
}

static void change_words(struct guide *guide)
{
	guide->units.at[1].words[AR].text = S("اهدأ الآن");
}

static void change_link(struct guide *guide)
{
	guide->units.at[2].slots[0].value = S("https://example.org");
}

static void change_kind(struct guide *guide)
{
	guide->units.at[2].kind = UNIT_NOTE;
}

static void change_nothing_seen(struct guide *guide)
{
	guide->units.at[2].words[AR].text = S("**استخدم** [تور](tor).");
	guide->units.at[2].words[AR].note = S("a remark");
	guide->units.at[2].words[0].text = S("Use [Tor](tor)!");
}

TEST(a_signature_falls_when_what_was_signed_changes)
{
	static const struct {
		void (*change)(struct guide *guide);
		bool falls;
	} cases[] = {
		{change_words, true}, {change_link, true}, {change_kind, true},
		{change_nothing_seen, false},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) { /* [signing-1] */
		struct guide guide = guide_of();
		struct checked checked;

		sign(&guide, AR, ROLE_LANGUAGE);
		sign(&guide, AR, ROLE_SECURITY);
		assert_false(checked_of(&guide, AR, SIGNED).is_draft);
		cases[i].change(&guide);
		checked = checked_of(&guide, AR, SIGNED);
		assert_int_equal(checked.is_draft, cases[i].falls);
		assert_int_equal(checked.sign_count, cases[i].falls ? 0 : 2);
		assert_int_equal(signing_state(&guide, AR, ROLE_LANGUAGE,
			signing_hash(&checked), SIGNED), cases[i].falls
			? SIGNING_FALLEN : SIGNING_HOLDS); /* [checked-3] */
	}
}

TEST(a_signature_ends_is_called_late_and_then_takes_the_guide_back)
{
	static const struct {
		int64_t day;
		enum signing_state state;
		bool overdue, lapsed;
	} cases[] = {
		{SIGNED, SIGNING_HOLDS, false, false},
		{UNTIL - CHECK_DAYS / 6, SIGNING_HOLDS, false, false},
		{UNTIL - CHECK_DAYS / 6 + 1, SIGNING_ENDS, false, false},
		{UNTIL, SIGNING_ENDS, false, false},
		{UNTIL + 1, SIGNING_ENDED, true, false},
		{UNTIL + 2 * CHECK_DAYS, SIGNING_ENDED, true, false},
		{UNTIL + 2 * CHECK_DAYS + 1, SIGNING_LAPSED, false, true},
	};
	struct guide guide = guide_of();
	unit_seen seen;

	UNUSED_STATE;
	sign(&guide, 0, ROLE_SECURITY);
	seen = guide.signs.at[0].hash;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct checked checked = checked_of(&guide, 0, cases[i].day);

		assert_int_equal(signing_state(&guide, 0, ROLE_SECURITY, seen,
			cases[i].day), cases[i].state);
		assert_int_equal(checked.is_overdue, cases[i].overdue);
		/* [checked-4] */
		assert_int_equal(checked.withdrawn.len > 0, cases[i].lapsed);
		assert_int_equal(checked.unit_count, cases[i].lapsed ? 1 : 3);
		assert_int_equal(checked.check_again_day,
			cases[i].lapsed ? 0 : UNTIL);
	}
}

TEST(a_newer_signature_stands_for_an_older_one)
{
	struct guide guide = guide_of();
	struct sign again;

	UNUSED_STATE;
	sign(&guide, 0, ROLE_SECURITY);
	again = guide.signs.at[0];
	again.checked_day += 300;
	again.until_day += 300;
	LIST_ADD(arena, &guide.signs, again);
	again = guide.signs.at[0];
	LIST_ADD(arena, &guide.signs, again); /* an old one, written later */
	assert_int_equal(checked_of(&guide, 0, UNTIL + 300).check_again_day,
		UNTIL + 300);
}

TEST(a_withdrawn_guide_has_its_title_and_the_words_of_the_release)
{
	struct guide guide = guide_of();
	struct checked checked;

	UNUSED_STATE;
	guide.is_withdrawn = true;
	guide.withdrawn[AR] = S("سحبناه");
	guide.units.at[1].words[0].text = S("Stay very calm"); /* stale */
	checked = checked_of(&guide, AR, ALWAYS); /* [checked-4] */
	is_str(checked.withdrawn, S("سحبناه"));
	is_str(checked.title, S("عنوان"));
	assert_int_equal(checked.unit_count, 1);
	assert_true(checked_of(&guide, CKB, ALWAYS).withdrawn.len > 0);
	assert_true(checked_of(&guide, 0, ALWAYS).withdrawn.len > 0);
	guide.units.at[0].words[CKB] = (struct words){0};
	checked = checked_of(&guide, CKB, ALWAYS);
	is_str(checked.title, S("Title"));
	is_str(checked.units[0].tongue->tag, S("en")); /* [checked-2] */
}

TEST(a_danger_sign_cannot_be_left_out_of_a_language)
{
	struct guide guide = guide_of();
	const struct unit *unit;
	struct checked checked;

	UNUSED_STATE;
	guide.units.at[2].words[AR] = (struct words){.missing = MISSING_LEAVE};
	assert_int_equal(checked_of(&guide, AR, ALWAYS).unit_count, 2);
	guide.units.at[1].words[AR] = (struct words){.missing = MISSING_LEAVE};
	assert_int_equal(checked_make(arena, &guide, AR, ALWAYS, &checked,
		&unit), CHECKED_HELD); /* [checked-5] */
	assert_ptr_equal(unit, &guide.units.at[1]);
}

TEST(words_in_the_letters_of_another_language_keep_it_back)
{
	static const struct {
		const char *words;
		enum checked_refusal refusal;
	} cases[] = {
		{"stay calm and call us as soon as you can",
			CHECKED_SCRIPT},
		{"Signal, WhatsApp, Telegram, Briar, Tor", CHECKED_FINE},
		{"اهدأ وافتح Tor Browser من torproject.org ثم اكتب لنا",
			CHECKED_FINE},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct guide guide = guide_of();
		const struct unit *unit;
		struct checked checked;

		guide.units.at[1].words[AR].text = str_of(cases[i].words);
		assert_int_equal(checked_make(arena, &guide, AR, ALWAYS,
			&checked, &unit), cases[i].refusal);
		if (cases[i].refusal == CHECKED_FINE) continue;
		assert_ptr_equal(unit, &guide.units.at[1]);
	}
}

/* -- the gate ------------------------------------------------------------- */

static bool may_release(const struct guide *guide, bool starter, int64_t day,
	struct gate_missing_list *missing)
{
	struct guide_library library = {.is_starter = starter};

	LIST_ADD(arena, &library.guides, *guide);
	return library_may_release(arena, &library, day, false, missing);
}

TEST(a_starter_library_is_published_only_when_all_have_signed)
{
	struct guide guide = guide_of();
	struct gate_missing_list missing;
	struct guide_library library = {.is_starter = true};

	UNUSED_STATE;
	assert_false(may_release(&guide, true, SIGNED, &missing)); /* [gate-1] */
	assert_int_equal(missing.count, 6);
	assert_int_equal(missing.at[0].state, SIGNING_NONE);
	assert_true(may_release(&guide, false, SIGNED, &missing));
	LIST_ADD(arena, &library.guides, guide);
	assert_true(library_may_release(arena, &library, SIGNED, true,
		&missing));
	for (size_t i = 0; i < 3; i++) {
		sign(&guide, i, ROLE_LANGUAGE);
		assert_false(may_release(&guide, true, SIGNED, &missing));
		sign(&guide, i, ROLE_SECURITY);
	}
	assert_true(may_release(&guide, true, SIGNED, &missing));
	assert_true(may_release(&guide, true, UNTIL, &missing));
	assert_false(may_release(&guide, true, UNTIL + 1, &missing));
	assert_int_equal(missing.at[0].state, SIGNING_ENDED);
	change_words(&guide);
	assert_false(may_release(&guide, true, SIGNED, &missing));
	assert_int_equal(missing.count, 2);
	assert_int_equal(missing.at[0].state, SIGNING_FALLEN);
	is_str(missing.at[0].tongue->tag, S("ar"));
}

TEST(a_starter_guide_that_demands_nobody_needs_one_all_the_same)
{
	struct guide guide = guide_of();
	struct gate_missing_list missing;

	UNUSED_STATE;
	guide.demands[ROLE_SECURITY] = false;
	guide.tongue_count = 1;
	sign(&guide, 0, ROLE_LANGUAGE);
	assert_false(may_release(&guide, true, SIGNED, &missing));
	assert_int_equal(missing.count, 1);
	assert_int_equal(missing.at[0].role, ROLE_MEDICINE);
	sign(&guide, 0, ROLE_SECURITY);
	assert_true(may_release(&guide, true, SIGNED, &missing));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_is_signed_is_the_words_a_reader_gets),
		CASE(a_language_without_its_signatures_is_a_draft),
		CASE(a_signature_falls_when_what_was_signed_changes),
		CASE(a_signature_ends_is_called_late_and_then_takes_the_guide_back),
		CASE(a_newer_signature_stands_for_an_older_one),
		CASE(a_withdrawn_guide_has_its_title_and_the_words_of_the_release),
		CASE(a_danger_sign_cannot_be_left_out_of_a_language),
		CASE(words_in_the_letters_of_another_language_keep_it_back),
		CASE(a_starter_library_is_published_only_when_all_have_signed),
		CASE(a_starter_guide_that_demands_nobody_needs_one_all_the_same),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
