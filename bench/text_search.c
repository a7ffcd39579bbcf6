/* How fast texts are cut for search, how fast an inbox is filled, how fast the
 * newest hits come, and that everyday spellings find everything: the desk's own
 * search over BENCH_MESSAGES (100,000) messages of about 1,500 bytes in Arabic,
 * Sorani, Kurmanji and English. The texts are made of lines of TEXT_DATA's
 * NTREX; of our own lines (data/lang) where that is not here. Into every
 * twentieth message a word is planted in one of its everyday spellings. With
 * the name of a folder the texts are written there as mail, and the words that
 * are planted are printed, each behind the number of messages that have it in
 * one spelling or another: for tool/search_beside.sh. Status 1 when a floor is missed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "../test/desk/inbox_lib.h"

#include "base/num.h"
#include "base/utf8.h"
#include "os/clock.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	MESSAGE_BYTES = 1500,
	LINES_MAX = 20000,
	FILE_MAX = 4 << 20,
	PATH_BYTES = 512,
	PLANTED_EVERY = 20,
	CUT_MESSAGES = 5000,
	CUT_ROUNDS = 4,
	ASKED = 4000,
	SETS = 4
};

/* -- texts ---------------------------------------------------------------- */

static const struct { const char *ntrex, *own; } sets[SETS] = {
	{"text/ntrex/newstest2019-ref.arb.txt", "data/lang/ar.txt"},
	{"text/ntrex/newstest2019-ref.ckb-Arab.txt", "data/lang/ckb.txt"},
	{"text/ntrex/newstest2019-ref.kmr.txt", "data/lang/kmr.txt"},
	{"text/ntrex/newstest2019-ref.eng-US.txt", "data/lang/en.txt"},
};

struct lines { str at[LINES_MAX]; size_t count; };

/* One word for a group; the first spelling is what is searched for. */
static const char *const planted[][4] = {
	{"الامانبيت", "الأمانبيت", "الأَمانبيت", "الامـــانبیت"},
	{"هەڵمەتخانە", "هه‌ڵمه‌تخانه‌", "هەلمەتخانە", "ههڵمهتخانه"},
	{"كوردستانيار", "کوردستانیار", "كوردســتانيار", "کوردستانيار"},
	{"مدرسةنور", "مَدرسةنور", "مدرسةنُور", "مدرســةنور"},
	{"Şêrînwar", "serinwar", "ŞÊRÎNWAR", "Serînwar"},
	{"٧٧٧٠٧٧٧", "7770777", "۷۷۷۰۷۷۷", "٧٧٧٠٧٧٧"},
};

static struct lines lines[SETS];
static uint64_t seed = 0x9E3779B97F4A7C15u;

/* xorshift: the same texts every time */
static size_t any(size_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed >> 11) % below;
}

static bool lines_read(struct arena *arena, size_t set)
{
	const char *data = getenv("TEXT_DATA");
	struct buf text = buf_cap(FILE_MAX);
	char path[PATH_BYTES];
	str rest, line;
	const err *e;

	(void)snprintf(path, sizeof(path), "%s/%s",
		data == NULL ? "../shared/data" : data, sets[set].ntrex);
	e = file_read(path, FILE_MAX, &text);
	if (e != NULL) e = file_read(sets[set].own, FILE_MAX, &text);
	rest = buf_take(&text, arena);
	buf_close(&text);
	while (lines[set].count < LINES_MAX && str_line(&rest, &line)) {
		if (line.len > 0) lines[set].at[lines[set].count++] = line;
	}
	return e == NULL && lines[set].count > 0;
}

/* Message number `n`; whoever looks for what is planted finds it by number. */
static void message_make(struct buf *out, size_t n)
{
	const struct lines *from = &lines[n % SETS];

	buf_reset(out);
	while (out->len < MESSAGE_BYTES) {
		buf_put(out, from->at[any(from->count)]);
		buf_byte(out, '\n');
	}
	out->len = utf8_first(buf_str(out), MESSAGE_BYTES).len;
	if (n % PLANTED_EVERY != 0) return;
	n /= PLANTED_EVERY;
	buf_byte(out, ' ');
	buf_text(out, planted[n % NELEM(planted)][n / NELEM(planted) % 4]);
}

