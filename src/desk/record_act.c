/* Acts on records: see record_act.h. Each is one struct working that is filled,
 * checked as a whole, and committed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_working.h"

#include "desk/record_load.h"
#include "seal/rand.h"

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
	e = working_edit(&w, edits);
	if (e == NULL && !working_has(&w, &record_state_field)) {
		working_set(&w, &record_state_field,
			str_of(new->type->states[0].word));
	}
	if (e == NULL) e = working_check(&w);
	if (e == NULL && w.place.here == CASE_IN) {
		e = case_ring_begin(desk, new->id);
	}
	if (e == NULL) e = working_commit(&w, DID_RECORD_NEW);
	working_end(&w);
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
	if (e == NULL) e = working_edit(&w, edits);
	if (e == NULL && w.ops.count > 0) e = working_check(&w);
	if (e == NULL) e = working_commit(&w, DID_RECORD_SET);
	working_end(&w);
	return e;
}

static const err *step_take(struct working *w, str state)
{
	const struct record_step *step = record_step_find(w->record.type,
		record_state(&w->record), state);
	const struct record_field *lacks;

	if (step == NULL) {
		return working_refuse(w, ERR_REFUSED, &record_state_field,
			FAULT_STATE);
	}
	lacks = record_step_lacks(&w->record, step);
	if (lacks != NULL) {
		return working_refuse(w, ERR_REFUSED, lacks, FAULT_NEEDED);
	}
	working_set(w, &record_state_field, str_of(step->to));
	return working_check(w);
}

const err *record_step(struct desk *desk, object_id id, str state,
	struct record_edits edits, struct record_refusal *ret_refusal)
{
	struct working w;
	const err *e;

	working_begin(&w, desk, ret_refusal);
	e = working_load(&w, id);
	if (e == NULL) e = working_edit(&w, edits);
	if (e == NULL) e = step_take(&w, state);
	if (e == NULL) e = working_commit(&w, DID_RECORD_STEP);
	working_end(&w);
	return e;
}

/* Settling chooses among states that somebody said; there is no other way
 * round a step. */
static bool is_a_side(const struct record *record, str state)
{
	for (size_t i = 0; i < record->got_count; i++) {
		const struct record_got *got = &record->got[i];

		if (got->field->kind != KIND_STATE) continue;
		for (size_t k = 0; k < got->rival_count; k++) {
			if (str_eq(got->rivals[k].value, state)) return true;
		}
	}
	return false;
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
	if (e == NULL && str_eq(key, S("state")) && !is_a_side(&w.record, value)) {
		e = working_refuse(&w, ERR_REFUSED, &record_state_field,
			FAULT_STATE);
	}
	if (e == NULL) e = working_edit(&w, (struct record_edits){&edit, 1});
	if (e == NULL) e = working_check(&w);
	if (e == NULL) e = working_commit(&w, DID_RECORD_SETTLED);
	working_end(&w);
	return e;
}
