/* Units as XHTML: see xhtml.h. The inline half is xhtml_span.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/xhtml.h"

#include "page/tr.h"

/* How a kind is written when it is one element with, for some, a word before
 * it that says what the colour says too. Empty: it has a function. */
static const struct kind {
	const char *open, *close;
	const char *label;
} kinds[UNIT_KIND_COUNT] = {
	[UNIT_SHORT] = {"<p class=\"short\"", "</p>\n", NULL},
	[UNIT_PARAGRAPH] = {"<p", "</p>\n", NULL},
	[UNIT_NOTE] = {"<p class=\"note\"", "</p>\n", NULL},
	[UNIT_WARNING] = {"<p class=\"warning\"", "</p>\n", TR("Be careful:")},
	[UNIT_DANGER] = {"<p class=\"danger\"", "</p>\n", TR("Danger:")},
	[UNIT_QUESTION] = {"<p class=\"question\"", "</p>\n", NULL},
	[UNIT_SOURCE] = {"<p class=\"source\"", "</p>\n", TR("Source:")},
};

/* Lists and tables are open over several units. */
enum { LIST_NONE, LIST_STEPS, LIST_ITEMS, LIST_CHOICES };

struct writer {
	struct buf *out;
	const struct xhtml_run *run;
	unsigned depth;                     /* lists open inside each other */
	unsigned kind[UNIT_LEVEL_MAX + 1];  /* of the list at depth 1, 2, 3 */
	unsigned steps;                     /* of level 1 since a heading */
	bool in_table;
};

static const char *list_tag(unsigned kind)
{
	return kind == LIST_STEPS ? "ol" : "ul";
}

static void list_leave(struct writer *w)
{
	buf_fmt(w->out, "</li></%s>\n", list_tag(w->kind[w->depth]));
	w->depth--;
}

/* A list that goes on behind a picture or a note goes on counting. */
static void list_enter(struct writer *w, unsigned kind)
{
	w->depth++;
	w->kind[w->depth] = kind;
	buf_fmt(w->out, "<%s", list_tag(kind));
	if (kind == LIST_CHOICES) buf_text(w->out, " class=\"choices\"");
	if (kind == LIST_STEPS && w->depth == 1 && w->steps > 0) {
		buf_fmt(w->out, " start=\"%u\"", w->steps + 1);
	}
	buf_text(w->out, ">");
}

/* Opens the item of a unit at `level`, with all that must close or open
 * before it. A level that is skipped gets an item without words. */
static void item_enter(struct writer *w, unsigned kind, unsigned level)
{
	while (w->depth > level) list_leave(w);
	if (w->depth == level && w->kind[level] != kind) list_leave(w);
	if (w->depth == level) {
		buf_text(w->out, "</li>\n");
	}
	while (w->depth < level) {
		list_enter(w, kind);
		if (w->depth < level) buf_text(w->out, "<li>");
	}
	if (kind == LIST_STEPS && level == 1) w->steps++;
}

static void blocks_leave(struct writer *w)
{
	while (w->depth > 0) list_leave(w);
	if (w->in_table) buf_text(w->out, "</table>\n");
	w->in_table = false;
}

/* Its id, and its language where that is not the page's [xhtml-2]. */
static void unit_marks(struct writer *w, const struct checked_unit *unit)
{
	buf_text(w->out, " id=\"");
	xhtml_attr(w->out, unit_id_str(&unit->unit->id));
	buf_byte(w->out, '"');
	if (unit->tongue != w->run->checked->tongue) {
		xhtml_tongue(w->out, unit->tongue);
	}
}

static void unit_words(struct writer *w, const struct checked_unit *unit)
{
	xhtml_spans(w->out, &unit->spans, w->run->links);
	if (!unit->is_stale) return;
	buf_byte(w->out, ' ');
	xhtml_frame(w->out, w->run->checked->tongue, "small",
		TR("This part is being renewed."), S(""));
}

static void listed(struct writer *w, const struct checked_unit *unit,
	unsigned kind)
{
	unsigned level = unit->unit->level;

	item_enter(w, kind, level < 1 ? 1 : level);
	buf_text(w->out, "<li");
	unit_marks(w, unit);
	buf_byte(w->out, '>');
	unit_words(w, unit);
}

static void heading(struct writer *w, const struct checked_unit *unit)
{
	unsigned level = unit->unit->kind == UNIT_TITLE ? 1 :
		unit->unit->level + w->run->heading_base;

	w->steps = 0;
	buf_fmt(w->out, "<h%u", level < 1 ? 1 : level);
	unit_marks(w, unit);
	buf_byte(w->out, '>');
	unit_words(w, unit);
	buf_fmt(w->out, "</h%u>\n", level < 1 ? 1 : level);
}

