/* Reads one word of a text as a stem with affixes: see matcher_room.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/matcher_room.h"

#include <string.h>

enum {
	AFFIX_LETTERS_MIN = 2, /* a stem of one letter takes no affixes */
	LOOSE_COST = 1000,
	FOREIGN_COST = 2000
};

/* A word on its way through the trees. */
struct reading {
	const struct matcher_search *search;
	const struct matcher *matcher;
	str strict[KEY_COUNT]; /* by key; those not made are empty */
	str key;               /* the one that is read now */
	unsigned keys;         /* bits: what it is */
	size_t begin;          /* where the stem begins */
	unsigned before;       /* bits of affix.h */
	enum text_lang only;   /* whose beginning that is; or TEXT_LANG_COUNT */
	struct hit *hits;
	size_t count;
};

static bool is_kurdish_arabic(enum text_lang lang)
{
	return lang == TEXT_CKB || lang == TEXT_KMR_ARAB;
}

static bool is_latin(enum text_lang lang)
{
	return lang == TEXT_KMR || lang == TEXT_EN || lang == TEXT_TR ||
	       lang == TEXT_SV || lang == TEXT_AR_LATN || lang == TEXT_CKB_LATN;
}

/* The text is surely in another language of the same script. */
static bool is_foreign(enum text_lang text, enum text_lang term)
{
	if (text == TEXT_UND || text == TEXT_MIXED || term == TEXT_UND ||
		text == term || is_latin(text) != is_latin(term)) {
		return false;
	}
	return !(is_kurdish_arabic(text) && is_kurdish_arabic(term));
}

static void hit_add(struct reading *reading, struct hit hit)
{
	for (size_t i = 0; i < reading->count; i++) {
		struct hit *old = &reading->hits[i];

		if (old->group != hit.group) continue;
		if (hit.cost < old->cost) *old = hit;
		return;
	}
	if (reading->count < HITS_MAX) reading->hits[reading->count++] = hit;
}

/* Takes one letter off, of two bytes or one: the keys' own are no longer. */
static str letter_take(str *rest)
{
	size_t len = rest->len > 1 && (unsigned char)rest->at[0] >= 0xC0 ? 2 : 1;
	str letter = str_first(*rest, len);

	*rest = str_from(*rest, len);
	return letter;
}

static bool is_plain_for(str letter, str term)
{
	return (str_eq(term, S("ڕ")) && str_eq(letter, S("ر"))) ||
	       (str_eq(term, S("ڵ")) && str_eq(letter, S("ل")));
}

/* The stem stands at the front of `text` but for its ڕ and ڵ. */
static bool differs_in_r_and_l(str text, str stem)
{
	while (stem.len > 0) {
		str a, b;

		if (text.len == 0) return false;
		a = letter_take(&text);
		b = letter_take(&stem);
		if (!str_eq(a, b) && !is_plain_for(a, b)) return false;
	}
	return true;
}

static bool may_be_loose(const struct reading *reading,
	const struct pattern *pattern, enum text_lang lang)
{
	unsigned loose = reading->search->loose;
	str strict = reading->strict[matcher_strict_key(lang)];

	if (is_foreign(reading->search->lang, lang)) return false;
	if (is_latin(lang)) return (loose & LOOSE_LATIN) != 0;
	if ((loose & LOOSE_ARABIC) != 0) return true;
	return (loose & LOOSE_R_AND_L) != 0 &&
	       differs_in_r_and_l(str_from(strict, reading->begin),
		       pattern->strict);
}

/* The bits of the ending `rest`, 0 for none. The loose key writes two equal
 * letters as one, also where a stem meets its ending. */
static unsigned ending_bits(const struct reading *reading,
	const struct pattern *pattern, enum fold_key key, str rest)
{
	const struct affix_trees *affixes = reading->matcher->affixes;
	uint32_t root = affixes->behind[pattern->grammar][key];
	unsigned bits = affix_ending(affixes, root, rest);
	size_t end = reading->key.len - rest.len;

	if (bits != 0 || key == FOLD_STRICT || end < 2) return bits;
	for (size_t i = end - 2; i < end; i++) {
		root = trie_step(&affixes->trie, root,
			(unsigned char)reading->key.at[i]);
		if (root == 0) return 0;
	}
	return affix_ending(affixes, root, rest);
}

static bool fits(const struct reading *reading, const struct pattern *pattern,
	size_t rest)
{
	enum text_lang lang = affix_lang((enum affix_grammar)pattern->grammar);

	if (reading->begin > 0 && reading->only != lang) return false;
	if (pattern->needs_article && (reading->before & AFFIX_DEFINITE) == 0) {
		return false;
	}
	return pattern->letters >= AFFIX_LETTERS_MIN ||
	       (reading->begin == 0 && rest == 0);
}

/* Either the article or a possessive; some affixes only on longer stems. */
static bool may_stand_together(unsigned bits, const struct pattern *pattern)
{
	if ((bits & AFFIX_POSSESSIVE) != 0 && (bits & AFFIX_DEFINITE) != 0) {
		return false;
	}
	return (bits & AFFIX_LONG) == 0 ||
	       pattern->letters >= AFFIX_LONG_LETTERS;
}

