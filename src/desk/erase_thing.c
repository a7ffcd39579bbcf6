/* What is to be erased: see erase_room.h and doc/erasure.md. Owns what belongs to
 * a thread or a record, how much it is, and whether all of it can be read here.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase_room.h"

#include "desk/query_room.h"
#include "desk/record_place.h"
#include "desk/record_query.h"

static const err *parts_find(struct desk *desk, struct erase_plan *plan)
{
	struct query *ask = projection_ask(&desk->projection, ASK_UNIT_PARTS);
	bool row;
	const err *e;

	query_bind(ask, "b", object_str(&plan->units[0]));
	plan->unit_count = 0;
	while ((e = query_step(ask, &row)) == NULL && row) {
		if (plan->unit_count == ERASE_UNITS_MAX) {
			e = err_make(ERR_FULL, "too many threads are joined");
			break;
		}
		object_take(query_bytes(ask, 0),
			&plan->units[plan->unit_count++]);
	}
	query_reset(ask);
	return e;
}

static const err *size_find(struct desk *desk, object_id root,
	struct erase_plan *plan)
{
	struct query *size = projection_ask(&desk->projection, ASK_UNIT_SIZE);
	struct query *unread = projection_ask(&desk->projection,
		ASK_UNIT_UNREAD);
	bool row;
	const err *e;

	query_bind(size, "b", object_str(&root));
	e = query_step(size, &row);
	if (e == NULL && row) {
		plan->messages = query_number(size, 0);
		plan->hers = query_number(size, 1);
		plan->files = query_number(size, 2);
		plan->going_out = query_number(size, 3);
	}
	query_reset(size);
	if (e != NULL) return e;
	query_bind(unread, "b", object_str(&root));
	e = query_step(unread, &plan->unread);
	query_reset(unread);
	return e;
}

/* Requests and the like that name one of the threads. */
static const err *others_find(struct desk *desk, struct arena *arena,
	struct erase_plan *plan)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < plan->unit_count; i++) {
		struct record_pointing *rows = NULL;
		size_t count = 0;

		e = record_pointing(desk, arena, plan->units[i], &rows,
			&count);
		for (size_t k = 0; e == NULL && k < count &&
			plan->other_count < ERASE_OTHERS_MAX; k++) {
			plan->others[plan->other_count++] = rows[k].row.id;
		}
	}
	return e;
}

/* [erase-5] */
static const err *closed_find(struct desk *desk, const struct record *record,
	bool *ret_closed)
{
	const struct record_type *type = record->type;
	struct record_place place;
	const err *e = record_place_of(desk, record, &place);

	*ret_closed = false;
	for (size_t i = 0; e == NULL && i < type->field_count; i++) {
		*ret_closed |= !record_is_open_here(desk, &place,
			&type->fields[i]);
	}
	return e;
}

const err *erase_thing(struct desk *desk, struct arena *arena, object_id thing,
	struct erase_plan *plan)
{
	struct record record;
	const err *e = act_root(desk, thing, &plan->units[0]);

	plan->is_thread = e == NULL;
	if (e == NULL) {
		object_id root = plan->units[0];

		e = parts_find(desk, plan);
		if (e == NULL) e = others_find(desk, arena, plan);
		return e != NULL ? e : size_find(desk, root, plan);
	}
	if (e->code != ERR_ABSENT) return e;
	e = record_get(desk, arena, thing, &record);
	plan->unit_count = 1;
	if (e != NULL) return e;
	plan->units[0] = record_home(&record);
	return closed_find(desk, &record, &plan->closed);
}

bool erase_is_closed(struct desk *desk, object_id thing)
{
	struct arena *arena = arena_open(64 << 20);
	struct record record;
	bool closed = false;
	const err *e = record_get(desk, arena, thing, &record);

	if (e == NULL) e = closed_find(desk, &record, &closed);
	arena_close(&arena);
	return e == NULL && closed;
}
