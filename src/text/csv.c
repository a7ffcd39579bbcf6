/* Tables as text: see csv.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/csv.h"

#include "base/utf8.h"

#include <string.h>

#define MARK S("\xef\xbb\xbf")

static char separator_guess(str text)
{
	size_t commas = 0, semicolons = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '"') quoted = !quoted;
		if (quoted) continue;
		if (c == '\t') return '\t';
		if (c == '\n' || c == '\r') break;
		if (c == ',') commas++;
		if (c == ';') semicolons++;
	}
	return semicolons > commas ? ';' : ',';
}

struct csv csv_start(str text, char separator)
{
	if (str_starts(text, MARK)) text = str_from(text, MARK.len);
	return (struct csv){text, 1,
		separator == 0 ? separator_guess(text) : separator};
}

/* Line ends are LF, CRLF and CR alone. Their length here, or 0. */
static size_t line_end(str s)
{
	if (s.len == 0) return 0;
	if (s.at[0] == '\n') return 1;
	if (s.at[0] != '\r') return 0;
	return s.len > 1 && s.at[1] == '\n' ? 2 : 1;
}

/* Moves over `count` bytes and counts the lines in them. */
static void pass(struct csv *csv, size_t count)
{
	str end = str_from(csv->rest, count);

	while (csv->rest.len > end.len) {
		size_t len = line_end(csv->rest);

		if (len > 0) csv->line++;
		csv->rest = str_from(csv->rest, len == 0 ? 1 : len);
	}
}

/* Whether `s` begins as a formula, behind apostrophes of which there are at
 * least `least`. */
static bool is_formula(str s, size_t least)
{
	size_t apostrophes = 0;

	while (apostrophes < s.len && s.at[apostrophes] == '\'') apostrophes++;
	return apostrophes >= least && apostrophes < s.len &&
		memchr("=+-@\t\r", s.at[apostrophes], 6) != NULL;
}

static bool is_negative_number(str s)
{
	size_t digits = 0, points = 0;

	if (s.len < 2 || s.at[0] != '-') return false;
	for (size_t i = 1; i < s.len; i++) {
		if (s.at[i] >= '0' && s.at[i] <= '9') digits++;
		else if (s.at[i] == '.' && digits > 0) points++;
		else return false;
	}
	return points <= 1 && s.at[s.len - 1] != '.';
}

static enum csv_fault accept(str field, str *ret_field)
{
	if (field.len > CSV_FIELD_MAX) return CSV_TOO_LONG;
	if (!utf8_is_valid(field) || str_find_byte(field, '\0') != SIZE_MAX) {
		return CSV_NOT_TEXT;
	}
	*ret_field = is_formula(field, 1) ? str_from(field, 1) : field; /* [csv-2] */
	return CSV_FINE;
}

/* The inside of quotation marks, doubled ones made single. */
static bool unquote(struct arena *arena, str inside, str *ret_plain)
{
	char *to;
	size_t len = 0;

	if (str_find_byte(inside, '"') == SIZE_MAX) {
		*ret_plain = inside;
		return true;
	}
	to = arena_try(arena, inside.len);
	if (to == NULL) return false;
	for (size_t i = 0; i < inside.len; i++) {
		to[len++] = inside.at[i];
		if (inside.at[i] == '"') i++;
	}
	*ret_plain = str_bytes(to, len);
	return true;
}

/* A field in quotation marks: `rest` begins with one. */
static enum csv_fault quoted_read(struct arena *arena, const struct csv *csv,
	str rest, str *ret_field, size_t *ret_len)
{
	size_t end = 1;
	str plain, tail;

	while (end < rest.len) {
		if (rest.at[end] != '"') end++;
		else if (end + 1 < rest.len && rest.at[end + 1] == '"') end += 2;
		else break;
	}
	if (end >= rest.len) return CSV_QUOTE_OPEN;
	tail = str_from(rest, end + 1);
	if (tail.len > 0 && tail.at[0] != csv->separator &&
		line_end(tail) == 0) {
		return CSV_QUOTE_TAIL;
	}
	if (end - 1 > 2 * (size_t)CSV_FIELD_MAX) return CSV_TOO_LONG;
	if (!unquote(arena, str_first(str_from(rest, 1), end - 1), &plain)) {
		return CSV_TOO_LONG;
	}
	*ret_len = end + 1;
	return accept(plain, ret_field);
}

