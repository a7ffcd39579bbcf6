/* Hawar letters to Arabic ones: see transliterate.h. A vowel that begins a
 * word gets the carrier hamza; the short i (bizroke) is not written, except
 * alone at the beginning of a word.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/transliterate.h"

#include "base/utf8.h"

struct letter {
	uint32_t latin;
	const char *arabic;  /* inside a word */
	const char *initial; /* at its beginning, NULL: the same */
};

static const struct letter letters[] = {
	{'a', "ا", "ئا"}, {'b', "ب", NULL}, {'c', "ج", NULL},
	{0xE7, "چ", NULL}, {'d', "د", NULL}, {'e', "ە", "ئە"},
	{0xEA, "ێ", "ئێ"}, {'f', "ف", NULL}, {'g', "گ", NULL},
	{'h', "ه", NULL}, {'i', "", "ئ"}, {0xEE, "ی", "ئی"},
	{'j', "ژ", NULL}, {'k', "ک", NULL}, {'l', "ل", NULL},
	{'m', "م", NULL}, {'n', "ن", NULL}, {'o', "ۆ", "ئۆ"},
	{'p', "پ", NULL}, {'q', "ق", NULL}, {'r', "ر", NULL},
	{'s', "س", NULL}, {0x15F, "ش", NULL}, {'t', "ت", NULL},
	{'u', "و", "ئو"}, {0xFB, "وو", "ئوو"}, {'v', "ڤ", NULL},
	{'w', "و", NULL}, {'x', "خ", NULL}, {'y', "ی", NULL},
	{'z', "ز", NULL},
};

static const struct { uint32_t latin; const char *arabic; } marks[] = {
	{',', "،"}, {';', "؛"}, {'?', "؟"},
};

static uint32_t lower(uint32_t point)
{
	if (point >= 'A' && point <= 'Z') return point + 32;
	if (point >= 0xC0 && point <= 0xDE) return point + 32;
	return point == 0x15E ? 0x15F : point;
}

static const struct letter *letter_of(uint32_t point)
{
	point = lower(point);
	for (size_t i = 0; i < NELEM(letters); i++) {
		if (letters[i].latin == point) return &letters[i];
	}
	return NULL;
}

static bool is_vowel(uint32_t point)
{
	static const uint32_t vowels[] = {'a', 'e', 0xEA, 'i', 0xEE, 'o', 'u',
		0xFB};

	point = lower(point);
	for (size_t i = 0; i < NELEM(vowels); i++) {
		if (vowels[i] == point) return true;
	}
	return false;
}

/* The run of letters at the front of `rest` (a word), in Arabic letters. */
static void word_put(struct buf *out, str word)
{
	bool first = true;
	uint32_t point, before = 0;

	while (utf8_next(&word, &point)) {
		const struct letter *letter = letter_of(point);
		/* After a vowel another vowel needs its carrier too. */
		bool carried = letter->initial != NULL &&
			(first || (is_vowel(before) && is_vowel(point)));

		buf_text(out, carried ? letter->initial : letter->arabic);
		/* "û" before a vowel was "uw"; the two letters stand. */
		first = false;
		before = point;
	}
}

/* MB, UTC: two capitals or more and no small letter. */
static bool is_abbreviation(str token)
{
	size_t capitals = 0;

	for (size_t i = 0; i < token.len; i++) {
		unsigned char c = (unsigned char)token.at[i];

		if (c >= 'A' && c <= 'Z') capitals++;
		if ((c >= 'a' && c <= 'z') || c >= 0x80) return false;
	}
	return capitals >= 2;
}

/* True when the token is an address, an abbreviation, a path: left alone. */
static bool is_literal(str token)
{
	return is_abbreviation(token) ||
	       str_find(token, S("://")) != SIZE_MAX ||
	       str_find(token, S("www.")) != SIZE_MAX ||
	       str_find_byte(token, '@') != SIZE_MAX ||
	       str_starts(token, S("/"));
}

static void mark_put(struct buf *out, uint32_t point)
{
	for (size_t i = 0; i < NELEM(marks); i++) {
		if (marks[i].latin == point) {
			buf_text(out, marks[i].arabic);
			return;
		}
	}
	utf8_put(out, point);
}

static void token_put(struct buf *out, str token)
{
	uint32_t point;

	while (token.len > 0) {
		str word = token, rest = token, after = token;

		if (token.at[0] == '{') {
			size_t end = str_find_byte(token, '}');
			size_t len = end == SIZE_MAX ? token.len : end + 1;

			buf_put(out, str_first(token, len));
			token = str_from(token, len);
			continue;
		}
		while (utf8_next(&rest, &point) && letter_of(point) != NULL) {
			after = rest;
		}
		word.len = token.len - after.len;
		if (word.len > 0) {
			word_put(out, word);
			token = after;
			continue;
		}
		if (!utf8_next(&token, &point)) return;
		mark_put(out, point);
	}
}

void transliterate(struct buf *out, str latin)
{
	while (latin.len > 0) {
		size_t end = 0;
		str token;

		while (end < latin.len && latin.at[end] != ' ' &&
			latin.at[end] != '\n') {
			end++;
		}
		token = str_first(latin, end);
		if (is_literal(token)) {
			buf_put(out, token);
		} else {
			token_put(out, token);
		}
		latin = str_from(latin, end);
		if (latin.len > 0) buf_byte(out, latin.at[0]);
		latin = str_from(latin, 1);
	}
}
