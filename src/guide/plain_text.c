/* A guide as plain text: see plain_text.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/plain_text.h"

#include "guide/guide_read.h"
#include "guide/plain.h"
#include "guide/text_lines.h"
#include "text/html.h"

struct writer {
	struct arena *arena;
	const struct checked *checked;
	const struct edition *edition;
	struct text_lines lines;
	unsigned counts[UNIT_LEVEL_MAX]; /* of steps, by level */
	const struct checked_unit *head; /* first row of the open table */
	enum unit_kind last;
	bool after_apart;                /* only its full stop may follow */
};

static enum locale locale_of(const struct writer *w)
{
	return w->checked->tongue->locale;
}

static void line_put(struct writer *w, str text)
{
	text_lines_put(&w->lines, text);
	text_lines_end(&w->lines);
}

static void gap(struct writer *w)
{
	text_lines_end(&w->lines);
	buf_byte(w->lines.out, '\n');
}

static void rule(struct writer *w, size_t width, char sign)
{
	text_lines_end(&w->lines);
	for (size_t i = 0; i < width && i < PLAIN_TEXT_COLUMNS; i++) {
		buf_byte(w->lines.out, sign);
	}
	buf_byte(w->lines.out, '\n');
}

/* -- words ---------------------------------------------------------------- */

/* A number alone keeps its order in any text; letters, and groups of digits,
 * do not [plain_text-2]. */
static bool turns_around(str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if ((c < '0' || c > '9') && c != '.' && c != ',' && c != '%') {
			return true;
		}
	}
	return false;
}

static void apart(struct writer *w, str text)
{
	text_lines_break(&w->lines);
	text_lines_whole(&w->lines, text);
	w->after_apart = true;
}

static size_t stop_len(str text)
{
	static const str stops[] = {S_INIT("."), S_INIT(","), S_INIT(":"),
		S_INIT(";"), S_INIT("!"), S_INIT("?"), S_INIT(")"),
		S_INIT("،"), S_INIT("؛"), S_INIT("؟")};

	for (size_t i = 0; i < NELEM(stops); i++) {
		if (str_starts(text, stops[i])) return stops[i].len;
	}
	return 0;
}

/* Ends the line of what stood apart, with the stop that belongs to it. */
static str apart_end(struct writer *w, str text)
{
	size_t len = stop_len(text);

	if (!w->after_apart) return text;
	w->after_apart = false;
	if (len > 0) text_lines_whole(&w->lines, str_first(text, len));
	text_lines_break(&w->lines);
	return str_from(text, len);
}

/* The number of a guide stands behind the words that lead to it. */
static void guide_put(struct writer *w, const struct slot *slot)
{
	if (slot->kind != SLOT_LINK ||
		!str_starts(slot->value, S("guide:"))) {
		return;
	}
	text_lines_put(&w->lines, str_fmt(w->arena, " (%.*s)",
		S_ARG(str_from(slot->value, 6))));
}

/* Where the links of a block lead, for who cannot follow them. */
static void addresses_put(struct writer *w, const struct unit *unit)
{
	for (size_t i = 0; i < unit->slot_count; i++) {
		const struct slot *slot = &unit->slots[i];

		if (slot->kind != SLOT_LINK ||
			!html_url_is_allowed(slot->value)) {
			continue;
		}
		apart(w, slot->value);
	}
	w->after_apart = false;
}

static void span_put(struct writer *w, const struct span *span,
	const struct tongue *tongue)
{
	str text = apart_end(w, span->text);
	str date = span->slot != NULL && span->slot->kind == SLOT_DATE
		? plain_source(w->arena, span->slot->value) : S("");

	if (date.len > 0) {
		text_lines_whole(&w->lines, date);
		return;
	}
	if (span->isolate && tongue->rtl && turns_around(text)) {
		apart(w, text);
	} else if (span->nowrap) {
		text_lines_whole(&w->lines, text);
	} else {
		text_lines_put(&w->lines, text);
	}
}

static void mark_put(struct writer *w, const struct checked_unit *unit)
{
	w->after_apart = false;
	if (unit->is_stale) {
		text_lines_break(&w->lines);
		text_lines_put(&w->lines, tr(locale_of(w),
			TR("This part is being renewed.")));
	}
	if (unit->tongue != w->checked->tongue) {
		text_lines_break(&w->lines);
		text_lines_put(&w->lines, tr(locale_of(w),
			TR("Not translated yet, shown in another language:")));
		text_lines_put(&w->lines, S(" "));
		text_lines_put(&w->lines, unit->tongue->own_name);
	}
}