/* In how many of `count` messages a word of that group stands. */
static size_t planted_count(size_t group, size_t count)
{
	size_t times = 0;

	for (size_t n = 0; n < count; n += PLANTED_EVERY) {
		times += n / PLANTED_EVERY % NELEM(planted) == group;
	}
	return times;
}

/* -- rows ----------------------------------------------------------------- */

static bool row(const char *name, double ours, const char *theirs,
	double floor)
{
	(void)printf("%-38s %9.1f  %-30s >= %7.0f %s\n", name, ours, theirs,
		floor, ours >= floor ? "" : "MISSED");
	return ours >= floor;
}

static bool row_below(const char *name, double ours, const char *theirs,
	double ceiling)
{
	(void)printf("%-38s %9.3f  %-30s <= %7.1f %s\n", name, ours, theirs,
		ceiling, ours <= ceiling ? "" : "MISSED");
	return ours <= ceiling;
}

static uint64_t cut_us(struct tokens *tokens)
{
	struct buf text = {0};
	uint64_t took = 0;
	size_t places = 0;

	for (size_t n = 0; n < CUT_MESSAGES; n++) {
		struct tokens_reader reader;
		struct token token;
		uint64_t begun;

		message_make(&text, n);
		begun = clock_cpu_us();
		reader = tokens_of_text(tokens, buf_str(&text));
		while (tokens_next(&reader, &token)) places++;
		took += clock_cpu_us() - begun;
	}
	must(places > 0);
	buf_close(&text);
	return took;
}

static bool cut_row(void)
{
	struct tokens *tokens = tokens_open();
	uint64_t best = UINT64_MAX;

	for (int i = 0; i < CUT_ROUNDS; i++) { /* others work here too */
		uint64_t took = cut_us(tokens);

		if (took < best) best = took;
	}
	tokens_close(&tokens);
	return row("search, messages cut per CPU second",
		CUT_MESSAGES * 1e6 / (double)best, "", 15000);
}

static bool fill_row(struct inbox *inbox, size_t count)
{
	struct db *db = inbox->desk.projection.db;
	struct buf text = {0};
	uint64_t took = 0;

	must(db_run(db, "BEGIN") == NULL);
	for (size_t n = 0; n < count; n++) {
		uint64_t begun;

		message_make(&text, n);
		begun = clock_cpu_us();
		inbox_add(inbox, n, S(""), buf_str(&text));
		took += clock_cpu_us() - begun;
	}
	must(db_run(db, "COMMIT") == NULL);
	inbox_settle(inbox);
	buf_close(&text);
	return row("search, messages kept and indexed /s",
		(double)count * 1e6 / (double)took, "notmuch 465", 1500);
}

/* -- asking --------------------------------------------------------------- */

static int number_compare(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;

	return one < other ? -1 : one > other;
}

static uint64_t ask_us(struct inbox *inbox, str typed, size_t *ret_hits)
{
	struct arena *arena = arena_open(64 << 20);
	struct query_rows rows = {0};
	enum search_reach reach;
	uint64_t begun = clock_cpu_us(), took;
	struct search *search = query_words(&inbox->desk, arena, typed);

	if (search != NULL) {
		must(query_search(&inbox->desk, arena, search, 0, &rows,
			&reach) == NULL);
	}
	took = clock_cpu_us() - begun;
	*ret_hits = rows.count;
	arena_close(&arena);
	return took;
}

/* A word of a line, as it stands there; every fourth time two, sometimes in
 * quotes, sometimes the beginning of one. */
static str typed_make(struct arena *arena, size_t n)
{
	const struct lines *from = &lines[n % SETS];
	str rest = from->at[any(from->count)], word = S(""), other = S("");

	for (size_t i = any(8) + 1; i > 0 && str_word(&rest, &word);) i--;
	if (n % 4 == 1) {
		(void)!str_word(&rest, &other);
		return str_fmt(arena, n % 8 == 1 ? "\"%.*s %.*s\"" :
			"%.*s %.*s", S_ARG(word), S_ARG(other));
	}
	return n % 16 == 2 ? utf8_first(word, word.len * 2 / 3) : word;
}

