/* How well terms are found in the forms people write, beside the analyses of
 * spelling dictionaries (Debian's hunspell-ar; KLPT's for Sorani and Kurmanji,
 * CC BY-SA, only measured) over the words of NTREX; and how fast 10,000 terms
 * are looked for in a megabyte. What is computed: words of the text whose
 * analyses all name one stem. The most frequent stems of three letters or more
 * (400 Arabic and Kurmanji names of things, 273 Sorani nouns) are each given as
 * a term, alone: found are the words, counted as often as they stand there, that
 * the matcher marks; right are those whose stem it is. P, R and F over the sums.
 * "The word alone" and "its beginning" are beside it, and the same figures of
 * notes/language.md 5.1, whose stems were drawn otherwise. Status 1 below a
 * floor; what is not here is skipped with a note.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/utf8.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/library.h"
#include "text/fold.h"
#include "text/matcher.h"
#include "text/word.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	FILE_MAX = 8 << 20,
	PATH_BYTES = 512,
	WORDS_MAX = 1 << 17,
	SPEED_TERMS = 10000,
	SPEED_BYTES = 1000000,
	SPEED_RUNS = 5,
	MILLISECONDS_MAX = 100,
	ARENA_MAX = 512 << 20,
	STEM_LETTERS = 3
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

static const struct set {
	enum text_lang lang;
	const char *text, *dictionary;
	bool in_data;
	size_t terms;
	double floor;
	const char *theirs;
} sets[] = {
#define NEWS(name) "text/ntrex/newstest2019-ref." name ".txt"
	{TEXT_AR, NEWS("arb"), "/usr/share/hunspell/ar", false, 400, .95,
		"P .96 R .93 F .95"},
	{TEXT_CKB, NEWS("ckb-Arab"), "text/klpt/ckb-Arab", true, 273, .89,
		"P .97 R .83 F .89"},
	{TEXT_KMR, NEWS("kmr"), "text/klpt/kmr-Latn", true, 400, .90,
		"P .89 R .92 F .90"},
};

/* A word of the text, as often as it stands there. */
struct row {
	str form;
	str gold;   /* the strict key of its one stem; empty: none, or several */
	str stem;   /* as the dictionary writes it */
	bool name;  /* some analysis calls it a noun (or, but for Sorani, an
		     * adjective) */
	size_t count;
};

struct term { str gold, stem; size_t count; bool name; };

struct score { size_t right, found, all; };

static void path_put(char path[PATH_BYTES], const char *name, bool in_data,
	const char *ending)
{
	const char *data = getenv("TEXT_DATA");

	(void)snprintf(path, PATH_BYTES, "%s%s%s%s",
		!in_data ? "" : data == NULL ? "../shared/data" : data,
		in_data ? "/" : "", name, ending);
}

static bool hunspell_begin(struct hunspell *h, const struct set *set)
{
	char affixes[PATH_BYTES], words[PATH_BYTES];

	path_put(affixes, set->dictionary, set->in_data, ".aff");
	path_put(words, set->dictionary, set->in_data, ".dic");
	if (!file_exists(words) ||
		library_open(&h->library, "libhunspell-1.7.so.0") != NULL ||
		!library_find(&h->library, "Hunspell_create", &h->create) ||
		!library_find(&h->library, "Hunspell_destroy", &h->destroy) ||
		!library_find(&h->library, "Hunspell_analyze", &h->analyze) ||
		!library_find(&h->library, "Hunspell_free_list",
			&h->free_list)) {
		return false;
	}
	h->handle = h->create(affixes, words);
	return h->handle != NULL;
}

static str key_of(struct arena *arena, enum text_lang lang, str word)
{
	struct buf key = {0};
	str kept;

	fold_put(&key, FOLD_STRICT, lang, word);
	kept = buf_take(&key, arena);
	buf_close(&key);
	return kept;
}

/* KLPT marks the stem of a form with ":ts"; hunspell-ar with "st:". */
static str stem_of(const struct set *set, str analysis, bool *ret_name)
{
	str word, stem = {0}, part = {0};

	while (str_word(&analysis, &word)) {
		if (str_starts(word, S("po:"))) part = str_from(word, 3);
		if (set->in_data && str_ends(word, S(":ts"))) {
			stem = str_first(word, word.len - 3);
		}
		if (!set->in_data && str_starts(word, S("st:"))) {
			stem = str_from(word, 3);
		}
	}
	if (set->lang == TEXT_AR) {
		*ret_name = !str_eq(part, S("verb"));
	} else {
		*ret_name = str_starts(part, S("noun")) ||
			    (set->lang == TEXT_KMR && str_eq(part, S("adj")));
	}
	return stem;
}

