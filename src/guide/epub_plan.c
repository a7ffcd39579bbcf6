/* Which files a book becomes: see epub_room.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/epub_room.h"

#include "page/tr.h"

static size_t unit_bytes(const struct checked_unit *unit)
{
	size_t bytes = 0;

	for (size_t i = 0; i < unit->spans.count; i++) {
		bytes += unit->spans.at[i].text.len;
	}
	return bytes;
}

static size_t chapter_bytes(const struct chapter *chapter)
{
	size_t bytes = 0;

	if (chapter->checked->withdrawn.len > 0) {
		return chapter->checked->withdrawn.len;
	}
	for (size_t i = chapter->first; i < chapter->end; i++) {
		bytes += unit_bytes(&chapter->checked->units[i]);
	}
	return bytes;
}

/* Into the last file, or a new one. */
static void chapter_add(struct epub_plan *plan, struct chapter chapter)
{
	size_t bytes = chapter_bytes(&chapter);

	if (plan->file_count == 0 || !chapter.is_first ||
		plan->file_bytes + bytes > EPUB_FILE_BYTES) {
		plan->file_count++;
		plan->file_bytes = 0;
	}
	plan->file_bytes += bytes;
	chapter.file = plan->file_count - 1;
	LIST_ADD(plan->arena, &plan->chapters, chapter);
}

static bool is_chapter_head(const struct unit *unit)
{
	return unit->kind == UNIT_SECTION && unit->level == 1;
}

/* What stands before the first section stays with it: no chapter is a title
 * alone. */
static void guide_divide(struct epub_plan *plan, const struct checked *checked)
{
	struct chapter chapter = {.checked = checked, .is_first = true,
		.end = checked->unit_count};
	bool long_one = chapter_bytes(&chapter) > EPUB_FILE_BYTES;
	bool has_head = false;

	for (size_t i = 0; i < checked->unit_count; i++) {
		if (!is_chapter_head(checked->units[i].unit)) continue;
		if (long_one && has_head) {
			chapter.end = i;
			chapter_add(plan, chapter);
			chapter = (struct chapter){.checked = checked, .first = i};
		}
		has_head = true;
	}
	chapter.end = checked->unit_count;
	chapter.is_last = true;
	chapter_add(plan, chapter);
}

const struct unit *epub_unit(const struct checked *checked, str id_text)
{
	unit_id id;

	if (!unit_id_read(id_text, &id)) return NULL;
	for (size_t i = 0; i < checked->unit_count; i++) {
		if (unit_id_eq(checked->units[i].unit->id, id)) {
			return checked->units[i].unit;
		}
	}
	return NULL;
}

static void targets_plan(struct epub_plan *plan, const struct checked *checked)
{
	for (size_t i = 0; i < checked->unit_count; i++) {
		const struct unit *unit = checked->units[i].unit;

		for (size_t j = 0; j < unit->slot_count; j++) {
			str to = unit->slots[j].value;
			const struct unit *target;

			if (!str_starts(to, S("unit:"))) continue;
			target = epub_unit(checked, str_from(to, 5));
			if (target == NULL) continue;
			LIST_ADD(plan->arena, &plan->targets, target);
		}
	}
}

static bool has_picture(const struct epub_plan *plan, unsigned guide, str name)
{
	for (size_t i = 0; i < plan->pictures.count; i++) {
		if (plan->pictures.at[i].guide == guide &&
			str_eq(plan->pictures.at[i].name, name)) {
			return true;
		}
	}
	return false;
}

static void picture_plan(struct epub_plan *plan, unsigned guide, str name)
{
	const struct epub_pictures *pictures = plan->book->pictures;
	struct shown_picture shown = {.guide = guide, .name = name};

	if (has_picture(plan, guide, name) ||
		!pictures->get(pictures, guide, name, &shown.image)) {
		return;
	}
	shown.file = str_fmt(plan->arena, "p%03zu.%s", plan->pictures.count + 1,
		shown.image.is_png ? "png" : "jpg");
	LIST_ADD(plan->arena, &plan->pictures, shown);
}

static void pictures_plan(struct epub_plan *plan, const struct checked *checked)
{
	if (plan->book->pictures == NULL || checked->withdrawn.len > 0) return;
	for (size_t i = 0; i < checked->unit_count; i++) {
		const struct unit *unit = checked->units[i].unit;

		for (size_t j = 0; j < unit->slot_count; j++) {
			if (unit->slots[j].kind != SLOT_PICTURE) continue;
			picture_plan(plan, checked->number,
				unit->slots[j].value);
		}
	}
}

str epub_title(struct arena *arena, const struct edition *edition,
	const struct checked *checked)
{
	if (!edition->quiet) return checked->title;
	return tr_fill(arena, tr(checked->tongue->locale, TR("Page {number}")),
		S("number"), str_fmt(arena, "%u", checked->number));
}

static str book_title(const struct epub_plan *plan)
{
	const struct epub_book *book = plan->book;

	if (book->guide_count == 1) {
		return epub_title(plan->arena, book->edition, book->guides[0]);
	}
	if (book->edition->quiet) return tr(plan->tongue->locale, TR("Pages"));
	return edition_name(book->edition, plan->tongue);
}

void epub_plan_make(struct arena *arena, const struct epub_book *book,
	struct epub_plan *ret_plan)
{
	struct epub_plan plan = {.arena = arena, .book = book};

	must(book->guide_count > 0);
	plan.tongue = book->guides[0]->tongue;
	for (size_t i = 0; i < book->guide_count; i++) {
		must(book->guides[i]->tongue == plan.tongue);
		guide_divide(&plan, book->guides[i]);
		targets_plan(&plan, book->guides[i]);
		pictures_plan(&plan, book->guides[i]);
	}
	plan.title = book_title(&plan);
	*ret_plan = plan;
}

str epub_file_name(struct arena *arena, size_t file)
{
	return str_fmt(arena, "c%04zu.xhtml", file + 1);
}

str epub_prefix(struct arena *arena, const struct checked *checked)
{
	return str_fmt(arena, "g%u-", checked->number);
}

static bool holds(const struct chapter *chapter, const struct unit *unit)
{
	for (size_t i = chapter->first; i < chapter->end; i++) {
		if (chapter->checked->units[i].unit == unit) return true;
	}
	return false;
}

size_t epub_chapter_find(const struct epub_plan *plan, unsigned guide,
	const struct unit *unit)
{
	for (size_t i = 0; i < plan->chapters.count; i++) {
		const struct chapter *chapter = &plan->chapters.at[i];

		if (chapter->checked->number != guide) continue;
		if (unit == NULL || holds(chapter, unit)) return i;
	}
	return SIZE_MAX;
}
