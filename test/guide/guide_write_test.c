/* A guide written, read and written again: the same bytes; and what may not be
 * written at all.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "guide/guide_write.h"
#include "guide/script.h"
#include "made_guide.h"
#include "one_arena.h"

enum { GUIDES = 120, UNITS = 24 };

struct files { struct buf guide, words[GUIDE_TONGUES_MAX], signs; };

static void files_write(const struct guide *guide, struct files *files)
{
	struct write_fault fault = {0};

	*files = (struct files){0};
	if (!guide_write(guide, &files->guide, &fault)) {
		fail_msg("not written: %s", str_c(arena,
			inline_fault_text(fault.fault)));
	}
	for (size_t i = 1; i < guide->tongue_count; i++) {
		assert_true(words_write(guide, i, &files->words[i], &fault));
	}
	signs_write(guide, &files->signs);
}

static void files_close(struct files *files)
{
	buf_close(&files->guide);
	for (size_t i = 0; i < GUIDE_TONGUES_MAX; i++) {
		buf_close(&files->words[i]);
	}
	buf_close(&files->signs);
}

static struct guide files_read(const struct files *files)
{
	struct guide guide = {0};
	struct read_fault fault = {0};
	bool right = guide_read(arena, buf_str(&files->guide), &guide, &fault);

	for (size_t i = 1; right && files->words[i].len > 0; i++) {
		right = words_read(arena, buf_str(&files->words[i]), &guide,
			&fault);
	}
	right = right && signs_read(arena, buf_str(&files->signs), &guide,
		&fault);
	if (!right) {
		fail_msg("line %u: %s", fault.line, str_c(arena, fault.text));
	}
	return guide;
}

static void sign_add(struct guide *guide)
{
	struct sign sign = {.tongue = 1, .role = ROLE_SECURITY,
		.checked_day = 20000, .until_day = 20180,
		.hash = unit_seen_now(&guide->units.at[0]),
		.against = S("the list of 2026, page 3")};

	LIST_ADD(arena, &guide->signs, sign);
	sign.tongue = 0;
	sign.role = ROLE_LANGUAGE;
	LIST_ADD(arena, &guide->signs, sign);
}

TEST(what_was_written_is_read_and_written_the_same)
{
	UNUSED_STATE;
	for (uint64_t i = 0; i < GUIDES; i++) { /* [guide-write-1] */
		struct guide guide = made_guide(arena, i, UNITS);
		struct files once, twice;
		struct guide read;

		sign_add(&guide);
		files_write(&guide, &once);
		read = files_read(&once);
		assert_int_equal(read.units.count, UNITS);
		assert_int_equal(read.tongue_count, guide.tongue_count);
		files_write(&read, &twice);
		is_str(buf_str(&twice.guide), buf_str(&once.guide));
		is_str(buf_str(&twice.signs), buf_str(&once.signs));
		for (size_t j = 1; j < read.tongue_count; j++) {
			is_str(buf_str(&twice.words[j]),
				buf_str(&once.words[j]));
		}
		files_close(&once);
		files_close(&twice);
		arena_reset(arena);
	}
}

/* Which units of a language are stale, as one bit each. */
static uint64_t stale_of(const struct guide *guide, size_t tongue)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < guide->units.count; i++) {
		if (unit_is_stale(&guide->units.at[i], tongue)) {
			bits |= (uint64_t)1 << i;
		}
	}
	return bits;
}

/* One way of changing what a unit says. */
static void unit_change(struct chance *chance, struct unit *unit)
{
	switch (chance_next(chance, 3)) {
	case 0:
		unit->kind = unit->kind == UNIT_NOTE ? UNIT_PARAGRAPH
			: UNIT_NOTE;
		return;
	case 1:
		if (unit->slot_count > 0) {
			unit->slots[0].value = S("https://example.org/new");
			return;
		}
		break;
	default: break;
	}
	unit->words[0].text = str_fmt(arena, "%.*s .",
		S_ARG(unit->words[0].text));
}

