/* Places: see locality.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/locality.h"

#include "base/field.h"

enum { COUNTRY_LETTERS = 2, PART_MAX = 3 };

static const str words[LOCALITY_EXACT_COUNT] = {
	[LOCALITY_NOTHING] = S_INIT("nothing"),
	[LOCALITY_COUNTRY] = S_INIT("country"),
	[LOCALITY_GOVERNORATE] = S_INIT("governorate"),
	[LOCALITY_DISTRICT] = S_INIT("district"),
	[LOCALITY_SETTLEMENT] = S_INIT("settlement"),
	[LOCALITY_SITE] = S_INIT("site"),
};

str locality_exact_word(enum locality_exact exact)
{
	return words[exact];
}

static bool exact_read(str word, enum locality_exact *ret_exact)
{
	for (size_t i = 0; i < LOCALITY_EXACT_COUNT; i++) {
		if (!str_eq(word, words[i])) continue;
		*ret_exact = (enum locality_exact)i;
		return true;
	}
	return false;
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* `IQ` or `IQ-AR` (ISO 3166-1 and -2). */
static bool code_is_right(str code)
{
	if (code.len == 0) return true;
	if (code.len < COUNTRY_LETTERS || !is_capital(code.at[0]) ||
		!is_capital(code.at[1])) {
		return false;
	}
	if (code.len == COUNTRY_LETTERS) return true;
	if (code.at[2] != '-' || code.len < COUNTRY_LETTERS + 2 ||
		code.len > COUNTRY_LETTERS + 1 + PART_MAX) {
		return false;
	}
	for (size_t i = COUNTRY_LETTERS + 1; i < code.len; i++) {
		char c = code.at[i];

		if (!is_capital(c) && !(c >= '0' && c <= '9')) return false;
	}
	return true;
}

static bool locality_is_right(const struct locality *place)
{
	return code_is_right(place->code) && place->known != LOCALITY_NOTHING &&
		place->publish <= place->known && /* [locality-1] */
		(place->code.len > 0 || place->words.len > 0) &&
		str_trim(place->words).len == place->words.len &&
		field_is_clean(place->words, LOCALITY_WORDS_MAX);
}

bool locality_read(str text, struct locality *ret_locality)
{
	struct locality place = {0};
	str rest = text, known, publish;

	if (!str_word(&rest, &place.code) || !str_word(&rest, &known)) {
		return false;
	}
	publish = rest;
	(void)!str_cut(rest, ' ', &publish, &place.words);
	if (place.words.len == 0 && publish.len != rest.len) return false;
	if (!exact_read(known, &place.known) ||
		!exact_read(publish, &place.publish)) {
		return false;
	}
	if (place.code.len == 0) return false;
	if (str_eq(place.code, S("-"))) place.code = S("");
	if (!locality_is_right(&place)) return false;
	*ret_locality = place;
	return true;
}

bool locality_typed(str typed, struct locality *ret_locality)
{
	struct locality place = {.known = LOCALITY_SETTLEMENT,
		.words = str_trim(typed)};

	if (locality_read(str_trim(typed), ret_locality)) return true;
	if (!locality_is_right(&place)) return false;
	*ret_locality = place;
	return true;
}

bool locality_write(const struct locality *place, struct buf *out)
{
	if (!locality_is_right(place)) return false;
	buf_put(out, place->code.len > 0 ? place->code : S("-"));
	buf_byte(out, ' ');
	buf_put(out, words[place->known]);
	buf_byte(out, ' ');
	buf_put(out, words[place->publish]);
	if (place->words.len > 0) buf_byte(out, ' ');
	buf_put(out, place->words);
	return true;
}
