/* Who has checked a language of a guide, and for how long that holds
 * (doc/guides.md 6). A signature is a role, two days and the hash of what was
 * signed; it falls as soon as a word, a slot or a kind changes [signing-1]. No
 * name stands here. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_SIGNING_H
#define GUIDE_SIGNING_H

#include "guide/checked.h"

/* What is signed: of every unit a line `KIND LANG WORDS`, the words as plain
 * text, then a line `NAME KIND VALUE` a slot. Appended to `out`. */
void signing_text(const struct checked *checked, struct buf *out);
/* The first digits of the hash of that text. */
unit_seen signing_hash(const struct checked *checked);

/* The guide wants this role for that language. */
bool signing_is_demanded(const struct guide *guide, size_t tongue,
	enum sign_role role);
/* The signature of the role that stands for exactly this, the one checked
 * last, or NULL. */
const struct sign *signing_find(const struct guide *guide, size_t tongue,
	enum sign_role role, unit_seen seen);

enum signing_state {
	SIGNING_NONE,     /* never signed */
	SIGNING_FALLEN,   /* signed, and changed since */
	SIGNING_HOLDS,
	SIGNING_ENDS,     /* holds, and ends within a sixth of its time */
	SIGNING_ENDED,
	SIGNING_LAPSED,   /* ended so long ago that the guide is not shown */
	SIGNING_STATE_COUNT
};

/* How a role stands on that day. */
enum signing_state signing_state(const struct guide *guide, size_t tongue,
	enum sign_role role, unit_seen seen, int64_t day);

#endif