TEST(a_changed_unit_is_stale_in_each_language_and_no_other_is)
{
	struct chance chance = {7};

	UNUSED_STATE;
	for (uint64_t i = 0; i < GUIDES; i++) { /* [guide-2] */
		struct guide guide = made_guide(arena, i, UNITS);
		size_t at = chance_next(&chance, UNITS);
		struct unit *unit = &guide.units.at[at];

		for (size_t j = 1; j < guide.tongue_count; j++) {
			assert_int_equal(stale_of(&guide, j), 0);
		}
		unit_change(&chance, unit);
		for (size_t j = 1; j < guide.tongue_count; j++) {
			bool has = unit->words[j].state != WORDS_EMPTY;

			assert_true(stale_of(&guide, j)
				== (has ? (uint64_t)1 << at : 0));
		}
		assert_int_equal(stale_of(&guide, 0), 0);
		arena_reset(arena);
	}
}

TEST(a_harmless_change_renews_only_who_had_seen_the_words_before)
{
	struct guide guide = made_guide(arena, 3, UNITS);
	struct unit *unit = &guide.units.at[1];
	unit_seen before = unit_seen_now(unit);

	UNUSED_STATE;
	for (size_t i = 1; i < guide.tongue_count; i++) {
		unit->words[i].state = WORDS_DONE;
		unit->words[i].seen = before;
	}
	unit->words[2].seen.hex[0] ^= 1; /* stale already */
	unit->words[0].text = str_fmt(arena, "%.*s.",
		S_ARG(unit->words[0].text));
	/* [guide-3] */
	assert_int_equal(unit_change_is_harmless(&guide, unit, before), 2);
	assert_false(unit_is_stale(unit, 1));
	assert_true(unit_is_stale(unit, 2));
	assert_false(unit_is_stale(unit, 3));
}

/* -- what may not be written ---------------------------------------------- */

static const char small[] = "bothy-guide 1\nsource en\ndemands\n"
	"check-days 90\n\ntitle aaaaaa\nwords Title\n\n"
	"step bbbbbb 1\nslot tor link https://torproject.org\n"
	"slot call literal 0770 123\nwords Use [Tor](tor), call {call}\n\n"
	"row cccccc 2\nwords One | Two\n";

static struct guide small_guide(void)
{
	struct read_fault fault;
	struct guide guide;
	size_t at;

	assert_true(guide_read(arena, str_of(small), &guide, &fault));
	assert_true(guide_tongue_add(&guide, tongue_of(LOCALE_AR), &at));
	return guide;
}

TEST(drifted_words_are_not_written)
{
	static const struct {
		unsigned unit;
		const char *text;
		enum inline_fault fault;
	} cases[] = {
		{1, "استخدم [تور](tor) {call}", INLINE_FINE},
		{1, "استخدم [تور](tor)", INLINE_SLOT_MISSING},
		{1, "استخدم {call}", INLINE_SLOT_MISSING},
		{1, "[تور](tor) {call} {call}", INLINE_SLOT_TWICE},
		{1, "[تور](tor) {call} {dose}", INLINE_SLOT_UNKNOWN},
		{1, "[تور](call) {tor}", INLINE_SLOT_KIND},
		{1, "[تور](tor) **{call}", INLINE_UNCLOSED},
		{1, "[تور](tor) {call}\nwords x", INLINE_CONTROL},
		{1, "[تور](tor) {call} \xe2\x80\xae", INLINE_CONTROL},
		{2, "واحد | اثنان", INLINE_FINE},
		{2, "واحد", INLINE_CELLS},
		{2, "واحد | اثنان | ثلاثة", INLINE_CELLS},
		{0, "[link](tor)", INLINE_SLOT_UNKNOWN},
		{0, "", INLINE_EMPTY}, {0, " \xe2\x80\x8c", INLINE_EMPTY},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) { /* [guide-write-2] */
		struct guide guide = small_guide();
		struct unit *unit = &guide.units.at[cases[i].unit];
		struct write_fault fault = {NULL, INLINE_FINE};
		struct buf out = {0};

		unit->words[1] = (struct words){.text = str_of(cases[i].text),
			.state = WORDS_DONE, .seen = unit_seen_now(unit)};
		assert_int_equal(words_write(&guide, 1, &out, &fault),
			cases[i].fault == INLINE_FINE);
		assert_int_equal(fault.fault, cases[i].fault);
		if (fault.unit != NULL) assert_ptr_equal(fault.unit, unit);
		buf_close(&out);
		arena_reset(arena);
	}
}

