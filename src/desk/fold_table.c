/* What a register's new value changes in the tables: see fold_log.h. One row a
 * field.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/fold_room.h"

#include "base/num.h"

enum { ROOT_STEPS = 8 /* threads joined one after another */ };

static const err *bound_do(struct fold *fold, enum ask ask,
	const struct log_op *op, uint64_t number)
{
	struct query *query = projection_ask(fold->projection, ask);

	query_bind(query, "bn", object_str(&op->op.object), number);
	return query_do(query);
}

/* "1" or anything else. */
static const err *flag_set(struct fold *fold, const struct log_op *op,
	enum ask ask)
{
	return bound_do(fold, ask, op, str_eq(op->op.value, S("1")));
}

static const err *name_set(struct fold *fold, const struct log_op *op,
	enum ask ask)
{
	struct query *query = projection_ask(fold->projection, ask);

	query_bind(query, "bs", object_str(&op->op.object), op->op.value);
	return query_do(query);
}

static const err *number_set(struct fold *fold, const struct log_op *op,
	enum ask ask)
{
	uint64_t number;

	if (!num_read(op->op.value, INT64_MAX, &number)) number = 0;
	return bound_do(fold, ask, op, number);
}

/* "done MS", "needs MS" or "later WORD UNTIL MS"; anything else is none. */
static const err *state_set(struct fold *fold, const struct log_op *op,
	enum ask ask)
{
	struct query *query = projection_ask(fold->projection, ask);
	str rest = op->op.value, word = S(""), later = S(""), until;
	uint64_t until_ms = 0, ms = 0;

	if (!str_word(&rest, &word)) word = S("");
	if (str_eq(word, S("later")) && (!str_word(&rest, &later) ||
		!str_word(&rest, &until) ||
		!num_read(until, INT64_MAX, &until_ms))) {
		word = S("");
	}
	if (!num_read(rest, INT64_MAX, &ms)) word = S("");
	query_bind(query, "bsnsn", object_str(&op->op.object), word, ms,
		later, until_ms);
	return query_do(query);
}

static const err *plain_do(struct fold *fold, enum ask ask)
{
	struct query *query = projection_ask(fold->projection, ask);

	query_reset(query);
	return query_do(query);
}

const err *fold_roots_find(struct fold *fold)
{
	const err *e = plain_do(fold, ASK_DIRTY_JOINED);

	if (e == NULL) e = plain_do(fold, ASK_ROOTS_CLEAR);
	for (int i = 0; e == NULL && i < ROOT_STEPS; i++) {
		e = plain_do(fold, ASK_ROOTS_STEP);
	}
	return e != NULL ? e : plain_do(fold, ASK_DIRTY_JOINED);
}

const err *fold_roots_again(struct fold *fold, object_id thread)
{
	struct query *ask = projection_ask(fold->projection, ASK_BECAME);
	bool row;
	const err *e;

	query_bind(ask, "b", object_str(&thread));
	e = query_step(ask, &row);
	query_reset(ask);
	return e != NULL || !row ? e : fold_roots_find(fold);
}

/* A thread joined, or apart again. */
static const err *into_set(struct fold *fold, const struct log_op *op,
	enum ask ask)
{
	struct query *query = projection_ask(fold->projection, ask);
	const err *e;

	query_bind(query, "bb", object_str(&op->op.object), op->op.value);
	e = query_do(query);
	return e != NULL ? e : fold_roots_find(fold);
}

struct field_row {
	str field;
	const err *(*set)(struct fold *fold, const struct log_op *op,
		enum ask ask);
	enum ask ask;
	enum ask dirty;         /* whose summary changes; 0: nobody's */
};

static const struct field_row rows[] = {
	{S_INIT("state"), state_set, ASK_THREAD_STATE, ASK_DIRTY_THREAD},
	{S_INIT("name"), name_set, ASK_THREAD_NAME, ASK_DIRTY_THREAD},
	{S_INIT("opened"), number_set, ASK_THREAD_OPENED, ASK_DIRTY_THREAD},
	{S_INIT("into"), into_set, ASK_THREAD_INTO, (enum ask)0},
	{S_INIT("veil"), flag_set, ASK_MESSAGE_VEIL, ASK_DIRTY_MESSAGE},
	{S_INIT("warm"), flag_set, ASK_MESSAGE_WARM, ASK_DIRTY_MESSAGE},
	{S_INIT("gone"), flag_set, ASK_MESSAGE_GONE, ASK_DIRTY_MESSAGE},
	{S_INIT("handed"), flag_set, ASK_MESSAGE_HANDED, ASK_DIRTY_MESSAGE},
	{S_INIT("unwanted"), flag_set, ASK_MESSAGE_UNWANTED,
		ASK_DIRTY_MESSAGE},
};

/* "sent.REPLY" and "back.REPLY" of an answer. */
static const err *reply_set(struct fold *fold, const struct log_op *op,
	str field, enum ask ask)
{
	struct query *query = projection_ask(fold->projection, ask);
	str reply = str_from(field, 5);
	uint64_t ms = 0;

	if (ask == ASK_GOES_BACK) {
		query_bind(query, "ss", reply, op->op.value);
		return query_do(query);
	}
	if (!num_read(op->op.value, INT64_MAX, &ms)) ms = 0;
	query_bind(query, "sn", reply, ms);
	return query_do(query);
}

bool fold_is_of_thread(str field)
{
	if (str_starts(field, S("sent.")) || str_starts(field, S("back."))) {
		return true;
	}
	for (size_t i = 0; i < NELEM(rows); i++) {
		if (str_eq(rows[i].field, field)) return true;
	}
	return str_eq(field, S("item")) || str_eq(field, S("sealed"));
}

const err *fold_table(struct fold *fold, const struct log_op *op, str name)
{
	struct query *dirty;
	str in, field = fold_name_field(name, &in);
	const err *e;

	if (!str_eq(in, IN_INTAKE)) return NULL; /* a register only */
	if (str_starts(field, S("sent."))) {
		return reply_set(fold, op, field, ASK_GOES_SENT);
	}
	if (str_starts(field, S("back."))) {
		return reply_set(fold, op, field, ASK_GOES_BACK);
	}
	for (size_t i = 0; i < NELEM(rows); i++) {
		if (!str_eq(rows[i].field, field)) continue;
		e = rows[i].set(fold, op, rows[i].ask);
		if (e != NULL || rows[i].dirty == 0) return e;
		dirty = projection_ask(fold->projection, rows[i].dirty);
		query_bind(dirty, "b", object_str(&op->op.object));
		return query_do(dirty);
	}
	return NULL;
}

const err *fold_table_again(struct fold *fold, object_id object)
{
	struct query *ask = projection_ask(fold->projection, ASK_REGISTERS);
	struct log_op op = {.op = {.kind = OP_SET, .object = object}};
	bool row;
	const err *e;

	query_bind(ask, "bss", object_str(&object), IN_INTAKE, S("A"));
	while ((e = query_step(ask, &row)) == NULL && row) {
		op.op.value = query_bytes(ask, 1);
		e = fold_table(fold, &op, query_bytes(ask, 0));
		if (e != NULL) break;
	}
	query_reset(ask);
	return e;
}
