/* Header lines of our own formats: `key value…` LF, in a given order, nothing
 * else accepted (FORMATS, common rules). Pure; the outputs point into the
 * input.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_FIELD_H
#define BASE_FIELD_H

#include "base/buf.h"

/* Takes the line `key value` off the front; the value may be empty and holds
 * no LF. False, and `rest` unmoved, when the next line is another one or has
 * no end. */
bool field_take(str *rest, str key, str *ret_value) MUST_USE;
/* Takes a line that must be exactly `line`. */
bool field_line(str *rest, str line) MUST_USE;
/* The same for a value that is a plain number of at most `max`. */
bool field_number(str *rest, str key, uint64_t max, uint64_t *ret_number)
	MUST_USE;
/* The same for `digits` lower-case hex digits. */
bool field_hex(str *rest, str key, size_t digits, str *ret_value) MUST_USE;

/* Texts behind one another and nothing else: a line `name LENGTH` for each, in
 * their order, then their bytes. Each has at most `max` bytes. */
struct field_text { str name; size_t max; str text; };
bool field_texts(str rest, struct field_text *texts, size_t count) MUST_USE;

void field_put(struct buf *out, str key, str value);
void field_put_number(struct buf *out, str key, uint64_t number);
void field_put_texts(struct buf *out, const struct field_text *texts,
	size_t count);

/* `s` may be the value of a line: UTF-8, at most `max` bytes, no LF, CR or
 * NUL. */
bool field_is_clean(str s, size_t max);
/* All of `s` is lower-case hex of `digits` digits. */
bool field_is_hex(str s, size_t digits);

#endif
