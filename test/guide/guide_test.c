/* Tests of guide/: a guide's files into the model, words into spans, and what
 * a reader gets.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "one_arena.h"

#include "guide/checked.h"
#include "guide/guide_read.h"

#include <string.h>

static const char head[] = "bothy-guide 1\nsource en\ndemands security\n"
	"check-days 180\n\n";
static const char units[] = "title aaaaaa\nwords If your phone is taken\n\n"
	"danger bbbbbb\nwords Stay calm\n\n"
	"step cccccc 1\nslot tor link https://torproject.org\n"
	"slot call literal 0770 123\nwords Use [Tor](tor), call {call}\n";

static struct guide guide_of(const char *text)
{
	struct read_fault fault = {0};
	struct guide guide;

	if (!guide_read(arena, str_fmt(arena, "%s%s", head, text), &guide,
		&fault)) {
		fail_msg("line %u: %.*s", fault.line, S_ARG(fault.text));
	}
	return guide;
}

static str words_file(struct guide *guide, unsigned number, const char *text)
{
	const struct unit *unit = &guide->units.at[number];
	unit_seen seen = unit_seen_now(unit);

	return str_fmt(arena, "bothy-words 1\nlanguage ar\n\n%.*s done "
		"%.16s\nwords %s\n", S_ARG(unit_id_str(&unit->id)), seen.hex,
		text);
}

TEST(a_guide_is_read_and_says_where_it_is_wrong)
{
	static const struct { const char *text; unsigned line; } cases[] = {
		{"step aaaaaa 1\nwords a\n", 7},      /* no title */
		{"title aaaaa\nwords a\n", 6},
		{"title aaaaaa\n\nwords a\n", 7},
		{"title aaaaaa 1\nwords a\n", 6},
		{"title aaaaaa\nslot 1 link https://a\nwords a\n", 7},
		{"title aaaaaa\nwords a", 7},
		{"title aaaaaa\nwords a\n\ntitle bbbbbb\nwords a\n", 9},
		{"title aaaaaa\nwords a\n\nnote aaaaaa\nwords a\n", 9},
	};
	struct guide guide = guide_of(units);

	UNUSED_STATE;
	assert_int_equal(guide.units.count, 3);
	assert_true(guide.demands[ROLE_SECURITY]);
	is_str(guide.units.at[2].slots[1].value, S("0770 123"));
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct read_fault fault = {0};

		assert_false(guide_read(arena, str_fmt(arena, "%s%s", head,
			cases[i].text), &guide, &fault));
		assert_int_equal(fault.line, cases[i].line);
		assert_true(fault.text.len > 0);
	}
}

TEST(a_language_can_bring_nothing_of_its_own)
{
	struct guide guide = guide_of(units);
	struct read_fault fault = {0};

	UNUSED_STATE;
	/* [guide-1] [guide-read-1] */
	assert_false(words_read(arena, S("bothy-words 1\nlanguage ar\n\n"
		"zzzzzz done 0123456789abcdef\nwords x\n"), &guide, &fault));
	assert_int_equal(fault.line, 4);
	assert_int_equal(guide.tongue_count, 1);
	assert_true(words_read(arena, words_file(&guide, 1, "اهدأ"), &guide,
		&fault));
	assert_int_equal(guide.tongue_count, 2);
}

TEST(stale_is_what_the_source_no_longer_says)
{
	struct guide guide = guide_of(units);
	struct read_fault fault = {0};

	UNUSED_STATE;
	assert_true(words_read(arena, words_file(&guide, 1, "اهدأ"), &guide,
		&fault));
	/* [guide-2] */
	assert_false(unit_is_stale(&guide.units.at[1], 1));
	guide.units.at[1].words[0].text = S("Stay calm and alive");
	assert_true(unit_is_stale(&guide.units.at[1], 1));
	assert_false(unit_is_stale(&guide.units.at[0], 1));
}

