/* The lines in front of a page: see front_matter.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/front_matter.h"

struct matter_reader {
	struct arena *arena;
	str file, rest;
	struct exchange *exchange;
	struct front_matter *matter;
	size_t line;            /* of the line taken last */
	char divider;           /* between key and value */
	bool in_section;        /* of TOML: keys are not the page's own */
	bool in_title;          /* a title of several lines goes on */
};

static void not_taken(struct matter_reader *r)
{
	EXCHANGE_WARN(r->exchange, r->file, r->line,
		"front matter that is not taken");
}

static bool next(struct matter_reader *r, str *ret_line)
{
	if (r->rest.len == 0) return false;
	if (!str_line(&r->rest, ret_line)) {
		*ret_line = r->rest;
		r->rest = S("");
	}
	r->line++;
	return true;
}

/* -- values --------------------------------------------------------------- */

/* Between quotation marks a backslash takes the meaning of the next sign. */
static str unescaped(struct arena *arena, str text)
{
	struct buf out = {0};
	str kept;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '\\' && i + 1 < text.len) {
			char c = text.at[++i];

			buf_byte(&out, c == 'n' || c == 't' ? ' ' : c);
		} else {
			buf_byte(&out, text.at[i]);
		}
	}
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

/* How long a string in these marks is, with both; 0: it has no end. */
static size_t quoted_len(str text)
{
	char mark = text.len > 0 ? text.at[0] : ' ';

	for (size_t i = 1; i < text.len; i++) {
		if (text.at[i] == '\\' && mark == '"') i++;
		else if (text.at[i] == mark) return i + 1;
	}
	return 0;
}

static str value_read(struct arena *arena, str value)
{
	size_t len, remark;

	value = str_trim(value);
	if (value.len == 0) return value;
	if (value.at[0] == '"' || value.at[0] == '\'') {
		len = quoted_len(value);
		if (len < 2) return S("");
		if (value.at[0] == '"') {
			return unescaped(arena, str_first(str_from(value, 1),
				len - 2));
		}
		return str_first(str_from(value, 1), len - 2);
	}
	remark = str_find(value, S(" #"));
	return remark == SIZE_MAX ? value : str_trim(str_first(value, remark));
}

/* "title: |" or ">-": the words stand in the lines below, further in. */
static bool is_block(str value)
{
	value = str_trim(value);
	return value.len > 0 && value.len <= 2
		&& (value.at[0] == '|' || value.at[0] == '>')
		&& (value.len == 1 || value.at[1] == '-' || value.at[1] == '+');
}

/* -- lines ---------------------------------------------------------------- */

static bool is_inside(str line)
{
	return line.len > 0 && (line.at[0] == ' ' || line.at[0] == '\t');
}

static void title_go_on(struct matter_reader *r, str line)
{
	str *title = &r->matter->title;

	if (str_trim(line).len == 0) return;
	*title = title->len == 0 ? str_trim(line) : str_fmt(r->arena,
		"%.*s %.*s", S_ARG(*title), S_ARG(str_trim(line)));
}

static void line_take(struct matter_reader *r, str line)
{
	str key, value, *title = &r->matter->title;

	r->in_title = r->in_title && (is_inside(line) || line.len == 0);
	if (r->in_title) {
		title_go_on(r, line);
		return;
	}
	if (str_trim(line).len == 0) return;
	if (r->divider == '=' && line.at[0] == '[') r->in_section = true;
	if (is_inside(line) || r->in_section
		|| !str_cut(line, r->divider, &key, &value)
		|| !str_eq_nocase(str_trim(key), S("title")) || title->len > 0
		|| str_starts(str_trim(value), S("\"\"\""))) {
		not_taken(r);
		return;
	}
	r->in_title = r->divider == ':' && is_block(value);
	if (r->in_title) return;
	*title = value_read(r->arena, value);
	if (title->len == 0) not_taken(r);
}

/* How many lines stand before the one that ends it; SIZE_MAX: it has no end,
 * so the first line is a rule of the text. */
static size_t end_find(struct matter_reader r, str fence)
{
	str line;

	for (size_t i = 0; i < FRONT_MATTER_LINES_MAX && next(&r, &line); i++) {
		line = str_trim(line);
		if (str_eq(line, fence) || str_eq(line, S("..."))) return i;
	}
	return SIZE_MAX;
}

