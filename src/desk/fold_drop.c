/* Some objects out of the tables: see fold_log.h and doc/erasure.md 7. Each row of
 * the tables follows from ops about one object, or about the messages of one
 * thread; so what is left is told once more, and nothing else needs to be.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/fold_room.h"

#include "base/list.h"

#include <stdlib.h>
#include <string.h>

enum { MERGE_PAGES = 256 /* of ASK_WORDS_MERGE */ };

static const err *ask_do(struct fold *fold, enum ask ask)
{
	struct query *query = projection_ask(fold->projection, ask);

	query_bind(query, "");
	return query_do(query);
}

static const err *objects_note(struct fold *fold, const object_id *objects,
	size_t count)
{
	const err *e = ask_do(fold, ASK_DROPPING_NONE);

	for (size_t i = 0; e == NULL && i < count; i++) {
		struct query *add = projection_ask(fold->projection,
			ASK_DROPPING_ADD);

		must(!object_eq(objects[i], fold_desk));
		query_bind(add, "b", object_str(&objects[i]));
		e = query_do(add);
	}
	if (e == NULL) e = ask_do(fold, ASK_DROPPING_THREADS);
	return e != NULL ? e : ask_do(fold, ASK_DROPPING_MESSAGES);
}

struct object_list LIST_OF(object_id);
struct hash_list LIST_OF(hash);

static const err *dropped_read(struct fold *fold, struct arena *arena,
	struct fold_dropped *dropped)
{
	struct query *ask = projection_ask(fold->projection, ASK_DROPPING);
	struct query *taken = projection_ask(fold->projection,
		ASK_DROPPING_TAKEN);
	struct object_list objects = {0};
	struct hash_list hashes = {0};
	bool row;
	const err *e;

	query_bind(ask, "");
	while ((e = query_step(ask, &row)) == NULL && row) {
		object_id one;

		memcpy(one.bytes, query_bytes(ask, 0).at, sizeof(one.bytes));
		LIST_ADD(arena, &objects, one);
	}
	query_reset(ask);
	if (e != NULL) return e;
	query_bind(taken, "");
	while ((e = query_step(taken, &row)) == NULL && row) {
		hash one;

		if (query_bytes(taken, 0).len != sizeof(one.bytes)) continue;
		memcpy(one.bytes, query_bytes(taken, 0).at, sizeof(one.bytes));
		LIST_ADD(arena, &hashes, one);
	}
	query_reset(taken);
	*dropped = (struct fold_dropped){objects.at, objects.count, hashes.at,
		hashes.count};
	return e;
}

static const err *words_drop(struct fold *fold)
{
	struct tokens *tokens = fold->projection->tokens;
	const err *e;

	tokens_every_stem(tokens, true);
	e = ask_do(fold, ASK_DROP_WORDS);
	tokens_every_stem(tokens, false);
	return e;
}

static const err *rows_drop(struct fold *fold)
{
	/* Each may ask those that stand below it. */
	static const enum ask steps[] = {ASK_DROP_FILES, ASK_DROP_GOES,
		ASK_DROP_SUBMISSIONS, ASK_DROP_TAKEN, ASK_DROP_BOXES,
		ASK_DROP_UNREADABLE, ASK_DROP_MESSAGES, ASK_DROP_SUMMARIES,
		ASK_DROP_THREADS, ASK_DROP_REGISTERS, ASK_DROP_RIVALS,
		ASK_DROP_CHANGES, ASK_DROP_UNDO, ASK_DROP_FACETS,
		ASK_DROP_MIRRORS, ASK_DROP_SAID};
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < NELEM(steps); i++) {
		e = ask_do(fold, steps[i]);
	}
	return e;
}

static const err *records_drop(struct fold *fold)
{
	const err *e = ask_do(fold, ASK_DROP_RECORDS);

	if (e != NULL || db_changes(fold->projection->db) == 0) return e;
	fold->words++;
	fold->guides.all = true;
	return ask_do(fold, ASK_SAID_ANEW);
}

const err *fold_drop(struct fold *fold, struct arena *arena,
	const object_id *objects, size_t count,
	struct fold_dropped *ret_dropped)
{
	const err *e = objects_note(fold, objects, count);

	if (e == NULL) e = dropped_read(fold, arena, ret_dropped);
	if (e == NULL) e = ask_do(fold, ASK_DROP_DIRTY);
	if (e == NULL) e = words_drop(fold);
	if (e == NULL) e = rows_drop(fold);
	if (e == NULL) e = records_drop(fold);
	if (e == NULL) e = fold_roots_find(fold);
	return e != NULL ? e : ask_do(fold, ASK_DROPPING_NONE);
}

static int by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(object_id));
}

static int by_hash(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(hash));
}

bool fold_is_dropped(const struct fold_dropped *dropped,
	const struct log_op *op)
{
	if (dropped->object_count > 0 && bsearch(&op->op.object,
		dropped->objects, dropped->object_count,
		sizeof(object_id), by_bytes) != NULL) {
		return true;
	}
	return op->op.kind == OP_SEEN && dropped->taken_count > 0 &&
	       op->op.value.len == sizeof(hash) && bsearch(op->op.value.at,
		dropped->taken, dropped->taken_count, sizeof(hash),
		by_hash) != NULL;
}

const err *fold_drop_step(struct fold *fold, bool *ret_over)
{
	struct db *db = fold->projection->db;
	uint64_t before = db_changes_all(db);
	const err *e = ask_do(fold, ASK_WORDS_MERGE);

	/* one row is always written: the command itself */
	*ret_over = e == NULL && db_changes_all(db) - before < 2;
	return e;
}

const err *fold_drop_steps(struct fold *fold, uint64_t *ret_steps)
{
	struct query *ask = projection_ask(fold->projection, ASK_WORDS_PAGES);
	bool row;
	const err *e;

	query_bind(ask, "");
	e = query_step(ask, &row);
	if (e == NULL && row) {
		*ret_steps = query_number(ask, 0) / MERGE_PAGES + 1;
	}
	query_reset(ask);
	return e;
}
