/* A place: the code of a country or its part (ISO 3166, `IQ`, `IQ-AR`; `-`
 * when it is not known), how exact the words are, how exact they may be
 * published, and the words. Written `IQ-AR district country Ankawa`. Pure.
 *
 * [locality-1] what may be published is never finer than what is known
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_LOCALITY_H
#define MODEL_LOCALITY_H

#include "base/buf.h"

enum locality_exact { LOCALITY_NOTHING, LOCALITY_COUNTRY, LOCALITY_GOVERNORATE,
	LOCALITY_DISTRICT, LOCALITY_SETTLEMENT, LOCALITY_SITE, LOCALITY_EXACT_COUNT };

enum { LOCALITY_WORDS_MAX = 300 };

struct locality {
	str code;                          /* empty: not known */
	enum locality_exact known, publish;   /* known is never NOTHING */
	str words;                         /* may be empty where there is a code */
};

bool locality_read(str text, struct locality *ret_locality) MUST_USE;
/* Reads also plain words: a settlement of which nothing is published. */
bool locality_typed(str typed, struct locality *ret_locality) MUST_USE;
/* False when the place breaks a rule. */
bool locality_write(const struct locality *place, struct buf *out) MUST_USE;
str locality_exact_word(enum locality_exact exact);

#endif
