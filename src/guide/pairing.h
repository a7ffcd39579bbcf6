/* Which unit of a translated file is which unit of its source: the longest
 * common structure of the two, by kind, level, links, codes and the words both
 * have (numbers, Latin names). Pure.
 *
 * [pairing-1] a pair is sure only when every best alignment has it
 * [pairing-2] what is not sure and has no likely length is not paired
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_PAIRING_H
#define GUIDE_PAIRING_H

#include "guide/leaf.h"

enum { PAIRING_CELLS_MAX = 4 << 20 }; /* two files of 2,000 units */

enum pairing_trust { PAIRING_NONE, PAIRING_PLACE, PAIRING_SURE };

struct pairing {
	size_t *to;                 /* of each source leaf: the other; SIZE_MAX */
	enum pairing_trust *trust;  /* as `to` */
	size_t *from;               /* of each other leaf: the source's */
	size_t cells;               /* pairs that were weighed; 0: all is the same */
};

/* False when they are too long to be compared. Kept by the arena. */
bool pairing_make(struct arena *arena, const struct leaf_list *source,
	const struct leaf_list *other, struct pairing *ret_pairing) MUST_USE;
/* Both have the same kind, level, cells and number of links and codes. */
bool pairing_agrees(const struct leaf *source, const struct leaf *other);

#endif
