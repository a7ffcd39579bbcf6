/* A state without what was erased: see state.h and doc/log.md L12.3. Owns nothing
 * between calls.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/state_room.h"

/* What one that goes had put out comes back, unless another has too. */
static void rivals_free(struct state *state, const struct log *log,
	const struct state_entry *going)
{
	size_t at = SIZE_MAX, by_at;
	uint32_t is, by;

	if (going->alone) return;
	while (state_contests(state, going, &at, &is)) {
		struct state_entry *one = &state->entries[is];

		if (one->erased || !one->gone) continue;
		one->gone = false;
		by_at = SIZE_MAX;
		while (state_contests(state, one, &by_at, &by)) {
			const struct state_entry *other = &state->entries[by];

			one->gone |= !other->erased && state_saw(state, log,
				&other->at, &one->at);
		}
	}
}

static void entries_drop(struct state *state)
{
	size_t count = 0;

	for (size_t i = 0; i < state->entry_count; i++) {
		if (state->entries[i].erased) continue;
		state->entries[count++] = state->entries[i];
	}
	mem_wipe(state->entries + count, (state->entry_count - count) *
		sizeof(*state->entries));
	state->entry_count = count;
}

/* One that is still at hand, being erased since, goes another time. */
static void bodies_drop(struct state *state, const struct log *log)
{
	size_t count = 0;

	for (size_t i = 0; i < state->body_count; i++) {
		const struct state_body *one = &state->bodies[i];
		struct state_part part = {.seq = one->at.seq,
			.body = one->at.body,
			.dev = state_dev_name(state, one->at.dev)};

		if (one->gone && !log_part_is_here(log, &part)) continue;
		state->bodies[count++] = *one;
	}
	state->body_count = count;
}

/* A check whose body went was said by nobody any more. */
static void checks_drop(struct state *state, const struct log *log)
{
	size_t count = 0;

	for (size_t i = 0; i < state->check_count; i++) {
		const struct state_check *one = &state->checks[i];
		struct state_part part = {.seq = one->at.seq,
			.body = one->at.body,
			.dev = state_dev_name(state, one->at.dev)};

		if (!log_part_is_here(log, &part)) continue;
		state->checks[count++] = *one;
	}
	state->check_count = count;
}

/* Names of units and fields that nobody uses any more go too. */
static void names_anew(struct state *state)
{
	object_id *units = state->units;
	str *texts = state->texts;
	struct arena *arena = state->arena;

	state->units = NULL;
	state->texts = NULL;
	state->unit_count = state->unit_room = 0;
	state->text_count = state->text_room = 0;
	state->arena = arena_open(STATE_ARENA_BYTES);
	log_map_close(&state->by_unit);
	log_map_close(&state->by_text);
	for (size_t i = 0; i < state->entry_count; i++) {
		struct state_entry *one = &state->entries[i];

		one->unit = state_unit_of(state, units[one->unit]);
		one->field = state_text_of(state, texts[one->field]);
		one->word = state_text_of(state, texts[one->word]);
	}
	for (size_t i = 0; i < state->body_count; i++) {
		struct state_body *one = &state->bodies[i];

		one->unit = state_unit_of(state, units[one->unit]);
	}
	for (size_t i = 0; i < state->erasure_count; i++) {
		struct state_erasure *one = &state->erasures[i];

		one->unit = state_unit_of(state, units[one->unit]);
	}
	mem_free(units);
	mem_free(texts);
	arena_close(&arena);
}

void state_purge(struct state *state, const struct log *log)
{
	for (size_t i = 0; i < state->entry_count; i++) {
		if (!state->entries[i].erased) continue;
		rivals_free(state, log, &state->entries[i]);
	}
	entries_drop(state);
	bodies_drop(state, log);
	checks_drop(state, log);
	names_anew(state);
	state_index(state);
}

struct state_parts state_about(const struct state *state, struct arena *arena,
	state_wanted *wanted, void *owner)
{
	struct state_parts parts = {ARENA_ARRAY(arena, struct state_part,
		state->entry_count + 1), 0};

	for (size_t i = 0; i < state->entry_count; i++) {
		const struct state_entry *one = &state->entries[i];

		if (one->erased || !wanted(owner, one->object, one->value)) {
			continue;
		}
		parts.at[parts.count++] = (struct state_part){.seq = one->at.seq,
			.body = one->at.body, .index = one->at.index,
			.dev = state_dev_name(state, one->at.dev)};
	}
	return parts;
}
