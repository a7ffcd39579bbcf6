/* Rules of a language of a guide as a whole (doc/guides.md 5, 6): what is
 * missing, which language it reads like, who has signed it, how hard it is.
 * Owns the table and the words for what text/readability.h finds.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/guide_check_room.h"

#include "guide/signing.h"
#include "text/lang.h"
#include "text/readability.h"

enum { UNIT_BYTES = 16 << 20 };

static const struct tongue *tongue_at(const struct look *look)
{
	return look->guide->tongues[look->tongue];
}

/* -- what is missing ------------------------------------------------------ */

static bool is_grave(enum unit_kind kind)
{
	return kind == UNIT_WARNING || kind == UNIT_DANGER;
}

static bool holds(const struct look *look, const struct unit *unit)
{
	const struct words *words = &unit->words[look->tongue];

	/* a decorative picture has no words in any language */
	if (words->state != WORDS_EMPTY
		|| unit_has_slot(unit, SLOT_DECORATIVE)) {
		return false;
	}
	return words->missing == MISSING_HOLD
		|| (words->missing == MISSING_LEAVE && is_grave(unit->kind));
}

/* One line for all of them: a language that was begun has many. */
static bool has_gaps(struct look *look, const struct rule *rule)
{
	const struct unit *first = NULL;
	size_t count = 0;
	str text;

	if (look->tongue == 0) return false;
	for (size_t i = look->guide->units.count; i > 0; i--) {
		const struct unit *unit = &look->guide->units.at[i - 1];

		if (!holds(look, unit)) continue;
		first = unit;
		count++;
	}
	if (first == NULL) return false;
	text = str_fmt(look->scratch, "%zu of %zu units have no words, and the "
		"language waits for them; the first is %.*s %.*s", count,
		look->guide->units.count, S_ARG(unit_kind_name(first->kind)),
		S_ARG(unit_id_str(&first->id)));
	look_report(look, rule, text);
	return false;
}

static bool has_drafts(struct look *look, const struct rule *rule)
{
	size_t count = 0;
	str text;

	for (size_t i = 0; i < look->guide->units.count; i++) {
		const struct words *words =
			&look->guide->units.at[i].words[look->tongue];

		if (words->state == WORDS_DRAFT && !words->is_derived) count++;
	}
	if (count == 0) return false;
	text = str_fmt(look->scratch, "%zu of %zu units have words that are "
		"still a draft", count, look->guide->units.count);
	look_report(look, rule, text);
	return false;
}

/* -- signatures ----------------------------------------------------------- */

static const char *const sign_words[SIGNING_STATE_COUNT] = {
	[SIGNING_NONE] = "a draft: no signature of ",
	[SIGNING_FALLEN] = "a draft: changed since the signature of ",
	[SIGNING_ENDS] = "soon at its end: the signature of ",
	[SIGNING_ENDED] = "due: at its end is the signature of ",
	[SIGNING_LAPSED] = "not shown: long ended is the signature of ",
};

static bool is_unsigned(struct look *look, const struct rule *rule)
{
	const struct unit *unit;
	struct checked checked;
	unit_seen seen;

	if (look->guide->is_withdrawn || checked_make(look->scratch,
		look->guide, look->tongue, 0, &checked, &unit) != CHECKED_FINE) {
		return false;
	}
	seen = signing_hash(&checked);
	for (size_t i = 0; i < SIGN_ROLE_COUNT; i++) {
		enum sign_role role = (enum sign_role)i;
		enum signing_state state = signing_state(look->guide,
			look->tongue, role, seen, look->on->day);
		str text;

		if (!signing_is_demanded(look->guide, look->tongue, role)
			|| sign_words[state] == NULL) {
			continue;
		}
		text = str_fmt(look->scratch, "%s%.*s", sign_words[state],
			S_ARG(sign_role_name(role)));
		look_report(look, rule, text);
	}
	return false;
}

static bool is_signed_too_long(struct look *look, const struct rule *rule)
{
	(void)rule;
	for (size_t i = 0; i < look->guide->signs.count; i++) {
		const struct sign *sign = &look->guide->signs.at[i];

		if (sign->tongue == look->tongue && sign->until_day
			> sign->checked_day + look->guide->check_days) {
			return true;
		}
	}
	return false;
}

/* -- reading -------------------------------------------------------------- */

/* Where a unit's words begin in the text that is read as a whole. */
struct part { size_t at; const struct unit *unit; };

struct reading {
	struct buf text;
	struct LIST_OF(struct part) parts;
};

static const char *mark_of(enum unit_kind kind)
{
	switch (kind) {
	case UNIT_TITLE:
	case UNIT_SECTION: return "\n# ";
	case UNIT_STEP:
	case UNIT_ITEM:
	case UNIT_CHOICE: return "- ";
	case UNIT_SHORT:
	case UNIT_PARAGRAPH:
	case UNIT_NOTE:
	case UNIT_WARNING:
	case UNIT_DANGER:
	case UNIT_QUESTION: return "\n";
	case UNIT_PICTURE:
	case UNIT_ROW:
	case UNIT_SOURCE:
	case UNIT_KIND_COUNT: break;
	}
	return NULL; /* not running text */
}

