/* Light stems: see stem.h. The lists are written in the letters of the loose
 * key: heh for AE too, one yeh, one kaf, no hamza on a carrier.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/stem.h"

#include "base/utf8.h"

enum {
	/* Letters that must be left. */
	LEFT_MIN = 3,
	/* When what goes is a single letter. */
	LEFT_OF_ONE_MIN = 4
};

/* Longest first; the first that fits is taken off; ends with an empty one. */
struct lists {
	const str *beginnings, *endings;
	unsigned rounds; /* of endings */
};

static const str none[] = {{0}};

static const str beginnings_ar[] = {S_INIT("وبال"), S_INIT("وکال"),
	S_INIT("فبال"), S_INIT("ولل"), S_INIT("فلل"), S_INIT("وال"), S_INIT("فال"),
	S_INIT("بال"), S_INIT("کال"), S_INIT("هال"), S_INIT("عال"), S_INIT("ال"),
	S_INIT("لل"), S_INIT("و"), {0}};
static const str endings_ar[] = {S_INIT("هما"), S_INIT("کما"), S_INIT("یات"),
	S_INIT("یون"), S_INIT("یین"), S_INIT("ات"), S_INIT("ون"), S_INIT("ین"),
	S_INIT("ان"), S_INIT("یه"), S_INIT("ها"), S_INIT("هم"), S_INIT("هن"),
	S_INIT("کم"), S_INIT("کن"), S_INIT("نا"), S_INIT("وا"), S_INIT("ه"),
	S_INIT("ی"), {0}};
static const str endings_ckb[] = {S_INIT("هکان"), S_INIT("کان"), S_INIT("هکه"),
	S_INIT("کانی"), S_INIT("کانه"), S_INIT("یهک"), S_INIT("یان"), S_INIT("مان"),
	S_INIT("تان"), S_INIT("هوه"), S_INIT("انه"), S_INIT("که"), S_INIT("یک"),
	S_INIT("ان"), S_INIT("دا"), S_INIT("یش"), S_INIT("یه"), S_INIT("ی"),
	S_INIT("ه"), S_INIT("ش"), S_INIT("م"), S_INIT("ت"), S_INIT("ن"), {0}};
static const str endings_kmr[] = {S_INIT("tirin"), S_INIT("eke"), S_INIT("eki"),
	S_INIT("tir"), S_INIT("an"), S_INIT("en"), S_INIT("ek"), S_INIT("yan"),
	S_INIT("a"), S_INIT("e"), S_INIT("i"), {0}};
static const str endings_en[] = {S_INIT("'s"), S_INIT("ing"), S_INIT("ies"),
	S_INIT("ed"), S_INIT("es"), S_INIT("s"), {0}};

static const struct lists lists[TEXT_LANG_COUNT] = {
	[TEXT_AR] = {beginnings_ar, endings_ar, 2},
	[TEXT_CKB] = {none, endings_ckb, 3},
	[TEXT_KMR] = {none, endings_kmr, 2},
	[TEXT_KMR_ARAB] = {none, endings_ckb, 3},
	[TEXT_EN] = {none, endings_en, 1},
};

static bool leaves_enough(str left, str gone)
{
	size_t min = utf8_count(gone) == 1 ? LEFT_OF_ONE_MIN : LEFT_MIN;

	return utf8_count(left) >= min;
}

static str begin_cut(str word, const str *beginnings)
{
	for (; beginnings->len > 0; beginnings++) {
		str left = str_from(word, beginnings->len);

		if (str_starts(word, *beginnings) &&
			leaves_enough(left, *beginnings)) {
			return left;
		}
	}
	return word;
}

static str end_cut(str word, const str *endings)
{
	for (; endings->len > 0; endings++) {
		str left = str_first(word, word.len - endings->len);

		if (str_ends(word, *endings) && leaves_enough(left, *endings)) {
			return left;
		}
	}
	return word;
}

void stem_put(struct buf *out, enum text_lang lang, str loose_word)
{
	const struct lists *of;
	str stem = loose_word;

	must((size_t)lang < TEXT_LANG_COUNT);
	of = &lists[lang];
	if (of->rounds > 0) {
		stem = begin_cut(stem, of->beginnings);
		for (unsigned i = 0; i < of->rounds; i++) {
			stem = end_cut(stem, of->endings);
		}
	}
	buf_put(out, stem);
}
