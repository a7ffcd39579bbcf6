/* Acts on records: see record_act.h. An act works on the record as it would
 * stand after it, so that rules between fields are asked once, of the whole.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_commit.h"

#include "desk/goal_rule.h"
#include "desk/guide_rule.h"
#include "desk/record_load.h"
#include "desk/record_query.h"
#include "desk/team_query.h"
#include "desk/voice_rule.h"
#include "os/report.h"
#include "seal/rand.h"

#include <string.h>

enum { WORK_ARENA_BYTES = 16 << 20, DAY_BYTES_MAX = 10 };

/* One act in the making. */
struct working {
	struct desk *desk;
	struct arena *arena;
	struct record before;            /* as it stood; of no type: new */
	struct record record;            /* as it would stand */
	struct LIST_OF(struct record_got) got;
	struct record_place place;
	struct record_ops ops;
	struct record_refusal *refusal;
	bool settles;                    /* the same value counts too */
	bool may_state;
};

/* -- where its fields stand ----------------------------------------------- */

const err *record_place_of(struct desk *desk, const struct record *record,
	struct record_place *ret_place)
{
	*ret_place = (struct record_place){record->type, record->id,
		CASE_SHARED};
	return !record_type_has_ring(record->type) ? NULL
		: case_ring_here(desk, record->id, &ret_place->here);
}

struct record_place record_place_new(const struct desk *desk,
	const struct record_type *type)
{
	return (struct record_place){.type = type,
		.here = case_ring_may_begin(desk, type) ? CASE_IN
							: CASE_SHARED};
}

/* [case_ring-2] */
static bool is_apart(const struct record_place *place,
	const struct record_field *field)
{
	return place->here != CASE_SHARED &&
	       record_field_is_in_ring(place->type, field);
}

/* What a person told us is read by those who read her messages, the rest by
 * those who hold the vault. */
static str class_ring(const struct record_field *field)
{
	return field->class == CLASS_SEALED ? RING_VAULT
		: field->class == CLASS_CASE ? RING_INTAKE
					     : RING_TEAM;
}

str record_ring(struct arena *arena, const struct record_place *place,
	const struct record_field *field)
{
	char name[CASE_RING_NAME];

	if (!is_apart(place, field)) return class_ring(field);
	case_ring_name(place->id, name);
	return str_dup(arena, str_bytes(name, sizeof(name)));
}

bool record_is_open_here(const struct desk *desk,
	const struct record_place *place, const struct record_field *field)
{
	if (is_apart(place, field)) return place->here == CASE_IN;
	return log_epoch(desk->log, class_ring(field), NULL) != NULL;
}

static const err *refuse(struct working *w, enum err_code code,
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

static struct record_got *got_find(struct working *w,
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
				: refuse(w, ERR_USAGE, field, FAULT_REF);
		}
		object_write(id, &hex);
		*ret_value = buf_take(&hex, w->arena);
		buf_close(&hex);
		return NULL;
	}
	fault = record_read(w->arena, field, typed, ret_value);
	return fault == FAULT_NONE ? NULL
		: refuse(w, ERR_USAGE, field, fault);
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
			return refuse(w, ERR_USAGE, field, FAULT_TOO_LONG);
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

	if (field == NULL) return refuse(w, ERR_USAGE, NULL, FAULT_UNKNOWN_FIELD);
	if (field->kind == KIND_STATE && (!w->may_state ||
		record_state_find(w->record.type, str_trim(edit->value)) ==
			NULL)) {
		return refuse(w, ERR_USAGE, field, FAULT_STATE);
	}
	if (!record_is_open_here(w->desk, &w->place, field)) {
		return refuse(w, ERR_USAGE, field, FAULT_NO_KEY);
	}
	if (record_kind_is_set(field->kind)) {
		if (edit->how == EDIT_SET) {
			return members_set(w, field, edit->value);
		}
		e = value_read(w, field, edit->value, &value);
		if (e == NULL) member_set(w, field, value, edit->how == EDIT_ADD);
		return e;
	}
	e = value_read(w, field, edit->value, &value);
	if (e == NULL) value_set(w, field, value);
	return e;
}

static const err *edits_apply(struct working *w, struct record_edits edits)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < edits.count; i++) {
		e = edit_apply(w, &edits.at[i]);
	}
	working_sync(w);
	return e;
}

/* What the whole must keep to [record_act-1]. */
static const err *whole_check(struct working *w)
{
	const struct record_field *lacks = record_lacks(&w->record);
	const char *words = NULL;
	const err *e;

	if (lacks != NULL) return refuse(w, ERR_USAGE, lacks, FAULT_NEEDED);
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
		return refuse(w, ERR_REFUSED, NULL, FAULT_NO_KEY);
	}
	e = refuse(w, ERR_USAGE, NULL, FAULT_RULE);
	w->refusal->words = words;
	return e;
}

