/* Counts and advice on plain writing: see readability.h. The text is walked in
 * blocks (headings, items, paragraphs), those in sentences, those in words;
 * what looks at bytes alone comes last.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/readability.h"

#include "text/readable_word.h"

enum {
	SENTENCE_WORDS = 20,
	PARAGRAPH_SENTENCES = 5,
	ITEM_WORDS = 25,
	HEADING_WORDS = 8,
	STRETCH_WORDS = 150,
	BRACKET_WORDS = 6,
	WORDS_KEPT = 64, /* of a sentence, for what looks at neighbours */
	/* What keeps a hostile text from costing its square. */
	ABBREVIATIONS_MAX = 50,
	LINK_BYTES_MAX = 200
};

enum block_kind { BLOCK_NONE, BLOCK_HEADING, BLOCK_ITEM, BLOCK_PARAGRAPH };

/* What is known while walking. */
struct walk {
	struct arena *arena;
	enum text_lang lang;
	const struct readable_rules *rules;
	str text;
	struct readability *found;
	size_t since_heading; /* words */
	size_t stretch_at;
};

static size_t place_of(const struct walk *walk, str part)
{
	return (size_t)(part.at - walk->text.at);
}

static void advise(struct walk *walk, enum readability_check check, str part,
	size_t count)
{
	struct readability_advice advice = {check, place_of(walk, part),
		part.len, (unsigned)count};

	walk->found->counts[check]++;
	if (walk->found->advice.count < READABILITY_ADVICE_MAX) {
		LIST_ADD(walk->arena, &walk->found->advice, advice);
	}
}

/* What is said of a sentence by its words: two negations, a passive, a chain
 * of nouns. */
static void words_look(struct walk *walk, str sentence,
	const struct readable_word *words, size_t count)
{
	size_t negations = 0, nouns = 0;

	for (size_t i = 0; i < count; i++) {
		bool next = i + 1 < count;

		if (readable_is_negation(walk->rules, words[i].text)) {
			negations++;
		}
		if (walk->lang != TEXT_EN) continue;
		if (readable_is_tion(words[i].text)) nouns++;
		if (next && readable_is_be(words[i].text) &&
			readable_is_participle(words[i + 1].text)) {
			advise(walk, READABILITY_PASSIVE,
				readable_span(words[i].text, words[i + 1].text),
				0);
		}
	}
	if (negations > 1) {
		advise(walk, READABILITY_NEGATIONS, sentence, negations);
	}
	if (nouns > 1) advise(walk, READABILITY_NOUNS, sentence, nouns);
}

/* Counts one sentence; returns its words. */
static size_t sentence_read(struct walk *walk, str sentence)
{
	struct readable_word words[WORDS_KEPT], word;
	struct readability *found = walk->found;
	size_t count = 0;
	str rest = sentence;

	while (readable_word_next(&rest, &word)) {
		if (count < WORDS_KEPT) words[count] = word;
		count++;
		if (word.letters >= walk->rules->long_letters) {
			found->long_words++;
		}
		if (word.letters > walk->rules->usual_letters) {
			advise(walk, READABILITY_WORD, word.text, word.letters);
		}
	}
	if (count == 0) return 0;
	found->words += count;
	found->sentences++;
	if (count > found->longest_sentence) {
		found->longest_sentence = (unsigned)count;
	}
	words_look(walk, sentence, words, count < WORDS_KEPT ? count : WORDS_KEPT);
	return count;
}

static void block_read(struct walk *walk, enum block_kind kind, str block)
{
	size_t words = 0, sentences = 0;
	str rest = block, sentence;

	while (readable_sentence_next(&rest, &sentence)) {
		size_t count = sentence_read(walk, sentence);

		words += count;
		if (count > 0) sentences++;
		if (kind == BLOCK_PARAGRAPH && count > SENTENCE_WORDS) {
			advise(walk, READABILITY_SENTENCE, sentence, count);
		}
	}
	if (kind == BLOCK_HEADING) {
		if (words > HEADING_WORDS) {
			advise(walk, READABILITY_HEADING, block, words);
		}
		walk->since_heading = 0;
		return;
	}
	if (kind == BLOCK_ITEM && words > ITEM_WORDS) {
		advise(walk, READABILITY_ITEM, block, words);
	}
	if (kind == BLOCK_PARAGRAPH && words > 0) {
		walk->found->paragraphs++;
		if (sentences > PARAGRAPH_SENTENCES) {
			advise(walk, READABILITY_PARAGRAPH, block, sentences);
		}
	}
	if (walk->since_heading == 0) walk->stretch_at = place_of(walk, block);
	if (walk->since_heading <= STRETCH_WORDS &&
		walk->since_heading + words > STRETCH_WORDS) {
		advise(walk, READABILITY_STRETCH,
			str_first(str_from(walk->text, walk->stretch_at),
				place_of(walk, block) + block.len -
					walk->stretch_at),
			walk->since_heading + words);
	}
	walk->since_heading += words;
}

/* What a line begins; its mark is taken off. */
static enum block_kind line_kind(str *line)
{
	size_t digits = 0;

