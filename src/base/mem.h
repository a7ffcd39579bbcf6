/* Memory by lifetime. Owns the only calls to malloc and free in the tree.
 * An arena keeps everything given from it until it is reset or closed; the
 * first parameter of a function that returns memory is the arena that keeps
 * it. Out of memory ends the process [mem-1], so no caller checks for NULL.
 * An arena never gives more than its cap [mem-2]; reaching the cap is a
 * refusal the caller can see (arena_try).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include "base/base.h"

struct arena;

/* A new arena that will hold at most `cap_bytes`. */
struct arena *arena_open(size_t cap_bytes);

/* The same with room for `first_bytes` at once, which it keeps when it is
 * reset: for what is done many times and needs about as much each time. */
struct arena *arena_open_with(size_t cap_bytes, size_t first_bytes);

/* Wipes and frees everything; accepts NULL and empties the handle. */
void arena_close(struct arena **arena);

/* Wipes everything given so far and keeps the first block for reuse. */
void arena_reset(struct arena *arena);

/* `size` zeroed bytes, aligned for any type. Over the cap: die(). */
void *arena_get(struct arena *arena, size_t size) MUST_USE;

/* As arena_get, but NULL when the cap would be passed. */
void *arena_try(struct arena *arena, size_t size) MUST_USE;

/* Bytes given so far. */
size_t arena_used(const struct arena *arena);

#define ARENA_NEW(arena, type) ((type *)arena_get((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) \
	((type *)arena_get((arena), mem_times(sizeof(type), (count))))

/* a * b, or die() where that overflows. */
size_t mem_times(size_t a, size_t b);

/* The heap, for things with a life of their own. Zeroed; never NULL. */
void *mem_get(size_t size) MUST_USE;
void *mem_grow(void *old, size_t old_size, size_t new_size) MUST_USE;
/* Accepts NULL. Does not wipe: call mem_wipe first where it matters. */
void mem_free(void *memory);

/* Overwrites with zeros in a way the compiler keeps. */
void mem_wipe(void *memory, size_t size);

/* Test hook: allocation number `n` from now fails (the process ends as on
 * no memory; arena_try gives NULL). 0 switches it off. */
void mem_fail_at(unsigned long n);
/* How many allocations there were so far. */
unsigned long mem_count(void);

#endif
