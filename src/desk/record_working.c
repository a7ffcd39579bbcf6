/* One act on a record in the making: see record_working.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_working.h"

#include "desk/goal_rule.h"
#include "desk/guide_rule.h"
#include "desk/record_load.h"
#include "desk/record_query.h"
#include "desk/voice_rule.h"
#include "os/report.h"

enum { WORK_ARENA_BYTES = 16 << 20 };

/* -- from the log --------------------------------------------------------- */

void working_begin(struct working *w, struct desk *desk,
	struct record_refusal *refusal)
{
	*w = (struct working){.desk = desk, .refusal = refusal};
	*refusal = (struct record_refusal){.fault = FAULT_NONE};
	w->arena = arena_open(WORK_ARENA_BYTES);
}

void working_end(struct working *w)
{
	arena_close(&w->arena);
}

const err *working_load(struct working *w, object_id id)
{
	const err *e = record_load(&w->desk->projection, w->arena, id,
		&w->record);

	if (e != NULL) return e;
	if (w->record.type == NULL) {
		return err_make(ERR_ABSENT, "there is no such record");
	}
	w->before = w->record;
	for (size_t i = 0; i < w->record.got_count; i++) {
		LIST_ADD(w->arena, &w->got, w->record.got[i]);
	}
	return record_place_of(w->desk, &w->record, &w->place);
}

const err *working_refuse(struct working *w, enum err_code code,
	const struct record_field *field, enum record_fault fault)
{
	*w->refusal = (struct record_refusal){.field = field, .fault = fault};
	return err_make(code, "a value of a record is refused (%d)",
		(int)fault);
}

/* -- the record as it would stand ----------------------------------------- */

static void working_sync(struct working *w)
{
	w->record.got = w->got.at;
	w->record.got_count = w->got.count;
}

static struct record_got *got_find(const struct working *w,
	const struct record_field *field, str member)
{
	bool set = record_kind_is_set(field->kind);

	for (size_t i = 0; i < w->got.count; i++) {
		struct record_got *got = &w->got.at[i];

		if (got->field != field) continue;
		if (!set || str_eq(got->value, member)) return got;
	}
	return NULL;
}

static void op_add(struct working *w, const struct record_field *field,
	enum op_kind kind, str value)
{
	struct record_op one = {
		.ring = record_ring(w->arena, &w->place, field),
		.op = {.kind = kind, .object = w->record.id,
			.field = str_of(field->key), .value = value}};

	LIST_ADD(w->arena, &w->ops, one);
}

static void value_set(struct working *w, const struct record_field *field,
	str value)
{
	struct record_got *got = got_find(w, field, value);

	if (got == NULL) {
		struct record_got fresh = {.field = field, .value = value};

		if (value.len == 0 && !w->settles) return;
		LIST_ADD(w->arena, &w->got, fresh);
	} else {
		if (str_eq(got->value, value) && !w->settles) return;
		got->value = value;
	}
	op_add(w, field, OP_SET, value);
}

static void member_set(struct working *w, const struct record_field *field,
	str member, bool in)
{
	struct record_got *got = got_find(w, field, member);

	if (member.len == 0 || (in == (got != NULL) && !w->settles)) return;
	op_add(w, field, in ? OP_ADD : OP_DROP, member);
	if (in && got == NULL) {
		struct record_got fresh = {.field = field, .value = member};

		LIST_ADD(w->arena, &w->got, fresh);
	} else if (!in && got != NULL) {
		got->value = S(""); /* record_next passes over it */
	}
}

void working_set(struct working *w, const struct record_field *field,
	str value)
{
	value_set(w, field, value);
	working_sync(w);
}

bool working_has(const struct working *w, const struct record_field *field)
{
	return got_find(w, field, S("")) != NULL;
}

/* -- reading an edit ------------------------------------------------------ */

static const err *value_read(struct working *w,
	const struct record_field *field, str typed, str *ret_value)
{
	bool ref = field->kind == KIND_REF || field->kind == KIND_REFS;
	enum record_fault fault;
	object_id id;
	const err *e;

	if (ref && str_trim(typed).len > 0) {
		const struct record_type *type =
			record_type_find(str_of(field->to));
		struct buf hex = {0};

		e = object_read(str_trim(typed), &id) &&
			record_batch_makes(w->desk, type, id) ? NULL
			: record_look_up(w->desk, type, typed, &id);
		if (e != NULL) {
			return e->code != ERR_ABSENT ? e
				: working_refuse(w, ERR_USAGE, field,
					FAULT_REF);
		}
		object_write(id, &hex);
		*ret_value = buf_take(&hex, w->arena);
		buf_close(&hex);
		return NULL;
	}
	fault = record_read(w->arena, field, typed, ret_value);
	return fault == FAULT_NONE ? NULL
		: working_refuse(w, ERR_USAGE, field, fault);
}

