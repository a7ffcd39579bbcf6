/* A guide in one language, ready for readers: what every writer of a format
 * reads and nobody else has to know the model for. Units that were left out are
 * gone, those shown in the source language say so, a language that may not be
 * published is not here at all. Pure.
 *
 * [checked-1] no warning or danger sign is here in stale words
 * [checked-2] no unit is here in another language without saying so
 * [checked-3] a signature stands only for the very words that were signed
 * [checked-4] a guide that is withdrawn, or that nobody has checked for
 *             CHECKED_LAPSE_TIMES its time after it was due, has its title
 *             and the words that say so, and no other unit
 * [checked-5] no warning or danger sign is left out of a language
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_CHECKED_H
#define GUIDE_CHECKED_H

#include "guide/inline.h"

struct checked_unit {
	const struct unit *unit;  /* id, kind, level, cells, slots */
	struct span_list spans;
	const struct tongue *tongue; /* of these words: the source's, if shown so */
	bool is_stale;            /* "this part is being renewed" */
};

/* A signature as readers may know it: a role and two days, no name. */
struct checked_sign {
	enum sign_role role;
	int64_t checked_day, until_day;
};

struct checked {
	unsigned number;          /* of its page: guide_page_number */
	bool is_story;
	const struct tongue *tongue;
	str title;                /* plain */
	struct checked_unit *units; /* all kinds, in order, title first */
	size_t unit_count;
	struct checked_sign signs[SIGN_ROLE_COUNT];
	size_t sign_count;
	bool is_draft;            /* a demanded signature is missing: say so */
	bool is_overdue;          /* one has ended by the day of the release */
	int64_t check_again_day;  /* the earliest `until`; 0: none */
	str withdrawn;            /* not empty: the title and these words only */
};

/* How many times `check-days` a signature that has ended is only called late;
 * after that the guide takes itself back. */
enum { CHECKED_LAPSE_TIMES = 2 };

/* Why a language of a guide cannot be shown. */
enum checked_refusal {
	CHECKED_FINE, CHECKED_NO_WORDS, CHECKED_HELD, CHECKED_DANGER_STALE,
	CHECKED_FAULT, CHECKED_SCRIPT, CHECKED_REFUSAL_COUNT
};

/* The guide in that language on the day of a release (days since 1970). Kept
 * by the arena; points into the guide. When refused, *ret_unit is the unit
 * that stands in the way, or NULL for the whole. */
enum checked_refusal checked_make(struct arena *arena,
	const struct guide *guide, size_t tongue, int64_t day,
	struct checked *ret_checked, const struct unit **ret_unit) MUST_USE;
/* The n-th unit of that kind, from 0, or NULL. */
const struct checked_unit *checked_nth(const struct checked *checked,
	enum unit_kind kind, size_t n);
str checked_refusal_text(enum checked_refusal refusal);

#endif
