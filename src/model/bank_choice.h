/* Which of the word bank leaves the desk with an export, and in which order.
 * What nothing asks for stays at home [bank_choice-1]: words to avoid or never
 * to show, words of threats, words not decided, questions, phrases of the
 * discreet register (known to all they would protect nobody), and the names of
 * who coined, decided or objected. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_BANK_CHOICE_H
#define MODEL_BANK_CHOICE_H

#include "model/bank.h"

/* All false is what an export holds unless asked. */
struct bank_choice {
	bool avoided;   /* to avoid, never to show */
	bool threats;
	bool proposed;
	bool questions; /* unsure rows */
	bool discreet;
	bool people;    /* coined by, objections, decided on and by */
};

extern const struct bank_choice bank_choice_all;

/* A file of which more is refused is none of ours: reading stops. */
enum { BANK_REFUSALS_MAX = 10000 };

bool bank_choice_has(const struct bank_choice *choice,
	const struct bank_term *term);
bool bank_choice_shows(const struct bank_choice *choice,
	enum bank_column column);

/* The chosen terms by concept and language, each group in the order of the
 * bank: `terms` holds places in the bank's list. */
struct bank_order {
	size_t *terms;
	size_t count;
	size_t *first; /* of each group; one more at the end */
};
struct bank_order bank_order_of(struct arena *arena, const struct bank *bank,
	const struct bank_choice *choice);
/* The group of a concept and a language; its size in *ret_count. */
const size_t *bank_order_group(const struct bank_order *order, size_t concept,
	enum text_lang lang, size_t *ret_count);
/* How many chosen terms the concept has in any language. */
size_t bank_order_size(const struct bank_order *order, size_t concept);

#endif
