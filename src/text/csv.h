/* Tables as text: comma-separated (RFC 4180), semicolons or tabs instead of
 * the commas, UTF-8 with or without a mark at its start. Rows are taken one at
 * a time from bytes the caller keeps, so that a long table costs one row.
 *
 * [csv-1] a row that was written is read again to the same fields
 * [csv-2] no field we write begins as a formula does (= + - @ tab CR): such a
 *         field gets an apostrophe in front, and reading takes it off again;
 *         plain negative numbers stay as they are
 * [csv-3] a row that cannot be read is named by its line and a reason, and
 *         costs no other row: reading goes on at the next line
 *
 * Behind tabs a quotation mark that does not close before the next tab or line
 * end is an ordinary letter: most programs that write tabs never quote.
 *
 * A row is never padded or cut: how many fields it must have is the caller's
 * knowledge. Empty lines are no rows. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_CSV_H
#define TEXT_CSV_H

#include "base/buf.h"

/* More columns than any table of ours or of a partner has. */
enum { CSV_FIELDS_MAX = 128 };
/* The longest field: more than the longest message. */
enum { CSV_FIELD_MAX = 1 << 20 };

enum csv_fault {
	CSV_FINE,
	CSV_NOT_TEXT,   /* not UTF-8, or a NUL */
	CSV_QUOTE_OPEN, /* a quotation mark that never closes */
	CSV_QUOTE_TAIL, /* something between a closing mark and the separator */
	CSV_TOO_MANY,   /* fields */
	CSV_TOO_LONG,   /* one field, or no room in the arena */
	CSV_FAULT_COUNT
};

struct csv {
	str rest;
	size_t line;    /* of `rest`, from 1 */
	char separator;
};

struct csv_row {
	str fields[CSV_FIELDS_MAX];
	size_t count;
	size_t line;    /* where the row begins */
	enum csv_fault fault; /* not CSV_FINE: there are no fields */
};

/* Begins to read. `separator` 0: told from the first line, a tab if it has
 * one, else a semicolon or a comma, whichever it has more of. */
struct csv csv_start(str text, char separator);
/* Takes one row, good or bad. False at the end. Fields lie in the text or,
 * where quotation marks had to go, in the arena. */
bool csv_next(struct arena *arena, struct csv *csv, struct csv_row *ret_row);
/* The column of this name in the row of names, letters without case;
 * SIZE_MAX when it is not there. */
size_t csv_column(const struct csv_row *names, str name);
/* The field of that column, trimmed; empty when the row is shorter. */
str csv_value(const struct csv_row *row, size_t column);
/* One plain sentence about a fault, for people. */
const char *csv_fault_text(enum csv_fault fault);

/* The mark at the start by which spreadsheets know UTF-8. */
void csv_put_mark(struct buf *out);
/* Appends one row and its CRLF. */
void csv_put(struct buf *out, char separator, const str *fields, size_t count);

#endif