TEST(words_become_spans)
{
	static const struct {
		const char *words;
		enum inline_fault fault;
	} cases[] = {
		{"[a](tor) {call}", INLINE_FINE},
		{"**[a](tor)** \\* {call}", INLINE_FINE},
		{"[a](tor)", INLINE_SLOT_MISSING},         /* [inline-3] */
		{"[a](tor) {call} {call}", INLINE_SLOT_TWICE},
		{"[a](tor) {none}", INLINE_SLOT_UNKNOWN},
		{"{tor} {call}", INLINE_SLOT_KIND},
		{"[](tor) {call}", INLINE_EMPTY},
		{"[ **\xc2\xa0**](tor) {call}", INLINE_EMPTY},
		{"[a [b](tor)](tor) {call}", INLINE_NESTED},
		{"**[a](tor) {call}", INLINE_UNCLOSED},
		{"[a](tor {call}", INLINE_SLOT_UNKNOWN},
		{"[a](tor) {call} \xe2\x80\xae", INLINE_CONTROL},
		{"[a](tor) {call} \xff", INLINE_NOT_UTF8},
		{"[a](tor) {call} \xef\xbf\xbe", INLINE_CONTROL},
		{"[a](tor) {call} \xf3\xa0\x81\xa1", INLINE_CONTROL},
	};
	struct guide guide = guide_of(units);

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct span_list spans;

		assert_int_equal(inline_read(arena, &guide.units.at[2],
			str_of(cases[i].words), tongue_of(LOCALE_EN), &spans),
			cases[i].fault);
	}
}

TEST(what_must_not_turn_around_stands_alone)
{
	static const struct { const char *words, *parts; } cases[] = {
		{"اتصل 0770 123 456 الآن", "اتصل |<0770 123 456>| الآن"},
		{"متصفح Tor Browser آمن", "متصفح |<Tor Browser>| آمن"},
		{"15 SMS", "<15>| |<SMS>"},
		{"50% من", "<50%>| من"},
		{"رقم +964 7", "رقم |<+964 7>"},
		{"بلا شيء", "بلا شيء"},
	};
	struct guide guide = guide_of(units);
	struct buf plain = {0};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct span_list spans;
		struct buf parts = {0};

		assert_int_equal(inline_read(arena, &guide.units.at[0],
			str_of(cases[i].words), tongue_of(LOCALE_AR), &spans),
			INLINE_FINE);
		for (size_t j = 0; j < spans.count; j++) {
			/* [inline-2] */
			if (j > 0) buf_byte(&parts, '|');
			if (spans.at[j].isolate) buf_byte(&parts, '<');
			buf_put(&parts, spans.at[j].text);
			if (spans.at[j].isolate) buf_byte(&parts, '>');
		}
		is_str(buf_str(&parts), str_of(cases[i].parts));
		buf_close(&parts);
		buf_reset(&plain);
		inline_plain(&spans, &plain);
		is_str(buf_str(&plain), str_of(cases[i].words)); /* [inline-1] */
	}
	buf_close(&plain);
}

TEST(a_stale_danger_sign_keeps_a_language_back)
{
	struct guide guide = guide_of(units);
	const struct unit *unit;
	struct read_fault fault;
	struct checked checked;

	UNUSED_STATE;
	assert_true(words_read(arena, words_file(&guide, 1, "اهدأ"), &guide,
		&fault));
	assert_int_equal(checked_make(arena, &guide, 1, 0, &checked, &unit),
		CHECKED_HELD);
	assert_ptr_equal(unit, &guide.units.at[0]);
	for (size_t i = 0; i < guide.units.count; i++) {
		guide.units.at[i].words[1].missing = MISSING_SOURCE;
	}
	assert_int_equal(checked_make(arena, &guide, 1, 0, &checked, &unit),
		CHECKED_FINE);
	/* [checked-2] */
	is_str(checked.units[0].tongue->tag, S("en"));
	is_str(checked.units[1].tongue->tag, S("ar"));
	assert_true(checked.is_draft);
	guide.units.at[1].words[0].text = S("Stay calm and alive");
	assert_int_equal(checked_make(arena, &guide, 1, 0, &checked, &unit),
		CHECKED_DANGER_STALE); /* [checked-1] */
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_guide_is_read_and_says_where_it_is_wrong),
		cmocka_unit_test(a_language_can_bring_nothing_of_its_own),
		cmocka_unit_test(stale_is_what_the_source_no_longer_says),
		cmocka_unit_test(words_become_spans),
		cmocka_unit_test(what_must_not_turn_around_stands_alone),
		cmocka_unit_test(a_stale_danger_sign_keeps_a_language_back),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
