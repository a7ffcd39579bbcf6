/* Light stems: see stem.h. The lists are written in the letters of the loose
 * key: heh for AE too, one yeh, one kaf, no hamza on a carrier. How many
 * letters must be left behind each was found by trying (bench/text_fold.c).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/stem.h"

#include "base/utf8.h"

#include <string.h>

/* Comes off when so many letters are left. Longest first; ends with none. */
struct affix {
	str text;
	size_t left;
};

struct lists {
	const struct affix *articles;  /* taken off first, one */
	const struct affix *endings;   /* then so many of these */
	unsigned rounds;
	const struct affix *particles; /* last, one */
};

static const struct affix none[] = {{{0}, 0}};

static const struct affix articles_ar[] = {
	{S_INIT("فبال"), 3}, {S_INIT("وبال"), 3}, {S_INIT("وکال"), 3},
	{S_INIT("بال"), 3}, {S_INIT("عال"), 3}, {S_INIT("فال"), 3},
	{S_INIT("فلل"), 3}, {S_INIT("هال"), 3}, {S_INIT("وال"), 3},
	{S_INIT("ولل"), 3}, {S_INIT("کال"), 3}, {S_INIT("ال"), 3},
	{S_INIT("لل"), 3}, {{0}, 0}};
static const struct affix particles_ar[] = {
	{S_INIT("وب"), 3}, {S_INIT("ول"), 3}, {S_INIT("ب"), 3},
	{S_INIT("ف"), 4}, {S_INIT("ل"), 3}, {S_INIT("و"), 3}, {S_INIT("ک"), 4}, {{0}, 0}};

static const struct affix endings_ar[] = {
	{S_INIT("اتنا"), 3}, {S_INIT("اتها"), 3}, {S_INIT("اتهم"), 3},
	{S_INIT("اته"), 3}, {S_INIT("تها"), 3}, {S_INIT("تهم"), 3},
	{S_INIT("هما"), 3}, {S_INIT("کما"), 3}, {S_INIT("یات"), 3},
	{S_INIT("یون"), 3}, {S_INIT("یین"), 3}, {S_INIT("ات"), 2},
	{S_INIT("ان"), 3}, {S_INIT("ته"), 3}, {S_INIT("تی"), 3},
	{S_INIT("نا"), 3}, {S_INIT("ها"), 3}, {S_INIT("هم"), 3},
	{S_INIT("هن"), 3}, {S_INIT("وا"), 3}, {S_INIT("ون"), 3},
	{S_INIT("کم"), 3}, {S_INIT("کن"), 3}, {S_INIT("ین"), 3},
	{S_INIT("یه"), 3}, {S_INIT("ا"), 3}, {S_INIT("ت"), 3},
	{S_INIT("ه"), 3}, {S_INIT("ی"), 4}, {{0}, 0}};

static const struct affix endings_ckb[] = {
	{S_INIT("هکانه"), 3}, {S_INIT("هکانی"), 3}, {S_INIT("ترین"), 3},
	{S_INIT("هکان"), 3}, {S_INIT("هکهی"), 3}, {S_INIT("کانه"), 3},
	{S_INIT("کانی"), 3}, {S_INIT("یانه"), 3}, {S_INIT("یهتی"), 3},
	{S_INIT("یهوه"), 3}, {S_INIT("یهکی"), 3}, {S_INIT("انا"), 3},
	{S_INIT("انه"), 3}, {S_INIT("انی"), 3}, {S_INIT("تان"), 3},
	{S_INIT("مان"), 3}, {S_INIT("هوه"), 3}, {S_INIT("هکه"), 3},
	{S_INIT("کان"), 3}, {S_INIT("یان"), 3}, {S_INIT("یدا"), 3},
	{S_INIT("یهک"), 3}, {S_INIT("یکی"), 3}, {S_INIT("ان"), 3},
	{S_INIT("تر"), 3}, {S_INIT("دا"), 3}, {S_INIT("که"), 4},
	{S_INIT("یش"), 5}, {S_INIT("ین"), 3}, {S_INIT("یه"), 3},
	{S_INIT("یک"), 3}, {S_INIT("ت"), 4}, {S_INIT("ش"), 4},
	{S_INIT("م"), 4}, {S_INIT("ن"), 4}, {S_INIT("ه"), 4}, {S_INIT("ی"), 3}, {{0}, 0}};

static const struct affix endings_badini[] = {
	{S_INIT("ترین"), 3}, {S_INIT("هکا"), 3}, {S_INIT("هکه"), 3},
	{S_INIT("هکی"), 3}, {S_INIT("یان"), 3}, {S_INIT("یکا"), 3},
	{S_INIT("یکی"), 3}, {S_INIT("ان"), 3}, {S_INIT("تر"), 3},
	{S_INIT("دا"), 3}, {S_INIT("یا"), 3}, {S_INIT("ین"), 3},
	{S_INIT("یک"), 3}, {S_INIT("ا"), 3}, {S_INIT("ه"), 4},
	{S_INIT("ی"), 3}, {{0}, 0}};

