/* Any bytes as a text that is measured: no crash, places lie in the text, and
 * the counts hold together.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "text/readability.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size);
	size_t lang = fuzz_take_byte(&input) % TEXT_LANG_COUNT, advice = 0;
	struct arena *arena = arena_open(8 << 20);
	struct readability found =
		readability_of(arena, (enum text_lang)lang, input);

	must(found.long_words <= found.words);
	must(found.sentences <= found.words);
	for (size_t i = 0; i < found.advice.count; i++) {
		must(found.advice.at[i].at <= input.len);
		must(found.advice.at[i].len <= input.len - found.advice.at[i].at);
	}
	for (size_t i = 0; i < READABILITY_CHECK_COUNT; i++) {
		advice += found.counts[i];
	}
	must(found.advice.count <= advice);
	arena_close(&arena);
	return 0;
}
