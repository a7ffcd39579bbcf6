/* The page compiler: templates to C (doc/pages.md is the language). It walks
 * the HTML of a template with a small state machine; the place where a value
 * stands chooses its escaper, and a place that cannot be made safe is refused
 * with file and line [place-1]. There is no way to switch escaping off.
 *
 *	tmplc IN.tmpl OUT.c OUT.h HEADER   (HEADER: how others include it)
 *	tmplc --strings FILE...        lists the texts for translators
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "place.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 32, LITERAL_MAX = 1500 };

struct block { char kind; enum place place; int line; };

static const char *file_name;
static int line_number;
static struct block blocks[DEPTH_MAX];
static size_t depth;
static struct buf literal;
static struct buf code, header;
static struct arena *arena;

void refuse(const char *why)
{
	(void)fprintf(stderr, "%s:%d: %s\n", file_name, line_number, why);
	exit(1);
}

/* -- literals ------------------------------------------------------------- */

static void c_string(struct buf *out, str s)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (c == '\n') buf_text(out, "\\n");
		else if (c == '\t') buf_text(out, "\\t");
		else if (c == '"' || c == '\\') {
			buf_byte(out, '\\');
			buf_byte(out, c);
		} else buf_byte(out, c);
		/* "??" would be a trigraph in strict C11 */
		if (c == '?') buf_text(out, "\"\"");
	}
	buf_byte(out, '"');
}

static void literal_flush(void)
{
	str rest = buf_str(&literal);

	while (rest.len > 0) {
		size_t cut = rest.len < LITERAL_MAX ? rest.len : LITERAL_MAX;
		str part;

		/* never inside a UTF-8 sequence */
		while (cut < rest.len &&
			((unsigned char)rest.at[cut] & 0xC0) == 0x80) {
			cut--;
		}
		part = str_first(rest, cut);
		buf_text(&code, "\tbuf_put(out, S(");
		c_string(&code, part);
		buf_text(&code, "));\n");
		rest = str_from(rest, cut);
	}
	buf_reset(&literal);
}

/* Runs of blanks with a line end become one line end, outside values. */
static void literal_byte(char c)
{
	bool squeeze = place_now() == IN_TEXT || place_now() == IN_TAG;
	char before = literal.len > 0 ? literal.at[literal.len - 1] : '\0';

	if (squeeze && (c == '\t' || c == ' ') && before == '\n') return;
	if (squeeze && c == '\n' && before == '\n') return;
	buf_byte(&literal, c);
}

static void line_mark(void)
{
	buf_fmt(&code, "#line %d \"%s\"\n", line_number, file_name);
}

/* Takes a word of the directive. */
static str word_take(str *rest)
{
	str word = *rest, after = S("");

	*rest = str_trim(*rest);
	word = *rest;
	if (!str_cut(*rest, ' ', &word, &after)) word = *rest;
	*rest = str_trim(after);
	return word;
}

/* Takes "quoted text" off the front, with its quotes. */
static str quoted_take(str *rest)
{
	str all = *rest;

	if (!str_starts(all, S("\""))) refuse("a text in quotes is missing");
	for (size_t i = 1; i < all.len; i++) {
		if (all.at[i] == '\\') {
			i++;
		} else if (all.at[i] == '"') {
			*rest = str_trim(str_from(all, i + 1));
			return str_first(all, i + 1);
		}
	}
	refuse("a text in quotes has no end");
}

static void hole_str(str expression, const char *with)
{
	buf_fmt(&code, "\t%s(out, (%.*s));\n", with, S_ARG(expression));
}

static void hole_number(str expression)
{
	(void)place_escaper();
	buf_fmt(&code, "\tbuf_number(out, (%.*s));\n", S_ARG(expression));
}

/* One `name=expression` of a tr; an expression runs to the next ` name=`. */
static bool binding_take(str *rest, str *ret_name, str *ret_expression)
{
	size_t next;
	str value;

	if (rest->len == 0) return false;
	if (!str_cut(*rest, '=', ret_name, &value)) refuse("name=value wanted");
	for (next = 0; next + 1 < value.len; next++) {
		size_t at = next + 1;

		if (value.at[next] != ' ') continue;
		while (at < value.len && value.at[at] >= 'a' &&
			value.at[at] <= 'z') {
			at++;
		}
		if (at > next + 1 && at + 1 < value.len && value.at[at] == '=' &&
			value.at[at + 1] != '=') {
			break;
		}
	}
	if (next + 1 >= value.len) next = value.len;
	*ret_expression = str_trim(str_first(value, next));
	*rest = str_trim(str_from(value, next));
	return true;
}

