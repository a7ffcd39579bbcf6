/* XLIFF into a sheet: see xliff.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/xliff.h"

#include "base/num.h"

enum place { PLACE_NONE, PLACE_SOURCE, PLACE_TARGET, PLACE_NOTE, PLACE_COUNT };

struct reader {
	struct arena *arena;
	struct exchange_reading in;
	struct sheet sheet;
	struct sheet_row row;
	struct buf text;
	str note_from;
	enum place place;
	unsigned depth, place_depth, skip_depth;
	bool in_unit, had_inline;
	bool had[PLACE_COUNT];       /* in this trans-unit */
	bool approved;               /* it does not say that it is not */
};

str xliff_attribute(const struct xml_event *event, str name)
{
	for (size_t i = 0; i < event->attribute_count; i++) {
		if (str_eq(event->attributes[i].name, name)) {
			return event->attributes[i].value;
		}
	}
	return S("");
}

static void root_check(struct reader *r, const struct xml_event *event)
{
	if (!str_eq(event->name, S("xliff"))) {
		exchange_refuse(&r->in, "this is XML, but no XLIFF");
	} else if (!str_starts(xliff_attribute(event, S("version")), S("1."))) {
		exchange_refuse(&r->in, "an XLIFF of another version than 1.2");
	}
}

static void file_open(struct reader *r, const struct xml_event *event)
{
	str original = xliff_attribute(event, S("original"));
	str language = xliff_attribute(event, S("target-language"));
	uint64_t number;

	if (r->sheet.language.len > 0 && !str_eq(r->sheet.language, language)) {
		exchange_refuse(&r->in, "two languages in one file");
	}
	r->sheet.language = str_dup(r->arena, language);
	if (str_starts(original, S("guide-")) && num_read(str_from(original, 6),
			GUIDE_NUMBER_MAX, &number)) {
		if (r->sheet.guide != 0 && r->sheet.guide != number) {
			exchange_refuse(&r->in, "two guides in one file");
		}
		r->sheet.guide = (unsigned)number;
	}
}

/* States that say: there is nothing more to do. */
static bool is_finished(str state)
{
	static const str finished[] = {S_INIT("translated"), S_INIT("final"),
		S_INIT("signed-off"), S_INIT("")};

	for (size_t i = 0; i < NELEM(finished); i++) {
		if (str_eq(finished[i], state)) return true;
	}
	return false;
}

static void place_open(struct reader *r, enum place place)
{
	if (place != PLACE_NOTE && r->had[place]) {
		exchange_refuse(&r->in, "a trans-unit with two sources or"
			" targets");
	}
	r->had[place] = true;
	r->place = place;
	r->place_depth = r->depth;
	buf_reset(&r->text);
}

static void unit_open(struct reader *r, const struct xml_event *event)
{
	if (r->in_unit) exchange_refuse(&r->in, "a trans-unit in another");
	r->in_unit = true;
	r->had_inline = r->had[PLACE_SOURCE] = r->had[PLACE_TARGET] = false;
	r->approved = !str_eq(xliff_attribute(event, S("approved")), S("no"));
	r->row = (struct sheet_row){.line = event->line,
		.id = str_dup(r->arena, xliff_attribute(event, S("id")))};
}

static void element_open(struct reader *r, const struct xml_event *event)
{
	str name = event->name;

	if (++r->depth == 1) root_check(r, event);
	if (r->skip_depth > 0) return;
	if (r->place != PLACE_NONE) {
		r->had_inline = true; /* its text is taken, it is not */
	} else if (str_eq(name, S("file"))) {
		file_open(r, event);
	} else if (str_eq(name, S("trans-unit"))) {
		unit_open(r, event);
	} else if (str_eq(name, S("alt-trans")) || str_eq(name, S("header"))
		|| str_eq(name, S("seg-source"))) {
		r->skip_depth = r->depth;
	} else if (!r->in_unit) {
		return;
	} else if (str_eq(name, S("source"))) {
		place_open(r, PLACE_SOURCE);
	} else if (str_eq(name, S("target"))) {
		place_open(r, PLACE_TARGET);
		r->row.unfinished = !r->approved || !is_finished(
			xliff_attribute(event, S("state")));
	} else if (str_eq(name, S("note"))) {
		place_open(r, PLACE_NOTE);
		r->note_from = str_dup(r->arena, xliff_attribute(event,
			S("from")));
	}
}

static void note_take(struct reader *r, str text)
{
	if (str_eq(r->note_from, S("state"))) {
		r->row.state = text;
	} else if (!str_eq(r->note_from, S("slots")) && r->row.note.len == 0) {
		r->row.note = text;
	}
}

static void place_close(struct reader *r)
{
	str text = buf_take(&r->text, r->arena);

	switch (r->place) {
	case PLACE_SOURCE: r->row.source = text; break;
	case PLACE_TARGET: r->row.words = text; break;
	case PLACE_NOTE: note_take(r, str_trim(text)); break;
	case PLACE_NONE:
	case PLACE_COUNT: break;
	}
	r->place = PLACE_NONE;
}

static void unit_close(struct reader *r)
{
	r->in_unit = false;
	if (r->had_inline) {
		EXCHANGE_WARN(r->in.exchange, r->in.file, r->row.line,
			"elements inside the words are left out, their text"
			" stays");
	}
	LIST_ADD(r->arena, &r->sheet.rows, r->row);
}

static void element_close(struct reader *r, const struct xml_event *event)
{
	unsigned depth = r->depth--;

	if (r->skip_depth > 0) {
		if (r->skip_depth == depth) r->skip_depth = 0;
	} else if (r->place != PLACE_NONE) {
		if (r->place_depth == depth) place_close(r);
	} else if (r->in_unit && str_eq(event->name, S("trans-unit"))) {
		unit_close(r);
	}
}

static bool event_next(struct reader *r, struct xml_source *source)
{
	struct xml_event event;

	source->next(source, &event);
	r->in.line = event.line;
	switch (event.kind) {
	case XML_OPEN: element_open(r, &event); break;
	case XML_CLOSE: element_close(r, &event); break;
	case XML_CHARS:
		if (r->place != PLACE_NONE && r->skip_depth == 0) {
			buf_put(&r->text, event.chars);
		}
		break;
	case XML_BROKEN: exchange_refuse(&r->in, event.reason); break;
	case XML_END:
	case XML_KIND_COUNT: return false;
	}
	return !r->in.refused;
}

bool xliff_read(struct arena *arena, struct xml_source *source, str file,
	struct exchange *exchange, struct sheet *ret_sheet)
{
	struct reader r = {.arena = arena,
		.in = {.exchange = exchange, .file = file},
		.text = buf_cap(SHEET_BYTES_MAX)};

	while (event_next(&r, source)) continue;
	if (!r.in.refused && r.sheet.rows.count == 0) {
		exchange_refuse(&r.in, "there is no trans-unit in it");
	}
	buf_close(&r.text);
	r.sheet.file = file;
	if (!r.in.refused) *ret_sheet = r.sheet;
	return !r.in.refused;
}
