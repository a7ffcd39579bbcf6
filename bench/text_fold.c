/* How fast text is folded (CPU time, one core, our own sentences), and how well
 * our stems stand beside the analyses of spelling dictionaries: Debian's
 * hunspell-ar for Arabic, KLPT's (CC BY-SA, only measured) for Sorani, over the
 * words of NTREX. What is computed: words of the text whose analyses all name
 * one stem (for Sorani also: all are nouns), loosely folded. For each such
 * stem of three letters or more that has two forms or more in the text:
 * found are the words, counted as often as they stand there, whose stem by our
 * lists is that of the dictionary's stem; right are those that the dictionary
 * gives that stem. P, R and F over the sums. "Folding only" is the same with
 * words for stems; it shows that notes/language.md 4.3 was measured alike (.44
 * and .34). Status 1 below a floor; what is not here is skipped with a note.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/utf8.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/library.h"
#include "text/fold.h"
#include "text/stem.h"
#include "text/word.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	FILE_MAX = 8 << 20,
	PATH_BYTES = 512,
	WORDS_MAX = 1 << 17,
	SPEED_BYTES = 16 << 20,
	SPEED_FLOOR = 100 /* megabytes in a second */
};

/* libhunspell's own interface, which has no header here. */
struct hunspell {
	struct library library;
	void *(*create)(const char *affixes, const char *words);
	void (*destroy)(void *handle);
	int (*analyze)(void *handle, char ***ret_list, const char *word);
	void (*free_list)(void *handle, char ***list, int count);
	void *handle;
};

struct row {
	str form, gold, stem; /* loose keys */
	size_t count;
};

struct rows {
	struct row at[WORDS_MAX];
	size_t count;
};

static const struct set {
	enum text_lang lang;
	const char *text, *affixes, *words;
	bool in_data, nouns;
	double theirs, floor, folding;
} sets[] = {
#define NEWS(name) "text/ntrex/newstest2019-ref." name ".txt"
	{TEXT_AR, NEWS("arb"), "/usr/share/hunspell/ar.aff",
		"/usr/share/hunspell/ar.dic", false, false, .89, .89, .44},
	{TEXT_CKB, NEWS("ckb-Arab"), "text/klpt/ckb-Arab.aff",
		"text/klpt/ckb-Arab.dic", true, true, .85, .85, .34},
};

static void path_put(char path[PATH_BYTES], bool in_data, const char *name)
{
	const char *data = getenv("TEXT_DATA");

	(void)snprintf(path, PATH_BYTES, "%s%s%s",
		!in_data ? "" : data == NULL ? "../shared/data" : data,
		in_data ? "/" : "", name);
}

static bool hunspell_begin(struct hunspell *h, const struct set *set)
{
	char affixes[PATH_BYTES], words[PATH_BYTES];
	struct buf there = buf_cap(FILE_MAX);
	bool begun;

	path_put(affixes, set->in_data, set->affixes);
	path_put(words, set->in_data, set->words);
	begun = file_read(words, FILE_MAX, &there) == NULL &&
		library_open(&h->library, "libhunspell-1.7.so.0") == NULL &&
		library_find(&h->library, "Hunspell_create", &h->create) &&
		library_find(&h->library, "Hunspell_destroy", &h->destroy) &&
		library_find(&h->library, "Hunspell_analyze", &h->analyze) &&
		library_find(&h->library, "Hunspell_free_list", &h->free_list);
	buf_close(&there);
	if (begun) h->handle = h->create(affixes, words);
	return begun && h->handle != NULL;
}

static str loose_of(struct arena *arena, enum text_lang lang, str word)
{
	struct buf key = {0};
	str kept;

	fold_put(&key, FOLD_LOOSE, lang, word);
	kept = buf_take(&key, arena);
	return kept;
}

static str stem_of(struct arena *arena, enum text_lang lang, str loose)
{
	struct buf stem = {0};

	stem_put(&stem, lang, loose);
	return buf_take(&stem, arena);
}