/* -- acts ----------------------------------------------------------------- */

object_id record_home(const struct record *record)
{
	object_id home;

	return record->type->home != NULL && object_read(record_value(record,
		record->type->home), &home) ? home : record->id;
}

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

static const err *working_commit(struct working *w, enum did did)
{
	object_id home = record_home(&w->record);
	const err *e;

	for (size_t i = 0; i < w->ops.count; i++) w->ops.at[i].unit = home;
	e = record_commit_later(w->desk, &w->ops, did);
	if (e == NULL && w->place.here == CASE_IN) members_settle(w);
	return e;
}

static void working_begin(struct working *w, struct desk *desk,
	struct record_refusal *refusal)
{
	*w = (struct working){.desk = desk, .refusal = refusal};
	*refusal = (struct record_refusal){.fault = FAULT_NONE};
	w->arena = arena_open(WORK_ARENA_BYTES);
}

static const err *working_load(struct working *w, object_id id)
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

static object_id id_new(void)
{
	object_id id;

	rand_bytes(id.bytes, sizeof(id.bytes));
	return id;
}

static void type_put(struct working *w)
{
	struct record_op one = {.ring = RING_TEAM, .op = {.kind = OP_SET,
		.object = w->record.id, .field = S("type"),
		.value = str_of(w->record.type->key)}};

	LIST_ADD(w->arena, &w->ops, one);
	if (w->place.here != CASE_IN) return;
	one.op.field = S("ring");
	one.op.value = S("own");
	LIST_ADD(w->arena, &w->ops, one);
}

/* [case_ring-1] `drawn`: the id is fresh, and nobody else's. */
static const err *create(struct desk *desk, const struct record_new *new,
	bool drawn, struct record_edits edits,
	struct record_refusal *ret_refusal)
{
	struct working w;
	const err *e;

	working_begin(&w, desk, ret_refusal);
	w.may_state = true;
	w.record.id = new->id;
	w.record.type = new->type;
	w.record.made_ms = desk_now_ms(desk);
	w.place = drawn ? record_place_new(desk, new->type)
			: (struct record_place){.type = new->type};
	w.place.id = new->id;
	type_put(&w);
	e = edits_apply(&w, edits);
	if (e == NULL && got_find(&w, &record_state_field, S("")) == NULL) {
		value_set(&w, &record_state_field,
			str_of(new->type->states[0].word));
		working_sync(&w);
	}
	if (e == NULL) e = whole_check(&w);
	if (e == NULL && w.place.here == CASE_IN) {
		e = case_ring_begin(desk, new->id);
	}
	if (e == NULL) e = working_commit(&w, DID_RECORD_NEW);
	arena_close(&w.arena);
	return e;
}

const err *record_create_as(struct desk *desk, const struct record_new *new,
	struct record_edits edits, struct record_refusal *ret_refusal)
{
	return create(desk, new, false, edits, ret_refusal);
}

const err *record_create(struct desk *desk, const struct record_type *type,
	struct record_edits edits, struct record_refusal *ret_refusal,
	object_id *ret_id)
{
	struct record_new new = {id_new(), type};
	const err *e = create(desk, &new, true, edits, ret_refusal);

	if (e == NULL) *ret_id = new.id;
	return e;
}

const err *record_set(struct desk *desk, object_id id,
	struct record_edits edits, struct record_refusal *ret_refusal)
{
	struct working w;
	const err *e;

	working_begin(&w, desk, ret_refusal);
	e = working_load(&w, id);
	if (e == NULL) e = edits_apply(&w, edits);
	if (e == NULL && w.ops.count > 0) e = whole_check(&w);
	if (e == NULL) e = working_commit(&w, DID_RECORD_SET);
	arena_close(&w.arena);
	return e;
}

static const err *step_take(struct working *w, str state)
{
	const struct record_step *step = record_step_find(w->record.type,
		record_state(&w->record), state);
	const struct record_field *lacks;

	if (step == NULL) {
		return refuse(w, ERR_REFUSED, &record_state_field, FAULT_STATE);
	}
	lacks = record_step_lacks(&w->record, step);
	if (lacks != NULL) return refuse(w, ERR_REFUSED, lacks, FAULT_NEEDED);
	value_set(w, &record_state_field, str_of(step->to));
	working_sync(w);
	return whole_check(w);
}

const err *record_step(struct desk *desk, object_id id, str state,
	struct record_edits edits, struct record_refusal *ret_refusal)
{
	struct working w;
	const err *e;

	working_begin(&w, desk, ret_refusal);
	e = working_load(&w, id);
	if (e == NULL) e = edits_apply(&w, edits);
	if (e == NULL) e = step_take(&w, state);
	if (e == NULL) e = working_commit(&w, DID_RECORD_STEP);
	arena_close(&w.arena);
	return e;
}

