/* Tests of guide/voice: her yes holds for one text only, taking back is final,
 * nothing finer than she allows, and the file that says so.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "guide/voice_alone.h"

static struct arena *arena;
static struct guide story;
static size_t arabic;

enum { TODAY = 20000 };

static const char units[] = "bothy-story 1\nsource en\ndemands security\n"
	"check-days 365\n\ntitle aaaaaa\nwords The **bag**\n\n"
	"paragraph aaaaab\nwords I kept a bag by the door.\n";

/* The story in English and Arabic; `english` and `arabic` instead of the words
 * of its second unit, the Arabic made for `seen`. */
static void story_make(const char *english, const char *words,
	const char *seen_english)
{
	struct read_fault fault;
	unit_seen title, second;

	story = (struct guide){0};
	must(guide_read(arena, str_of(units), &story, &fault));
	title = unit_seen_now(&story.units.at[0]);
	story.units.at[1].words[0].text = str_of(seen_english);
	second = unit_seen_now(&story.units.at[1]);
	must(words_read(arena, str_fmt(arena, "bothy-words 1\nlanguage ar\n\n"
		"aaaaaa done %.16s\nwords **الحقيبة**\n\n"
		"aaaaab done %.16s\nwords %s\n", title.hex, second.hex,
		words), &story, &fault));
	story.units.at[1].words[0].text = str_of(english);
	must(guide_tongue(&story, S("ar"), &arabic));
}

#define ENGLISH "I kept a bag by the door."
#define ARABIC "احتفظت بحقيبة عند الباب."

static int fresh(void **state)
{
	(void)state;
	arena = arena_open(64 << 20);
	story_make(ENGLISH, ARABIC, ENGLISH);
	return 0;
}