static void unit_put(struct look *look, const struct unit *unit,
	struct arena *arena, struct reading *reading)
{
	const struct words *words = &unit->words[look->tongue];
	const char *mark = mark_of(unit->kind);
	struct span_list spans;
	struct part part = {reading->text.len, unit};

	if (mark == NULL || words->state == WORDS_EMPTY || words->is_derived
		|| inline_read(arena, unit, words->text, tongue_at(look),
			&spans) != INLINE_FINE) {
		return;
	}
	LIST_ADD(look->scratch, &reading->parts, part);
	buf_text(&reading->text, mark);
	inline_plain(&spans, &reading->text);
	buf_byte(&reading->text, '\n');
}

static void reading_make(struct look *look, struct reading *reading)
{
	struct arena *arena = arena_open(UNIT_BYTES);

	reading->text = buf_cap(2 * GUIDE_FILE_BYTES_MAX);
	for (size_t i = 0; i < look->guide->units.count; i++) {
		unit_put(look, &look->guide->units.at[i], arena, reading);
		arena_reset(arena);
	}
	arena_close(&arena);
}

static bool is_another_language(struct look *look, const struct rule *rule)
{
	struct reading reading = {0};
	struct lang_guess guess;
	enum text_lang said = tongue_at(look)->lang;
	str text;

	if (said == TEXT_UND) return false;
	reading_make(look, &reading);
	guess = lang_guess(buf_str(&reading.text));
	buf_close(&reading.text);
	if (guess.first == said || guess.first == TEXT_UND
		|| guess.margin < LANG_SURE) {
		return false;
	}
	text = str_fmt(look->scratch, "reads like another language: %.*s",
		S_ARG(text_lang_tag(guess.first)));
	look_report(look, rule, text);
	return false;
}

/* What is not here is said elsewhere: links and letters in the words' own
 * rules, paragraphs by their length. */
static const char *const advice_words[READABILITY_CHECK_COUNT] = {
	[READABILITY_SENTENCE] = "a sentence of more than 20 words",
	[READABILITY_ITEM] = "an item of more than 25 words",
	[READABILITY_HEADING] = "a heading of more than 8 words",
	[READABILITY_STRETCH] = "more than 150 words without a heading",
	[READABILITY_WORD] = "a word longer than nearly all others",
	[READABILITY_BRACKETS] = "more than 6 words in brackets",
	[READABILITY_NESTED] = "brackets in brackets",
	[READABILITY_NEGATIONS] = "two negations in one sentence",
	[READABILITY_PASSIVE] = "say who does it",
	[READABILITY_NOUNS] = "two nouns in -tion in one sentence",
	[READABILITY_ABBREVIATION] = "a short form nobody explained",
	[READABILITY_DIGITS] = "two kinds of digits",
	[READABILITY_MARKS] = "a Latin mark beside Arabic letters",
};

static const struct unit *unit_at(const struct reading *reading, size_t at)
{
	size_t low = 0, high = reading->parts.count;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (reading->parts.at[middle].at <= at) low = middle;
		else high = middle;
	}
	return reading->parts.at[low].unit;
}

/* How long a word may be is known of our own languages only. */
static bool is_known(const struct tongue *tongue,
	enum readability_check check)
{
	return tongue->is_ours || check != READABILITY_WORD;
}

/* Advice has its unit's line; the same of one unit is said once. */
static bool is_hard(struct look *look, const struct rule *rule)
{
	struct reading reading = {0};
	const struct unit *last[READABILITY_CHECK_COUNT] = {NULL};
	struct readability found;

	reading_make(look, &reading);
	found = readability_of(look->scratch, tongue_at(look)->lang,
		buf_str(&reading.text));
	for (size_t i = 0; i < found.advice.count; i++) {
		const struct readability_advice *advice = &found.advice.at[i];
		const struct unit *unit = unit_at(&reading, advice->at);

		if (advice_words[advice->check] == NULL
			|| last[advice->check] == unit
			|| !is_known(tongue_at(look), advice->check)) {
			continue;
		}
		last[advice->check] = unit;
		look->line = unit->words[look->tongue].line;
		look_report(look, rule, str_of(advice_words[advice->check]));
	}
	look->line = 1;
	buf_close(&reading.text);
	return false;
}

static const struct rule rules[] = {
	{"missing", REPORT_ERROR, KINDS_ALL, has_gaps, ""},
	{"draft", REPORT_WARNING, KINDS_ALL, has_drafts, ""},
	{"language", REPORT_WARNING, KINDS_ALL, is_another_language, ""},
	{"signature", REPORT_WARNING, KINDS_ALL, is_unsigned, ""},
	{"signed-long", REPORT_WARNING, KINDS_ALL, is_signed_too_long,
		"a signature that ends later than check-days allow"},
	{"reading", REPORT_ADVICE, KINDS_ALL, is_hard, ""},
};

void check_language(struct look *look)
{
	rules_run(look, rules, NELEM(rules));
}
