/* Inside record_table*.c only: the rows of a table on their way in, whatever it
 * was written in.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RECORD_TABLE_ROOM_H
#define DESK_RECORD_TABLE_ROOM_H

#include "base/list.h"
#include "desk/record_table.h"
#include "text/json_rows.h"

enum { TABLE_ARENA_BYTES = 256 << 20 };

struct table_row {
	size_t line;
	struct record_edit *cells;
	size_t count;
	str id;
	const char *fault;               /* the row could not be read */
	bool refused;                    /* in a passage before: nothing of it comes */
};
struct table_rows LIST_OF(struct table_row);

/* Its rows, kept by the arena; `ret_report` begins anew, and says what is
 * broken when it is no table at all. */
void table_rows_read(struct arena *arena, const struct record_type *type,
	str bytes, struct table_rows *ret_rows,
	struct table_report *ret_report);
/* The members of a list, one a line. */
str table_members(struct arena *arena, const struct json_cell *cell);

#endif