/* The spans of one cell, or of all when the unit is no row. */
static void spans_put(struct writer *w, const struct checked_unit *unit,
	unsigned cell)
{
	const struct span_list *spans = &unit->spans;

	for (size_t i = 0; i < spans->count; i++) {
		const struct span *span = &spans->at[i];
		bool ends = i + 1 == spans->count ||
			spans->at[i + 1].slot != span->slot;

		if (span->cell != cell) continue;
		span_put(w, span, unit->tongue);
		if (ends && span->slot != NULL) guide_put(w, span->slot);
	}
}

/* A block: a sign before it, its words hanging behind the sign. */
static void block_put(struct writer *w, str before, unsigned level,
	const struct checked_unit *unit)
{
	size_t margin = level > 1 ? (level - 1) * 3 : 0;

	for (size_t i = 0; i < margin; i++) buf_byte(w->lines.out, ' ');
	buf_put(w->lines.out, before);
	w->lines.column = margin + text_lines_width(before);
	w->lines.indent = w->lines.column;
	spans_put(w, unit, 0);
	addresses_put(w, unit->unit);
	mark_put(w, unit);
	text_lines_end(&w->lines);
}

/* -- units ---------------------------------------------------------------- */

static void heading_put(struct writer *w, const struct checked_unit *unit)
{
	struct buf plain = {0};

	inline_plain(&unit->spans, &plain);
	gap(w);
	block_put(w, S(""), 1, unit);
	rule(w, text_lines_width(buf_str(&plain)),
		unit->unit->kind == UNIT_TITLE ? '=' : '-');
	buf_close(&plain);
}

static void step_put(struct writer *w, const struct checked_unit *unit)
{
	unsigned level = unit->unit->level;

	w->counts[level - 1]++;
	for (unsigned i = level; i < UNIT_LEVEL_MAX; i++) w->counts[i] = 0;
	block_put(w, str_fmt(w->arena, "%u. ", w->counts[level - 1]), level,
		unit);
}

/* The first row names the cells of all others. */
static void row_put(struct writer *w, const struct checked_unit *unit)
{
	if (w->last != UNIT_ROW || w->head->unit->cells != unit->unit->cells) {
		w->head = unit;
		gap(w);
		return;
	}
	for (unsigned cell = 0; cell < unit->unit->cells; cell++) {
		w->lines.indent = cell == 0 ? 0 : 3;
		if (cell > 0) {
			buf_text(w->lines.out, "   ");
			w->lines.column = 3;
		}
		spans_put(w, w->head, cell);
		text_lines_put(&w->lines, S(": "));
		spans_put(w, unit, cell);
		if (cell + 1 == unit->unit->cells) {
			addresses_put(w, unit->unit);
			mark_put(w, unit);
		}
		text_lines_end(&w->lines);
	}
}

static void label_put(struct writer *w, const struct checked_unit *unit,
	str label)
{
	if (w->last != unit->unit->kind) {
		gap(w);
		line_put(w, label);
	}
}

static void unit_put(struct writer *w, const struct checked_unit *unit)
{
	enum locale locale = locale_of(w);

	switch (unit->unit->kind) {
	case UNIT_TITLE: break;
	case UNIT_SECTION: heading_put(w, unit); break;
	case UNIT_PARAGRAPH:
	case UNIT_NOTE:
	case UNIT_QUESTION:
		gap(w);
		block_put(w, S(""), 1, unit);
		break;
	case UNIT_WARNING:
		gap(w);
		line_put(w, tr(locale, TR("Careful:")));
		block_put(w, S("! "), 1, unit);
		break;
	case UNIT_DANGER:
		label_put(w, unit, tr(locale, TR("Danger signs")));
		block_put(w, S("!! "), 1, unit);
		break;
	case UNIT_SHORT:
		label_put(w, unit, tr(locale, TR("In short")));
		block_put(w, S("* "), 1, unit);
		break;
	case UNIT_SOURCE:
		label_put(w, unit, tr(locale, TR("Sources")));
		block_put(w, S("- "), 1, unit);
		break;
	case UNIT_STEP: step_put(w, unit); break;
	case UNIT_ITEM:
	case UNIT_CHOICE:
		block_put(w, S("- "), unit->unit->level, unit);
		break;
	case UNIT_ROW: row_put(w, unit); break;
	case UNIT_PICTURE:
		if (unit->spans.count > 0) block_put(w, S("# "), 1, unit);
		break;
	case UNIT_KIND_COUNT: break;
	}
}

/* Numbers of steps go on behind what only interrupts them. */
static void counts_reset(struct writer *w, enum unit_kind kind)
{
	if (kind == UNIT_STEP || kind == UNIT_NOTE || kind == UNIT_WARNING ||
		kind == UNIT_PICTURE || kind == UNIT_ITEM) {
		return;
	}
	for (size_t i = 0; i < UNIT_LEVEL_MAX; i++) w->counts[i] = 0;
}

