/* The table of locales: see locale.h. Owns nothing else.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "page/locale.h"

enum { ARABIC_FORMS = 6, TWO_FORMS = 2 };

const struct locale_info locale_infos[LOCALE_COUNT] = {
	[LOCALE_AR] = {S_INIT("ar"), S_INIT("العربية"), S_INIT("rtl"), true,
		true, ARABIC_FORMS},
	[LOCALE_CKB] = {S_INIT("ckb"), S_INIT("کوردی – سۆرانی"), S_INIT("rtl"),
		true, true, TWO_FORMS},
	[LOCALE_KMR_ARAB] = {S_INIT("kmr-Arab"), S_INIT("کوردی – بادینی"),
		S_INIT("rtl"), true, true, TWO_FORMS},
	[LOCALE_KMR] = {S_INIT("kmr"), S_INIT("Kurdî – Kurmancî"),
		S_INIT("ltr"), false, false, TWO_FORMS},
	[LOCALE_EN] = {S_INIT("en"), S_INIT("English"), S_INIT("ltr"), false,
		false, TWO_FORMS},
};

const struct locale_info *locale_info(enum locale locale)
{
	must(locale < LOCALE_COUNT);
	return &locale_infos[locale];
}

bool locale_read(str tag, enum locale *ret_locale)
{
	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		if (str_eq(locale_infos[i].tag, tag)) {
			*ret_locale = (enum locale)i;
			return true;
		}
	}
	return false;
}

/* What browsers say for each of ours, the longest first. Phones sold in Iraq
 * say "ku-IQ" for Sorani; "ku" alone is Kurmanji in Latin letters. */
static const struct { str tag; enum locale locale; } accepted[] = {
	{S_INIT("kmr-arab"), LOCALE_KMR_ARAB},
	{S_INIT("kmr-iq"), LOCALE_KMR_ARAB},
	{S_INIT("ku-arab"), LOCALE_CKB},
	{S_INIT("ku-iq"), LOCALE_CKB},
	{S_INIT("ckb"), LOCALE_CKB},
	{S_INIT("kmr"), LOCALE_KMR},
	{S_INIT("ku"), LOCALE_KMR},
	{S_INIT("ar"), LOCALE_AR},
	{S_INIT("en"), LOCALE_EN},
};

static bool tag_find(str wanted, enum locale *ret_locale)
{
	for (size_t i = 0; i < NELEM(accepted); i++) {
		str ours = accepted[i].tag;

		if (!str_eq_nocase(str_first(wanted, ours.len), ours)) continue;
		if (wanted.len > ours.len && wanted.at[ours.len] != '-') {
			continue;
		}
		*ret_locale = accepted[i].locale;
		return true;
	}
	return false;
}

/* The weight of ";q=0.8" in thousandths; 1000 where there is none. */
static unsigned weight_read(str parameters)
{
	unsigned weight = 0, place = 1000;
	size_t at = str_find(parameters, S("q="));

	if (at == SIZE_MAX) return 1000;
	for (size_t i = at + 2; i < parameters.len && place > 0; i++) {
		char c = parameters.at[i];

		if (c == '.') continue;
		if (c < '0' || c > '9') break;
		weight += (unsigned)(c - '0') * place;
		place /= 10;
	}
	return weight;
}

enum locale locale_accept(str header, enum locale otherwise)
{
	enum locale best = otherwise, locale;
	unsigned best_weight = 0;

	while (header.len > 0) {
		str item = header, tag, parameters = S("");

		if (!str_cut(header, ',', &item, &header)) header = S("");
		tag = item;
		(void)str_cut(item, ';', &tag, &parameters);
		if (!tag_find(str_trim(tag), &locale)) continue;
		if (weight_read(parameters) > best_weight) {
			best_weight = weight_read(parameters);
			best = locale;
		}
	}
	return best;
}

size_t locale_plural(enum locale locale, uint64_t count)
{
	if (locale != LOCALE_AR) return count == 1 ? 0 : 1;
	if (count <= 2) return (size_t)count;
	if (count % 100 >= 3 && count % 100 <= 10) return 3;
	return count % 100 >= 11 ? 4 : 5;
}
