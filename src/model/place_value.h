/* A place: the code of a country or its part (ISO 3166, `IQ`, `IQ-AR`; `-`
 * when it is not known), how exact the words are, how exact they may be
 * published, and the words. Written `IQ-AR district country Ankawa`. Pure.
 *
 * [place-1] what may be published is never finer than what is known
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_PLACE_VALUE_H
#define MODEL_PLACE_VALUE_H

#include "base/buf.h"

enum place_exact { PLACE_NOTHING, PLACE_COUNTRY, PLACE_GOVERNORATE,
	PLACE_DISTRICT, PLACE_SETTLEMENT, PLACE_SITE, PLACE_EXACT_COUNT };

enum { PLACE_WORDS_MAX = 300 };

struct place_value {
	str code;                          /* empty: not known */
	enum place_exact known, publish;   /* known is never NOTHING */
	str words;                         /* may be empty where there is a code */
};

bool place_read(str text, struct place_value *ret_place) MUST_USE;
/* Reads also plain words: a settlement of which nothing is published. */
bool place_typed(str typed, struct place_value *ret_place) MUST_USE;
/* False when the place breaks a rule. */
bool place_write(const struct place_value *place, struct buf *out) MUST_USE;
str place_exact_word(enum place_exact exact);

#endif
