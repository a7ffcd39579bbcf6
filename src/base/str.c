/* Borrowed slices: see str.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

str str_of(const char *text)
{
	return text == NULL ? S("") : (str){text, strlen(text)};
}

str str_bytes(const void *bytes, size_t len)
{
	return len == 0 ? S("") : (str){bytes, len};
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool str_eq_nocase(str a, str b)
{
	if (a.len != b.len) return false;
	for (size_t i = 0; i < a.len; i++) {
		if (lower(a.at[i]) != lower(b.at[i])) return false;
	}
	return true;
}

int str_compare(str a, str b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len == 0 ? 0 : memcmp(a.at, b.at, len);

	if (order != 0) return order;
	return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

bool str_ends(str s, str suffix)
{
	return s.len >= suffix.len &&
	       str_eq(str_from(s, s.len - suffix.len), suffix);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

str str_trim(str s)
{
	while (s.len > 0 && is_blank(s.at[0])) s = str_from(s, 1);
	while (s.len > 0 && is_blank(s.at[s.len - 1])) s.len--;
	return s;
}

size_t str_find_byte(str s, char byte)
{
	const char *hit = s.len == 0 ? NULL : memchr(s.at, byte, s.len);

	return hit == NULL ? SIZE_MAX : (size_t)(hit - s.at);
}

size_t str_find(str s, str needle)
{
	const char *hit;

	if (needle.len == 0) return 0;
	if (s.len < needle.len) return SIZE_MAX;
	hit = memmem(s.at, s.len, needle.at, needle.len);
	return hit == NULL ? SIZE_MAX : (size_t)(hit - s.at);
}

bool str_cut(str s, char byte, str *ret_head, str *ret_tail)
{
	size_t at = str_find_byte(s, byte);

	if (at == SIZE_MAX) return false;
	*ret_head = str_first(s, at);
	*ret_tail = str_from(s, at + 1);
	return true;
}

bool str_line(str *rest, str *ret_line)
{
	str all = *rest;

	if (all.len == 0) return false;
	if (!str_cut(all, '\n', ret_line, rest)) {
		*ret_line = all;
		*rest = str_from(all, all.len);
	}
	return true;
}

bool str_word(str *rest, str *ret_word)
{
	str all = *rest;

	if (all.len == 0) return false;
	if (!str_cut(all, ' ', ret_word, rest)) {
		*ret_word = all;
		*rest = str_from(all, all.len);
	}
	return true;
}

str str_dup(struct arena *arena, str s)
{
	char *copy;

	if (s.len == 0) return S("");
	copy = arena_get(arena, s.len);
	memcpy(copy, s.at, s.len);
	return (str){copy, s.len};
}

char *str_c(struct arena *arena, str s)
{
	char *copy = arena_get(arena, s.len + 1);

	must(str_find_byte(s, '\0') == SIZE_MAX);
	if (s.len > 0) memcpy(copy, s.at, s.len);
	return copy;
}

str str_fmt(struct arena *arena, const char *format, ...)
{
	va_list args;
	int len;
	char *text;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	must(len >= 0);
	text = arena_get(arena, (size_t)len + 1);
	va_start(args, format);
	(void)vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	return (str){text, (size_t)len};
}