static void picture(struct writer *w, const struct checked_unit *unit)
{
	struct xhtml_picture found;
	struct buf alt = {0};

	inline_plain(&unit->spans, &alt);
	if (w->run->links->picture(w->run->links, unit->unit, &found)) {
		buf_text(w->out, "<p class=\"picture\"");
		unit_marks(w, unit);
		buf_text(w->out, "><img src=\"");
		xhtml_attr(w->out, found.address);
		buf_fmt(w->out, "\" width=\"%u\" height=\"%u\" alt=\"",
			found.width, found.height);
		xhtml_attr(w->out, buf_str(&alt));
		buf_text(w->out, "\"/></p>\n");
	} else if (alt.len > 0) {
		buf_text(w->out, "<p class=\"picture\"");
		unit_marks(w, unit);
		buf_text(w->out, ">[");
		xhtml_text(w->out, buf_str(&alt));
		buf_text(w->out, "]</p>\n");
	}
	buf_close(&alt);
}

/* The spans of one cell; they stand together. */
static struct span_list cell_of(const struct span_list *spans, unsigned cell)
{
	struct span_list found = {0};

	for (size_t i = 0; i < spans->count; i++) {
		if (spans->at[i].cell != cell) continue;
		if (found.count == 0) found.at = &spans->at[i];
		found.count++;
	}
	return found;
}

static void row(struct writer *w, const struct checked_unit *unit)
{
	const char *tag = w->in_table ? "td" : "th";

	if (!w->in_table) buf_text(w->out, "<table>\n");
	w->in_table = true;
	buf_text(w->out, "<tr");
	unit_marks(w, unit);
	buf_byte(w->out, '>');
	for (unsigned i = 0; i < unit->unit->cells; i++) {
		struct span_list cell = cell_of(&unit->spans, i);

		buf_fmt(w->out, "<%s>", tag);
		xhtml_spans(w->out, &cell, w->run->links);
		if (unit->is_stale && i + 1 == unit->unit->cells) {
			buf_byte(w->out, ' ');
			xhtml_frame(w->out, w->run->checked->tongue, "small",
				TR("This part is being renewed."), S(""));
		}
		buf_fmt(w->out, "</%s>", tag);
	}
	buf_text(w->out, "</tr>\n");
}

static void block(struct writer *w, const struct checked_unit *unit)
{
	const struct kind *kind = &kinds[unit->unit->kind];

	if (unit->unit->kind == UNIT_PARAGRAPH) w->steps = 0;
	buf_text(w->out, kind->open);
	unit_marks(w, unit);
	buf_byte(w->out, '>');
	if (kind->label != NULL) {
		xhtml_frame(w->out, w->run->checked->tongue, "strong",
			kind->label, S(""));
		buf_byte(w->out, ' ');
	}
	unit_words(w, unit);
	buf_text(w->out, kind->close);
}

static void unit_put(struct writer *w, const struct checked_unit *unit)
{
	enum unit_kind kind = unit->unit->kind;

	if (kind == UNIT_STEP) {
		if (w->in_table) blocks_leave(w);
		listed(w, unit, LIST_STEPS);
		return;
	}
	if (kind == UNIT_ITEM || kind == UNIT_CHOICE) {
		if (w->in_table) blocks_leave(w);
		listed(w, unit, kind == UNIT_ITEM ? LIST_ITEMS : LIST_CHOICES);
		return;
	}
	if (kind != UNIT_ROW || w->depth > 0) blocks_leave(w);
	if (kind == UNIT_ROW) row(w, unit);
	else if (kind == UNIT_TITLE || kind == UNIT_SECTION) heading(w, unit);
	else if (kind == UNIT_PICTURE) picture(w, unit);
	else block(w, unit);
}

void xhtml_units(struct buf *out, const struct xhtml_run *run)
{
	struct writer w = {.out = out, .run = run};

	must(run->end <= run->checked->unit_count);
	for (size_t i = run->first; i < run->end; i++) {
		unit_put(&w, &run->checked->units[i]);
	}
	blocks_leave(&w);
}

void xhtml_head(struct buf *out, const struct tongue *tongue, str title,
	str style)
{
	buf_text(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<!DOCTYPE html>\n"
		"<html xmlns=\"http://www.w3.org/1999/xhtml\""
		" xmlns:epub=\"http://www.idpf.org/2007/ops\"");
	xhtml_tongue(out, tongue);
	buf_text(out, ">\n<head><title>");
	xhtml_text(out, title);
	buf_text(out, "</title><link rel=\"stylesheet\" href=\"");
	xhtml_attr(out, style);
	buf_text(out, "\"/></head>\n<body>\n");
}

void xhtml_tail(struct buf *out)
{
	buf_text(out, "</body>\n</html>\n");
}
