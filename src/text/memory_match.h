/* A translation memory: texts that were translated before, found again when the
 * same or nearly the same text is to be translated. Nearness is the share of
 * three-letter runs that two texts have in common (Dice, in percent), over the
 * loose keys of search, so capitals do not matter. Owns the index;
 * what stands beside a text is the caller's, by its number. Pure.
 *
 * [memory-1] a text that is the same byte for byte comes first, with 100; no
 *            other one has more than 99
 * [memory-2] the work of a question is bounded by MEMORY_WORK_MAX, however many
 *            texts there are
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_MEMORY_MATCH_H
#define TEXT_MEMORY_MATCH_H

#include "base/str.h"

enum {
	MEMORY_FOUND_MAX = 5,
	/* Below this it is another sentence. */
	MEMORY_NEAR_PERCENT = 60,
	/* Entries of lists looked at: some milliseconds. */
	MEMORY_WORK_MAX = 400000,
	MEMORY_TEXT_BYTES_MAX = 4096 /* of a text, its beginning counts */
};

struct memory;

/* Kept by the arena, as are copies of no text: they must stay. */
struct memory *memory_open(struct arena *arena);
/* Adds a text; its number is how many there were before. */
void memory_add(struct memory *memory, str text);
/* After the last one. */
void memory_ready(struct memory *memory);

struct memory_found { size_t number; unsigned percent; };
/* The nearest texts, nearest first, then the later ones; how many. `accept`
 * says which numbers count at all (the language has words for it). */
struct memory_question {
	str text;
	bool (*accept)(const void *owner, size_t number);
	const void *owner;
};
size_t memory_find(struct memory *memory,
	const struct memory_question *question,
	struct memory_found ret_found[MEMORY_FOUND_MAX]);

#endif
