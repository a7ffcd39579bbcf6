/* Markdown out of a guide: see markdown_write.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/markdown_write.h"

#include "guide/inline.h"

#include <string.h>

struct writer {
	struct buf *out;
	const struct unit *unit, *before; /* before: the one above, or NULL */
	unsigned numbers[UNIT_LEVEL_MAX + 1]; /* of steps, by level */
	unsigned depth; /* of the entry above; 0: there is none */
};

/* Text that Markdown would read as a mark is escaped; so is the colon of an
 * address, which would become a link. */
static void text_put(struct buf *out, str text, bool starts)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		bool first = starts && i == 0;
		bool number = starts && (c == '.' || c == ')') && i > 0
			&& text.at[i - 1] >= '0' && text.at[i - 1] <= '9';

		if (strchr("\\`*_[]<>&|~!", c) != NULL
			|| (first && strchr("#+-=", c) != NULL) || number
			|| (c == ':' && str_starts(str_from(text, i),
				S("://")))
			|| (c == '.' && i >= 3 && str_starts(str_from(text,
				i - 3), S("www.")))) {
			buf_byte(out, '\\');
		}
		buf_byte(out, c);
	}
}

/* A code span; a value with a backtick gets two. */
static void code_put(struct buf *out, str value)
{
	bool ticks = str_find_byte(value, '`') != SIZE_MAX;

	buf_text(out, ticks ? "`` " : "`");
	buf_put(out, value);
	buf_text(out, ticks ? " ``" : "`");
}

static void target_put(struct buf *out, const struct slot *slot)
{
	buf_text(out, "](");
	if (slot->kind == SLOT_TERM) {
		buf_text(out, "term:");
		buf_put(out, slot->value);
	} else if (str_starts(slot->value, S("unit:"))) {
		buf_byte(out, '#');
		buf_put(out, str_from(slot->value, 5));
	} else {
		for (size_t i = 0; i < slot->value.len; i++) {
			char c = slot->value.at[i];

			if (c == '(' || c == ')' || c == '\\') {
				buf_byte(out, '\\');
			}
			buf_byte(out, c);
		}
	}
	buf_byte(out, ')');
}

static bool has_words(const struct slot *slot)
{
	return slot->kind == SLOT_LINK || slot->kind == SLOT_TERM;
}

static void look_put(struct buf *out, const struct span *from,
	const struct span *to)
{
	bool strong = to != NULL && to->strong;
	bool emphasis = to != NULL && to->emphasis;

	if (from != NULL && from->emphasis && !emphasis) buf_byte(out, '*');
	if (from != NULL && from->strong && !strong) buf_text(out, "**");
	if (strong && (from == NULL || !from->strong)) buf_text(out, "**");
	if (emphasis && (from == NULL || !from->emphasis)) buf_byte(out, '*');
}

/* What is strong around a link stays around it: its words look as it began,
 * and what is otherwise inside ends inside. */
struct look { const struct span *before, *outside; const struct slot *link; };

static void link_end(struct buf *out, struct look *look)
{
	if (look->link == NULL) return;
	look_put(out, look->before, look->outside);
	target_put(out, look->link);
	look->before = look->outside;
	look->link = NULL;
}

static void span_put(struct buf *out, struct look *look, const struct span *span,
	bool starts)
{
	bool linked = span->slot != NULL && has_words(span->slot);

	if (!linked || span->slot != look->link) link_end(out, look);
	if (look->before != NULL && span->cell != look->before->cell) {
		look_put(out, look->before, NULL);
		look->before = NULL;
		buf_text(out, " | ");
	}
	look_put(out, look->before, span);
	look->before = span;
	if (linked && look->link == NULL) {
		look->link = span->slot;
		look->outside = span;
		buf_byte(out, '[');
	}
	if (span->slot != NULL && !linked) code_put(out, span->text);
	else text_put(out, span->text, starts);
}

static void spans_put(struct writer *w, const struct span_list *spans)
{
	struct look look = {NULL, NULL, NULL};

	for (size_t i = 0; i < spans->count; i++) {
		span_put(w->out, &look, &spans->at[i], i == 0);
	}
	link_end(w->out, &look);
	look_put(w->out, look.before, NULL);
}

static bool is_listed(enum unit_kind kind)
{
	return kind == UNIT_STEP || kind == UNIT_ITEM;
}

