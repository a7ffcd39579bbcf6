/* Registers into a record: see record_load.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_load.h"

#include "base/list.h"
#include "desk/fold_log.h"
#include "desk/fold_name.h"
#include "model/merge.h"

enum { RIVALS_MAX = 64 /* as many devices as a log knows */ };

/* What one register holds, all versions nobody has settled, newest first. */
struct held {
	str key, member;
	const struct record_field *field;
	struct record_rival *values;
	size_t count;
};
struct held_list LIST_OF(struct held);

str record_member_name(struct arena *arena, const char *key, str member)
{
	struct buf name = {0};
	str kept;

	buf_text(&name, key);
	buf_byte(&name, '=');
	buf_put(&name, member);
	kept = buf_take(&name, arena);
	buf_close(&name);
	return kept;
}

str record_name_split(str name, str *ret_member)
{
	str key = name;

	*ret_member = S("");
	(void)!str_cut(name, '=', &key, ret_member);
	return key;
}

str record_field_place(const struct record_type *type,
	const struct record_field *field, bool own)
{
	if (own && record_field_is_in_ring(type, field)) return IN_CASE;
	return field->class == CLASS_SEALED ? IN_VAULT
		: field->class == CLASS_CASE ? IN_INTAKE
					     : IN_TEAM;
}

/* -- reading -------------------------------------------------------------- */

static struct held *held_of(struct arena *arena, struct held_list *list,
	str name)
{
	struct held *last = list->count > 0 ? &list->at[list->count - 1] : NULL;
	struct held held = {0};

	held.key = record_name_split(str_dup(arena, name), &held.member);
	if (last != NULL && str_eq(last->key, held.key) &&
		str_eq(last->member, held.member)) {
		return last;
	}
	held.values = ARENA_ARRAY(arena, struct record_rival, 1);
	LIST_ADD(arena, list, held);
	return &list->at[list->count - 1];
}

static void value_add(struct arena *arena, struct held *held,
	struct query *ask)
{
	struct record_rival *all = held->values;

	if (held->count == RIVALS_MAX) return;
	if (held->count > 0) {
		all = ARENA_ARRAY(arena, struct record_rival, held->count + 1);
		for (size_t i = 0; i < held->count; i++) {
			all[i] = held->values[i];
		}
	}
	all[held->count++] = (struct record_rival){
		.value = str_dup(arena, query_bytes(ask, 1)),
		.ms = query_number(ask, 2),
		.dev = str_dup(arena, query_bytes(ask, 4)),
		.seq = query_number(ask, 5)};
	held->values = all;
}

static const err *held_read(struct projection *projection,
	struct arena *arena, object_id id, struct held_list *list)
{
	struct query *ask = projection_ask(projection, ASK_RECORD_VALUES);
	bool row;
	const err *e;

	query_bind(ask, "b", object_str(&id));
	while ((e = query_step(ask, &row)) == NULL && row) {
		value_add(arena, held_of(arena, list, query_bytes(ask, 0)),
			ask);
	}
	query_reset(ask);
	return e;
}

static const err *times_read(struct projection *projection, object_id id,
	struct record *record)
{
	struct query *ask = projection_ask(projection, ASK_RECORD_TIMES);
	bool row;
	const err *e;

	query_bind(ask, "b", object_str(&id));
	e = query_step(ask, &row);
	if (e == NULL && row) {
		record->made_ms = query_number(ask, 0);
		record->changed_ms = query_number(ask, 1);
	}
	query_reset(ask);
	return e;
}

/* -- what stands ---------------------------------------------------------- */

static const struct held *held_find(const struct held_list *list, str key)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_eq(list->at[i].key, key)) return &list->at[i];
	}
	return NULL;
}

static const struct record_type *type_of(const struct held_list *list)
{
	const struct held *type = held_find(list, S("type"));

	return type == NULL ? NULL : record_type_find(type->values[0].value);
}

/* False: a set without this member, and nobody says otherwise. */
static bool got_of(struct arena *arena, const struct record_type *type,
	const struct held *held, struct record_got *ret_got)
{
	str *values = ARENA_ARRAY(arena, str, held->count);
	bool set = record_kind_is_set(held->field->kind);
	const struct record_rival *stands;

	for (size_t i = 0; i < held->count; i++) {
		values[i] = held->values[i].value;
	}
	stands = &held->values[merge_pick(type, held->field, values,
		held->count)];
	*ret_got = (struct record_got){.field = held->field,
		.value = stands->value, .dev = stands->dev,
		.seq = stands->seq, .ms = stands->ms};
	if (merge_differs(values, held->count)) {
		ret_got->rivals = held->values;
		ret_got->rival_count = held->count;
	}
	if (!set) return stands->value.len > 0 || ret_got->rival_count > 0;
	if (stands->value.len == 0) return false;
	ret_got->value = held->member;
	return true;
}

struct got_list LIST_OF(struct record_got);

static void field_take(struct arena *arena, const struct held_list *held,
	const struct record_type *type, const struct record_field *field,
	struct got_list *list)
{
	bool set = record_kind_is_set(field->kind);
	bool own = held_find(held, S("ring")) != NULL;
	str name = fold_name(arena, record_field_place(type, field, own),
		str_of(field->key));
	struct record_got got;

	for (size_t i = 0; i < held->count; i++) {
		struct held one = held->at[i];

		if (!str_eq(one.key, name)) continue;
		if (set != (one.member.len > 0)) continue;
		one.field = field;
		if (got_of(arena, type, &one, &got)) LIST_ADD(arena, list, got);
	}
}

const err *record_load(struct projection *projection, struct arena *arena,
	object_id id, struct record *ret_record)
{
	struct held_list held = {0};
	struct got_list list = {0};
	const err *e = held_read(projection, arena, id, &held);

	if (e != NULL) return e;
	*ret_record = (struct record){.id = id, .type = type_of(&held)};
	if (ret_record->type == NULL) return NULL;
	field_take(arena, &held, ret_record->type, &record_state_field, &list);
	for (size_t i = 0; i < ret_record->type->field_count; i++) {
		field_take(arena, &held, ret_record->type,
			&ret_record->type->fields[i], &list);
	}
	ret_record->got = list.at;
	ret_record->got_count = list.count;
	return times_read(projection, id, ret_record);
}
