/* A file as a C constant: tool/embed FILE writes `const str asset_FILE` to
 * stdout; page/asset.h declares it, or for a .table or .terms the header of the
 * same name beside it. A style sheet that says $start and $end becomes two, _ltr
 * and _rtl (the public pages have physical properties only: old phones know no
 * logical ones), without comments and needless blanks.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"

#include <stdio.h>
#include <string.h>

static void style_squeeze(str from, bool left, struct buf *out)
{
	bool blank = false;

	while (from.len > 0) {
		char c = from.at[0];

		if (str_starts(from, S("/*"))) {
			size_t end = str_find(from, S("*/"));
			from = str_from(from, end == SIZE_MAX ? end : end + 2);
			continue;
		}
		if (str_starts(from, S("$start"))) {
			buf_put(out, left ? S("left") : S("right"));
			from = str_from(from, 6);
			continue;
		}
		if (str_starts(from, S("$end"))) {
			buf_put(out, left ? S("right") : S("left"));
			from = str_from(from, 4);
			continue;
		}
		from = str_from(from, 1);
		if (c == '\n' || c == '\t' || c == ' ') {
			blank = out->len > 0;
			continue;
		}
		if (blank && strchr("{};,", c) == NULL &&
			strchr("{};,:", out->at[out->len - 1]) == NULL) {
			buf_byte(out, ' ');
		}
		blank = false;
		buf_byte(out, c);
	}
}

/* Writes one constant, named after the file: line.css is asset_line_css. */
static void constant_write(const char *name, const char *side, str bytes)
{
	(void)printf("static const char %s%s_bytes[] = {", name, side);
	for (size_t i = 0; i < bytes.len; i++) {
		(void)printf("%s%d,", i % 20 == 0 ? "\n" : "",
			(signed char)bytes.at[i]);
	}
	(void)printf("0};\nconst str asset_%s%s = {%s%s_bytes, "
		"sizeof(%s%s_bytes) - 1};\n", name, side, name, side, name, side);
}

static void name_of(const char *path, char *ret_name, size_t size)
{
	const char *slash = strrchr(path, '/');
	size_t len = 0;

	path = slash == NULL ? path : slash + 1;
	for (; *path != '\0' && len + 1 < size; path++) {
		ret_name[len++] = *path == '.' ? '_' : *path;
	}
	ret_name[len] = '\0';
}

static void include_write(const char *path)
{
	str header = str_of(path);

	if (!str_ends(header, S(".table")) && !str_ends(header, S(".terms"))) {
		(void)puts("#include \"page/asset.h\"");
		return;
	}
	if (str_starts(header, S("src/"))) header = str_from(header, 4);
	(void)printf("#include \"%.*s.h\"\n", (int)(header.len - 6), header.at);
}

int main(int argc, char **argv)
{
	static const char *const sides[] = {"_rtl", "_ltr"};
	struct buf in = {0}, out = {0};
	char name[64];
	FILE *file;
	int c;

	if (argc != 2 || (file = fopen(argv[1], "rb")) == NULL) {
		(void)fputs("usage: embed FILE\n", stderr);
		return 1;
	}
	while ((c = getc(file)) != EOF) buf_byte(&in, (char)c);
	(void)fclose(file);
	name_of(argv[1], name, sizeof(name));
	include_write(argv[1]);
	if (str_find(buf_str(&in), S("$start")) == SIZE_MAX) {
		constant_write(name, "", buf_str(&in));
	} else {
		for (int left = 0; left < 2; left++) {
			buf_reset(&out);
			style_squeeze(buf_str(&in), left, &out);
			constant_write(name, sides[left], buf_str(&out));
		}
	}
	buf_close(&in);
	buf_close(&out);
	return 0;
}
