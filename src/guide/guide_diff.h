/* What differs between two states of a guide, unit by unit: which were added,
 * removed, changed, moved, and which words of a language were written anew or
 * turned stale. Ids decide what is the same unit. Pure.
 *
 * [guide-diff-1] a guide and itself differ in nothing
 * [guide-diff-2] as few units are called moved as any order allows
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_GUIDE_DIFF_H
#define GUIDE_GUIDE_DIFF_H

#include "guide/guide.h"

enum diff_kind {
	DIFF_ADDED, DIFF_REMOVED, DIFF_CHANGED, DIFF_MOVED, /* of the source */
	DIFF_WORDS_NEW, DIFF_WORDS_GONE, DIFF_WORDS_CHANGED, DIFF_STALE,
	DIFF_RENEWED, /* was stale, and is no longer */
	DIFF_KIND_COUNT
};

struct guide_difference {
	enum diff_kind kind;
	const struct unit *unit; /* of the new guide; of the old when removed */
	const struct tongue *tongue; /* NULL: of the source */
};

struct guide_difference_list LIST_OF(struct guide_difference);

/* Appends: first the source's in the order of the new guide, removed ones
 * last, then each language's. Kept by the arena. */
void guide_diff(struct arena *arena, const struct guide *old,
	const struct guide *new, struct guide_difference_list *list);
/* "added", … */
str diff_kind_name(enum diff_kind kind);

#endif
