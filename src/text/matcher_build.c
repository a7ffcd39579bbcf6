/* Compiles terms: see matcher_room.h. Each word of a term becomes the ways its
 * stem is written before endings.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/matcher_room.h"

#include "base/utf8.h"

#include <string.h>

enum { ARTICLE_STEM_LETTERS = 3, CONTEXT_GROUPS_MAX = 64 };

/* A word of a term on its way into a group's tree. */
struct making {
	struct matcher *matcher;
	enum text_lang lang;
	uint32_t from; /* the group it follows */
	uint32_t to;   /* the group it leads to; 0: not known yet */
	bool as_is;
	bool alone;    /* the only word of its term */
	bool known;    /* it stands in the tree, with all its ways */
};

static struct group *group_at(struct matcher *matcher, uint32_t group)
{
	must(group < matcher->groups.count);
	return &matcher->groups.at[group];
}

static bool ends_in_vowel(str strict, enum text_lang lang)
{
	/* A single و or ی after a vowel is a consonant. */
	static const str arabic[] = {S_INIT("ا"), S_INIT("ە"), S_INIT("ێ"),
		S_INIT("ۆ"), S_INIT("ی"), S_INIT("وو")};
	static const str latin[] = {S_INIT("a"), S_INIT("e"), S_INIT("ê"),
		S_INIT("i"), S_INIT("î"), S_INIT("o"), S_INIT("u"), S_INIT("û")};
	const str *vowels = lang == TEXT_KMR ? latin : arabic;
	size_t count = lang == TEXT_KMR ? NELEM(latin) : NELEM(arabic);

	for (size_t i = 0; i < count; i++) {
		if (str_ends(strict, vowels[i])) return true;
	}
	return false;
}

static enum affix_grammar grammar_of(const struct making *making, str strict)
{
	bool vowel = ends_in_vowel(strict, making->lang);

	if (making->as_is) return AFFIX_NONE;
	switch (making->lang) {
	case TEXT_AR: return AFFIX_AR;
	case TEXT_CKB: return vowel ? AFFIX_CKB_VOWEL : AFFIX_CKB;
	case TEXT_KMR: return vowel ? AFFIX_KMR_VOWEL : AFFIX_KMR;
	case TEXT_KMR_ARAB: return vowel ? AFFIX_BADINI_VOWEL : AFFIX_BADINI;
	case TEXT_EN: return AFFIX_EN;
	case TEXT_FA:
	case TEXT_TR:
	case TEXT_SV:
	case TEXT_AR_LATN:
	case TEXT_CKB_LATN:
	case TEXT_MIXED:
	case TEXT_UND:
	case TEXT_LANG_COUNT: break;
	}
	return AFFIX_NONE;
}

static str folded(struct matcher *matcher, enum fold_key key,
	enum text_lang lang, str text)
{
	struct buf out = buf_cap(WORD_BYTES_MAX);
	str kept = {0};

	fold_put(&out, key, lang, text);
	if (!out.failed) kept = buf_take(&out, matcher->arena);
	buf_close(&out);
	return kept;
}

/* The group a word as the term has it already leads to, or 0. */
static uint32_t group_known(const struct making *making, str strict,
	const struct pattern *like)
{
	const struct matcher *matcher = making->matcher;
	uint32_t node = matcher->groups.at[making->from].root;

	for (size_t i = 0; i < strict.len && node != 0; i++) {
		node = trie_step(&matcher->stems, node,
			(unsigned char)strict.at[i]);
	}
	if (node == 0) return 0;
	for (uint32_t at = matcher->stems.value[node]; at != 0;) {
		const struct pattern *p = &matcher->patterns.at[at - 1];

		if (p->base && p->grammar == like->grammar &&
			(p->keys & like->keys) != 0 &&
			p->alone == like->alone &&
			matcher->groups.at[p->group].lang == making->lang) {
			return p->group;
		}
		at = p->next;
	}
	return 0;
}

static void group_find(struct making *making, str strict,
	const struct pattern *like)
{
	struct matcher *matcher = making->matcher;
	struct group group = {.lang = making->lang};

	making->to = group_known(making, strict, like);
	making->known = making->to != 0;
	if (making->known) return;
	making->to = (uint32_t)matcher->groups.count;
	LIST_ADD(matcher->arena, &matcher->groups, group);
}

