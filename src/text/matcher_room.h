/* What a compiled matcher is made of; for matcher.c, matcher_build.c and
 * matcher_word.c only. A term is a row of words; rows that begin alike share
 * their first words. A *group* is such a beginning: it has the tree of the
 * stems that may follow, and the term that ends there. A *pattern* is one way a
 * stem is written: it stands at a node of its group's tree. Context words are
 * groups too, without a term.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_MATCHER_ROOM_H
#define TEXT_MATCHER_ROOM_H

#include "text/affix.h"
#include "text/matcher.h"
#include "text/word.h"

/* The keys a word is read in. Two strict ones, because Arabic and Kurdish take
 * a last heh for different letters. */
enum { KEY_STRICT, KEY_KURDISH, KEY_LOOSE, KEY_COUNT };

/* Which letters may be taken for each other in a text. */
enum {
	LOOSE_ARABIC = 1,  /* it has no Kurdish letter in Arabic script */
	LOOSE_R_AND_L = 2, /* it has some, but neither of ڕ ڵ */
	LOOSE_LATIN = 4    /* it has none of ê î û ç ş */
};

enum {
	WORD_BYTES_MAX = 256, /* of a folded word: no term is longer */
	HITS_MAX = 16,        /* readings of one word */
	STEPS_MAX = 256       /* readings tried from one place */
};

struct pattern {
	uint32_t next;        /* of the same node, + 1 */
	uint32_t group;       /* the one it leads to */
	str strict;           /* its strict key */
	unsigned char grammar;
	unsigned char keys;   /* bits of the keys it is written in */
	unsigned char letters;
	unsigned char bonus;  /* what makes it the better of two readings */
	bool base;            /* the word as the term has it */
	bool needs_article;
	bool alone;           /* such a word, and the only one of its term */
};

struct group {
	uint32_t root;        /* of the words that may follow; 0: none */
	uint32_t term;        /* + 1; 0: none ends here */
	enum text_lang lang;
};

struct compiled_term {
	unsigned flags;
	const uint32_t *context; /* groups */
	size_t context_count;
};

struct matcher {
	struct arena *arena;
	struct affix_trees *affixes;
	struct trie stems;
	struct LIST_OF(struct pattern) patterns;
	struct LIST_OF(struct group) groups; /* the first is the beginning */
	struct compiled_term *terms;
	bool has_lang[TEXT_LANG_COUNT];
	struct buf *scratch; /* KEY_COUNT of them, of fixed room */
};

/* One reading of a word. */
struct hit {
	uint32_t group;
	unsigned affixes; /* as in matcher.h */
	unsigned cost;    /* the less, the better */
};

/* A key that is Kurdish in this language's own rules. */
static inline unsigned matcher_strict_key(enum text_lang lang)
{
	return lang == TEXT_CKB || lang == TEXT_KMR_ARAB ? KEY_KURDISH
							 : KEY_STRICT;
}

/* All readings of a word as one that may follow `group`; returns how many. */
size_t matcher_word_read(const struct matcher_search *search, str word,
	uint32_t group, struct hit hits[HITS_MAX]);

#endif
