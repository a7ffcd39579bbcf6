/* Makes the table of src/text/lang.c: `lang_train TABLE DATA OWN` writes TABLE
 * from the texts in DATA whose licence allows it (kurdish-lid, MIT; tico-19,
 * CC0) and from our own lines in OWN. One line in ten, chosen by its bytes, is
 * never looked at: bench/text_lang.c measures with those. What the numbers
 * mean: src/text/lang_table.h; whose texts: doc/attribution.md.
 *
 * Each language is a bag of slots (multinomial naive Bayes): every line, and
 * pieces of it as short as a chat line, gives its slots as a vector of length
 * one; the same texts always give the same table.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lang_latin.h"
#include "lang_split.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "text/lang_table.h"
#include "text/transliterate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Ways to make more of a line than itself. */
enum make {
	MAKE_AS_IS,
	MAKE_POOR,      /* and as a keyboard without Kurdish letters writes it */
	MAKE_PLAIN,     /* and without the marks on Latin letters */
	MAKE_CHAT,      /* only in the Latin letters of chat, Arabic */
	MAKE_CHAT_CKB,  /* the same, Sorani */
	MAKE_BADINI     /* only in Arabic letters, from Kurmanji in Latin ones */
};

struct source {
	enum text_lang lang;
	const char *file;
	const char *tag;  /* of a translation memory's variant; NULL: lines */
	enum make make;
	double weight;
};

static const struct source sources[] = {
#define LID(name) "text/kurdish-lid/" name "_train.txt"
#define TICO(name) "guides/tico-19/all.en-" name ".tmx"
	{TEXT_AR, LID("Arabic-arab"), NULL, MAKE_AS_IS, 1},
	{TEXT_AR, TICO("ar"), "ar", MAKE_AS_IS, 1},
	{TEXT_AR, "own/ar.txt", NULL, MAKE_AS_IS, 3},
	{TEXT_CKB, LID("CentralKurdish-arab"), NULL, MAKE_POOR, 1},
	{TEXT_CKB, TICO("ckb"), "ckb", MAKE_POOR, 1},
	{TEXT_CKB, "own/ckb.txt", NULL, MAKE_POOR, 3},
	{TEXT_KMR_ARAB, LID("NorthernKurdish-arab"), NULL, MAKE_POOR, 1},
	{TEXT_KMR_ARAB, TICO("ku"), "ku", MAKE_BADINI, 0.3},
	{TEXT_KMR_ARAB, "own/kmr-Arab.txt", NULL, MAKE_POOR, 3},
	{TEXT_FA, LID("Persian-arab"), NULL, MAKE_AS_IS, 1},
	{TEXT_FA, "own/fa.txt", NULL, MAKE_AS_IS, 3},
	{TEXT_KMR, LID("NorthernKurdish-latn"), NULL, MAKE_PLAIN, 1},
	{TEXT_KMR, TICO("ku"), "ku", MAKE_PLAIN, 1},
	{TEXT_KMR, "own/kmr.txt", NULL, MAKE_PLAIN, 3},
	{TEXT_EN, TICO("ar"), "en", MAKE_AS_IS, 1},
	{TEXT_EN, "own/en.txt", NULL, MAKE_AS_IS, 3},
	{TEXT_TR, LID("Turkish-latn"), NULL, MAKE_PLAIN, 1},
	{TEXT_TR, "own/tr.txt", NULL, MAKE_PLAIN, 3},
	{TEXT_SV, "own/sv.txt", NULL, MAKE_AS_IS, 1},
	{TEXT_AR_LATN, LID("Arabic-arab"), NULL, MAKE_CHAT, 0.5},
	{TEXT_AR_LATN, "own/ar.txt", NULL, MAKE_CHAT, 2},
	{TEXT_AR_LATN, "own/ar-Latn.txt", NULL, MAKE_AS_IS, 4},
	{TEXT_CKB_LATN, LID("CentralKurdish-latn"), NULL, MAKE_PLAIN, 1},
	{TEXT_CKB_LATN, TICO("ckb"), "ckb", MAKE_CHAT_CKB, 0.5},
	{TEXT_CKB_LATN, "own/ckb.txt", NULL, MAKE_CHAT_CKB, 2},
	{TEXT_CKB_LATN, "own/ckb-Latn.txt", NULL, MAKE_AS_IS, 4},
};

enum { SLOTS_OF_LINE = 1 << 16, FILE_BYTES_MAX = 8 << 20 };

/* What every language weighs before smoothing, so that one with few texts is
 * not favoured by what nobody has seen. */
static const double language_weight = 3e5;
static const double smoothing = 0.02;
/* How much of a language is what all of its script share: names and loans are
 * in the texts of one by chance. */
static const double shared_part = 0.15;

static double weights[TEXT_LANG_COUNT][GRAM_TABLE_SLOTS];
static uint32_t line_slots[SLOTS_OF_LINE];

NO_RETURN static void fail(const char *what, const char *name)
{
	(void)fprintf(stderr, "lang_train: %s %s\n", what, name);
	exit(1);
}

static int slot_compare(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return left < right ? -1 : left > right;
}

