/* Words and signs for counting: see readable_word.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/readable_word.h"

#include "base/utf8.h"

static const str no_negations[] = {{0}};
static const str negations_ar[] = {S_INIT("لا"), S_INIT("ما"), S_INIT("لم"),
	S_INIT("لن"), S_INIT("مو"), S_INIT("ليس"), S_INIT("ليست"), S_INIT("ماكو"),
	S_INIT("مش"), S_INIT("ولا"), S_INIT("غير"), {0}};
static const str negations_ckb[] = {S_INIT("نییە"), S_INIT("نیە"), S_INIT("نەک"),
	S_INIT("ناکرێت"), S_INIT("ناکات"), S_INIT("ناکەن"), S_INIT("نابێت"),
	S_INIT("نابێ"), S_INIT("ناتوانێت"), S_INIT("ناتوانن"), S_INIT("ناتوانیت"),
	S_INIT("نازانێت"), S_INIT("مەکە"), S_INIT("مەکەن"), S_INIT("نین"),
	S_INIT("نەبێت"), S_INIT("بێ"), S_INIT("نەبوو"), {0}};
static const str negations_kmr[] = {S_INIT("ne"), S_INIT("na"), S_INIT("nîne"),
	S_INIT("tune"), S_INIT("tuneye"), S_INIT("nikare"), S_INIT("nikarin"),
	S_INIT("nikarî"), S_INIT("nake"), S_INIT("nakin"), S_INIT("nabe"),
	S_INIT("nabin"), S_INIT("nayê"), S_INIT("nekin"), S_INIT("neke"),
	S_INIT("nizane"), S_INIT("bê"), {0}};
static const str negations_badini[] = {S_INIT("نە"), S_INIT("نینە"),
	S_INIT("نینن"), S_INIT("نابیت"), S_INIT("ناکەت"), S_INIT("ناکەن"),
	S_INIT("نەشێت"), S_INIT("نەشێن"), S_INIT("نەکە"), S_INIT("نەکەن"),
	S_INIT("ناهێت"), S_INIT("نزانیت"), S_INIT("بێ"), {0}};
static const str negations_en[] = {S_INIT("not"), S_INIT("no"), S_INIT("never"),
	S_INIT("nothing"), S_INIT("nobody"), S_INIT("none"), S_INIT("cannot"),
	S_INIT("without"), S_INIT("don't"), S_INIT("can't"), S_INIT("won't"),
	S_INIT("doesn't"), S_INIT("didn't"), S_INIT("isn't"), S_INIT("aren't"),
	{0}};

static const struct readable_rules rules[TEXT_LANG_COUNT] = {
	[TEXT_AR] = {7, 9, 30, true, negations_ar},
	[TEXT_CKB] = {8, 12, 30, true, negations_ckb},
	[TEXT_KMR] = {7, 11, 35, false, negations_kmr},
	[TEXT_KMR_ARAB] = {8, 12, 30, true, negations_badini},
	[TEXT_EN] = {7, 11, 35, false, negations_en},
	[TEXT_FA] = {6, 9, 30, true, no_negations},
	[TEXT_TR] = {9, 13, 35, false, no_negations},
	[TEXT_SV] = {7, 14, 35, false, no_negations},
	[TEXT_AR_LATN] = {7, 12, 35, false, no_negations},
	[TEXT_CKB_LATN] = {8, 12, 35, false, no_negations},
	[TEXT_MIXED] = {7, 12, 35, false, no_negations},
	[TEXT_UND] = {7, 12, 35, false, no_negations},
};

const struct readable_rules *readable_rules_of(enum text_lang lang)
{
	must((size_t)lang < TEXT_LANG_COUNT);
	return &rules[lang];
}

struct range { uint32_t first, last; };

static bool is_in(uint32_t point, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (point >= ranges[i].first && point <= ranges[i].last) {
			return true;
		}
	}
	return false;
}

static bool is_unseen(uint32_t point)
{
	static const struct range unseen[] = {
		{0x300, 0x36F}, {0x610, 0x61A}, {0x61C, 0x61C}, {0x640, 0x640},
		{0x64B, 0x65F}, {0x670, 0x670}, {0x6D6, 0x6ED},
		{0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2069},
		{0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
	};

	return is_in(point, unseen, NELEM(unseen));
}

static bool is_letter(uint32_t point)
{
	static const struct range letters[] = {
		{'0', '9'}, {'A', 'Z'}, {'a', 'z'}, {0xAA, 0xAA}, {0xB5, 0xB5},
		{0xBA, 0xBA}, {0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF},
		{0x370, 0x5FF}, {0x620, 0x669}, {0x66E, 0x6D3}, {0x6D5, 0x6D5},
		{0x6EE, 0x1FFF}, {0x2C00, 0x2DFF}, {0x3040, 0xD7FF},
		{0xF900, 0xFDFF}, {0xFE70, 0xFEFC}, {0x10000, 0x1CFFF},
		{0x20000, 0x3FFFF},
	};

	return is_in(point, letters, NELEM(letters));
}

/* One point, or one byte that is none (then 0). */
static uint32_t point_take(str *rest)
{
	uint32_t point = 0;

	if (!utf8_next(rest, &point)) *rest = str_from(*rest, 1);
	return point;
}

