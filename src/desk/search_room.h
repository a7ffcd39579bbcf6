/* Inside the search files only: the terms of what was typed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_SEARCH_ROOM_H
#define DESK_SEARCH_ROOM_H

#include "desk/search.h"

#include "base/list.h"

struct search_words LIST_OF(str);

struct search_term {
	bool quoted;
	struct search_words keys;   /* quoted: in this order; else one */
	struct search_words forms;  /* stems, marked and as words */
	struct search_words near;   /* other spellings, and their stems */
};

struct search {
	struct tokens *tokens;
	struct search_term terms[SEARCH_TERMS_MAX];
	size_t count;
};

/* Whether that term is also searched for as a beginning. */
bool search_begins(const struct search *search, size_t term);

#endif
