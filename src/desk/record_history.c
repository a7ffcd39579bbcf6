/* Who changed what of a record, when, from which device: see record_query.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_query.h"

#include "base/list.h"
#include "desk/fold_name.h"
#include "desk/query_room.h"
#include "desk/record_load.h"
#include "desk/record_place.h"
#include "model/merge.h"

struct change_list LIST_OF(struct record_change);

/* A record, and whether it has a ring of its own. */
struct of_record { const struct record_type *type; bool own; };

static bool change_read(struct query *ask, struct arena *arena,
	const struct of_record *of, struct record_change *ret_change)
{
	str member, in, name = fold_name_field(query_text(ask, 0, arena), &in);
	struct record_change change = {
		.field = record_field_find(of->type,
			record_name_split(name, &member)),
		.value = query_text(ask, 1, arena),
		.ms = query_number(ask, 8),
		.dev = query_text(ask, 4, arena),
		.seq = query_number(ask, 5)};

	if (change.field == NULL || !str_eq(in, record_field_place(of->type,
		change.field, of->own))) {
		return false; /* the type itself; what counts for nothing */
	}
	if (member.len > 0) {
		change.how = change.value.len > 0 ? CHANGE_ADD : CHANGE_DROP;
		change.value = member;
	}
	*ret_change = change;
	return true;
}

/* The change of the same register before `at`, or NULL. */
static const struct record_change *before(const struct change_list *list,
	size_t at)
{
	const struct record_change *one = &list->at[at];

	for (size_t i = at; i-- > 0;) {
		const struct record_change *other = &list->at[i];

		if (other->field != one->field) continue;
		if (one->how == CHANGE_SET || str_eq(other->value, one->value)) {
			return other;
		}
	}
	return NULL;
}

static bool had_seen(const struct fold *fold, const struct record_change *one,
	const struct record_change *other)
{
	if (fold->saw == NULL || str_eq(one->dev, other->dev)) return true;
	return fold->saw(fold->saw_owner, one->dev, one->seq, other->dev,
		other->seq);
}

static void changes_mark(const struct fold *fold,
	const struct record_type *type, struct change_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct record_change *one = &list->at[i];
		const struct record_change *other = before(list, i);

		if (other == NULL || had_seen(fold, one, other)) continue;
		one->unseen = true;
		one->no_step = one->field->kind == KIND_STATE &&
			!merge_states_fit(type, other->value, one->value);
	}
}

const err *record_history(struct desk *desk, struct arena *arena,
	object_id id, struct record_change **ret_changes, size_t *ret_count)
{
	struct query *ask = projection_ask(&desk->projection,
		ASK_RECORD_CHANGES);
	struct change_list list = {0};
	struct of_record of;
	struct record record;
	struct record_place place;
	bool row;
	const err *e = record_get(desk, arena, id, &record);

	if (e == NULL) e = record_place_of(desk, &record, &place);
	if (e != NULL) return e;
	of = (struct of_record){record.type, place.here != CASE_SHARED};
	query_bind(ask, "b", object_str(&id));
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct record_change one;

		if (change_read(ask, arena, &of, &one)) {
			LIST_ADD(arena, &list, one);
		}
	}
	query_reset(ask);
	changes_mark(&desk->fold, record.type, &list);
	for (size_t i = 0; i < list.count / 2; i++) { /* newest first */
		struct record_change one = list.at[i];

		list.at[i] = list.at[list.count - 1 - i];
		list.at[list.count - 1 - i] = one;
	}
	*ret_changes = list.at;
	*ret_count = list.count;
	return e;
}
