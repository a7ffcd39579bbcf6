/* `make peek`: everything the line keeps on disk, as a thief of the server
 * would see it, and a search of it for the words of the demonstration (or for
 * those named on the command line) as UTF-8, as UTF-16 both ways round, percent
 * encoded and in base64 at each alignment. Reads only. Status 1 when a word is
 * found, or when the search does not even find what is known to be there.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "story.h"

#include "base/hex.h"
#include "base/list.h"
#include "base/utf8.h"
#include "os/file.h"
#include "os/report.h"

#include <stdio.h>
#include <string.h>

enum {
	FILE_BYTES = 256 << 20,  /* a demonstration's files are far smaller */
	WORD_BYTES = 8,          /* shorter words turn up by chance */
	SHOWN_BYTES = 48,
	ROW_BYTES = 16,
	DEEP = 4
};

struct found_file {
	const char *path;
	struct buf bytes;
};
struct found_files LIST_OF(struct found_file);
struct words LIST_OF(str);

/* -- what there is -------------------------------------------------------- */

static const err *folder_read(struct arena *arena, const char *folder,
	unsigned deep, struct found_files *files)
{
	struct file_names names;
	const err *e = file_list(arena, folder, &names);

	for (size_t i = 0; e == NULL && i < names.count; i++) {
		struct found_file file = {.bytes = buf_cap(FILE_BYTES)};
		struct file_names inside;

		file.path = str_c(arena, str_fmt(arena, "%s/%.*s", folder,
			S_ARG(names.at[i])));
		if (deep > 0 && file_list(arena, file.path, &inside) == NULL) {
			e = folder_read(arena, file.path, deep - 1, files);
			continue;
		}
		e = file_read(file.path, FILE_BYTES, &file.bytes);
		LIST_ADD(arena, files, file);
	}
	return e;
}

static void row_show(str row)
{
	(void)printf("    ");
	for (size_t i = 0; i < ROW_BYTES; i++) {
		if (i < row.len) {
			(void)printf("%02x ", (unsigned char)row.at[i]);
		} else {
			(void)printf("   ");
		}
	}
	for (size_t i = 0; i < row.len; i++) {
		char c = row.at[i];

		(void)putchar(c >= ' ' && c <= '~' ? c : '.');
	}
	(void)putchar('\n');
}

static void file_show(const struct found_file *file)
{
	str bytes = buf_str(&file->bytes);

	(void)printf("\n%s: %zu bytes\n", file->path, bytes.len);
	for (size_t at = 0; at < bytes.len && at < SHOWN_BYTES;
		at += ROW_BYTES) {
		row_show(str_first(str_from(bytes, at), ROW_BYTES));
	}
	if (bytes.len > SHOWN_BYTES) (void)printf("    ...\n");
}

/* -- what is looked for --------------------------------------------------- */

static void words_add(struct arena *arena, const char *text,
	struct words *words)
{
	str rest = str_of(text);

	while (rest.len > 0) {
		size_t end = 0;

		str word;

		while (end < rest.len && rest.at[end] != ' ' &&
			rest.at[end] != '\n') {
			end++;
		}
		word = str_first(rest, end);
		while (word.len > 0 && strchr(".,:;!?", word.at[word.len - 1])
			!= NULL) {
			word.len--;
		}
		if (word.len >= WORD_BYTES) LIST_ADD(arena, words, word);
		rest = str_from(rest, end + 1);
	}
}

static void story_words(struct arena *arena, struct words *words)
{
	for (size_t i = 0; i < NELEM(strangers); i++) {
		words_add(arena, strangers[i].text, words);
		words_add(arena, strangers[i].called, words);
		if (strangers[i].file_name != NULL) {
			words_add(arena, strangers[i].file_name, words);
		}
	}
	words_add(arena, pasted_handle, words);
	words_add(arena, pasted_text, words);
	words_add(arena, answer_leave, words);
	words_add(arena, note_leave, words);
	words_add(arena, answer_badini, words);
}

static void as_utf8(str word, struct buf *out)
{
	buf_put(out, word);
}

static void unit_put(struct buf *out, uint32_t unit, bool big)
{
	buf_byte(out, (char)(big ? unit >> 8 : unit & 0xff));
	buf_byte(out, (char)(big ? unit & 0xff : unit >> 8));
}

