/* One slot for each hash, the last word wins: see token_cache.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/token_cache.h"

#include <string.h>

enum {
	SLOTS = 8192,       /* a power of two; about 2 MB when full */
	WORD_BYTES = 40,    /* 20 letters of Arabic script */
	STEM_BYTES = WORD_BYTES + 1
};

struct slot {
	unsigned langs;
	unsigned char word_len, key_len, stem_len[TOKEN_STEMS_MAX], stem_count;
	char word[WORD_BYTES], key[WORD_BYTES];
	char stems[TOKEN_STEMS_MAX][STEM_BYTES];
};

struct token_cache { struct slot slots[SLOTS]; };

struct token_cache *token_cache_open(void)
{
	struct token_cache *cache = mem_get(sizeof(*cache));

	return cache;
}

void token_cache_clear(struct token_cache *cache)
{
	mem_wipe(cache, sizeof(*cache));
}

void token_cache_close(struct token_cache **handle)
{
	if (*handle == NULL) return;
	token_cache_clear(*handle);
	mem_free(*handle);
	*handle = NULL;
}

/* FNV-1a. Whoever makes words collide only makes their own slow. */
static size_t slot_of(str word, unsigned langs)
{
	uint32_t hash = 0x811C9DC5u ^ langs;

	for (size_t i = 0; i < word.len; i++) {
		hash = (hash ^ (unsigned char)word.at[i]) * 0x01000193u;
	}
	return (hash ^ hash >> 16) & (SLOTS - 1);
}

bool token_cache_find(const struct token_cache *cache, str word,
	unsigned langs, struct token *ret_token)
{
	const struct slot *slot = &cache->slots[slot_of(word, langs)];

	if (slot->word_len == 0 || slot->langs != langs ||
		!str_eq(str_bytes(slot->word, slot->word_len), word)) {
		return false;
	}
	ret_token->key = str_bytes(slot->key, slot->key_len);
	ret_token->stem_count = slot->stem_count;
	for (size_t i = 0; i < slot->stem_count; i++) {
		ret_token->stems[i] = str_bytes(slot->stems[i],
			slot->stem_len[i]);
	}
	return true;
}

static bool fits(str word, const struct token *token)
{
	if (word.len > WORD_BYTES || token->key.len > WORD_BYTES) return false;
	for (size_t i = 0; i < token->stem_count; i++) {
		if (token->stems[i].len > STEM_BYTES) return false;
	}
	return word.len > 0;
}

void token_cache_keep(struct token_cache *cache, str word, unsigned langs,
	const struct token *token)
{
	struct slot *slot = &cache->slots[slot_of(word, langs)];

	if (!fits(word, token)) return;
	slot->langs = langs;
	slot->word_len = (unsigned char)word.len;
	slot->key_len = (unsigned char)token->key.len;
	slot->stem_count = (unsigned char)token->stem_count;
	memcpy(slot->word, word.at, word.len);
	memcpy(slot->key, token->key.at, token->key.len);
	for (size_t i = 0; i < token->stem_count; i++) {
		slot->stem_len[i] = (unsigned char)token->stems[i].len;
		memcpy(slot->stems[i], token->stems[i].at,
			token->stems[i].len);
	}
}