/* What stands behind `name` in an analysis; empty when it is not there. */
static str field_of(str analysis, str name)
{
	str word, found = {0};

	while (str_word(&analysis, &word)) {
		if (str_starts(word, name)) found = str_from(word, name.len);
	}
	return found;
}

/* The one stem of all analyses; empty when there are two, or none. */
static str gold_of(struct arena *arena, const struct hunspell *h,
	const struct set *set, str word)
{
	char **list = NULL;
	int count = h->analyze(h->handle, &list, str_c(arena, word));
	str gold = {0};
	bool one = count > 0;

	for (int i = 0; i < count && one; i++) {
		str analysis = str_trim(str_of(list[i]));
		str stem = field_of(analysis, S("st:"));

		if (stem.len == 0) stem = word;
		stem = loose_of(arena, set->lang, stem);
		if (gold.len > 0 && !str_eq(gold, stem)) one = false;
		if (set->nouns &&
			!str_eq(field_of(analysis, S("po:")), S("noun"))) {
			one = false;
		}
		gold = stem;
	}
	h->free_list(h->handle, &list, count);
	return one ? gold : (str){0};
}

static int by_text(const void *a, const void *b)
{
	return str_compare(*(const str *)a, *(const str *)b);
}

static int by_gold(const void *a, const void *b)
{
	const struct row *one = a, *two = b;
	int order = str_compare(one->gold, two->gold);

	return order != 0 ? order : str_compare(one->form, two->form);
}

static void rows_read(struct arena *arena, const struct hunspell *h,
	const struct set *set, str text, struct rows *rows)
{
	str *words = ARENA_ARRAY(arena, str, WORDS_MAX);
	size_t count = 0, at = 0, same;
	struct word word;

	while (word_next(text, &at, &word) && count < WORDS_MAX) {
		if (word.kind != WORD_LETTERS) continue;
		words[count++] = str_first(str_from(text, word.at), word.len);
	}
	qsort(words, count, sizeof(words[0]), by_text);
	for (size_t i = 0; i < count; i += same) {
		str gold = gold_of(arena, h, set, words[i]);

		for (same = 1; i + same < count &&
			str_eq(words[i], words[i + same]); same++) {}
		if (gold.len == 0) continue;
		rows->at[rows->count] = (struct row){.gold = gold, .count = same};
		rows->at[rows->count].form =
			loose_of(arena, set->lang, words[i]);
		rows->at[rows->count].stem = stem_of(arena, set->lang,
			rows->at[rows->count].form);
		rows->count++;
	}
	qsort(rows->at, rows->count, sizeof(rows->at[0]), by_gold);
}

struct score { size_t right, found, all, stems; };

static double harmonic(struct score s)
{
	double p = (double)s.right / (double)(s.found == 0 ? 1 : s.found);
	double r = (double)s.right / (double)(s.all == 0 ? 1 : s.all);

	return p + r == 0 ? 0 : 2 * p * r / (p + r);
}

/* The rows of one stem, from `from` to `to`, against all. */
static void stem_score(struct score *score, const struct rows *rows,
	size_t from, size_t to, str stem)
{
	score->stems++;
	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->at[i];
		bool ours = str_eq(stem.len == 0 ? row->form : row->stem,
			stem.len == 0 ? rows->at[from].gold : stem);

		if (i >= from && i < to) score->all += row->count;
		if (ours) score->found += row->count;
		if (ours && i >= from && i < to) score->right += row->count;
	}
}

static struct score score_of(struct arena *arena, const struct set *set,
	const struct rows *rows, bool folding_only)
{
	struct score score = {0};
	size_t to;

	for (size_t from = 0; from < rows->count; from = to) {
		str gold = rows->at[from].gold, stem = {0};
		size_t forms = 1;

		for (to = from + 1; to < rows->count &&
			str_eq(rows->at[to].gold, gold); to++) {
			forms += !str_eq(rows->at[to].form,
				rows->at[to - 1].form);
		}
		if (forms < 2 || utf8_count(gold) < 3) continue;
		if (!folding_only) stem = stem_of(arena, set->lang, gold);
		stem_score(&score, rows, from, to, stem);
	}
	return score;
}

