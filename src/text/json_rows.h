/* Tables as JSON: an array of flat objects whose values are texts, numbers,
 * yes and no, nothing, or lists of texts. Owns the only include of jansson.
 * Memory that held a table is wiped when it is given back.
 *
 * [json-1] what is written is read again as the same rows
 * [json-2] a text that is no array is refused whole, with the line; an entry
 *          that is no flat object stands as an odd row and costs no other
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_JSON_ROWS_H
#define TEXT_JSON_ROWS_H

#include "base/buf.h"

enum { JSON_ROWS_BYTES_MAX = 32 << 20, JSON_ROWS_MAX = 100000 };

struct json_cell {
	str key;
	const str *values;      /* one, or those of a list */
	size_t count;           /* 0: nothing, or an empty list */
	bool list;
};
struct json_row {
	const struct json_cell *cells;
	size_t count;
	bool odd;               /* not such an object: nothing of it is read */
};
struct json_rows { const struct json_row *at; size_t count; };

/* False: *ret_line is the line that could not be read, or 0 when the whole is
 * no table. Kept by the arena. */
bool json_rows_read(struct arena *arena, str text, struct json_rows *ret_rows,
	size_t *ret_line) MUST_USE;
void json_rows_write(const struct json_rows *rows, struct buf *out);

#endif
