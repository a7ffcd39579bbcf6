/* The table of languages: see tongue.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/tongue.h"

#define LEFT false, false
#define RIGHT true, true

const struct tongue tongues[] = {
	{S_INIT("ar"), S_INIT("العربية"), RIGHT, TEXT_AR, LOCALE_AR, true},
	{S_INIT("ckb"), S_INIT("کوردی – سۆرانی"), RIGHT, TEXT_CKB, LOCALE_CKB,
		true},
	{S_INIT("kmr-Arab"), S_INIT("کوردی – بادینی"), RIGHT, TEXT_KMR_ARAB,
		LOCALE_KMR_ARAB, true},
	{S_INIT("kmr"), S_INIT("Kurdî – Kurmancî"), LEFT, TEXT_KMR, LOCALE_KMR,
		true},
	{S_INIT("en"), S_INIT("English"), LEFT, TEXT_EN, LOCALE_EN, true},
	{S_INIT("de"), S_INIT("Deutsch"), LEFT, TEXT_UND, LOCALE_EN, false},
	{S_INIT("es"), S_INIT("Español"), LEFT, TEXT_UND, LOCALE_EN, false},
	{S_INIT("fa"), S_INIT("فارسی"), RIGHT, TEXT_FA, LOCALE_EN, false},
	{S_INIT("fr"), S_INIT("Français"), LEFT, TEXT_UND, LOCALE_EN, false},
	{S_INIT("it"), S_INIT("Italiano"), LEFT, TEXT_UND, LOCALE_EN, false},
	{S_INIT("nl"), S_INIT("Nederlands"), LEFT, TEXT_UND, LOCALE_EN, false},
	{S_INIT("pt"), S_INIT("Português"), LEFT, TEXT_UND, LOCALE_EN, false},
	{S_INIT("ru"), S_INIT("Русский"), LEFT, TEXT_UND, LOCALE_EN, false},
	{S_INIT("sv"), S_INIT("Svenska"), LEFT, TEXT_SV, LOCALE_EN, false},
	{S_INIT("tr"), S_INIT("Türkçe"), LEFT, TEXT_TR, LOCALE_EN, false},
	{S_INIT("ur"), S_INIT("اردو"), RIGHT, TEXT_UND, LOCALE_EN, false},
	{S_INIT("zh"), S_INIT("中文"), LEFT, TEXT_UND, LOCALE_EN, false},
};

const size_t tongue_count = NELEM(tongues);

const struct tongue *tongue_find(str tag)
{
	for (size_t i = 0; i < NELEM(tongues); i++) {
		if (str_eq(tongues[i].tag, tag)) return &tongues[i];
	}
	return NULL;
}

const struct tongue *tongue_of(enum locale locale)
{
	must(locale < LOCALE_COUNT);
	return &tongues[locale];
}
