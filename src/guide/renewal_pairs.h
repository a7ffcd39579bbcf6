/* Which unit of a file's new state is which of the guide that was made from it
 * before: by what is shown, not by ids, which a file does not have. Same words
 * first, wherever they stand; then words of which at least half are the same.
 * Pure.
 *
 * [renewal_pairs-1] no unit belongs to two
 * [renewal_pairs-2] a unit with the same words is never paired with one that
 *                   has others
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_RENEWAL_PAIRS_H
#define GUIDE_RENEWAL_PAIRS_H

#include "guide/guide.h"

/* For each unit of `new` the index of its unit in `old`, or SIZE_MAX. */
size_t *renewal_pairs(struct arena *arena, const struct guide *old,
	const struct guide *new);
/* The file shows what the unit shows, and leads where it leads: to a part of the
 * guide whichever it is, and inside the library also where no file leads. */
bool renewal_is_same(struct arena *arena, const struct unit *old,
	const struct unit *new, const struct tongue *tongue);
/* What Markdown says of a unit's kind; what editors have made of it since
 * (a danger sign, a question) is the same to it. */
bool renewal_is_akin(enum unit_kind a, enum unit_kind b);

#endif
