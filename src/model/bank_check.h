/* What the word bank says about a draft: where a word stands that is better
 * said otherwise, which of ours to offer, and why. It only ever says "look": it
 * changes no text [check-1], and it is silent on a person's own words, which
 * are lines that begin with ">" and what stands in quotation marks [check-2]. A
 * word that is also an ordinary word is a "perhaps" until something beside it
 * tells [check-3]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_BANK_CHECK_H
#define MODEL_BANK_CHECK_H

#include "model/bank.h"

struct bank_checker;

/* Compiles the terms that may mark (bank_term_marks). The bank must stay. */
struct bank_checker *bank_checker_of(struct arena *arena,
	const struct bank *bank) MUST_USE;

struct bank_mark {
	size_t at, len;   /* bytes of the text */
	size_t term;      /* the bank's */
	size_t ours;      /* the term to offer, or SIZE_MAX */
	str why;          /* from the bank; may be empty */
	bool certain;     /* otherwise: perhaps */
	bool quoted;      /* a person's own words, or a quotation */
};
struct bank_marks LIST_OF(struct bank_mark);

enum { BANK_MARKS_MAX = 1000 }; /* of one text; no one reads more */

/* The marks of a draft, silent on quoted parts and on respectful words. `lang`:
 * the language it is written in, TEXT_UND to find out. */
void bank_check_draft(struct arena *arena, const struct bank_checker *checker,
	enum text_lang lang, str text, struct bank_marks *ret_marks);
/* Every term that is found, respectful and quoted ones too. */
void bank_check_all(struct arena *arena, const struct bank_checker *checker,
	enum text_lang lang, str text, struct bank_marks *ret_marks);

#endif
