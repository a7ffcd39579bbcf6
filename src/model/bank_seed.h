/* The words a new organisation begins with: ours, accepted, older ones,
 * questions and discreet phrases (bank_seed.terms), and those to avoid
 * (bank_avoid.terms, the only place where they stand). Every row names its
 * source; a row that is unsure never marks a word [bank-1]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_BANK_SEED_H
#define MODEL_BANK_SEED_H

#include "model/bank.h"

/* The table as it stands in the tree, behind lines that begin with "#". */
extern const str asset_bank_seed_terms;

/* Adds all of it to the bank. A row our own bank refuses is a bug: must(). */
void bank_seed_add(struct arena *arena, struct bank *bank);

#endif
