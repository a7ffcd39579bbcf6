/* Writes a tree of guides nobody has tidied (test/guide/wild_tree.h):
 * `guide_tree FOLDER LESSONS` makes LESSONS lessons in three languages and all
 * hostile files in each. Says how many files and bytes.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/wild_tree.h"

#include "base/num.h"
#include "os/file.h"

#include <stdio.h>

static size_t files, bytes;

static void put(const char *folder, unsigned lang, const char *name, unsigned n,
	struct buf *text)
{
	struct file file = {-1};
	char path[4096];

	(void)snprintf(path, sizeof(path), "%s/%s/%s-%u.md", folder,
		wild_langs[lang], name, n);
	if (file_open(&file, path, FILE_NEW) != NULL
		|| file_put(&file, buf_str(text)) != NULL) {
		die("a file cannot be written");
	}
	file_close(&file);
	files++;
	bytes += text->len;
	buf_reset(text);
}

static void language(const char *folder, unsigned lang, unsigned lessons)
{
	struct buf text = {0};
	char path[4096];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, wild_langs[lang]);
	if (file_folder_make(path) != NULL) die("no folder can be made there");
	for (unsigned n = 0; n < lessons; n++) {
		wild_lesson(&text, n, lang);
		put(folder, lang, "lesson", n, &text);
	}
	for (unsigned n = 0; n < WILD_HOSTILE_COUNT; n++) {
		wild_hostile(&text, n);
		put(folder, lang, "hostile", n, &text);
	}
	buf_close(&text);
}

int main(int argc, char **argv)
{
	uint64_t lessons;

	if (argc != 3 || !num_read(str_of(argv[2]), 10000, &lessons)
		|| file_folder_make(argv[1]) != NULL) {
		die("usage: guide_tree FOLDER LESSONS");
	}
	for (unsigned lang = 0; lang < WILD_LANGS; lang++) {
		language(argv[1], lang, (unsigned)lessons);
	}
	(void)printf("files %zu bytes %zu\n", files, bytes);
	return 0;
}
