/* Inside the query files only.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_QUERY_ROOM_H
#define DESK_QUERY_ROOM_H

#include "desk/act_room.h"

/* An id column as hex, kept by the arena; empty when it holds none. */
str query_id(struct query *ask, int column, struct arena *arena);
str query_text(struct query *ask, int column, struct arena *arena);
/* The row of ROW_SQL where `ask` stands. */
void query_row(struct query *ask, struct arena *arena,
	struct view_row *ret_row);
/* The usual answer time, promised on the public page. */
void query_promise(const struct desk *desk, struct view_row *row,
	uint64_t pile);
/* The row of MESSAGE_SQL where `ask` stands; its text only if `open`. */
void query_message(struct query *ask, struct arena *arena, bool open,
	struct view_message *ret_message);
/* A message's files. */
const err *query_files(struct desk *desk, struct arena *arena,
	object_id message, struct view_message *ret_message) MUST_USE;

#endif
