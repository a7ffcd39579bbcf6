/* The written languages Bothy tells apart, and their tags. A language here is
 * language and script: Kurmanji in Latin and in Arabic letters (Badini) are
 * two. Owns only the list. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_TAG_H
#define TEXT_TAG_H

#include "base/str.h"

enum text_lang {
	TEXT_AR,       /* Arabic, Iraqi and Levantine too */
	TEXT_CKB,      /* Sorani */
	TEXT_KMR,      /* Kurmanji in Latin letters */
	TEXT_KMR_ARAB, /* Kurmanji in Arabic letters: Badini */
	TEXT_EN,
	TEXT_FA,
	TEXT_TR,
	TEXT_SV,
	TEXT_AR_LATN,  /* Arabic as chat writes it in Latin letters */
	TEXT_CKB_LATN, /* Sorani in Latin letters */
	TEXT_MIXED,    /* two of the above, none of them only in passing */
	TEXT_UND,      /* nothing to tell it by */
	TEXT_LANG_COUNT
};

/* "ar", "kmr-Arab", … as in our addresses and messages. */
str text_lang_tag(enum text_lang lang);
/* The language of exactly this tag. */
bool text_lang_read(str tag, enum text_lang *ret_lang) MUST_USE;

#endif
