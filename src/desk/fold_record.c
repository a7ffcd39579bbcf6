/* What an op of a record changes: see fold_log.h. Beside the register, which holds
 * the newest version, stand its rivals: the versions that none of the others
 * had seen (the maximal ones, doc/records.md). That set does not depend on the
 * order in which ops come [fold-1]. The rows that lists are made of are written
 * anew, at the end of a reading, from what the registers then say.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/fold_room.h"

#include "base/list.h"
#include "desk/record_load.h"
#include "model/ref_code.h"

enum { LOAD_ARENA_BYTES = 64 << 20 };

bool fold_is_record(const struct log_op *op)
{
	if (op->op.kind != OP_SET && op->op.kind != OP_ADD &&
		op->op.kind != OP_DROP) {
		return false;
	}
	if (object_eq(op->op.object, fold_desk)) return false;
	/* Messages live in the intake ring, and what few may read of records. */
	return !str_eq(op->ring, S("intake")) ||
		!fold_is_of_thread(op->op.field);
}

/* -- rivals --------------------------------------------------------------- */

/* Whether version `a` was made knowing of `b`. */
static bool saw(const struct fold *fold, const struct fold_version *a,
	const struct fold_version *b)
{
	if (str_eq(a->dev, b->dev) || fold->saw == NULL) {
		return fold_version_compare(a, b) > 0;
	}
	return fold->saw(fold->saw_owner, a->dev, a->seq, b->dev, b->seq);
}

static const err *rival_add(struct fold *fold, const struct log_op *op,
	str field, str value, const struct fold_version *v)
{
	struct query *add = projection_ask(fold->projection, ASK_RIVAL_ADD);

	query_bind(add, "bsbnnsnnn", object_str(&op->op.object), field, value,
		v->ms, v->count, v->dev, v->seq, v->body, v->idx);
	return query_do(add);
}

static const err *rival_drop(struct fold *fold, const struct log_op *op,
	str field, const struct fold_version *v)
{
	struct query *drop = projection_ask(fold->projection, ASK_RIVAL_DROP);

	query_bind(drop, "bssnnn", object_str(&op->op.object), field, v->dev,
		v->seq, v->body, v->idx);
	return query_do(drop);
}

struct version_list LIST_OF(struct fold_version);

static const err *rivals_read(struct fold *fold, struct arena *arena,
	const struct log_op *op, str field, struct version_list *list)
{
	struct query *ask = projection_ask(fold->projection, ASK_RIVALS);
	bool row;
	const err *e;

	query_bind(ask, "bs", object_str(&op->op.object), field);
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct fold_version v = {0};

		v.dev = str_dup(arena, query_bytes(ask, 0));
		v.seq = query_number(ask, 1);
		v.body = query_number(ask, 2);
		v.idx = query_number(ask, 3);
		v.ms = query_number(ask, 4);
		v.count = query_number(ask, 5);
		LIST_ADD(arena, list, v);
	}
	query_reset(ask);
	return e;
}

/* Rivals that `mine` has seen are none any more; *ret_seen: one of them has
 * seen `mine`. */
static const err *rivals_thin(struct fold *fold, const struct log_op *op,
	str field, const struct fold_version *mine, bool *ret_seen)
{
	struct arena *arena = arena_open(LOAD_ARENA_BYTES);
	struct version_list list = {0};
	const err *e = rivals_read(fold, arena, op, field, &list);

	*ret_seen = false;
	for (size_t i = 0; e == NULL && i < list.count; i++) {
		if (saw(fold, &list.at[i], mine)) *ret_seen = true;
		if (!saw(fold, mine, &list.at[i])) continue;
		e = rival_drop(fold, op, field, &list.at[i]);
	}
	arena_close(&arena);
	return e;
}

/* `ask` stands at the register's row. */
static const err *rivals_compare(struct fold *fold, const struct log_op *op,
	str field, struct query *ask)
{
	struct fold_version mine = fold_version_of(op);
	struct fold_version held = {query_number(ask, 1), query_number(ask, 2),
		query_bytes(ask, 3), query_number(ask, 4),
		query_number(ask, 5), query_number(ask, 6)};
	int order = fold_version_compare(&mine, &held);
	bool seen;
	const err *e;

	if (order == 0) return NULL;
	e = rivals_thin(fold, op, field, &mine, &seen);
	if (e != NULL) return e;
	if (order > 0) {
		return saw(fold, &mine, &held) ? NULL
			: rival_add(fold, op, field, query_bytes(ask, 0),
				&held);
	}
	return seen || saw(fold, &held, &mine) ? NULL
		: rival_add(fold, op, field, op->op.value, &mine);
}

