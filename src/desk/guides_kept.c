/* All guides of an open desk, read anew only where a record changed, and the
 * memory of their words: see guide_records.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_records.h"

#include "desk/desk_room.h"
#include "desk/record_query.h"

enum { GUIDE_ARENA_BYTES = 256 << 20, MEMORY_ARENA_BYTES = 256 << 20 };

static void list_put(struct guides *guides, struct guide_kept *kept)
{
	size_t at = guides->list.count;

	if (at == guides->list.room) {
		size_t room = at == 0 ? 16 : at * 2;

		guides->list.at = mem_grow(guides->list.at,
			mem_times(at, sizeof(*guides->list.at)),
			mem_times(room, sizeof(*guides->list.at)));
		guides->list.room = room;
	}
	while (at > 0 && guide_page_number(&guides->list.at[at - 1]->guide) >
		guide_page_number(&kept->guide)) {
		guides->list.at[at] = guides->list.at[at - 1];
		at--;
	}
	guides->list.at[at] = kept;
	guides->list.count++;
}

static void list_take_out(struct guides *guides, object_id id)
{
	size_t kept = 0;

	for (size_t i = 0; i < guides->list.count; i++) {
		if (object_eq(guides->list.at[i]->id, id)) {
			guide_kept_close(&guides->list.at[i]);
		} else {
			guides->list.at[kept++] = guides->list.at[i];
		}
	}
	guides->list.count = kept;
}

static void memory_drop(struct guides *guides)
{
	arena_close(&guides->arena);
	guides->memory = NULL;
}

static const err *all_load(struct desk *desk, struct guides *guides)
{
	struct arena *arena = arena_open(GUIDE_ARENA_BYTES);
	struct record_filter filter = {.type = &record_guide};
	struct record *records = NULL;
	size_t count = 0;
	const err *e = record_whole(desk, arena, &filter, &records, &count);

	for (size_t i = 0; e == NULL && i < count; i++) {
		struct guide_kept *kept;

		e = guide_kept_load(desk, &records[i], &kept);
		if (e == NULL) list_put(guides, kept);
	}
	arena_close(&arena);
	return e;
}

static const err *one_load(struct desk *desk, struct guides *guides,
	object_id id)
{
	struct arena *arena = arena_open(GUIDE_ARENA_BYTES);
	struct guide_kept *kept;
	struct record record;
	const err *e = record_get(desk, arena, id, &record);

	list_take_out(guides, id);
	if (e == NULL && record.type == &record_guide) {
		e = guide_kept_load(desk, &record, &kept);
		if (e == NULL) list_put(guides, kept);
	} else if (e != NULL && e->code == ERR_ABSENT) {
		e = NULL; /* it is gone */
	}
	arena_close(&arena);
	return e;
}

static const err *changed_load(struct desk *desk)
{
	struct fold_changed *changed = &desk->fold.guides;
	const err *e = NULL;

	if (desk->guides == NULL || changed->all) {
		guides_drop(desk);
		desk->guides = mem_get(sizeof(*desk->guides));
		e = all_load(desk, desk->guides);
	} else {
		memory_drop(desk->guides);
		for (size_t i = 0; e == NULL && i < changed->count; i++) {
			e = one_load(desk, desk->guides, changed->at[i]);
		}
	}
	*changed = (struct fold_changed){.all = false};
	return e;
}

const err *guides_of(struct desk *desk, const struct guides **ret_guides)
{
	const err *e = NULL;

	if (desk->guides == NULL || desk->fold.guides.all ||
		desk->fold.guides.count > 0) { /* [guide_records-2] */
		e = changed_load(desk);
		if (e != NULL) guides_drop(desk);
	}
	if (e == NULL) *ret_guides = desk->guides;
	return e;
}

void guides_drop(struct desk *desk)
{
	struct guides *guides = desk->guides;

	if (guides == NULL) return;
	for (size_t i = 0; i < guides->list.count; i++) {
		guide_kept_close(&guides->list.at[i]);
	}
	memory_drop(guides);
	mem_free(guides->list.at);
	mem_free(guides);
	desk->guides = NULL;
}

const struct guide_kept *guides_find(const struct guides *guides,
	unsigned number)
{
	for (size_t i = 0; i < guides->list.count; i++) {
		if (guide_page_number(&guides->list.at[i]->guide) == number) {
			return guides->list.at[i];
		}
	}
	return NULL;
}

/* -- the memory ----------------------------------------------------------- */

static void memory_make(struct guides *guides)
{
	size_t count = 0;

	guides->arena = arena_open(MEMORY_ARENA_BYTES);
	guides->memory = memory_open(guides->arena);
	for (size_t i = 0; i < guides->list.count; i++) {
		count += guides->list.at[i]->guide.units.count;
	}
	guides->places = ARENA_ARRAY(guides->arena, struct guide_place,
		count + 1);
	count = 0;
	for (size_t i = 0; i < guides->list.count; i++) {
		const struct guide *guide = &guides->list.at[i]->guide;

		for (size_t k = 0; k < guide->units.count; k++) {
			memory_add(guides->memory,
				guide->units.at[k].words[0].text);
			guides->places[count++] = (struct guide_place){i, k};
		}
	}
	memory_ready(guides->memory);
}

struct memory *guides_memory(struct desk *desk, const struct guides *guides)
{
	must(desk->guides == guides);
	if (guides->memory == NULL) memory_make(desk->guides);
	return guides->memory;
}
