/* Searches a text: see matcher.h. From each word on, terms are followed word by
 * word; of what is found the longest is taken, and the search goes on behind
 * it. A stem can only begin where its word or a proclitic ends, so no other
 * place of a word is ever looked at.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/matcher_room.h"

#include <string.h>

enum { GAP_BYTES_MAX = 8 };

/* The best that was found from one word. */
struct finding {
	const struct matcher_search *search;
	struct matcher_match match;
	size_t words;
	unsigned cost;
	unsigned steps;
	const struct compiled_term *wanted; /* only its context is looked for */
	bool met;
};

/* A way through the words so far. */
struct way {
	uint32_t group;
	size_t begin, end, words;
	unsigned affixes, cost;
};

static const str arabic_letters[] = {S_INIT("ە"), S_INIT("ێ"), S_INIT("ۆ"),
	S_INIT("ڤ"), S_INIT("ه\u200c")};
static const str r_and_l[] = {S_INIT("ڕ"), S_INIT("ڵ")};
static const str latin_letters[] = {S_INIT("ê"), S_INIT("î"), S_INIT("û"),
	S_INIT("ç"), S_INIT("ş"), S_INIT("Ê"), S_INIT("Î"), S_INIT("Û"),
	S_INIT("Ç"), S_INIT("Ş")};

static bool has_any(str text, const str *letters, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (str_find(text, letters[i]) != SIZE_MAX) return true;
	}
	return false;
}

/* [matcher-3] */
static unsigned loose_of(str text)
{
	unsigned loose = 0;

	if (!has_any(text, r_and_l, NELEM(r_and_l))) {
		loose |= LOOSE_R_AND_L;
		if (!has_any(text, arabic_letters, NELEM(arabic_letters))) {
			loose |= LOOSE_ARABIC;
		}
	}
	if (!has_any(text, latin_letters, NELEM(latin_letters))) {
		loose |= LOOSE_LATIN;
	}
	return loose;
}

struct matcher_search matcher_begin(const struct matcher *matcher,
	enum text_lang lang, str text)
{
	return (struct matcher_search){.matcher = matcher, .text = text,
		.lang = lang, .loose = loose_of(text)};
}

/* Only blanks and hyphens may stand between the words of one term. */
static bool is_gap(str between)
{
	static const str joining[] = {S_INIT(" "), S_INIT("\t"), S_INIT("\n"),
		S_INIT("\r"), S_INIT("-"), S_INIT("\u00a0"), S_INIT("\u2010"),
		S_INIT("\u2011"), S_INIT("\u200c"), S_INIT("\u200f"),
		S_INIT("\u200e")};

	if (between.len > GAP_BYTES_MAX) return false;
	while (between.len > 0) {
		size_t len = 0;

		for (size_t i = 0; i < NELEM(joining) && len == 0; i++) {
			if (str_starts(between, joining[i])) len = joining[i].len;
		}
		if (len == 0) return false;
		between = str_from(between, len);
	}
	return true;
}

static void context_look(struct finding *finding, const struct way *way)
{
	const struct compiled_term *wanted = finding->wanted;

	for (size_t i = 0; i < wanted->context_count; i++) {
		if (wanted->context[i] == way->group) finding->met = true;
	}
}

static void offer(struct finding *finding, const struct way *way)
{
	const struct matcher *matcher = finding->search->matcher;
	uint32_t term = matcher->groups.at[way->group].term;

	if (term == 0 || way->words < finding->words) return;
	if (way->words == finding->words &&
		(way->cost > finding->cost ||
			(way->cost == finding->cost &&
				term - 1 >= finding->match.term))) {
		return;
	}
	finding->words = way->words;
	finding->cost = way->cost;
	finding->match = (struct matcher_match){.term = term - 1,
		.at = way->begin, .len = way->end - way->begin,
		.affixes = way->affixes};
}

/* Follows every term whose words so far are `way`. */
static void follow(struct finding *finding, const struct way *way)
{
	const struct matcher_search *search = finding->search;
	struct hit hits[HITS_MAX];
	struct word word;
	size_t at = way->end, count;

	if (search->matcher->groups.at[way->group].root == 0 ||
		way->words == MATCHER_WORDS_MAX ||
		!word_next(search->text, &at, &word)) {
		return;
	}
	if (way->words > 0 && !is_gap(str_first(str_from(search->text, way->end),
				      word.at - way->end))) {
		return;
	}
	count = matcher_word_read(search, str_first(str_from(search->text,
		word.at), word.len), way->group, hits);
	for (size_t i = 0; i < count && finding->steps < STEPS_MAX; i++) {
		struct way next = {.group = hits[i].group,
			.begin = way->words == 0 ? word.at : way->begin,
			.end = word.at + word.len, .words = way->words + 1,
			.affixes = way->affixes | hits[i].affixes,
			.cost = way->cost + hits[i].cost};

		finding->steps++;
		if (finding->wanted != NULL) {
			context_look(finding, &next);
		} else {
			offer(finding, &next);
		}
		follow(finding, &next);
	}
}

/* A context word of the term begins at the word at `at`. */
static bool is_context(const struct matcher_search *search, size_t at,
	const struct compiled_term *term)
{
	struct finding finding = {.search = search, .wanted = term};
	struct way way = {.begin = at, .end = at};

	follow(&finding, &way);
	return finding.met;
}

/* [matcher-4] */
static bool is_certain(const struct matcher_search *search,
	const struct matcher_match *match)
{
	const struct compiled_term *term = &search->matcher->terms[match->term];
	size_t at = match->at + match->len;
	struct word word;

	if ((match->affixes & MATCHER_FOREIGN) != 0) return false;
	if ((term->flags & MATCHER_HOMOGRAPH) == 0) return true;
	if (term->context_count == 0) return false;
	for (size_t i = 0; i < search->before_count; i++) {
		if (is_context(search, search->before[i], term)) return true;
	}
	for (size_t i = 0; i < MATCHER_CONTEXT_WORDS; i++) {
		if (!word_next(search->text, &at, &word)) return false;
		if (is_context(search, word.at, term)) return true;
	}
	return false;
}

static void remember(struct matcher_search *search, size_t at)
{
	if (search->before_count == MATCHER_CONTEXT_WORDS) {
		memmove(search->before, search->before + 1,
			sizeof(search->before[0]) * --search->before_count);
	}
	search->before[search->before_count++] = at;
}

bool matcher_next(struct matcher_search *search,
	struct matcher_match *ret_match)
{
	struct word word;
	size_t at;

	while (at = search->at, word_next(search->text, &search->at, &word)) {
		struct finding finding = {.search = search};
		struct way way = {.begin = at, .end = at};

		follow(&finding, &way);
		if (finding.words > 0) {
			finding.match.certain = is_certain(search,
				&finding.match);
			search->at = finding.match.at + finding.match.len;
			*ret_match = finding.match;
		}
		remember(search, word.at);
		if (finding.words > 0) return true;
	}
	return false;
}