static void gold_find(struct arena *arena, const struct hunspell *h,
	const struct set *set, struct row *row)
{
	char **list = NULL;
	int count = h->analyze(h->handle, &list, str_c(arena, row->form));
	bool one = true;

	for (int i = 0; i < count && one; i++) {
		bool name;
		str stem = stem_of(set, str_trim(str_of(list[i])), &name);
		str key = key_of(arena, set->lang, stem);

		if (key.len == 0) continue;
		one = row->gold.len == 0 || str_eq(row->gold, key);
		if (row->gold.len == 0) row->stem = str_dup(arena, stem);
		row->gold = key;
		row->name = row->name || name;
	}
	h->free_list(h->handle, &list, count);
	if (!one) row->gold = (str){0};
}

static int by_text(const void *a, const void *b)
{
	return str_compare(*(const str *)a, *(const str *)b);
}

/* The different words of a text; returns how many. */
static size_t rows_read(struct arena *arena, str text, struct row *rows)
{
	str *words = ARENA_ARRAY(arena, str, WORDS_MAX);
	size_t count = 0, rows_count = 0, at = 0, same;
	struct word word;

	while (count < WORDS_MAX && word_next(text, &at, &word)) {
		if (word.kind != WORD_LETTERS) continue;
		words[count++] = str_first(str_from(text, word.at), word.len);
	}
	qsort(words, count, sizeof(words[0]), by_text);
	for (size_t i = 0; i < count; i += same) {
		for (same = 1; i + same < count &&
			str_eq(words[i], words[i + same]); same++) {}
		rows[rows_count++] = (struct row){.form = words[i],
			.count = same};
	}
	return rows_count;
}

static int by_gold(const void *a, const void *b)
{
	return str_compare(((const struct term *)a)->gold,
		((const struct term *)b)->gold);
}

static int by_count(const void *a, const void *b)
{
	const struct term *one = a, *two = b;

	if (one->count != two->count) return one->count < two->count ? 1 : -1;
	return by_gold(a, b);
}

/* The stems that are given as terms, most frequent first; returns how many. */
static size_t terms_choose(const struct set *set, const struct row *rows,
	size_t row_count, struct term *terms)
{
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < row_count; i++) {
		if (rows[i].gold.len == 0) continue;
		terms[count++] = (struct term){rows[i].gold, rows[i].stem,
			rows[i].count, rows[i].name};
	}
	qsort(terms, count, sizeof(terms[0]), by_gold);
	for (size_t i = 0; i < count; i++) {
		if (kept > 0 && str_eq(terms[kept - 1].gold, terms[i].gold)) {
			terms[kept - 1].count += terms[i].count;
			terms[kept - 1].name |= terms[i].name;
		} else {
			terms[kept++] = terms[i];
		}
	}
	for (size_t i = 0; i < kept; i++) {
		if (!terms[i].name || utf8_count(terms[i].gold) < STEM_LETTERS) {
			terms[i].count = 0;
		}
	}
	qsort(terms, kept, sizeof(terms[0]), by_count);
	return kept < set->terms ? kept : set->terms;
}

static void score_add(struct score *score, const struct row *row,
	const struct term *term, bool found)
{
	bool right = str_eq(row->gold, term->gold);

	if (right) score->all += row->count;
	if (found) score->found += row->count;
	if (found && right) score->right += row->count;
}

static void term_score(const struct set *set, const struct term *term,
	const struct row *rows, size_t row_count, struct score scores[3])
{
	struct arena *arena = arena_open(64 << 20);
	struct matcher_term of = {.text = term->stem, .lang = set->lang};
	struct matcher *matcher = matcher_build(arena, &of, 1);
	struct buf key = {0};

	for (size_t i = 0; i < row_count; i++) {
		struct matcher_search search = matcher_begin(matcher, set->lang,
			rows[i].form);
		struct matcher_match match;
		bool found;

		if (rows[i].gold.len == 0) continue;
		/* The whole text has Kurdish letters; its words alone may not. */
		if (set->lang != TEXT_AR) search.loose = 0;
		found = matcher_next(&search, &match) &&
			match.len == rows[i].form.len;
		buf_reset(&key);
		fold_put(&key, FOLD_STRICT, set->lang, rows[i].form);
		score_add(&scores[0], &rows[i], term, found);
		score_add(&scores[1], &rows[i], term,
			str_eq(buf_str(&key), term->gold));
		score_add(&scores[2], &rows[i], term,
			str_starts(buf_str(&key), term->gold));
	}
	buf_close(&key);
	arena_close(&arena);
}

static double score_print(const char *name, struct score s)
{
	double p = (double)s.right / (double)(s.found == 0 ? 1 : s.found);
	double r = (double)s.right / (double)(s.all == 0 ? 1 : s.all);
	double f = p + r == 0 ? 0 : 2 * p * r / (p + r);

	(void)printf("%-28s P %.3f R %.3f F %.3f", name, p, r, f);
	return f;
}