const err *record_settle(struct desk *desk, object_id id, str name,
	str value, struct record_refusal *ret_refusal)
{
	struct working w;
	str member;
	str key = record_name_split(name, &member);
	bool set = member.len > 0;
	struct record_edit edit = {.value = set ? member : value};
	const err *e;

	working_begin(&w, desk, ret_refusal);
	w.settles = true;
	w.may_state = true;
	edit.key = str_c(w.arena, key);
	edit.how = !set ? EDIT_SET : value.len > 0 ? EDIT_ADD : EDIT_DROP;
	e = working_load(&w, id);
	if (e == NULL) e = edits_apply(&w, (struct record_edits){&edit, 1});
	if (e == NULL) e = whole_check(&w);
	if (e == NULL) {
		e = working_commit(&w, DID_RECORD_SETTLED);
	}
	arena_close(&w.arena);
	return e;
}

/* -- whose desk it is, and her day ---------------------------------------- */

static str own_dev(const struct desk *desk)
{
	return str_bytes(desk->fold.dev, sizeof(desk->fold.dev));
}

/* A register of the desk itself that belongs to one device. */
static str device_field(struct arena *arena, const char *what, str dev)
{
	return str_fmt(arena, "%s.%.*s", what, S_ARG(dev));
}

static const err *device_set(struct desk *desk, const char *what, str value,
	enum did did)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	struct op op = {.kind = OP_SET, .object = fold_desk,
		.field = device_field(arena, what, own_dev(desk)),
		.value = value};
	const err *e = desk_commit_unit(desk, fold_desk, &op, 1, did);

	arena_close(&arena);
	return e;
}

static const err *is_of_type(struct desk *desk, const struct record_type *type,
	object_id id)
{
	struct buf hex = {0};
	object_id found;
	const err *e;

	object_write(id, &hex);
	e = record_look_up(desk, type, buf_str(&hex), &found);
	buf_close(&hex);
	return e;
}

const err *record_me(struct desk *desk, object_id member)
{
	const err *e = is_of_type(desk, &record_member, member);

	return e != NULL ? e
		: device_set(desk, "me", object_str(&member), DID_ME);
}

const err *record_choose(struct desk *desk, str day, const object_id *chosen,
	size_t count)
{
	struct buf value = {0};
	const err *e = NULL;

	if (day.len > DAY_BYTES_MAX || count > RECORD_CHOSEN_MAX) {
		return err_make(ERR_USAGE, "at most three things a day");
	}
	buf_put(&value, day);
	for (size_t i = 0; e == NULL && i < count; i++) {
		e = is_of_type(desk, &record_task, chosen[i]);
		buf_byte(&value, ' ');
		object_write(chosen[i], &value);
	}
	if (e == NULL) e = device_set(desk, "day", buf_str(&value), DID_CHOSEN);
	buf_close(&value);
	return e;
}

static const err *device_get(struct desk *desk, struct arena *arena,
	str field, str *ret_value)
{
	return fold_register(&desk->projection, arena, fold_desk, field,
		ret_value);
}

bool record_device_is_ours(const struct desk *desk, str dev)
{
	return str_eq(dev, own_dev(desk));
}

/* Where nobody said it at the device itself, whom the team admitted with it. */
static object_id admitted(struct desk *desk, str dev)
{
	object_id member;

	if (!team_device_owner(desk, dev, &member) ||
		is_of_type(desk, &record_member, member) != NULL) {
		return fold_desk; /* all zeros */
	}
	return member;
}

const err *record_device_member(struct desk *desk, str dev,
	object_id *ret_member)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	str value;
	const err *e = device_get(desk, arena, device_field(arena, "me", dev),
		&value);

	if (e == NULL) {
		if (value.len == OBJECT_BYTES) object_take(value, ret_member);
		else *ret_member = admitted(desk, dev);
	}
	arena_close(&arena);
	return e;
}

const err *record_me_get(struct desk *desk, object_id *ret_member)
{
	return record_device_member(desk, own_dev(desk), ret_member);
}

const err *record_chosen(struct desk *desk, str day,
	object_id ret_chosen[RECORD_CHOSEN_MAX], size_t *ret_count)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	size_t count = 0;
	str rest, word;
	const err *e = device_get(desk, arena,
		device_field(arena, "day", own_dev(desk)), &rest);

	if (e == NULL && str_cut(rest, ' ', &word, &rest) &&
		str_eq(word, day)) {
		while (count < RECORD_CHOSEN_MAX && rest.len > 0) {
			if (!str_cut(rest, ' ', &word, &rest)) {
				word = rest;
				rest = S("");
			}
			if (object_read(word, &ret_chosen[count])) count++;
		}
	}
	if (e == NULL) *ret_count = count;
	arena_close(&arena);
	return e;
}