static const err *rivals_fold(struct fold *fold, const struct log_op *op,
	str field)
{
	struct query *ask = projection_ask(fold->projection, ASK_REGISTER);
	bool row;
	const err *e;

	query_bind(ask, "bs", object_str(&op->op.object), field);
	e = query_step(ask, &row);
	if (e == NULL && row) e = rivals_compare(fold, op, field, ask);
	query_reset(ask);
	return e;
}

/* -- ops ------------------------------------------------------------------ */

static const err *change_add(struct fold *fold, const struct log_op *op,
	str field)
{
	struct query *add = projection_ask(fold->projection, ASK_CHANGE_ADD);

	query_bind(add, "bsbnnsnnnn", object_str(&op->op.object), field,
		op->op.value, op->rank.ms, op->rank.count, op->dev, op->seq,
		(uint64_t)op->body, (uint64_t)op->index, op->hlc.ms);
	return query_do(add);
}

static const err *object_do(struct fold *fold, enum ask ask, object_id id)
{
	struct query *query = projection_ask(fold->projection, ask);

	query_bind(query, "b", object_str(&id));
	return query_do(query);
}

static const err *value_fold(struct fold *fold, const struct log_op *op,
	str field)
{
	const err *e = rivals_fold(fold, op, field);

	if (e == NULL) e = change_add(fold, op, field);
	if (e == NULL) e = fold_set(fold, op, field);
	if (e == NULL && str_eq(field, S("type"))) {
		e = object_do(fold, ASK_RECORD_STUB, op->op.object);
	}
	return e != NULL ? e
		: object_do(fold, ASK_RECORD_DIRTY, op->op.object);
}

const err *fold_record(struct fold *fold, const struct log_op *op, str in)
{
	struct log_op one = *op;
	struct buf name = {0};
	const err *e;

	buf_put(&name, in);
	buf_put(&name, op->op.field);
	if (op->op.kind != OP_SET) { /* a member of a set: record_load.h */
		buf_byte(&name, '=');
		buf_put(&name, op->op.value);
		one.op.value = op->op.kind == OP_ADD ? S("1") : S("");
	}
	e = value_fold(fold, &one, buf_str(&name));
	buf_close(&name);
	return e;
}

/* -- the rows of lists ---------------------------------------------------- */

/* What a row says beyond the values themselves. */
struct summary {
	object_id owner;
	bool owned, unsettled;
	uint64_t due_ms;
};

static struct summary summary_of(const struct record *record)
{
	struct summary summary = {.due_ms = INT64_MAX};

	for (size_t i = 0; i < record->got_count; i++) {
		const struct record_got *got = &record->got[i];
		unsigned flags = got->field->flags;

		if (got->rival_count > 0) summary.unsettled = true;
		if ((flags & FIELD_OWNER) != 0) {
			summary.owned = object_read(got->value, &summary.owner);
		}
		if ((flags & FIELD_DUE) != 0 &&
			!record_due_ms(got->value, &summary.due_ms)) {
			summary.due_ms = INT64_MAX;
		}
	}
	return summary;
}

static const err *row_put(struct fold *fold, const struct record *record)
{
	struct query *put = projection_ask(fold->projection, ASK_RECORD_PUT);
	struct summary summary = summary_of(record);
	str state = record_state(record);
	char ref[REF_TEXT];

	ref_code_write(record->id, ref);
	query_bind(put, "bssnsbnnnns", object_str(&record->id),
		str_of(record->type->key), state,
		(uint64_t)record_state_find(record->type, state)->closed,
		record_title(record),
		summary.owned ? object_str(&summary.owner) : S(""),
		summary.due_ms, record->made_ms, record->changed_ms,
		(uint64_t)summary.unsettled, str_bytes(ref, sizeof(ref)));
	return query_do(put);
}

/* Values of closed lists and pointers to others: what lists narrow by. */
static const err *facets_put(struct fold *fold, const struct record *record)
{
	struct query *add = projection_ask(fold->projection, ASK_FACET_ADD);
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < record->got_count; i++) {
		const struct record_got *got = &record->got[i];
		enum record_kind kind = got->field->kind;

		if (kind != KIND_CHOICE && kind != KIND_CHOICES &&
			kind != KIND_REF && kind != KIND_REFS &&
			kind != KIND_THREAD && kind != KIND_YES) {
			continue;
		}
		query_bind(add, "bss", object_str(&record->id),
			str_of(got->field->key), got->value);
		e = query_do(add);
	}
	return e;
}

