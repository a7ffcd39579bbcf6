/* Somebody else's words: see quoted.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/quoted.h"

/* Opening mark and what closes it; the first that comes does. */
static const struct { str open, close, or_close; } marks[] = {
	{S_INIT("\""), S_INIT("\""), S_INIT("\"")},
	{S_INIT("“"), S_INIT("”"), S_INIT("“")},
	{S_INIT("”"), S_INIT("”"), S_INIT("“")},
	{S_INIT("„"), S_INIT("“"), S_INIT("”")},
	{S_INIT("«"), S_INIT("»"), S_INIT("»")},
	{S_INIT("»"), S_INIT("«"), S_INIT("»")},
	{S_INIT("‹"), S_INIT("›"), S_INIT("›")},
	{S_INIT("‘"), S_INIT("’"), S_INIT("’")},
};

static size_t line_length(str rest)
{
	size_t end = str_find_byte(rest, '\n');

	return end == SIZE_MAX ? rest.len : end;
}

/* Where what is opened here may be closed: this paragraph, and not far. */
static str reach(str rest)
{
	str near = str_first(rest, QUOTED_BYTES_MAX);

	return str_first(near, str_find(near, S("\n\n")));
}

/* An apostrophe has a letter behind it. */
static bool is_apostrophe(str close, str after)
{
	return str_eq(close, S("’")) && after.len > 0 &&
	       ((unsigned char)after.at[0] >= 0x80 ||
		       (after.at[0] >= 'A' && after.at[0] <= 'Z') ||
		       (after.at[0] >= 'a' && after.at[0] <= 'z'));
}

/* Behind the closing mark, counted from the front of `inside`; or 0. */
static size_t close_find(str inside, str close)
{
	size_t from = 0, found;

	while (found = str_find(str_from(inside, from), close),
		found != SIZE_MAX) {
		from += found + close.len;
		if (!is_apostrophe(close, str_from(inside, from))) return from;
	}
	return 0;
}

/* The length of the quotation that begins here, or 0. */
static size_t quotation_length(str rest)
{
	for (size_t i = 0; i < NELEM(marks); i++) {
		size_t open = marks[i].open.len, a, b;
		str inside;

		if (!str_starts(rest, marks[i].open)) continue;
		inside = reach(str_from(rest, open));
		a = close_find(inside, marks[i].close);
		b = close_find(inside, marks[i].or_close);
		if (a == 0 || (b > 0 && b < a)) a = b;
		if (a > 0) return open + a;
	}
	return 0;
}

static bool begins_line(str text, size_t at)
{
	while (at > 0 && (text.at[at - 1] == ' ' || text.at[at - 1] == '\t')) {
		at--;
	}
	return at == 0 || text.at[at - 1] == '\n';
}

bool quoted_next(str text, size_t *at, str *ret_part)
{
	while (*at < text.len) {
		str rest = str_from(text, *at);
		unsigned char byte = (unsigned char)rest.at[0];
		size_t len = 0;

		if (byte == '>' && begins_line(text, *at)) {
			len = line_length(rest);
		} else if (byte == '"' || byte == 0xC2 || byte == 0xE2) {
			len = quotation_length(rest);
		}
		if (len > 0) {
			*ret_part = str_first(rest, len);
			*at += len;
			return true;
		}
		(*at)++;
	}
	return false;
}
