/* The lines in front of a page: see front_matter.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/front_matter.h"

static str unquoted(str value)
{
	value = str_trim(value);
	if (value.len >= 2 && (value.at[0] == '"' || value.at[0] == '\'')
		&& value.at[value.len - 1] == value.at[0]) {
		value = str_first(str_from(value, 1), value.len - 2);
	}
	return value;
}

static void line_take(str line, char divider, struct front_matter *matter,
	bool *ret_known)
{
	str key, value;

	*ret_known = str_trim(line).len == 0;
	if (!str_cut(line, divider, &key, &value)) return;
	if (!str_eq_nocase(str_trim(key), S("title"))) return;
	if (matter->title.len > 0) return;
	matter->title = unquoted(value);
	*ret_known = matter->title.len > 0;
}

/* How many lines stand before the one that ends it; false: it has no end, so
 * the first line is a rule of the text. */
static bool end_find(str rest, str fence, size_t *ret_lines)
{
	str line;

	for (size_t i = 0; i < FRONT_MATTER_LINES_MAX; i++) {
		if (!str_line(&rest, &line)) line = rest;
		line = str_trim(line);
		if (str_eq(line, fence) || str_eq(line, S("..."))) {
			*ret_lines = i;
			return true;
		}
		if (rest.len == 0) return false;
	}
	return false;
}

void front_matter_read(str text, str file, struct exchange *exchange,
	struct front_matter *ret_matter)
{
	str rest = text, line, fence;
	size_t lines;
	bool known;

	*ret_matter = (struct front_matter){0};
	if (!str_line(&rest, &line)) return;
	fence = str_trim(line);
	if (!str_eq(fence, S("---")) && !str_eq(fence, S("+++"))) return;
	if (!end_find(rest, fence, &lines)) return;
	for (size_t i = 0; i < lines; i++) {
		if (!str_line(&rest, &line)) return;
		line_take(line, fence.at[0] == '+' ? '=' : ':', ret_matter,
			&known);
		if (!known) {
			EXCHANGE_WARN(exchange, file, i + 2,
				"front matter that is not taken");
		}
	}
	if (!str_line(&rest, &line)) rest = S("");
	ret_matter->lines = lines + 2;
	ret_matter->bytes = text.len - rest.len;
}
