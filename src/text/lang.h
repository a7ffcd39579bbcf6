/* Which language a text is written in, and in which script. Identify before
 * folding: the keys of search destroy what tells Sorani from Arabic. What is
 * answered is a guess for people to correct; it never closes a door and never
 * changes a page's language. Names nothing for a text without words [lang-1];
 * keeps nothing, takes no memory, and takes any bytes [lang-2].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_LANG_H
#define TEXT_LANG_H

#include "text/tag.h"

struct lang_guess {
	enum text_lang lang;  /* may be TEXT_MIXED or TEXT_UND */
	enum text_lang first; /* the language of most letters; or TEXT_UND */
	enum text_lang second; /* the next one's, when mixed; or TEXT_UND */
	unsigned second_percent; /* of the letters that tell something */
	size_t letters;
	/* How much likelier `first` is than the next of its script, as a
	 * natural logarithm; what is below LANG_SURE is worth a question. */
	unsigned margin;
};

enum { LANG_SURE = 6 };

struct lang_guess lang_guess(str text);
/* The same, only the answer. */
enum text_lang lang_of(str text);
/* A letter is there that Kurdish has and Arabic has no key for. */
bool lang_has_kurdish(str text);

/* The table, built in: src/text/lang.table. */
extern const str asset_lang_table;

#endif
