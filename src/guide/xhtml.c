/* Units as XHTML: see xhtml.h. The inline half is xhtml_span.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/xhtml.h"

#include "page/tr.h"

/* A kind that is one element. NULL: it has a function of its own, or is an
 * item of a list. The word before it says what the colour says too. */
static const struct kind {
	const char *open, *close, *label;
} kinds[UNIT_KIND_COUNT] = {
	[UNIT_PARAGRAPH] = {"<p", "</p>\n", NULL},
	[UNIT_NOTE] = {"<p class=\"note\"", "</p>\n", NULL},
	[UNIT_WARNING] = {"<p class=\"warning\"", "</p>\n", TR("Careful:")},
	[UNIT_QUESTION] = {"<p class=\"question\"", "</p>\n", NULL},
};

/* A kind of which several in a row are one list; some with words above. */
static const struct list {
	enum unit_kind kind;
	const char *open, *close, *label;
} lists[] = {
	{UNIT_STEP, "<ol", "</ol>\n", NULL},
	{UNIT_ITEM, "<ul", "</ul>\n", NULL},
	{UNIT_CHOICE, "<ul class=\"choices\"", "</ul>\n", NULL},
	{UNIT_SHORT, "<ul", "</ul></div>\n", TR("In short")},
	{UNIT_DANGER, "<ul", "</ul></div>\n", TR("Danger signs")},
	{UNIT_SOURCE, "<ul", "</ul></div>\n", TR("Sources")},
};

/* Lists and tables are open over several units. */
struct writer {
	struct buf *out;
	const struct xhtml_run *run;
	unsigned depth;                     /* lists open inside each other */
	const struct list *open[UNIT_LEVEL_MAX + 1]; /* at depth 1, 2, 3 */
	unsigned steps;                     /* of level 1 since a heading */
	bool in_table;
};

static const struct list *list_of(enum unit_kind kind)
{
	for (size_t i = 0; i < NELEM(lists); i++) {
		if (lists[i].kind == kind) return &lists[i];
	}
	return NULL;
}

/* Words of ours, in the frame's language. */
static void said(struct writer *w, const char *element, const char *words)
{
	const struct tongue *tongue = w->run->checked->tongue;

	xhtml_frame(w->out, tongue, element, tr(tongue->locale, words), S(""));
}

static void list_leave(struct writer *w)
{
	buf_text(w->out, "</li>");
	buf_text(w->out, w->open[w->depth]->close);
	w->depth--;
}

/* A list that goes on behind a picture or a note goes on counting. */
static void list_enter(struct writer *w, const struct list *list)
{
	if (list->label != NULL) {
		buf_fmt(w->out, "<div class=\"%.*s\"><p>",
			S_ARG(unit_kind_name(list->kind)));
		said(w, "b", list->label);
		buf_text(w->out, "</p>");
	}
	w->depth++;
	w->open[w->depth] = list;
	buf_text(w->out, list->open);
	if (list->kind == UNIT_STEP && w->depth == 1 && w->steps > 0) {
		buf_fmt(w->out, " start=\"%u\"", w->steps + 1);
	}
	buf_text(w->out, ">");
}

/* Opens the item of a unit at `level`, with all that must close or open
 * before it. A level that is skipped gets an item without words. */
static void item_enter(struct writer *w, const struct list *list,
	unsigned level)
{
	while (w->depth > level) list_leave(w);
	if (w->depth == level && w->open[level] != list) list_leave(w);
	if (w->depth == level) buf_text(w->out, "</li>\n");
	while (w->depth < level) {
		list_enter(w, list);
		if (w->depth < level) buf_text(w->out, "<li>");
	}
	if (list->kind == UNIT_STEP && level == 1) w->steps++;
}

static void blocks_leave(struct writer *w)
{
	while (w->depth > 0) list_leave(w);
	if (w->in_table) buf_text(w->out, "</table>\n");
	w->in_table = false;
}

/* Six letters that no packing makes smaller: only where something leads. */
static void unit_id_put(struct writer *w, const struct checked_unit *unit)
{
	if (!w->run->links->is_target(w->run->links, unit->unit)) return;
	buf_text(w->out, " id=\"");
	xhtml_attr(w->out, w->run->prefix);
	xhtml_attr(w->out, unit_id_str(&unit->unit->id));
	buf_byte(w->out, '"');
}

