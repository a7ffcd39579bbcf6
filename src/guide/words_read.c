/* A language of a guide, and who has checked what: see guide_read.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/guide_read.h"

#include "base/field.h"
#include "base/num.h"
#include "guide/line_reader.h"
#include "model/pdate.h"
#include "text/transliterate.h"

#include <string.h>

enum { DAY_TEXT_LEN = 10, MONTH_TEXT_LEN = 7 };

struct reading {
	struct line_reader lines;
	struct arena *arena;
	struct guide *guide;
	const struct tongue *tongue;
	struct words *words;     /* as guide->units, until all of it is right */
	size_t next;             /* behind the unit that was found last */
};

static const struct { str name; enum words_state state; } states[] = {
	{S_INIT("draft"), WORDS_DRAFT},
	{S_INIT("done"), WORDS_DONE},
};

static const struct { str name; enum words_missing missing; } missings[] = {
	{S_INIT("hold"), MISSING_HOLD},
	{S_INIT("source"), MISSING_SOURCE},
	{S_INIT("leave"), MISSING_LEAVE},
};

bool day_read(str text, int64_t *ret_day)
{
	struct pdate date;
	int64_t first, last;

	if (text.len != DAY_TEXT_LEN || !pdate_read(text, &date)
		|| date.day == 0 || date.sure != PDATE_EXACT
		|| !pdate_days(&date, &first, &last)) {
		return false;
	}
	*ret_day = first;
	return true;
}

bool source_day_read(str text, int64_t *ret_day)
{
	struct pdate date;
	int64_t first, last;

	if (day_read(text, ret_day)) return true;
	if (text.len != MONTH_TEXT_LEN || !pdate_read(text, &date)
		|| date.month == 0 || date.sure != PDATE_EXACT
		|| !pdate_days(&date, &first, &last)) {
		return false;
	}
	*ret_day = first;
	return true;
}

/* -- words ---------------------------------------------------------------- */

/* Files keep the order of the guide: mostly it is the next one. */
static const struct unit *unit_find(struct reading *r, unit_id id)
{
	const struct unit_list *units = &r->guide->units;
	const struct unit *unit = r->next < units->count
		&& unit_id_eq(units->at[r->next].id, id)
		? &units->at[r->next] : guide_unit(r->guide, id);

	if (unit != NULL) r->next = (size_t)(unit - units->at) + 1;
	return unit;
}

/* The words of the unit with that id; NULL and a fault when there is none
 * [guide-read-1], or when they are there already. */
static struct words *words_of(struct reading *r, str text)
{
	const struct unit *unit = NULL;
	struct words *words;
	unit_id id;

	if (unit_id_read(text, &id)) unit = unit_find(r, id);
	if (unit == NULL) {
		(void)line_fault(&r->lines, S("a unit the guide does not have"));
		return NULL;
	}
	words = &r->words[unit - r->guide->units.at];
	if (words->line == 0) return words;
	(void)line_fault(&r->lines, S("a unit that is there already"));
	return NULL;
}

static bool missing_read(struct reading *r, str line)
{
	struct words *words;
	str id, how;

	if (!str_cut(line, ' ', &id, &how)) {
		return line_fault(&r->lines, S("no decision"));
	}
	words = words_of(r, id);
	if (words == NULL) return false;
	for (size_t i = 0; i < NELEM(missings); i++) {
		if (!str_eq(missings[i].name, how)) continue;
		words->missing = missings[i].missing;
		words->line = r->lines.number;
		return true;
	}
	return line_fault(&r->lines, S("no decision"));
}

static bool state_read(struct reading *r, str name, struct words *words)
{
	for (size_t i = 0; i < NELEM(states); i++) {
		if (!str_eq(states[i].name, name)) continue;
		words->state = states[i].state;
		return true;
	}
	return line_fault(&r->lines, S("no state of words"));
}

static bool block_read(struct reading *r)
{
	struct words *words;
	str line = S(""), id, rest, state, seen;

	if (line_value_if(&r->lines, S("missing"), &line)) {
		return missing_read(r, line);
	}
	if (!line_next(&r->lines, &line)) return false;
	if (!str_cut(line, ' ', &id, &rest)
		|| !str_cut(rest, ' ', &state, &seen)
		|| !field_is_hex(seen, sizeof(words->seen.hex))) {
		return line_fault(&r->lines, S("not ID STATE SEEN"));
	}
	words = words_of(r, id);
	if (words == NULL || !state_read(r, state, words)) return false;
	memcpy(words->seen.hex, seen.at, sizeof(words->seen.hex));
	if (!line_value(&r->lines, S("words"), &words->text)) return false;
	if (words->text.len == 0 || words->text.len > UNIT_WORDS_BYTES_MAX) {
		return line_fault(&r->lines, S("no words, or too many"));
	}
	words->line = r->lines.number;
	(void)!line_value_if(&r->lines, S("note"), &words->note);
	return true;
}

