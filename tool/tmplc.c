/* The page compiler: templates to C (doc/pages.md is the language). It walks
 * the HTML of a template with a small state machine; the place where a value
 * stands chooses its escaper, and a place that cannot be made safe is refused
 * with file and line [place-1]. There is no way to switch escaping off.
 *
 *	tmplc IN.tmpl OUT.c OUT.h HEADER   (HEADER: how others include it)
 *	tmplc --strings FILE...        lists the texts for translators
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "compiled.h"
#include "directive.h"
#include "place.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *file_name;
static int line_number;
static struct arena *arena;

void refuse(const char *why)
{
	(void)fprintf(stderr, "%s:%d: %s\n", file_name, line_number, why);
	exit(1);
}

/* -- files ---------------------------------------------------------------- */

static str read_all(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buf in = {0};
	str all;
	int c;

	if (file == NULL) {
		(void)fprintf(stderr, "tmplc: cannot read %s\n", path);
		exit(1);
	}
	while ((c = getc(file)) != EOF) buf_byte(&in, (char)c);
	(void)fclose(file);
	all = buf_take(&in, arena);
	buf_close(&in);
	return all;
}

static void write_all(const char *path, const char *first,
	const struct buf *bytes)
{
	FILE *file = fopen(path, "wb");

	if (file == NULL || fputs(first, file) < 0 ||
		fwrite(bytes->at, 1, bytes->len, file) != bytes->len ||
		fclose(file) != 0) {
		(void)fprintf(stderr, "tmplc: cannot write %s\n", path);
		exit(1);
	}
}

/* -- a template ------------------------------------------------------------ */

/* Behind a silent directive alone on its line, between tags: no line end. */
static bool leaves_no_line(str rest, bool is_alone)
{
	return is_alone && directive_is_open() && place_now() == IN_TEXT &&
	       rest.len > 0 && rest.at[0] == '\n';
}

static void compile(str rest)
{
	bool is_blank_line = true;

	line_number = 1;
	while (rest.len > 0) {
		if (str_starts(rest, S("{{"))) {
			size_t end = str_find(rest, S("}}"));

			if (end == SIZE_MAX) refuse("{{ without }}");
			is_blank_line = is_blank_line &&
				directive_is_silent(str_from(str_first(rest, end), 2));
			directive_take(str_from(str_first(rest, end), 2),
				file_name, line_number);
			for (size_t i = 0; i < end; i++) {
				if (rest.at[i] == '\n') line_number++;
			}
			rest = str_from(rest, end + 2);
			if (leaves_no_line(rest, is_blank_line)) {
				line_number++;
				rest = str_from(rest, 1);
			} else if (rest.len > 0 && rest.at[0] != '\n') {
				is_blank_line = false;
			}
			continue;
		}
		if (!directive_is_open() && strchr(" \t\n", rest.at[0]) == NULL) {
			refuse("text outside of a page");
		}
		if (directive_is_open()) {
			place_step(rest, compiled_literal());
			compiled_byte(rest.at[0]);
		}
		if (rest.at[0] == '\n') line_number++;
		is_blank_line = rest.at[0] == '\n' || (is_blank_line &&
			strchr(" \t", rest.at[0]) != NULL);
		rest = str_from(rest, 1);
	}
	if (directive_is_open()) {
		line_number = directive_open_line();
		refuse("a block without end");
	}
}

/* Prints the text of every `tr "…"` and TR("…"), one a line. */
static void strings_print(str rest)
{
	static const str marks[] = {S_INIT("{{ tr "), S_INIT("TR("),
		S_INIT("TR_COUNT(")};

	for (size_t m = 0; m < NELEM(marks); m++) {
		str left = rest;
		size_t at;

		while ((at = str_find(left, marks[m])) != SIZE_MAX) {
			str quoted;

			left = str_trim(str_from(left, at + marks[m].len));
			if (!str_starts(left, S("\""))) continue;
			/* C joins neighbouring literals; so does this. */
			do {
				quoted = directive_quoted(&left);
				(void)printf("%.*s", (int)quoted.len - 2,
					quoted.at + 1);
				left = str_trim(left);
			} while (m != 0 && str_starts(left, S("\"")));
			if (str_starts(left, S(","))) left = str_trim(str_from(left, 1));
			if (str_starts(left, S("plural "))) {
				left = str_trim(str_from(left, 7));
			}
			if (m != 1 && str_starts(left, S("\""))) {
				quoted = directive_quoted(&left);
				(void)printf("\t%.*s", (int)quoted.len - 2,
					quoted.at + 1);
			}
			(void)putchar('\n');
		}
	}
}

int main(int argc, char **argv)
{
	arena = arena_open((size_t)64 << 20);
	if (argc > 2 && strcmp(argv[1], "--strings") == 0) {
		for (int i = 2; i < argc; i++) {
			file_name = argv[i];
			strings_print(read_all(argv[i]));
		}
		return 0;
	}
	if (argc != 5) {
		(void)fputs("usage: tmplc IN.tmpl OUT.c OUT.h HEADER\n", stderr);
		return 1;
	}
	file_name = argv[1];
	buf_text(&compiled_header, "#include \"page/tr.h\"\n"
		"#include \"text/html.h\"\n");
	compile(read_all(argv[1]));
	write_all(argv[3], "#pragma once\n", &compiled_header);
	{
		struct buf start = {0};
		buf_fmt(&start, "#include \"%s\"\n", argv[4]);
		buf_put(&start, buf_str(&compiled_code));
		write_all(argv[2], "", &start);
		buf_close(&start);
	}
	return 0;
}
