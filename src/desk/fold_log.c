/* Ops into registers: see fold_log.h. What a register means for the tables is
 * fold_table.c; messages are fold_item.c, records fold_record.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/fold_room.h"

#include "seal/hash.h"
#include "store/snapshot.h"

#include <string.h>

const struct snapshot_made fold_made = {.schema = 10,
	.tokenizer = TOKENS_VERSION, .fold = 9};

const object_id fold_desk = {{0}};

str object_str(const object_id *id)
{
	return str_bytes(id->bytes, sizeof(id->bytes));
}

/* -- names ---------------------------------------------------------------- */

static object_id name_of(const char *purpose, str one, str other)
{
	struct hasher hasher;
	object_id id;
	hash whole;

	hasher_start(&hasher);
	hasher_put(&hasher, str_of(purpose));
	hasher_put(&hasher, one);
	hasher_put(&hasher, other);
	whole = hasher_end(&hasher);
	memcpy(id.bytes, whole.bytes, sizeof(id.bytes));
	return id;
}

object_id fold_message_id(str sealed)
{
	return name_of("bothy/1 message\n", sealed, S(""));
}

object_id fold_thread_id(str mailbox)
{
	return name_of("bothy/1 thread\n", mailbox, S(""));
}

object_id fold_reply_id(object_id message, str mailbox)
{
	return name_of("bothy/1 reply\n", object_str(&message), mailbox);
}

/* -- registers ------------------------------------------------------------ */

