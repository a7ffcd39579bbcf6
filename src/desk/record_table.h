/* Records as tables: CSV and JSON in and out. The columns are `id`, `ref`,
 * `state` and the keys of the type's fields; a set is one member a line in its
 * cell (a list in JSON).
 *
 * [record_table-1] trying changes nothing, and says exactly what taking in
 *                  will do
 * [record_table-2] a row that is refused is named by its line and its reason,
 *                  and costs no other row; what was taken in is undone as one
 * [record_table-3] what may not leave the desk is in no table
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RECORD_TABLE_H
#define DESK_RECORD_TABLE_H

#include "desk/record_act.h"
#include "desk/record_query.h"

enum { TABLE_REFUSALS_MAX = 200, TABLE_BYTES_MAX = 8 << 20,
	TABLE_ROWS_MAX = 5000 };

struct table_refusal {
	size_t line;                        /* of the row; in JSON, its number */
	const struct record_field *field;   /* NULL: the row as a whole */
	const char *words;                  /* TR */
};
struct table_report {
	size_t fresh, changed, same;        /* rows */
	size_t refused;                     /* all; the first are listed */
	struct table_refusal refusals[TABLE_REFUSALS_MAX];
	const char *broken;                 /* TR: no table at all; or NULL */
	size_t broken_line;
};

/* Tries a table (CSV, or JSON when it begins with a bracket), or takes it in.
 * A row whose `id` is here changes that record, others are new. */
const err *record_table_in(struct desk *desk, const struct record_type *type,
	str bytes, bool take, struct table_report *ret_report) MUST_USE;

enum table_as { TABLE_CSV, TABLE_JSON };
/* The records of a list as a table, appended to `out`. */
const err *record_table_out(struct desk *desk,
	const struct record_filter *filter, enum table_as as, struct buf *out)
	MUST_USE;
/* Notes in the log that a table left the desk: which type, how many rows. */
const err *record_table_left(struct desk *desk,
	const struct record_type *type, size_t rows) MUST_USE;

#endif
