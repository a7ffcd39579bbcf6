/* Phone numbers in running text: see phone.h. One is written with + or 00 in
 * front, with 0 or a bracket, or in three groups and more.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/phone.h"

enum {
	DIGITS_MIN = 7,   /* a local number */
	DIGITS_MAX = 15,  /* E.164 */
	GROUPED_MIN = 9   /* a date in three groups has eight */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* What may stand once between two groups, or ") " and " (". */
static size_t gap_len(str text)
{
	size_t len = 0;

	while (len < text.len && len < 3 && (text.at[len] == ' '
			|| text.at[len] == '-' || text.at[len] == '('
			|| text.at[len] == ')')) {
		len++;
	}
	return len < text.len && is_digit(text.at[len]) ? len : 0;
}

/* "(0770)": a bracket around the first digits. */
static bool is_area(str text)
{
	size_t at = 1;

	if (text.at[0] != '(') return false;
	while (at < text.len && is_digit(text.at[at])) at++;
	return at >= 3 && at <= 6 && at < text.len && text.at[at] == ')';
}

/* The length of what begins at the front of `text`, or 0. */
static size_t phone_len(str text)
{
	bool opens = text.at[0] == '+' || is_area(text);
	size_t at = text.at[0] == '+' || text.at[0] == '(', digits = 0;
	size_t groups = 0, thousands = 0, fours = 0;
	bool nought = at < text.len && text.at[at] == '0';

	while (at < text.len && is_digit(text.at[at])) {
		size_t from = at;

		groups++;
		while (at < text.len && is_digit(text.at[at])) at++;
		digits += at - from;
		thousands += groups == 1 ? at - from <= 3 : at - from == 3;
		fours += at - from == 4; /* years, or the number of a card */
		at += gap_len(str_from(text, at));
	}
	if (digits < DIGITS_MIN || digits > DIGITS_MAX) return 0;
	if (at < text.len && (is_letter(text.at[at]) || text.at[at] == '/')) {
		return 0;
	}
	if (text.at[0] == '(' && !opens) return 0;
	if (!opens && !nought && (groups < 3 || digits < GROUPED_MIN
			|| thousands == groups || fours == groups)) {
		return 0;
	}
	/* 0.0000001 and 0,5 are numbers */
	if (at + 1 < text.len && (text.at[at] == '.' || text.at[at] == ',')
		&& is_digit(text.at[at + 1])) {
		return 0;
	}
	return at;
}

static bool may_begin(str text, size_t at)
{
	char c = text.at[at], before;

	if (!is_digit(c) && c != '+' && c != '(') return false;
	if (at == 0) return true;
	before = text.at[at - 1];
	return !is_digit(before) && !is_letter(before) && before != '.'
		&& before != ',' && before != '/' && before != '-'
		&& before != '=' && before != '+';
}

/* How far digits and the gaps between them go. */
static size_t run_len(str text)
{
	size_t at = 0, before;

	do {
		before = at;
		while (at < text.len && is_digit(text.at[at])) at++;
		if (at > before) at += gap_len(str_from(text, at));
	} while (at > before);
	return at;
}

size_t phone_find(str text, size_t *ret_len)
{
	for (size_t at = 0; at < text.len; at++) {
		size_t len;

		if (!may_begin(text, at)) continue;
		len = phone_len(str_from(text, at));
		if (len > 0) {
			*ret_len = len;
			return at;
		}
		/* what was a number is stepped over with all its groups */
		len = run_len(str_from(text, at));
		if (len > 1) at += len - 1;
	}
	*ret_len = 0;
	return text.len;
}