static void pattern_put(struct making *making, str key, unsigned keys,
	struct pattern pattern)
{
	struct matcher *matcher = making->matcher;
	struct group *from = group_at(matcher, making->from);
	uint32_t node;

	if (from->root == 0) from->root = trie_root(&matcher->stems);
	if (key.len == 0 || from->root == 0) return;
	node = trie_add(&matcher->stems, from->root, key);
	if (node == 0) return;
	pattern.keys = (unsigned char)keys;
	pattern.group = making->to;
	pattern.next = matcher->stems.value[node];
	LIST_ADD(matcher->arena, &matcher->patterns, pattern);
	matcher->stems.value[node] = (uint32_t)matcher->patterns.count;
}

/* One way to write the stem, under both keys. */
static void stem_put_keys(struct making *making, str stem,
	struct pattern pattern)
{
	struct matcher *matcher = making->matcher;
	unsigned strict_bit = 1u << matcher_strict_key(making->lang);
	str loose;

	pattern.strict = folded(matcher, FOLD_STRICT, making->lang, stem);
	loose = folded(matcher, FOLD_LOOSE, making->lang, stem);
	pattern.letters = (unsigned char)utf8_count(pattern.strict);
	pattern.keys = (unsigned char)strict_bit;
	if (pattern.base) group_find(making, pattern.strict, &pattern);
	if (making->known) return;
	if (str_eq(pattern.strict, loose)) {
		pattern_put(making, loose, strict_bit | 1u << KEY_LOOSE,
			pattern);
		return;
	}
	pattern_put(making, pattern.strict, strict_bit, pattern);
	pattern_put(making, loose, 1u << KEY_LOOSE, pattern);
}

/* `stem` with another ending instead of its last `drop` bytes. */
static void changed_put(struct making *making, str stem, size_t drop,
	str instead, struct pattern pattern)
{
	char bytes[MATCHER_TERM_BYTES_MAX + 8];
	size_t len = stem.len - drop;

	if (len == 0 || len + instead.len > sizeof(bytes)) return;
	memcpy(bytes, stem.at, len);
	if (instead.len > 0) memcpy(bytes + len, instead.at, instead.len);
	stem_put_keys(making, str_bytes(bytes, len + instead.len), pattern);
}

static void arabic_stem_put(struct making *making, str stem,
	struct pattern pattern)
{
	static const struct {
		str last, instead;
		enum affix_grammar grammar;
	} rows[] = {
		{S_INIT("ة"), S_INIT("ت"), AFFIX_AR_T},
		{S_INIT("ة"), S_INIT(""), AFFIX_AR_OPEN},
		{S_INIT("اء"), S_INIT("ائ"), AFFIX_AR_LINKED},
		{S_INIT("اء"), S_INIT("اؤ"), AFFIX_AR_LINKED},
		{S_INIT("ى"), S_INIT("ا"), AFFIX_AR_LINKED},
	};

	pattern.grammar = str_ends(stem, S("ة")) ? AFFIX_AR_TEH : AFFIX_AR;
	stem_put_keys(making, stem, pattern);
	pattern.base = false;
	pattern.bonus++;
	for (size_t i = 0; i < NELEM(rows); i++) {
		if (!str_ends(stem, rows[i].last)) continue;
		pattern.grammar = (unsigned char)rows[i].grammar;
		changed_put(making, stem, rows[i].last.len, rows[i].instead,
			pattern);
	}
}

/* A term may be given with its article, and be met with another beginning. */
static void arabic_put(struct making *making, str word)
{
	str rest = str_from(word, S("ال").len);
	bool article = str_starts(word, S("ال")) &&
		       utf8_count(rest) >= ARTICLE_STEM_LETTERS;
	struct pattern pattern = {.base = true,
		.alone = article && making->alone};

	arabic_stem_put(making, word, pattern);
	if (!article || making->known) return;
	pattern.base = false;
	pattern.needs_article = making->alone;
	arabic_stem_put(making, rest, pattern);
}