/* The branches that fill a text's holes. Names a person gave are isolated. */
static void bindings_write(str rest)
{
	str name, expression;
	const char *with = place_escaper();

	while (binding_take(&rest, &name, &expression)) {
		bool number = str_starts(expression, S("number "));

		if (number) expression = str_from(expression, 7);
		buf_fmt(&code, "\t\tif (str_eq(walk.hole, S(\"%.*s\"))) {\n",
			S_ARG(name));
		if (number) {
			hole_number(expression);
		} else {
			if (place_now() == IN_TEXT) {
				buf_text(&code,
					"\tbuf_put(out, S(\"<bdi>\"));\n");
			}
			hole_str(expression, with);
			if (place_now() == IN_TEXT) {
				buf_text(&code,
					"\tbuf_put(out, S(\"</bdi>\"));\n");
			}
		}
		buf_text(&code, "\t\t}\n");
	}
}

/* The expression bound to count, for a plural. */
static str count_of(str rest)
{
	str name, expression;

	while (binding_take(&rest, &name, &expression)) {
		if (str_eq(name, S("count")) &&
			str_starts(expression, S("number "))) {
			return str_from(expression, 7);
		}
	}
	refuse("a plural needs count=number …");
}

static void directive_tr(str rest)
{
	str english = quoted_take(&rest);
	const char *with = place_escaper();

	if (rest.len == 0) {
		buf_fmt(&code, "\t{ static struct tr_site site = {%.*s, 0, 0};\n"
			"\t%s(out, tr_at(&site, locale)); }\n",
			S_ARG(english), with);
		return;
	}
	if (str_starts(rest, S("plural "))) {
		str plural;

		rest = str_trim(str_from(rest, 7));
		plural = quoted_take(&rest);
		buf_fmt(&code, "\t{ static struct tr_site site = "
			"{%.*s, %.*s, 0};\n\tstruct tr_walk walk = "
			"tr_walk(tr_count_at(&site, locale, (%.*s)));\n",
			S_ARG(english), S_ARG(plural), S_ARG(count_of(rest)));
	} else {
		buf_fmt(&code, "\t{ static struct tr_site site = {%.*s, 0, 0};\n"
			"\tstruct tr_walk walk = tr_walk(tr_at(&site, locale));\n",
			S_ARG(english));
	}
	buf_fmt(&code, "\twhile (tr_next(&walk)) {\n\t%s(out, walk.literal);\n",
		with);
	bindings_write(rest);
	buf_text(&code, "\t} }\n");
}

/* -- blocks --------------------------------------------------------------- */

static void block_open(char kind)
{
	if (depth == DEPTH_MAX) refuse("blocks are nested too deep");
	blocks[depth++] = (struct block){kind, place_now(), line_number};
}

static void directive_page(str rest)
{
	str name, argument;

	if (depth != 0) refuse("a page inside a page");
	if (!str_cut(rest, '(', &name, &argument) ||
		!str_ends(argument, S(")"))) {
		refuse("page NAME(TYPE *v) wanted");
	}
	argument = str_trim(str_first(argument, argument.len - 1));
	place_begin();
	block_open('p');
	buf_fmt(&header, "void page_%.*s(struct buf *out, enum locale locale"
		"%s%.*s);\n", S_ARG(name), argument.len > 0 ? ", " : "",
		S_ARG(argument));
	buf_fmt(&code, "void page_%.*s(struct buf *out, enum locale locale"
		"%s%.*s)\n{\n\tbool rtl = locale_info(locale)->rtl;\n"
		"\t(void)rtl;\n", S_ARG(name), argument.len > 0 ? ", " : "",
		S_ARG(argument));
}

static void directive_each(str rest)
{
	size_t in = str_find(rest, S(" in ")), count = str_find(rest,
		S(" count "));
	size_t star = str_find_byte(rest, '*');
	str name;

	if (in == SIZE_MAX || count == SIZE_MAX || star == SIZE_MAX) {
		refuse("each TYPE *x in LIST count N wanted");
	}
	name = str_trim(str_from(str_first(rest, in), star + 1));
	block_open('e');
	buf_fmt(&code, "\tfor (size_t %.*s_at = 0; %.*s_at < (%.*s); "
		"%.*s_at++) {\n\t%.*s = &(%.*s)[%.*s_at];\n\t(void)%.*s;\n",
		S_ARG(name), S_ARG(name), S_ARG(str_from(rest, count + 7)),
		S_ARG(name), S_ARG(str_first(rest, in)),
		S_ARG(str_from(str_first(rest, count), in + 4)), S_ARG(name),
		S_ARG(name));
}

static void directive_end(void)
{
	if (depth == 0) refuse("end without a beginning");
	depth--;
	if (blocks[depth].place != place_now()) {
		refuse("a block ends in another HTML place than it began");
	}
	buf_text(&code, blocks[depth].kind == 'p' ? "}\n\n" : "\t}\n");
}

static void directive_else(void)
{
	if (depth == 0 || blocks[depth - 1].kind != 'i') {
		refuse("else without if");
	}
	if (blocks[depth - 1].place != place_now()) {
		refuse("a block ends in another HTML place than it began");
	}
	buf_text(&code, "\t} else {\n");
}

