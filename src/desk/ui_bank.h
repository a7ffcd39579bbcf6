/* Inside desk/ui*.c only: what the pages of the word bank share.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_BANK_H
#define DESK_UI_BANK_H

#include "desk/ui_record.h"
#include "desk/words.h"
#include "page/words_view.h"

/* -- words as pages show them (ui_bank_words.c) --------------------------- */
/* As lists show it: folded ones as their first letter [words_view-1]. */
struct words_one ui_bank_one(struct ui_page *p, const struct words_term *term);
/* The first letter of a word and "…". */
str ui_bank_first(struct ui_page *p, str word);
/* A Term that is folded away until somebody asks. */
bool ui_bank_is_folded(const struct record *record);
/* "rtl" or "ltr", by the tag. */
str ui_bank_dir(str tag);
/* What to call a concept: our own word for it in the member's language, or the
 * name it has among us. */
str ui_bank_name(struct ui_page *p, const struct words_here *words, size_t concept);
/* What the concept means, best in the member's own language. */
str ui_bank_meaning(struct ui_page *p, const struct bank_concept *concept,
	enum text_lang lang, str *ret_lang);
/* The five written forms as a list to choose from. */
struct desk_choices ui_bank_langs(struct ui_page *p, str chosen, bool all);
enum text_lang ui_bank_own_lang(struct ui_page *p);

/* What to say instead of a term. */
struct words_ones ui_bank_instead(struct ui_page *p, const struct words_here *words,
	const struct words_term *term);

/* -- pages ---------------------------------------------------------------- */
void ui_term(struct ui_page *p);
void ui_term_sure(struct ui_page *p);
void ui_term_try(struct ui_page *p);
void ui_term_adopt(struct ui_page *p);
void ui_term_aside(struct ui_page *p);
void ui_coin_form(struct ui_page *p);
void ui_coin(struct ui_page *p);
void ui_places(struct ui_page *p);
void ui_place_change(struct ui_page *p);
void ui_bank_table(struct ui_page *p);
void ui_bank_try(struct ui_page *p);
void ui_bank_take(struct ui_page *p);

#endif
