/* Any bytes as terms and as the text they are looked for in: the first line
 * holds the terms, with "|" between; the rest is the text. No crash, and every
 * match lies in the text behind the one before, at the borders of words. The
 * same bytes are read as a word bank, and a word bank's marks are asked for.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "model/bank_check.h"
#include "text/matcher.h"
#include "text/word.h"

enum { TERMS_MAX = 16 };

static bool begins_word(str text, size_t at)
{
	struct word word;
	size_t next = 0;

	while (word_next(text, &next, &word)) {
		if (word.at >= at) return word.at == at;
	}
	return false;
}

static void matcher_try(struct arena *arena, size_t flags, str terms, str text)
{
	struct matcher_term of[TERMS_MAX];
	struct matcher_search search;
	struct matcher_match match;
	size_t count = 0, end = 0;

	while (terms.len > 0 && count < TERMS_MAX) {
		str term = terms, rest = {0};

		(void)!str_cut(terms, '|', &term, &rest);
		terms = rest;
		of[count] = (struct matcher_term){.text = term,
			.lang = (enum text_lang)((flags + count % 2) %
				TEXT_LANG_COUNT),
			.flags = (unsigned)(flags + count) & 3,
			.forms = &of[0].text, .form_count = count > 0,
			.context = &of[0].text, .context_count = count > 0};
		count++;
	}
	search = matcher_begin(matcher_build(arena, of, count),
		(enum text_lang)(flags % TEXT_LANG_COUNT), text);
	while (matcher_next(&search, &match)) {
		must(match.term < count);
		must(match.len > 0 && match.at >= end);
		end = match.at + match.len;
		must(end <= text.len);
		must(begins_word(text, match.at));
	}
}

static void bank_try(struct arena *arena, str input)
{
	struct bank bank = {0};
	struct bank_refusals refused = {0};
	struct bank_marks marks = {0};

	(void)!bank_tsv_read(arena, input, &bank, &refused);
	for (size_t i = 0; i < bank.terms.count; i++) {
		must(bank.terms.at[i].concept < bank.concepts.count);
	}
	bank_check_all(arena, bank_checker_of(arena, &bank), TEXT_UND, input,
		&marks);
	for (size_t i = 0; i < marks.count; i++) {
		must(marks.at[i].term < bank.terms.count);
		must(bank_term_marks(&bank.terms.at[marks.at[i].term]));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size), terms = {0}, text = input;
	size_t flags = fuzz_take_byte(&text);
	struct arena *arena = arena_open(256 << 20);

	if (str_cut(text, '\n', &terms, &text)) {
		matcher_try(arena, flags, terms, text);
	}
	if (flags == 'c') bank_try(arena, input);
	arena_close(&arena);
	return 0;
}
