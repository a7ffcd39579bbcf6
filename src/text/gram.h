/* What a language is told by: the words of a text, lightly folded, and the
 * short runs of letters in them as slots of a table. The trainer
 * (tool/lang_train.c) and the reader (lang.c) both see a text only through
 * this file, so they see the same. The folding unites what two keyboards write
 * for one letter and keeps what tells languages apart: it is neither of the
 * keys of search, and comes before them. Any bytes may come in: what is no
 * UTF-8 ends a word [gram-1]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_GRAM_H
#define TEXT_GRAM_H

#include "base/str.h"

enum gram_script {
	GRAM_ARAB,
	GRAM_LATN,
	GRAM_OTHER, /* letters we have no table for */
	GRAM_SCRIPT_COUNT
};

enum {
	GRAM_WORD_MAX = 40, /* letters; a longer run is several words */
	GRAM_LEN_MAX = 4,   /* letters and word ends in one run */
	GRAM_RUN_BITS = 16,
	GRAM_WORD_BITS = 16,
	/* Runs of letters first, then words. */
	GRAM_TABLE_SLOTS = (1 << GRAM_RUN_BITS) + (1 << GRAM_WORD_BITS),
	GRAM_SLOTS_MAX = GRAM_LEN_MAX * (GRAM_WORD_MAX + 2) + 1
};

struct gram_word {
	enum gram_script script;
	bool capital;  /* begins with a capital letter */
	size_t count;
	uint32_t points[GRAM_WORD_MAX]; /* folded */
};

/* A place in a text. Begin with {.rest = text}. */
struct gram_reader {
	str rest;
	bool inside; /* of what stands between two blanks */
};

/* The next word; false at the end. Links, addresses and handles are skipped,
 * numbers too, save the digits that chat writes for Arabic letters. */
bool gram_word_next(struct gram_reader *reader, struct gram_word *ret_word)
	MUST_USE;

/* A slot of a table, below GRAM_TABLE_SLOTS, and how much it says: a long run
 * more than a short one, a whole word most; in quarters. */
struct gram { uint32_t slot, weight; };
enum { GRAM_WEIGHT_ONE = 4 };

/* The slots of a word of our two scripts; returns how many. */
size_t gram_slots(const struct gram_word *word,
	struct gram ret_grams[GRAM_SLOTS_MAX]);

#endif
