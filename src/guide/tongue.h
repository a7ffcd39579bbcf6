/* Languages a guide can be in: our five written forms and those that partners
 * bring. What a page itself says (its frame) exists in the five; in every other
 * language the frame is English, marked as such. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_TONGUE_H
#define GUIDE_TONGUE_H

#include "page/locale.h"
#include "text/tag.h"

struct tongue {
	str tag;                /* BCP 47 */
	str own_name;
	bool rtl;
	bool arabic_script;
	enum text_lang lang;    /* TEXT_UND where text/ knows no rules for it */
	enum locale locale;     /* of the frame */
	bool is_ours;           /* one of the five */
};

/* The whole table; the five come first, in the order of enum locale. */
extern const struct tongue tongues[];
extern const size_t tongue_count;

/* The tongue of exactly this tag, or NULL. */
const struct tongue *tongue_find(str tag);
const struct tongue *tongue_of(enum locale locale);

#endif