static bool ask_rows(struct inbox *inbox)
{
	static uint64_t took[ASKED];
	static const char *const everywhere[] = {"في", "لە", "û", "the",
		"the of and", "في من"};
	uint64_t worst = 0;
	size_t hits, found = 0;
	bool held;

	for (size_t n = 0; n < ASKED; n++) {
		struct arena *arena = arena_open(1 << 20);

		took[n] = ask_us(inbox, typed_make(arena, n), &hits);
		found += hits > 0;
		arena_close(&arena);
	}
	qsort(took, ASKED, sizeof(took[0]), number_compare);
	(void)printf("  asked %d times, %zu found something; median %.3f ms\n",
		ASKED, found, (double)took[ASKED / 2] / 1e3);
	held = row_below("search, newest 20 hits, p99 ms",
		(double)took[ASKED * 99 / 100] / 1e3, "notmuch 22", 5);
	for (size_t i = 0; i < NELEM(everywhere); i++) {
		uint64_t us = ask_us(inbox, str_of(everywhere[i]), &hits);

		must(hits > 0); /* they stand in every message */
		if (us > worst) worst = us;
	}
	return row_below("search, words of every message, ms",
		(double)worst / 1e3, "", 5) && held;
}

/* Every message with a planted word is found by each spelling of it. */
static bool spelling_row(struct inbox *inbox, size_t count)
{
	size_t wanted = 0, found = 0;

	for (size_t i = 0; i < NELEM(planted) * 4; i++) {
		struct arena *arena = arena_open(256 << 20);
		struct search *search = query_words(&inbox->desk, arena,
			str_of(planted[i / 4][i % 4]));
		struct buf question = {0};
		struct query *ask;
		bool any_row;

		must(search != NULL && search_put(search, SEARCH_WORD,
			&question));
		must(query_open(inbox->desk.projection.db, &ask, "SELECT"
			" count(*) FROM spoken WHERE spoken MATCH ?1") == NULL);
		query_bind(ask, "s", buf_str(&question));
		must(query_step(ask, &any_row) == NULL && any_row);
		found += (size_t)query_number(ask, 0);
		query_close(&ask);
		buf_close(&question);
		arena_close(&arena);
	}
	for (size_t i = 0; i < NELEM(planted); i++) {
		wanted += 4 * planted_count(i, count);
	}
	return row("search, everyday spellings found, %",
		100.0 * (double)found / (double)wanted,
		"notmuch 2.7 (181 of 6,775)", 100);
}

/* -- beside --------------------------------------------------------------- */

static int mail_write(const char *folder, size_t count)
{
	struct buf text = {0}, mail = {0};
	char path[PATH_BYTES];

	for (size_t n = 0; n < count; n++) {
		message_make(&text, n);
		buf_reset(&mail);
		buf_fmt(&mail, "From: a@example.org\nMessage-ID: <%zu@x>\n"
			"MIME-Version: 1.0\nContent-Type: text/plain; "
			"charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
			"Subject: x\n\n", n);
		buf_put(&mail, buf_str(&text));
		(void)snprintf(path, sizeof(path), "%s/%zu", folder, n);
		if (file_replace(path, buf_str(&mail)) != NULL) return 1;
	}
	buf_close(&text);
	buf_close(&mail);
	for (size_t i = 0; i < NELEM(planted) * 4; i++) {
		(void)printf("%zu\t%s\n", planted_count(i / 4, count),
			planted[i / 4][i % 4]);
	}
	return 0;
}

int main(int count_of_words, char **words)
{
	struct arena *arena = arena_open(64 << 20);
	const char *wish = getenv("BENCH_MESSAGES");
	uint64_t count = 100000;
	struct inbox *inbox;
	bool held = true;

	if (wish != NULL && !num_read(str_of(wish), 1000000, &count)) return 1;
	for (size_t i = 0; i < SETS; i++) {
		if (!lines_read(arena, i)) return 1;
	}
	if (count_of_words == 2) return mail_write(words[1], (size_t)count);
	held = cut_row() && held;
	inbox = inbox_open();
	held = fill_row(inbox, (size_t)count) && held;
	held = ask_rows(inbox) && held;
	held = spelling_row(inbox, (size_t)count) && held;
	inbox_close(&inbox);
	arena_close(&arena);
	return held ? 0 : 1;
}
