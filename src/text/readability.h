/* How hard a text is to read: counts, LIX, and pieces of advice with their
 * places. Advice only: nothing here refuses, and the text is never changed
 * [readability-1]. Made for guides and replies in the five written forms; a
 * text in another language gets the counts. Takes any bytes [readability-2].
 * The text is plain or Markdown: headings begin with #, items with - * + or a
 * number and a full stop, an empty line ends a paragraph. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_READABILITY_H
#define TEXT_READABILITY_H

#include "base/list.h"
#include "base/str.h"
#include "text/tag.h"

/* What can be said of a place. */
enum readability_check {
	READABILITY_SENTENCE,     /* more than 20 words */
	READABILITY_PARAGRAPH,    /* more than 5 sentences */
	READABILITY_ITEM,         /* an item of a list with more than 25 words */
	READABILITY_HEADING,      /* more than 8 words */
	READABILITY_STRETCH,      /* more than 150 words without a heading */
	READABILITY_WORD,         /* longer than nearly all of its language */
	READABILITY_BRACKETS,     /* more than 6 words in brackets */
	READABILITY_NESTED,       /* brackets in brackets */
	READABILITY_NEGATIONS,    /* two of them in one sentence */
	READABILITY_PASSIVE,      /* English: "was taken" */
	READABILITY_NOUNS,        /* English: two nouns in -tion in one sentence */
	READABILITY_ABBREVIATION, /* never said what it stands for */
	READABILITY_DIGITS,       /* two kinds of digits in one text */
	READABILITY_LETTERS,      /* Arabic kaf or yeh in Kurdish */
	READABILITY_MARKS,        /* , ? ; in a text in Arabic letters */
	READABILITY_LINK,         /* a link that only says "here" */
	READABILITY_CHECK_COUNT
};

struct readability_advice {
	enum readability_check check;
	size_t at, len;  /* bytes of the text */
	unsigned count;  /* words, sentences or letters; 0 where none is meant */
};

struct readability {
	size_t words, sentences, long_words, paragraphs;
	unsigned longest_sentence; /* words */
	unsigned words_per_sentence_tenths;
	unsigned lix;
	unsigned lix_goal; /* for guides in this language */
	size_t counts[READABILITY_CHECK_COUNT];
	struct readability_list LIST_OF(struct readability_advice) advice;
};

/* No more than these are listed; `counts` goes on. */
enum { READABILITY_ADVICE_MAX = 200 };

/* Measures `text`, whose language the caller knows. */
struct readability readability_of(struct arena *arena, enum text_lang lang,
	str text);

#endif
