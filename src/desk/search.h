/* What a member typed to search for: as a question to the index, and as marks
 * in a text that was found. Words in quotes are searched for exactly as they
 * are (by loose key, in that order); others in all their forms. Several words
 * must all be there.
 *
 * [search-1] whatever bytes were typed, the question is one the index reads,
 *            and nothing typed is an operator of it
 * [search-2] a text has all words marked just when the index would find it
 * [search-3] marks lie in the text as it was written, in order, apart
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_SEARCH_H
#define DESK_SEARCH_H

#include "desk/tokens.h"
#include "text/html.h"

/* How widely it is looked. Words come before forms; the others are only tried
 * when those find nothing, and the page says so. */
enum search_reach {
	SEARCH_WORD,       /* the words themselves */
	SEARCH_FORM,       /* the words and everything with their stems */
	SEARCH_BEGINNING,  /* words that begin with the last one, too */
	SEARCH_NEAR,       /* neighbouring letters, too: k for g, b for p … */
	SEARCH_REACH_COUNT
};

enum {
	SEARCH_TERMS_MAX = 16,     /* more words are left out */
	SEARCH_PHRASE_MAX = 16,    /* words between quotes */
	SEARCH_BEGINNING_MIN = 3   /* letters; fewer would find everything */
};

struct search;

/* Reads what was typed; kept by the arena, which must not outlive `tokens`.
 * NULL: there is no word in it. */
struct search *search_read(struct arena *arena, struct tokens *tokens,
	str typed);

/* Appends the question for the index (FTS5, tokenize='bothy'). False: it would
 * find no more than the reach before. */
bool search_put(const struct search *search, enum search_reach reach,
	struct buf *out) MUST_USE;

struct search_found {
	const struct html_mark *marks;  /* kept by the arena */
	size_t count;
	bool all;                       /* [search-2] */
};
/* The words in a text; `names` is searched with it and not marked. */
struct search_found search_in(struct arena *arena, const struct search *search,
	enum search_reach reach, str text, str names);

#endif
