/* Translation memory: see memory_match.h. A slot a run of three letters, in it
 * the numbers of the texts that have it; rare runs are looked at first, so the
 * bound cuts off what says least.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/memory_match.h"

#include "base/list.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdlib.h>

enum { SLOT_BITS = 15, SLOTS = 1 << SLOT_BITS, RUN = 3 };

struct numbers LIST_OF(uint32_t);
struct kept { str text; uint32_t runs; };

struct memory {
	struct arena *arena;
	struct LIST_OF(struct kept) texts;
	struct numbers slots[SLOTS];
	uint32_t *shared;          /* by number: runs in common, of a question */
	struct numbers touched;    /* numbers whose count is not nought */
};

struct runs LIST_OF(uint32_t);

static int by_number(const void *a, const void *b)
{
	uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;

	return one < other ? -1 : one > other;
}

static uint32_t slot_of(const uint32_t points[RUN])
{
	uint64_t mixed = points[0] * UINT64_C(0x9e3779b97f4a7c15);

	mixed = (mixed ^ points[1]) * UINT64_C(0xbf58476d1ce4e5b9);
	mixed = (mixed ^ points[2]) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)(mixed >> (64 - SLOT_BITS));
}

/* Each slot of a text once, ascending. */
static void runs_of(struct arena *arena, str text, struct runs *runs)
{
	struct buf key = {0};
	uint32_t points[RUN] = {' ', ' ', ' '};
	size_t count = 0;
	str rest;

	fold_put(&key, FOLD_LOOSE, TEXT_UND,
		utf8_first(text, MEMORY_TEXT_BYTES_MAX));
	buf_byte(&key, ' ');
	rest = buf_str(&key);
	while (rest.len > 0) {
		points[0] = points[1];
		points[1] = points[2];
		if (!utf8_next(&rest, &points[2])) {
			points[2] = 0xFFFD;
			rest = str_from(rest, 1);
		}
		LIST_ADD(arena, runs, slot_of(points));
	}
	buf_close(&key);
	qsort(runs->at, runs->count, sizeof(*runs->at), by_number);
	for (size_t i = 0; i < runs->count; i++) {
		if (count > 0 && runs->at[count - 1] == runs->at[i]) continue;
		runs->at[count++] = runs->at[i];
	}
	runs->count = count;
}

struct memory *memory_open(struct arena *arena)
{
	struct memory *memory = ARENA_NEW(arena, struct memory);

	memory->arena = arena;
	return memory;
}

void memory_add(struct memory *memory, str text)
{
	struct runs runs = {0};
	uint32_t number = (uint32_t)memory->texts.count;

	runs_of(memory->arena, text, &runs);
	for (size_t i = 0; i < runs.count; i++) {
		LIST_ADD(memory->arena, &memory->slots[runs.at[i]], number);
	}
	LIST_ADD(memory->arena, &memory->texts,
		((struct kept){text, (uint32_t)runs.count}));
}

void memory_ready(struct memory *memory)
{
	memory->shared = ARENA_ARRAY(memory->arena, uint32_t,
		memory->texts.count + 1);
	memory->touched.at = ARENA_ARRAY(memory->arena, uint32_t,
		memory->texts.count + 1);
}

/* -- a question ----------------------------------------------------------- */

/* qsort knows no owner, so a run carries how long its list is. */
struct asked { uint32_t slot, count; };

static int by_rarity(const void *a, const void *b)
{
	const struct asked *one = a, *other = b;

	if (one->count != other->count) {
		return one->count < other->count ? -1 : 1;
	}
	return one->slot < other->slot ? -1 : one->slot > other->slot;
}

static void slot_count(struct memory *memory, const struct numbers *slot)
{
	for (size_t i = 0; i < slot->count; i++) {
		if (memory->shared[slot->at[i]]++ == 0) {
			memory->touched.at[memory->touched.count++] =
				slot->at[i];
		}
	}
}

static size_t shared_count(struct memory *memory, str text)
{
	struct arena *arena = arena_open(1 << 20);
	struct runs runs = {0};
	struct asked *asked;
	size_t work = 0, count;

	runs_of(arena, text, &runs);
	asked = ARENA_ARRAY(arena, struct asked, runs.count + 1);
	for (size_t i = 0; i < runs.count; i++) {
		asked[i] = (struct asked){runs.at[i],
			(uint32_t)memory->slots[runs.at[i]].count};
	}
	qsort(asked, runs.count, sizeof(*asked), by_rarity);
	for (size_t i = 0; i < runs.count; i++) {
		work += asked[i].count; /* [memory-2] */
		if (work > MEMORY_WORK_MAX) break;
		slot_count(memory, &memory->slots[asked[i].slot]);
	}
	count = runs.count;
	arena_close(&arena);
	return count;
}

static unsigned near(const struct memory *memory, uint32_t number, str text,
	size_t runs)
{
	const struct kept *kept = &memory->texts.at[number];
	size_t percent = 200 * (size_t)memory->shared[number] /
		(kept->runs + runs);

	if (str_eq(kept->text, text)) return 100; /* [memory-1] */
	return percent > 99 ? 99 : (unsigned)percent;
}

static void found_put(struct memory_found found[MEMORY_FOUND_MAX],
	size_t *count, struct memory_found one)
{
	size_t at = *count;

	while (at > 0 && (found[at - 1].percent < one.percent ||
		(found[at - 1].percent == one.percent &&
			found[at - 1].number < one.number))) {
		if (at < MEMORY_FOUND_MAX) found[at] = found[at - 1];
		at--;
	}
	if (at == MEMORY_FOUND_MAX) return;
	found[at] = one;
	if (*count < MEMORY_FOUND_MAX) (*count)++;
}

size_t memory_find(struct memory *memory,
	const struct memory_question *question,
	struct memory_found ret_found[MEMORY_FOUND_MAX])
{
	size_t runs = shared_count(memory, question->text), count = 0;

	for (size_t i = 0; i < memory->touched.count; i++) {
		uint32_t number = memory->touched.at[i];
		unsigned percent = near(memory, number, question->text, runs);

		memory->shared[number] = 0;
		if (percent < MEMORY_NEAR_PERCENT) continue;
		if (!question->accept(question->owner, number)) continue;
		found_put(ret_found, &count,
			(struct memory_found){number, percent});
	}
	memory->touched.count = 0;
	return count;
}
