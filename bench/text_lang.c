/* How well and how fast languages are told apart (src/text/lang.h), beside the
 * figures of others on like texts. Three kinds of lines: those that the trainer
 * kept back; NTREX, news in six languages that no table of ours has seen (CC
 * BY-SA, never learned from); and our own chat and mixed lines. Each text is
 * cut once, between words, at 60, 30 and 15 letters. Status 1 below a floor.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "../tool/lang_split.h"

#include "os/clock.h"
#include "os/file.h"
#include "text/lang.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 8 << 20, CUTS = 4, PATH_BYTES = 512 };

static const size_t cuts[CUTS] = {0, 60, 30, 15};
static const char *const cut_names[CUTS] = {"whole", "<= 60", "<= 30", "<= 15"};

struct set {
	enum text_lang lang;
	const char *file;
	const char *tag; /* of a translation memory's variant */
};

static const struct set kept_sets[] = {
#define LID(name) "text/kurdish-lid/" name "_train.txt"
	{TEXT_AR, LID("Arabic-arab"), NULL},
	{TEXT_AR, "guides/tico-19/all.en-ar.tmx", "ar"},
	{TEXT_AR, "own/ar.txt", NULL},
	{TEXT_CKB, LID("CentralKurdish-arab"), NULL},
	{TEXT_CKB, "guides/tico-19/all.en-ckb.tmx", "ckb"},
	{TEXT_CKB, "own/ckb.txt", NULL},
	{TEXT_KMR, LID("NorthernKurdish-latn"), NULL},
	{TEXT_KMR, "guides/tico-19/all.en-ku.tmx", "ku"},
	{TEXT_KMR, "own/kmr.txt", NULL},
	{TEXT_KMR_ARAB, LID("NorthernKurdish-arab"), NULL},
	{TEXT_KMR_ARAB, "own/kmr-Arab.txt", NULL},
	{TEXT_EN, "guides/tico-19/all.en-ar.tmx", "en"},
	{TEXT_EN, "own/en.txt", NULL},
	{TEXT_FA, LID("Persian-arab"), NULL},
	{TEXT_FA, "own/fa.txt", NULL},
	{TEXT_TR, LID("Turkish-latn"), NULL},
	{TEXT_TR, "own/tr.txt", NULL},
	{TEXT_SV, "own/sv.txt", NULL},
	{TEXT_AR_LATN, "own/ar-Latn.txt", NULL},
	{TEXT_CKB_LATN, LID("CentralKurdish-latn"), NULL},
	{TEXT_CKB_LATN, "own/ckb-Latn.txt", NULL},
};

static const struct set outside_sets[] = {
#define NTREX(name) "text/ntrex/newstest2019-ref." name ".txt"
	{TEXT_AR, NTREX("arb"), NULL},
	{TEXT_CKB, NTREX("ckb-Arab"), NULL},
	{TEXT_KMR, NTREX("kmr"), NULL},
	{TEXT_EN, NTREX("eng-US"), NULL},
	{TEXT_FA, NTREX("fas"), NULL},
	{TEXT_TR, NTREX("tur"), NULL},
};

static const struct set mixed_sets[] = {
	{TEXT_MIXED, "own/mixed.txt", NULL},
};

/* Lines that stand in the wrong file: data/lang/corrections.tsv. */
struct correction { uint64_t hash; enum text_lang lang; bool none; };

enum { CORRECTIONS_MAX = 64 };

static struct correction corrections[CORRECTIONS_MAX];
static size_t correction_count;

/* What was answered, for each true language and cut. */
struct tally { size_t count[CUTS][TEXT_LANG_COUNT][TEXT_LANG_COUNT]; };

static bool text_read(const char *name, struct buf *ret_text)
{
	const char *data = getenv("TEXT_DATA");
	char path[PATH_BYTES];
	const err *e;

	if (str_starts(str_of(name), S("own/"))) {
		(void)snprintf(path, sizeof(path), "data/lang/%s", name + 4);
	} else {
		(void)snprintf(path, sizeof(path), "%s/%s",
			data == NULL ? "../shared/data" : data, name);
	}
	e = file_read(path, FILE_MAX, ret_text);
	return e == NULL;
}

