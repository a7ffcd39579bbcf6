/* The spelling gate of Kurdish in Arabic letters: places where a keyboard
 * wrote another letter than the one that is meant, each with what could stand
 * there. Proposals only, for a person to accept one by one: nothing here
 * changes a text [spelling-1]. In a sentence that is not Kurdish nothing is
 * proposed, nor in a word that no Kurdish word begins like, so Arabic text has
 * no proposals [spelling-2]. Any bytes may come in. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_SPELLING_H
#define TEXT_SPELLING_H

#include "base/str.h"
#include "text/tag.h"

enum spelling_rule {
	SPELLING_KAF,        /* Arabic kaf for the Kurdish one */
	SPELLING_YEH,        /* Arabic yeh, or yeh without dots */
	SPELLING_HEH_JOINER, /* heh and a joiner for AE */
	SPELLING_HEH_END,    /* heh at the end of a word for AE */
	SPELLING_HEH_LAST,   /* a heh that looks like AE for the Kurdish one */
	SPELLING_TEH,        /* teh marbuta for AE */
	SPELLING_WAW_HAMZA,  /* waw with hamza for o */
	SPELLING_REH_FIRST,  /* a Sorani word begins with the rolled r */
	SPELLING_WAW_FIRST,  /* no word begins with two waws */
	SPELLING_RULE_COUNT
};

struct spelling {
	size_t at, len; /* bytes of the text as it was written */
	str instead;
	enum spelling_rule rule;
};

/* Words that are right as they are (the word bank's), sorted by str_compare. */
struct spelling_kept {
	const str *words;
	size_t count;
};

/* A place in a text. */
struct spelling_reader {
	str text;
	enum text_lang lang; /* of the text; only Sorani and Badini have rules */
	struct spelling_kept kept;
	size_t at;           /* begin with 0; the rest is spelling_next's own */
	size_t sentence_end, word_end;
	uint32_t before;
	bool begun, short_too;
};

/* The next proposal, in the order of the text; false at the end. */
bool spelling_next(struct spelling_reader *reader, struct spelling *ret_found)
	MUST_USE;

#endif
