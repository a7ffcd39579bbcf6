/* Long paragraphs in pieces: see paged_piece.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/paged_piece.h"

static bool is_inside_letter(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Where a text that has no room is cut: behind its last space that has, or, when
 * it has none, before the letter that is too much. */
static size_t cut_of(str text, size_t room)
{
	size_t at = room;

	while (at > 0 && text.at[at - 1] != ' ') at--;
	if (at > 0) return at;
	at = room;
	while (at > 0 && is_inside_letter(text.at[at])) at--;
	return at;
}

struct paged_rest paged_rest_of(struct arena *arena, struct ink_words words)
{
	struct paged_rest rest = {words.tongue, ARENA_ARRAY(arena, struct span,
		words.span_count), words.span_count};

	for (size_t i = 0; i < words.span_count; i++) {
		rest.spans[i] = words.spans[i];
	}
	return rest;
}

bool paged_piece_next(struct arena *arena, struct paged_rest *rest,
	struct ink_words *ret_piece)
{
	size_t room = PAGED_PIECE_BYTES, whole = 0, cut = 0;
	struct span *piece;

	if (rest->span_count == 0) return false;
	while (whole < rest->span_count &&
		rest->spans[whole].text.len <= room) {
		room -= rest->spans[whole++].text.len;
	}
	piece = ARENA_ARRAY(arena, struct span, whole + 1);
	for (size_t i = 0; i < whole; i++) piece[i] = rest->spans[i];
	rest->spans += whole;
	rest->span_count -= whole;
	if (rest->span_count > 0) cut = cut_of(rest->spans[0].text, room);
	if (cut > 0) {
		piece[whole] = rest->spans[0];
		piece[whole].text = str_first(rest->spans[0].text, cut);
		rest->spans[0].text = str_from(rest->spans[0].text, cut);
	}
	*ret_piece = (struct ink_words){rest->tongue, piece,
		whole + (cut > 0)};
	return true;
}
