/* The list of what is due: see keeping.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keeping.h"

#include "base/list.h"
#include "desk/act_room.h"
#include "desk/query_room.h"
#include "desk/record_query.h"

struct due_list LIST_OF(struct keeping_row);
struct thing { object_id id; };
struct thing_list LIST_OF(struct thing);
struct figure_list LIST_OF(struct keeping_figure);

static struct query *row_ask(struct desk *desk, const struct keep_row *row)
{
	uint64_t before = keep_before_ms(row, desk_now_ms(desk));
	struct query *ask = projection_ask(&desk->projection,
		row->of == KEEP_OF_THREADS ? ASK_DUE_THREADS : ASK_DUE_RECORDS);

	if (row->of == KEEP_OF_THREADS) {
		query_bind(ask, "nn", before, (uint64_t)KEEPING_MAX);
	} else {
		query_bind(ask, "snnn", str_of(row->type),
			(uint64_t)(row->of == KEEP_OF_CLOSED), before,
			(uint64_t)KEEPING_MAX);
	}
	return ask;
}

static const err *row_find(struct desk *desk, struct arena *arena,
	const struct keep_row *row, struct due_list *list)
{
	struct query *ask = row_ask(desk, row);
	bool more;
	const err *e;

	while ((e = query_step(ask, &more)) == NULL && more) {
		struct keeping_row one = {.class = row,
			.since_ms = query_number(ask, 1)};

		object_take(query_bytes(ask, 0), &one.thing);
		LIST_ADD(arena, list, one);
	}
	query_reset(ask);
	return e;
}

/* What a hold stands on: of joined threads, the one they became. */
static const err *held_find(struct desk *desk, struct arena *arena,
	struct thing_list *list)
{
	struct record_filter filter = {.type = &record_hold,
		.state = S("current")};
	struct record *holds = NULL;
	size_t count = 0;
	const err *e = record_whole(desk, arena, &filter, &holds, &count);

	for (size_t i = 0; e == NULL && i < count; i++) {
		struct thing one;

		if (!object_read(record_value(&holds[i], "thing"), &one.id)) {
			continue;
		}
		e = act_root(desk, one.id, &one.id);
		if (e != NULL && e->code == ERR_ABSENT) e = NULL; /* a record */
		if (e == NULL) LIST_ADD(arena, list, one);
	}
	return e;
}

static bool is_held(const struct thing_list *held, object_id thing)
{
	for (size_t i = 0; i < held->count; i++) {
		if (object_eq(held->at[i].id, thing)) return true;
	}
	return false;
}

/* [keeping-1] What is closed here is due at a desk to which it is open. */
static const err *unheld_keep(struct desk *desk, struct arena *arena,
	struct due_list *list)
{
	struct thing_list held = {0};
	size_t count = 0;
	const err *e = held_find(desk, arena, &held);

	for (size_t i = 0; i < list->count && count < KEEPING_MAX; i++) {
		if (is_held(&held, list->at[i].thing)) continue;
		if (erase_is_closed(desk, list->at[i].thing)) continue;
		list->at[count++] = list->at[i];
	}
	list->count = count;
	return e;
}

const err *keeping_due(struct desk *desk, struct arena *arena,
	struct keeping_row **ret_rows, size_t *ret_count)
{
	struct due_list list = {0};
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < keep_row_count; i++) {
		if (keep_rows[i].of == KEEP_OF_NOTHING) continue;
		e = row_find(desk, arena, &keep_rows[i], &list);
	}
	if (e == NULL) e = unheld_keep(desk, arena, &list);
	*ret_rows = list.at;
	*ret_count = list.count;
	return e;
}

const err *keeping_erase(struct desk *desk, const object_id *things,
	size_t count, size_t *ret_count)
{
	struct arena *arena = arena_open(64 << 20);
	struct keeping_row *rows = NULL;
	object_id *due;
	size_t row_count = 0, due_count = 0;
	const err *e = keeping_due(desk, arena, &rows, &row_count);

	due = ARENA_ARRAY(arena, object_id, row_count + 1);
	for (size_t i = 0; e == NULL && i < row_count; i++) {
		for (size_t k = 0; k < count; k++) {
			if (!object_eq(rows[i].thing, things[k])) continue;
			due[due_count++] = rows[i].thing;
			break;
		}
	}
	if (e == NULL && due_count > 0) e = erase_over(desk, due, due_count);
	if (e == NULL) *ret_count = due_count;
	arena_close(&arena);
	return e;
}

/* -- figures --------------------------------------------------------------- */

static void figure_add(struct arena *arena, struct figure_list *list, str value)
{
	str kind, month;

	if (!str_cut(value, ' ', &kind, &month)) return;
	for (size_t i = 0; i < list->count; i++) {
		if (!str_eq(list->at[i].kind, kind)) continue;
		if (!str_eq(list->at[i].month, month)) continue;
		list->at[i].count++;
		return;
	}
	LIST_ADD(arena, list, ((struct keeping_figure){str_dup(arena, kind),
		str_dup(arena, month), 1}));
}

const err *keeping_figures(struct desk *desk, struct arena *arena,
	struct keeping_figure **ret_figures, size_t *ret_count)
{
	struct query *ask = projection_ask(&desk->projection, ASK_DESK_FIELDS);
	struct figure_list list = {0};
	bool row;
	const err *e;

	query_bind(ask, "bssn", object_str(&fold_desk), S("count."),
		S("count/"), (uint64_t)INT64_MAX);
	while ((e = query_step(ask, &row)) == NULL && row) {
		figure_add(arena, &list, query_bytes(ask, 1));
	}
	query_reset(ask);
	*ret_figures = list.at;
	*ret_count = list.count;
	return e;
}
