/* Bytes for md4c: see markdown_source.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/markdown_source.h"

#include <string.h>

enum { RULE_SIGNS_MIN = 3, FENCE_SIGNS = 3, CONFLICT_SIGNS = 7 };

struct copying {
	struct buf *out;
	str file, before;        /* the line before */
	struct exchange *exchange;
	size_t line, fence_line;
	char fence;              /* of the code block that is open, or 0 */
	bool in_conflict;
};

/* -- tables --------------------------------------------------------------- */

static bool is_rule_byte(char c)
{
	return c == '|' || c == '-' || c == ':' || c == ' ' || c == '\t';
}

/* The line below the head of a table, with dashes too few somewhere. */
static bool is_short_rule(str line)
{
	size_t signs = 0, bars = 0;
	bool is_short = false;

	for (size_t i = 0; i <= line.len; i++) {
		char c = i == line.len ? '|' : line.at[i];

		if (!is_rule_byte(c)) return false;
		if (c == '-' || c == ':') {
			signs++;
			continue;
		}
		is_short = is_short || (signs > 0 && signs < RULE_SIGNS_MIN);
		signs = 0;
		bars += c == '|';
	}
	return is_short && bars > 1; /* the last was ours */
}

static void rule_put(struct buf *out, str line)
{
	size_t i = 0;

	while (i < line.len) {
		size_t from = i, dash = SIZE_MAX;

		while (i < line.len && (line.at[i] == '-' || line.at[i] == ':')) {
			if (line.at[i] == '-' && dash == SIZE_MAX) dash = i;
			i++;
		}
		if (dash == SIZE_MAX) {
			if (i == from) i++;
			buf_put(out, str_first(str_from(line, from), i - from));
			continue;
		}
		buf_put(out, str_first(str_from(line, from), dash - from));
		for (size_t k = i - from; k < RULE_SIGNS_MIN; k++) {
			buf_byte(out, '-');
		}
		buf_put(out, str_first(str_from(line, dash), i - dash));
	}
}

/* -- lines ---------------------------------------------------------------- */

static bool has_signs(str line, char sign, size_t count)
{
	if (line.len < count) return false;
	for (size_t i = 0; i < count; i++) {
		if (line.at[i] != sign) return false;
	}
	return true;
}

/* The sign of a fence of code, or 0; what follows it. */
static char fence_of(str words, str *ret_rest)
{
	char sign = words.len > 0 ? words.at[0] : ' ';
	size_t signs = 0;

	if ((sign != '`' && sign != '~') || !has_signs(words, sign, FENCE_SIGNS)) {
		return 0;
	}
	while (signs < words.len && words.at[signs] == sign) signs++;
	*ret_rest = str_from(words, signs);
	if (sign == '`' && str_find_byte(*ret_rest, '`') != SIZE_MAX) return 0;
	return sign;
}

/* Code between fences stays as it is. Near enough: what is taken for code and
 * is none loses nothing but this file's help. */
static bool is_code(struct copying *c, str words)
{
	str rest;
	char sign = fence_of(words, &rest);

	if (sign == 0) return c->fence != 0;
	if (c->fence == 0) {
		c->fence = sign;
		c->fence_line = c->line;
	} else if (c->fence == sign && rest.len == 0) {
		c->fence = 0;
	}
	return true;
}

/* "[^name]:" begins the words of a footnote. */
static bool is_footnote(str words)
{
	size_t end;

	if (!str_starts(words, S("[^"))) return false;
	end = str_find(str_first(words, 100), S("]:"));
	return end != SIZE_MAX && end > 2;
}

/* What a program that joins versions leaves for a person to settle. */
static void conflict_look(struct copying *c, str line)
{
	bool opens = has_signs(line, '<', CONFLICT_SIGNS);

	if (!opens && !(c->in_conflict && has_signs(line, '>', CONFLICT_SIGNS))) {
		return;
	}
	if (line.len > CONFLICT_SIGNS && line.at[CONFLICT_SIGNS] != ' ') return;
	c->in_conflict = opens;
	EXCHANGE_WARN(c->exchange, c->file, c->line,
		"two versions that nobody has settled: both are taken as text");
}

static void line_put(struct copying *c, str line)
{
	str words = str_trim(line);
	size_t lead = words.len == 0 ? 0 : (size_t)(words.at - line.at);

	if (is_code(c, words) || words.len == 0) {
		buf_put(c->out, line);
	} else if (is_short_rule(words) && memchr(c->before.at, '|',
			c->before.len) != NULL) {
		buf_put(c->out, str_first(line, lead));
		rule_put(c->out, words);
	} else if (is_footnote(words)) {
		buf_put(c->out, str_first(line, lead));
		buf_byte(c->out, '\\');
		buf_put(c->out, words);
		EXCHANGE_WARN(c->exchange, c->file, c->line, "a footnote stays"
			" where it stands, as text");
	} else {
		conflict_look(c, line);
		buf_put(c->out, line);
	}
	c->before = line;
}

/* How long the line is, and what ends it: LF, CR LF, or a CR alone. */
static size_t line_len(str rest, size_t *ret_end)
{
	size_t len = 0;

	while (len < rest.len && rest.at[len] != '\n' && rest.at[len] != '\r') {
		len++;
	}
	*ret_end = str_starts(str_from(rest, len), S("\r\n")) ? 2
		: len < rest.len;
	return len;
}

void markdown_source(struct buf *out, str bytes, str file, size_t line,
	struct exchange *exchange)
{
	struct copying c = {.out = out, .file = file, .exchange = exchange,
		.line = line, .before = S("")};

	while (bytes.len > 0) {
		size_t end, len = line_len(bytes, &end);

		line_put(&c, str_first(bytes, len));
		if (end > 0) buf_byte(out, '\n');
		bytes = str_from(bytes, len + end);
		c.line++;
	}
	if (c.fence == 0) return;
	EXCHANGE_WARN(exchange, file, c.fence_line,
		"code that does not end: all behind it is code");
}

size_t markdown_line_of(str bytes, size_t at)
{
	size_t line = 1, end;

	while (bytes.len > 0) {
		size_t len = line_len(bytes, &end);

		if (at < len + end || end == 0) return line;
		at -= len + end;
		bytes = str_from(bytes, len + end);
		line++;
	}
	return line;
}
