/* Arabic letters to the Latin ones of chat: see lang_latin.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lang_latin.h"

#include "base/utf8.h"

enum { WAYS_MAX = 5 };

/* A letter and the ways it is written; the first is the most common. */
struct way { uint32_t letter; const char *ways[WAYS_MAX]; };

static const struct way arabic_ways[] = {
	{0x621, {"2", ""}}, {0x622, {"a", "2a", "aa"}}, {0x623, {"a", "2a", "a"}},
	{0x624, {"2", "o", "u"}}, {0x625, {"i", "e", "2i"}}, {0x626, {"2", "e", "i"}},
	{0x627, {"a", "a", "e", "aa"}}, {0x628, {"b"}}, {0x629, {"a", "e", "ah", "eh"}},
	{0x62A, {"t"}}, {0x62B, {"th", "t", "s"}}, {0x62C, {"j", "j", "g"}},
	{0x62D, {"7", "7", "h"}}, {0x62E, {"kh", "5", "x", "7'"}}, {0x62F, {"d"}},
	{0x630, {"th", "d", "z"}}, {0x631, {"r"}}, {0x632, {"z"}}, {0x633, {"s"}},
	{0x634, {"sh", "sh", "ch"}}, {0x635, {"s", "9", "s"}}, {0x636, {"d", "dh", "9'"}},
	{0x637, {"t", "6", "t"}}, {0x638, {"th", "z", "dh"}}, {0x639, {"3", "3", "3", "a"}},
	{0x63A, {"gh", "gh", "3'", "8"}}, {0x641, {"f"}}, {0x642, {"q", "k", "g", "8", "2"}},
	{0x643, {"k", "k", "ch"}}, {0x644, {"l"}}, {0x645, {"m"}}, {0x646, {"n"}},
	{0x647, {"h"}}, {0x648, {"w", "o", "oo", "u"}}, {0x649, {"a", "a", "e"}},
	{0x64A, {"i", "y", "ee", "e"}}, {0x686, {"ch"}}, {0x67E, {"p"}}, {0x6AF, {"g"}},
	{0x698, {"j", "zh"}}, {0x6A4, {"v"}}, {0x6CC, {"i", "y", "ee"}}, {0x6A9, {"k"}},
	{0x61F, {"?"}}, {0x60C, {","}},
};

static const struct way sorani_ways[] = {
	{0x626, {""}}, {0x627, {"a", "a", "aa"}}, {0x628, {"b"}}, {0x67E, {"p"}},
	{0x62A, {"t"}}, {0x62C, {"j", "j", "c"}}, {0x686, {"ch", "ch", "c", "ç"}},
	{0x62D, {"h", "h", "7"}}, {0x62E, {"kh", "x", "x", "kh"}}, {0x62F, {"d"}},
	{0x631, {"r"}}, {0x695, {"r", "rr", "r"}}, {0x632, {"z"}},
	{0x698, {"zh", "j", "zh"}}, {0x633, {"s"}}, {0x634, {"sh", "sh", "ş"}},
	{0x639, {"a", "3", ""}}, {0x63A, {"gh", "x"}}, {0x641, {"f"}}, {0x6A4, {"v"}},
	{0x642, {"q"}}, {0x6A9, {"k"}}, {0x643, {"k"}}, {0x6AF, {"g"}}, {0x644, {"l"}},
	{0x6B5, {"l", "ll", "l"}}, {0x645, {"m"}}, {0x646, {"n"}}, {0x647, {"h"}},
	{0x6BE, {"h"}}, {0x6D5, {"a", "e", "a", "e"}}, {0x648, {"w", "u", "w"}},
	{0x6C6, {"o", "o", "oo"}}, {0x6CC, {"i", "y", "i"}}, {0x64A, {"i", "y"}},
	{0x6CE, {"e", "e", "ê"}}, {0x61F, {"?"}}, {0x60C, {","}}, {0x635, {"s"}},
	{0x637, {"t"}},
};

uint64_t draw_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

size_t draw_below(uint64_t *state, size_t count)
{
	return (size_t)(draw_next(state) >> 11) % count;
}

static const struct way *way_of(const struct way *ways, size_t count,
	uint32_t letter)
{
	for (size_t i = 0; i < count; i++) {
		if (ways[i].letter == letter) return &ways[i];
	}
	return NULL;
}

/* One person writes a letter one way, mostly: the draw is per line. */
struct hand { uint64_t choice; const struct way *ways; size_t count; };

