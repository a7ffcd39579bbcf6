/* The words of the pages in every locale. A text is named by its English
 * words; a text without a translation falls back to them and is listed by
 * `make strings`. The tables come from po/ at build time (tool/po2c).
 *
 * [tr-1] a translation has exactly the {holes} of its English (po2c refuses
 *        others), so a value never gets lost and never appears twice
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_TR_H
#define PAGE_TR_H

#include "base/buf.h"
#include "base/tr_mark.h"
#include "page/locale.h"

/* The words in `locale`; `english` unchanged when there are none. */
str tr(enum locale locale, const char *english);
/* The words for a count; `one` and `other` are the English forms. The {count}
 * itself is still a hole. */
str tr_count(enum locale locale, const char *one, const char *other,
	uint64_t count);

/* A place in a template that shows a text: remembers where the text stands in
 * the tables, so a page costs no search. */
struct tr_site { const char *one, *other; size_t index; };
str tr_at(struct tr_site *site, enum locale locale);
str tr_count_at(struct tr_site *site, enum locale locale, uint64_t count);

/* Walks a text with {holes}: a literal, then the name of the hole behind it
 * (empty at the end). */
struct tr_walk { str rest, literal, hole; };
struct tr_walk tr_walk(str text);
bool tr_next(struct tr_walk *walk);
/* `text` with one hole filled and the others left; kept by the arena. */
str tr_fill(struct arena *arena, str text, str hole, str value);

/* What po2c writes: the English texts in order, and for each locale the forms
 * at the same place, NULL where there is none. */
enum { TR_FORMS_MAX = 6 };
struct tr_forms { const char *forms[TR_FORMS_MAX]; };
extern const char *const tr_english[];
extern const size_t tr_english_count;
extern const struct tr_forms *const tr_tables[LOCALE_COUNT];

#endif
