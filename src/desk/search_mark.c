/* Finding again in a text what the index found: see search.h. The text is cut
 * as the index cut it, word for word.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/search_room.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(SEARCH_PHRASE_MAX <= 32, "a phrase's places are bits");

struct mark_list LIST_OF(struct html_mark);

struct marker {
	const struct search *search;
	enum search_reach reach;
	struct arena *arena;        /* of the marks; NULL: none are made */
	struct mark_list list;
	uint32_t runs[SEARCH_TERMS_MAX]; /* bit n: n + 1 words of it stand
		                          * just before here */
	struct html_mark last[SEARCH_PHRASE_MAX]; /* places, round and round */
	size_t place;
	bool found[SEARCH_TERMS_MAX];
};

static bool is_one_of(const struct search_words *words,
	const struct token *token)
{
	for (size_t i = 0; i < words->count; i++) {
		if (str_eq(words->at[i], token->key)) return true;
		for (size_t s = 0; s < token->stem_count; s++) {
			if (str_eq(words->at[i], token->stems[s])) return true;
		}
	}
	return false;
}

static bool word_fits(const struct marker *marker, size_t number,
	const struct token *token)
{
	const struct search_term *term = &marker->search->terms[number];
	str key = term->keys.at[0];

	if (str_eq(key, token->key)) return true;
	if (marker->reach >= SEARCH_FORM && is_one_of(&term->forms, token)) {
		return true;
	}
	if (marker->reach == SEARCH_NEAR) return is_one_of(&term->near, token);
	return marker->reach == SEARCH_BEGINNING &&
		search_begins(marker->search, number) &&
		str_starts(token->key, key);
}

/* How many words end here that are the term: 0 or all of a phrase. */
static size_t words_ending(struct marker *marker, size_t number,
	const struct token *token)
{
	const struct search_term *term = &marker->search->terms[number];
	uint32_t here = 0;

	if (!term->quoted) return word_fits(marker, number, token) ? 1 : 0;
	for (size_t i = 0; i < term->keys.count; i++) {
		if (str_eq(term->keys.at[i], token->key)) here |= 1u << i;
	}
	marker->runs[number] = (marker->runs[number] << 1 | 1) & here;
	return (marker->runs[number] >> (term->keys.count - 1) & 1) != 0
		? term->keys.count : 0;
}

static void place_mark(struct marker *marker, const struct token *token)
{
	size_t most = 0;

	marker->last[marker->place++ % SEARCH_PHRASE_MAX] =
		(struct html_mark){token->at, token->end - token->at};
	for (size_t i = 0; i < marker->search->count; i++) {
		size_t words = words_ending(marker, i, token);

		if (words > 0) marker->found[i] = true;
		if (words > most) most = words;
	}
	if (marker->arena == NULL) return;
	for (size_t i = most; i > 0; i--) {
		LIST_ADD(marker->arena, &marker->list,
			marker->last[(marker->place - i) % SEARCH_PHRASE_MAX]);
	}
}

static void text_mark(struct marker *marker, str text)
{
	struct tokens_reader reader = tokens_of_text(marker->search->tokens,
		text);
	struct token token;

	memset(marker->runs, 0, sizeof(marker->runs));
	marker->place = 0;
	while (tokens_next(&reader, &token)) place_mark(marker, &token);
}

static int mark_compare(const void *a, const void *b)
{
	const struct html_mark *one = a, *other = b;

	return one->at < other->at ? -1 : one->at > other->at;
}

/* [search-3] places of two terms, or of a phrase twice, stand once */
static void marks_sort(struct mark_list *list)
{
	size_t kept = 0;

	if (list->count == 0) return;
	qsort(list->at, list->count, sizeof(*list->at), mark_compare);
	for (size_t i = 1; i < list->count; i++) {
		if (list->at[i].at == list->at[kept].at) continue;
		list->at[++kept] = list->at[i];
	}
	list->count = kept + 1;
}

struct search_found search_in(struct arena *arena, const struct search *search,
	enum search_reach reach, str text, str names)
{
	struct marker marker = {.search = search, .reach = reach};
	struct search_found found;

	text_mark(&marker, names);
	marker.arena = arena;
	text_mark(&marker, text);
	marks_sort(&marker.list);
	found = (struct search_found){marker.list.at, marker.list.count, true};
	for (size_t i = 0; i < search->count; i++) {
		found.all = found.all && marker.found[i];
	}
	return found;
}