/* -- around --------------------------------------------------------------- */

static void filled_put(struct writer *w, str text, str hole, str value)
{
	line_put(w, tr_fill(w->arena, text, hole, value));
}

static void top_put(struct writer *w)
{
	const struct edition *edition = w->edition;
	enum locale locale = locale_of(w);
	str release = str_fmt(w->arena, "%u", edition->release);
	str date = plain_date(w->arena, edition->day);

	if (!edition->quiet) line_put(w, edition_name(edition,
		w->checked->tongue));
	if (edition->demonstration) {
		line_put(w, tr(locale, TR("This is a demonstration. The"
			" organisation, its people and everything in it are"
			" invented.")));
	}
	if (edition->release == 0) line_put(w, tr(locale, TR("A draft")));
	else filled_put(w, tr_fill(w->arena, tr(locale,
		TR("Release {number}, {date}")), S("number"), release),
		S("date"), date);
	if (edition->expires_day > 0) {
		filled_put(w, tr(locale, TR("Do not trust this after {date}."
			" Look for a newer one.")), S("date"),
			plain_date(w->arena, edition->expires_day));
	}
}

static void state_put(struct writer *w)
{
	enum locale locale = locale_of(w);

	if (w->checked->is_draft) {
		gap(w);
		line_put(w, tr(locale, TR("This is a draft. It has not been"
			" checked yet: do not rely on it alone.")));
	}
	if (w->checked->is_overdue) {
		gap(w);
		line_put(w, tr(locale, TR("This should have been checked again"
			" by now. Some of it may be old.")));
	}
}

static void checks_put(struct writer *w)
{
	static const char *const who[SIGN_ROLE_COUNT] = {
		[ROLE_LANGUAGE] = TR("A native speaker, {month}"),
		[ROLE_MEDICINE] = TR("A doctor, {month}"),
		[ROLE_SECURITY] = TR("A security trainer, {month}"),
	};
	const struct checked *checked = w->checked;
	enum locale locale = locale_of(w);

	gap(w);
	line_put(w, tr(locale, TR("Who has checked this")));
	for (size_t i = 0; i < checked->sign_count; i++) {
		text_lines_put(&w->lines, S("- "));
		filled_put(w, tr(locale, who[checked->signs[i].role]),
			S("month"), plain_month(w->arena,
				checked->signs[i].checked_day));
	}
	if (checked->is_draft) {
		text_lines_put(&w->lines, S("- "));
		line_put(w, tr(locale, TR("Not everybody who has to check this"
			" has done so yet.")));
	}
	if (checked->check_again_day > 0) {
		text_lines_put(&w->lines, S("- "));
		filled_put(w, tr(locale, TR("To be checked again by {date}")),
			S("date"), plain_date(w->arena,
				checked->check_again_day));
	}
}

static void places_put(struct writer *w)
{
	const struct edition *edition = w->edition;

	if (edition->onion.len == 0 && edition->where_count == 0) return;
	gap(w);
	line_put(w, tr(locale_of(w), TR("Where else these guides are")));
	if (edition->onion.len > 0) {
		text_lines_whole(&w->lines, edition->onion);
		text_lines_end(&w->lines);
	}
	for (size_t i = 0; i < edition->where_count; i++) {
		text_lines_whole(&w->lines, edition->where[i]);
		text_lines_end(&w->lines);
	}
}

static void gone_put(struct writer *w)
{
	gap(w);
	line_put(w, w->checked->title);
	line_put(w, tr(locale_of(w), TR("This guide was taken back. Please do"
		" not use it any more, and do not pass it on.")));
	line_put(w, w->checked->withdrawn);
}

void plain_text_write(struct arena *arena, const struct checked *checked,
	const struct edition *edition, struct buf *out)
{
	struct writer w = {.arena = arena, .checked = checked,
		.edition = edition, .last = UNIT_TITLE,
		.lines = {.out = out, .columns = PLAIN_TEXT_COLUMNS}};

	top_put(&w);
	if (checked->withdrawn.len > 0) {
		gone_put(&w);
		return;
	}
	heading_put(&w, &checked->units[0]);
	state_put(&w);
	for (size_t i = 1; i < checked->unit_count; i++) {
		counts_reset(&w, checked->units[i].unit->kind);
		if (checked->units[i].unit->kind != w.last && (w.last ==
			UNIT_STEP || w.last == UNIT_ITEM || w.last == UNIT_ROW ||
			w.last == UNIT_CHOICE)) {
			text_lines_end(&w.lines);
		}
		unit_put(&w, &checked->units[i]);
		w.last = checked->units[i].unit->kind;
	}
	checks_put(&w);
	places_put(&w);
}
