/* Changes of records into the log: see record_commit.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_commit.h"

#include "desk/case_ring.h"
#include "os/report.h"

enum {
	/* Well inside a body's 2 MiB, whatever the heads of ops add. */
	PART_BYTES_MAX = 1 << 20, OP_HEAD_BYTES = 192,
	BATCH_BYTES_MAX = 256 << 20
};

/* One commit being gathered. */
struct gathering {
	struct desk *desk;
	struct arena *arena;
	struct op *ops;                 /* all of them, in order */
	struct log_body bodies[LOG_BODIES_MAX];
	size_t count, body_bytes;
};

static const err *gathered_commit(struct gathering *g)
{
	const err *e = NULL;

	if (g->count > 0) e = desk_commit(g->desk, g->bodies, g->count);
	g->count = 0;
	return e;
}

/* [record_act-2] */
static bool same_body(const struct gathering *g, const struct record_op *op)
{
	const struct log_body *body;

	if (g->count == 0) return false;
	body = &g->bodies[g->count - 1];
	return object_eq(body->unit, op->unit) &&
		str_eq(body->ring, op->ring) &&
		g->body_bytes + op->op.value.len < PART_BYTES_MAX;
}

static const err *gather(struct gathering *g, const struct record_op *op,
	size_t at)
{
	const err *e = NULL;

	g->ops[at] = op->op;
	if (same_body(g, op)) {
		g->bodies[g->count - 1].op_count++;
	} else {
		if (g->count == LOG_BODIES_MAX) e = gathered_commit(g);
		if (e != NULL) return e;
		g->bodies[g->count++] = (struct log_body){.ring = op->ring,
			.unit = op->unit, .ops = &g->ops[at],
			.op_count = 1};
		g->body_bytes = 0;
	}
	g->body_bytes += op->op.value.len + OP_HEAD_BYTES;
	return NULL;
}

const err *record_commit(struct desk *desk, const struct record_ops *ops,
	enum did did)
{
	struct arena *arena = arena_open(BATCH_BYTES_MAX);
	struct gathering g = {.desk = desk, .arena = arena};
	uint64_t before = log_seq(desk->log);
	const err *e = NULL;

	g.ops = ARENA_ARRAY(arena, struct op, ops->count + 1);
	for (size_t i = 0; e == NULL && i < ops->count; i++) {
		e = gather(&g, &ops->at[i], i);
	}
	if (e == NULL) e = gathered_commit(&g);
	arena_close(&arena);
	if (log_seq(desk->log) > before && did != DID_NOTHING) {
		desk->did = did;
		desk->did_first = before + 1;
		desk->did_seq = log_seq(desk->log);
	}
	return e;
}

/* -- a batch -------------------------------------------------------------- */

const err *record_commit_later(struct desk *desk,
	const struct record_ops *ops, enum did did)
{
	struct record_batch *batch = desk->batch;

	if (batch == NULL) return record_commit(desk, ops, did);
	for (size_t i = 0; i < ops->count; i++) {
		struct record_op one = ops->at[i];

		if (arena_used(batch->arena) > BATCH_BYTES_MAX / 4) {
			return err_make(ERR_FULL, "this is too much at once");
		}
		one.op.field = str_dup(batch->arena, one.op.field);
		one.op.value = str_dup(batch->arena, one.op.value);
		LIST_ADD(batch->arena, &batch->ops, one);
	}
	return NULL;
}

/* From the end: what points to a new record mostly comes soon behind it. */
bool record_batch_makes(const struct desk *desk, const struct record_type *type,
	object_id id)
{
	const struct record_batch *batch = desk->batch;

	for (size_t i = batch == NULL ? 0 : batch->ops.count; i > 0; i--) {
		const struct op *op = &batch->ops.at[i - 1].op;

		if (!str_eq(op->field, S("type"))) continue;
		if (!object_eq(op->object, id)) continue;
		return str_eq(op->value, str_of(type->key));
	}
	for (size_t i = 0; batch != NULL && i < batch->expected.count; i++) {
		const struct record_expected *one = &batch->expected.at[i];

		if (one->type == type && object_eq(one->id, id)) return true;
	}
	return false;
}

str record_batch_says(const struct desk *desk, object_id id, str field)
{
	const struct record_batch *batch = desk->batch;

	for (size_t i = batch == NULL ? 0 : batch->ops.count; i > 0; i--) {
		const struct op *op = &batch->ops.at[i - 1].op;

		if (object_eq(op->object, id) && str_eq(op->field, field)) {
			return op->value;
		}
	}
	return S("");
}

void record_batch_expect(struct desk *desk, const struct record_type *type,
	object_id id)
{
	struct record_expected one = {type, id};

	must(desk->batch != NULL);
	LIST_ADD(desk->batch->arena, &desk->batch->expected, one);
}

const err *record_batch_begin(struct desk *desk)
{
	if (desk->batch != NULL) {
		return err_make(ERR_BUSY, "a batch of records is open");
	}
	desk->batch = mem_get(sizeof(*desk->batch));
	desk->batch->arena = arena_open(BATCH_BYTES_MAX);
	return NULL;
}

void record_batch_drop(struct desk *desk)
{
	if (desk->batch == NULL) return;
	arena_close(&desk->batch->arena);
	mem_free(desk->batch);
	desk->batch = NULL;
}

const err *record_batch_end(struct desk *desk)
{
	const err *e, *settled = NULL;

	must(desk->batch != NULL);
	e = record_commit(desk, &desk->batch->ops, DID_RECORD_BATCH);
	record_batch_drop(desk);
	if (e == NULL) settled = case_rings_look(desk);
	if (settled != NULL) report_err("cases wait to be handed over", settled);
	return e;
}
