/* Looks for bytes in this process's own writable memory. The word looked for
 * is kept turned over (every bit), so that it is never found in itself.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_MEMORY_H
#define TEST_MEMORY_H

#include "test.h"

#include <fcntl.h>
#include <unistd.h>

enum { MEMORY_WORD_MAX = 64, MEMORY_STEP = 1 << 16 };
/* No process of ours holds as much: what is larger is a sanitizer's shadow,
 * terabytes that are reserved and hold notes about bytes, never the bytes. */
#define MEMORY_AREA_MAX (1UL << 36)

struct memory_word { unsigned char turned[MEMORY_WORD_MAX]; size_t len; };

/* The word `seed` in letters that nothing else would hold by chance. */
static inline struct memory_word memory_word(unsigned seed, size_t len)
{
	struct memory_word word = {.len = len};

	for (size_t i = 0; i < len; i++) {
		seed = seed * 1103515245U + 12345U;
		word.turned[i] = (unsigned char)~('a' + (seed >> 16) % 26);
	}
	return word;
}

static inline void memory_word_write(const struct memory_word *word, char *to)
{
	for (size_t i = 0; i < word->len; i++) {
		to[i] = (char)(unsigned char)~word->turned[i];
	}
}

static inline size_t memory_count_in(const unsigned char *at, size_t len,
	const struct memory_word *word)
{
	const unsigned char *end = at + len;
	int first = (unsigned char)~word->turned[0];
	size_t count = 0;

	while ((size_t)(end - at) >= word->len &&
		(at = memchr(at, first, (size_t)(end - at))) != NULL) {
		size_t n = 0;

		while (n < word->len && at + n < end &&
			(at[n] ^ word->turned[n]) == 0xff) n++;
		count += n == word->len;
		at++;
	}
	return count;
}

/* How often the word stands in memory this process may write. */
static inline size_t memory_count(const struct memory_word *word)
{
	static unsigned char bytes[MEMORY_STEP + MEMORY_WORD_MAX];
	int memory = open("/proc/self/mem", O_RDONLY);
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512];
	size_t count = 0;

	assert_true(memory >= 0 && maps != NULL);
	while (fgets(line, sizeof(line), maps) != NULL) {
		unsigned long from, to;
		char may[5];

		if (sscanf(line, "%lx-%lx %4s", &from, &to, may) != 3) continue;
		if (may[0] != 'r' || may[1] != 'w') continue;
		if (to - from > MEMORY_AREA_MAX) continue;
		for (unsigned long at = from; at < to; at += MEMORY_STEP) {
			unsigned long own = (unsigned long)(uintptr_t)bytes;
			ssize_t got;

			if (at < own + sizeof(bytes) && own < at + sizeof(bytes)) {
				continue; /* this function's own copy */
			}
			got = pread(memory, bytes, sizeof(bytes), (off_t)at);
			if (got <= 0) continue;
			if ((size_t)got > to - at) got = (ssize_t)(to - at);
			count += memory_count_in(bytes, (size_t)got, word);
			memset(bytes, 0, sizeof(bytes));
		}
	}
	(void)fclose(maps);
	(void)close(memory);
	return count;
}

#endif