static enum csv_fault field_read(struct arena *arena, const struct csv *csv,
	str rest, str *ret_field, size_t *ret_len)
{
	size_t len = 0;

	if (rest.len > 0 && rest.at[0] == '"') {
		enum csv_fault fault = quoted_read(arena, csv, rest, ret_field,
			ret_len);

		if (csv->separator != '\t' || (fault != CSV_QUOTE_OPEN &&
				fault != CSV_QUOTE_TAIL)) {
			return fault;
		}
	}
	while (len < rest.len && rest.at[len] != csv->separator &&
		rest.at[len] != '\n' && rest.at[len] != '\r') {
		len++;
	}
	*ret_len = len;
	return accept(str_first(rest, len), ret_field);
}

/* One row from `rest`; how many bytes it takes, its line end too. */
static enum csv_fault row_read(struct arena *arena, const struct csv *csv,
	struct csv_row *row, size_t *ret_len)
{
	str rest = csv->rest;
	size_t len = 0;

	for (;;) {
		enum csv_fault fault;

		if (row->count == CSV_FIELDS_MAX) return CSV_TOO_MANY;
		fault = field_read(arena, csv, rest, &row->fields[row->count],
			&len);
		if (fault != CSV_FINE) return fault;
		row->count++;
		rest = str_from(rest, len);
		if (rest.len == 0 || rest.at[0] != csv->separator) break;
		rest = str_from(rest, 1);
	}
	*ret_len = csv->rest.len - rest.len + line_end(rest);
	return CSV_FINE;
}

/* The line `rest` begins with, its end too. */
static size_t line_len(str rest)
{
	size_t len = 0;

	while (len < rest.len && rest.at[len] != '\n' && rest.at[len] != '\r') {
		len++;
	}
	return len + line_end(str_from(rest, len));
}

bool csv_next(struct arena *arena, struct csv *csv, struct csv_row *ret_row)
{
	size_t len;

	while ((len = line_end(csv->rest)) > 0) pass(csv, len);
	if (csv->rest.len == 0) return false;
	ret_row->count = 0;
	ret_row->line = csv->line;
	ret_row->fault = row_read(arena, csv, ret_row, &len);
	if (ret_row->fault != CSV_FINE) { /* [csv-3] */
		ret_row->count = 0;
		len = line_len(csv->rest);
	}
	pass(csv, len);
	return true;
}

size_t csv_column(const struct csv_row *names, str name)
{
	for (size_t i = 0; i < names->count; i++) {
		if (str_eq_nocase(str_trim(names->fields[i]), name)) return i;
	}
	return SIZE_MAX;
}

str csv_value(const struct csv_row *row, size_t column)
{
	return column < row->count ? str_trim(row->fields[column]) : S("");
}

const char *csv_fault_text(enum csv_fault fault)
{
	static const char *const texts[CSV_FAULT_COUNT] = {
		[CSV_FINE] = "",
		[CSV_NOT_TEXT] = "this row is not UTF-8 text",
		[CSV_QUOTE_OPEN] = "a quotation mark is opened and never closed",
		[CSV_QUOTE_TAIL] = "a quotation mark closes within a field",
		[CSV_TOO_MANY] = "this row has more than 128 fields",
		[CSV_TOO_LONG] = "a field is longer than 1 MiB",
	};

	return texts[fault];
}

void csv_put_mark(struct buf *out)
{
	buf_put(out, MARK);
}

static void field_put(struct buf *out, char separator, str field, bool alone)
{
	bool guarded = is_formula(field, 0) && !is_negative_number(field);
	bool quoted = (field.len == 0 && alone) || str_starts(field, MARK) ||
		str_starts(field, S("\""));

	for (size_t i = 0; i < field.len && !quoted; i++) {
		char c = field.at[i];

		quoted = (c == '"' && separator != '\t') || c == '\n' ||
			c == '\r' || c == separator;
	}
	if (quoted) buf_byte(out, '"');
	if (guarded) buf_byte(out, '\'');
	for (size_t i = 0; i < field.len; i++) {
		if (field.at[i] == '"' && quoted) buf_byte(out, '"');
		buf_byte(out, field.at[i]);
	}
	if (quoted) buf_byte(out, '"');
}

void csv_put(struct buf *out, char separator, const str *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0) buf_byte(out, separator);
		field_put(out, separator, fields[i], count == 1);
	}
	buf_put(out, S("\r\n"));
}
