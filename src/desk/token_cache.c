/* One slot for each hash, the last word wins: see token_cache.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/token_cache.h"

#include <string.h>

enum {
	SLOTS = 32768,      /* a power of two; 4 MB when full */
	WORD_BYTES = 32,    /* 16 letters of Arabic script */
	STEMS_BYTES = 56    /* together; so a slot is two cache lines */
};

struct slot {
	uint16_t langs;
	unsigned char word_len, key_len, stem_len[TOKEN_STEMS_MAX], stem_count;
	char word[WORD_BYTES], key[WORD_BYTES];
	char stems[STEMS_BYTES]; /* one behind the other */
};
_Static_assert(sizeof(struct slot) == 128, "two cache lines");

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

/* Eight bytes at a time. Whoever makes words collide only makes their own
 * slow. */
static size_t slot_of(str word, unsigned langs)
{
	uint64_t hash = (uint64_t)langs << 8 | word.len, piece;

	for (; word.len > 0; word = str_from(word, sizeof(piece))) {
		piece = 0;
		memcpy(&piece, word.at, word.len < sizeof(piece) ? word.len
			: sizeof(piece));
		hash = (hash ^ piece) * 0x9E3779B97F4A7C15u;
		hash ^= hash >> 32;
	}
	return hash & (SLOTS - 1);
}

bool token_cache_find(const struct token_cache *cache, str word,
	unsigned langs, struct token *ret_token)
{
	const struct slot *slot = &cache->slots[slot_of(word, langs)];
	const char *stem = slot->stems;

	if (slot->word_len != word.len || slot->langs != langs ||
		memcmp(slot->word, word.at, word.len) != 0) {
		return false;
	}
	ret_token->key = str_bytes(slot->key, slot->key_len);
	ret_token->stem_count = slot->stem_count;
	for (size_t i = 0; i < slot->stem_count; i++) {
		ret_token->stems[i] = str_bytes(stem, slot->stem_len[i]);
		stem += slot->stem_len[i];
	}
	return true;
}

static bool fits(str word, const struct token *token)
{
	size_t stems = 0;

	for (size_t i = 0; i < token->stem_count; i++) {
		stems += token->stems[i].len;
	}
	return word.len > 0 && word.len <= WORD_BYTES &&
		token->key.len <= WORD_BYTES && stems <= STEMS_BYTES;
}

void token_cache_keep(struct token_cache *cache, str word, unsigned langs,
	const struct token *token)
{
	struct slot *slot = &cache->slots[slot_of(word, langs)];
	char *stem = slot->stems;

	if (!fits(word, token)) return;
	slot->langs = (uint16_t)langs;
	slot->word_len = (unsigned char)word.len;
	slot->key_len = (unsigned char)token->key.len;
	slot->stem_count = (unsigned char)token->stem_count;
	memcpy(slot->word, word.at, word.len);
	memcpy(slot->key, token->key.at, token->key.len);
	for (size_t i = 0; i < token->stem_count; i++) {
		str one = token->stems[i];

		slot->stem_len[i] = (unsigned char)one.len;
		memcpy(stem, one.at, one.len);
		stem += one.len;
	}
}
