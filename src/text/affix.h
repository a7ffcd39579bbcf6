/* What may stand before and behind a stem in each language, as we write it by
 * our own lists: proclitics, plural, definiteness, case, possessives. A grammar
 * has the beginnings and the endings that a kind of stem takes; both are small
 * trees over keys (fold.h), so that a word is read once. The lists are for
 * finding; no word is ever made with them. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_AFFIX_H
#define TEXT_AFFIX_H

#include "text/fold.h"
#include "text/trie.h"

enum affix_grammar {
	AFFIX_NONE,        /* a name or a sign, or a language without lists */
	AFFIX_AR,          /* an Arabic stem that takes any ending */
	AFFIX_AR_TEH,      /* with its teh marbuta: nothing behind it */
	AFFIX_AR_T,        /* the same turned into teh: something must follow */
	AFFIX_AR_OPEN,     /* the same without it: a plural ending must follow */
	AFFIX_AR_LINKED,   /* a last hamza or alef changed: a possessive must */
	AFFIX_CKB,         /* a Sorani stem that ends in a consonant */
	AFFIX_CKB_VOWEL,
	AFFIX_KMR,
	AFFIX_KMR_VOWEL,
	AFFIX_BADINI,      /* Kurmanji in Arabic letters */
	AFFIX_BADINI_VOWEL,
	AFFIX_EN,
	AFFIX_EN_Y,        /* -y turned into -ie: an s must follow */
	AFFIX_GRAMMAR_COUNT
};

/* What was seen; the first four are those of matcher.h. */
enum {
	AFFIX_PROCLITIC = 1,
	AFFIX_NUMBER = 2,
	AFFIX_CASE = 4,
	AFFIX_POSSESSIVE = 8,
	AFFIX_SEEN = 15,
	AFFIX_DEFINITE = 64,  /* with the article: no possessive behind it */
	AFFIX_LONG = 256,     /* only on a stem of AFFIX_LONG_LETTERS */
	AFFIX_ACCEPT = 128    /* set in the value of every node that ends one */
};

/* Shorter Kurdish stems make other words with these affixes: لەسەر, rojava. */
enum { AFFIX_LONG_LETTERS = 4 };

struct affix_trees {
	struct trie trie;
	/* Roots; the values of their nodes are made of the bits above. */
	uint32_t before[AFFIX_GRAMMAR_COUNT][FOLD_KEY_COUNT];
	uint32_t behind[AFFIX_GRAMMAR_COUNT][FOLD_KEY_COUNT];
};

/* The trees of the languages that are asked for; the others' stay empty. */
struct affix_trees *affix_open(struct arena *arena,
	const bool langs[TEXT_LANG_COUNT]) MUST_USE;

/* The language whose keys a grammar's stems are. */
enum text_lang affix_lang(enum affix_grammar grammar);

/* The bits of `ending` from a root of `behind`; 0 when it is none. */
unsigned affix_ending(const struct affix_trees *trees, uint32_t root,
	str ending);

#endif