/* A set becomes exactly the lines of `typed`. */
static const err *members_set(struct working *w,
	const struct record_field *field, str typed)
{
	size_t before = w->got.count, count = 0;
	bool *keep = ARENA_ARRAY(w->arena, bool, before + 1);
	str line, member;
	const err *e = NULL;

	while (e == NULL && str_line(&typed, &line)) {
		struct record_got *got;

		e = value_read(w, field, line, &member);
		if (e != NULL || member.len == 0) continue;
		if (++count > RECORD_SET_MAX) {
			return working_refuse(w, ERR_USAGE, field,
				FAULT_TOO_LONG);
		}
		got = got_find(w, field, member);
		if (got != NULL && got < w->got.at + before) {
			keep[got - w->got.at] = true;
		}
		member_set(w, field, member, true);
	}
	for (size_t i = 0; e == NULL && i < before; i++) {
		if (w->got.at[i].field != field || keep[i]) continue;
		member_set(w, field, w->got.at[i].value, false);
	}
	return e;
}

static const err *edit_apply(struct working *w, const struct record_edit *edit)
{
	const struct record_field *field = record_field_find(w->record.type,
		str_of(edit->key));
	str value;
	const err *e;

	if (field == NULL) {
		return working_refuse(w, ERR_USAGE, NULL, FAULT_UNKNOWN_FIELD);
	}
	if (field->kind == KIND_STATE && (!w->may_state ||
		record_state_find(w->record.type, str_trim(edit->value)) ==
			NULL)) {
		return working_refuse(w, ERR_USAGE, field, FAULT_STATE);
	}
	if (!record_is_open_here(w->desk, &w->place, field)) {
		return working_refuse(w, ERR_USAGE, field, FAULT_NO_KEY);
	}
	if (record_kind_is_set(field->kind)) {
		if (edit->how == EDIT_SET) {
			return members_set(w, field, edit->value);
		}
		e = value_read(w, field, edit->value, &value);
		if (e != NULL) return e;
		member_set(w, field, value, edit->how == EDIT_ADD);
		return NULL;
	}
	e = value_read(w, field, edit->value, &value);
	if (e == NULL) value_set(w, field, value);
	return e;
}

const err *working_edit(struct working *w, struct record_edits edits)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < edits.count; i++) {
		e = edit_apply(w, &edits.at[i]);
	}
	working_sync(w);
	return e;
}

/* [record_act-1] */
const err *working_check(struct working *w)
{
	const struct record_field *lacks = record_lacks(&w->record);
	const char *words = NULL;
	const err *e;

	if (lacks != NULL) {
		return working_refuse(w, ERR_USAGE, lacks, FAULT_NEEDED);
	}
	if (w->record.type->rule != NULL) {
		words = w->record.type->rule(&w->record);
	}
	if (words == NULL) words = goal_rule(w->desk, &w->record);
	if (words == NULL) words = guide_rule(w->desk, &w->record);
	if (words == NULL) {
		words = voice_rule(w->desk, &w->before, &w->record);
	}
	if (words == NULL) return NULL;
	/* A rule may be about what is closed here. */
	if (w->place.here == CASE_OUT) {
		return working_refuse(w, ERR_REFUSED, NULL, FAULT_NO_KEY);
	}
	e = working_refuse(w, ERR_USAGE, NULL, FAULT_RULE);
	w->refusal->words = words;
	return e;
}

/* -- into the log --------------------------------------------------------- */

static bool is_of_ring(const struct working *w, str key)
{
	const struct record_field *field = record_field_find(w->record.type,
		key);

	return field != NULL && (field->flags & FIELD_RING) != 0;
}

/* Somebody may have come to belong to its ring, or not any more. What was done
 * is kept whatever comes of that; it is tried again at the next visit. */
static void members_settle(struct working *w)
{
	const err *e = NULL;
	bool due = false;

	for (size_t i = 0; i < w->ops.count; i++) {
		due |= is_of_ring(w, w->ops.at[i].op.field);
		due |= str_eq(w->ops.at[i].op.field, S("type"));
	}
	if (due && w->desk->batch == NULL) {
		e = case_ring_look(w->desk, w->record.id);
	}
	if (e != NULL) report_err("a case waits to be handed over", e);
}

const err *working_commit(struct working *w, enum did did)
{
	object_id home = record_home(&w->record);
	const err *e;

	for (size_t i = 0; i < w->ops.count; i++) w->ops.at[i].unit = home;
	e = record_commit_later(w->desk, &w->ops, did);
	if (e == NULL && w->place.here == CASE_IN) members_settle(w);
	return e;
}
