/* Any bytes as a text whose language is asked: no crash, and what is answered
 * holds together. A text without letters has no language.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "text/gram.h"
#include "text/lang.h"

static size_t letters_of(str text)
{
	struct gram_reader reader = {.rest = text};
	struct gram grams[GRAM_SLOTS_MAX];
	struct gram_word word;
	size_t letters = 0;

	while (gram_word_next(&reader, &word)) {
		size_t left = reader.rest.len;

		must(word.count > 0 && word.count <= GRAM_WORD_MAX);
		must(left < text.len);
		if (word.script == GRAM_OTHER) continue;
		letters += word.count;
		for (size_t i = gram_slots(&word, grams); i > 0; i--) {
			must(grams[i - 1].slot < GRAM_TABLE_SLOTS);
		}
	}
	return letters;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size);
	struct lang_guess guess = lang_guess(input);

	must(guess.lang < TEXT_LANG_COUNT);
	must(guess.letters == letters_of(input));
	if (guess.letters == 0) must(guess.lang == TEXT_UND);
	if (guess.lang == TEXT_MIXED) must(guess.first != guess.second);
	must(guess.second_percent <= 50);
	return 0;
}
