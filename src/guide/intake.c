/* Guides out of files: see intake.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/intake.h"

#include "guide/address.h"
#include "guide/intake_drift.h"
#include "guide/inline.h"
#include "guide/transfer.h"
#include "guide/unit_ids.h"
#include "guide/wording.h"

#include <stdlib.h>

bool intake_page_add(struct intake *intake, str path, str key,
	const struct tongue *tongue, str bytes)
{
	struct intake_page page = {.path = path, .key = key,
		.tongue = tongue == NULL ? intake->source : tongue};

	if (!markdown_units_read(intake->arena, bytes, path, intake->exchange,
			&page.page)) {
		return false;
	}
	LIST_ADD(intake->arena, &intake->pages, page);
	return true;
}

/* -- which files are one guide -------------------------------------------- */

static const struct tongue *sorting_source;

/* By key, the source first, then by language and path. */
static int by_guide(const void *a, const void *b)
{
	const struct intake_page *x = a, *y = b;
	int order = str_compare(x->key, y->key);

	if (order != 0) return order;
	if (x->tongue != y->tongue) {
		if (x->tongue == sorting_source) return -1;
		if (y->tongue == sorting_source) return 1;
		return str_compare(x->tongue->tag, y->tongue->tag);
	}
	return str_compare(x->path, y->path);
}

static size_t group_end(const struct intake *intake, size_t from)
{
	size_t end = from + 1;

	while (end < intake->pages.count && str_eq(intake->pages.at[end].key,
			intake->pages.at[from].key)) {
		end++;
	}
	return end;
}

/* Languages that other files have and this guide has not. */
static void partners_look(struct intake *intake, const bool *anywhere,
	size_t from, size_t end)
{
	for (size_t i = 0; i < tongue_count; i++) {
		bool here = false;

		for (size_t k = from; k < end; k++) {
			here = here || intake->pages.at[k].tongue == &tongues[i];
		}
		if (!anywhere[i] || here) continue;
		exchange_say(intake->exchange, intake->pages.at[from].path, 0,
			EXCHANGE_WARNING, str_fmt(intake->exchange->arena,
				"a file without a partner in \"%.*s\"",
				S_ARG(tongues[i].tag)));
	}
}

static bool number_give(struct intake *intake, size_t from, size_t end)
{
	struct intake_page *first = &intake->pages.at[from];

	if (first->tongue != intake->source) {
		for (size_t i = from; i < end; i++) {
			EXCHANGE_REFUSE(intake->exchange,
				intake->pages.at[i].path, 0, "a file without a"
				" partner in the language of the source: left"
				" out");
		}
		return false;
	}
	if (first->number == 0 && intake->next_number > GUIDE_NUMBER_MAX) {
		EXCHANGE_REFUSE(intake->exchange, first->path, 0,
			"there are 999 guides already: left out");
		return false;
	}
	intake->unit_count += first->page.leaves.count;
	if (intake->unit_count > INTAKE_UNITS_MAX) {
		EXCHANGE_REFUSE(intake->exchange, first->path, 0,
			"more units than a library may hold: left out");
		return false;
	}
	if (first->number == 0) first->number = intake->next_number++;
	for (size_t i = from; i < end; i++) {
		intake->pages.at[i].number = first->number;
	}
	return true;
}

static int by_path(const void *a, const void *b)
{
	return str_compare((*(const struct intake_page *const *)a)->path,
		(*(const struct intake_page *const *)b)->path);
}

static void paths_sort(struct intake *intake)
{
	intake->by_path = ARENA_ARRAY(intake->arena, const struct intake_page *,
		intake->pages.count);
	for (size_t i = 0; i < intake->pages.count; i++) {
		intake->by_path[i] = &intake->pages.at[i];
	}
	qsort(intake->by_path, intake->pages.count, sizeof(*intake->by_path),
		by_path);
}

