/* For tests that keep everything in one arena: it begins before the first of
 * them and ends behind the last.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_ONE_ARENA_H
#define TEST_ONE_ARENA_H

#include "test.h"

#include "base/mem.h"

static struct arena *arena;

static inline int arena_begin(void **state)
{
	(void)state;
	arena = arena_open((size_t)2 << 30); /* only what is touched is there */
	return 0;
}

static inline int arena_end(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

#endif
