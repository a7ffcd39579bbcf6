/* Tags of written languages: see tag.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/tag.h"

static const str tags[TEXT_LANG_COUNT] = {
	[TEXT_AR] = S_INIT("ar"),
	[TEXT_CKB] = S_INIT("ckb"),
	[TEXT_KMR] = S_INIT("kmr"),
	[TEXT_KMR_ARAB] = S_INIT("kmr-Arab"),
	[TEXT_EN] = S_INIT("en"),
	[TEXT_FA] = S_INIT("fa"),
	[TEXT_TR] = S_INIT("tr"),
	[TEXT_SV] = S_INIT("sv"),
	[TEXT_AR_LATN] = S_INIT("ar-Latn"),
	[TEXT_CKB_LATN] = S_INIT("ckb-Latn"),
	[TEXT_MIXED] = S_INIT("mixed"),
	[TEXT_UND] = S_INIT("und"),
};

str text_lang_tag(enum text_lang lang)
{
	must((size_t)lang < TEXT_LANG_COUNT);
	return tags[lang];
}

bool text_lang_read(str tag, enum text_lang *ret_lang)
{
	for (size_t i = 0; i < TEXT_LANG_COUNT; i++) {
		if (str_eq(tags[i], tag)) {
			*ret_lang = (enum text_lang)i;
			return true;
		}
	}
	return false;
}
