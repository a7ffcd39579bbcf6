/* Inside the act files only.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACT_ROOM_H
#define DESK_ACT_ROOM_H

#include "desk/desk_room.h"

/* The thread it became part of, itself otherwise; ERR_ABSENT. */
const err *act_root(struct desk *desk, object_id thread, object_id *ret_root)
	MUST_USE;
/* The thread a message was written to; ERR_ABSENT. */
const err *act_thread_of(struct desk *desk, object_id message,
	object_id *ret_thread) MUST_USE;
/* Writes a message into the log. */
const err *act_item(struct desk *desk, object_id message,
	const struct item *item, enum did did) MUST_USE;
/* The word of a way in the log, and back (what is unknown is "other"). */
str act_way_word(enum way way);
enum way act_way_read(str word);
/* An id out of a column that holds one. */
static inline void object_take(str bytes, object_id *ret_id)
{
	must(bytes.len == sizeof(ret_id->bytes));
	for (size_t i = 0; i < bytes.len; i++) {
		ret_id->bytes[i] = (unsigned char)bytes.at[i];
	}
}

#endif
