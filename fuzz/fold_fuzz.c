/* Any bytes as a text to be found by: each key is its own key, words lie in
 * order and never share a byte, a stem is no longer than its word, proposals of
 * the spelling gate lie in the text and never in a sentence of Arabic before it,
 * and the order of a list is one order.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "text/collate.h"
#include "text/fold.h"
#include "text/spelling.h"
#include "text/stem.h"
#include "text/word.h"

static struct buf wide(void)
{
	return buf_cap(SIZE_MAX);
}

/* [fold-key-2] */
static void keys_hold(enum fold_key key, enum text_lang lang, str input)
{
	struct buf once = wide(), twice = wide();

	fold_put(&once, key, lang, input);
	fold_put(&twice, key, lang, buf_str(&once));
	must(str_eq(buf_str(&once), buf_str(&twice)));
	buf_close(&once);
	buf_close(&twice);
}

static void words_hold(enum text_lang lang, str input)
{
	struct buf key = wide(), stem = wide();
	struct word word;
	size_t at = 0, before = 0;

	while (word_next(input, &at, &word)) {
		must(word.at >= before && word.len > 0);
		must(at == word.at + word.len && at <= input.len);
		before = at;
		buf_reset(&key);
		buf_reset(&stem);
		fold_put(&key, FOLD_LOOSE, lang,
			str_first(str_from(input, word.at), word.len));
		stem_put(&stem, lang, buf_str(&key));
		must(stem.len <= key.len && (key.len == 0 || stem.len > 0));
	}
	must(at == input.len);
	buf_close(&key);
	buf_close(&stem);
}

/* [spelling-1] */
static void gate_holds(enum text_lang lang, str input)
{
	struct spelling_reader reader = {.text = input, .lang = lang};
	struct spelling found;
	size_t end = 0;

	while (spelling_next(&reader, &found)) {
		must(lang == TEXT_CKB || lang == TEXT_KMR_ARAB);
		must(found.at >= end && found.len > 0 && found.instead.len > 0);
		end = found.at + found.len;
		must(end <= input.len);
	}
}

/* [spelling-2] Arabic that nobody can take for Kurdish, around whatever comes. */
static void arabic_is_left(str input)
{
	struct spelling_reader reader = {.lang = TEXT_CKB};
	struct buf text = wide();
	struct spelling found;
	size_t first;

	buf_text(&text, "هذه المدرسة الكبيرة في المدينة كانت لي. ");
	first = text.len;
	buf_put(&text, input);
	reader.text = buf_str(&text);
	while (spelling_next(&reader, &found)) must(found.at >= first);
	buf_close(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size);
	enum text_lang lang =
		(enum text_lang)(fuzz_take_byte(&input) % TEXT_LANG_COUNT);
	str half = str_from(input, input.len / 2);

	keys_hold(FOLD_STRICT, lang, input);
	keys_hold(FOLD_LOOSE, lang, input);
	words_hold(lang, input);
	gate_holds(lang, input);
	arabic_is_left(input);
	must(collate_compare(lang, input, input) == 0);
	must((collate_compare(lang, input, half) < 0) ==
		(collate_compare(lang, half, input) > 0));
	return 0;
}
