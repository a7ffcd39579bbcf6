/* Reading what was typed, and asking the index: see search.h. Finding it again
 * in a text is search_mark.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/search_room.h"

#include "base/utf8.h"

#include <string.h>

/* -- neighbouring letters ------------------------------------------------- */

/* Iraqi keyboards and habits: the Kurdish and Persian letter, and the Arabic
 * one that stands for it. Two bytes each. */
static const struct { str one, other; } neighbours[] = {
	{S_INIT("گ"), S_INIT("ک")}, {S_INIT("چ"), S_INIT("ج")},
	{S_INIT("پ"), S_INIT("ب")}, {S_INIT("ژ"), S_INIT("ز")},
	{S_INIT("ڤ"), S_INIT("ف")},
};
/* 15 other spellings of a word are quick to ask for; more letters stay. */
enum { NEIGHBOURS_MAX = 4, NEIGHBOUR_BYTES = 2 };

/* What stands for the two bytes here, or empty. */
static str neighbour_of(str rest)
{
	for (size_t i = 0; i < NELEM(neighbours); i++) {
		if (str_starts(rest, neighbours[i].one)) {
			return neighbours[i].other;
		}
		if (str_starts(rest, neighbours[i].other)) {
			return neighbours[i].one;
		}
	}
	return S("");
}

/* Its stems, as stems and as words; and what has the word itself as stem. */
static void forms_add(struct search *search, struct arena *arena,
	struct search_words *words, str key)
{
	str stems[TOKEN_STEMS_MAX];
	size_t count = tokens_stems(search->tokens, arena, key, stems);
	char *marked = arena_get(arena, key.len + 1);

	memcpy(marked, TOKEN_STEM_MARK, 1);
	memcpy(marked + 1, key.at, key.len);
	LIST_ADD(arena, words, str_bytes(marked, key.len + 1));
	for (size_t i = 0; i < count; i++) {
		LIST_ADD(arena, words, stems[i]);
		LIST_ADD(arena, words, str_from(stems[i], 1));
	}
}

static void near_add(struct search *search, struct arena *arena,
	struct search_term *term, str key)
{
	size_t at[NEIGHBOURS_MAX], count = 0;

	for (size_t i = 0; i + NEIGHBOUR_BYTES <= key.len; i++) {
		if (neighbour_of(str_from(key, i)).len == 0) continue;
		at[count++] = i;
		if (count == NEIGHBOURS_MAX) break;
	}
	for (unsigned which = 1; which < 1u << count; which++) {
		char *other = arena_get(arena, key.len);

		memcpy(other, key.at, key.len);
		for (size_t i = 0; i < count; i++) {
			if ((which & 1u << i) == 0) continue;
			memcpy(other + at[i],
				neighbour_of(str_from(key, at[i])).at,
				NEIGHBOUR_BYTES);
		}
		LIST_ADD(arena, &term->near, str_bytes(other, key.len));
		forms_add(search, arena, &term->near,
			str_bytes(other, key.len));
	}
}

/* -- reading -------------------------------------------------------------- */

/* Takes what stands before the next quote of any kind off the front. */
static str until_quote(str *rest)
{
	static const str quotes[] = {S_INIT("\""), S_INIT("\u201C"),
		S_INIT("\u201D"), S_INIT("\u201E"), S_INIT("\u00AB"),
		S_INIT("\u00BB")};
	size_t first = rest->len, len = 0;
	str before;

	for (size_t i = 0; i < NELEM(quotes); i++) {
		size_t at = str_find(str_first(*rest, first), quotes[i]);

		if (at == SIZE_MAX) continue;
		first = at;
		len = quotes[i].len;
	}
	before = str_first(*rest, first);
	*rest = str_from(*rest, first + len);
	return before;
}

static struct search_term *term_new(struct search *search, bool quoted)
{
	struct search_term *term = &search->terms[search->count++];

	term->quoted = quoted;
	return term;
}

