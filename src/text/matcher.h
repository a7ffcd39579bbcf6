/* Finds many terms at once in a text, in the forms people write them in: a term
 * with the small words and the endings its language puts on it, between the
 * borders of words, never inside another word [matcher-1]. It knows nothing of
 * what the terms mean: a word bank, threat words, seed words and code names are
 * the same to it. The text is not changed; a match is a place in it, in bytes
 * of the text as it was written [matcher-2]. Compared are strict keys first
 * (fold.h); loose ones only for a text without any Kurdish letter [matcher-3].
 * A term that is also an ordinary word is certain only beside a context word
 * of its own [matcher-4]. Any bytes may come in; the time is linear in them and
 * no memory is taken while searching [matcher-5]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_MATCHER_H
#define TEXT_MATCHER_H

#include "base/list.h"
#include "text/tag.h"

enum {
	MATCHER_HOMOGRAPH = 1, /* also an ordinary word */
	MATCHER_AS_IS = 2      /* a name or a sign: takes no affixes */
};

enum {
	MATCHER_TERMS_MAX = 100000,
	MATCHER_WORDS_MAX = 8,      /* words of one term */
	MATCHER_TERM_BYTES_MAX = 400,
	MATCHER_CONTEXT_WORDS = 4   /* how far away "beside" reaches */
};

struct matcher_term {
	str text;
	enum text_lang lang;    /* decides the affixes */
	unsigned flags;
	const str *forms;       /* irregular forms, found in the same way */
	size_t form_count;
	const str *context;     /* any of their forms make a homograph certain */
	size_t context_count;
};

/* What was seen around the stem; of a term of several words, around any. */
enum {
	MATCHER_PROCLITIC = 1,  /* و ال ب ل …, bi- ne- */
	MATCHER_NUMBER = 2,     /* plural, dual, definite or indefinite ending */
	MATCHER_CASE = 4,       /* ezafe, oblique, postposition */
	MATCHER_POSSESSIVE = 8,
	MATCHER_LOOSE = 16,     /* only the loose keys were equal */
	MATCHER_FOREIGN = 32    /* the text is in another language */
};

struct matcher_match {
	size_t term;
	size_t at, len;   /* bytes of the original, whole words */
	bool certain;     /* otherwise: perhaps */
	unsigned affixes;
};

struct matcher;

/* Compiles the terms, kept by the arena with all it needs (the strings may go).
 * A term without a letter, or over a limit, finds nothing. */
struct matcher *matcher_build(struct arena *arena,
	const struct matcher_term *terms, size_t count) MUST_USE;

/* A search through one text. Begin with matcher_begin; the text must stay. */
struct matcher_search {
	const struct matcher *matcher;
	str text;
	enum text_lang lang;
	unsigned loose;   /* which letters may be taken for each other */
	size_t at;        /* where the next word is looked for */
	size_t before[MATCHER_CONTEXT_WORDS]; /* where the last words began */
	size_t before_count;
};

/* `lang` is the language of the text, surely; TEXT_UND or TEXT_MIXED where it
 * is not known: then terms of every language count the same. In a text of one
 * language a term of another of the same script is never certain. */
struct matcher_search matcher_begin(const struct matcher *matcher,
	enum text_lang lang, str text);
/* The next match, by place; matches never overlap: of several at one place the
 * one of most words, then the one with the fewest affixes. */
bool matcher_next(struct matcher_search *search,
	struct matcher_match *ret_match) MUST_USE;

#endif