static void utf16_put(str word, bool big, struct buf *out)
{
	uint32_t point;

	while (utf8_next(&word, &point)) {
		if (point >= 0x10000) {
			unit_put(out, 0xd800 + ((point - 0x10000) >> 10), big);
			point = 0xdc00 + ((point - 0x10000) & 0x3ff);
		}
		unit_put(out, point, big);
	}
}

static void as_utf16_little(str word, struct buf *out)
{
	utf16_put(word, false, out);
}

static void as_utf16_big(str word, struct buf *out)
{
	utf16_put(word, true, out);
}

static void as_percent(str word, struct buf *out)
{
	for (size_t i = 0; i < word.len; i++) {
		char c = word.at[i];
		bool plain = (c >= '0' && c <= '9') ||
			(c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

		if (plain) buf_byte(out, c);
		else buf_fmt(out, "%%%02X", (unsigned char)c);
	}
}

/* The middle of the word's base64 when `skip` bytes stand before it: the
 * characters that depend on its neighbours are left out. */
static void base64_middle(str word, size_t skip, struct buf *out)
{
	static const char before[] = "xx";
	struct buf bytes = {0}, text = {0};
	size_t first = skip == 0 ? 0 : skip + 1;
	size_t whole = (word.len + skip) / 3 * 4;

	buf_put(&bytes, str_bytes(before, skip));
	buf_put(&bytes, word);
	base64_put(&text, buf_str(&bytes), false);
	buf_put(out, str_first(str_from(buf_str(&text), first),
		whole - first));
	buf_close(&bytes);
	buf_close(&text);
}

static void as_base64_0(str word, struct buf *out)
{
	base64_middle(word, 0, out);
}

static void as_base64_1(str word, struct buf *out)
{
	base64_middle(word, 1, out);
}

static void as_base64_2(str word, struct buf *out)
{
	base64_middle(word, 2, out);
}

static const struct {
	const char *name;
	void (*put)(str word, struct buf *out);
} forms[] = {
	{"UTF-8", as_utf8},
	{"UTF-16 little-endian", as_utf16_little},
	{"UTF-16 big-endian", as_utf16_big},
	{"percent encoded", as_percent},
	{"base64", as_base64_0},
	{"base64, one byte later", as_base64_1},
	{"base64, two bytes later", as_base64_2},
};

/* -- the search ----------------------------------------------------------- */

static unsigned search(const struct found_files *files, str word, bool tell)
{
	unsigned hits = 0;

	for (size_t f = 0; f < NELEM(forms); f++) {
		struct buf needle = {0};

		forms[f].put(word, &needle);
		for (size_t i = 0; i < files->count; i++) {
			if (str_find(buf_str(&files->at[i].bytes),
				buf_str(&needle)) == SIZE_MAX) {
				continue;
			}
			hits++;
			if (!tell) continue;
			(void)printf("FOUND \"%.*s\" as %s in %s\n",
				S_ARG(word), forms[f].name, files->at[i].path);
		}
		buf_close(&needle);
	}
	return hits;
}

static int verdict(const struct found_files *files, const struct words *words)
{
	unsigned hits = 0;
	/* What must be there, or the search itself is broken. */
	bool works = search(files, S("bothy-roster/1"), false) > 0;

	for (size_t i = 0; i < words->count; i++) {
		hits += search(files, words->at[i], true);
	}
	(void)printf("\nSearched %zu files for %zu words in %zu encodings: "
		"%u found.\n", files->count, words->count, NELEM(forms), hits);
	if (!works) {
		(void)printf("The search did not find what is known to be "
			"there: do not trust it.\n");
	}
	return hits == 0 && works ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_open(64 << 20);
	struct found_files files = {0};
	struct words words = {0};
	const err *e;

	report_as("peek");
	if (argc < 2) {
		(void)fputs("usage: peek FOLDER [WORD...]\n", stderr);
		return 1;
	}
	e = folder_read(arena, argv[1], DEEP, &files);
	if (e != NULL) {
		report_err("is the demonstration running? (make run)", e);
		return 1;
	}
	for (size_t i = 0; i < files.count; i++) file_show(&files.at[i]);
	story_words(arena, &words);
	for (int i = 2; i < argc; i++) words_add(arena, argv[i], &words);
	return verdict(&files, &words);
}
