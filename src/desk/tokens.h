/* The words of a text as the search index keeps them: for each its loose key
 * (text/fold.h) and, at the same place, its light stems (text/stem.h). The
 * text's language chooses the stem; where a few words do not tell it, each
 * language of their script gives one. The index is filled and asked through
 * this file alone, so that both sides cut alike.
 *
 * [tokens-1] a stem stands behind a byte that no key holds: it is never taken
 *            for a word
 * [tokens-2] a word of the word bank has no stem, whatever its spelling
 * [tokens-3] places are bytes of the text as it was written
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TOKENS_H
#define DESK_TOKENS_H

#include "store/db.h"
#include "text/tag.h"

enum {
	/* Raise it when a text would be cut otherwise than before: snapshots
	 * made with another number are rebuilt. */
	TOKENS_VERSION = 2,
	TOKEN_BYTES_MAX = 120,  /* longer keys are cut: nobody types them */
	TOKEN_STEMS_MAX = 3     /* languages of one script that have stems */
};
#define TOKEN_STEM_MARK "\x01"

/* Holds the protected words, and a little room for speed. */
struct tokens;
struct tokens *tokens_open(void);
/* Wipes; accepts NULL. */
void tokens_close(struct tokens **tokens);

/* From now on these words, and no others, have no stem: the terms of the word
 * bank, as they are written. An index that was filled before must be filled
 * anew. */
void tokens_protect(struct tokens *tokens, const str *words, size_t count);

/* While it is on every word has its stems, those of the word bank too: so that
 * what is taken out of an index is at least what was put in, whatever the word
 * bank said then. */
void tokens_every_stem(struct tokens *tokens, bool on);
/* Wipes what is kept of words for speed. */
void tokens_forget(struct tokens *tokens);

/* Makes tokenize='bothy' known to an open database, before its first
 * statement. `tokens` must outlive it. */
const err *tokens_join(struct tokens *tokens, struct db *db) MUST_USE;

/* One place of a text. Valid until the next one is read. */
struct token {
	size_t at, end;                 /* [tokens-3] */
	str key;                        /* never empty, no blank */
	str stems[TOKEN_STEMS_MAX];     /* marked [tokens-1], not the key */
	size_t stem_count;
};

struct tokens_reader {
	struct tokens *tokens;
	str text;
	size_t at;
	bool any_language;
	unsigned langs[2];              /* by script; bits of text_lang */
	bool heard[2];
};
/* A text that was written: its language is heard from it. */
struct tokens_reader tokens_of_text(struct tokens *tokens, str text);
/* A few words that were typed: every language their script allows. */
struct tokens_reader tokens_of_words(struct tokens *tokens, str words);
bool tokens_next(struct tokens_reader *reader, struct token *ret_token)
	MUST_USE;

/* The marked stems of one key in every language of its script that are not
 * the key, appended to `ret_stems` as copies of the arena; returns how many. */
size_t tokens_stems(struct tokens *tokens, struct arena *arena, str key,
	str ret_stems[TOKEN_STEMS_MAX]);

#endif
