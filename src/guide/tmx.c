/* Translation memories read: see tmx.h. The guide is made in tmx_guide.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/tmx.h"

#include "base/utf8.h"
#include "guide/tree.h"
#include "guide/xliff.h"

enum { INDEX_SIZE = 1 << 19, LANGS_MAX = TMX_FILES_MAX + 1, SEG_MAX = 64 * 1024 };

/* One language of a file, until its letters have been looked at. */
struct column { str tag; size_t arabic, latin; const struct tongue *tongue; };

struct cell { str id, text; size_t column, line; };

struct reader {
	struct tmx *tmx;
	struct exchange_reading in;
	struct column columns[LANGS_MAX];
	size_t column_count, column;
	struct LIST_OF(struct cell) cells;
	struct buf text;
	str id;
	size_t unit_line, units;
	unsigned depth, seg_depth, skip_depth;
};

struct tmx tmx_open(struct arena *arena, const struct tongue *source)
{
	struct tmx tmx = {.arena = arena, .tongues = {source},
		.tongue_count = 1};

	tmx.index = ARENA_ARRAY(arena, uint32_t, INDEX_SIZE);
	return tmx;
}

/* -- events --------------------------------------------------------------- */

static void lang_open(struct reader *r, const struct xml_event *event)
{
	str tag = xliff_attribute(event, S("xml:lang"));

	if (tag.len == 0) tag = xliff_attribute(event, S("lang"));
	for (r->column = 0; r->column < r->column_count; r->column++) {
		if (str_eq_nocase(r->columns[r->column].tag, tag)) return;
	}
	if (r->column_count == LANGS_MAX) {
		exchange_refuse(&r->in, "more languages in one file than are"
			" taken");
		r->column = 0;
		return;
	}
	r->columns[r->column_count++] = (struct column){
		.tag = str_dup(r->tmx->arena, tag)};
}

static void unit_open(struct reader *r, const struct xml_event *event)
{
	str id = xliff_attribute(event, S("tuid"));

	r->units++;
	r->unit_line = event->line;
	r->id = id.len > 0 ? str_dup(r->tmx->arena, id)
		: str_fmt(r->tmx->arena, "unit-%zu", r->units);
	if (r->units > TMX_SEGMENTS_MAX) {
		exchange_refuse(&r->in, "too many segments");
	}
}

static void element_open(struct reader *r, const struct xml_event *event)
{
	str name = event->name;

	if (++r->depth == 1 && !str_eq(name, S("tmx"))) {
		exchange_refuse(&r->in, "this is XML, but no TMX");
	}
	if (r->skip_depth > 0) return;
	if (r->seg_depth > 0) {
		/* codes of another format; marked text stays */
		if (!str_eq(name, S("hi"))) r->skip_depth = r->depth;
	} else if (str_eq(name, S("tu"))) {
		unit_open(r, event);
	} else if (str_eq(name, S("tuv"))) {
		lang_open(r, event);
	} else if (str_eq(name, S("seg")) && r->column_count > 0) {
		r->seg_depth = r->depth;
		buf_reset(&r->text);
	}
}

static void letters_count(struct column *column, str text)
{
	uint32_t point;

	while (utf8_next(&text, &point)) {
		if (point >= 0x620 && point <= 0x6ff) column->arabic++;
		else if ((point | 32) >= 'a' && (point | 32) <= 'z') {
			column->latin++;
		}
	}
}

static void seg_take(struct reader *r)
{
	struct cell cell = {r->id, buf_take(&r->text, r->tmx->arena), r->column,
		r->unit_line};

	r->seg_depth = 0;
	letters_count(&r->columns[r->column], cell.text);
	LIST_ADD(r->tmx->arena, &r->cells, cell);
}

static void element_close(struct reader *r)
{
	unsigned depth = r->depth--;

	if (r->skip_depth > 0) {
		if (r->skip_depth == depth) r->skip_depth = 0;
	} else if (r->seg_depth == depth) {
		seg_take(r);
	}
}

