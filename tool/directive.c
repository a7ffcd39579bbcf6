/* The directives of a template: see directive.h. Owns the blocks that are open.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "directive.h"

#include "compiled.h"
#include "place.h"

#include <string.h>

enum { DEPTH_MAX = 32 };

struct block { char kind; enum place place; int line; };

static struct block blocks[DEPTH_MAX];
static size_t depth;
static int line_now;

/* -- words ---------------------------------------------------------------- */

str directive_word(str *rest)
{
	str word = *rest, after = S("");

	*rest = str_trim(*rest);
	word = *rest;
	if (!str_cut(*rest, ' ', &word, &after)) word = *rest;
	*rest = str_trim(after);
	return word;
}

str directive_quoted(str *rest)
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
	buf_fmt(&compiled_code, "\t%s(out, (%.*s));\n", with, S_ARG(expression));
}

static void hole_number(str expression)
{
	(void)place_escaper();
	buf_fmt(&compiled_code, "\tbuf_number(out, (%.*s));\n", S_ARG(expression));
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
		buf_fmt(&compiled_code, "\t\tif (str_eq(walk.hole, S(\"%.*s\"))) {\n",
			S_ARG(name));
		if (number) {
			hole_number(expression);
		} else {
			if (place_now() == IN_TEXT) {
				buf_text(&compiled_code,
					"\tbuf_put(out, S(\"<bdi>\"));\n");
			}
			hole_str(expression, with);
			if (place_now() == IN_TEXT) {
				buf_text(&compiled_code,
					"\tbuf_put(out, S(\"</bdi>\"));\n");
			}
		}
		buf_text(&compiled_code, "\t\t}\n");
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
	str english = directive_quoted(&rest);
	const char *with = place_escaper();

	if (rest.len == 0) {
		buf_fmt(&compiled_code, "\t{ static struct tr_site site = {%.*s, 0, 0};\n"
			"\t%s(out, tr_at(&site, locale)); }\n",
			S_ARG(english), with);
		return;
	}
	if (str_starts(rest, S("plural "))) {
		str plural;

		rest = str_trim(str_from(rest, 7));
		plural = directive_quoted(&rest);
		buf_fmt(&compiled_code, "\t{ static struct tr_site site = "
			"{%.*s, %.*s, 0};\n\tstruct tr_walk walk = "
			"tr_walk(tr_count_at(&site, locale, (%.*s)));\n",
			S_ARG(english), S_ARG(plural), S_ARG(count_of(rest)));
	} else {
		buf_fmt(&compiled_code,
			"\t{ static struct tr_site site = {%.*s, 0, 0};\n"
			"\tstruct tr_walk walk = tr_walk(tr_at(&site, locale));\n",
			S_ARG(english));
	}
	buf_fmt(&compiled_code, "\twhile (tr_next(&walk)) {\n"
		"\t%s(out, walk.literal);\n", with);
	bindings_write(rest);
	buf_text(&compiled_code, "\t} }\n");
}

/* -- blocks --------------------------------------------------------------- */

static void block_open(char kind)
{
	if (depth == DEPTH_MAX) refuse("blocks are nested too deep");
	blocks[depth++] = (struct block){kind, place_now(), line_now};
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
	buf_fmt(&compiled_header, "void page_%.*s(struct buf *out, enum locale locale"
		"%s%.*s);\n", S_ARG(name), argument.len > 0 ? ", " : "",
		S_ARG(argument));
	buf_fmt(&compiled_code, "void page_%.*s(struct buf *out, enum locale locale"
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
	buf_fmt(&compiled_code, "\tfor (size_t %.*s_at = 0; %.*s_at < (%.*s); "
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
	buf_text(&compiled_code, blocks[depth].kind == 'p' ? "}\n\n" : "\t}\n");
}

static void directive_else(void)
{
	if (depth == 0 || blocks[depth - 1].kind != 'i') {
		refuse("else without if");
	}
	if (blocks[depth - 1].place != place_now()) {
		refuse("a block ends in another HTML place than it began");
	}
	buf_text(&compiled_code, "\t} else {\n");
}

static void directive_show(str rest)
{
	str name, argument;

	if (place_now() != IN_TEXT) refuse("show stands between tags only");
	if (!str_cut(rest, '(', &name, &argument)) refuse("show NAME(…) wanted");
	buf_fmt(&compiled_code, "\tpage_%.*s(out, locale%s%.*s;\n", S_ARG(name),
		str_starts(argument, S(")")) ? "" : ", ", S_ARG(argument));
}

static void directive_css(str rest)
{
	if (!place_is_style()) {
		refuse("css stands inside <style> only");
	}
	buf_fmt(&compiled_code, "\t{ struct css ready = (%.*s); "
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
	buf_fmt(&compiled_code, "\t{ struct html ready = (%.*s); "
		"buf_put(out, ready.bytes); }\n", S_ARG(rest));
}

void directive_take(str all, const char *file, int line)
{
	str rest = str_trim(all), word = directive_word(&rest);

	if (str_starts(word, S("#"))) return;
	line_now = line;
	compiled_flush();
	compiled_line(file, line);
	if (str_eq(word, S("use"))) {
		buf_fmt(&compiled_header, "#include %.*s\n", S_ARG(rest));
	} else if (str_eq(word, S("page"))) {
		directive_page(rest);
	} else if (depth == 0) {
		refuse("outside of a page");
	} else if (str_eq(word, S("if"))) {
		block_open('i');
		buf_fmt(&compiled_code, "\tif (%.*s) {\n", S_ARG(rest));
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

bool directive_is_silent(str all)
{
	static const str words[] = {S_INIT("if"), S_INIT("else"), S_INIT("end"),
		S_INIT("each"), S_INIT("page"), S_INIT("#")};
	str word;

	all = str_trim(all);
	word = directive_word(&all);
	for (size_t i = 0; i < NELEM(words); i++) {
		if (str_eq(word, words[i])) return true;
	}
	return str_starts(word, S("#"));
}

bool directive_is_open(void)
{
	return depth > 0;
}

int directive_open_line(void)
{
	return blocks[depth - 1].line;
}
