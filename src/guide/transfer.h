/* Words that come from outside into a unit: their links and codes become its
 * slots, and what does not fit does not land (doc/guides.md 10).
 *
 * [transfer-1] words that land can be read by inline_read with the unit's
 *              slots, are in the letters of their language, and turn nothing
 *              around
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_TRANSFER_H
#define GUIDE_TRANSFER_H

#include "guide/leaf.h"

enum transfer_outcome {
	TRANSFER_FINE,
	TRANSFER_ELSEWHERE,    /* taken; a link led elsewhere than the unit's */
	TRANSFER_EXTRA,        /* taken; more links or codes than the unit has */
	TRANSFER_LINKS,        /* not: links are missing */
	TRANSFER_LITERALS,     /* not: a number or code is missing or another */
	TRANSFER_SCRIPT,       /* not: other letters than the language's */
	TRANSFER_FAULT         /* not: inline_read finds a fault */
};

/* The words of `leaf` as those of `unit` in `tongue`. Kept by the arena. The
 * kinds that are "taken" set *ret_words. */
enum transfer_outcome transfer_words(struct arena *arena,
	const struct unit *unit, const struct leaf *leaf,
	const struct tongue *tongue, str *ret_words);
bool transfer_is_taken(enum transfer_outcome outcome);
/* One fixed sentence each. */
str transfer_text(enum transfer_outcome outcome);

#endif