static bool event_next(struct reader *r, struct xml_source *source)
{
	struct xml_event event;

	source->next(source, &event);
	r->in.line = event.line;
	switch (event.kind) {
	case XML_OPEN: element_open(r, &event); break;
	case XML_CLOSE: element_close(r); break;
	case XML_CHARS:
		if (r->seg_depth > 0 && r->skip_depth == 0
			&& r->text.len < SEG_MAX) {
			buf_put(&r->text, utf8_first(event.chars, SEG_MAX));
		}
		break;
	case XML_BROKEN: exchange_refuse(&r->in, event.reason); break;
	case XML_END:
	case XML_KIND_COUNT: return false;
	}
	return !r->in.refused;
}

/* -- into the memory ------------------------------------------------------ */

/* "ku" says neither which Kurdish nor which letters. */
static void tongues_find(struct reader *r)
{
	for (size_t i = 0; i < r->column_count; i++) {
		struct column *column = &r->columns[i];

		column->tongue = tree_tongue(column->tag);
		if (column->tongue != NULL && column->tag.len >= 2
			&& str_eq_nocase(str_first(column->tag, 2), S("ku"))) {
			column->tongue = tongue_of(column->arabic
				> column->latin ? LOCALE_CKB : LOCALE_KMR);
		}
		if (column->tongue == NULL) {
			exchange_refuse(&r->in, "a language we do not know");
			return;
		}
		if (column->tongue->arabic_script
				? column->latin > 2 * column->arabic
				: column->arabic > column->latin) {
			exchange_refuse(&r->in, "a language in other letters"
				" than it is written in");
			return;
		}
	}
}

static size_t tongue_place(struct tmx *tmx, const struct tongue *tongue)
{
	for (size_t i = 0; i < tmx->tongue_count; i++) {
		if (tmx->tongues[i] == tongue) return i;
	}
	if (tmx->tongue_count == NELEM(tmx->tongues)) return SIZE_MAX;
	tmx->tongues[tmx->tongue_count] = tongue;
	return tmx->tongue_count++;
}

static struct tmx_segment *segment_of(struct tmx *tmx, const struct cell *cell)
{
	uint32_t hash = 2166136261u;
	struct tmx_segment segment = {.id = cell->id, .line = cell->line};

	for (size_t i = 0; i < cell->id.len; i++) {
		hash = (hash ^ (unsigned char)cell->id.at[i]) * 16777619u;
	}
	for (hash %= INDEX_SIZE; tmx->index[hash] != 0;
		hash = (hash + 1) % INDEX_SIZE) {
		struct tmx_segment *at =
			&tmx->segments.at[tmx->index[hash] - 1];

		if (str_eq(at->id, cell->id)) return at;
	}
	if (tmx->segments.count == TMX_SEGMENTS_MAX) return NULL;
	LIST_ADD(tmx->arena, &tmx->segments, segment);
	tmx->index[hash] = (uint32_t)tmx->segments.count;
	return &tmx->segments.at[tmx->segments.count - 1];
}

static void cell_take(struct reader *r, const struct cell *cell)
{
	size_t place = tongue_place(r->tmx,
		r->columns[cell->column].tongue);
	struct tmx_segment *segment = segment_of(r->tmx, cell);
	str *text;

	if (place == SIZE_MAX || segment == NULL) {
		exchange_refuse(&r->in, "more languages or segments than are"
			" taken");
		return;
	}
	text = &segment->texts[place];
	if (text->len == 0) {
		*text = cell->text;
	} else if (!str_eq(*text, cell->text)) {
		EXCHANGE_WARN(r->in.exchange, r->in.file, cell->line,
			"a segment that is here twice, with other words: the"
			" first is taken");
	}
}

bool tmx_add(struct tmx *tmx, struct xml_source *source, str file,
	struct exchange *exchange)
{
	struct reader r = {.tmx = tmx,
		.in = {.exchange = exchange, .file = file}};

	while (event_next(&r, source)) continue;
	if (!r.in.refused) tongues_find(&r);
	if (!r.in.refused && r.cells.count == 0) {
		exchange_refuse(&r.in, "there is no segment in it");
	}
	for (size_t i = 0; !r.in.refused && i < r.cells.count; i++) {
		cell_take(&r, &r.cells.at[i]);
	}
	if (!r.in.refused && tmx->file.len == 0) tmx->file = file;
	buf_close(&r.text);
	return !r.in.refused;
}