static bool set_measure(const struct set *set, const struct hunspell *h,
	str text)
{
	static struct row rows[WORDS_MAX];
	static struct term terms[WORDS_MAX];
	struct arena *arena = arena_open(ARENA_MAX);
	struct score scores[3] = {{0}};
	size_t row_count = rows_read(arena, text, rows), term_count;
	char name[40];
	bool held;

	for (size_t i = 0; i < row_count; i++) {
		gold_find(arena, h, set, &rows[i]);
	}
	term_count = terms_choose(set, rows, row_count, terms);
	for (size_t i = 0; i < term_count; i++) {
		term_score(set, &terms[i], rows, row_count, scores);
	}
	(void)snprintf(name, sizeof(name), "terms of %s (%zu)",
		text_lang_tag(set->lang).at, term_count);
	held = score_print(name, scores[0]) >= set->floor;
	(void)printf("  %s  >= %.2f %s\n", set->theirs, set->floor,
		held ? "" : "MISSED");
	(void)score_print("  the word alone", scores[1]);
	(void)printf("\n");
	(void)score_print("  its beginning", scores[2]);
	(void)printf("\n");
	arena_close(&arena);
	return held;
}

static bool set_row(const struct set *set)
{
	struct hunspell hunspell = {0};
	struct buf text = buf_cap(FILE_MAX);
	char path[PATH_BYTES];
	bool held = true;

	path_put(path, set->text, true, "");
	if (file_read(path, FILE_MAX, &text) != NULL ||
		!hunspell_begin(&hunspell, set)) {
		(void)printf("terms of %s: the text, the dictionary or "
			     "libhunspell is not here\n",
			text_lang_tag(set->lang).at);
	} else {
		held = set_measure(set, &hunspell, buf_str(&text));
		hunspell.destroy(hunspell.handle);
	}
	buf_close(&text);
	return held;
}

/* Entries of the dictionary, evenly drawn; returns how many. */
static size_t entries_draw(str dictionary, enum text_lang lang,
	struct matcher_term terms[SPEED_TERMS])
{
	size_t lines = 0, count = 0, i = 0;
	str rest = dictionary, line;

	while (str_line(&rest, &line)) lines++;
	rest = dictionary;
	while (str_line(&rest, &line) && count < SPEED_TERMS) {
		if (i++ * SPEED_TERMS / (lines + 1) < count) continue;
		line = str_first(line, str_find_byte(line, '/'));
		line = str_first(line, str_find_byte(line, ' '));
		terms[count++] = (struct matcher_term){.text = line,
			.lang = lang};
	}
	return count;
}

static bool speed_measure(const struct set *set, str text, str dictionary)
{
	static struct matcher_term terms[SPEED_TERMS];
	struct arena *arena = arena_open(ARENA_MAX);
	size_t count = entries_draw(dictionary, set->lang, terms), found = 0;
	struct matcher *matcher = matcher_build(arena, terms, count);
	uint64_t best_us = UINT64_MAX;
	bool held;

	for (size_t i = 0; i < SPEED_RUNS; i++) {
		uint64_t begun = clock_cpu_us();
		struct matcher_search search = matcher_begin(matcher, set->lang,
			text);
		struct matcher_match match;

		for (found = 0; matcher_next(&search, &match); found++) {}
		begun = clock_cpu_us() - begun;
		if (begun < best_us) best_us = begun;
	}
	held = best_us <= MILLISECONDS_MAX * 1000 && count == SPEED_TERMS;
	(void)printf("%zu terms of %-4s over 1 MB %7.1f ms, %zu found, %zu MiB"
		     "   <= %d ms %s\n",
		count, text_lang_tag(set->lang).at, (double)best_us / 1e3,
		found, arena_used(arena) >> 20, MILLISECONDS_MAX,
		held ? "" : "MISSED");
	arena_close(&arena);
	return held;
}

static bool speed_row(const struct set *set)
{
	struct buf news = buf_cap(FILE_MAX), text = buf_cap(FILE_MAX);
	struct buf dictionary = buf_cap(FILE_MAX);
	char path[PATH_BYTES], words[PATH_BYTES];
	bool held = true;

	path_put(path, set->text, true, "");
	path_put(words, set->dictionary, set->in_data, ".dic");
	if (file_read(path, FILE_MAX, &news) != NULL || news.len == 0 ||
		file_read(words, FILE_MAX, &dictionary) != NULL) {
		(void)printf("speed of %s: the text or the dictionary is not "
			     "here\n", text_lang_tag(set->lang).at);
	} else {
		while (text.len < SPEED_BYTES) buf_put(&text, buf_str(&news));
		held = speed_measure(set, utf8_first(buf_str(&text),
			SPEED_BYTES), buf_str(&dictionary));
	}
	buf_close(&news);
	buf_close(&text);
	buf_close(&dictionary);
	return held;
}

int main(void)
{
	bool held = true;

	for (size_t i = 0; i < NELEM(sets); i++) {
		held = set_row(&sets[i]) && held;
	}
	for (size_t i = 0; i < NELEM(sets); i++) {
		held = speed_row(&sets[i]) && held;
	}
	return held ? 0 : 1;
}
