/* The keys and stems of words that were just cut: most words of a text are the
 * few everybody uses, and looking them up is many times quicker than folding
 * and stemming them again. Holds words people wrote: memory only, wiped when
 * it is closed. Forgets by itself.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TOKEN_CACHE_H
#define DESK_TOKEN_CACHE_H

#include "desk/tokens.h"

struct token_cache;
struct token_cache *token_cache_open(void);
void token_cache_close(struct token_cache **cache);
/* Forgets everything. */
void token_cache_clear(struct token_cache *cache);

/* The key and stems of a word as it was written, cut for these languages; they
 * point into the cache. False: it is not there. */
bool token_cache_find(const struct token_cache *cache, str word,
	unsigned langs, struct token *ret_token);
/* Keeps copies, if they are not too long. */
void token_cache_keep(struct token_cache *cache, str word, unsigned langs,
	const struct token *token);

#endif