bool readable_word_next(str *rest, struct readable_word *ret_word)
{
	str word = {0};
	size_t letters = 0;

	while (rest->len > 0) {
		str before = *rest;
		uint32_t point = point_take(rest);

		if (is_letter(point) && !is_unseen(point)) {
			if (letters++ == 0) word.at = before.at;
			word.len = (size_t)(rest->at - word.at);
			continue;
		}
		if (letters == 0) continue;
		if (is_unseen(point)) continue;
		/* don't, 11'ê, l'eau */
		if (point == '\'' || point == 0x2019) {
			str after = *rest;

			if (is_letter(point_take(&after))) continue;
		}
		break;
	}
	if (letters == 0) return false;
	*ret_word = (struct readable_word){word, letters};
	return true;
}

static bool is_blank(str rest)
{
	return rest.len == 0 || rest.at[0] == ' ' || rest.at[0] == '\n' ||
	       rest.at[0] == '\t' || rest.at[0] == '\r';
}

/* True when what is in front ends in a word of one letter: "d. h.", "د. ". */
static bool ends_in_initial(str before)
{
	size_t letters = 0;

	while (before.len > 0) {
		unsigned char last = (unsigned char)before.at[before.len - 1];

		if (last == ' ' || last == '\n' || last == '.') break;
		if ((last & 0xC0) != 0x80) letters++;
		before.len--;
	}
	return letters == 1;
}

static bool is_end(str sentence, uint32_t point, str after)
{
	if (point == '!' || point == '?' || point == 0x61F || point == 0x2026 ||
		point == 0x6D4) {
		return true;
	}
	if (point != '.') return false;
	if (after.len > 0 && (after.at[0] == ')' || after.at[0] == '"')) {
		after = str_from(after, 1);
	}
	return is_blank(after) && !ends_in_initial(sentence);
}

bool readable_sentence_next(str *rest, str *ret_sentence)
{
	str begin = str_trim(*rest), walk = begin;

	if (begin.len == 0) return false;
	while (walk.len > 0) {
		str before = str_first(begin, begin.len - walk.len);
		uint32_t point = point_take(&walk);

		if (is_end(before, point, walk)) break;
	}
	*ret_sentence = str_trim(str_first(begin, begin.len - walk.len));
	*rest = walk;
	return true;
}

size_t readable_count(str text)
{
	struct readable_word word;
	size_t count = 0;

	while (readable_word_next(&text, &word)) count++;
	return count;
}

str readable_span(str first, str last)
{
	return str_bytes(first.at, (size_t)(last.at + last.len - first.at));
}

static bool is_one_of(str word, const str *list)
{
	for (; list->len > 0; list++) {
		if (str_eq_nocase(word, *list)) return true;
	}
	return false;
}

bool readable_is_negation(const struct readable_rules *of, str word)
{
	return is_one_of(word, of->negations);
}