static bool set_print(const struct set *set, struct score ours,
	struct score folding)
{
	bool held = harmonic(ours) >= set->floor;

	(void)printf("stems of %-4s (%4zu)       P %.3f R %.3f F %.3f"
		     "   F %.2f            >= %.2f %s\n",
		text_lang_tag(set->lang).at, ours.stems,
		(double)ours.right / (double)ours.found,
		(double)ours.right / (double)ours.all, harmonic(ours),
		set->theirs, set->floor, held ? "" : "MISSED");
	(void)printf("  folding only                          F %.3f   F %.2f\n",
		harmonic(folding), set->folding);
	return held;
}

static bool set_row(const struct set *set)
{
	struct hunspell hunspell = {0};
	struct buf text = buf_cap(FILE_MAX);
	struct rows *rows = mem_get(sizeof(*rows));
	struct arena *arena = arena_open(256 << 20);
	char path[PATH_BYTES];
	bool held = true;

	path_put(path, true, set->text);
	if (file_read(path, FILE_MAX, &text) != NULL ||
		!hunspell_begin(&hunspell, set)) {
		(void)printf("stems of %s: the text, the dictionary or "
			     "libhunspell is not here\n",
			text_lang_tag(set->lang).at);
	} else {
		rows_read(arena, &hunspell, set, buf_str(&text), rows);
		held = set_print(set, score_of(arena, set, rows, false),
			score_of(arena, set, rows, true));
		hunspell.destroy(hunspell.handle);
	}
	mem_free(rows);
	arena_close(&arena);
	buf_close(&text);
	return held;
}

static bool speed_row(const char *name, enum fold_key key, enum text_lang lang,
	const char *sentence)
{
	struct buf text = buf_cap(SPEED_BYTES), out = buf_cap(2 * SPEED_BYTES);
	uint64_t best_us = UINT64_MAX;
	double rate;

	while (text.len + strlen(sentence) < SPEED_BYTES) {
		buf_text(&text, sentence);
	}
	for (size_t i = 0; i < 5; i++) {
		uint64_t begun = clock_cpu_us();

		fold_put(&out, key, lang, buf_str(&text));
		begun = clock_cpu_us() - begun;
		if (begun < best_us) best_us = begun;
		buf_reset(&out);
	}
	rate = (double)text.len / (double)(best_us == 0 ? 1 : best_us);
	(void)printf("folding, %-22s %5.0f MB/s   %-26s >= %4d %s\n", name, rate,
		"", SPEED_FLOOR, rate >= SPEED_FLOOR ? "" : "MISSED");
	buf_close(&text);
	buf_close(&out);
	return rate >= SPEED_FLOOR;
}

int main(void)
{
	static const char arabic[] =
		"أنا بخير الآن، لكنّ أخي يهدّدني كل يوم ولا أعرف إلى أين أذهب.\n";
	static const char sorani[] =
		"من ئێستا باشم، به‌ڵام براکەم هەموو ڕۆژێک هەڕەشەم لێ دەکات.\n";
	static const char kurmanji[] =
		"Ez niha baş im, lê birayê min her roj gefan li min dixwe.\n";
	static const char english[] =
		"I am well now, but my brother threatens me every day.\n";
	bool held = true;

	held = speed_row("ar strict", FOLD_STRICT, TEXT_AR, arabic) && held;
	held = speed_row("ar loose", FOLD_LOOSE, TEXT_AR, arabic) && held;
	held = speed_row("ckb strict", FOLD_STRICT, TEXT_CKB, sorani) && held;
	held = speed_row("ckb loose", FOLD_LOOSE, TEXT_CKB, sorani) && held;
	held = speed_row("kmr strict", FOLD_STRICT, TEXT_KMR, kurmanji) && held;
	held = speed_row("kmr loose", FOLD_LOOSE, TEXT_KMR, kurmanji) && held;
	held = speed_row("en strict", FOLD_STRICT, TEXT_EN, english) && held;
	for (size_t i = 0; i < NELEM(sets); i++) {
		held = set_row(&sets[i]) && held;
	}
	return held ? 0 : 1;
}
