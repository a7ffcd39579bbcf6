/* Rules of the words of one unit in one language (doc/guides.md 5). Owns the
 * table, and the little lists of how an instruction should not begin or go on.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/guide_check_room.h"

#include "base/utf8.h"
#include "guide/script.h"
#include "guide/sms.h"
#include "text/normal.h"
#include "text/readability.h"
#include "text/readable_word.h"

enum {
	PARAGRAPH_WORDS = 60,
	COMPARED_WORDS = 15, /* fewer say nothing of how hard they are */
	HARDER_POINTS = 10,
	SPELLINGS_MAX = 40,  /* of one unit; nobody reads on */
	STEP_SENTENCES = 3
};

static enum text_lang lang_at(const struct look *look)
{
	return look->guide->tongues[look->tongue]->lang;
}

/* -- state ---------------------------------------------------------------- */

static bool is_stale(struct look *look, const struct rule *rule)
{
	(void)rule;
	return unit_is_stale(look->unit, look->tongue);
}

static bool has_wrong_letters(struct look *look, const struct rule *rule)
{
	(void)rule;
	return script_is_wrong(&look->spans,
		look->guide->tongues[look->tongue]);
}

static bool is_not_composed(struct look *look, const struct rule *rule)
{
	(void)rule;
	return !normal_is_composed(look->words->text);
}

static bool has_blanks_around(struct look *look, const struct rule *rule)
{
	str text = look->words->text;

	(void)rule;
	return str_trim(text).len != text.len;
}

/* -- what a kind of unit wants -------------------------------------------- */

static bool is_too_long(struct look *look, const struct rule *rule)
{
	(void)rule;
	return sms_units(look->plain) > SHORT_LETTERS_MAX;
}

static bool is_unspoken(struct look *look, const struct rule *rule)
{
	(void)rule;
	return look->plain.len == 0 && !unit_has_slot(look->unit, SLOT_DECORATIVE);
}

static bool is_spoken_decoration(struct look *look, const struct rule *rule)
{
	(void)rule;
	return look->plain.len > 0 && unit_has_slot(look->unit, SLOT_DECORATIVE);
}

static bool is_long_paragraph(struct look *look, const struct rule *rule)
{
	(void)rule;
	return readable_count(look->plain) > PARAGRAPH_WORDS;
}

/* One of the phrases stands in the text, or at its start. */
struct phrase { enum text_lang lang; str text; };

static const struct phrase and_then[] = {
	{TEXT_EN, S_INIT(" and then ")}, {TEXT_EN, S_INIT(", then ")},
	{TEXT_EN, S_INIT("; ")}, {TEXT_AR, S_INIT(" ثم ")},
	{TEXT_AR, S_INIT("؛ ")}, {TEXT_CKB, S_INIT(" پاشان ")},
	{TEXT_CKB, S_INIT(" ئینجا ")}, {TEXT_CKB, S_INIT("؛ ")},
	{TEXT_KMR, S_INIT(" paşê ")}, {TEXT_KMR, S_INIT(" piştre ")},
	{TEXT_KMR, S_INIT("; ")},
};

static const struct phrase hedges[] = {
	{TEXT_EN, S_INIT("Try to ")}, {TEXT_EN, S_INIT("You may want to ")},
	{TEXT_EN, S_INIT("You might want to ")},
	{TEXT_EN, S_INIT("Consider ")}, {TEXT_AR, S_INIT("حاول أن ")},
	{TEXT_AR, S_INIT("حاولوا أن ")}, {TEXT_AR, S_INIT("حاولي أن ")},
	{TEXT_AR, S_INIT("قد ترغب")}, {TEXT_CKB, S_INIT("هەوڵ بدە ")},
	{TEXT_CKB, S_INIT("هەوڵ بدەن ")}, {TEXT_KMR, S_INIT("Hewl bide ")},
	{TEXT_KMR, S_INIT("Hewl bidin ")},
};

/* Words no action begins with. Kurdish says the action last, so only English and
 * Arabic have such a list. */
