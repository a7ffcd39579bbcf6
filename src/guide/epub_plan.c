/* Which files a book becomes: see epub_room.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/epub_room.h"

#include "page/tr.h"

static size_t words_bytes(const struct checked *checked)
{
	size_t bytes = 0;

	for (size_t i = 0; i < checked->unit_count; i++) {
		const struct span_list *spans = &checked->units[i].spans;

		for (size_t j = 0; j < spans->count; j++) {
			bytes += spans->at[j].text.len;
		}
	}
	return bytes;
}

static bool is_chapter_head(const struct unit *unit)
{
	return unit->kind == UNIT_SECTION && unit->level == 1;
}

/* What stands before the first section stays with it: no chapter is a title
 * alone. */
static void guide_divide(struct epub_plan *plan, const struct checked *checked)
{
	bool long_one = checked->withdrawn.len == 0 &&
			words_bytes(checked) > EPUB_CHAPTER_BYTES;
	struct chapter chapter = {.checked = checked, .is_first = true};
	bool has_head = false;

	for (size_t i = 0; i < checked->unit_count; i++) {
		if (!is_chapter_head(checked->units[i].unit)) continue;
		if (long_one && has_head) {
			chapter.end = i;
			LIST_ADD(plan->arena, &plan->chapters, chapter);
			chapter = (struct chapter){checked, i, 0, false, false};
		}
		has_head = true;
	}
	chapter.end = checked->unit_count;
	chapter.is_last = true;
	LIST_ADD(plan->arena, &plan->chapters, chapter);
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
		pictures_plan(&plan, book->guides[i]);
	}
	plan.title = book_title(&plan);
	*ret_plan = plan;
}

str epub_chapter_file(struct arena *arena, size_t chapter)
{
	return str_fmt(arena, "c%04zu.xhtml", chapter + 1);
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
