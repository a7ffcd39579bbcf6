/* Letters of a language: see script.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/script.h"

#include "base/utf8.h"

enum { NEARLY_ALL = 4 /* four of five */ };

enum letter { LETTER_NONE, LETTER_ARABIC, LETTER_OTHER };

static enum letter letter_of(uint32_t point)
{
	if (point < 0xC0) {
		return (point >= 'a' && point <= 'z')
			|| (point >= 'A' && point <= 'Z') ? LETTER_OTHER
			: LETTER_NONE;
	}
	if (point < 0x600) {
		return point != 0xD7 && point != 0xF7 ? LETTER_OTHER
			: LETTER_NONE;
	}
	if ((point >= 0x620 && point <= 0x64A)
		|| (point >= 0x66E && point <= 0x6D5)
		|| (point >= 0x6EE && point <= 0x6FF)
		|| (point >= 0x750 && point <= 0x77F)
		|| (point >= 0xFB50 && point <= 0xFDFB)
		|| (point >= 0xFE70 && point <= 0xFEFC)) {
		return LETTER_ARABIC;
	}
	if ((point >= 0x1E00 && point <= 0x1EFF)
		|| (point >= 0x3040 && point <= 0x9FFF)) {
		return LETTER_OTHER;
	}
	return LETTER_NONE;
}

/* Words by the letter they begin with. */
static void words_count(str text, size_t counts[3])
{
	enum letter before = LETTER_NONE, letter;
	uint32_t point;

	while (utf8_next(&text, &point)) {
		letter = letter_of(point);
		if (before == LETTER_NONE) counts[letter]++;
		/* a mark on a letter ends no word */
		if (letter != LETTER_NONE || point < 0x80) before = letter;
	}
}

bool script_is_wrong(const struct span_list *spans,
	const struct tongue *tongue)
{
	size_t counts[3] = {0}, right, wrong;

	for (size_t i = 0; i < spans->count; i++) {
		if (spans->at[i].nowrap) continue; /* a literal */
		words_count(spans->at[i].text, counts);
	}
	right = counts[tongue->arabic_script ? LETTER_ARABIC : LETTER_OTHER];
	wrong = counts[tongue->arabic_script ? LETTER_OTHER : LETTER_ARABIC];
	return wrong > SCRIPT_WORDS && wrong > NEARLY_ALL * right;
}
