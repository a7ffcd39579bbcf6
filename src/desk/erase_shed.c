/* Taking what may go out of this device, in steps: see erase_shed.h. Owns what must
 * be known of it once its words are gone: whose rows, which files, which names.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase_shed.h"

#include "base/list.h"
#include "desk/act_room.h"
#include "store/log_shed.h"
#include "store/snapshot.h"

#include <stdlib.h>
#include <string.h>

enum { SHED_ARENA_BYTES = 1 << 30, PERCENT = 100 };

struct object_list LIST_OF(object_id);
struct name_list LIST_OF(str);
/* A check that goes, and so its row. */
struct checked { str ring, dev; uint64_t seq; };
struct checked_list LIST_OF(struct checked);

struct erase_shed {
	struct desk *desk;
	struct arena *arena;
	struct log_shed *log;
	struct log_doomed doomed;
	struct object_list objects;
	struct name_list files;        /* of messages that go */
	struct checked_list checks;
	uint64_t steps, step_count;    /* of the index */
	bool whole;                    /* all is to be read anew, at the end */
	bool indexed;                  /* the words are out of the index */
};

/* -- what goes ------------------------------------------------------------- */

static void object_note(struct erase_shed *shed, object_id id)
{
	size_t count = shed->objects.count;

	/* what a desk itself goes by stays, or it is all read anew */
	if (object_eq(id, fold_desk)) return;
	/* ops of one object mostly stand together */
	if (count > 0 && object_eq(shed->objects.at[count - 1], id)) return;
	LIST_ADD(shed->arena, &shed->objects, id);
}

static void files_note(struct erase_shed *shed, str value)
{
	struct item *item = mem_get(sizeof(*item));

	for (size_t i = 0; item_read(value, item) && i < item->file_count; i++) {
		LIST_ADD(shed->arena, &shed->files, str_dup(shed->arena,
			item->files[i].file.blob));
	}
	mem_free(item);
}

static void check_note(struct erase_shed *shed, const struct log_op *op)
{
	struct checked one = {str_dup(shed->arena, op->ring),
		str_dup(shed->arena, op->dev), op->seq};

	LIST_ADD(shed->arena, &shed->checks, one);
}

/* A log_give. */
static const err *op_note(void *owner, const struct log_op *op)
{
	struct erase_shed *shed = owner;

	if (op->op.kind == OP_CHECK) check_note(shed, op);
	object_note(shed, op->unit);
	object_note(shed, op->op.object);
	if (op->op.kind == OP_SET && str_eq(op->op.field, S("item"))) {
		files_note(shed, op->op.value);
	}
	return NULL;
}

/* -- the tables ------------------------------------------------------------ */

/* What is left of some objects, looked for in the state and told once more. */
struct telling {
	struct desk *desk;
	struct fold_dropped dropped;
	hash *names;                   /* of dropped.taken's bytes, ascending */
};

static int by_object(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(object_id));
}

static int by_hash(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(hash));
}

/* A state_wanted. */
static bool is_wanted(void *owner, object_id object,
	const unsigned char value[32])
{
	const struct telling *t = owner;

	if (t->dropped.object_count > 0 && bsearch(&object,
		t->dropped.objects, t->dropped.object_count,
		sizeof(object), by_object) != NULL) {
		return true;
	}
	return t->dropped.taken_count > 0 && bsearch(value, t->names,
		t->dropped.taken_count, sizeof(hash), by_hash) != NULL;
}

/* A log_give. */
static const err *op_tell(void *owner, const struct log_op *op)
{
	struct telling *t = owner;

	return fold_is_dropped(&t->dropped, op)
		? fold_op(&t->desk->fold, op) : NULL;
}

static void names_make(struct telling *t, struct arena *arena)
{
	size_t count = t->dropped.taken_count;

	t->names = ARENA_ARRAY(arena, hash, count + 1);
	for (size_t i = 0; i < count; i++) {
		t->names[i] = hash_of(str_bytes(t->dropped.taken[i].bytes,
			sizeof(hash)));
	}
	if (count > 0) qsort(t->names, count, sizeof(hash), by_hash);
}

static const err *rest_tell(struct erase_shed *shed, struct telling *t)
{
	struct state_parts parts;
	const err *e;

	names_make(t, shed->arena);
	parts = state_about(shed->desk->state, shed->arena, is_wanted, t);
	e = log_read_again(shed->desk->log, &parts, op_tell, t);
	return e != NULL ? e : fold_finish(&shed->desk->fold);
}

static const err *checks_drop(struct erase_shed *shed)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < shed->checks.count; i++) {
		const struct checked *one = &shed->checks.at[i];
		struct query *drop = projection_ask(&shed->desk->projection,
			ASK_CHECKED_DROP);

		query_bind(drop, "ssn", one->ring, one->dev, one->seq);
		e = query_do(drop);
	}
	return e;
}

/* No row of anything went: the index and the tables are as they were. */
static bool is_of_log_alone(const struct erase_shed *shed)
{
	return shed->objects.count == 0;
}

static const err *objects_drop(struct erase_shed *shed)
{
	struct telling t = {.desk = shed->desk};
	const err *e;

	if (is_of_log_alone(shed)) return NULL;
	e = fold_drop(&shed->desk->fold, shed->arena, shed->objects.at,
		shed->objects.count, &t.dropped);
	return e != NULL ? e : rest_tell(shed, &t);
}