static const char *way_draw(const struct hand *hand, const struct way *way)
{
	size_t known = 0;
	uint64_t mix = hand->choice + way->letter * 0x9E3779B97F4A7C15u;

	while (known < WAYS_MAX && way->ways[known] != NULL) known++;
	mix ^= mix >> 29;
	mix *= 0xBF58476D1CE4E5B9u;
	return way->ways[(mix >> 32) % known];
}

static bool is_consonant(const char *latin)
{
	return latin[0] != '\0' && latin[1] == '\0' &&
	       str_find_byte(S("aeiouy27 ?,"), latin[0]) == SIZE_MAX;
}

void latin_from_arabic(struct buf *out, uint64_t *state, str text)
{
	static const char *const vowels[] = {"a", "e", "i", "a", "o", "u"};
	struct hand hand = {draw_next(state), arabic_ways, NELEM(arabic_ways)};
	bool consonant = false;
	uint32_t point;

	while (utf8_next(&text, &point)) {
		const struct way *way = way_of(hand.ways, hand.count, point);
		const char *latin = way == NULL ? NULL : way_draw(&hand, way);

		if (point >= 0x64B && point <= 0x652) continue;
		if (latin == NULL) {
			if (point < 0x80) buf_byte(out, (char)point);
			consonant = false;
			continue;
		}
		/* The short vowels, which Arabic does not write. */
		if (consonant && is_consonant(latin) && draw_below(state, 3) > 0) {
			buf_text(out, vowels[draw_below(state, NELEM(vowels))]);
		}
		/* A word's first waw and yeh are consonants. */
		if (point == 0x648 && (out->len == 0 ||
			out->at[out->len - 1] == ' ')) {
			latin = "w";
		}
		buf_text(out, latin);
		consonant = is_consonant(latin);
	}
}

void latin_from_sorani(struct buf *out, uint64_t *state, str text)
{
	struct hand hand = {draw_next(state), sorani_ways, NELEM(sorani_ways)};
	bool consonant = false;
	uint32_t point;

	while (utf8_next(&text, &point)) {
		const struct way *way = way_of(hand.ways, hand.count, point);
		const char *latin = way == NULL ? NULL : way_draw(&hand, way);

		if (latin == NULL) {
			if (point < 0x80) buf_byte(out, (char)point);
			consonant = false;
			continue;
		}
		if (consonant && is_consonant(latin) && draw_below(state, 3) == 0) {
			buf_byte(out, 'i');
		}
		buf_text(out, latin);
		consonant = is_consonant(latin);
	}
}

void sorani_poor(struct buf *out, uint64_t *state, str text)
{
	static const uint32_t poor[][2] = {{0x6D5, 0x647}, {0x6CE, 0x6CC},
		{0x6C6, 0x648}, {0x695, 0x631}, {0x6B5, 0x644}, {0x6A4, 0x641}};
	uint64_t which = draw_next(state) >> 20 | 1 << draw_below(state, 6);
	uint32_t point;

	while (utf8_next(&text, &point)) {
		for (size_t i = 0; i < NELEM(poor); i++) {
			if (poor[i][0] == point && (which >> i & 1) != 0) {
				point = poor[i][1];
			}
		}
		utf8_put(out, point);
	}
}

void latin_poor(struct buf *out, uint64_t *state, str text)
{
	static const struct { uint32_t letter; const char *poor[2]; } marks[] = {
		{0x15F, {"s", "sh"}}, {0x15E, {"s", "sh"}}, {0xE7, {"c", "ch"}},
		{0xC7, {"c", "ch"}}, {0xEA, {"e", "e"}}, {0xCA, {"e", "e"}},
		{0xEE, {"i", "i"}}, {0xCE, {"i", "i"}}, {0xFB, {"u", "u"}},
		{0x131, {"i", "i"}}, {0x130, {"i", "i"}}, {0x11F, {"g", "g"}},
		{0xFC, {"u", "u"}}, {0xF6, {"o", "o"}}, {0xE2, {"a", "a"}},
	};
	size_t hand = draw_below(state, 2);
	uint32_t point;

	while (utf8_next(&text, &point)) {
		const char *poor = NULL;

		for (size_t i = 0; i < NELEM(marks); i++) {
			if (marks[i].letter == point) poor = marks[i].poor[hand];
		}
		if (poor != NULL) {
			buf_text(out, poor);
		} else {
			utf8_put(out, point);
		}
	}
}
