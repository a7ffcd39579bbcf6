/* Telling languages apart: see lang.h. For each script a row of costs, one a
 * language, summed over the words; and beside it the cheapest way through the
 * words when changing the language has a price, which finds mixed texts. The
 * letters of a way are counted as it grows, so that no way needs memory.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/lang.h"

#include "base/utf8.h"
#include "text/lang_table.h"

enum {
	/* One natural logarithm in the price of a word. */
	PRICE_UNIT = LANG_COST_UNIT * GRAM_WEIGHT_ONE,
	/* Names travel: a word with a capital counts a quarter. */
	WORD_WEIGHT = 4,
	COST_UNIT = WORD_WEIGHT * PRICE_UNIT,
	/* What a change of language within a script costs, in the table's
	 * units: loans and names must not pay for it. */
	CHANGE_COST = 45 * PRICE_UNIT,
	/* Fewer letters of a second language, or a smaller part of the text,
	 * are words in passing. */
	SECOND_LETTERS_MIN = 5,
	SECOND_PERCENT_MIN = 22,
	/* One long word is still one word: it counts as so many letters. */
	COUNTED_MAX = 8,
	/* Fewer letters need a margin to be called anything. */
	SHORT_LETTERS = 6,
	SHORT_MARGIN = COST_UNIT
};

/* One way through the words so far, ending in a language. */
struct way {
	uint64_t cost;
	size_t letters[LANG_SIDES_MAX]; /* in each language */
};

struct side {
	const struct lang_side *langs;
	size_t count;
	const unsigned char *table;
	uint64_t costs[LANG_SIDES_MAX]; /* of every word, in one language */
	struct way ways[LANG_SIDES_MAX];
	size_t letters;
	size_t named; /* of them, in words that begin with a capital */
};

static const unsigned char *table_bytes(void)
{
	must(asset_lang_table.len == LANG_TABLE_BYTES);
	return (const unsigned char *)asset_lang_table.at;
}

/* The price of the word in each language of its script. */
static void word_price(const struct side *side, const struct gram_word *word,
	uint64_t ret_price[LANG_SIDES_MAX])
{
	struct gram grams[GRAM_SLOTS_MAX];
	size_t count = gram_slots(word, grams);

	for (size_t lang = 0; lang < side->count; lang++) ret_price[lang] = 0;
	for (size_t i = 0; i < count; i++) {
		const unsigned char *row =
			side->table + grams[i].slot * side->count;

		for (size_t lang = 0; lang < side->count; lang++) {
			ret_price[lang] += row[lang] * grams[i].weight;
		}
	}
}

static size_t cheapest_way(const struct side *side)
{
	size_t best = 0;

	for (size_t lang = 1; lang < side->count; lang++) {
		if (side->ways[lang].cost < side->ways[best].cost) best = lang;
	}
	return best;
}

static void word_add(struct side *side, const struct gram_word *word)
{
	struct way best = side->ways[cheapest_way(side)];
	size_t counted = word->count < COUNTED_MAX ? word->count : COUNTED_MAX;
	uint64_t price[LANG_SIDES_MAX];

	word_price(side, word, price);
	side->letters += counted;
	if (word->capital) side->named += counted;
	for (size_t lang = 0; lang < side->count; lang++) {
		struct way *way = &side->ways[lang];

		/* Nor do names change the language. */
		side->costs[lang] += price[lang] *
			(word->capital ? 1 : WORD_WEIGHT);
		if (word->capital) continue;

		if (best.cost + CHANGE_COST < way->cost) {
			*way = best;
			way->cost += CHANGE_COST;
		}
		way->cost += price[lang];
		way->letters[lang] += counted;
	}
}

/* The likeliest language of all words of the script, and the margin. */
static size_t side_best(const struct side *side, uint64_t *ret_margin)
{
	size_t best = 0;

	for (size_t lang = 1; lang < side->count; lang++) {
		if (side->costs[lang] < side->costs[best]) best = lang;
	}
	*ret_margin = UINT64_MAX;
	for (size_t lang = 0; lang < side->count; lang++) {
		uint64_t more = side->costs[lang] - side->costs[best];

		if (lang != best && more < *ret_margin) *ret_margin = more;
	}
	return best;
}

/* Letters of each language on the cheapest way; all in one language when the
 * others are only in passing. */