static void line_count(struct tally *tally, enum text_lang lang, str line)
{
	for (size_t cut = 0; cut < CUTS; cut++) {
		str rest = line, piece = line;

		if (cuts[cut] > 0 && !split_piece(&rest, cuts[cut], &piece)) {
			continue;
		}
		tally->count[cut][lang][lang_of(piece)]++;
	}
}

static void corrections_read(void)
{
	struct buf text = {0};
	str rest, line, hash, tag;

	if (!text_read("own/corrections.tsv", &text)) return;
	rest = buf_str(&text);
	while (split_line(&rest, NULL, &line)) {
		struct correction *next = &corrections[correction_count];
		char digits[20] = {0};

		if (correction_count == CORRECTIONS_MAX ||
			!str_cut(line, '\t', &hash, &tag) || hash.len != 16) {
			break;
		}
		memcpy(digits, hash.at, hash.len);
		next->hash = strtoull(digits, NULL, 16);
		tag = str_first(tag, str_find_byte(tag, '\t'));
		next->none = !text_lang_read(tag, &next->lang);
		correction_count++;
	}
	buf_close(&text);
}

/* What a line is; false when it is nothing to measure with. */
static bool line_lang(str line, enum text_lang *lang)
{
	uint64_t hash = split_hash(line);

	if (split_is_mislabelled(*lang, line)) return false;
	for (size_t i = 0; i < correction_count; i++) {
		if (corrections[i].hash != hash) continue;
		*lang = corrections[i].lang;
		return !corrections[i].none;
	}
	return true;
}

/* False when a text is not here. */
static bool sets_count(const struct set *sets, size_t count, bool kept_only,
	struct tally *tally)
{
	for (size_t i = 0; i < count; i++) {
		struct buf text = buf_cap(FILE_MAX);
		enum text_lang lang;
		str rest, line;

		if (!text_read(sets[i].file, &text)) {
			buf_close(&text);
			return false;
		}
		rest = buf_str(&text);
		while (split_line(&rest, sets[i].tag, &line)) {
			if (kept_only && !split_is_held_out(line)) continue;
			lang = sets[i].lang;
			if (line_lang(line, &lang)) line_count(tally, lang, line);
		}
		buf_close(&text);
	}
	return true;
}

static double share(const struct tally *tally, size_t cut)
{
	size_t right = 0, all = 0;

	for (size_t lang = 0; lang < TEXT_LANG_COUNT; lang++) {
		for (size_t said = 0; said < TEXT_LANG_COUNT; said++) {
			all += tally->count[cut][lang][said];
		}
		right += tally->count[cut][lang][lang];
	}
	return all == 0 ? 0 : 100.0 * (double)right / (double)all;
}

static void confusion_print(const struct tally *tally, size_t cut)
{
	(void)printf("\n  %s, %% of the row\n  %-9s", cut_names[cut], "");
	for (size_t said = 0; said < TEXT_LANG_COUNT; said++) {
		(void)printf("%9s", text_lang_tag((enum text_lang)said).at);
	}
	for (size_t lang = 0; lang < TEXT_LANG_COUNT; lang++) {
		size_t all = 0;

		for (size_t said = 0; said < TEXT_LANG_COUNT; said++) {
			all += tally->count[cut][lang][said];
		}
		if (all == 0) continue;
		(void)printf("\n  %-9s", text_lang_tag((enum text_lang)lang).at);
		for (size_t said = 0; said < TEXT_LANG_COUNT; said++) {
			size_t n = tally->count[cut][lang][said];

			if (n == 0) {
				(void)printf("%9s", ".");
			} else {
				(void)printf("%9.1f", 100.0 * (double)n /
					(double)all);
			}
		}
	}
	(void)printf("\n\n");
}

static bool row(const char *name, double ours, const char *theirs, double floor)
{
	bool held = ours >= floor;

	(void)printf("%-34s %7.2f  %-34s >= %5.1f %s\n", name, ours, theirs,
		floor, held ? "" : "MISSED");
	return held;
}