size_t intake_group(struct intake *intake)
{
	bool *anywhere = ARENA_ARRAY(intake->arena, bool, tongue_count);
	size_t count = 0, end;

	if (intake->pages.count == 0) return 0;
	for (size_t i = 0; i < intake->pages.count; i++) {
		anywhere[intake->pages.at[i].tongue - tongues] = true;
	}
	sorting_source = intake->source;
	qsort(intake->pages.at, intake->pages.count,
		sizeof(*intake->pages.at), by_guide);
	if (intake->numbers_find != NULL) {
		intake->numbers_find(intake->context, intake);
	}
	for (size_t i = 0; i < intake->pages.count; i = end) {
		end = group_end(intake, i);
		if (!number_give(intake, i, end)) continue;
		count++;
		partners_look(intake, anywhere, i, end);
	}
	paths_sort(intake);
	for (size_t i = 0; i < intake->pages.count; i++) {
		intake_links(intake, &intake->pages.at[i]);
	}
	return count;
}

void intake_alone(struct intake *intake)
{
	paths_sort(intake);
	intake_links(intake, &intake->pages.at[0]);
}

/* -- the source ----------------------------------------------------------- */

struct making {
	struct intake *intake;
	struct arena *arena;
	struct intake_guide *to;
	struct intake_page *source;
	size_t *unit_of;             /* of each leaf; SIZE_MAX: left out */
};

/* A name of a file as a title: "account_hijacking" */
static void title_make(struct making *m)
{
	struct leaf_page *page = &m->source->page;
	struct wording w = {.links = 0};
	struct leaf leaf = {.kind = UNIT_TITLE, .cells = 1, .line = 1};
	str key = m->source->key, part;

	while (str_cut(key, '/', &part, &key)) continue;
	wording_start(&w);
	for (size_t i = 0; i < key.len; i++) {
		if (key.at[i] == '_' || key.at[i] == '-') wording_blank(&w);
		else (void)wording_text(&w, str_first(str_from(key, i), 1));
	}
	if (!wording_are(&w)) (void)wording_text(&w, S("-"));
	wording_take(&w, m->intake->arena, &leaf);
	wording_close(&w);
	LIST_ADD(m->intake->arena, &page->leaves, leaf);
	for (size_t i = page->leaves.count - 1; i > 0; i--) {
		page->leaves.at[i] = page->leaves.at[i - 1];
	}
	page->leaves.at[0] = leaf;
	page->has_title = true;
	EXCHANGE_WARN(m->intake->exchange, m->source->path, 0,
		"no heading, so the title is the file's name");
}

static void ids_give(struct making *m)
{
	struct leaf_page *page = &m->source->page;
	struct unit_ids ids = unit_ids_open(m->arena, m->source->key,
		page->leaves.count);

	for (size_t i = 0; i < page->leaves.count; i++) {
		struct leaf *leaf = &page->leaves.at[i];

		leaf->has_id = leaf->has_id && unit_ids_take(&ids, leaf->id);
	}
	for (size_t i = 0; i < page->leaves.count; i++) {
		struct leaf *leaf = &page->leaves.at[i];

		if (leaf->has_id) continue;
		leaf->id = unit_ids_make(&ids, i, leaf->words);
	}
	intake_anchors(m->intake->arena, page);
}

/* A picture's slots; false when its file cannot go along. */
static bool picture_take(struct making *m, const struct leaf *leaf,
	struct unit *unit)
{
	struct intake *intake = m->intake;
	struct intake_picture picture;
	str kind = S("");