static void side_count(const struct side *side, bool names_too,
	size_t letters[TEXT_LANG_COUNT])
{
	const struct way *way = &side->ways[cheapest_way(side)];
	uint64_t margin;
	size_t best = side_best(side, &margin), most = 0;
	size_t rest;

	for (size_t lang = 0; lang < side->count; lang++) {
		if (way->letters[lang] > way->letters[most]) most = lang;
	}
	rest = side->letters - side->named - way->letters[most];
	if (names_too || rest < SECOND_LETTERS_MIN ||
		rest * 100 < (rest + way->letters[most]) * SECOND_PERCENT_MIN) {
		letters[side->langs[best].lang] += way->letters[most] + rest;
		if (names_too) letters[side->langs[best].lang] += side->named;
		return;
	}
	for (size_t lang = 0; lang < side->count; lang++) {
		letters[side->langs[lang].lang] += way->letters[lang];
	}
}

static void guess_make(const struct side sides[GRAM_OTHER],
	const size_t letters[TEXT_LANG_COUNT], struct lang_guess *guess)
{
	size_t first = 0, second = 0, telling = 0;
	uint64_t margin = 0;

	for (size_t i = 0; i < TEXT_LANG_COUNT; i++) {
		telling += letters[i];
		if (letters[i] > letters[first]) first = i;
	}
	second = first == 0;
	for (size_t i = 0; i < TEXT_LANG_COUNT; i++) {
		if (i != first && letters[i] > letters[second]) second = i;
	}
	guess->first = (enum text_lang)first;
	guess->lang = guess->first;
	for (size_t i = 0; i < GRAM_OTHER; i++) {
		size_t best = side_best(&sides[i], &margin);

		if (sides[i].langs[best].lang == guess->first) break;
		margin = 0;
	}
	guess->margin = (unsigned)(margin / COST_UNIT);
	if (letters[second] >= SECOND_LETTERS_MIN &&
		letters[second] * 100 >= telling * SECOND_PERCENT_MIN) {
		guess->lang = TEXT_MIXED;
		guess->second = (enum text_lang)second;
		guess->second_percent =
			(unsigned)(letters[second] * 100 / telling);
	} else if (guess->letters < SHORT_LETTERS && margin < SHORT_MARGIN) {
		guess->lang = TEXT_UND;
	}
}

static void sides_begin(struct side sides[GRAM_OTHER])
{
	const unsigned char *table = table_bytes();

	sides[GRAM_ARAB] = (struct side){.langs = lang_arab,
		.count = LANG_ARAB_COUNT, .table = table};
	sides[GRAM_LATN] = (struct side){.langs = lang_latn,
		.count = LANG_LATN_COUNT,
		.table = table + GRAM_TABLE_SLOTS * LANG_ARAB_COUNT};
	for (size_t i = 0; i < GRAM_OTHER; i++) {
		for (size_t lang = 0; lang < sides[i].count; lang++) {
			unsigned handicap = sides[i].langs[lang].handicap;

			sides[i].costs[lang] = handicap * COST_UNIT;
			sides[i].ways[lang].cost = handicap * PRICE_UNIT;
		}
	}
}

struct lang_guess lang_guess(str text)
{
	struct side sides[GRAM_OTHER];
	struct lang_guess guess = {.lang = TEXT_UND, .first = TEXT_UND,
		.second = TEXT_UND};
	struct gram_reader reader = {.rest = text};
	size_t letters[TEXT_LANG_COUNT] = {0}, other = 0, small = 0;
	struct gram_word word;

	sides_begin(sides);
	while (gram_word_next(&reader, &word)) {
		if (word.script == GRAM_OTHER) {
			other += word.count;
			continue;
		}
		guess.letters += word.count;
		word_add(&sides[word.script], &word);
	}
	for (size_t i = 0; i < GRAM_OTHER; i++) {
		small += sides[i].letters - sides[i].named;
	}
	for (size_t i = 0; i < GRAM_OTHER; i++) {
		if (sides[i].letters == 0) continue;
		side_count(&sides[i], small == 0, letters);
	}
	/* Mostly a script we know nothing of. */
	if (guess.letters == 0 || other > guess.letters) return guess;
	guess_make(sides, letters, &guess);
	return guess;
}

enum text_lang lang_of(str text)
{
	return lang_guess(text).lang;
}

bool lang_has_kurdish(str text)
{
	static const uint32_t kurdish[] = {0x67E, 0x686, 0x695, 0x698, 0x6A4,
		0x6A9, 0x6AF, 0x6B5, 0x6C6, 0x6CC, 0x6CE, 0x6D5};
	uint32_t point;

	while (text.len > 0) {
		if (!utf8_next(&text, &point)) {
			text = str_from(text, 1);
			continue;
		}
		for (size_t i = 0; i < NELEM(kurdish); i++) {
			if (kurdish[i] == point) return true;
		}
	}
	return false;
}
