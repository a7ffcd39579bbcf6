/* The booklet of words for journalists: one page of one language that stands
 * alone as a file, for screen and paper. Plain data made from the word bank.
 *
 * [booklet-1] a word that hurts is folded on the screen and in print only its
 *             first letters stand, unless someone asked for it; one never to
 *             show is not in the file at all, unless asked for
 * [booklet-2] questions, words not decided, words of threats and the discreet
 *             register, which protects only while few know it, are not in it
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_BOOKLET_VIEW_H
#define PAGE_BOOKLET_VIEW_H

#include "base/list.h"
#include "model/bank.h"
#include "page/locale.h"
#include "text/html.h"

struct booklet_word {
	str text;
	bool confirmed;  /* sure */
};

/* A word that hurts, or an older one. */
struct booklet_hurt {
	str text;        /* on the screen, behind the fold */
	str in_print;
	str ours;        /* to write instead; may be empty */
	str why;         /* may be empty */
};

struct booklet_entry {
	struct LIST_OF(struct booklet_word) ours;
	struct LIST_OF(struct booklet_word) also;
	struct LIST_OF(struct booklet_hurt) older;
	struct LIST_OF(struct booklet_hurt) hurts;
	str definition;  /* may be empty */
	str definition_tag, definition_dir; /* of its language */
};

struct booklet {
	str organisation; /* may be empty */
	struct css style;
	bool spelled_out; /* in print too */
	bool has_hurts, has_unconfirmed;
	struct LIST_OF(struct booklet_entry) entries;
};

struct booklet_wish {
	str organisation;
	bool spelled_out; /* print every word in full */
	bool never_shown; /* those never to show, too */
};

/* The booklet of the bank in one locale; strings stay the bank's. */
struct booklet booklet_of(struct arena *arena, const struct bank *bank,
	enum locale locale, const struct booklet_wish *wish);

#endif
