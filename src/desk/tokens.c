/* Cutting texts for search: see tokens.h. Owns the room the keys are made in;
 * words that come again are found in token_cache.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/tokens.h"

#include "base/utf8.h"
#include "desk/token_cache.h"
#include "text/fold.h"
#include "text/lang.h"
#include "text/stem.h"
#include "text/word.h"

#include <stdlib.h>

enum {
	SCRIPT_ARABIC, SCRIPT_LATIN, SCRIPT_OTHER,
	/* Enough to tell a language surely; more would take longer than all
	 * the rest. */
	HEARD_BYTES = 160
};

#define BIT(lang) (1u << (lang))

/* The languages we have stems for, by script. */
static const unsigned stemmed[] = {
	[SCRIPT_ARABIC] = BIT(TEXT_AR) | BIT(TEXT_CKB) | BIT(TEXT_KMR_ARAB),
	[SCRIPT_LATIN] = BIT(TEXT_KMR) | BIT(TEXT_EN),
};
static const enum text_lang each_lang[2][TOKEN_STEMS_MAX] = {
	[SCRIPT_ARABIC] = {TEXT_AR, TEXT_CKB, TEXT_KMR_ARAB},
	[SCRIPT_LATIN] = {TEXT_KMR, TEXT_EN, TEXT_UND},
};
/* Languages of a script that have none: sure of one, nothing is cut off. */
static const unsigned unstemmed[] = {
	[SCRIPT_ARABIC] = BIT(TEXT_FA),
	[SCRIPT_LATIN] = BIT(TEXT_TR) | BIT(TEXT_SV) | BIT(TEXT_AR_LATN) |
		BIT(TEXT_CKB_LATN),
};

struct tokens {
	struct buf raw, key, stems[TOKEN_STEMS_MAX];
	struct buf protected_bytes;
	str *protected_keys; /* sorted, in protected_bytes */
	size_t protected_count;
	bool every_stem;
	struct token_cache *cache;
};

struct tokens *tokens_open(void)
{
	struct tokens *tokens = mem_get(sizeof(*tokens));

	tokens->cache = token_cache_open();
	return tokens;
}

static void protected_drop(struct tokens *tokens)
{
	buf_close(&tokens->protected_bytes);
	mem_free(tokens->protected_keys);
	tokens->protected_keys = NULL;
	tokens->protected_count = 0;
}

void tokens_close(struct tokens **handle)
{
	struct tokens *tokens = *handle;

	if (tokens == NULL) return;
	buf_close(&tokens->raw);
	buf_close(&tokens->key);
	for (size_t i = 0; i < TOKEN_STEMS_MAX; i++) {
		buf_close(&tokens->stems[i]);
	}
	protected_drop(tokens);
	token_cache_close(&tokens->cache);
	mem_free(tokens);
	*handle = NULL;
}

/* -- keys ----------------------------------------------------------------- */

/* What the index can hold of a key: no blank and no control, which folding a
 * ligature may leave, and not more than a word has. */
static void key_put(struct tokens *tokens, str word, struct buf *out)
{
	str raw;

	buf_reset(&tokens->raw);
	fold_put(&tokens->raw, FOLD_LOOSE, TEXT_UND, word);
	raw = utf8_first(buf_str(&tokens->raw), TOKEN_BYTES_MAX);
	buf_reset(out);
	for (size_t i = 0; i < raw.len; i++) {
		if ((unsigned char)raw.at[i] > ' ') buf_byte(out, raw.at[i]);
	}
}

/* Of a word as it is written, or of its key; what is written in old forms
 * (ligatures, wide letters) only tells it by its key. */
static int script_of(str key)
{
	unsigned char c = key.len == 0 ? 0 : (unsigned char)key.at[0];

	if (c >= 0xD8 && c <= 0xDB) return SCRIPT_ARABIC; /* U+0600 to 06FF */
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(c >= 0xC3 && c <= 0xC9)) {
		return SCRIPT_LATIN;
	}
	return SCRIPT_OTHER;
}

static int key_compare(const void *a, const void *b)
{
	return str_compare(*(const str *)a, *(const str *)b);
}

static bool is_protected(const struct tokens *tokens, str key)
{
	return tokens->protected_count > 0 && !tokens->every_stem && /* [tokens-2] */
		bsearch(&key, tokens->protected_keys, tokens->protected_count,
			sizeof(key), key_compare) != NULL;
}

void tokens_protect(struct tokens *tokens, const str *words, size_t count)
{
	size_t *ends = mem_get(mem_times(count + 1, sizeof(*ends)));
	size_t at = 0;

	protected_drop(tokens);
	token_cache_clear(tokens->cache);
	for (size_t i = 0; i < count; i++) {
		key_put(tokens, words[i], &tokens->key);
		buf_put(&tokens->protected_bytes, buf_str(&tokens->key));
		ends[i] = tokens->protected_bytes.len;
	}
	must(!tokens->protected_bytes.failed);
	tokens->protected_keys = mem_get(mem_times(count + 1, sizeof(str)));
	for (size_t i = 0; i < count; at = ends[i++]) {
		tokens->protected_keys[i] = str_bytes(
			tokens->protected_bytes.at + at, ends[i] - at);
	}
	if (count > 0) {
		qsort(tokens->protected_keys, count, sizeof(str), key_compare);
	}
	tokens->protected_count = count;
	mem_free(ends);
}

void tokens_every_stem(struct tokens *tokens, bool on)
{
	tokens->every_stem = on;
	token_cache_clear(tokens->cache);
}