/* A first line that was meant as a fence. */
static void endless_say(struct matter_reader *r)
{
	str rest = r->rest, line, key, value;

	if (!str_line(&rest, &line) || is_inside(line)
		|| !str_cut(line, r->divider, &key, &value)
		|| str_find_byte(str_trim(key), ' ') != SIZE_MAX) {
		return;
	}
	EXCHANGE_WARN(r->exchange, r->file, r->line,
		"front matter without an end, or too long, is text");
}

static void lines_read(struct matter_reader *r, str fence)
{
	size_t lines = end_find(*r, fence);
	str line;

	r->divider = fence.at[0] == '+' ? '=' : ':';
	if (lines == SIZE_MAX) {
		endless_say(r);
		return;
	}
	for (size_t i = 0; i < lines && next(r, &line); i++) line_take(r, line);
	(void)next(r, &line);
	r->matter->lines = r->line;
}

/* -- JSON ----------------------------------------------------------------- */

/* Where the object ends, from its bracket on; 0: nowhere near. */
static size_t object_len(str text)
{
	size_t depth = 0, lines = 0;

	for (size_t i = 0; i < text.len && lines < FRONT_MATTER_LINES_MAX; i++) {
		char c = text.at[i];

		lines += c == '\n';
		depth += c == '{' || c == '[';
		if (c == '"') {
			size_t len = quoted_len(str_from(text, i));

			if (len == 0) return 0;
			i += len - 1;
		} else if (c == '}' || c == ']') {
			if (--depth == 0) return i + 1;
		}
	}
	return 0;
}

/* `"title": "…"` among the object's own keys. */
static void pair_take(struct matter_reader *r, str line)
{
	size_t len = line.len > 0 && line.at[0] == '"' ? quoted_len(line) : 0;
	str key = str_first(line, len);
	str value = str_trim(str_from(line, len));

	if (!str_eq(key, S("\"title\"")) || !str_starts(value, S(":"))
		|| r->matter->title.len > 0) {
		not_taken(r);
		return;
	}
	value = str_trim(str_from(value, 1));
	len = str_starts(value, S("\"")) ? quoted_len(value) : 0;
	if (len > 0) r->matter->title = value_read(r->arena, value);
	value = str_from(value, len);
	if (r->matter->title.len == 0 || (value.len > 0
			&& !str_eq(value, S(",")) && !str_eq(value, S("}")))) {
		not_taken(r);
	}
}

static void object_read(struct matter_reader *r, str text)
{
	size_t len = object_len(text);
	str whole = str_first(text, len), rest = str_from(text, len), line;
	int depth = 0;

	if (len == 0 || !str_line(&rest, &line) || str_trim(line).len > 0) {
		endless_say(r);
		return;
	}
	r->rest = str_from(whole, 1);
	r->line = 0;
	while (next(r, &line)) {
		str words = str_trim(line);
		bool is_end = str_eq(words, S("}")) && r->rest.len == 0;

		if (words.len > 0 && depth == 0 && !is_end) pair_take(r, words);
		for (size_t i = 0; i < words.len; i++) {
			if (words.at[i] == '"') {
				i += quoted_len(str_from(words, i));
				if (i-- == 0) break;
			} else {
				depth += words.at[i] == '{' || words.at[i] == '[';
				depth -= words.at[i] == '}' || words.at[i] == ']';
			}
		}
	}
	r->matter->lines = r->line;
	r->rest = rest;
}

void front_matter_read(struct arena *arena, str text, str file,
	struct exchange *exchange, struct front_matter *ret_matter)
{
	struct matter_reader r = {.arena = arena, .file = file, .rest = text,
		.exchange = exchange, .matter = ret_matter, .divider = ':'};
	str line;

	*ret_matter = (struct front_matter){0};
	if (!next(&r, &line)) return;
	line = str_trim(line);
	if (str_eq(line, S("---")) || str_eq(line, S("+++"))) {
		lines_read(&r, line);
	} else if (str_starts(text, S("{"))
		&& str_starts(str_trim(str_from(text, 1)), S("\""))) {
		object_read(&r, text);
	}
	if (ret_matter->lines > 0) ret_matter->bytes = text.len - r.rest.len;
}
