/* Words: see word.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/word.h"

#include "base/digit.h"
#include "base/utf8.h"
#include "text/normal.h"

enum part {
	PART_LETTER,
	PART_DIGIT,
	PART_MARK,    /* belongs to the letter before it */
	PART_JOINER,  /* unseen; inside a word only */
	PART_PICTURE,
	PART_APOSTROPHE,
	PART_HYPHEN,
	PART_OTHER
};

enum {
	ZWNJ = 0x200C,
	ZWJ = 0x200D,
	FLAG_FIRST = 0x1F1E6,
	FLAG_LAST = 0x1F1FF
};

static enum part part_low(uint32_t point)
{
	if ((point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z')) {
		return PART_LETTER;
	}
	if (point >= '0' && point <= '9') return PART_DIGIT;
	if (point == '\'' || point == '`') return PART_APOSTROPHE;
	return point == '-' ? PART_HYPHEN : PART_OTHER;
}

static enum part part_of(uint32_t point)
{
	if (point < 0x80) return part_low(point);
	if (point == 0xB4 || point == 0x2018 || point == 0x2019) {
		return PART_APOSTROPHE;
	}
	if (point == 0x2010 || point == 0x2011) return PART_HYPHEN;
	if (normal_is_letter(point)) return PART_LETTER;
	if (digit_of(point) >= 0) return PART_DIGIT;
	if (normal_is_mark(point)) {
		bool seen = point == ZWNJ || point < 0x200B || point > 0x206F;

		/* Direction marks and the like lie about anywhere. */
		return seen && point != 0x61C && point != 0xAD &&
			point != 0xFEFF ? PART_MARK : PART_JOINER;
	}
	return normal_is_picture(point) ? PART_PICTURE : PART_OTHER;
}

/* The part at the front of `rest`, or PART_OTHER and one byte. */
static enum part part_take(str *rest, uint32_t *ret_point)
{
	*ret_point = 0;
	if (utf8_next(rest, ret_point)) return part_of(*ret_point);
	*rest = str_from(*rest, 1); /* [word-2] */
	return PART_OTHER;
}

static enum part part_ahead(str rest)
{
	uint32_t point;

	return rest.len == 0 ? PART_OTHER : part_take(&rest, &point);
}

/* don't, 11'ê, 2018-an: a sign that stands inside a word. */
static bool is_inside(enum part before, enum part sign, str after)
{
	if (part_ahead(after) != PART_LETTER) return false;
	if (sign == PART_HYPHEN) return before == PART_DIGIT;
	return sign == PART_APOSTROPHE;
}

/* Behind the letters, digits and marks that begin at `rest`. */
static str letters_end(str rest, enum word_kind *ret_kind)
{
	str end = rest;
	enum part before = PART_OTHER;

	*ret_kind = WORD_NUMBER;
	while (rest.len > 0) {
		uint32_t point;
		enum part part = part_take(&rest, &point);

		if (part == PART_LETTER) *ret_kind = WORD_LETTERS;
		if (part <= PART_MARK) {
			end = rest;
		} else if (part != PART_JOINER && !is_inside(before, part, rest)) {
			break;
		}
		if (part < PART_MARK) before = part;
	}
	return end;
}

static bool is_flag(uint32_t point)
{
	return point >= FLAG_FIRST && point <= FLAG_LAST;
}

/* Behind the picture `first`: its colour, its tags, and what a joiner adds. */
static str picture_end(uint32_t first, str rest)
{
	bool joined = false;

	while (rest.len > 0) {
		str after = rest;
		uint32_t point;
		enum part part = part_take(&after, &point);
		bool modifies = (point >= 0x1F3FB && point <= 0x1F3FF) ||
			(point >= 0xE0020 && point <= 0xE007F) ||
			(point >= 0xFE00 && point <= 0xFE0F) || point == ZWJ;
		bool pair = is_flag(first) && is_flag(point);

		if (!modifies && !pair && !(joined && part == PART_PICTURE)) {
			break;
		}
		joined = point == ZWJ;
		if (pair) first = 0;
		rest = after;
	}
	return rest;
}

bool word_next(str text, size_t *at, struct word *ret_word)
{
	str rest = str_from(text, *at);

	while (rest.len > 0) {
		str begin = rest, end;
		enum word_kind kind = WORD_PICTURE;
		uint32_t point;
		enum part part = part_take(&rest, &point);

		if (part == PART_PICTURE) {
			end = picture_end(point, rest);
		} else if (part == PART_LETTER || part == PART_DIGIT) {
			end = letters_end(begin, &kind);
		} else {
			continue;
		}
		*at = text.len - end.len;
		*ret_word = (struct word){text.len - begin.len,
			begin.len - end.len, kind};
		return true;
	}
	*at = text.len;
	return false;
}