/* That words are old, or in another language. */
static void remarks(struct writer *w, const struct checked_unit *unit)
{
	if (unit->is_stale) {
		buf_byte(w->out, ' ');
		said(w, "small", TR("This part is being renewed."));
	}
	if (unit->tongue == w->run->checked->tongue) return;
	buf_byte(w->out, ' ');
	said(w, "small", TR("Not translated yet, shown in another language:"));
	buf_text(w->out, " <bdi");
	xhtml_tongue(w->out, unit->tongue);
	buf_byte(w->out, '>');
	xhtml_text(w->out, unit->tongue->own_name);
	buf_text(w->out, "</bdi>");
}

/* In its own language, where that is not the page's [xhtml-2]. */
static void words_put(struct writer *w, const struct checked_unit *unit,
	const struct span_list *spans)
{
	bool is_other = unit->tongue != w->run->checked->tongue;

	if (is_other) {
		buf_text(w->out, "<span");
		xhtml_tongue(w->out, unit->tongue);
		buf_byte(w->out, '>');
	}
	xhtml_spans(w->out, spans, w->run->links);
	if (is_other) buf_text(w->out, "</span>");
}

static void unit_words(struct writer *w, const struct checked_unit *unit)
{
	words_put(w, unit, &unit->spans);
	remarks(w, unit);
}

static void listed(struct writer *w, const struct checked_unit *unit,
	const struct list *list)
{
	unsigned level = unit->unit->level;

	if (w->in_table) blocks_leave(w);
	item_enter(w, list, level < 1 ? 1 : level);
	buf_text(w->out, "<li");
	unit_id_put(w, unit);
	buf_byte(w->out, '>');
	unit_words(w, unit);
}

static void heading(struct writer *w, const struct checked_unit *unit)
{
	unsigned level = unit->unit->kind == UNIT_TITLE ? 1 :
		unit->unit->level + w->run->heading_base;

	w->steps = 0;
	buf_fmt(w->out, "<h%u", level < 1 ? 1 : level);
	unit_id_put(w, unit);
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
		unit_id_put(w, unit);
		buf_text(w->out, "><img src=\"");
		xhtml_attr(w->out, found.address);
		buf_fmt(w->out, "\" width=\"%u\" height=\"%u\" alt=\"",
			found.width, found.height);
		xhtml_attr(w->out, buf_str(&alt));
		buf_byte(w->out, '"');
		if (unit->tongue != w->run->checked->tongue) {
			xhtml_tongue(w->out, unit->tongue);
		}
		buf_text(w->out, "/></p>\n");
	} else if (alt.len > 0) {
		buf_text(w->out, "<p class=\"picture\"");
		unit_id_put(w, unit);
		buf_byte(w->out, '>');
		unit_words(w, unit);
		buf_text(w->out, "</p>\n");
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
	unit_id_put(w, unit);
	buf_byte(w->out, '>');
	for (unsigned i = 0; i < unit->unit->cells; i++) {
		struct span_list cell = cell_of(&unit->spans, i);

		buf_fmt(w->out, "<%s>", tag);
		words_put(w, unit, &cell);
		if (i + 1 == unit->unit->cells) remarks(w, unit);
		buf_fmt(w->out, "</%s>", tag);
	}
	buf_text(w->out, "</tr>\n");
}

static void block(struct writer *w, const struct checked_unit *unit)
{
	const struct kind *kind = &kinds[unit->unit->kind];

	if (unit->unit->kind == UNIT_PARAGRAPH) w->steps = 0;
	buf_text(w->out, kind->open);
	unit_id_put(w, unit);
	buf_byte(w->out, '>');
	if (kind->label != NULL) {
		said(w, "b", kind->label);
		buf_byte(w->out, ' ');
	}
	unit_words(w, unit);
	buf_text(w->out, kind->close);
}

static void unit_put(struct writer *w, const struct checked_unit *unit)
{
	enum unit_kind kind = unit->unit->kind;
	const struct list *list = list_of(kind);

	if (list != NULL) {
		listed(w, unit, list);
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
	bool is_nav)
{
	buf_text(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<!DOCTYPE html>\n"
		"<html xmlns=\"http://www.w3.org/1999/xhtml\"");
	if (is_nav) {
		buf_text(out, " xmlns:epub=\"http://www.idpf.org/2007/ops\"");
	}
	xhtml_tongue(out, tongue);
	buf_text(out, ">\n<head><title>");
	xhtml_text(out, title);
	buf_text(out, "</title><link rel=\"stylesheet\" href=\"style.css\"/>"
		"</head>\n<body>\n");
}

void xhtml_tail(struct buf *out)
{
	buf_text(out, "</body>\n</html>\n");
}
