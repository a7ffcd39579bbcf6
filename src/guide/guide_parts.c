/* From units to the parts of a page: see guide_parts.h. Words become spans in
 * guide_spans.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/guide_parts.h"

#include "guide/guide_spans.h"

/* Units of these kinds stand together with their like. */
enum group { GROUP_NONE, GROUP_DANGERS, GROUP_SHORTS, GROUP_CHOICES,
	GROUP_TABLE, GROUP_SOURCES };

static const struct { enum guide_part_kind begin, end; } groups[] = {
	[GROUP_DANGERS] = {PART_DANGERS, PART_DANGERS_END},
	[GROUP_SHORTS] = {PART_SHORTS, PART_SHORTS_END},
	[GROUP_CHOICES] = {PART_CHOICES, PART_CHOICES_END},
	[GROUP_TABLE] = {PART_TABLE, PART_TABLE_END},
	[GROUP_SOURCES] = {PART_SOURCES, PART_SOURCES_END},
};

struct maker {
	struct arena *arena;
	const struct checked *checked;
	const struct parts_wish *wish;
	struct LIST_OF(struct guide_part) parts;
	struct guide_words title;
	enum group group;
	unsigned columns;              /* of the open table */
	enum unit_kind lists[UNIT_LEVEL_MAX]; /* the open ones */
	unsigned depth;
	unsigned steps;                /* so far, of the outermost list */
	const struct guide_words *section;
	str dangers;
};

static struct guide_part *part_add(struct maker *m, enum guide_part_kind kind)
{
	struct guide_part part = {.kind = kind};

	LIST_ADD(m->arena, &m->parts, part);
	return &m->parts.at[m->parts.count - 1];
}

static struct guide_words words_of(struct maker *m,
	const struct checked_unit *unit)
{
	return guide_spans_make(m->arena, m->checked, unit, m->wish->map);
}

static struct guide_part *part_say(struct maker *m, enum guide_part_kind kind,
	const struct checked_unit *unit)
{
	struct guide_words words = words_of(m, unit);
	struct guide_part *part = part_add(m, kind);

	part->words = words;
	return part;
}

/* -- groups --------------------------------------------------------------- */

static void list_close(struct maker *m)
{
	must(m->depth > 0);
	m->depth--;
	(void)part_add(m, PART_ITEM_END);
	(void)part_add(m, m->lists[m->depth] == UNIT_STEP ? PART_STEPS_END
		: PART_ITEMS_END);
}

/* [guide_parts-1] */
static void group_end(struct maker *m)
{
	while (m->depth > 0) list_close(m);
	if (m->group != GROUP_NONE) (void)part_add(m, groups[m->group].end);
	m->group = GROUP_NONE;
}

/* The group of this unit is open; true when it has just begun. */
static bool group_begin(struct maker *m, enum group group,
	const struct checked_unit *unit)
{
	struct guide_part *part;

	if (m->group == group) return false;
	group_end(m);
	m->group = group;
	part = part_add(m, groups[group].begin);
	part->id = unit_id_str(&unit->unit->id);
	part->is_top = m->section == NULL;
	return true;
}

static void danger_put(struct maker *m, const struct checked_unit *unit)
{
	if (group_begin(m, GROUP_DANGERS, unit) && m->section != NULL &&
		m->dangers.len == 0) {
		m->dangers = str_fmt(m->arena, "#%.*s",
			S_ARG(unit_id_str(&unit->unit->id)));
	}
	(void)part_say(m, PART_DANGER, unit);
}

static void row_put(struct maker *m, const struct checked_unit *unit)
{
	bool begins;
	struct guide_part *part;
	struct guide_words *cells;

	if (m->group == GROUP_TABLE && m->columns != unit->unit->cells) {
		group_end(m);
	}
	begins = group_begin(m, GROUP_TABLE, unit);
	if (begins) {
		m->columns = unit->unit->cells;
		part = &m->parts.at[m->parts.count - 1];
		part->words = guide_spans_unlinked(m->arena,
			m->section != NULL ? m->section : &m->title);
	}
	cells = guide_spans_cells(m->arena, m->checked, unit, m->wish->map);
	part = part_add(m, begins ? PART_ROW_HEAD : PART_ROW);
	part->cells = cells;
	part->cell_count = unit->unit->cells;
}

/* -- lists ---------------------------------------------------------------- */

static void list_open(struct maker *m, enum unit_kind kind)
{
	struct guide_part *part = part_add(m, kind == UNIT_STEP ? PART_STEPS
		: PART_ITEMS);

	if (m->depth == 0 && kind == UNIT_STEP) part->first = m->steps + 1;
	m->lists[m->depth++] = kind;
}

/* An item stays open until the next one: lists may stand inside it. */
static void item_put(struct maker *m, const struct checked_unit *unit)
{
	enum unit_kind kind = unit->unit->kind;
	unsigned level = unit->unit->level;
	struct guide_part *part;

	if (m->group != GROUP_NONE) group_end(m);
	while (m->depth > level) list_close(m);
	if (m->depth > 0 && m->depth == level && m->lists[level - 1] != kind) {
		list_close(m);
	}
	if (m->depth == level && m->depth > 0) {
		(void)part_add(m, PART_ITEM_END);
	} else {
		list_open(m, kind); /* one level deeper at most */
	}
	part = part_say(m, PART_ITEM, unit);
	part->id = unit_id_str(&unit->unit->id);
	if (m->depth == 1 && kind == UNIT_STEP) m->steps++;
}