static int done(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

static hash text_of(size_t tongue)
{
	hash text;

	assert_true(voice_text_hash(arena, &story, tongue, &text));
	return text;
}

/* A voice that was shown the Arabic text and has said yes to it. */
static struct voice agreed(void)
{
	struct voice voice = {.may_translate = true};
	hash text = text_of(arabic);

	assert_true(voice_show(&voice, story.tongues[arabic], &text, TODAY));
	assert_true(voice_agree(&voice, &text, TODAY + 1));
	return voice;
}

static enum voice_refusal publish(const struct voice *voice, size_t tongue,
	struct checked *ret_checked)
{
	struct voice_asked asked = {&story, tongue, TODAY, false};
	const struct unit *unit;

	return voice_checked(arena, voice, &asked, ret_checked, &unit);
}

/* -- the text and the yes ------------------------------------------------- */

TEST(the_text_is_what_readers_get_and_nothing_around_it)
{
	struct voice voice = agreed();
	struct buf text = {0}, shown = {0};
	struct checked checked;

	UNUSED_STATE;
	assert_true(voice_text(arena, &story, arabic, &text));
	is_str(buf_str(&text), S("الحقيبة\n\n" ARABIC "\n"));
	assert_int_equal(publish(&voice, arabic, &checked), VOICE_FINE);
	for (size_t i = 0; i < checked.unit_count; i++) { /* [voice-1] */
		if (i > 0) buf_byte(&shown, '\n');
		inline_plain(&checked.units[i].spans, &shown);
		buf_byte(&shown, '\n');
	}
	is_str(buf_str(&shown), buf_str(&text));
	buf_close(&text);
	buf_close(&shown);
}

TEST(a_yes_falls_with_any_letter_in_her_language_or_in_the_source)
{
	struct voice voice = agreed();
	struct checked checked = {0};

	UNUSED_STATE;
	story_make(ENGLISH, ARABIC " ثم", ENGLISH);
	assert_int_equal(publish(&voice, arabic, &checked), VOICE_CHANGED);
	assert_int_equal(publish(&voice, 0, &checked), VOICE_CHANGED);
	story_make("I kept the bag.", ARABIC, "I kept the bag.");
	assert_int_equal(publish(&voice, arabic, &checked), VOICE_CHANGED);
	assert_int_equal(checked.unit_count, 0);
	story_make(ENGLISH, ARABIC, ENGLISH);
	assert_int_equal(publish(&voice, arabic, &checked), VOICE_FINE);
}

TEST(nothing_is_published_without_a_yes)
{
	struct voice voice = {.may_translate = true};
	struct checked checked;
	hash text = text_of(arabic), other = text_of(0);

	UNUSED_STATE;
	assert_int_equal(publish(&voice, 0, &checked), VOICE_NO_YES);
	assert_false(voice_agree(&voice, &text, TODAY));
	assert_true(voice_show(&voice, story.tongues[arabic], &text, TODAY));
	assert_int_equal(publish(&voice, arabic, &checked), VOICE_NO_YES);
	assert_false(voice_agree(&voice, &other, TODAY));
	assert_int_equal(publish(&voice, arabic, &checked), VOICE_NO_YES);
	assert_true(voice_refuse(&voice));
	assert_false(voice_agree(&voice, &text, TODAY));
	assert_int_equal(publish(&voice, arabic, &checked), VOICE_NO_YES);
}

TEST(a_new_text_is_asked_for_anew)
{
	struct voice voice = agreed();
	struct checked checked;
	hash before = text_of(arabic), now;

	UNUSED_STATE;
	story_make(ENGLISH, ARABIC " ثم", ENGLISH);
	now = text_of(arabic);
	assert_true(voice_show(&voice, story.tongues[arabic], &now, TODAY));
	assert_int_equal(publish(&voice, arabic, &checked), VOICE_NO_YES);
	assert_false(voice_agree(&voice, &before, TODAY));
	assert_true(voice_agree(&voice, &now, TODAY));
	assert_int_equal(publish(&voice, arabic, &checked), VOICE_FINE);
}

TEST(a_translation_needs_her_leave_and_fresh_words)
{
	struct voice voice = {.may_translate = true};
	struct checked checked;
	hash text = text_of(0);

	UNUSED_STATE;
	assert_true(voice_show(&voice, story.tongues[0], &text, TODAY));
	assert_true(voice_agree(&voice, &text, TODAY));
	assert_int_equal(publish(&voice, arabic, &checked), VOICE_FINE);
	story_make(ENGLISH, ARABIC, "I had a bag.");
	assert_int_equal(publish(&voice, arabic, &checked), VOICE_STALE);
	assert_int_equal(publish(&voice, 0, &checked), VOICE_FINE);
	voice.may_translate = false;
	assert_int_equal(publish(&voice, arabic, &checked),
		VOICE_NO_TRANSLATION);
	assert_int_equal(publish(&voice, 0, &checked), VOICE_FINE);
}

TEST(where_she_allows_no_translation_her_language_is_all_there_is)
{
	/* [voice_alone-1] [voice_alone-2] */
	struct voice_detail details[] = {
		{VOICE_PLACE, 0, story.tongues[0], S_INIT("the hills")},
		{VOICE_PLACE, 0, story.tongues[arabic], S_INIT("الجبال")}};
	struct voice voice = {.details = {details, NELEM(details), 0}};
	hash text = text_of(arabic);
	struct guide alone = story;
	struct checked checked;

	UNUSED_STATE;
	assert_true(voice_show(&voice, story.tongues[arabic], &text, TODAY));
	assert_false(voice_alone(arena, &alone, &voice)); /* no yes yet */
	assert_true(voice_agree(&voice, &text, TODAY));
	voice.may_translate = true;
	assert_false(voice_alone(arena, &alone, &voice));
	voice.may_translate = false;
	voice.text.bytes[0] ^= 1; /* a yes to another text */
	assert_false(voice_alone(arena, &alone, &voice));
	assert_int_equal(alone.tongue_count, story.tongue_count);
	voice.text = text;
	assert_true(voice_alone(arena, &alone, &voice));
	assert_int_equal(alone.tongue_count, 1);
	assert_ptr_equal(alone.tongues[0], story.tongues[arabic]);
	assert_int_equal(alone.units.count, story.units.count);
	is_str(alone.units.at[1].words[0].text, S(ARABIC));
	assert_int_equal(alone.units.at[1].words[arabic].text.len, 0);
	assert_int_equal(voice.details.count, 1);
	is_str(voice.details.at[0].words, S("الجبال"));
	assert_false(hash_eq(voice.text, text)); /* without the source */
	story = alone;
	assert_int_equal(publish(&voice, 0, &checked), VOICE_FINE);
	assert_false(voice_alone(arena, &alone, &voice)); /* it is so already */
}

TEST(the_number_in_a_message_names_one_text_in_any_digits)
{
	static const struct { const char *message; bool names; } cases[] = {
		{"yes 004213", true}, {"نعم ٠٠٤٢١٣", true},
		{"بەڵێ ۰۰۴۲۱۳.", true}, {"erê 004 213!", true},
		{"004-213", true}, {"first 12, then 004213", true},
		{"yes", false}, {"4213", false}, {"0042130", false},
		{"1004213", false}, {"004214", false}, {"004  213", false},
		{"00 4213", false}, {"yes 004", false}, {"", false},
	};
	hash text = text_of(arabic);
	char own[16];

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		if (voice_message_names(arena, str_of(cases[i].message), 4213)
			!= cases[i].names) {
			fail_msg("%s", cases[i].message);
		}
	}
	assert_true(voice_number(&text) < VOICE_NUMBER_MOD);
	(void)snprintf(own, sizeof(own), "%06u", voice_number(&text));
	assert_true(voice_message_names(arena, str_of(own),
		voice_number(&text)));
	text = (hash){{0, 0, 0, 0, 0, 0x0f, 0x42, 0x41, 9}};
	assert_int_equal(voice_number(&text), 1); /* 1,000,001 */
}

