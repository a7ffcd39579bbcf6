/* Words and runs of letters for telling languages apart: see gram.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/gram.h"

#include "base/utf8.h"

enum {
	HEH = 0x647,
	AE = 0x6D5,
	ZWNJ = 0x200C,
	WORD_END = ' ' /* stands before and after a word's letters */
};

struct range { uint32_t first, last; };

static bool is_in(uint32_t point, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (point < ranges[i].first) return false;
		if (point <= ranges[i].last) return true;
	}
	return false;
}

/* What stands inside a word and says nothing: vowel marks, tatweel, the signs
 * of direction, accents that did not join a letter, emoji joiners. */
static bool is_silent(uint32_t point)
{
	static const struct range silent[] = {
		{0xAD, 0xAD}, {0x300, 0x36F}, {0x610, 0x61A}, {0x61C, 0x61C},
		{0x640, 0x640}, {0x64B, 0x65F}, {0x670, 0x670},
		{0x6D6, 0x6DC}, {0x6DF, 0x6E8}, {0x6EA, 0x6ED},
		{0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2069},
		{0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
	};

	return is_in(point, silent, NELEM(silent));
}

static bool is_arabic(uint32_t point)
{
	static const struct range arabic[] = {
		{0x620, 0x64A}, {0x66E, 0x6D3}, {0x6D5, 0x6D5},
		{0x6EE, 0x6EF}, {0x6FA, 0x6FC}, {0x6FF, 0x6FF},
		{0x750, 0x77F}, {0x8A0, 0x8C7}, {0xFB50, 0xFDFB},
		{0xFE70, 0xFEFC},
	};

	return is_in(point, arabic, NELEM(arabic));
}

static bool is_latin(uint32_t point)
{
	static const struct range latin[] = {
		{'A', 'Z'}, {'a', 'z'}, {0xC0, 0xD6}, {0xD8, 0xF6},
		{0xF8, 0x24F}, {0x1E00, 0x1EFF}, {0xFF21, 0xFF3A},
		{0xFF41, 0xFF5A},
	};

	return is_in(point, latin, NELEM(latin));
}

/* Greek, Cyrillic, Hebrew, Syriac, the scripts of India and of the far east.
 * Signs and pictures lie between and are no letters. */
static bool is_other(uint32_t point)
{
	static const struct range other[] = {
		{0x370, 0x5FF}, {0x700, 0x74F}, {0x780, 0x89F},
		{0x900, 0x1DFF}, {0x1F00, 0x1FFF}, {0x2C00, 0x2DFF},
		{0x3040, 0xD7FF}, {0xF900, 0xFAFF}, {0x10000, 0x1CFFF},
		{0x20000, 0x3FFFF},
	};

	return is_in(point, other, NELEM(other));
}

static bool is_upper_pair(uint32_t point)
{
	bool odd = (point & 1) != 0;

	if (point >= 0x139 && point <= 0x148) return odd;
	if (point >= 0x179 && point <= 0x17E) return odd;
	if (point >= 0x100 && point <= 0x177) {
		return !odd && point != 0x130 && point != 0x138;
	}
	return point >= 0x1E00 && !odd;
}

static uint32_t latin_lower(uint32_t point)
{
	if (point >= 0xFF21) point -= 0xFF21 - 'A';
	if (point >= 'A' && point <= 'Z') return point + 32;
	if (point >= 0xC0 && point <= 0xDE) return point + 32;
	if (point == 0x130) return 'i'; /* a Turkish keyboard's capital */
	if (point == 0x178) return 0xFF;
	return is_upper_pair(point) ? point + 1 : point;
}

/* Shapes of letters that old programs store instead of letters. */
static uint32_t arabic_unshape(uint32_t point)
{
	static const struct { uint32_t first, last, letter; } shapes[] = {
		{0xFB56, 0xFB59, 0x67E}, {0xFB6A, 0xFB6D, 0x6A4},
		{0xFB7A, 0xFB7D, 0x686}, {0xFB8A, 0xFB8B, 0x698},
		{0xFB8E, 0xFB91, 0x6A9}, {0xFB92, 0xFB95, 0x6AF},
		{0xFBA4, 0xFBA5, 0x6C0}, {0xFBA6, 0xFBAD, 0x647},
		{0xFBD9, 0xFBDA, 0x6C6}, {0xFBFC, 0xFBFF, 0x6CC},
		{0xFE80, 0xFE80, 0x621}, {0xFE81, 0xFE82, 0x622},
		{0xFE83, 0xFE84, 0x623}, {0xFE85, 0xFE86, 0x624},
		{0xFE87, 0xFE88, 0x625}, {0xFE89, 0xFE8C, 0x626},
		{0xFE8D, 0xFE8E, 0x627}, {0xFE8F, 0xFE92, 0x628},
		{0xFE93, 0xFE94, 0x629}, {0xFE95, 0xFE98, 0x62A},
		{0xFE99, 0xFE9C, 0x62B}, {0xFE9D, 0xFEA0, 0x62C},
		{0xFEA1, 0xFEA4, 0x62D}, {0xFEA5, 0xFEA8, 0x62E},
		{0xFEA9, 0xFEAA, 0x62F}, {0xFEAB, 0xFEAC, 0x630},
		{0xFEAD, 0xFEAE, 0x631}, {0xFEAF, 0xFEB0, 0x632},
		{0xFEB1, 0xFEB4, 0x633}, {0xFEB5, 0xFEB8, 0x634},
		{0xFEB9, 0xFEBC, 0x635}, {0xFEBD, 0xFEC0, 0x636},
		{0xFEC1, 0xFEC4, 0x637}, {0xFEC5, 0xFEC8, 0x638},
		{0xFEC9, 0xFECC, 0x639}, {0xFECD, 0xFED0, 0x63A},
		{0xFED1, 0xFED4, 0x641}, {0xFED5, 0xFED8, 0x642},
		{0xFED9, 0xFEDC, 0x643}, {0xFEDD, 0xFEE0, 0x644},
		{0xFEE1, 0xFEE4, 0x645}, {0xFEE5, 0xFEE8, 0x646},
		{0xFEE9, 0xFEEC, 0x647}, {0xFEED, 0xFEEE, 0x648},
		{0xFEEF, 0xFEF4, 0x64A}, {0xFEF5, 0xFEFC, 0x644},
	};

	for (size_t i = 0; i < NELEM(shapes) && point >= 0xFB50; i++) {
		if (point >= shapes[i].first && point <= shapes[i].last) {
			return shapes[i].letter;
		}
	}
	return point;
}

/* One letter of what different keyboards write for it. */
static uint32_t arabic_fold(uint32_t point)
{
	point = arabic_unshape(point);
	switch (point) {
	case 0x643: case 0x6AA: return 0x6A9;              /* kaf */
	case 0x649: case 0x64A: case 0x6D2: return 0x6CC;  /* yeh */
	case 0x6BE: case 0x6C1: case 0x6C2: case 0x6C0: return HEH;
	case 0x671: case 0x672: case 0x673: return 0x627;  /* alef */
	case 0x6D0: return 0x6CE;
	case 0x692: return 0x695;
	default: return point;
	}
}

/* A letter and an accent that came apart: s + cedilla, e + circumflex. */
static bool accent_joins(uint32_t *letter, uint32_t accent)
{
	static const struct { uint32_t letter, accent, joined; } pairs[] = {
		{'e', 0x302, 0xEA}, {'i', 0x302, 0xEE}, {'u', 0x302, 0xFB},
		{'s', 0x327, 0x15F}, {'c', 0x327, 0xE7}, {'g', 0x306, 0x11F},
		{'o', 0x308, 0xF6}, {'u', 0x308, 0xFC}, {'a', 0x308, 0xE4},
		{'a', 0x30A, 0xE5}, {'a', 0x302, 0xE2}, {'h', 0x308, 0x1E27},
		{'r', 0x30C, 0x159},
	};

	for (size_t i = 0; i < NELEM(pairs); i++) {
		if (pairs[i].letter == *letter && pairs[i].accent == accent) {
			*letter = pairs[i].joined;
			return true;
		}
	}
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A single one of the digits that stand for Arabic letters in chat; `before`
 * is the byte in front of it, NUL at the beginning. */
static bool is_chat_digit(str rest, char before)
{
	if (rest.len == 0 || rest.at[0] < '2' || rest.at[0] > '9') return false;
	return !is_digit(before) && (rest.len == 1 || !is_digit(rest.at[1]));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_address(str token)
{
	return str_find(token, S("://")) != SIZE_MAX ||
	       str_find_byte(token, '@') != SIZE_MAX ||
	       str_starts(token, S("www."));
}

/* How long what stands up to the next blank is. */
static str token_of(str rest)
{
	size_t len = 0;

	while (len < rest.len && !is_blank(rest.at[len])) len++;
	return str_first(rest, len);
}

static enum gram_script script_of(uint32_t point)
{
	if (is_latin(point)) return GRAM_LATN;
	if (is_arabic(point)) return GRAM_ARAB;
	return is_other(point) ? GRAM_OTHER : GRAM_SCRIPT_COUNT;
}

static void letter_add(struct gram_word *word, uint32_t point)
{
	uint32_t folded = word->script == GRAM_LATN ? latin_lower(point)
		: word->script == GRAM_ARAB ? arabic_fold(point) : point;
	size_t n = word->count;

	if (n == 0) word->capital = folded != point;
	/* Drawn out: three of a letter are two. */
	if (n >= 2 && word->points[n - 1] == folded &&
		word->points[n - 2] == folded) {
		return;
	}
	word->points[word->count++] = folded;
}

/* What is no letter, inside a word: true when the word goes on after it. */
static bool sign_add(struct gram_word *word, uint32_t point)
{
	uint32_t *last = &word->points[word->count - 1];

	if (point == ZWNJ && word->script == GRAM_ARAB) {
		if (*last == HEH) *last = AE;
		return true;
	}
	if (word->script == GRAM_LATN && accent_joins(last, point)) return true;
	return is_silent(point);
}

/* The word that begins at `rest`, which is moved behind it. */
static void word_read(str *rest, struct gram_word *word)
{
	char before = '\0';

	while (word->count < GRAM_WORD_MAX) {
		str after = *rest;
		uint32_t point;

		if (word->script == GRAM_LATN && is_chat_digit(*rest, before)) {
			word->points[word->count++] = (unsigned char)rest->at[0];
			before = rest->at[0];
			*rest = str_from(*rest, 1);
			continue;
		}
		before = '\0';
		if (!utf8_next(&after, &point)) return;
		if (is_silent(point) || script_of(point) != word->script) {
			if (word->count == 0 || !sign_add(word, point)) return;
		} else {
			letter_add(word, point);
		}
		*rest = after;
	}
}

/* The script of the word that begins here, if one does: at a letter, or at a
 * digit with a Latin letter behind it. */
static enum gram_script script_here(str rest, char before)
{
	uint32_t point;

	if (is_chat_digit(rest, before)) {
		rest = str_from(rest, 1);
		if (!utf8_next(&rest, &point) || !is_latin(point)) {
			return GRAM_SCRIPT_COUNT;
		}
		return GRAM_LATN;
	}
	if (!utf8_next(&rest, &point) || is_silent(point)) {
		return GRAM_SCRIPT_COUNT;
	}
	return script_of(point);
}

bool gram_word_next(struct gram_reader *reader, struct gram_word *ret_word)
{
	str *rest = &reader->rest;
	char before = '\0';

	while (rest->len > 0) {
		enum gram_script script;
		uint32_t point;

		if (!reader->inside) {
			str token = token_of(*rest);

			reader->inside = token.len > 0;
			if (is_address(token)) *rest = str_from(*rest, token.len);
			if (rest->len == 0) return false;
		}
		script = script_here(*rest, before);
		if (script != GRAM_SCRIPT_COUNT) {
			ret_word->script = script;
			ret_word->capital = false;
			ret_word->count = 0;
			word_read(rest, ret_word);
			return true;
		}
		before = rest->at[0];
		reader->inside = !is_blank(before);
		if (!utf8_next(rest, &point)) *rest = str_from(*rest, 1);
	}
	return false;
}

static uint32_t slot_of(uint32_t hash, unsigned bits)
{
	hash ^= hash >> 15;
	hash *= 0x85EBCA6Bu;
	return hash >> (32 - bits);
}

static uint32_t hash_add(uint32_t hash, uint32_t point)
{
	return (hash ^ point) * 0x01000193u + 0x9E3779B9u;
}

size_t gram_slots(const struct gram_word *word,
	struct gram ret_grams[GRAM_SLOTS_MAX])
{
	/* Found by trying. */
	static const uint32_t weights[GRAM_LEN_MAX] = {2, 3, 4, 5};
	static const uint32_t whole_weight = 10;
	uint32_t letters[GRAM_WORD_MAX + 2], whole = 1;
	size_t count = 0, len = word->count + 2;

	letters[0] = letters[len - 1] = WORD_END;
	for (size_t i = 0; i < word->count; i++) {
		letters[i + 1] = word->points[i];
		whole = hash_add(whole, word->points[i]);
	}
	for (size_t i = 0; i < len; i++) {
		uint32_t hash = 0;

		for (size_t n = 0; n < GRAM_LEN_MAX && i + n < len; n++) {
			hash = hash_add(hash, letters[i + n]);
			if (n == 0 && letters[i] == WORD_END) continue;
			ret_grams[count++] = (struct gram){slot_of(hash, GRAM_RUN_BITS),
				weights[n]};
		}
	}
	ret_grams[count++] = (struct gram){(1u << GRAM_RUN_BITS) + slot_of(whole, GRAM_WORD_BITS),
		whole_weight};
	return count;
}
