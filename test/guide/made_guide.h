/* Guides made by chance, the same for the same number: every kind of unit and
 * slot, several languages, some words empty, drafted or left out. What is made
 * keeps the rules of doc/guides.md, so what refuses it is wrong.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_GUIDE_MADE_GUIDE_H
#define TEST_GUIDE_MADE_GUIDE_H

#include "guide/guide.h"

struct chance { uint64_t state; };

static inline unsigned chance_next(struct chance *chance, unsigned below)
{
	chance->state = chance->state * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(chance->state >> 33) % below;
}

static const char *const made_words[][8] = {
	{"call", "first", "water", "Tor", "door \\*", "**stop**", "wait", "*now*"},
	{"اتصل", "أولا", "ماء", "Tor", "باب \\*", "**قف**", "انتظر", "*الآن*"},
	{"پەیوەندی", "یەکەم", "ئاو", "Tor", "دەرگا \\*", "**بوەستە**", "چاوەڕێ", "*ئێستا*"},
	{"telefon", "pêşî", "av", "Tor", "derî \\*", "**raweste**", "bisekine", "*niha*"},
};

static inline void made_slot_use(const struct slot *slot, const char *word,
	struct buf *out)
{
	if (slot->kind == SLOT_LINK || slot->kind == SLOT_TERM) {
		buf_byte(out, '[');
		buf_text(out, word);
		buf_text(out, "](");
	} else {
		buf_byte(out, '{');
	}
	buf_put(out, slot->name);
	buf_byte(out, slot->kind == SLOT_LINK || slot->kind == SLOT_TERM
		? ')' : '}');
}

/* Words that fit the unit, in the language of that number. */
static inline str made_text(struct arena *arena, struct chance *chance,
	const struct unit *unit, size_t lang)
{
	struct buf out = {0};
	str text;

	for (unsigned cell = 0; cell < unit->cells; cell++) {
		if (cell > 0) buf_text(&out, " | ");
		buf_text(&out, made_words[lang][chance_next(chance, 8)]);
		for (unsigned i = chance_next(chance, 4); i > 0; i--) {
			buf_byte(&out, ' ');
			buf_text(&out, made_words[lang][chance_next(chance, 8)]);
		}
	}
	for (size_t i = 0; i < unit->slot_count; i++) {
		if (!slot_is_in_words(unit->slots[i].kind)) continue;
		buf_byte(&out, ' ');
		made_slot_use(&unit->slots[i],
			made_words[lang][chance_next(chance, 3)], &out);
	}
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

static inline void made_slots(struct arena *arena, struct chance *chance,
	struct unit *unit)
{
	static const struct slot kinds[] = {
		{S_INIT("link"), SLOT_LINK, S_INIT("https://example.org/a b")},
		{S_INIT("term-2"), SLOT_TERM, S_INIT("consent")},
		{S_INIT("call"), SLOT_LITERAL, S_INIT("0770 123 45")},
		{S_INIT("seen"), SLOT_DATE, S_INIT("2026-02-28")},
	};

	unit->slots = ARENA_ARRAY(arena, struct slot, 5);
	if (unit->kind == UNIT_PICTURE) {
		unit->slots[unit->slot_count++] = (struct slot){S("picture"),
			SLOT_PICTURE, S("door.png")};
		if (chance_next(chance, 2) == 0) {
			unit->slots[unit->slot_count++] = (struct slot){
				S("decorative"), SLOT_DECORATIVE, S("")};
		}
		return;
	}
	for (size_t i = 0; i < NELEM(kinds); i++) {
		if (chance_next(chance, 3) > 0) continue;
		unit->slots[unit->slot_count++] = kinds[i];
	}
}

static inline bool made_has_level(enum unit_kind kind)
{
	return kind == UNIT_SECTION || kind == UNIT_STEP || kind == UNIT_ITEM;
}

static inline struct unit made_unit(struct arena *arena, struct chance *chance,
	size_t number)
{
	struct unit unit = {.cells = 1};

	for (size_t i = 0, rest = number; i < UNIT_ID_LETTERS; i++, rest /= 26) {
		unit.id.letters[i] = (char)('a' + rest % 26);
	}
	unit.kind = number == 0 ? UNIT_TITLE
		: (enum unit_kind)(1 + chance_next(chance, UNIT_KIND_COUNT - 1));
	if (made_has_level(unit.kind)) unit.level = 1 + chance_next(chance, 3);
	if (unit.kind == UNIT_ROW) unit.cells = 1 + chance_next(chance, 4);
	made_slots(arena, chance, &unit);
	unit.words[0].text = made_text(arena, chance, &unit, 0);
	unit.words[0].state = WORDS_DONE;
	return unit;
}

static inline void made_translate(struct arena *arena, struct chance *chance,
	struct unit *unit, size_t tongue)
{
	struct words *words = &unit->words[tongue];

	if (chance_next(chance, 8) == 0) {
		words->missing = (enum words_missing)chance_next(chance,
			MISSING_COUNT);
		return;
	}
	words->text = made_text(arena, chance, unit, tongue);
	words->state = chance_next(chance, 4) == 0 ? WORDS_DRAFT : WORDS_DONE;
	words->seen = unit_seen_now(unit);
	if (chance_next(chance, 5) == 0) words->note = S("a remark");
}

/* Source English; Arabic, Sorani, Kurmanji, each true to it. */
static inline struct guide made_guide(struct arena *arena, uint64_t number,
	size_t units)
{
	static const char *const tags[] = {"en", "ar", "ckb", "kmr"};
	struct chance chance = {number * 2654435761U + 1};
	struct guide guide = {.number = 1 + (unsigned)number % 900,
		.check_days = 1 + chance_next(&chance, 400)};

	guide.demands[ROLE_MEDICINE] = chance_next(&chance, 2) == 0;
	guide.demands[ROLE_SECURITY] = chance_next(&chance, 2) == 0;
	for (size_t i = 0; i < NELEM(tags); i++) {
		guide.tongues[guide.tongue_count++] =
			tongue_find(str_of(tags[i]));
	}
	for (size_t i = 0; i < units; i++) {
		struct unit unit = made_unit(arena, &chance, i);

		for (size_t j = 1; j < guide.tongue_count; j++) {
			made_translate(arena, &chance, &unit, j);
		}
		LIST_ADD(arena, &guide.units, unit);
	}
	return guide;
}

#endif