static int number_compare(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* doc/log.md L1.5 */
int fold_version_compare(const struct fold_version *a,
	const struct fold_version *b)
{
	int order = number_compare(a->ms, b->ms);

	if (order == 0) order = number_compare(a->count, b->count);
	if (order == 0) order = str_compare(a->dev, b->dev);
	if (order == 0) order = number_compare(a->seq, b->seq);
	if (order == 0) order = number_compare(a->body, b->body);
	if (order == 0) order = number_compare(a->idx, b->idx);
	return order;
}

struct fold_version fold_version_of(const struct log_op *op)
{
	return (struct fold_version){op->rank.ms, op->rank.count, op->dev,
		op->seq, op->body, op->index};
}

const err *fold_undo_add(struct fold *fold, const struct log_op *op,
	str field, str old)
{
	struct query *add = projection_ask(fold->projection, ASK_UNDO_ADD);

	if (!str_eq(op->dev, str_bytes(fold->dev, sizeof(fold->dev)))) {
		return NULL;
	}
	query_bind(add, "nbsb", op->seq, object_str(&op->op.object), field,
		old);
	return query_do(add);
}

/* Whether the op is newer than what the register holds; then the old value
 * is noted for undoing. */
static const err *register_compare(struct fold *fold, const struct log_op *op,
	str field, bool *ret_newer)
{
	struct query *ask = projection_ask(fold->projection, ASK_REGISTER);
	struct fold_version mine = fold_version_of(op), theirs;
	bool row;
	const err *e;

	query_bind(ask, "bs", object_str(&op->op.object), field);
	e = query_step(ask, &row);
	*ret_newer = !row;
	if (e != NULL) return e;
	if (row) {
		theirs = (struct fold_version){query_number(ask, 1),
			query_number(ask, 2), query_bytes(ask, 3),
			query_number(ask, 4), query_number(ask, 5),
			query_number(ask, 6)};
		*ret_newer = fold_version_compare(&mine, &theirs) >
			0; /* [fold-2] */
	}
	if (*ret_newer) {
		e = fold_undo_add(fold, op, field,
			row ? query_bytes(ask, 0) : S(""));
	}
	query_reset(ask);
	return e;
}

const err *fold_set(struct fold *fold, const struct log_op *op, str name)
{
	struct query *set = projection_ask(fold->projection, ASK_REGISTER_SET);
	bool newer;
	const err *e = register_compare(fold, op, name, &newer);

	if (e != NULL || !newer) return e;
	query_bind(set, "bsbnnsnnn", object_str(&op->op.object), name,
		op->op.value, op->rank.ms, op->rank.count, op->dev, op->seq,
		(uint64_t)op->body, (uint64_t)op->index);
	e = query_do(set);
	return e != NULL ? e : fold_table(fold, op, name);
}

const err *fold_register(struct projection *projection, struct arena *arena,
	object_id object, str field, str *ret_value)
{
	struct query *ask = projection_ask(projection, ASK_REGISTER);
	bool row;
	const err *e;

	query_bind(ask, "bs", object_str(&object), field);
	e = query_step(ask, &row);
	if (e != NULL) return e;
	*ret_value = row ? str_dup(arena, query_bytes(ask, 0)) : S("");
	query_reset(ask);
	return NULL;
}

/* -- ops ------------------------------------------------------------------ */

static const err *seen_fold(struct fold *fold, const struct log_op *op)
{
	struct projection *at = fold->projection;
	struct query *add;

	if (!str_eq(op->ring, S("intake"))) return NULL; /* [fold_name-1] */
	if (str_eq(op->op.field, S("held"))) { /* forget.h */
		add = projection_ask(at, ASK_HELD_ADD);
		query_bind(add, "bsn", op->op.value, op->dev, op->hlc.ms);
	} else if (str_eq(op->op.field, S("line"))) {
		add = projection_ask(at, ASK_TAKEN_TOLD);
		query_bind(add, "bn", op->op.value, op->hlc.ms);
	} else {
		add = projection_ask(at, ASK_TAKEN_ADD);
		query_bind(add, "bnb", op->op.value, op->hlc.ms,
			object_str(&op->op.object));
	}
	return query_do(add);
}

static const err *unreadable_fold(struct fold *fold, const struct log_op *op)
{
	struct query *add = projection_ask(fold->projection,
		ASK_UNREADABLE_ADD);

	query_bind(add, "bb", object_str(&op->op.object), op->op.value);
	return query_do(add);
}

/* -- erasure --------------------------------------------------------------- */

static const err *erase_fold(struct fold *fold, const struct log_op *op)
{
	struct query *add = projection_ask(fold->projection, ASK_ERASURE_ADD);
	struct query *has = projection_ask(fold->projection, ASK_UNIT_HAS);
	bool row;
	const err *e;

	if (op->op.field.len > 0) return NULL; /* names bodies only */
	query_bind(add, "bssnn", object_str(&op->op.object), op->ring, op->dev,
		op->seq, op->hlc.ms);
	e = query_do(add);
	if (e != NULL) return e;
	query_bind(has, "b", object_str(&op->op.object));
	e = query_step(has, &row);
	if (e == NULL && row) fold->erased = true;
	query_reset(has);
	return e;
}

static const err *check_fold(struct fold *fold, const struct log_op *op)
{
	struct query *add = projection_ask(fold->projection, ASK_CHECKED_ADD);

	query_bind(add, "ssnn", op->ring, op->dev, op->seq, op->hlc.ms);
	return query_do(add);
}

/* A register, by the ring it stands in. */
static const err *named_fold(struct fold *fold, const struct log_op *op, str in,
	str field)
{
	struct buf name = {0};
	const err *e;

	buf_put(&name, in);
	buf_put(&name, field);
	e = fold_set(fold, op, buf_str(&name));
	buf_close(&name);
	return e;
}

static const err *set_fold(struct fold *fold, const struct log_op *op, str in)
{
	bool of_thread = str_eq(in, IN_INTAKE);

	if (of_thread && str_eq(op->op.field, S("item"))) {
		return fold_item(fold, op);
	}
	if (of_thread && str_eq(op->op.field, S("sealed"))) {
		return unreadable_fold(fold, op);
	}
	return named_fold(fold, op, in, op->op.field);
}

/* Who is in the ring of a case: that is the log's, but somebody may belong there
 * now (case_ring.h). */
static void ring_note(struct fold *fold, const struct log_op *op)
{
	object_id id;

	if (str_starts(op->op.field, S("ring.")) &&
		str_starts(op->ring, S("case-")) &&
		object_read(str_from(op->ring, sizeof("case-") - 1), &id)) {
		fold_changed_add(&fold->cases, id);
		fold_changed_add(&fold->waits, id);
	}
}

const err *fold_op(void *owner, const struct log_op *op)
{
	struct fold *fold = owner;
	str in = IN_TEAM;
	bool placed = fold_place(op, &in), shared = placed && in.len == 0;

	ring_note(fold, op);
	if (fold_is_record(op)) {
		return placed ? fold_record(fold, op, in) : NULL;
	}
	switch (op->op.kind) {
	case OP_SET:
		return placed && !fold_is_anothers(op)
			? set_fold(fold, op, in) : NULL;
	case OP_SEEN:
		return seen_fold(fold, op);
	case OP_ROSTER:
		return shared && str_eq(op->op.field, S("public"))
			? fold_set(fold, op, S("roster.public")) : NULL;
	case OP_KEY: /* of the line (doc/relay.md R21); others are the log's */
		return str_starts(op->op.field, S("sign.line.")) &&
			str_eq(op->ring, S("vault"))
			? named_fold(fold, op, in, op->op.field) : NULL;
	case OP_TOKEN:
		return shared ? fold_set(fold, op, S("token.relay")) : NULL;
	case OP_ERASE:
		return erase_fold(fold, op);
	case OP_CHECK:
		return check_fold(fold, op);
	case OP_ADD: /* [fold-3] */
	case OP_DROP:
	case OP_NOTE:
	case OP_BLOB:
	case OP_STATE:
	case OP_ESCROW:
	case OP_VOID:
	case OP_UNKNOWN:
	case OP_KIND_COUNT:
		break;
	}
	return NULL;
}

const err *fold_finish(struct fold *fold)
{
	static const enum ask steps[] = {ASK_SUMMARY_DROP, ASK_SUMMARY_MAKE,
		ASK_DIRTY_NONE};
	const err *e = fold_record_finish(fold);

	for (size_t i = 0; e == NULL && i < NELEM(steps); i++) {
		struct query *step = projection_ask(fold->projection,
			steps[i]);

		query_reset(step);
		e = query_do(step);
	}
	return e;
}
