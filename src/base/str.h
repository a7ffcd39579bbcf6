/* A borrowed slice of bytes: pointer and length, copied freely, never changed
 * through and never NUL-terminated. Whoever made the bytes keeps them; a str
 * must not outlive them. Low-level: may use only mem.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/base.h"
#include "base/mem.h"

#include <string.h>

typedef struct {
	const char *at;
	size_t len;
} str;

/* A str over a literal. */
#define S(literal) ((str){("" literal ""), sizeof(literal) - 1})
/* The same as a constant initialiser of a static table. */
#define S_INIT(literal) {("" literal ""), sizeof(literal) - 1}
/* For "%.*s". Only for our own fixed words, never what a person wrote. */
#define S_ARG(s) (int)(s).len, (s).at

/* Called for every letter, so where the compiler can see them. */
static inline bool str_eq(str a, str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* At most `len` bytes. */
static inline str str_first(str s, size_t len)
{
	return (str){s.at, len < s.len ? len : s.len};
}

/* The rest from `start`, clamped. */
static inline str str_from(str s, size_t start)
{
	if (start > s.len) start = s.len;
	return (str){s.at + start, s.len - start};
}

static inline bool str_starts(str s, str prefix)
{
	return s.len >= prefix.len && str_eq(str_first(s, prefix.len), prefix);
}

str str_of(const char *text);                  /* from NUL-terminated; NULL is empty */
str str_bytes(const void *bytes, size_t len);
bool str_eq_nocase(str a, str b);              /* ASCII only */
int str_compare(str a, str b);                 /* bytewise, like memcmp */
bool str_ends(str s, str suffix);
str str_trim(str s);                           /* ASCII blank, tab, CR, LF at both ends */
/* Offset of the first `byte` / `needle`, or SIZE_MAX. */
size_t str_find_byte(str s, char byte);
size_t str_find(str s, str needle);
/* Splits at the first `byte`: *ret_head before it, *ret_tail after it. False
 * (and both untouched) when it is not there. The outputs may alias `s`. */
bool str_cut(str s, char byte, str *ret_head, str *ret_tail);
/* Takes one line off the front, without its LF. False at the end. */
bool str_line(str *rest, str *ret_line);
/* Takes one word (separated by exactly one blank) off the front. */
bool str_word(str *rest, str *ret_word);
/* A copy kept by the arena; as_c adds a NUL and must hold no NUL itself. */
str str_dup(struct arena *arena, str s);
char *str_c(struct arena *arena, str s);
/* Formats into the arena. */
str str_fmt(struct arena *arena, const char *format, ...) FORMAT_PRINTF(2, 3);

#endif
