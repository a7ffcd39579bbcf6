/* Growth of the one list: see list.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/list.h"

#include <string.h>

enum { FIRST_ROOM = 8 };

void *list_room(struct arena *arena, void *items, size_t count, size_t *room,
	size_t item_size)
{
	void *moved;

	if (count < *room) return items;
	*room = *room == 0 ? FIRST_ROOM : *room * 2;
	moved = arena_get(arena, mem_times(*room, item_size));
	if (count > 0) memcpy(moved, items, count * item_size);
	return moved;
}