	*line = str_trim(*line);
	if (line->len == 0) return BLOCK_NONE;
	if (line->at[0] == '#') {
		while (line->len > 0 && line->at[0] == '#') {
			*line = str_from(*line, 1);
		}
		return BLOCK_HEADING;
	}
	if (str_starts(*line, S("- ")) || str_starts(*line, S("* ")) ||
		str_starts(*line, S("+ "))) {
		*line = str_from(*line, 2);
		return BLOCK_ITEM;
	}
	while (digits < line->len && line->at[digits] >= '0' &&
		line->at[digits] <= '9') {
		digits++;
	}
	if (digits == 0 || !str_starts(str_from(*line, digits), S(". "))) {
		return BLOCK_PARAGRAPH;
	}
	*line = str_from(*line, digits + 2);
	return BLOCK_ITEM;
}

static void blocks_read(struct walk *walk)
{
	str rest = walk->text, line, block = {0};
	enum block_kind open = BLOCK_NONE;

	while (str_line(&rest, &line)) {
		enum block_kind kind = line_kind(&line);

		/* A line without a mark goes on with what is open. */
		if (kind == BLOCK_PARAGRAPH && open != BLOCK_NONE &&
			open != BLOCK_HEADING) {
			block = readable_span(block, line);
			continue;
		}
		if (open != BLOCK_NONE) block_read(walk, open, block);
		open = kind;
		block = line;
	}
	if (open != BLOCK_NONE) block_read(walk, open, block);
}

static void brackets_look(struct walk *walk)
{
	str text = walk->text;
	size_t open = SIZE_MAX;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '(' && open != SIZE_MAX) {
			advise(walk, READABILITY_NESTED, str_first(
				str_from(text, open), i + 1 - open), 0);
		}
		if (text.at[i] == '(') open = i;
		if (text.at[i] == ')' && open != SIZE_MAX) {
			str inside = str_first(str_from(text, open), i + 1 - open);
			size_t words = readable_count(inside);

			/* The address of a Markdown link is no remark. */
			if (words > BRACKET_WORDS &&
				(open == 0 || text.at[open - 1] != ']')) {
				advise(walk, READABILITY_BRACKETS, inside, words);
			}
			open = SIZE_MAX;
		}
		if (text.at[i] == '\n') open = SIZE_MAX;
	}
}

static void abbreviations_look(struct walk *walk)
{
	str rest = walk->text;
	struct readable_word word;
	size_t looked = 0;

	while (looked < ABBREVIATIONS_MAX && readable_word_next(&rest, &word)) {
		if (!readable_is_abbreviation(word.text)) continue;
		looked++;
		if (!readable_is_explained(walk->text, word.text)) {
			advise(walk, READABILITY_ABBREVIATION, word.text, 0);
		}
	}
}

static void links_look(struct walk *walk)
{
	str rest = walk->text;
	size_t open;

	while ((open = str_find_byte(rest, '[')) != SIZE_MAX) {
		str inside;

		rest = str_from(rest, open + 1);
		inside = str_first(rest, LINK_BYTES_MAX);
		inside = str_first(inside, str_find_byte(inside, ']'));
		if (str_starts(str_from(rest, inside.len), S("](")) &&
			readable_says_here(inside)) {
			advise(walk, READABILITY_LINK, inside, 0);
		}
	}
}

static void points_look(struct walk *walk)
{
	bool kinds[READABLE_DIGITS_COUNT] = {false};
	str rest = walk->text, part;
	enum readable_sign sign;

	while (readable_sign_next(&rest, &part, &sign)) {
		switch (sign) {
		case READABLE_DIGIT_LATIN: kinds[0] = true; break;
		case READABLE_DIGIT_ARABIC: kinds[1] = true; break;
		case READABLE_DIGIT_PERSIAN: kinds[2] = true; break;
		case READABLE_ARABIC_KAF_YEH:
			if (walk->lang == TEXT_CKB || walk->lang == TEXT_KMR_ARAB) {
				advise(walk, READABILITY_LETTERS, part, 0);
			}
			break;
		case READABLE_LATIN_MARK:
			if (walk->rules->arabic_script) {
				advise(walk, READABILITY_MARKS, part, 0);
			}
			break;
		}
	}
	if (kinds[0] + kinds[1] + kinds[2] > 1) {
		advise(walk, READABILITY_DIGITS, walk->text, 0);
	}
}

struct readability readability_of(struct arena *arena, enum text_lang lang,
	str text)
{
	const struct readable_rules *rules = readable_rules_of(lang);
	struct readability found = {.lix_goal = rules->lix_goal};
	struct walk walk = {.arena = arena, .lang = lang, .rules = rules,
		.text = text, .found = &found};

	blocks_read(&walk);
	brackets_look(&walk);
	abbreviations_look(&walk);
	links_look(&walk);
	points_look(&walk);
	if (found.words == 0) return found;
	found.words_per_sentence_tenths =
		(unsigned)(found.words * 10 / found.sentences);
	found.lix = (unsigned)((found.words_per_sentence_tenths +
		1000 * found.long_words / found.words + 5) / 10);
	return found;
}