static const struct phrase no_actions[] = {
	{TEXT_EN, S_INIT("The ")}, {TEXT_EN, S_INIT("A ")},
	{TEXT_EN, S_INIT("An ")}, {TEXT_EN, S_INIT("Your ")},
	{TEXT_EN, S_INIT("You ")}, {TEXT_EN, S_INIT("It ")},
	{TEXT_EN, S_INIT("This ")}, {TEXT_EN, S_INIT("These ")},
	{TEXT_EN, S_INIT("There ")}, {TEXT_EN, S_INIT("They ")},
	{TEXT_AR, S_INIT("أنت ")}, {TEXT_AR, S_INIT("أنتم ")},
	{TEXT_AR, S_INIT("هذا ")}, {TEXT_AR, S_INIT("هذه ")},
	{TEXT_AR, S_INIT("هناك ")}, {TEXT_AR, S_INIT("يجب ")},
};

static bool begins_with(const struct look *look, const struct phrase *phrases,
	size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (phrases[i].lang == lang_at(look)
			&& str_starts(look->plain, phrases[i].text)) {
			return true;
		}
	}
	return false;
}

/* A noun with its article. Short words may be orders of their own ("المس"), and
 * so may what begins like "التزم". */
static bool begins_with_article(str plain)
{
	enum { NOUN_LETTERS_MIN = 6 };
	str word = S(""), rest = plain;

	return str_word(&rest, &word) && str_starts(word, S("ال"))
		&& !str_starts(word, S("الت"))
		&& utf8_count(word) >= NOUN_LETTERS_MIN;
}

static bool has_no_action_first(struct look *look, const struct rule *rule)
{
	(void)rule;
	return begins_with(look, no_actions, NELEM(no_actions))
		|| (lang_at(look) == TEXT_AR
			&& begins_with_article(look->plain));
}

static bool has_two_actions(struct look *look, const struct rule *rule)
{
	str rest = look->plain, sentence;
	size_t sentences = 0;

	(void)rule;
	for (size_t i = 0; i < NELEM(and_then); i++) {
		if (and_then[i].lang == lang_at(look) && str_find(look->plain,
			and_then[i].text) != SIZE_MAX) {
			return true;
		}
	}
	while (readable_sentence_next(&rest, &sentence)) sentences++;
	return sentences >= STEP_SENTENCES;
}

static bool is_hedged(struct look *look, const struct rule *rule)
{
	(void)rule;
	return begins_with(look, hedges, NELEM(hedges));
}

/* -- links ---------------------------------------------------------------- */

static bool says_nothing(str words)
{
	return readable_says_here(words) || readable_count(words) == 0;
}

/* The words of a link may be several spans. */
static bool has_empty_link(struct look *look, const struct rule *rule)
{
	struct buf words = {0};
	bool empty = false;

	(void)rule;
	for (size_t i = 0; i < look->spans.count; i++) {
		const struct span *span = &look->spans.at[i];
		bool last = i + 1 == look->spans.count
			|| look->spans.at[i + 1].slot != span->slot;

		if (span->slot == NULL || span->slot->kind != SLOT_LINK) {
			continue;
		}
		buf_put(&words, span->text);
		if (!last) continue;
		empty = empty || says_nothing(buf_str(&words));
		buf_reset(&words);
	}
	buf_close(&words);
	return empty;
}

static bool has_address(struct look *look, const struct rule *rule)
{
	static const str marks[] = {S_INIT("http://"), S_INIT("https://"),
		S_INIT("www."), S_INIT(".onion")};

	(void)rule;
	for (size_t i = 0; i < look->spans.count; i++) {
		const struct span *span = &look->spans.at[i];

		if (span->nowrap) continue; /* a literal: meant to be copied */
		for (size_t j = 0; j < NELEM(marks); j++) {
			if (str_find(span->text, marks[j]) != SIZE_MAX) {
				return true;
			}
		}
	}
	return false;
}