/* [erase-shed-2] in one transaction: whole, or as before. */
static const err *rows_drop(struct erase_shed *shed)
{
	struct desk *desk = shed->desk;
	struct db *db = desk->projection.db;
	const err *e = db_run(db, "BEGIN"), *ended;

	if (e != NULL) return e;
	log_shed_forget(shed->log);
	e = objects_drop(shed);
	if (e == NULL) e = checks_drop(shed);
	ended = db_run(db, "COMMIT");
	if (e == NULL) e = ended;
	shed->indexed = is_of_log_alone(shed);
	if (e == NULL) e = fold_drop_steps(&desk->fold, &shed->step_count);
	desk->torn |= e != NULL;
	return e;
}

/* -- beginning and going on ------------------------------------------------ */

const err *erase_shed_open(struct erase_shed **ret_shed, struct desk *desk)
{
	struct erase_shed *shed = mem_get(sizeof(*shed));
	const err *e;

	shed->desk = desk;
	shed->arena = arena_open(SHED_ARENA_BYTES);
	e = log_shed_open(&shed->log, desk->log, desk->state);
	if (e != NULL || shed->log == NULL) {
		erase_shed_close(&shed);
		*ret_shed = NULL;
		return e;
	}
	shed->doomed = log_doomed(desk->log, shed->arena, desk->state);
	shed->whole = !log_shed_is_plain(shed->log);
	e = log_shed_ops(shed->log, op_note, shed);
	if (e == NULL && !shed->whole) e = rows_drop(shed);
	if (e != NULL) erase_shed_close(&shed);
	*ret_shed = shed;
	return e;
}

void erase_shed_close(struct erase_shed **handle)
{
	struct erase_shed *shed = *handle;

	if (shed == NULL) return;
	log_shed_close(&shed->log);
	arena_close(&shed->arena);
	mem_free(shed);
	*handle = NULL;
}

const err *erase_shed_step(struct erase_shed *shed, bool *ret_over)
{
	const err *e;

	*ret_over = shed->whole;
	if (shed->whole) return NULL;
	if (shed->indexed) return log_shed_step(shed->log, ret_over);
	shed->steps++;
	e = fold_drop_step(&shed->desk->fold, &shed->indexed);
	shed->desk->torn |= e != NULL;
	return e;
}

/* Half of the way is the index, half of it the pack. */
unsigned erase_shed_percent(const struct erase_shed *shed)
{
	uint64_t index = shed->step_count == 0 ? PERCENT
		: shed->steps * PERCENT / shed->step_count;

	if (shed->indexed || index > PERCENT) index = PERCENT;
	return (unsigned)(index + log_shed_percent(shed->log)) / 2;
}

/* -- the end --------------------------------------------------------------- */

static const err *snapshots_remove(struct erase_shed *shed)
{
	const err *e = NULL;

	for (int i = 1; e == NULL && i <= SNAPSHOT_COUNT; i++) {
		e = file_remove(str_c(shed->arena, str_fmt(shed->arena,
			"%s/snapshot.%d", shed->desk->folder, i)));
	}
	return e;
}

/* Attachments that no message names now. */
static const err *files_remove(struct erase_shed *shed)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < shed->files.count; i++) {
		struct query *ask = projection_ask(&shed->desk->projection,
			ASK_FILE_NAMED);
		bool named;

		query_bind(ask, "s", shed->files.at[i]);
		e = query_step(ask, &named);
		query_reset(ask);
		if (e != NULL || named) continue;
		e = file_remove(str_c(shed->arena, str_fmt(shed->arena,
			"%s/%.*s", shed->desk->files,
			S_ARG(shed->files.at[i]))));
	}
	return e;
}

/* The line keeps the same sealed bodies: who holds the organisation's key asks
 * it to forget them. */
static const err *line_tell(struct erase_shed *shed)
{
	if (!desk_holds_key(shed->desk)) return NULL;
	return desk_list_tell(shed->desk, LIST_DELETE, shed->doomed.at,
		shed->doomed.count);
}

/* What a log obeys is unlearnt only by reading all that is left. */
static const err *whole_end(struct erase_shed *shed)
{
	size_t count;
	const err *e = snapshots_remove(shed);

	if (e == NULL) e = line_tell(shed);
	if (e == NULL) e = log_destroy(shed->desk->log, shed->desk->state,
		&count);
	if (e == NULL) e = desk_refold(shed->desk);
	return e != NULL ? e : files_remove(shed);
}

/* [erase-shed-1] the pack is the last. */
const err *erase_shed_end(struct erase_shed *shed)
{
	struct desk *desk = shed->desk;
	const err *e;

	if (shed->whole) return whole_end(shed);
	must(shed->indexed);
	e = files_remove(shed);
	if (e == NULL && !is_of_log_alone(shed)) {
		e = projection_scrub(&desk->projection);
	}
	if (e == NULL) e = snapshots_remove(shed);
	if (e == NULL) e = line_tell(shed);
	if (e == NULL) e = log_shed_end(shed->log);
	if (e == NULL) state_purge(desk->state, desk->log);
	return e;
}