/* Adds the slots of one piece of text as a vector of length `weight`. */
static void piece_add(enum text_lang lang, str piece, double weight)
{
	bool arab = lang == TEXT_AR || lang == TEXT_CKB ||
		lang == TEXT_KMR_ARAB || lang == TEXT_FA;
	struct gram_reader reader = {.rest = piece};
	struct gram grams[GRAM_SLOTS_MAX];
	struct gram_word word;
	double squares = 0;
	size_t count = 0;

	while (gram_word_next(&reader, &word)) {
		size_t more;

		if (word.script != (arab ? GRAM_ARAB : GRAM_LATN)) continue;
		if (count + GRAM_SLOTS_MAX > SLOTS_OF_LINE) break;
		more = gram_slots(&word, grams);
		for (size_t i = 0; i < more; i++) {
			line_slots[count++] = grams[i].slot;
		}
	}
	qsort(line_slots, count, sizeof(*line_slots), slot_compare);
	for (size_t i = 0, run = 1; i < count; i++, run++) {
		if (i + 1 < count && line_slots[i + 1] == line_slots[i]) continue;
		squares += (double)(run * run);
		run = 0;
	}
	for (size_t i = 0; i < count; i++) {
		weights[lang][line_slots[i]] += weight / sqrt(squares);
	}
}

/* The whole line, then its pieces of about `letters` letters. */
static void line_add(enum text_lang lang, str line, double weight)
{
	static const size_t lengths[] = {40, 20};

	piece_add(lang, line, weight);
	for (size_t i = 0; i < NELEM(lengths); i++) {
		str rest = line, piece;

		while (split_piece(&rest, lengths[i], &piece)) {
			piece_add(lang, piece, weight);
		}
	}
}

static void made_add(const struct source *source, str line, uint64_t *state)
{
	struct buf out = {0};

	switch (source->make) {
	case MAKE_AS_IS: break;
	case MAKE_POOR: sorani_poor(&out, state, line); break;
	case MAKE_PLAIN: latin_poor(&out, state, line); break;
	case MAKE_CHAT: latin_from_arabic(&out, state, line); break;
	case MAKE_CHAT_CKB: latin_from_sorani(&out, state, line); break;
	case MAKE_BADINI: transliterate(&out, line); break;
	}
	if (source->make <= MAKE_PLAIN) line_add(source->lang, line, source->weight);
	if (source->make != MAKE_AS_IS) {
		double part = source->make <= MAKE_PLAIN ? 0.4 : 1;

		line_add(source->lang, buf_str(&out), source->weight * part);
	}
	buf_close(&out);
}

/* All of a file of DATA, or of OWN when its name begins with "own/". */
static void text_read(const char *data, const char *own, const char *name,
	struct buf *ret_text)
{
	char path[512];
	FILE *file;
	int c;

	if (str_starts(str_of(name), S("own/"))) {
		(void)snprintf(path, sizeof(path), "%s/%s", own, name + 4);
	} else {
		(void)snprintf(path, sizeof(path), "%s/%s", data, name);
	}
	file = fopen(path, "rb");
	if (file == NULL) fail("cannot read", path);
	while ((c = getc(file)) != EOF) buf_byte(ret_text, (char)c);
	(void)fclose(file);
}

static void source_add(const struct source *source, const char *data,
	const char *own)
{
	struct buf text = buf_cap(FILE_BYTES_MAX);
	size_t used = 0, kept = 0;
	str rest, line;

	text_read(data, own, source->file, &text);
	rest = buf_str(&text);
	while (split_line(&rest, source->tag, &line)) {
		uint64_t state = split_hash(line) | 1;

		if (split_is_held_out(line)) {
			kept++;
			continue;
		}
		if (split_is_mislabelled(source->lang, line)) continue;
		used++;
		made_add(source, line, &state);
	}
	(void)fprintf(stderr, "%-9s %6zu lines, %5zu kept back  %s\n",
		text_lang_tag(source->lang).at, used, kept, source->file);
	buf_close(&text);
}

/* -ln p of a slot, as a byte. */
static int cost_of(double own, double shared)
{
	double p = (1 - shared_part) * own + shared_part * shared;
	double cost;

	p = (p * language_weight + smoothing) /
		(language_weight + smoothing * GRAM_TABLE_SLOTS);
	cost = -log(p) * LANG_COST_UNIT + 0.5;

	return cost > LANG_COST_MAX ? LANG_COST_MAX : (int)cost;
}

static void script_write(FILE *table, const struct lang_side *sides, size_t count)
{
	double totals[LANG_SIDES_MAX] = {0};

	for (size_t side = 0; side < count; side++) {
		for (size_t i = 0; i < GRAM_TABLE_SLOTS; i++) {
			totals[side] += weights[sides[side].lang][i];
		}
	}
	for (size_t i = 0; i < GRAM_TABLE_SLOTS; i++) {
		double shared = 0;

		for (size_t side = 0; side < count; side++) {
			weights[sides[side].lang][i] /= totals[side];
			shared += weights[sides[side].lang][i] / (double)count;
		}
		for (size_t side = 0; side < count; side++) {
			(void)putc(cost_of(weights[sides[side].lang][i], shared),
				table);
		}
	}
}

int main(int argc, char **argv)
{
	FILE *table;

	if (argc != 4) {
		(void)fputs("usage: lang_train TABLE DATA OWN\n", stderr);
		return 1;
	}
	for (size_t i = 0; i < NELEM(sources); i++) {
		source_add(&sources[i], argv[2], argv[3]);
	}
	table = fopen(argv[1], "wb");
	if (table == NULL) fail("cannot write", argv[1]);
	script_write(table, lang_arab, LANG_ARAB_COUNT);
	script_write(table, lang_latn, LANG_LATN_COUNT);
	if (fclose(table) != 0) fail("cannot write", argv[1]);
	return 0;
}