static void phrase_read(struct search *search, struct arena *arena, str words)
{
	struct tokens_reader reader = tokens_of_words(search->tokens, words);
	struct search_term *term = NULL;
	struct token token;

	while (search->count <= SEARCH_TERMS_MAX && tokens_next(&reader, &token)) {
		str key = str_dup(arena, token.key);

		if (term == NULL) {
			if (search->count == SEARCH_TERMS_MAX) return;
			term = term_new(search, true);
		}
		if (term->keys.count == SEARCH_PHRASE_MAX) return;
		LIST_ADD(arena, &term->keys, key);
	}
}

static void plain_read(struct search *search, struct arena *arena, str words)
{
	struct tokens_reader reader = tokens_of_words(search->tokens, words);
	struct token token;

	while (search->count < SEARCH_TERMS_MAX && tokens_next(&reader, &token)) {
		struct search_term *term = term_new(search, false);
		str key = str_dup(arena, token.key);

		LIST_ADD(arena, &term->keys, key);
		forms_add(search, arena, &term->forms, key);
		near_add(search, arena, term, key);
	}
}

struct search *search_read(struct arena *arena, struct tokens *tokens,
	str typed)
{
	struct search *search = ARENA_NEW(arena, struct search);
	bool quoted = false;

	search->tokens = tokens;
	while (typed.len > 0) {
		str piece = until_quote(&typed);

		if (quoted) phrase_read(search, arena, piece);
		else plain_read(search, arena, piece);
		quoted = !quoted;
	}
	return search->count > 0 ? search : NULL;
}

/* -- asking --------------------------------------------------------------- */

/* [search-1] a string of FTS5: a quote is written twice. Keys hold no NUL and
 * no blank (tokens.h). */
static void quoted_put(struct buf *out, const str *words, size_t count)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < count; i++) {
		if (i > 0) buf_byte(out, ' ');
		for (size_t at = 0; at < words[i].len; at++) {
			if (words[i].at[at] == '"') buf_byte(out, '"');
			buf_byte(out, words[i].at[at]);
		}
	}
	buf_byte(out, '"');
}

static void or_put(struct buf *out, const struct search_words *words)
{
	for (size_t i = 0; i < words->count; i++) {
		buf_text(out, " OR ");
		quoted_put(out, &words->at[i], 1);
	}
}

bool search_begins(const struct search *search, size_t term)
{
	const struct search_term *last = &search->terms[term];

	return term + 1 == search->count && !last->quoted &&
		utf8_count(last->keys.at[0]) >= SEARCH_BEGINNING_MIN;
}

static bool is_wider(const struct search *search, enum search_reach reach)
{
	switch (reach) {
	case SEARCH_WORD:
		return true;
	case SEARCH_FORM:
		for (size_t i = 0; i < search->count; i++) {
			if (search->terms[i].forms.count > 0) return true;
		}
		return false;
	case SEARCH_BEGINNING:
		return search_begins(search, search->count - 1);
	case SEARCH_NEAR:
		for (size_t i = 0; i < search->count; i++) {
			if (search->terms[i].near.count > 0) return true;
		}
		return false;
	case SEARCH_REACH_COUNT:
		break;
	}
	return false;
}

bool search_put(const struct search *search, enum search_reach reach,
	struct buf *out)
{
	if (!is_wider(search, reach)) return false;
	for (size_t i = 0; i < search->count; i++) {
		const struct search_term *term = &search->terms[i];

		buf_text(out, i > 0 ? " AND (" : "(");
		quoted_put(out, term->keys.at, term->keys.count);
		if (reach >= SEARCH_FORM) or_put(out, &term->forms);
		if (reach == SEARCH_NEAR) or_put(out, &term->near);
		if (reach == SEARCH_BEGINNING && search_begins(search, i)) {
			buf_text(out, " OR ");
			quoted_put(out, term->keys.at, 1);
			buf_byte(out, '*');
		}
		buf_byte(out, ')');
	}
	return true;
}