TEST(words_that_fitted_an_older_source_are_kept)
{
	struct guide guide = small_guide();
	struct unit *unit = &guide.units.at[1];
	struct write_fault fault;
	struct buf out = {0};

	UNUSED_STATE;
	unit->words[1] = (struct words){.text = S("استخدم تور"),
		.state = WORDS_DONE};
	assert_true(unit_is_stale(unit, 1));
	assert_true(words_write(&guide, 1, &out, &fault));
	unit->words[1].text = S("a\nb");
	assert_false(words_write(&guide, 1, &out, &fault));
	buf_close(&out);
}

TEST(words_made_out_of_another_language_are_in_no_file)
{
	struct guide guide = small_guide();
	struct unit *unit = &guide.units.at[0];
	size_t kmr, badini;

	UNUSED_STATE;
	assert_true(guide_tongue_add(&guide, tongue_of(LOCALE_KMR), &kmr));
	unit->words[kmr] = (struct words){.text = S("Sernav"),
		.state = WORDS_DONE, .seen = unit_seen_now(unit)};
	words_transliterate(arena, &guide);
	assert_true(guide_tongue(&guide, S("kmr-Arab"), &badini));
	assert_true(unit->words[badini].text.len > 0);
	assert_true(words_has_file(&guide, kmr));
	assert_false(words_has_file(&guide, badini));
	unit->words[badini].is_derived = false;
	assert_true(words_has_file(&guide, badini));
}

TEST(an_escaped_mark_keeps_no_words_from_being_written_anew)
{
	struct guide guide = small_guide();
	struct unit *unit = &guide.units.at[0];
	size_t kmr, badini;

	UNUSED_STATE;
	assert_true(guide_tongue_add(&guide, tongue_of(LOCALE_KMR), &kmr));
	unit->words[kmr] = (struct words){.text = S("av \\](av)"),
		.state = WORDS_DONE, .seen = unit_seen_now(unit)};
	words_transliterate(arena, &guide);
	assert_true(guide_tongue(&guide, S("kmr-Arab"), &badini));
	is_str(unit->words[badini].text, S("ئاڤ \\](ئاڤ)"));
}

TEST(words_made_out_of_another_language_fit_every_unit)
{
	UNUSED_STATE;
	for (uint64_t i = 0; i < GUIDES; i++) {
		struct guide guide = made_guide(arena, i, UNITS);
		size_t badini;

		words_transliterate(arena, &guide);
		assert_true(guide_tongue(&guide, S("kmr-Arab"), &badini));
		for (size_t j = 0; j < guide.units.count; j++) {
			const struct unit *unit = &guide.units.at[j];
			const struct words *words = &unit->words[badini];
			struct span_list spans;

			assert_true(words->is_derived);
			if (words->state == WORDS_EMPTY) continue;
			assert_int_equal(inline_read(arena, unit, words->text,
				guide.tongues[badini], &spans), INLINE_FINE);
			assert_false(unit_is_stale(unit, badini));
			assert_false(script_is_wrong(&spans,
				guide.tongues[badini]));
		}
		arena_reset(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_was_written_is_read_and_written_the_same),
		CASE(a_changed_unit_is_stale_in_each_language_and_no_other_is),
		CASE(a_harmless_change_renews_only_who_had_seen_the_words_before),
		CASE(drifted_words_are_not_written),
		CASE(words_that_fitted_an_older_source_are_kept),
		CASE(words_made_out_of_another_language_are_in_no_file),
		CASE(an_escaped_mark_keeps_no_words_from_being_written_anew),
		CASE(words_made_out_of_another_language_fit_every_unit),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