void tokens_forget(struct tokens *tokens)
{
	token_cache_clear(tokens->cache);
}

/* -- stems ---------------------------------------------------------------- */

static bool is_there(const str *stems, size_t count, str stem)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq(stems[i], stem)) return true;
	}
	return false;
}

/* The marked stems of a key in the languages of `langs`; they live in the
 * room until the next ones. */
static size_t stems_make(struct tokens *tokens, int script, unsigned langs,
	str key, str ret_stems[TOKEN_STEMS_MAX])
{
	size_t count = 0;

	if (script == SCRIPT_OTHER || is_protected(tokens, key)) return 0;
	for (size_t i = 0; i < TOKEN_STEMS_MAX; i++) {
		enum text_lang lang = each_lang[script][i];
		struct buf *room = &tokens->stems[count];
		str stem;

		if (lang == TEXT_UND || (langs & BIT(lang)) == 0) continue;
		buf_reset(room);
		buf_put(room, S(TOKEN_STEM_MARK)); /* [tokens-1] */
		stem_put(room, lang, key);
		stem = buf_str(room);
		if (str_eq(str_from(stem, 1), key) ||
			is_there(ret_stems, count, stem)) {
			continue;
		}
		ret_stems[count++] = stem;
	}
	return count;
}

size_t tokens_stems(struct tokens *tokens, struct arena *arena, str key,
	str ret_stems[TOKEN_STEMS_MAX])
{
	int script = script_of(key);
	size_t count = stems_make(tokens, script,
		script == SCRIPT_OTHER ? 0 : stemmed[script], key, ret_stems);

	for (size_t i = 0; i < count; i++) {
		ret_stems[i] = str_dup(arena, ret_stems[i]);
	}
	return count;
}

/* -- reading -------------------------------------------------------------- */

struct tokens_reader tokens_of_text(struct tokens *tokens, str text)
{
	return (struct tokens_reader){.tokens = tokens, .text = text};
}

struct tokens_reader tokens_of_words(struct tokens *tokens, str words)
{
	return (struct tokens_reader){.tokens = tokens, .text = words,
		.any_language = true};
}

/* In which languages words of this script are written here: one if it is
 * sure, else every one. */
static unsigned langs_hear(const struct tokens_reader *reader, int script,
	size_t at)
{
	struct lang_guess guess;
	enum text_lang said[2];

	if (reader->any_language) return stemmed[script];
	guess = lang_guess(utf8_first(str_from(reader->text, at),
		HEARD_BYTES));
	if (guess.margin < LANG_SURE) return stemmed[script];
	said[0] = guess.first;
	said[1] = guess.second;
	for (size_t i = 0; i < NELEM(said); i++) {
		if ((BIT(said[i]) & unstemmed[script]) != 0) return 0;
		if ((BIT(said[i]) & stemmed[script]) != 0) return BIT(said[i]);
	}
	return stemmed[script];
}

static unsigned langs_of(struct tokens_reader *reader, int script, size_t at)
{
	if (script == SCRIPT_OTHER) return 0;
	if (!reader->heard[script]) {
		reader->langs[script] = langs_hear(reader, script, at);
		reader->heard[script] = true;
	}
	return reader->langs[script];
}

/* The key and stems of what stands at `word`. */
static void token_make(struct tokens_reader *reader, const struct word *word,
	struct token *ret_token)
{
	struct tokens *tokens = reader->tokens;
	str written = str_first(str_from(reader->text, word->at), word->len);
	bool stems = word->kind == WORD_LETTERS;
	int script = stems ? script_of(written) : SCRIPT_OTHER;
	unsigned langs = langs_of(reader, script, word->at);

	if (script != SCRIPT_OTHER && token_cache_find(tokens->cache, written,
		langs, ret_token)) {
		return;
	}
	key_put(tokens, written, &tokens->key);
	ret_token->key = buf_str(&tokens->key);
	if (stems && script_of(ret_token->key) != script) {
		script = script_of(ret_token->key); /* written in old forms */
		langs = langs_of(reader, script, word->at);
		stems = false; /* not to be kept */
	}
	ret_token->stem_count = stems_make(tokens, script, langs,
		ret_token->key, ret_token->stems);
	if (stems && script != SCRIPT_OTHER) {
		token_cache_keep(tokens->cache, written, langs, ret_token);
	}
}

bool tokens_next(struct tokens_reader *reader, struct token *ret_token)
{
	struct word word;

	while (word_next(reader->text, &reader->at, &word)) {
		token_make(reader, &word, ret_token);
		if (ret_token->key.len == 0) continue; /* marks alone */
		ret_token->at = word.at;
		ret_token->end = word.at + word.len;
		return true;
	}
	return false;
}

/* -- the index ------------------------------------------------------------ */

static bool token_give(const struct token *token, struct db_taker *taker)
{
	struct db_token one = {token->key, token->at, token->end, false};

	if (!db_take(taker, &one)) return false;
	one.again = true;
	for (size_t i = 0; i < token->stem_count; i++) {
		one.bytes = token->stems[i];
		if (!db_take(taker, &one)) return false;
	}
	return true;
}

static void text_cut(void *owner, str text, struct db_taker *taker)
{
	struct tokens_reader reader = tokens_of_text(owner, text);
	struct token token;

	while (tokens_next(&reader, &token)) {
		if (!token_give(&token, taker)) return;
	}
}

const err *tokens_join(struct tokens *tokens, struct db *db)
{
	struct db_cutter cutter = {text_cut, tokens};

	return db_cutter_add(db, "bothy", &cutter);
}
