/* Forms as browsers send them: application/x-www-form-urlencoded bodies and
 * queries, and the gate every written text passes. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_FORM_H
#define TEXT_FORM_H

#include "base/buf.h"

enum { FORM_FIELDS_MAX = 64 }; /* our largest form has a dozen */

struct form_field { str name, value; };
struct form {
	struct form_field fields[FORM_FIELDS_MAX];
	size_t count;
};

enum form_result { FORM_OK, FORM_MALFORMED, FORM_TOO_MANY };

/* Decodes `body`; names and values are kept by the arena. */
enum form_result form_read(struct arena *arena, str body,
	struct form *ret_form) MUST_USE;
/* The first value of that name, or empty. */
str form_value(const struct form *form, str name);
bool form_has(const struct form *form, str name);
/* Every value of that name in turn: begin with *at 0; false at the end. */
bool form_next(const struct form *form, str name, size_t *at, str *ret_value);

/* CRLF (and a lone CR) becomes LF, nothing else changes [form-1]. False when
 * it is not UTF-8. Kept by the arena. */
bool form_text(struct arena *arena, str sent, str *ret_text) MUST_USE;
/* One line of text: as form_text, but line ends become blanks and the ends
 * are trimmed. */
bool form_line(struct arena *arena, str sent, str *ret_line) MUST_USE;

/* Appends `s` percent-encoded for a form body. */
void form_encode(struct buf *out, str s);

#endif
