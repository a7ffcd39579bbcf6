/* LIX of the same news in four languages (NTREX, CC BY-SA, only measured),
 * beside what it was when the limits of long words were chosen; and the time
 * for a megabyte. Status 1 when a language has left its place.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/clock.h"
#include "os/file.h"
#include "text/readability.h"

#include <stdio.h>
#include <stdlib.h>

enum { FILE_MAX = 8 << 20, PATH_BYTES = 512, MILLISECONDS_MAX = 200 };

static const struct news {
	enum text_lang lang;
	const char *file;
	unsigned lix;
} news[] = {
	{TEXT_EN, "eng-US", 45},
	{TEXT_AR, "arb", 39},
	{TEXT_CKB, "ckb-Arab", 40},
	{TEXT_KMR, "kmr", 46},
};

/* One sentence a line: a paragraph each. */
static bool news_row(const struct news *of)
{
	const char *data = getenv("TEXT_DATA");
	struct buf lines = buf_cap(FILE_MAX), text = buf_cap(FILE_MAX);
	struct arena *arena = arena_open(64 << 20);
	struct readability found;
	char path[PATH_BYTES];
	str rest, line;
	uint64_t begun;
	double ms;
	bool held;

	(void)snprintf(path, sizeof(path),
		"%s/text/ntrex/newstest2019-ref.%s.txt",
		data == NULL ? "../shared/data" : data, of->file);
	if (file_read(path, FILE_MAX, &lines) != NULL) {
		(void)printf("readability: the texts are not here\n");
		buf_close(&lines);
		arena_close(&arena);
		return true;
	}
	rest = buf_str(&lines);
	while (str_line(&rest, &line)) {
		buf_put(&text, line);
		buf_text(&text, "\n\n");
	}
	begun = clock_cpu_us();
	found = readability_of(arena, of->lang, buf_str(&text));
	ms = (double)(clock_cpu_us() - begun) / 1e3 * 1e6 / (double)text.len;
	held = found.lix + 3 >= of->lix && found.lix <= of->lix + 3 &&
		ms <= MILLISECONDS_MAX;
	(void)printf("LIX of news, %-21s %7u  %-34u +- 3 %s\n",
		text_lang_tag(of->lang).at, found.lix, of->lix,
		held ? "" : "MISSED");
	(void)printf("  milliseconds a megabyte          %7.1f  %-34s <= %5d\n",
		ms, "", MILLISECONDS_MAX);
	buf_close(&lines);
	buf_close(&text);
	arena_close(&arena);
	return held;
}

int main(void)
{
	bool held = true;

	for (size_t i = 0; i < NELEM(news); i++) held = news_row(&news[i]) && held;
	return held ? 0 : 1;
}