static void directive_show(str rest)
{
	str name, argument;

	if (place_now() != IN_TEXT) refuse("show stands between tags only");
	if (!str_cut(rest, '(', &name, &argument)) refuse("show NAME(…) wanted");
	buf_fmt(&code, "\tpage_%.*s(out, locale%s%.*s;\n", S_ARG(name),
		str_starts(argument, S(")")) ? "" : ", ", S_ARG(argument));
}

static void directive_css(str rest)
{
	if (!place_is_style()) {
		refuse("css stands inside <style> only");
	}
	buf_fmt(&code, "\t{ struct css ready = (%.*s); "
		"buf_put(out, ready.bytes); }\n", S_ARG(rest));
}

/* Several segments of a path of ours; the slashes between stay. */
static void directive_path(str rest)
{
	if (strcmp(place_escaper(), "html_path") != 0) {
		refuse("path stands behind a path of ours only");
	}
	hole_str(rest, "html_path_list");
}

static void directive_html(str rest)
{
	if (place_now() != IN_TEXT) refuse("ready html stands between tags only");
	buf_fmt(&code, "\t{ struct html ready = (%.*s); "
		"buf_put(out, ready.bytes); }\n", S_ARG(rest));
}

static void directive(str all)
{
	str rest = str_trim(all), word = word_take(&rest);

	if (str_starts(word, S("#"))) return;
	literal_flush();
	line_mark();
	if (str_eq(word, S("use"))) {
		buf_fmt(&header, "#include %.*s\n", S_ARG(rest));
	} else if (str_eq(word, S("page"))) {
		directive_page(rest);
	} else if (depth == 0) {
		refuse("outside of a page");
	} else if (str_eq(word, S("if"))) {
		block_open('i');
		buf_fmt(&code, "\tif (%.*s) {\n", S_ARG(rest));
	} else if (str_eq(word, S("else"))) {
		directive_else();
	} else if (str_eq(word, S("each"))) {
		directive_each(rest);
	} else if (str_eq(word, S("end"))) {
		directive_end();
	} else if (str_eq(word, S("show"))) {
		directive_show(rest);
	} else if (str_eq(word, S("tr"))) {
		directive_tr(rest);
	} else if (str_eq(word, S("number"))) {
		hole_number(rest);
	} else if (str_eq(word, S("path"))) {
		directive_path(rest);
	} else if (str_eq(word, S("html"))) {
		directive_html(rest);
	} else if (str_eq(word, S("css"))) {
		directive_css(rest);
	} else if (str_eq(word, S("lang"))) {
		hole_str(S("locale_info(locale)->tag"), place_escaper());
	} else if (str_eq(word, S("dir"))) {
		hole_str(S("locale_info(locale)->dir"), place_escaper());
	} else {
		hole_str(str_trim(all), place_escaper());
	}
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

/* A block's beginning or end, or a comment: nothing that says something. */
static bool is_silent(str all)
{
	static const str words[] = {S_INIT("if"), S_INIT("else"), S_INIT("end"),
		S_INIT("each"), S_INIT("page"), S_INIT("#")};
	str word;

	all = str_trim(all);
	word = word_take(&all);
	for (size_t i = 0; i < NELEM(words); i++) {
		if (str_eq(word, words[i])) return true;
	}
	return str_starts(word, S("#"));
}

/* Behind a silent directive alone on its line, between tags: no line end. */
static bool leaves_no_line(str rest, bool is_alone)
{
	return is_alone && depth > 0 && place_now() == IN_TEXT &&
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
				is_silent(str_from(str_first(rest, end), 2));
			directive(str_from(str_first(rest, end), 2));
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
		if (depth == 0 && strchr(" \t\n", rest.at[0]) == NULL) {
			refuse("text outside of a page");
		}
		if (depth > 0) {
			place_step(rest, buf_str(&literal));
			literal_byte(rest.at[0]);
		}
		if (rest.at[0] == '\n') line_number++;
		is_blank_line = rest.at[0] == '\n' || (is_blank_line &&
			strchr(" \t", rest.at[0]) != NULL);
		rest = str_from(rest, 1);
	}
	if (depth != 0) {
		line_number = blocks[depth - 1].line;
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
				quoted = quoted_take(&left);
				(void)printf("%.*s", (int)quoted.len - 2,
					quoted.at + 1);
				left = str_trim(left);
			} while (m != 0 && str_starts(left, S("\"")));
			if (str_starts(left, S(","))) left = str_trim(str_from(left, 1));
			if (str_starts(left, S("plural "))) {
				left = str_trim(str_from(left, 7));
			}
			if (m != 1 && str_starts(left, S("\""))) {
				quoted = quoted_take(&left);
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
	buf_text(&header, "#include \"page/tr.h\"\n"
		"#include \"text/html.h\"\n");
	compile(read_all(argv[1]));
	write_all(argv[3], "#pragma once\n", &header);
	{
		struct buf start = {0};
		buf_fmt(&start, "#include \"%s\"\n", argv[4]);
		buf_put(&start, buf_str(&code));
		write_all(argv[2], "", &start);
		buf_close(&start);
	}
	return 0;
}
