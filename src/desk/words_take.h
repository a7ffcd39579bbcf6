/* A word bank into the desk's records: the words Bothy begins with, or a file
 * of a partner's. What is here already is changed, what is not is made; what
 * the bank does not say is left as it is.
 *
 * [words_take-1] trying changes nothing, and says exactly what taking in does
 * [words_take-2] all of it is one act, undone as one; a term that is refused is
 *                named with its reason and costs no other
 * [words_take-3] the same file taken in on two desks gives the same records,
 *                and taken in twice changes nothing
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_WORDS_TAKE_H
#define DESK_WORDS_TAKE_H

#include "desk/words.h"

enum { WORDS_REFUSALS_MAX = 200 };

struct words_refusal { str term; const char *words; /* TR */ };
struct words_report {
	size_t fresh, changed, same; /* terms */
	size_t refused;              /* all; the first are listed */
	struct words_refusal refusals[WORDS_REFUSALS_MAX]; /* of the bank */
};

/* Tries a bank, or takes it in. */
const err *words_take(struct desk *desk, const struct bank *from, bool take,
	struct words_report *ret_report) MUST_USE;
/* The words an organisation begins with (model/bank_seed.h): those that are not
 * here are made, and nothing that is here changes. */
const err *words_begin(struct desk *desk, size_t *ret_fresh) MUST_USE;

#endif
