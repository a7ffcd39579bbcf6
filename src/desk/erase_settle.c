/* Taking what was erased out of this device: see erase.h and doc/erasure.md.
 * The order is the promise: what must be carried on is in the log before
 * anything is destroyed, and this device says "done" after it is.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase.h"

#include "desk/erase_shed.h"
#include "desk/erase_survey.h"

enum { UNIT_HEX = 32 };

/* A device that may not sign, or whose commits do not count now, could not carry
 * on what must be: it waits. */
bool erase_is_due(const struct desk *desk)
{
	return !desk->settling &&
		(desk->fold.erased || log_has_erased(desk->log)) &&
		!log_is_waiting(desk->log) &&
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

const err *erase_begin(struct desk *desk, struct erase_shed **ret_shed)
{
	struct survey s;
	const err *e;

	desk->settling = true;
	e = survey_open(&s, desk, NULL, 0);
	if (e == NULL) e = carry_on(&s);
	if (e == NULL) e = erase_shed_open(ret_shed, desk);
	survey_close(&s);
	desk->settling = false;
	if (e == NULL) desk->fold.erased = false;
	desk->did_seq = 0; /* [erase-3] */
	return e;
}

const err *erase_check(struct desk *desk)
{
	struct survey s;
	const err *e;

	desk->settling = true;
	e = survey_open(&s, desk, NULL, 0);
	if (e == NULL) e = survey_check(&s); /* [erase-4] */
	survey_close(&s);
	desk->settling = false;
	return e;
}

static const err *shed_end(struct erase_shed *shed)
{
	bool over = false;
	const err *e = NULL;

	while (e == NULL && shed != NULL && !over) {
		e = erase_shed_step(shed, &over);
	}
	return e == NULL && shed != NULL ? erase_shed_end(shed) : e;
}

const err *survey_destroy(struct survey *s)
{
	struct erase_shed *shed = NULL;
	const err *e = erase_shed_open(&shed, s->desk);

	if (e == NULL) e = shed_end(shed);
	erase_shed_close(&shed);
	return e;
}

const err *erase_settle(struct desk *desk)
{
	struct erase_shed *shed = NULL;
	const err *e = erase_begin(desk, &shed);

	if (e == NULL) e = shed_end(shed);
	erase_shed_close(&shed);
	return e != NULL ? e : erase_check(desk);
}
