/* The words, signs and little lists that src/text/readability.c looks at: what
 * a word and a sentence is for counting, and what each language's long words,
 * negations and "here" are. Pure; takes any bytes.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_READABLE_WORD_H
#define TEXT_READABLE_WORD_H

#include "base/str.h"
#include "text/tag.h"

/* Letters count without vowel marks, tatweel and joiners; digits count. */
struct readable_word { str text; size_t letters; };

/* Chosen so that the same news has the same share of long words in each
 * language; `usual_letters` is what 98 of 100 words of news do not pass. */
struct readable_rules {
	unsigned long_letters, usual_letters, lix_goal;
	bool arabic_script;
	const str *negations; /* ends with an empty one */
};

const struct readable_rules *readable_rules_of(enum text_lang lang);

bool readable_word_next(str *rest, struct readable_word *ret_word) MUST_USE;
/* Without the blanks around it; a full stop after a single letter or between
 * digits ends nothing. */
bool readable_sentence_next(str *rest, str *ret_sentence) MUST_USE;
size_t readable_count(str text);
/* From the first byte of `first` to the last of `last`, of one text. */
str readable_span(str first, str last);

bool readable_is_negation(const struct readable_rules *rules, str word);
bool readable_is_be(str word);
bool readable_is_participle(str word);
bool readable_is_tion(str word);
/* Two to six capitals. */
bool readable_is_abbreviation(str word);
/* Somewhere in the text it stands in brackets, or brackets follow it. */
bool readable_is_explained(str text, str abbreviation);
bool readable_says_here(str words);

enum { READABLE_DIGITS_COUNT = 3 };
enum readable_sign {
	READABLE_DIGIT_LATIN,
	READABLE_DIGIT_ARABIC,
	READABLE_DIGIT_PERSIAN,
	READABLE_ARABIC_KAF_YEH,
	READABLE_LATIN_MARK /* , ; ? beside an Arabic letter */
};

bool readable_sign_next(str *rest, str *ret_part, enum readable_sign *ret_sign)
	MUST_USE;

#endif
