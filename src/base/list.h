/* The one container macro: a growing list of one type, kept by an arena.
 *
 *	struct part_list LIST_OF(struct part);
 *	LIST_ADD(arena, &parts, part);
 *	for (size_t i = 0; i < parts.count; i++) use(&parts.at[i]);
 *
 * Growing moves the items, so pointers into a list do not last.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include "base/mem.h"

#define LIST_OF(type) { type *at; size_t count; size_t room; }

/* Appends a copy of `item`. */
#define LIST_ADD(arena, list, item) \
	((list)->at = list_room((arena), (list)->at, (list)->count, \
		 &(list)->room, sizeof(*(list)->at)), \
		(list)->at[(list)->count++] = (item))

/* Room for `wanted` items of a list that is empty: it grows behind them only. */
#define LIST_START(arena, list, wanted) \
	((list)->count = 0, (list)->room = (wanted), \
		(list)->at = arena_get((arena), \
			mem_times(sizeof(*(list)->at), (list)->room)))

/* The items, moved to twice the room when `count` has reached it. */
void *list_room(struct arena *arena, void *items, size_t count, size_t *room,
	size_t item_size);

#endif
