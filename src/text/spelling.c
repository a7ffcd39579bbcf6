/* The spelling gate: see spelling.h. Sentence by sentence, word by word.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/spelling.h"

#include "base/utf8.h"
#include "text/lang.h"
#include "text/readable_word.h"
#include "text/word.h"

enum {
	ALEF = 0x627,
	REH = 0x631,
	TATWEEL = 0x640,
	HEH = 0x647,
	WAW = 0x648,
	HEH_DO = 0x6BE,
	O = 0x6C6,
	E_MARKED = 0x6CE,
	AE = 0x6D5,
	ZWNJ = 0x200C,
	/* Shorter sentences are what their text is. */
	TELLING_LETTERS = 12
};

static bool is_kurdish(enum text_lang lang)
{
	return lang == TEXT_CKB || lang == TEXT_KMR_ARAB;
}

static bool is_read(const struct lang_guess *guess, str text)
{
	bool quotes = guess->lang == TEXT_MIXED &&
		(guess->second == TEXT_AR || guess->second == TEXT_FA);
	bool sure = guess->margin >= LANG_SURE || lang_has_kurdish(text);

	return is_kurdish(guess->first) && sure && !quotes;
}

/* What the text is said to be does not make a quotation Kurdish. [spelling-2] */
static bool sentence_is_read(struct spelling_reader *reader, str sentence)
{
	struct lang_guess guess = lang_guess(sentence);

	if (guess.letters >= TELLING_LETTERS) return is_read(&guess, sentence);
	if (!reader->begun) {
		guess = lang_guess(reader->text);
		reader->short_too = is_read(&guess, reader->text);
		reader->begun = true;
	}
	return reader->short_too;
}

static uint32_t point_at(str text)
{
	uint32_t point = 0;

	return utf8_next(&text, &point) ? point : 0;
}

/* Kurdish writes a carrier before a vowel that begins a word, and has neither
 * the article nor the alefs of Arabic. */
static bool is_foreign(str word)
{
	uint32_t first = point_at(word);

	return first == ALEF || first == 0x622 || first == 0x623 ||
	       first == 0x625 || first == 0x671;
}

static bool is_kept(const struct spelling_kept *kept, str word)
{
	size_t low = 0, high = kept->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_compare(kept->words[middle], word);

		if (order == 0) return true;
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return false;
}

/* No AE can follow these. */
static bool is_open_vowel(uint32_t point)
{
	return point == ALEF || point == AE || point == O || point == E_MARKED;
}

struct place {
	uint32_t before, point, after; /* 0: the word's border */
	size_t len;       /* of `point` */
	size_t len_after;
	bool sorani;
};

static bool propose(struct spelling *found, enum spelling_rule rule,
	const char *instead, size_t len)
{
	found->rule = rule;
	found->instead = str_of(instead);
	found->len = len;
	return true;
}

static bool first_look(const struct place *place, struct spelling *found)
{
	if (place->point == REH && place->sorani && place->after != 0) {
		return propose(found, SPELLING_REH_FIRST, "ڕ", place->len);
	}
	if (place->point == WAW && place->after == WAW) {
		return propose(found, SPELLING_WAW_FIRST, "و",
			place->len + place->len_after);
	}
	return false;
}

/* At the end of a word an Arabic heh looks like AE. Where it is none, Sorani has
 * a heh of its own that does not. */
static bool end_look(const struct place *place, struct spelling *found)
{
	if (!is_open_vowel(place->before)) {
		return propose(found, SPELLING_HEH_END, "ە", place->len);
	}
	return place->sorani
		&& propose(found, SPELLING_HEH_LAST, "ھ", place->len);
}

/* The one proposal for a letter, if there is one. */
static bool place_look(const struct place *place, struct spelling *found)
{
	switch (place->point) {
	case 0x643: case 0x6AA:
		return propose(found, SPELLING_KAF, "ک", place->len);
	case 0x64A: case 0x649: case 0x6D2:
		return propose(found, SPELLING_YEH, "ی", place->len);
	case 0x629: return propose(found, SPELLING_TEH, "ە", place->len);
	case 0x624: return propose(found, SPELLING_WAW_HAMZA, "ۆ", place->len);
	case HEH:
	case HEH_DO:
		if (place->after == ZWNJ) {
			return propose(found, SPELLING_HEH_JOINER, "ە",
				place->len + place->len_after);
		}
		return place->point == HEH && place->after == 0
			&& end_look(place, found);
	default: return place->before == 0 && first_look(place, found);
	}
}

/* The point at the front of `rest` and its length; 0 at the end. */
static uint32_t point_take(str *rest, size_t *ret_len)
{
	size_t before = rest->len;
	uint32_t point = 0;

	if (!utf8_next(rest, &point)) *rest = str_from(*rest, 1);
	*ret_len = before - rest->len;
	return point;
}

/* From `at` to the end of the word; false when all is well so far. */
static bool word_look(struct spelling_reader *reader, struct spelling *found)
{
	while (reader->at < reader->word_end) {
		struct place place = {.sorani = reader->lang == TEXT_CKB,
			.before = reader->before};
		str rest = str_from(str_first(reader->text, reader->word_end),
			reader->at);

		place.point = point_take(&rest, &place.len);
		place.after = point_take(&rest, &place.len_after);
		reader->before = place.point;
		found->at = reader->at;
		if (place_look(&place, found)) {
			reader->at += found->len;
			return true;
		}
		reader->at += place.len;
	}
	return false;
}

/* Moves to the next word worth a look, in the next sentence if need be. */
static bool word_find(struct spelling_reader *reader)
{
	struct word word;
	size_t at = reader->at;

	while (word_next(reader->text, &at, &word)) {
		str written = str_first(str_from(reader->text, word.at), word.len);

		if (word.at >= reader->sentence_end) {
			str rest = str_from(reader->text, word.at), sentence;

			if (!readable_sentence_next(&rest, &sentence)) return false;
			reader->sentence_end = reader->text.len - rest.len;
			if (!sentence_is_read(reader, sentence)) {
				at = reader->sentence_end;
				continue;
			}
		}
		if (word.kind != WORD_LETTERS || is_foreign(written) ||
			is_kept(&reader->kept, written)) {
			continue;
		}
		reader->at = word.at;
		reader->before = 0;
		reader->word_end = word.at + word.len;
		return true;
	}
	return false;
}

bool spelling_next(struct spelling_reader *reader, struct spelling *ret_found)
{
	struct spelling found;

	if (!is_kurdish(reader->lang)) return false;
	do {
		if (word_look(reader, &found)) {
			*ret_found = found;
			return true;
		}
	} while (word_find(reader));
	return false;
}