	if (address_path(m->arena, m->source->path, leaf->picture,
			&picture.path) && intake->picture_kind != NULL) {
		kind = intake->picture_kind(intake->context, picture.path);
	}
	if (kind.len == 0) {
		EXCHANGE_WARN(intake->exchange, m->source->path, leaf->line,
			"a picture that is not in the folder, or no PNG or"
			" JPEG, is left out");
		return false;
	}
	picture.name = str_fmt(m->arena, "%.*s.%.*s",
		S_ARG(unit_id_str(&leaf->id)), S_ARG(kind));
	LIST_ADD(m->arena, &m->to->pictures, picture);
	unit->slots = ARENA_ARRAY(m->arena, struct slot, 2);
	unit->slots[unit->slot_count++] = (struct slot){S("picture"),
		SLOT_PICTURE, picture.name};
	if (leaf->words.len == 0) {
		unit->slots[unit->slot_count++] = (struct slot){
			S("decorative"), SLOT_DECORATIVE, S("")};
		EXCHANGE_WARN(intake->exchange, m->source->path, leaf->line,
			"a picture without words is marked as decorative");
	}
	return true;
}

static bool unit_take(struct making *m, const struct leaf *leaf)
{
	struct span_list spans;
	struct unit unit = {.id = leaf->id, .kind = leaf->kind,
		.line = (unsigned)leaf->line,
		.level = leaf->kind == UNIT_ROW ? 0 : leaf->level,
		.cells = leaf->cells, .slots = leaf->slots,
		.slot_count = leaf->slot_count};

	unit.words[0] = (struct words){.text = leaf->words,
		.state = WORDS_DONE};
	if (leaf->kind == UNIT_PICTURE && !picture_take(m, leaf, &unit)) {
		return false;
	}
	if (inline_read(m->arena, &unit, leaf->words, m->intake->source, &spans)
		!= INLINE_FINE) {
		EXCHANGE_WARN(m->intake->exchange, m->source->path, leaf->line,
			"words that make no unit are left out");
		return false;
	}
	LIST_ADD(m->arena, &m->to->guide.units, unit);
	return true;
}

static bool source_take(struct making *m)
{
	struct guide *guide = &m->to->guide;
	struct leaf_page *page = &m->source->page;
	size_t tongue;

	if (!page->has_title) title_make(m);
	if (page->leaves.count > GUIDE_UNITS_MAX) {
		EXCHANGE_REFUSE(m->intake->exchange, m->source->path, 0,
			"more units than a guide may have: left out");
		return false;
	}
	ids_give(m);
	*guide = (struct guide){.number = m->source->number,
		.check_days = 180};
	(void)!guide_tongue_add(guide, m->intake->source, &tongue);
	LIST_START(m->arena, &guide->units, page->leaves.count);
	m->unit_of = ARENA_ARRAY(m->arena, size_t, page->leaves.count);
	for (size_t i = 0; i < page->leaves.count; i++) {
		m->unit_of[i] = unit_take(m, &page->leaves.at[i])
			? guide->units.count - 1 : SIZE_MAX;
	}
	if (m->unit_of[0] != SIZE_MAX) return true;
	EXCHANGE_REFUSE(m->intake->exchange, m->source->path, 0,
		"its title makes no unit: left out");
	return false;
}

/* -- the whole ------------------------------------------------------------ */

bool intake_make(struct intake *intake, struct arena *arena, unsigned number,
	struct intake_guide *ret_guide)
{
	struct making m = {.intake = intake, .arena = arena, .to = ret_guide};
	size_t from = 0, end;

	while (from < intake->pages.count
		&& intake->pages.at[from].number != number) {
		from++;
	}
	must(from < intake->pages.count);
	*ret_guide = (struct intake_guide){.guide = {.number = number}};
	m.source = &intake->pages.at[from];
	if (!source_take(&m)) return false;
	end = group_end(intake, from);
	for (size_t i = from + 1; i < end; i++) {
		struct intake_drift drift = {intake, arena, m.source,
			&intake->pages.at[i], &ret_guide->guide, m.unit_of};

		if (drift.other->tongue == intake->pages.at[i - 1].tongue) {
			EXCHANGE_REFUSE(intake->exchange, drift.other->path, 0,
				"a second file of this language: left out");
			continue;
		}
		intake_translation(&drift);
	}
	return true;
}
