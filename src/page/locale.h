/* The five written forms. A locale is language and script; the direction
 * belongs to it. Digits are Western in all of them (codes, phone numbers and
 * doses must read the same everywhere). Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_LOCALE_H
#define PAGE_LOCALE_H

#include "base/str.h"

enum locale {
	LOCALE_AR,
	LOCALE_CKB,
	LOCALE_KMR_ARAB,
	LOCALE_KMR,
	LOCALE_EN,
	LOCALE_COUNT
};

struct locale_info {
	str tag;             /* BCP 47, as in our addresses and messages */
	str own_name;        /* what its readers call it */
	str dir;             /* "rtl" or "ltr" */
	bool rtl;
	bool arabic_script;
	size_t plural_forms; /* how many forms a counted text has */
};

/* The row of a locale; &locale_infos[0] is the whole table, in order. */
extern const struct locale_info locale_infos[LOCALE_COUNT];
const struct locale_info *locale_info(enum locale locale);

/* The locale of exactly this tag. */
bool locale_read(str tag, enum locale *ret_locale) MUST_USE;

/* The best of ours for an Accept-Language header (weights are heeded), or
 * `otherwise` when the header names none of ours. */
enum locale locale_accept(str header, enum locale otherwise);

/* Which form, from 0, a text takes for a count (CLDR, whole numbers). */
size_t locale_plural(enum locale locale, uint64_t count);

#endif
