/* Runs of Latin letters and digits: see inline_run.h. A run goes on over one
 * sign or blank between two of its letters ("Tor Browser", "a.b@c", "2026-11",
 * "0770 123"), but a blank joins only like to like: "15 SMS" stays two, so
 * that the order of a list of them is the text's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/inline_run.h"

#include "base/digit.h"
#include "base/utf8.h"

#include <string.h>

enum sort { SORT_OTHER, SORT_LETTER, SORT_DIGIT };

enum { LATIN_FIRST = 0xC0, LATIN_LAST = 0x24F, TIMES = 0xD7, DIVIDE = 0xF7 };

static enum sort sort_of(uint32_t point)
{
	if (digit_of(point) >= 0) return SORT_DIGIT;
	if ((point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z')) {
		return SORT_LETTER;
	}
	if (point >= LATIN_FIRST && point <= LATIN_LAST && point != TIMES
		&& point != DIVIDE) {
		return SORT_LETTER;
	}
	return SORT_OTHER;
}

/* Bytes that may stand inside a run, and those that may begin or end it. */
static bool is_sign(char byte, const char *signs)
{
	return byte != '\0' && strchr(signs, byte) != NULL;
}

static enum sort sort_at(str text)
{
	uint32_t point;

	return utf8_next(&text, &point) ? sort_of(point) : SORT_OTHER;
}

/* How far the run goes that begins at the front of `text`. */
static size_t run_len(str text)
{
	enum sort last = SORT_OTHER;
	str rest = text;
	uint32_t point;

	while (rest.len > 0) {
		str next = rest;
		enum sort sort = sort_at(rest);

		if (sort == SORT_OTHER && last != SORT_OTHER
			&& is_sign(rest.at[0], " .,:/@&'_+-#")) {
			enum sort then = sort_at(str_from(rest, 1));

			if (then == SORT_OTHER) break;
			if (rest.at[0] == ' ' && then != last) break;
			rest = str_from(rest, 1);
			continue;
		}
		if (sort == SORT_OTHER) break;
		(void)utf8_next(&next, &point);
		rest = next;
		last = sort;
	}
	if (last == SORT_DIGIT && rest.len > 0 && rest.at[0] == '%') {
		rest = str_from(rest, 1);
	}
	return text.len - rest.len;
}

/* How many bytes at the front begin no run: letters of Arabic script, blanks
 * and signs. The rest is looked at. */
static size_t other_len(str text)
{
	size_t len = 0;

	while (len < text.len) {
		unsigned char byte = (unsigned char)text.at[len], next;

		if (byte == ' ' || byte == '.' || byte == ',') {
			len++;
			continue;
		}
		if (byte < 0xD8 || byte > 0xDB || len + 1 == text.len) break;
		next = (unsigned char)text.at[len + 1];
		if ((next & 0xC0) != 0x80) break;
		/* digits are among U+0660 to 066F and U+06F0 to 06FF */
		if (byte == 0xD9 && (next & 0xF0) == 0xA0) break;
		if (byte == 0xDB && (next & 0xF0) == 0xB0) break;
		len += 2;
	}
	return len;
}

size_t inline_run_find(str text, size_t *ret_len)
{
	str rest = text;
	uint32_t point;

	while ((rest = str_from(rest, other_len(rest))).len > 0) {
		size_t at = text.len - rest.len;
		bool has_sign = is_sign(rest.at[0], "+#@")
			&& sort_at(str_from(rest, 1)) != SORT_OTHER;
		size_t len = run_len(str_from(rest, has_sign));

		if (len > 0) {
			*ret_len = len + has_sign;
			return at;
		}
		if (!utf8_next(&rest, &point)) break;
	}
	*ret_len = 0;
	return text.len;
}