/* -- taking back ---------------------------------------------------------- */

TEST(taking_back_works_from_every_state_and_is_final)
{
	UNUSED_STATE;
	for (size_t i = 0; i < VOICE_STATE_COUNT; i++) {
		struct voice voice = {.state = (enum voice_state)i};
		hash text = text_of(arabic);

		assert_int_equal(voice_take_back(&voice),
			i != VOICE_WITHDRAWN && i != VOICE_INVENTED);
		if (i == VOICE_INVENTED) continue;
		assert_false(voice_show(&voice, story.tongues[0], &text, 0));
		assert_false(voice_agree(&voice, &text, 0));
		assert_false(voice_refuse(&voice));
		assert_false(voice_reopen(&voice));
		assert_int_equal(voice.state, VOICE_WITHDRAWN); /* [voice-2] */
	}
}

TEST(what_was_taken_back_leaves_a_page_with_nothing_of_hers)
{
	struct voice voice = agreed();

	UNUSED_STATE;
	assert_true(voice_take_back(&voice));
	for (size_t t = 0; t < story.tongue_count; t++) {
		struct checked checked = {0};

		assert_int_equal(publish(&voice, t, &checked),
			VOICE_TAKEN_BACK);
		assert_int_equal(checked.unit_count, 0);
		assert_true(checked.withdrawn.len > 0);
		assert_true(checked.is_story);
		is_str(checked.title, t == 0 ? S("Taken back") : S("سُحب"));
	}
}

TEST(a_refusal_may_be_reopened_and_then_begins_anew)
{
	struct voice voice = {0};
	hash text = text_of(0);

	UNUSED_STATE;
	assert_true(voice_show(&voice, story.tongues[0], &text, TODAY));
	assert_true(voice_refuse(&voice));
	assert_false(voice_show(&voice, story.tongues[0], &text, TODAY));
	assert_true(voice_reopen(&voice));
	assert_null(voice.tongue);
	assert_false(voice_agree(&voice, &text, TODAY));
}

TEST(an_invented_story_is_for_the_demonstration_only)
{
	struct voice voice = {.state = VOICE_INVENTED};
	struct voice_asked asked = {&story, arabic, TODAY, true};
	const struct unit *unit;
	struct checked checked;

	UNUSED_STATE;
	assert_int_equal(voice_checked(arena, &voice, &asked, &checked, &unit),
		VOICE_FINE);
	asked.demonstration = false; /* [voice-4] */
	assert_int_equal(voice_checked(arena, &voice, &asked, &checked, &unit),
		VOICE_ONLY_INVENTED);
}