/* An empty line where Markdown wants one; lists and tables hold together. */
static void gap_put(struct writer *w)
{
	const struct unit *a = w->before, *b = w->unit;

	if (a == NULL) return;
	if (is_listed(a->kind) && is_listed(b->kind)) {
		if (a->kind == b->kind || a->level != b->level) return;
		/* two lists of other kinds, one behind the other */
	}
	if (a->kind == UNIT_ROW && b->kind == UNIT_ROW && a->cells == b->cells) {
		return;
	}
	buf_byte(w->out, '\n');
}

static void entry_put(struct writer *w)
{
	unsigned level = w->unit->level, number;

	/* deeper than one more than the entry above would be code */
	if (level > w->depth + 1) level = w->depth + 1;
	w->depth = level;
	for (unsigned i = 1; i < level; i++) buf_text(w->out, "    ");
	for (unsigned i = level + 1; i <= UNIT_LEVEL_MAX; i++) {
		w->numbers[i] = 0;
	}
	number = w->unit->kind == UNIT_ITEM ? 0 : w->numbers[level] + 1;
	w->numbers[level] = number;
	if (number == 0) buf_text(w->out, "-   ");
	else buf_fmt(w->out, "%u.%s", number, number < 10 ? "  " : " ");
}

static void start_put(struct writer *w)
{
	switch (w->unit->kind) {
	case UNIT_TITLE: buf_text(w->out, "# "); break;
	case UNIT_SECTION:
		for (unsigned i = 0; i <= w->unit->level; i++) {
			buf_byte(w->out, '#');
		}
		buf_byte(w->out, ' ');
		break;
	case UNIT_STEP:
	case UNIT_ITEM: entry_put(w); return;
	case UNIT_CHOICE: buf_text(w->out, "-   "); break;
	case UNIT_NOTE:
	case UNIT_WARNING:
	case UNIT_DANGER: buf_text(w->out, "> "); break;
	case UNIT_PICTURE: buf_text(w->out, "!["); break;
	case UNIT_ROW: buf_text(w->out, "| "); break;
	case UNIT_SHORT:
	case UNIT_PARAGRAPH:
	case UNIT_QUESTION:
	case UNIT_SOURCE:
	case UNIT_KIND_COUNT: break;
	}
	for (unsigned i = 0; i <= UNIT_LEVEL_MAX; i++) w->numbers[i] = 0;
	w->depth = 0;
}

static void end_put(struct writer *w)
{
	const struct unit *unit = w->unit;

	if (unit->kind == UNIT_PICTURE) {
		buf_text(w->out, "](");
		for (size_t i = 0; i < unit->slot_count; i++) {
			if (unit->slots[i].kind != SLOT_PICTURE) continue;
			buf_text(w->out, "pictures/");
			buf_put(w->out, unit->slots[i].value);
		}
		buf_byte(w->out, ')');
	}
	buf_fmt(w->out, " <!-- %.*s %.*s -->", S_ARG(unit_id_str(&unit->id)),
		S_ARG(unit_kind_name(unit->kind)));
	if (unit->kind == UNIT_ROW) buf_text(w->out, " |");
	buf_byte(w->out, '\n');
	if (unit->kind == UNIT_ROW && (w->before == NULL
			|| w->before->kind != UNIT_ROW
			|| w->before->cells != unit->cells)) {
		for (unsigned i = 0; i < unit->cells; i++) {
			buf_text(w->out, "|---");
		}
		buf_text(w->out, "|\n");
	}
}

bool markdown_write(struct arena *arena, const struct guide *guide,
	size_t tongue, struct buf *out, const struct unit **ret_unit)
{
	struct writer w = {.out = out};

	for (size_t i = 0; i < guide->units.count; i++) {
		const struct unit *unit = &guide->units.at[i];
		const struct words *words = &unit->words[tongue];
		struct span_list spans = {0};

		if (words->text.len == 0 && !(tongue == 0
				&& unit->kind == UNIT_PICTURE)) {
			continue;
		}
		if (inline_read(arena, unit, words->text,
				guide->tongues[tongue], &spans) != INLINE_FINE) {
			/* words of an older source may not fit any more */
			if (unit_is_stale(unit, tongue)) continue;
			*ret_unit = unit;
			return false;
		}
		w.unit = unit;
		gap_put(&w);
		start_put(&w);
		spans_put(&w, &spans);
		end_put(&w);
		w.before = unit;
	}
	return true;
}