/* A link to a unit that this language does not show. */
static bool leads_to_gap(struct look *look, const struct rule *rule)
{
	(void)rule;
	for (size_t i = 0; i < look->unit->slot_count; i++) {
		const struct slot *slot = &look->unit->slots[i];
		const struct unit *to;
		unit_id id;

		if (slot->kind != SLOT_LINK
			|| !str_starts(slot->value, S("unit:"))
			|| !unit_id_read(str_from(slot->value, 5), &id)) {
			continue;
		}
		to = guide_unit(look->guide, id);
		if (to != NULL
			&& to->words[look->tongue].state == WORDS_EMPTY
			&& to->words[look->tongue].missing == MISSING_LEAVE) {
			return true;
		}
	}
	return false;
}

/* -- letters -------------------------------------------------------------- */

/* " ،" and the like: the mark would stand alone on the next line. */
static bool has_blank_before_mark(struct look *look, const struct rule *rule)
{
	static const str marks[] = {S_INIT(" ،"), S_INIT(" ؛"), S_INIT(" ؟"),
		S_INIT(" ."), S_INIT(" !"), S_INIT(" ,"), S_INIT(" :")};

	(void)rule;
	if (lang_at(look) == TEXT_UND) return false; /* French does so */
	for (size_t i = 0; i < NELEM(marks); i++) {
		size_t at = str_find(look->plain, marks[i]);
		size_t end = at + marks[i].len;

		if (at == SIZE_MAX) continue;
		/* ".onion" and the like begin with one */
		if (end == look->plain.len || look->plain.at[end] == ' ') {
			return true;
		}
	}
	return false;
}

static bool has_other_digits(struct look *look, const struct rule *rule)
{
	str rest = look->plain;
	uint32_t point;

	(void)rule;
	if (!look->guide->tongues[look->tongue]->is_ours) return false;
	while (utf8_next(&rest, &point)) {
		if ((point >= 0x660 && point <= 0x669)
			|| (point >= 0x6F0 && point <= 0x6F9)) {
			return true;
		}
	}
	return false;
}

static bool spells(struct look *look, const struct rule *rule)
{
	struct spelling_reader reader = {.text = look->plain,
		.lang = lang_at(look), .kept = look->on->checker->kept};
	struct spelling found;

	for (size_t i = 0; i < SPELLINGS_MAX; i++) {
		str was, text;

		if (!spelling_next(&reader, &found)) break;
		was = str_first(str_from(look->plain, found.at), found.len);
		text = str_fmt(look->scratch,
			"spelling: \"%.*s\", perhaps \"%.*s\", at letter %zu",
			S_ARG(was), S_ARG(found.instead), 1 + utf8_count(
				str_first(look->plain, found.at)));
		look_report(look, rule, text);
	}
	return false;
}

/* -- words ---------------------------------------------------------------- */

/* [guide-check-2] Where it stands, and what to say; never the word. */
static void mark_report(struct look *look, const struct rule *rule,
	const struct bank_mark *mark)
{
	const struct bank *bank = &look->on->checker->bank;
	size_t at = 1 + utf8_count(str_first(look->plain, mark->at));
	str ours = S(""), text;

	if (mark->ours != SIZE_MAX) ours = bank->terms.at[mark->ours].text;
	text = str_fmt(look->scratch, "%sa word to avoid at letter %zu%s%.*s",
		mark->certain ? "" : "perhaps ", at,
		ours.len > 0 ? ", instead: " : "", S_ARG(ours));
	look_report(look, rule, text);
}

static bool hurts(struct look *look, const struct rule *rule)
{
	struct bank_marks marks = {0};

	bank_check_draft(look->scratch, look->on->checker->words,
		lang_at(look), look->plain, &marks);
	for (size_t i = 0; i < marks.count; i++) {
		mark_report(look, rule, &marks.at[i]);
	}
	return false;
}

static str plain_of(struct look *look, size_t tongue)
{
	struct span_list spans;
	struct buf out = {0};
	str plain = S("");

	if (inline_read(look->scratch, look->unit,
		look->unit->words[tongue].text, look->guide->tongues[tongue],
		&spans) == INLINE_FINE) {
		inline_plain(&spans, &out);
		plain = buf_take(&out, look->scratch);
	}
	buf_close(&out);
	return plain;
}