static bool row_below(const char *name, double ours, double ceiling)
{
	bool held = ours <= ceiling;

	(void)printf("%-34s %7.2f  %-34s <= %5.1f %s\n", name, ours, "",
		ceiling, held ? "" : "MISSED");
	return held;
}

static bool kept_rows(void)
{
	static const double floors[CUTS] = {99.4, 99.4, 98.8, 95};
	static struct tally raw, tally;
	bool held = true;
	char name[40], as_labelled[40];

	if (!sets_count(kept_sets, NELEM(kept_sets), true, &raw)) {
		(void)printf("kept-back lines: the texts are not here\n");
		return true;
	}
	corrections_read();
	(void)sets_count(kept_sets, NELEM(kept_sets), true, &tally);
	for (size_t cut = 1; cut < CUTS; cut++) {
		(void)snprintf(name, sizeof(name), "language, kept back, %s",
			cut_names[cut]);
		(void)snprintf(as_labelled, sizeof(as_labelled),
			"labels as they came: %.2f", share(&raw, cut));
		held = row(name, share(&tally, cut), as_labelled, floors[cut])
			&& held;
	}
	confusion_print(&tally, CUTS - 1);
	return held;
}

static bool outside_rows(void)
{
	static const char *const theirs[CUTS] = {"",
		"CLD3 78, franc 65 (Sorani 0)", "CLD3 73, franc 63 (Sorani 0)",
		"CLD3 59, franc 58 (Sorani 0)"};
	static const double floors[CUTS] = {99.4, 99.4, 97.5, 90};
	static struct tally tally;
	bool held = true;
	char name[40];

	if (!sets_count(outside_sets, NELEM(outside_sets), false, &tally)) {
		(void)printf("NTREX: the texts are not here\n");
		return true;
	}
	for (size_t cut = 0; cut < CUTS; cut++) {
		(void)snprintf(name, sizeof(name), "language, NTREX, %s",
			cut_names[cut]);
		held = row(name, share(&tally, cut), theirs[cut],
			floors[cut]) && held;
	}
	confusion_print(&tally, CUTS - 1);
	return held;
}

/* Short lines as people write them, by hand, each with its tag. */
static bool chat_row(void)
{
	struct buf text = buf_cap(FILE_MAX);
	size_t right = 0, all = 0;
	str rest, line, tag, words;
	bool held = false;

	if (!text_read("own/chat.tsv", &text)) return false;
	rest = buf_str(&text);
	while (split_line(&rest, NULL, &line)) {
		if (!str_cut(line, '\t', &tag, &words)) break;
		all++;
		if (str_eq(text_lang_tag(lang_of(words)), tag)) right++;
	}
	if (all > 0) {
		held = row("our own chat lines", 100.0 * (double)right /
			(double)all, "of the same hand as the learned ones", 95);
	}
	buf_close(&text);
	return held;
}

static bool speed_row(void)
{
	enum { ROUNDS = 20 };
	struct buf text = buf_cap(FILE_MAX);
	size_t lines = 0, sum = 0;
	uint64_t begun;
	bool held;

	if (!text_read("text/ntrex/newstest2019-ref.ckb-Arab.txt", &text) &&
		!text_read("own/ckb.txt", &text)) {
		return false;
	}
	begun = clock_cpu_us();
	for (int i = 0; i < ROUNDS; i++) {
		str rest = buf_str(&text), line;

		for (; split_line(&rest, NULL, &line); lines++) {
			sum += lang_of(line);
		}
	}
	held = row_below("language, microseconds a line",
		(double)(clock_cpu_us() - begun) / (double)lines, 20);
	buf_close(&text);
	return held && sum > 0;
}

int main(void)
{
	static struct tally mixed;
	bool held = true;

	held = kept_rows() && held;
	held = outside_rows() && held;
	if (sets_count(mixed_sets, NELEM(mixed_sets), false, &mixed)) {
		held = row("mixed lines named as such", share(&mixed, 0), "", 80)
			&& held;
	}
	held = chat_row() && held;
	held = speed_row() && held;
	held = row_below("language, table, MB",
		(double)asset_lang_table.len / 1e6, 1.5) && held;
	return held ? 0 : 1;
}