static const struct affix particles_kmr[] = {
	{S_INIT("bi"), 4}, {S_INIT("di"), 3}, {{0}, 0}};
static const struct affix endings_kmr[] = {
	{S_INIT("tirin"), 3}, {S_INIT("eyan"), 3}, {S_INIT("yeke"), 3},
	{S_INIT("yeki"), 3}, {S_INIT("eke"), 3}, {S_INIT("eki"), 3},
	{S_INIT("ine"), 3}, {S_INIT("tir"), 3}, {S_INIT("yan"), 3},
	{S_INIT("yek"), 3}, {S_INIT("yen"), 3}, {S_INIT("an"), 3},
	{S_INIT("ek"), 4}, {S_INIT("en"), 3}, {S_INIT("im"), 3},
	{S_INIT("in"), 5}, {S_INIT("ya"), 4}, {S_INIT("ye"), 3},
	{S_INIT("a"), 3}, {S_INIT("e"), 3}, {S_INIT("i"), 4}, {{0}, 0}};

static const struct lists lists[TEXT_LANG_COUNT] = {
	[TEXT_AR] = {articles_ar, endings_ar, 2, particles_ar},
	[TEXT_CKB] = {none, endings_ckb, 3, none},
	[TEXT_KMR] = {none, endings_kmr, 2, particles_kmr},
	[TEXT_KMR_ARAB] = {none, endings_badini, 2, none},
};

/* The last byte tells most affixes apart; every word meets every affix. */
static bool is_same(const char *at, str affix)
{
	return at[affix.len - 1] == affix.at[affix.len - 1] &&
	       memcmp(at, affix.at, affix.len) == 0;
}

static str begin_cut(str word, const struct affix *affixes)
{
	for (; affixes->text.len > 0; affixes++) {
		str affix = affixes->text, left;

		if (word.len <= affix.len || !is_same(word.at, affix)) continue;
		left = str_from(word, affix.len);
		if (utf8_count(left) >= affixes->left) return left;
	}
	return word;
}

static str end_cut(str word, const struct affix *affixes)
{
	for (; affixes->text.len > 0; affixes++) {
		str affix = affixes->text, left = word;

		if (word.len <= affix.len) continue;
		left.len -= affix.len;
		if (!is_same(left.at + left.len, affix)) continue;
		if (utf8_count(left) >= affixes->left) return left;
	}
	return word;
}

/* 1950da, 11e: the number alone. One digit may be a letter of chat. */
static str number_cut(str word)
{
	size_t digits = 0;

	while (digits < word.len && word.at[digits] >= '0' &&
		word.at[digits] <= '9') {
		digits++;
	}
	return digits >= 2 ? str_first(word, digits) : word;
}

static bool is_vowel(char letter)
{
	return letter == 'a' || letter == 'e' || letter == 'i' ||
	       letter == 'o' || letter == 'u';
}

/* stopp -> stop, but not fall, pass. */
static str undouble(str word)
{
	char last = word.len < 4 ? 'l' : word.at[word.len - 1];

	if (last == 'l' || last == 's' || last == 'z' || is_vowel(last) ||
		word.at[word.len - 2] != last) {
		return word;
	}
	return str_first(word, word.len - 1);
}

static str english_cut(str word)
{
	static const struct affix plural[] = {{S_INIT("'s"), 1},
		{S_INIT("ies"), 2}, {S_INIT("s"), 3}, {{0}, 0}};
	static const struct affix verb[] = {{S_INIT("ing"), 3}, {S_INIT("ied"), 2},
		{S_INIT("ed"), 3}, {{0}, 0}};
	static const struct affix vowel[] = {{S_INIT("ie"), 2}, {S_INIT("e"), 3},
		{S_INIT("y"), 2}, {{0}, 0}};
	str stem = word;

	if (!str_ends(stem, S("ss")) && !str_ends(stem, S("us"))) {
		stem = end_cut(stem, plural);
	}
	stem = end_cut(stem, verb);
	return undouble(end_cut(stem, vowel));
}

static str lists_cut(str word, const struct lists *of)
{
	word = begin_cut(word, of->articles);
	for (unsigned i = 0; i < of->rounds; i++) {
		word = end_cut(word, of->endings);
	}
	return begin_cut(word, of->particles);
}

void stem_put(struct buf *out, enum text_lang lang, str loose_word)
{
	str stem = number_cut(loose_word);

	must((size_t)lang < TEXT_LANG_COUNT);
	if (stem.len < loose_word.len) {
		buf_put(out, stem);
	} else if (lang == TEXT_EN) {
		buf_put(out, english_cut(stem));
	} else if (lists[lang].rounds > 0) {
		buf_put(out, lists_cut(stem, &lists[lang]));
	} else {
		buf_put(out, stem);
	}
}