/* -- no finer than she allows --------------------------------------------- */

TEST(no_detail_is_finer_than_she_allows)
{
	UNUSED_STATE;
	for (size_t m = 0; m < VOICE_MATTER_COUNT; m++) {
		enum voice_matter matter = (enum voice_matter)m;
		unsigned grain = 0;

		while (voice_grain_name(matter, grain + 1).len > 0) {
			struct voice voice = agreed();
			struct voice_detail detail = {matter, ++grain,
				story.tongues[arabic], S("باب")};
			struct checked checked;

			LIST_ADD(arena, &voice.details, detail);
			voice.allowed[m] = grain - 1; /* [voice-3] */
			assert_int_equal(publish(&voice, arabic, &checked),
				VOICE_TOO_FINE);
			voice.allowed[m] = grain;
			assert_int_equal(publish(&voice, arabic, &checked),
				VOICE_FINE);
		}
		assert_true(grain >= 2);
	}
}

TEST(a_digit_or_a_month_stands_in_a_detail_or_not_at_all)
{
	static const struct { const char *tag, *words; bool undeclared; }
		cases[] = {
		{"en", "I was young.", false}, {"en", "I was 19.", true},
		{"en", "It was in 1999.", false}, /* declared below */
		{"en", "It was in 1999, on the 3rd.", true},
		{"en", "One evening in February", true},
		{"en", "We may march", false},
		{"ar", "كان عمري ١٩ سنة", true},
		{"ar", "في شباط", true}, {"ar", "في الشتاء", false},
		{"ckb", "تەمەنم ۱۹ ساڵ بوو", true},
		{"ckb", "لە مانگی حوزەیراندا", true},
		{"ckb", "زۆر ئازارم هەبوو", false},
		{"kmr", "Di meha Nîsanê de", true},
		{"kmr", "Di zivistanê de", false},
		{"kmr-Arab", "د مەها نیسانێ دە", true},
		{"sv", "Jag var 19", true},
	};
	struct voice_detail detail = {VOICE_TIME, 1, tongue_find(S("en")),
		S("1999")};
	struct voice voice = {0};

	UNUSED_STATE;
	LIST_ADD(arena, &voice.details, detail);
	for (size_t i = 0; i < NELEM(cases); i++) {
		const struct tongue *tongue = tongue_find(
			str_of(cases[i].tag));

		if (voice_is_undeclared(arena, &voice, tongue,
			str_of(cases[i].words)) != cases[i].undeclared) {
			fail_msg("%s", cases[i].words);
		}
	}
}

TEST(a_number_keeps_a_story_back_and_says_where)
{
	struct voice_asked asked = {&story, 0, TODAY, false};
	struct voice voice = {.may_translate = true};
	const struct unit *unit = NULL;
	struct checked checked;
	hash text;

	UNUSED_STATE;
	story_make("I was 19.", ARABIC, "I was 19.");
	text = text_of(0);
	assert_true(voice_show(&voice, story.tongues[0], &text, TODAY));
	assert_true(voice_agree(&voice, &text, TODAY));
	assert_int_equal(voice_checked(arena, &voice, &asked, &checked, &unit),
		VOICE_UNDECLARED);
	assert_ptr_equal(unit, &story.units.at[1]);
	asked.tongue = arabic;
	assert_int_equal(voice_checked(arena, &voice, &asked, &checked, &unit),
		VOICE_FINE);
}

/* -- the file ------------------------------------------------------------- */

#define HEX16 "0123456789abcdef"
#define HEX64 HEX16 HEX16 HEX16 HEX16
#define HEAD "bothy-voice 1\nstate agreed\nplace country\ntime season\n" \
	"age none\ntranslate no\n"
#define TEXT_LINE "text ar " HEX64 " 2026-11-25\n"