static bool language_read(struct reading *r)
{
	str value;

	if (!line_is(&r->lines, S("bothy-words 1"))) {
		return line_fault(&r->lines, S("no words of this kind"));
	}
	if (!line_value(&r->lines, S("language"), &value)) return false;
	r->tongue = tongue_find(value);
	if (r->tongue == NULL) {
		return line_fault(&r->lines, S("a language we do not know"));
	}
	if (r->tongue == r->guide->tongues[0]) {
		return line_fault(&r->lines, S("the language of the source"));
	}
	while (line_blank_if(&r->lines)) {
		if (!block_read(r)) return false;
	}
	return line_end(&r->lines);
}

bool words_read(struct arena *arena, str file, struct guide *guide,
	struct read_fault *ret_fault)
{
	struct reading r = {.lines = {.rest = file}, .arena = arena,
		.guide = guide, .words = ARENA_ARRAY(arena, struct words,
			guide->units.count)};
	bool right = line_reader_open(&r.lines) && language_read(&r);
	size_t tongue = 0;

	if (right && !guide_tongue_add(guide, r.tongue, &tongue)) {
		right = line_fault(&r.lines, S("too many languages"));
	}
	for (size_t i = 0; right && i < guide->units.count; i++) {
		guide->units.at[i].words[tongue] = r.words[i];
	}
	if (!right) *ret_fault = r.lines.fault;
	return right;
}

/* Marks and names of slots are ASCII, but so are Kurmanji's letters: only what
 * is shown is written in Arabic letters. */
static str words_in_arabic(struct arena *arena, str words)
{
	struct buf out = {0};
	str kept;

	while (words.len > 0) {
		size_t slot = 0;

		while (slot < words.len && words.at[slot] != '{'
			&& !str_starts(str_from(words, slot), S("]("))) {
			bool escapes = words.at[slot] == '\\';

			slot += escapes && slot + 1 < words.len ? 2 : 1;
		}
		transliterate(&out, str_first(words, slot));
		words = str_from(words, slot);
		slot = 0;
		while (slot < words.len && words.at[slot] != '}'
			&& words.at[slot] != ')') {
			slot++;
		}
		buf_put(&out, str_first(words, slot + 1));
		words = str_from(words, slot + 1);
	}
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

void words_transliterate(struct arena *arena, struct guide *guide)
{
	size_t latin, arabic;

	if (!guide_tongue(guide, S("kmr"), &latin) || latin == 0
		|| !guide_tongue_add(guide, tongue_of(LOCALE_KMR_ARAB),
			&arabic)) {
		return;
	}
	for (size_t i = 0; i < guide->units.count; i++) {
		struct words *words = guide->units.at[i].words;

		if (words[arabic].line != 0) continue;
		words[arabic] = words[latin];
		words[arabic].text = words_in_arabic(arena,
			words[latin].text);
		words[arabic].is_derived = true;
	}
}

/* -- signatures ----------------------------------------------------------- */

static bool sign_read(struct reading *r, str line)
{
	struct sign sign = {0};
	str tag, role, checked, until, seen;

	if (!str_cut(line, ' ', &tag, &line)
		|| !guide_tongue(r->guide, tag, &sign.tongue)) {
		return line_fault(&r->lines, S("a language the guide does not "
			"have"));
	}
	if (!str_cut(line, ' ', &role, &line)
		|| !sign_role_read(role, &sign.role)) {
		return line_fault(&r->lines, S("no such role"));
	}
	if (!str_cut(line, ' ', &checked, &line)
		|| !day_read(checked, &sign.checked_day)
		|| !str_cut(line, ' ', &until, &line)
		|| !day_read(until, &sign.until_day)
		|| sign.until_day < sign.checked_day) {
		return line_fault(&r->lines, S("no two dates in order"));
	}
	if (!str_cut(line, ' ', &seen, &sign.against)
		|| !field_is_hex(seen, sizeof(sign.hash.hex))) {
		return line_fault(&r->lines, S("no hash of what was signed"));
	}
	if (!line_is_text(sign.against)
		|| sign.against.len > SIGN_AGAINST_MAX) {
		return line_fault(&r->lines, S("not said against what it was "
			"checked"));
	}
	memcpy(sign.hash.hex, seen.at, sizeof(sign.hash.hex));
	LIST_ADD(r->arena, &r->guide->signs, sign);
	return true;
}

bool signs_read(struct arena *arena, str file, struct guide *guide,
	struct read_fault *ret_fault)
{
	struct reading r = {.lines = {.rest = file}, .arena = arena,
		.guide = guide};
	struct sign_list before = guide->signs;
	bool right = line_reader_open(&r.lines);
	str line;

	if (right && !line_is(&r.lines, S("bothy-signs 1"))) {
		right = line_fault(&r.lines, S("no signatures of this kind"));
	}
	right = right && line_blank(&r.lines);
	while (right && r.lines.rest.len > 0) {
		right = line_next(&r.lines, &line) && sign_read(&r, line);
	}
	if (right) return true;
	guide->signs = before;
	*ret_fault = r.lines.fault;
	return false;
}
