/* Undoing what commits of this device did to records: every register goes back
 * to what it held before the first of them, if nobody has changed it since the
 * last [act-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_commit.h"

#include "desk/fold_name.h"
#include "desk/record_load.h"
#include "desk/record_place.h"
#include "desk/voice_rule.h"

enum { UNDO_ARENA_BYTES = 256 << 20 };

const err *record_undo_is(struct desk *desk, uint64_t first, bool *ret_is)
{
	struct query *ask = projection_ask(&desk->projection,
		ASK_RECORD_UNDO_IS);
	const err *e;

	query_bind(ask, "n", first);
	e = query_step(ask, ret_is);
	query_reset(ask);
	return e;
}

/* One register to set back, and the commit that must still be its newest. */
struct undo_step { struct op op; str name; uint64_t seq; };
struct step_list LIST_OF(struct undo_step);

static const err *steps_read(struct desk *desk, struct arena *arena,
	uint64_t first, uint64_t last, struct step_list *list)
{
	struct query *ask = projection_ask(&desk->projection, ASK_RECORD_UNDO);
	bool row;
	const err *e;

	query_bind(ask, "nn", first, last);
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct undo_step step = {.seq = query_number(ask, 3)};
		str member, in;

		object_take(query_bytes(ask, 0), &step.op.object);
		step.name = str_dup(arena, query_bytes(ask, 1));
		step.op.value = str_dup(arena, query_bytes(ask, 2));
		step.op.field = record_name_split(fold_name_field(step.name,
			&in), &member);
		if (step.name.len != in.len + step.op.field.len) {
			step.op.kind = step.op.value.len > 0 ? OP_ADD : OP_DROP;
			step.op.value = member;
		}
		LIST_ADD(arena, list, step);
	}
	query_reset(ask);
	return e;
}

static const err *still_ours(struct desk *desk, const struct undo_step *step)
{
	struct query *ask = projection_ask(&desk->projection, ASK_REGISTER);
	bool row, ours;
	const err *e;

	query_bind(ask, "bs", object_str(&step->op.object), step->name);
	e = query_step(ask, &row);
	ours = e == NULL && row && query_number(ask, 4) == step->seq &&
		str_eq(query_bytes(ask, 3),
			str_bytes(desk->fold.dev, sizeof(desk->fold.dev)));
	query_reset(ask);
	if (e != NULL) return e;
	return ours ? NULL
		: err_make(ERR_REFUSED, "someone has changed this since");
}

/* [voice_rule-1] */
static const err *may_go_back(struct desk *desk, const struct undo_step *step)
{
	bool final = false;
	const err *e = voice_rule_undo(desk, step->op.object, step->op.field,
		&final);

	return e == NULL && final ? err_make(ERR_REFUSED,
		"what was taken back stays so") : e;
}

static const err *home_of(struct desk *desk, struct arena *arena,
	const struct record_type *type, struct record_op *one)
{
	str home = S("");
	const err *e = NULL;

	one->unit = one->op.object;
	if (type != NULL && type->home != NULL) {
		e = fold_register(&desk->projection, arena, one->op.object,
			str_of(type->home), &home);
	}
	if (e == NULL && home.len > 0) (void)!object_read(home, &one->unit);
	return e;
}

/* Its ring, and what it is erased with. */
static const err *place_of(struct desk *desk, struct arena *arena,
	struct record_op *one)
{
	const struct op *op = &one->op;
	const struct record_type *type;
	const struct record_field *field = NULL;
	struct record_place place;
	str key;
	const err *e = fold_register(&desk->projection, arena, op->object,
		S("type"), &key);

	if (e != NULL) return e;
	type = record_type_find(key);
	if (type != NULL) field = record_field_find(type, op->field);
	one->ring = RING_TEAM;
	if (field != NULL) {
		e = record_place_of(desk, &(struct record){.type = type,
			.id = op->object}, &place);
		if (e != NULL) return e;
		one->ring = record_ring(arena, &place, field);
	}
	return home_of(desk, arena, type, one);
}

const err *record_undo(struct desk *desk, uint64_t first, uint64_t last)
{
	struct arena *arena = arena_open(UNDO_ARENA_BYTES);
	struct step_list steps = {0};
	struct record_ops ops = {0};
	const err *e = steps_read(desk, arena, first, last, &steps);

	for (size_t i = 0; e == NULL && i < steps.count; i++) {
		struct record_op one = {.op = steps.at[i].op};

		e = still_ours(desk, &steps.at[i]);
		if (e == NULL) e = may_go_back(desk, &steps.at[i]);
		if (e == NULL) e = place_of(desk, arena, &one);
		if (e == NULL) LIST_ADD(arena, &ops, one);
	}
	if (e == NULL) e = record_commit(desk, &ops, DID_UNDONE);
	if (e == NULL) desk->did_seq = 0;
	arena_close(&arena);
	return e;
}
