/* Sheets of words in and out of a guide: see sheet.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/sheet.h"

#include "base/field.h"
#include "guide/line_reader.h"
#include "guide/script.h"
#include "text/normal.h"
#include "text/spelling.h"

#include <string.h>

enum { NOTE_BYTES_MAX = 4000 };

static const str states[WORDS_STATE_COUNT] = {
	[WORDS_EMPTY] = S_INIT(""),
	[WORDS_DRAFT] = S_INIT("draft"),
	[WORDS_DONE] = S_INIT("done"),
};

struct sheet sheet_of(struct arena *arena, const struct guide *guide,
	size_t tongue)
{
	struct sheet sheet = {.language = guide->tongues[tongue]->tag,
		.guide = guide->number};

	for (size_t i = 0; i < guide->units.count; i++) {
		const struct unit *unit = &guide->units.at[i];
		const struct words *words = &unit->words[tongue];
		struct sheet_row row = {.id = unit_id_str(&unit->id),
			.source = unit->words[0].text};

		if (words->state != WORDS_EMPTY && !words->is_derived) {
			row.words = words->text;
			row.note = words->note;
			row.unfinished = words->state != WORDS_DONE
				|| unit_is_stale(unit, tongue);
			row.state = str_fmt(arena, "%.*s %.*s",
				S_ARG(states[words->state]),
				(int)sizeof(words->seen.hex), words->seen.hex);
		}
		LIST_ADD(arena, &sheet.rows, row);
	}
	return sheet;
}

void sheet_slots_put(struct buf *out, const struct unit *unit)
{
	for (size_t i = 0; i < unit->slot_count; i++) {
		const struct slot *slot = &unit->slots[i];

		if (!slot_is_in_words(slot->kind)) continue;
		if (out->len > 0) buf_text(out, ", ");
		buf_put(out, slot->name);
		buf_text(out, " = ");
		buf_put(out, slot->value);
	}
}

/* -- a row into its unit -------------------------------------------------- */

struct landing {
	struct arena *arena;
	struct guide *guide;
	size_t tongue;
	str file;
	struct exchange *exchange;
	struct words *words;       /* as guide->units */
	bool *seen;                /* the unit had a row */
};

static void error(struct landing *l, size_t line, str text)
{
	exchange_say(l->exchange, l->file, line, EXCHANGE_ERROR, text);
}

/* What stood in the row's state when we wrote it. */
static bool state_read(str state, struct words *words)
{
	str name, seen;

	if (!str_cut(state, ' ', &name, &seen)
		|| !field_is_hex(seen, sizeof(words->seen.hex))) {
		return false;
	}
	if (str_eq(name, states[WORDS_DONE])) words->state = WORDS_DONE;
	else if (str_eq(name, states[WORDS_DRAFT])) words->state = WORDS_DRAFT;
	else return false;
	memcpy(words->seen.hex, seen.at, sizeof(words->seen.hex));
	return true;
}

/* What the translator saw: the source as the row has it. */
static unit_seen seen_of(const struct unit *unit, str source)
{
	struct unit as_seen = *unit;

	if (source.len > 0) as_seen.words[0].text = source;
	return unit_seen_now(&as_seen);
}

static bool seen_eq(unit_seen a, unit_seen b)
{
	return memcmp(a.hex, b.hex, sizeof(a.hex)) == 0;
}

/* Finished: done, by who saw the source of the row. Unfinished: as it was, but
 * no longer done where it is up to date. */
static void state_set(const struct unit *unit, const struct sheet_row *row,
	struct words *words)
{
	unit_seen saw = seen_of(unit, row->source);

	words->state = WORDS_DRAFT;
	words->seen = saw;
	if (!row->unfinished) {
		words->state = WORDS_DONE;
	} else if (state_read(row->state, words)) {
		if (seen_eq(words->seen, unit_seen_now(unit))) {
			words->state = WORDS_DRAFT;
		}
	}
}

static void spelling_look(struct landing *l, const struct sheet_row *row,
	str words)
{
	const struct tongue *tongue = l->guide->tongues[l->tongue];
	struct spelling_reader reader = {.text = words, .lang = tongue->lang};
	struct spelling found;
	size_t count = 0;

	if (!tongue->is_ours || !tongue->arabic_script) return;
	while (spelling_next(&reader, &found)) count++;
	if (count == 0) return;
	exchange_say(l->exchange, l->file, row->line, EXCHANGE_WARNING,
		str_fmt(l->exchange->arena, "spelling: another letter may be"
			" meant, places: %zu", count));
}

