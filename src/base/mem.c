/* Arenas and the heap: see mem.h. Blocks are wiped when given back, because
 * a request's arena has held what a person wrote.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK_BYTES = 4096 - 64, ALIGN_BYTES = 16 };

struct block {
	struct block *older;
	size_t size;
	size_t used;
	_Alignas(ALIGN_BYTES) unsigned char bytes[];
};

struct arena {
	struct block *newest;
	size_t cap_bytes;
	size_t used_bytes;
};

static unsigned long count, fail_at;

static void *take(size_t size)
{
	count++;
	if (fail_at != 0 && --fail_at == 0) return NULL;
	return calloc(1, size == 0 ? 1 : size);
}

void *mem_get(size_t size)
{
	void *memory = take(size);
	if (memory == NULL) die("out of memory");
	return memory;
}

void *mem_grow(void *old, size_t old_size, size_t new_size)
{
	/* Not realloc: the old copy is wiped before it goes back. */
	void *memory = mem_get(new_size);
	size_t keep = old_size < new_size ? old_size : new_size;

	if (old != NULL && keep > 0) memcpy(memory, old, keep);
	if (old != NULL) mem_wipe(old, old_size);
	free(old);
	return memory;
}

void mem_free(void *memory)
{
	free(memory);
}

void mem_wipe(void *memory, size_t size)
{
	if (size > 0) explicit_bzero(memory, size);
}

size_t mem_times(size_t a, size_t b)
{
	size_t product;

	if (__builtin_mul_overflow(a, b, &product)) die("size overflow");
	return product;
}

void mem_fail_at(unsigned long n)
{
	fail_at = n;
}

unsigned long mem_count(void)
{
	return count;
}

struct arena *arena_open(size_t cap_bytes)
{
	struct arena *arena = mem_get(sizeof(*arena));

	arena->cap_bytes = cap_bytes;
	return arena;
}

static void block_free(struct block *block)
{
	mem_wipe(block->bytes, block->used);
	free(block);
}

void arena_reset(struct arena *arena)
{
	struct block *block = arena->newest;

	while (block != NULL && block->older != NULL) {
		struct block *older = block->older;
		block_free(block);
		block = older;
	}
	if (block != NULL) {
		mem_wipe(block->bytes, block->used);
		block->used = 0;
	}
	arena->newest = block;
	arena->used_bytes = 0;
}

void arena_close(struct arena **handle)
{
	struct arena *arena = *handle;

	if (arena == NULL) return;
	arena_reset(arena);
	if (arena->newest != NULL) block_free(arena->newest);
	free(arena);
	*handle = NULL;
}

static struct block *block_add(struct arena *arena, size_t size)
{
	size_t room = FIRST_BLOCK_BYTES;
	struct block *block;

	/* Each block doubles, so a request that grows asks seldom. */
	if (arena->newest != NULL) room = arena->newest->size * 2;
	if (room > arena->cap_bytes) room = arena->cap_bytes;
	if (room < size) room = size;
	block = take(sizeof(*block) + room);
	if (block == NULL) return NULL;
	block->size = room;
	block->older = arena->newest;
	arena->newest = block;
	return block;
}

struct arena *arena_open_with(size_t cap_bytes, size_t first_bytes)
{
	struct arena *arena = arena_open(cap_bytes);

	if (block_add(arena, first_bytes) == NULL) die("out of memory");
	return arena;
}

void *arena_try(struct arena *arena, size_t size)
{
	struct block *block = arena->newest;
	size_t need = (size + ALIGN_BYTES - 1) & ~(size_t)(ALIGN_BYTES - 1);
	void *memory;

	if (need < size || need > arena->cap_bytes - arena->used_bytes) {
		return NULL; /* [mem-2] */
	}
	if (block == NULL || block->size - block->used < need) {
		block = block_add(arena, need);
		if (block == NULL) return NULL;
	}
	memory = block->bytes + block->used;
	block->used += need;
	arena->used_bytes += need;
	return memory;
}

void *arena_get(struct arena *arena, size_t size)
{
	void *memory = arena_try(arena, size);

	if (memory == NULL) die("out of memory"); /* [mem-1] */
	return memory;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used_bytes;
}
