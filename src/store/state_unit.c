/* What a state knows by unit, for compaction and erasure: see state.h. Owns
 * nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/state_room.h"

#include "base/list.h"

#include <stdlib.h>
#include <string.h>

static int by_part(const void *a, const void *b)
{
	return state_part_compare(a, b);
}

static struct state_part part_of(const struct state *state,
	const struct state_place *at)
{
	return (struct state_part){.dev = state_dev_name(state, at->dev),
		.seq = at->seq, .body = at->body, .index = at->index};
}

/* Few of many: no room for all is asked for. */
struct part_list LIST_OF(struct state_part);

static struct state_parts parts_of(struct arena *arena, struct part_list *list)
{
	if (list->at == NULL) list->at = ARENA_NEW(arena, struct state_part);
	if (list->count > 0) {
		qsort(list->at, list->count, sizeof(*list->at), by_part);
	}
	return (struct state_parts){list->at, list->count};
}

void state_surviving(const struct state *state, state_told_of *each,
	void *owner)
{
	for (size_t i = 0; i < state->entry_count; i++) {
		const struct state_entry *entry = &state->entries[i];
		struct state_part part = part_of(state, &entry->at);

		if (!entry->gone && !entry->erased) each(owner, &part);
	}
}

struct state_parts state_survivors(const struct state *state,
	struct arena *arena, str ring, object_id unit)
{
	uint32_t at = state_ring_find(state, ring);
	uint32_t of = state_unit_find(state, unit);
	struct part_list list = {0};

	for (size_t i = 0; i < state->entry_count; i++) {
		const struct state_entry *entry = &state->entries[i];

		if (entry->ring != at || entry->unit != of) continue;
		if (entry->gone || entry->erased) continue;
		LIST_ADD(arena, &list, part_of(state, &entry->at));
	}
	return parts_of(arena, &list);
}

struct state_parts state_bodies(const struct state *state,
	struct arena *arena, str ring, object_id unit)
{
	uint32_t at = state_ring_find(state, ring);
	uint32_t of = state_unit_find(state, unit);
	struct part_list list = {0};

	for (size_t i = 0; i < state->body_count; i++) {
		const struct state_body *body = &state->bodies[i];

		if (body->ring != at || body->gone || body->unit != of) continue;
		LIST_ADD(arena, &list, part_of(state, &body->at));
	}
	return parts_of(arena, &list);
}

size_t state_units(const struct state *state, str ring, size_t bodies,
	object_id *ret_units, size_t max)
{
	uint32_t at = state_ring_find(state, ring);
	uint32_t *counts = mem_get(mem_times(state->unit_count + 1,
		sizeof(*counts)));
	size_t count = 0;

	for (size_t i = 0; i < state->body_count; i++) {
		const struct state_body *one = &state->bodies[i];

		counts[one->unit] += one->ring == at && !one->gone;
	}
	for (size_t i = 0; i < state->unit_count && count < max; i++) {
		if (counts[i] > 0 && counts[i] >= bodies) {
			ret_units[count++] = state->units[i];
		}
	}
	mem_free(counts);
	return count;
}

/* -- what is removed ------------------------------------------------------ */

size_t state_erasures(const struct state *state, struct arena *arena,
	struct state_erased **ret_rows)
{
	struct state_erased *rows = ARENA_ARRAY(arena, struct state_erased,
		state->erasure_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < state->erasure_count; i++) {
		const struct state_erasure *one = &state->erasures[i];
		str ring = str_bytes(state->rings[one->ring].name,
			state->rings[one->ring].len);
		object_id unit = state->units[one->unit];
		bool again = false;

		for (size_t j = 0; j < count && !again; j++) {
			again = str_eq(rows[j].ring, ring) &&
				object_eq(rows[j].unit, unit);
		}
		if (!again) rows[count++] = (struct state_erased){
			str_dup(arena, ring), unit};
	}
	*ret_rows = rows;
	return count;
}

struct state_parts state_gone(const struct state *state, struct arena *arena,
	str ring, const object_id *unit)
{
	uint32_t at = state_ring_find(state, ring);
	uint32_t of = unit == NULL ? LOG_NONE : state_unit_find(state, *unit);
	struct part_list list = {0};

	for (size_t i = 0; i < state->body_count; i++) {
		const struct state_body *body = &state->bodies[i];

		if (!body->gone) continue;
		if (unit != NULL && (body->ring != at || body->unit != of)) {
			continue;
		}
		LIST_ADD(arena, &list, part_of(state, &body->at));
	}
	return parts_of(arena, &list);
}
