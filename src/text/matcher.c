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

enum { SEEN_ARABIC = 1, SEEN_R_OR_L = 2, SEEN_LATIN = 4 };

/* What kind of Kurdish letter a point of two bytes is, if any. */
static unsigned kurdish_kind(unsigned point)
{
	switch (point) {
	case 0x6D5: /* ە */
	case 0x6CE: /* ێ */
	case 0x6C6: /* ۆ */
	case 0x6A4: /* ڤ */ return SEEN_ARABIC;
	case 0x695: /* ڕ */
	case 0x6B5: /* ڵ */ return SEEN_R_OR_L;
	case 0xEA:
	case 0xEE:
	case 0xFB:
	case 0xE7:
	case 0x15F: /* ê î û ç ş */
	case 0xCA:
	case 0xCE:
	case 0xDB:
	case 0xC7:
	case 0x15E: /* Ê Î Û Ç Ş */ return SEEN_LATIN;
	default: return 0;
	}
}

/* [matcher-3] */
static unsigned loose_of(str text)
{
	unsigned seen = 0, loose = 0;

	for (size_t i = 1; i < text.len; i++) {
		unsigned lead = (unsigned char)text.at[i - 1];
		unsigned next = (unsigned char)text.at[i];

		if (lead < 0xC3 || lead > 0xDB) continue;
		seen |= kurdish_kind((lead & 0x1F) << 6 | (next & 0x3F));
		/* A joiner behind a heh makes it another letter. */
		if (lead == 0xD9 && next == 0x87 &&
			str_starts(str_from(text, i + 1), S("\u200c"))) {
			seen |= SEEN_ARABIC;
		}
	}
	if ((seen & SEEN_R_OR_L) == 0) {
		loose |= LOOSE_R_AND_L;
		if ((seen & SEEN_ARABIC) == 0) loose |= LOOSE_ARABIC;
	}
	if ((seen & SEEN_LATIN) == 0) loose |= LOOSE_LATIN;
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