static const err *words_put(struct fold *fold, const struct record *record)
{
	struct query *add = projection_ask(fold->projection, ASK_SAID_ADD);
	struct buf words = {0};
	char ref[REF_TEXT];
	const err *e;

	ref_code_write(record->id, ref);
	buf_put(&words, str_bytes(ref, sizeof(ref)));
	for (size_t i = 0; i < record->got_count; i++) {
		const struct record_got *got = &record->got[i];

		if ((got->field->flags & FIELD_SEARCH) == 0) continue;
		buf_byte(&words, '\n');
		buf_put(&words, got->value);
	}
	query_bind(add, "bss", object_str(&record->id), record_title(record),
		buf_str(&words));
	e = query_do(add);
	query_reset(add);
	buf_close(&words);
	return e;
}

static const err *mirrors_put(struct fold *fold, const struct record *record)
{
	struct query *add = projection_ask(fold->projection, ASK_MIRROR_ADD);
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < record->type->mirror_count; i++) {
		const struct record_mirror *mirror = &record->type->mirrors[i];
		uint64_t due_ms = 0;

		if (!mirror->stands(record, &due_ms)) continue;
		query_bind(add, "bsn", object_str(&record->id),
			str_of(mirror->key), due_ms);
		e = query_do(add);
	}
	return e;
}

static const err *rows_clear(struct fold *fold, object_id id)
{
	static const enum ask steps[] = {ASK_SAID_CLEAR, ASK_FACETS_CLEAR,
		ASK_MIRRORS_CLEAR};
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < NELEM(steps); i++) {
		e = object_do(fold, steps[i], id);
	}
	return e;
}

void fold_changed_add(struct fold_changed *changed, object_id id)
{
	for (size_t i = 0; i < changed->count; i++) {
		if (object_eq(changed->at[i], id)) return;
	}
	if (changed->count == FOLD_CHANGED_MAX) changed->all = true;
	else changed->at[changed->count++] = id;
}

/* What is kept in memory out of such records is old now. */
static void changed_note(struct fold *fold, const struct record *record)
{
	const struct record_type *type = record->type;
	object_id home = record->id;

	if (type == NULL || type == &record_concept || type == &record_term) {
		fold->words++;
	}
	if (type == NULL) {
		fold->guides.all = true;
	} else if (type == &record_guide) {
		fold_changed_add(&fold->guides, home);
	} else if (type->home != NULL && object_read(record_value(record,
		type->home), &home)) {
		fold_changed_add(&fold->guides, home);
	}
	if (type != NULL && record_type_has_ring(type)) {
		fold_changed_add(&fold->cases, record->id);
		fold_changed_add(&fold->waits, record->id);
	}
}

static const err *rows_make(struct fold *fold, struct arena *arena,
	object_id id)
{
	struct record record;
	const err *e = rows_clear(fold, id);

	if (e == NULL) e = record_load(fold->projection, arena, id, &record);
	if (e != NULL) return e;
	changed_note(fold, &record);
	if (record.type == NULL) return object_do(fold, ASK_RECORD_GONE, id);
	e = row_put(fold, &record);
	if (e == NULL) e = facets_put(fold, &record);
	if (e == NULL) e = words_put(fold, &record);
	return e != NULL ? e : mirrors_put(fold, &record);
}

static const err *dirty_one(struct fold *fold, object_id *ret_id,
	bool *ret_any)
{
	struct query *ask = projection_ask(fold->projection,
		ASK_RECORD_DIRTY_ONE);
	const err *e;

	query_bind(ask, "");
	e = query_step(ask, ret_any);
	if (e == NULL && *ret_any) {
		str bytes = query_bytes(ask, 0);

		must(bytes.len == sizeof(ret_id->bytes));
		for (size_t i = 0; i < bytes.len; i++) {
			ret_id->bytes[i] = (unsigned char)bytes.at[i];
		}
	}
	query_reset(ask);
	return e;
}

const err *fold_record_finish(struct fold *fold)
{
	struct arena *arena = arena_open(LOAD_ARENA_BYTES);
	object_id id;
	bool any = true;
	const err *e = NULL;

	while (e == NULL) {
		e = dirty_one(fold, &id, &any);
		if (e != NULL || !any) break;
		e = rows_make(fold, arena, id);
		if (e == NULL) e = object_do(fold, ASK_RECORD_CLEAN, id);
		arena_reset(arena);
	}
	arena_close(&arena);
	return e;
}