static void english_put(struct making *making, str word)
{
	struct pattern pattern = {.base = true, .grammar = AFFIX_EN};

	stem_put_keys(making, word, pattern);
	if (word.len < 3 || !str_ends(word, S("y"))) return;
	pattern = (struct pattern){.grammar = AFFIX_EN_Y};
	changed_put(making, word, 1, S("ie"), pattern);
}

static void word_put(struct making *making, str word)
{
	struct pattern pattern = {.base = true};

	making->to = 0;
	making->known = false;
	if (making->lang == TEXT_AR && !making->as_is) {
		arabic_put(making, word);
	} else if (making->lang == TEXT_EN && !making->as_is) {
		english_put(making, word);
	} else {
		pattern.grammar = (unsigned char)grammar_of(making,
			folded(making->matcher, FOLD_STRICT, making->lang,
				word));
		stem_put_keys(making, word, pattern);
	}
}

/* The group that all words of `text` lead to; 0 when it has none or too many. */
static uint32_t text_put(struct matcher *matcher, const struct matcher_term *of,
	str text)
{
	struct making making = {.matcher = matcher, .lang = of->lang,
		.as_is = (of->flags & MATCHER_AS_IS) != 0};
	struct word words[MATCHER_WORDS_MAX], word;
	size_t count = 0, at = 0;

	if (text.len > MATCHER_TERM_BYTES_MAX) return 0;
	while (word_next(text, &at, &word)) {
		if (count == MATCHER_WORDS_MAX) return 0;
		words[count++] = word;
	}
	making.alone = count == 1;
	for (size_t i = 0; i < count; i++) {
		word_put(&making, str_first(str_from(text, words[i].at),
			words[i].len));
		making.from = making.to;
	}
	return making.to;
}

static void ends_at(struct matcher *matcher, uint32_t group, size_t term)
{
	if (group == 0 || group_at(matcher, group)->term != 0) return;
	group_at(matcher, group)->term = (uint32_t)(term + 1);
}

static void context_put(struct matcher *matcher, const struct matcher_term *of,
	struct compiled_term *ret_term)
{
	struct matcher_term word = {.lang = of->lang};
	uint32_t *groups;
	size_t count = of->context_count;

	if (count > CONTEXT_GROUPS_MAX) count = CONTEXT_GROUPS_MAX;
	groups = ARENA_ARRAY(matcher->arena, uint32_t, count + 1);
	for (size_t i = 0; i < count; i++) {
		groups[i] = text_put(matcher, &word, of->context[i]);
	}
	ret_term->context = groups;
	ret_term->context_count = count;
}

static struct buf *scratch_of(struct arena *arena)
{
	struct buf *scratch = ARENA_ARRAY(arena, struct buf, KEY_COUNT);

	for (size_t i = 0; i < KEY_COUNT; i++) {
		scratch[i] = buf_cap(WORD_BYTES_MAX);
		scratch[i].at = arena_get(arena, WORD_BYTES_MAX);
		scratch[i].size = WORD_BYTES_MAX;
	}
	return scratch;
}

struct matcher *matcher_build(struct arena *arena,
	const struct matcher_term *terms, size_t count)
{
	struct matcher *matcher = ARENA_NEW(arena, struct matcher);
	struct group beginning = {0};

	if (count > MATCHER_TERMS_MAX) count = MATCHER_TERMS_MAX;
	matcher->arena = arena;
	for (size_t i = 0; i < count; i++) {
		matcher->has_lang[terms[i].lang] = true;
	}
	matcher->affixes = affix_open(arena, matcher->has_lang);
	matcher->stems = trie_open(arena);
	matcher->scratch = scratch_of(arena);
	matcher->terms = ARENA_ARRAY(arena, struct compiled_term, count + 1);
	LIST_ADD(arena, &matcher->groups, beginning);
	for (size_t i = 0; i < count; i++) {
		const struct matcher_term *of = &terms[i];

		matcher->terms[i].flags = of->flags;
		ends_at(matcher, text_put(matcher, of, of->text), i);
		for (size_t k = 0; k < of->form_count; k++) {
			ends_at(matcher, text_put(matcher, of, of->forms[k]), i);
		}
		context_put(matcher, of, &matcher->terms[i]);
	}
	return matcher;
}
