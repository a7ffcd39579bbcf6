/* Taking what was erased out of this device: see erase.h and doc/erasure.md.
 * The order is the promise: what must be carried on is in the log before
 * anything is destroyed, and this device says "done" after it is.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase.h"

#include "desk/erase_survey.h"
#include "store/snapshot.h"

enum { UNIT_HEX = 32 };

/* A device that may not sign could not carry on what must be: it waits. */
bool erase_is_due(const struct desk *desk)
{
	return !desk->settling &&
		(desk->fold.erased || log_has_erased(desk->log)) &&
		log_may_sign(desk->log, desk_now_ms(desk));
}

/* -- what is carried on ---------------------------------------------------- */

/* Bodies of one commit while it is gathered. */
struct carried {
	struct survey *s;
	struct log_body bodies[LOG_BODIES_MAX];
	size_t count;
};

static const err *carried_add(struct carried *c, struct log_body body)
{
	const err *e = NULL;

	if (c->count == LOG_BODIES_MAX) {
		e = survey_commit(c->s, c->bodies, c->count);
		c->count = 0;
	}
	if (e == NULL) c->bodies[c->count++] = body;
	return e;
}

/* What went of one unit in one ring, read before or not; ascending is asked by
 * nobody here. */
static struct state_parts unnamed(struct survey *s,
	const struct state_erased *row)
{
	struct state_parts gone = state_gone(s->state, s->arena, row->ring,
		&row->unit);
	struct state_parts all = {ARENA_ARRAY(s->arena, struct state_part,
		gone.count + s->unread.count + 1), gone.count};

	for (size_t i = 0; i < gone.count; i++) all.at[i] = gone.at[i];
	for (size_t i = 0; i < s->unread.count; i++) {
		const struct erase_place *one = &s->unread.at[i];

		if (!str_eq(one->ring, row->ring)) continue;
		if (!object_eq(one->unit, row->unit)) continue;
		all.at[all.count++] = one->part;
	}
	log_unnamed(s->desk->log, &all);
	return all;
}

/* L12.3: bodies that went and that no erasure names. */
static const err *names_add(struct carried *c)
{
	struct survey *s = c->s;
	struct state_erased *rows;
	size_t count = state_erasures(s->state, s->arena, &rows);
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < count; i++) {
		struct state_parts gone = unnamed(s, &rows[i]);
		struct op *op = ARENA_NEW(s->arena, struct op);
		struct buf value = buf_cap(OP_VALUE_MAX);

		for (size_t k = 0; k < gone.count; k++) {
			state_place_write(&gone.at[k], &value);
		}
		*op = (struct op){.kind = OP_ERASE, .object = rows[i].unit,
			.field = S("also"), .value = buf_take(&value, s->arena)};
		buf_close(&value);
		if (gone.count == 0) continue;
		e = carried_add(c, (struct log_body){.ring = rows[i].ring,
			.ops = op, .op_count = 1});
	}
	return e;
}

/* [erase-1] messages that no eraser had seen come again. */
static const err *rescued_add(struct carried *c)
{
	struct survey *s = c->s;
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < s->rescued.count; i++) {
		e = carried_add(c, (struct log_body){.ring = RING_INTAKE,
			.unit = s->rescued.at[i].unit,
			.ops = &s->rescued.at[i].op, .op_count = 1});
	}
	return e;
}

/* What a member wrote meanwhile is kept out; that it was so is told. */
static const err *late_add(struct carried *c)
{
	struct survey *s = c->s;
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < s->late.count; i++) {
		struct op *op = ARENA_NEW(s->arena, struct op);
		struct buf field = {0}, now = {0};

		buf_text(&field, "late.");
		object_write(s->late.at[i].id, &field);
		buf_number(&now, desk_now_ms(s->desk));
		*op = (struct op){.kind = OP_SET,
			.field = buf_take(&field, s->arena),
			.value = buf_take(&now, s->arena)};
		buf_close(&field);
		buf_close(&now);
		e = carried_add(c, (struct log_body){.ring = RING_TEAM,
			.ops = op, .op_count = 1});
	}
	return e;
}

static const err *carry_on(struct survey *s)
{
	struct carried c = {.s = s};
	const err *e = names_add(&c);

	if (e == NULL) e = rescued_add(&c);
	if (e == NULL) e = late_add(&c);
	if (e == NULL && c.count > 0) e = survey_commit(s, c.bodies, c.count);
	return e;
}

/* -- what is destroyed ----------------------------------------------------- */

static const err *snapshots_remove(struct survey *s)
{
	const err *e = NULL;

	for (int i = 1; e == NULL && i <= SNAPSHOT_COUNT; i++) {
		e = file_remove(str_c(s->arena, str_fmt(s->arena,
			"%s/snapshot.%d", s->desk->folder, i)));
	}
	return e;
}

struct name_list LIST_OF(str);

static const err *files_named(struct survey *s, struct name_list *list)
{
	struct query *ask = projection_ask(&s->desk->projection,
		ASK_FILE_NAMES);
	bool row;
	const err *e;

	query_bind(ask, "");
	while ((e = query_step(ask, &row)) == NULL && row) {
		LIST_ADD(s->arena, list, str_dup(s->arena, query_bytes(ask, 0)));
	}
	query_reset(ask);
	return e;
}

/* Attachments that a message named before, and none names now. */
static const err *files_remove(struct survey *s, const struct name_list *before)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < before->count; i++) {
		struct query *ask = projection_ask(&s->desk->projection,
			ASK_FILE_NAMED);
		bool named;

		query_bind(ask, "s", before->at[i]);
		e = query_step(ask, &named);
		query_reset(ask);
		if (e != NULL || named) continue;
		e = file_remove(str_c(s->arena, str_fmt(s->arena, "%s/%.*s",
			s->desk->files, S_ARG(before->at[i]))));
	}
	return e;
}

/* The line keeps the same sealed bodies: who holds the organisation's key asks
 * it to forget them. */
static const err *line_tell(struct survey *s, const struct log_doomed *doomed)
{
	if (!desk_holds_key(s->desk)) return NULL;
	return desk_list_tell(s->desk, LIST_DELETE, doomed->at, doomed->count);
}

const err *survey_destroy(struct survey *s)
{
	struct log_doomed doomed = log_doomed(s->desk->log, s->arena, s->state);
	struct name_list files = {0};
	size_t count = 0;
	const err *e = files_named(s, &files);

	if (e == NULL) e = snapshots_remove(s);
	if (e == NULL) e = line_tell(s, &doomed);
	if (e == NULL) e = log_destroy(s->desk->log, s->state, &count);
	if (e == NULL) e = desk_refold(s->desk);
	return e != NULL ? e : files_remove(s, &files);
}

const err *erase_settle(struct desk *desk)
{
	struct survey s;
	const err *e;

	desk->settling = true;
	e = survey_open(&s, desk, NULL, 0);
	if (e == NULL) e = carry_on(&s);
	if (e == NULL) e = survey_destroy(&s);
	if (e == NULL) e = survey_check(&s); /* [erase-4] */
	survey_close(&s);
	if (e == NULL) desk->fold.erased = false;
	desk->settling = false;
	desk->did_seq = 0; /* [erase-3] */
	return e;
}
