/* What may be saved: see guide_gate.h. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_gate.h"

#include "base/tr_mark.h"
#include "guide/guide_read.h"
#include "guide/sms.h"
#include "text/gram.h"
#include "text/html.h"

enum { GATE_ARENA_BYTES = 8 << 20, SLOT_NAME_MAX = 12,
	/* Names and brands: that many words of another script are fine. */
	FOREIGN_WORDS_MAX = 3 };

static const char *const inline_words[INLINE_FAULT_COUNT] = {
	[INLINE_NOT_UTF8] = TR("These are no letters."),
	[INLINE_UNCLOSED] = TR("A mark is opened and not closed."),
	[INLINE_NESTED] = TR("A mark stands inside itself."),
	[INLINE_SLOT_UNKNOWN] = TR("There is a slot that the unit does not "
		"have. Use the names that stand beside the source."),
	[INLINE_SLOT_KIND] = TR("A slot is written in the wrong way: its name in "
		"braces for what must not change, [words](name) for links and "
		"terms."),
	[INLINE_SLOT_TWICE] = TR("A slot stands there twice."),
	[INLINE_SLOT_MISSING] = TR("A slot is missing. Each stands in the words "
		"exactly once."),
	[INLINE_CONTROL] = TR("There is an invisible sign that turns text "
		"around."),
	[INLINE_CELLS] = TR("The row has another number of cells. They are "
		"divided by a bar with a blank on each side."),
	[INLINE_TOO_MANY] = TR("It is too much for one unit."),
	[INLINE_EMPTY] = TR("There are no words."),
};

/* Most words are of another script than the language's. */
static bool is_other_script(const struct span_list *spans,
	const struct tongue *tongue)
{
	size_t counts[GRAM_SCRIPT_COUNT] = {0}, own, other;
	struct gram_word word;

	for (size_t i = 0; i < spans->count; i++) {
		struct gram_reader reader = {.rest = spans->at[i].text};
		const struct slot *slot = spans->at[i].slot;

		if (slot != NULL && slot->kind == SLOT_LITERAL) continue;
		while (gram_word_next(&reader, &word)) counts[word.script]++;
	}
	own = counts[tongue->arabic_script ? GRAM_ARAB : GRAM_LATN];
	other = counts[tongue->arabic_script ? GRAM_LATN : GRAM_ARAB];
	return other > own && other > FOREIGN_WORDS_MAX;
}

static const char *spans_gate(struct arena *arena, const struct unit *unit,
	const struct tongue *tongue, str words)
{
	struct span_list spans = {0};
	enum inline_fault fault = inline_read(arena, unit, words, tongue,
		&spans);
	struct buf plain = {0};
	bool too_long;

	if (fault != INLINE_FINE) return inline_words[fault];
	inline_plain(&spans, &plain);
	too_long = unit->kind == UNIT_SHORT &&
		sms_units(buf_str(&plain)) > SHORT_LETTERS_MAX;
	buf_close(&plain);
	if (too_long) {
		return TR("A short has at most 200 letters: three SMS.");
	}
	/* Only ours: of others we do not know every letter they use. */
	return tongue->is_ours && tongue->lang != TEXT_UND &&
		is_other_script(&spans, tongue)
		? TR("These words are in the letters of another language.")
		: NULL;
}

const char *guide_gate(const struct unit *unit, const struct tongue *tongue,
	str words)
{
	struct arena *arena;
	const char *why;

	if (words.len == 0) return NULL;
	if (words.len > UNIT_WORDS_BYTES_MAX) {
		return inline_words[INLINE_TOO_MANY];
	}
	if (str_find_byte(words, '\n') != SIZE_MAX) {
		return TR("The words of a unit are one line. Make two units of "
			"two paragraphs.");
	}
	arena = arena_open(GATE_ARENA_BYTES);
	why = spans_gate(arena, unit, tongue, words);
	arena_close(&arena);
	return why;
}

/* -- structure ------------------------------------------------------------ */

static bool is_name(str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		bool letter = c >= 'a' && c <= 'z';

		if (!letter && (i == 0 || (c != '-' && (c < '0' || c > '9')))) {
			return false;
		}
	}
	return name.len > 0 && name.len <= SLOT_NAME_MAX;
}

/* Where a link may lead (doc/guides.md 3). */
static bool leads(str to)
{
	return str_starts(to, S("guide:")) || str_starts(to, S("unit:")) ||
		str_starts(to, S("http://")) || html_url_is_allowed(to);
}

static const char *slot_gate(const struct unit *unit, const struct slot *slot)
{
	int64_t day;

	if (!is_name(slot->name)) {
		return TR("A slot needs a name of small letters, at most "
			"twelve.");
	}
	if (unit_slot(unit, slot->name) != NULL) {
		return TR("Two slots have the same name.");
	}
	if ((slot->value.len == 0) != (slot->kind == SLOT_DECORATIVE)) {
		return TR("A slot has no value.");
	}
	if (slot->kind == SLOT_DATE && !source_day_read(slot->value, &day)) {
		return TR("A date is written like 2026-11-25.");
	}
	if (slot->kind == SLOT_LINK && !leads(slot->value)) {
		return TR("A link leads to an https or onion address, to "
			"guide:3, or to unit:abcdef.");
	}
	return NULL;
}

const char *guide_slots_read(struct arena *arena, str lines, struct unit *unit)
{
	str line;

	unit->slots = ARENA_ARRAY(arena, struct slot, GUIDE_SLOTS_MAX);
	unit->slot_count = 0;
	while (str_line(&lines, &line)) {
		struct slot slot = {.value = S("")};
		str kind = S("");
		const char *why;

		line = str_trim(line);
		if (line.len == 0) continue;
		if (!str_cut(line, ' ', &slot.name, &kind)) slot.name = line;
		(void)!str_cut(kind, ' ', &kind, &slot.value);
		if (!slot_kind_read(kind, &slot.kind)) {
			return TR("A slot is a name, a kind (link, term, "
				"literal, date, picture, decorative) and a "
				"value.");
		}
		why = slot_gate(unit, &slot);
		if (why != NULL) return why;
		if (unit->slot_count == GUIDE_SLOTS_MAX) {
			return inline_words[INLINE_TOO_MANY];
		}
		unit->slots[unit->slot_count++] = slot;
	}
	return NULL;
}

const char *guide_gate_unit(const struct unit *unit,
	const struct tongue *source)
{
	bool decorative = false;

	for (size_t i = 0; i < unit->slot_count; i++) {
		decorative = decorative ||
			unit->slots[i].kind == SLOT_DECORATIVE;
	}
	if (unit->words[0].text.len == 0) {
		return unit->kind == UNIT_PICTURE && decorative ? NULL
			: TR("A unit needs words. A picture without them is "
				"marked decorative.");
	}
	return guide_gate(unit, source, unit->words[0].text);
}