/* A stem was found; is what stands behind it an ending of its? */
static void pattern_try(struct reading *reading, const struct pattern *pattern,
	str rest)
{
	unsigned keys = reading->keys & pattern->keys, bits = 0;
	enum text_lang lang = reading->matcher->groups.at[pattern->group].lang;
	struct hit hit = {.group = pattern->group};

	if (keys == 0 || !fits(reading, pattern, rest.len)) return;
	hit.cost = (unsigned)(reading->begin + rest.len) * 2;
	if (hit.cost > 0) hit.cost -= pattern->bonus;
	if ((keys & ~(1u << KEY_LOOSE)) != 0) {
		bits = ending_bits(reading, pattern, FOLD_STRICT, rest);
	}
	if (bits == 0 && (keys & 1u << KEY_LOOSE) != 0 &&
		may_be_loose(reading, pattern, lang)) {
		bits = ending_bits(reading, pattern, FOLD_LOOSE, rest);
		hit.affixes |= MATCHER_LOOSE;
		hit.cost += LOOSE_COST;
	}
	if (bits == 0) return;
	if (!may_stand_together(reading->before | bits, pattern)) return;
	if (is_foreign(reading->search->lang, lang)) {
		hit.affixes |= MATCHER_FOREIGN;
		hit.cost += FOREIGN_COST;
	}
	hit.affixes |= (bits | reading->before) & AFFIX_SEEN;
	hit_add(reading, hit);
}

/* Every stem that begins at `begin`. */
static void stems_read(struct reading *reading, uint32_t root)
{
	const struct matcher *matcher = reading->matcher;
	str rest = str_from(reading->key, reading->begin);
	uint32_t node = root;

	while (rest.len > 0) {
		node = trie_step(&matcher->stems, node,
			(unsigned char)rest.at[0]);
		if (node == 0) return;
		rest = str_from(rest, 1);
		for (uint32_t at = matcher->stems.value[node]; at != 0;) {
			const struct pattern *pattern =
				&matcher->patterns.at[at - 1];

			pattern_try(reading, pattern, rest);
			at = pattern->next;
		}
	}
}

/* Every beginning that this language puts before a stem. */
static void beginnings_read(struct reading *reading, uint32_t root,
	enum affix_grammar grammar)
{
	const struct affix_trees *affixes = reading->matcher->affixes;
	enum fold_key key = reading->keys == 1u << KEY_LOOSE ? FOLD_LOOSE
							      : FOLD_STRICT;
	uint32_t node = affixes->before[grammar][key];

	reading->only = affix_lang(grammar);
	if (!reading->matcher->has_lang[reading->only]) return;
	for (size_t i = 0; i + 1 < reading->key.len; i++) {
		node = trie_step(&affixes->trie, node,
			(unsigned char)reading->key.at[i]);
		if (node == 0) return;
		if (affixes->trie.value[node] == 0) continue;
		reading->begin = i + 1;
		reading->before = affixes->trie.value[node];
		stems_read(reading, root);
	}
}

static void key_read(struct reading *reading, uint32_t root)
{
	static const enum affix_grammar grammars[] = {AFFIX_AR, AFFIX_CKB,
		AFFIX_KMR, AFFIX_BADINI};

	if (reading->key.len == 0) return;
	reading->begin = 0;
	reading->before = 0;
	reading->only = TEXT_LANG_COUNT;
	stems_read(reading, root);
	for (size_t i = 0; i < NELEM(grammars); i++) {
		beginnings_read(reading, root, grammars[i]);
	}
}

static str key_make(const struct reading *reading, unsigned key, str word)
{
	struct buf *out = &reading->matcher->scratch[key];

	buf_reset(out);
	fold_put(out, key == KEY_LOOSE ? FOLD_LOOSE : FOLD_STRICT,
		key == KEY_STRICT ? TEXT_AR : TEXT_CKB, word);
	return out->failed ? (str){0} : buf_str(out);
}

/* What of the text's looseness concerns a word in its letters. */
static unsigned loose_of_script(str word)
{
	bool arabic = word.len > 0 && (unsigned char)word.at[0] >= 0xD8;

	return arabic ? (unsigned)LOOSE_ARABIC | LOOSE_R_AND_L : LOOSE_LATIN;
}

/* The keys of the word; one that equals an earlier one is read with it. */
static void keys_make(struct reading *reading, str word)
{
	const struct matcher *matcher = reading->matcher;
	str *keys = reading->strict;

	keys[KEY_STRICT] = keys[KEY_KURDISH] = key_make(reading, KEY_STRICT,
		word);
	if ((matcher->has_lang[TEXT_CKB] || matcher->has_lang[TEXT_KMR_ARAB]) &&
		str_find(keys[KEY_STRICT], S("ه")) != SIZE_MAX) {
		keys[KEY_KURDISH] = key_make(reading, KEY_KURDISH, word);
	}
	if ((reading->search->loose & loose_of_script(word)) != 0) {
		keys[KEY_LOOSE] = key_make(reading, KEY_LOOSE, word);
	}
}

size_t matcher_word_read(const struct matcher_search *search, str word,
	uint32_t group, struct hit hits[HITS_MAX])
{
	const struct matcher *matcher = search->matcher;
	uint32_t root = matcher->groups.at[group].root;
	struct reading reading = {.search = search, .matcher = matcher,
		.hits = hits};
	unsigned done = 0;

	if (root == 0 || word.len > WORD_BYTES_MAX) return 0;
	keys_make(&reading, word);
	for (unsigned i = 0; i < KEY_COUNT; i++) {
		if ((done & 1u << i) != 0) continue;
		reading.key = reading.strict[i];
		reading.keys = 0;
		for (unsigned k = i; k < KEY_COUNT; k++) {
			if (str_eq(reading.strict[k], reading.key)) {
				reading.keys |= 1u << k;
			}
		}
		done |= reading.keys;
		key_read(&reading, root);
	}
	return reading.count;
}