/* -- single units --------------------------------------------------------- */

static void section_put(struct maker *m, const struct checked_unit *unit)
{
	static const enum guide_part_kind levels[] = {PART_HEADING_2,
		PART_HEADING_3, PART_HEADING_4};
	unsigned level = unit->unit->level;
	struct guide_part *part;
	struct guide_words *words = ARENA_NEW(m->arena, struct guide_words);

	group_end(m);
	must(level >= 1 && level <= NELEM(levels));
	*words = words_of(m, unit);
	part = part_add(m, levels[level - 1]);
	part->words = *words;
	part->id = unit_id_str(&unit->unit->id);
	m->section = words;
}

static void picture_put(struct maker *m, const struct checked_unit *unit)
{
	const struct slot *file = NULL;
	struct guide_part *part;
	struct buf alt = {0};

	for (size_t i = 0; i < unit->unit->slot_count; i++) {
		const struct slot *slot = &unit->unit->slots[i];

		if (slot->kind == SLOT_PICTURE) file = slot;
		if (slot->kind == SLOT_DECORATIVE) return; /* says nothing */
	}
	group_end(m);
	part = part_say(m, PART_PICTURE, unit);
	if (file != NULL && m->wish->picture != NULL) {
		part->picture = m->wish->picture(m->wish->of, file);
	}
	inline_plain(&unit->spans, &alt);
	part->picture.alt = buf_take(&alt, m->arena);
	buf_close(&alt);
}

/* Steps go on behind a note or picture, and begin anew behind all else. */
static bool interrupts_steps(const struct unit *unit)
{
	switch (unit->kind) {
	case UNIT_STEP:
	case UNIT_NOTE:
	case UNIT_WARNING:
	case UNIT_PICTURE: return false;
	case UNIT_ITEM: return unit->level == 1; /* deeper: inside a step */
	case UNIT_TITLE:
	case UNIT_SHORT:
	case UNIT_SECTION:
	case UNIT_PARAGRAPH:
	case UNIT_DANGER:
	case UNIT_QUESTION:
	case UNIT_CHOICE:
	case UNIT_ROW:
	case UNIT_SOURCE:
	case UNIT_KIND_COUNT: break;
	}
	return true;
}

static void single_put(struct maker *m, enum guide_part_kind kind,
	const struct checked_unit *unit)
{
	group_end(m);
	(void)part_say(m, kind, unit);
}

static void unit_put(struct maker *m, const struct checked_unit *unit)
{
	if (interrupts_steps(unit->unit)) m->steps = 0;
	switch (unit->unit->kind) {
	case UNIT_TITLE: break;
	case UNIT_SECTION: section_put(m, unit); break;
	case UNIT_PARAGRAPH: single_put(m, PART_PARAGRAPH, unit); break;
	case UNIT_NOTE: single_put(m, PART_NOTE, unit); break;
	case UNIT_WARNING: single_put(m, PART_WARNING, unit); break;
	case UNIT_QUESTION: single_put(m, PART_QUESTION, unit); break;
	case UNIT_DANGER: danger_put(m, unit); break;
	case UNIT_STEP:
	case UNIT_ITEM: item_put(m, unit); break;
	case UNIT_SHORT:
		(void)group_begin(m, GROUP_SHORTS, unit);
		(void)part_say(m, PART_SHORT, unit);
		break;
	case UNIT_CHOICE:
		(void)group_begin(m, GROUP_CHOICES, unit);
		(void)part_say(m, PART_CHOICE, unit);
		break;
	case UNIT_PICTURE: picture_put(m, unit); break;
	case UNIT_ROW: row_put(m, unit); break;
	case UNIT_SOURCE:
		(void)group_begin(m, GROUP_SOURCES, unit);
		(void)part_say(m, PART_SOURCE, unit);
		break;
	case UNIT_KIND_COUNT: break;
	}
}

void guide_parts_make(struct arena *arena, const struct checked *checked,
	const struct parts_wish *wish, struct guide_page *ret_page)
{
	struct maker m = {.arena = arena, .checked = checked, .wish = wish};

	must(checked->unit_count > 0);
	/* lists open and close around them */
	LIST_START(arena, &m.parts, 2 * checked->unit_count + 8);
	m.title = words_of(&m, &checked->units[0]);
	for (size_t i = 0; i < checked->unit_count; i++) {
		unit_put(&m, &checked->units[i]);
	}
	group_end(&m);
	ret_page->title = m.title;
	ret_page->parts = m.parts.at;
	ret_page->part_count = m.parts.count;
	ret_page->dangers = m.dangers;
	ret_page->is_draft = checked->is_draft;
	ret_page->is_overdue = checked->is_overdue;
}