bool readable_is_be(str word)
{
	static const str forms[] = {S_INIT("is"), S_INIT("are"), S_INIT("was"),
		S_INIT("were"), S_INIT("be"), S_INIT("been"), S_INIT("being"),
		{0}};

	return is_one_of(word, forms);
}

bool readable_is_participle(str word)
{
	static const str irregular[] = {S_INIT("taken"), S_INIT("given"),
		S_INIT("made"), S_INIT("done"), S_INIT("sent"), S_INIT("kept"),
		S_INIT("found"), S_INIT("told"), S_INIT("written"), S_INIT("seen"),
		S_INIT("known"), S_INIT("held"), S_INIT("caught"), S_INIT("shown"),
		S_INIT("hidden"), S_INIT("stolen"), S_INIT("broken"),
		S_INIT("beaten"), S_INIT("put"), S_INIT("read"), S_INIT("lost"),
		{0}};
	static const str plain[] = {S_INIT("need"), S_INIT("indeed"),
		S_INIT("red"), S_INIT("bed"), S_INIT("tired"), S_INIT("scared"),
		S_INIT("worried"), S_INIT("hundred"), {0}};

	if (is_one_of(word, irregular)) return true;
	return word.len > 4 && str_ends(word, S("ed")) && !is_one_of(word, plain);
}

bool readable_is_tion(str word)
{
	return word.len > 6 &&
	       (str_ends(word, S("tion")) || str_ends(word, S("tions")) ||
		       str_ends(word, S("sion")) || str_ends(word, S("sions")));
}

bool readable_is_abbreviation(str word)
{
	if (word.len < 2 || word.len > 6) return false;
	for (size_t i = 0; i < word.len; i++) {
		if (word.at[i] < 'A' || word.at[i] > 'Z') return false;
	}
	return true;
}

bool readable_is_explained(str text, str abbreviation)
{
	size_t at;

	for (; (at = str_find(text, abbreviation)) != SIZE_MAX;
		text = str_from(text, at + abbreviation.len)) {
		str after = str_from(text, at + abbreviation.len);

		if (str_starts(after, S(" ("))) return true;
		if (at > 0 && text.at[at - 1] == '(' &&
			str_starts(after, S(")"))) {
			return true;
		}
	}
	return false;
}

bool readable_says_here(str words)
{
	static const str here[] = {S_INIT("here"), S_INIT("click here"),
		S_INIT("this link"), S_INIT("هنا"), S_INIT("اضغط هنا"),
		S_INIT("لێرە"), S_INIT("ئێرە"), S_INIT("vir"), S_INIT("li vir"),
		S_INIT("ڤێرە"), S_INIT("ل ڤێرە"), {0}};

	return is_one_of(str_trim(words), here);
}

static bool is_arabic(uint32_t point)
{
	return (point >= 0x620 && point <= 0x65F) ||
	       (point >= 0x66E && point <= 0x6D3) || point == 0x6D5;
}

/* The sign a point is, if it is one; `before` is the point in front. */
static bool sign_of(uint32_t point, uint32_t before, enum readable_sign *ret_sign)
{
	if (point >= '0' && point <= '9') {
		*ret_sign = READABLE_DIGIT_LATIN;
	} else if (point >= 0x660 && point <= 0x669) {
		*ret_sign = READABLE_DIGIT_ARABIC;
	} else if (point >= 0x6F0 && point <= 0x6F9) {
		*ret_sign = READABLE_DIGIT_PERSIAN;
	} else if (point == 0x643 || point == 0x64A) {
		*ret_sign = READABLE_ARABIC_KAF_YEH;
	} else if ((point == ',' || point == ';' || point == '?') &&
		is_arabic(before)) {
		*ret_sign = READABLE_LATIN_MARK;
	} else {
		return false;
	}
	return true;
}

bool readable_sign_next(str *rest, str *ret_part, enum readable_sign *ret_sign)
{
	uint32_t before = 0;

	while (rest->len > 0) {
		str from = *rest;
		uint32_t point = point_take(rest);

		if (sign_of(point, before, ret_sign)) {
			*ret_part = str_first(from, from.len - rest->len);
			return true;
		}
		before = point;
	}
	return false;
}