static bool is_harder(struct look *look, const struct rule *rule)
{
	const struct tongue *source = look->guide->tongues[0];
	struct readability here, there;

	(void)rule;
	if (look->tongue == 0 || lang_at(look) == TEXT_UND
		|| source->lang == TEXT_UND
		|| readable_count(look->plain) < COMPARED_WORDS) {
		return false;
	}
	here = readability_of(look->scratch, lang_at(look), look->plain);
	there = readability_of(look->scratch, source->lang,
		plain_of(look, 0));
	return there.words >= COMPARED_WORDS
		&& here.lix > there.lix + HARDER_POINTS;
}

#define GRAVE (KIND(WARNING) | KIND(DANGER))

static const struct rule rules[] = {
	{"stale-danger", REPORT_ERROR, GRAVE, is_stale,
		"the source of this warning has changed"},
	{"stale", REPORT_WARNING, KINDS_ALL & ~GRAVE, is_stale,
		"the source has changed"},
	{"letters", REPORT_ERROR, KINDS_ALL, has_wrong_letters,
		"words in the letters of another language"},
	{"short", REPORT_ERROR, KIND(SHORT), is_too_long,
		"a short of more than 200 letters"},
	{"picture-words", REPORT_ERROR, KIND(PICTURE), is_unspoken,
		"a picture without words that is not decorative"},
	{"link-gap", REPORT_ERROR, KINDS_ALL, leads_to_gap,
		"a link to a unit that this language leaves out"},
	{"composed", REPORT_WARNING, KINDS_ALL, is_not_composed,
		"letters as two signs, or marks in another order (not NFC)"},
	{"blanks", REPORT_WARNING, KINDS_ALL, has_blanks_around,
		"blanks at an end of the words"},
	{"picture-decorative", REPORT_WARNING, KIND(PICTURE),
		is_spoken_decoration, "words for a decorative picture"},
	{"address", REPORT_WARNING, KINDS_ALL, has_address,
		"a bare address in the words"},
	{"link-words", REPORT_WARNING, KINDS_ALL, has_empty_link,
		"link words that say nothing"},
	{"step", REPORT_WARNING, KIND(STEP), has_two_actions,
		"a step with more than one action"},
	{"spelling", REPORT_WARNING, KINDS_ALL, spells, ""},
	{"words", REPORT_WARNING, KINDS_ALL, hurts, ""},
	{"hedge", REPORT_ADVICE, KIND(STEP) | KIND(ITEM), is_hedged,
		"begin with the action"},
	{"step-first", REPORT_ADVICE, KIND(STEP), has_no_action_first,
		"a step that does not begin with what to do"},
	{"paragraph", REPORT_ADVICE, KIND(PARAGRAPH) | KIND(NOTE) | GRAVE,
		is_long_paragraph, "a paragraph of more than 60 words"},
	{"mark-blank", REPORT_ADVICE, KINDS_ALL, has_blank_before_mark,
		"a blank before a mark"},
	{"digits", REPORT_ADVICE, KINDS_ALL, has_other_digits,
		"digits that not every phone reads: write 0 to 9"},
	{"harder", REPORT_ADVICE, KINDS_ALL, is_harder,
		"more than 10 points harder to read than the source"},
};

static const struct rule cannot_be_read = {"marks", REPORT_ERROR, KINDS_ALL,
	NULL, ""};

bool check_words(struct look *look)
{
	struct buf out = {0};
	enum inline_fault fault = inline_read(look->scratch, look->unit,
		look->words->text, look->guide->tongues[look->tongue],
		&look->spans);

	if (fault != INLINE_FINE) {
		look_report(look, &cannot_be_read, inline_fault_text(fault));
		return false;
	}
	inline_plain(&look->spans, &out);
	look->plain = buf_take(&out, look->scratch);
	buf_close(&out);
	rules_run(look, rules, NELEM(rules));
	return true;
}
