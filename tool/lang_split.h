/* How a file of sentences becomes lines, and which of them are kept back for
 * measuring: shared by the trainer and the measurement, so that neither sees
 * what is the other's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TOOL_LANG_SPLIT_H
#define TOOL_LANG_SPLIT_H

#include "text/gram.h"
#include "text/tag.h"

enum { SPLIT_KEPT_OUT_OF = 10 };

/* Of a line's bytes; FNV-1a. */
static inline uint64_t split_hash(str line)
{
	uint64_t hash = 0xCBF29CE484222325u;

	for (size_t i = 0; i < line.len; i++) {
		hash = (hash ^ (unsigned char)line.at[i]) * 0x100000001B3u;
	}
	return hash;
}

static inline bool split_is_held_out(str line)
{
	return (split_hash(line) >> 20) % SPLIT_KEPT_OUT_OF == 0;
}

/* The text of a `<seg>` that follows a `<tuv>` of this tag on its line or the
 * line before it. */
static inline bool split_segment(str *rest, const char *tag, str *ret_line)
{
	bool wanted = false;
	str line;

	while (str_line(rest, &line)) {
		size_t tuv = str_find(line, S("<tuv xml:lang=\""));
		size_t seg = str_find(line, S("<seg>"));

		if (tuv != SIZE_MAX) {
			str after = str_from(line, tuv + 15);
			size_t quote = str_find_byte(after, '"');
			wanted = str_eq(str_first(after, quote), str_of(tag));
		}
		if (!wanted || seg == SIZE_MAX) continue;
		line = str_from(line, seg + 5);
		*ret_line = str_first(line, str_find(line, S("</seg>")));
		return true;
	}
	return false;
}

/* The next line that is not empty and no remark (#); of a translation memory
 * when there is a tag. */
static inline bool split_line(str *rest, const char *tag, str *ret_line)
{
	str line;

	if (tag != NULL) return split_segment(rest, tag, ret_line);
	while (str_line(rest, &line)) {
		line = str_trim(line);
		if (line.len == 0 || line.at[0] == '#') continue;
		*ret_line = line;
		return true;
	}
	return false;
}

struct split_ending { uint32_t points[5]; bool whole; };

/* The word is one of these, or ends in one. */
static inline bool split_has(const struct gram_word *word,
	const struct split_ending *endings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const uint32_t *points = endings[i].points;
		size_t len = 0, from, n = 0;

		while (len < 5 && points[len] != 0) len++;
		if (len > word->count) continue;
		if (endings[i].whole ? len < word->count : len == word->count) {
			continue;
		}
		from = word->count - len;
		while (n < len && points[n] == word->points[from + n]) n++;
		if (n == len) return true;
	}
	return false;
}

/* The collection of Sorani holds lines of Badini and the other way round.
 * Grammar tells them apart without any table: Badini writes its prepositions
 * alone (ل د ژ ب) and ends words in ‑ێن ‑ەکا ‑ەکێ, Sorani writes لە بە and
 * ends words in ‑ەکان ‑ەکە ‑ێک. */
static inline bool split_is_mislabelled(enum text_lang lang, str line)
{
	static const struct split_ending badini[] = {{{0x644}, true},
		{{0x62F}, true}, {{0x698}, true}, {{0x628}, true},
		{{0x698, 0x6CC}, true}, {{0x6A9, 0x648}, true},
		{{0x6CC, 0x6CE, 0x646}, true}, {{0x62F, 0x6CE}, true},
		{{0x62F, 0x627}, true}, {{0x6CC, 0x6CE}, true},
		{{0x6CC, 0x627}, true}, {{0x6CE, 0x646}, false},
		{{0x6D5, 0x6A9, 0x627}, false}, {{0x6D5, 0x6A9, 0x6CE}, false}};
	static const struct split_ending sorani[] = {{{0x644, 0x6D5}, true},
		{{0x628, 0x6D5}, true}, {{0x6A9, 0x6D5}, true},
		{{0x626, 0x6D5, 0x648, 0x6D5, 0x6CC}, true},
		{{0x644, 0x6D5, 0x648}, true}, {{0x628, 0x6D5, 0x645}, true},
		{{0x644, 0x6D5, 0x645}, true}, {{0x628, 0x6D5, 0x648}, true},
		{{0x6D5, 0x6A9, 0x627, 0x646}, false},
		{{0x6D5, 0x6A9, 0x6D5}, false}, {{0x6CE, 0x6A9}, false},
		{{0x6CE, 0x6A9, 0x6CC}, false}, {{0x627, 0x646, 0x6CC}, false}};
	struct gram_reader reader = {.rest = line};
	struct gram_word word;
	int more = 0; /* of Sorani */

	if (lang != TEXT_CKB && lang != TEXT_KMR_ARAB) return false;
	while (gram_word_next(&reader, &word)) {
		if (split_has(&word, sorani, NELEM(sorani))) more++;
		if (split_has(&word, badini, NELEM(badini))) more--;
	}
	return lang == TEXT_CKB ? more < 0 : more > 0;
}

/* The next piece of at most `letters` code points that ends between words; a
 * longer word is a piece of its own. */
static inline bool split_piece(str *rest, size_t letters, str *ret_piece)
{
	size_t end = 0, border = 0, count = 0;

	*rest = str_trim(*rest);
	while (end < rest->len && (count <= letters || border == 0)) {
		if (rest->at[end] == ' ') border = end;
		if (((unsigned char)rest->at[end] & 0xC0) != 0x80) count++;
		end++;
	}
	if (end == rest->len && count <= letters) border = end;
	if (border == 0) border = end;
	*ret_piece = str_first(*rest, border);
	*rest = str_from(*rest, border);
	return ret_piece->len > 0;
}

#endif
