/* Counting what is open: see workload.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/workload.h"

#include "base/list.h"
#include "desk/query_room.h"

struct load_list LIST_OF(struct workload_row);

static object_id owner_read(struct query *ask)
{
	object_id owner = {{0}};

	if (query_bytes(ask, 0).len == OBJECT_BYTES) {
		object_take(query_bytes(ask, 0), &owner);
	}
	return owner;
}

static struct workload_row *row_of(struct arena *arena,
	struct load_list *list, object_id owner)
{
	for (size_t i = 0; i < list->count; i++) {
		if (object_eq(list->at[i].owner, owner)) return &list->at[i];
	}
	LIST_ADD(arena, list, ((struct workload_row){.owner = owner}));
	return &list->at[list->count - 1];
}

static const err *open_count(struct desk *desk, struct arena *arena,
	uint64_t today_ms, struct load_list *list)
{
	struct query *ask = projection_ask(&desk->projection, ASK_WORKLOAD);
	bool row;
	const err *e;

	query_bind(ask, "n", today_ms);
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct workload_row *one = row_of(arena, list, owner_read(ask));

		one->requests += query_number(ask, 1);
		one->tasks += query_number(ask, 2);
		one->late += query_number(ask, 3);
		one->goals += query_number(ask, 4);
	}
	query_reset(ask);
	return e;
}

static const err *clocks_count(struct desk *desk, struct arena *arena,
	uint64_t now_ms, struct load_list *list)
{
	struct query *ask = projection_ask(&desk->projection,
		ASK_WORKLOAD_CLOCKS);
	bool row;
	const err *e;

	query_bind(ask, "n", now_ms);
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct workload_row *one = row_of(arena, list, owner_read(ask));

		one->clocks += query_number(ask, 1);
		one->late += query_number(ask, 2);
	}
	query_reset(ask);
	return e;
}

const err *workload_find(struct desk *desk, struct arena *arena,
	uint64_t now_ms, uint64_t today_ms, struct workload *ret_load)
{
	struct load_list list = {0};
	const err *e = open_count(desk, arena, today_ms, &list);

	if (e == NULL) e = clocks_count(desk, arena, now_ms, &list);
	*ret_load = (struct workload){list.at, list.count};
	return e;
}