/* Slots, cells, controls, letters. */
static bool words_check(struct landing *l, const struct unit *unit,
	const struct sheet_row *row, const struct words *words)
{
	const struct tongue *tongue = l->guide->tongues[l->tongue];
	struct span_list spans = {0};
	enum inline_fault fault;
	bool stale = !seen_eq(words->seen, unit_seen_now(unit));

	if (words->text.len > UNIT_WORDS_BYTES_MAX) {
		error(l, row->line, S("too many words for one unit"));
		return false;
	}
	fault = inline_read(l->arena, unit, words->text, tongue, &spans);
	if (fault != INLINE_FINE && (!stale || fault == INLINE_CONTROL
			|| fault == INLINE_NOT_UTF8)) {
		error(l, row->line, inline_fault_text(fault));
		return false;
	}
	if (script_is_wrong(&spans, tongue)) {
		error(l, row->line, S("other letters than the language is"
			" written in"));
		return false;
	}
	return true;
}

static void note_take(struct landing *l, const struct sheet_row *row,
	struct words *words)
{
	if (row->note.len == 0) return;
	if (row->note.len > NOTE_BYTES_MAX || !line_is_text(row->note)) {
		exchange_say(l->exchange, l->file, row->line, EXCHANGE_WARNING,
			S("a note that is no line of text is left out"));
		return;
	}
	words->note = row->note;
}

static str composed(struct arena *arena, str text)
{
	struct buf out = buf_cap(2 * SHEET_BYTES_MAX);
	str kept;

	normal_compose(&out, text);
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

static size_t unit_find(const struct landing *l, const struct sheet_row *row)
{
	unit_id id;
	const struct unit *unit;

	if (!unit_id_read(row->id, &id)) return SIZE_MAX;
	unit = guide_unit(l->guide, id);
	return unit == NULL ? SIZE_MAX : (size_t)(unit - l->guide->units.at);
}

static void row_land(struct landing *l, const struct sheet_row *row)
{
	size_t at = unit_find(l, row);
	struct words words = {.line = 0};
	const struct unit *unit;

	if (at == SIZE_MAX) {
		error(l, row->line, S("a unit the guide does not have"));
		return;
	}
	if (l->seen[at]) {
		error(l, row->line, S("a unit that is here twice"));
		return;
	}
	l->seen[at] = true;
	if (str_trim(row->words).len == 0) return;
	unit = &l->guide->units.at[at];
	words.text = composed(l->arena, str_trim(row->words));
	words.note = l->words[at].note;
	words.missing = l->words[at].missing;
	note_take(l, row, &words);
	state_set(unit, row, &words);
	if (!words_check(l, unit, row, &words)) return;
	if (row->source.len > 0 && !str_eq(row->source, unit->words[0].text)) {
		exchange_say(l->exchange, l->file, row->line, EXCHANGE_WARNING,
			S("the source has changed since: the words are stale"));
	}
	spelling_look(l, row, words.text);
	words.line = (unsigned)row->line;
	l->words[at] = words;
}

bool sheet_land(struct arena *arena, const struct sheet *sheet,
	struct guide *guide, size_t tongue, struct exchange *exchange)
{
	struct landing l = {.arena = arena, .guide = guide, .tongue = tongue,
		.file = sheet->file, .exchange = exchange,
		.words = ARENA_ARRAY(arena, struct words, guide->units.count),
		.seen = ARENA_ARRAY(arena, bool, guide->units.count)};
	size_t errors = exchange->errors;

	must(tongue > 0 && tongue < guide->tongue_count);
	for (size_t i = 0; i < guide->units.count; i++) {
		l.words[i] = guide->units.at[i].words[tongue];
	}
	for (size_t i = 0; i < sheet->rows.count; i++) {
		row_land(&l, &sheet->rows.at[i]);
	}
	if (exchange->errors != errors) return false;
	for (size_t i = 0; i < guide->units.count; i++) {
		guide->units.at[i].words[tongue] = l.words[i];
	}
	return true;
}