TEST(the_file_is_read_and_written_the_same)
{
	static const str file = S_INIT(HEAD TEXT_LINE
		"detail time season en in winter\n"
		"detail place country ar في العراق\n");
	struct read_fault fault = {0};
	struct buf out = {0};
	struct voice voice;

	UNUSED_STATE;
	assert_true(voice_read(arena, file, &voice, &fault));
	assert_int_equal(voice.state, VOICE_AGREED);
	assert_int_equal(voice.details.count, 2);
	is_str(voice_grain_name(VOICE_TIME, voice.allowed[VOICE_TIME]),
		S("season"));
	voice_write(&voice, &out);
	is_str(buf_str(&out), file);
	buf_close(&out);
}

TEST(a_wrong_file_is_refused_with_its_line)
{
	static const struct { const char *file; unsigned line; } cases[] = {
		{"bothy-story 1\n", 1}, {"bothy-voice 1\nstate good\n", 2},
		{"bothy-voice 1\nstate told\nplace street\n", 3},
		{"bothy-voice 1\nstate told\nplace none\nage none\n", 4},
		{HEAD, 6}, {HEAD "text ar " HEX16 " 2026-11-25\n", 7},
		{HEAD "text xx " HEX64 " 2026-11-25\n", 7},
		{HEAD "text ar " HEX64 " 2026-11-31\n", 7},
		{HEAD TEXT_LINE "detail time hour en at noon\n", 8},
		{HEAD TEXT_LINE "detail time day en \n", 8},
		{HEAD TEXT_LINE "detail age year\n", 8},
		{HEAD TEXT_LINE "more\n", 8},
		{"bothy-voice 1\nstate told\nplace none\ntime none\nage none\n"
			"translate no\n" TEXT_LINE, 7},
		{"bothy-voice 1\nstate told\nplace none\ntime none\nage none\n"
			"translate perhaps\n", 6},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct read_fault fault = {0};
		struct voice voice;

		if (voice_read(arena, str_of(cases[i].file), &voice, &fault)
			|| fault.line != cases[i].line) {
			fail_msg("case %zu: line %u", i, fault.line);
		}
	}
}

/* Cut at every byte and with flipped bits: read or refused, never more. */
TEST(a_damaged_file_is_read_or_refused)
{
	static const char file[] = HEAD TEXT_LINE
		"detail time season en in winter\n";
	char bytes[sizeof(file)];
	struct read_fault fault;
	struct voice voice;

	UNUSED_STATE;
	for (size_t i = 0; i < sizeof(file) - 1; i++) {
		(void)!voice_read(arena, str_bytes(file, i), &voice, &fault);
		for (unsigned bit = 0; bit < 8; bit++) {
			memcpy(bytes, file, sizeof(file));
			bytes[i] = (char)(bytes[i] ^ (1 << bit));
			(void)!voice_read(arena, str_bytes(bytes,
				sizeof(file) - 1), &voice, &fault);
		}
	}
}

int main(void)
{
#define FRESH(name) cmocka_unit_test_setup_teardown(name, fresh, done)
	static const struct CMUnitTest tests[] = {
		FRESH(the_text_is_what_readers_get_and_nothing_around_it),
		FRESH(a_yes_falls_with_any_letter_in_her_language_or_in_the_source),
		FRESH(nothing_is_published_without_a_yes),
		FRESH(a_new_text_is_asked_for_anew),
		FRESH(a_translation_needs_her_leave_and_fresh_words),
		FRESH(where_she_allows_no_translation_her_language_is_all_there_is),
		FRESH(the_number_in_a_message_names_one_text_in_any_digits),
		FRESH(taking_back_works_from_every_state_and_is_final),
		FRESH(what_was_taken_back_leaves_a_page_with_nothing_of_hers),
		FRESH(a_refusal_may_be_reopened_and_then_begins_anew),
		FRESH(an_invented_story_is_for_the_demonstration_only),
		FRESH(no_detail_is_finer_than_she_allows),
		FRESH(a_digit_or_a_month_stands_in_a_detail_or_not_at_all),
		FRESH(a_number_keeps_a_story_back_and_says_where),
		FRESH(the_file_is_read_and_written_the_same),
		FRESH(a_wrong_file_is_refused_with_its_line),
		FRESH(a_damaged_file_is_read_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
