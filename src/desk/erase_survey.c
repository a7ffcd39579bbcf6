/* What an erasure must know before it: see erase_survey.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase_survey.h"

#include "desk/query_room.h"
#include "desk/team_query.h"

enum { SURVEY_ARENA_BYTES = 1 << 30, RINGS_MAX = 64 };

static const err *known_read(struct survey *s)
{
	struct query *ask = projection_ask(&s->desk->projection, ASK_ERASURES);
	bool row;
	const err *e;

	query_bind(ask, "");
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct erase_known one = {.seq = query_number(ask, 3),
			.ring = query_text(ask, 1, s->arena),
			.dev = query_text(ask, 2, s->arena)};

		object_take(query_bytes(ask, 0), &one.unit);
		LIST_ADD(s->arena, &s->known, one);
	}
	query_reset(ask);
	return e;
}

/* Neither had seen the other: it goes, and who erased did not know of it. */
static bool is_beside(const struct survey *s, const struct log_op *op)
{
	struct log_at at = {op->dev, op->seq};

	for (size_t i = 0; i < s->known.count; i++) {
		const struct erase_known *one = &s->known.at[i];
		struct log_at by = {one->dev, one->seq};

		if (object_eq(one->unit, op->unit) &&
			str_eq(one->ring, op->ring) &&
			!log_covers(op->log, at, by) &&
			!log_covers(op->log, by, at) &&
			!(at.seq == by.seq && str_eq(at.dev, by.dev))) {
			return true;
		}
	}
	return false;
}

static void keep(struct survey *s, struct erase_kepts *list,
	const struct log_op *op)
{
	struct erase_kept one = {op->unit, op->op};

	one.op.field = str_dup(s->arena, op->op.field);
	one.op.value = str_dup(s->arena, op->op.value);
	LIST_ADD(s->arena, list, one);
}

/* A message that somebody wrote to us, or what comes with it. */
static bool is_hers(const struct log_op *op)
{
	struct item *item;
	bool hers;

	if (op->op.kind == OP_SEEN) return true;
	if (op->op.kind != OP_SET || !str_eq(op->op.field, S("item"))) {
		return false;
	}
	item = mem_get(sizeof(*item));
	hers = item_read(op->op.value, item) && (item->kind == ITEM_LINE ||
		item->kind == ITEM_AGAIN || item->kind == ITEM_PASTE);
	mem_free(item);
	return hers;
}

static void late_add(struct survey *s, object_id unit)
{
	for (size_t i = 0; i < s->late.count; i++) {
		if (object_eq(s->late.at[i].id, unit)) return;
	}
	LIST_ADD(s->arena, &s->late, (struct erase_unit){unit});
}

static void own_look(struct survey *s, const struct log_op *op)
{
	if (!is_beside(s, op)) return;
	if (is_hers(op)) keep(s, &s->rescued, op);
	else late_add(s, op->unit);
}

static void seen_look(struct survey *s, const struct log_op *op)
{
	if (op->op.kind != OP_SEEN) return;
	for (size_t i = 0; i < s->unit_count; i++) {
		if (object_eq(op->unit, s->units[i])) keep(s, &s->seen, op);
	}
}

static bool is_own(const struct survey *s, const struct log_op *op)
{
	return str_eq(op->dev, str_bytes(s->desk->fold.dev,
		sizeof(s->desk->fold.dev)));
}

/* A log_give. */
static const err *survey_op(void *owner, const struct log_op *op)
{
	struct survey *s = owner;

	seen_look(s, op);
	if (is_own(s, op) && op->op.kind != OP_STATE) own_look(s, op);
	return NULL;
}

/* Removed before it was read here: it stands in no state. */
static const err *erased_op(void *owner, const struct log_op *op)
{
	struct survey *s = owner;
	struct erase_place place = {str_dup(s->arena, op->ring), op->unit,
		{.dev = str_dup(s->arena, op->dev), .seq = op->seq,
			.body = op->body}};

	if (op->index == 0) LIST_ADD(s->arena, &s->unread, place);
	if (is_own(s, op)) own_look(s, op);
	return NULL;
}

/* The bodies of the units in every ring, and what this device wrote that was
 * erased. */
static const err *near_read(struct survey *s, bool *ret_whole)
{
	struct team_rings rings = team_rings(s->desk, s->arena);
	struct state_parts gone = state_gone(s->state, s->arena, S(""), NULL);
	str own = str_bytes(s->desk->fold.dev, sizeof(s->desk->fold.dev));
	size_t count = 0;
	const err *e;

	for (size_t i = 0; i < gone.count; i++) {
		if (str_eq(gone.at[i].dev, own)) gone.at[count++] = gone.at[i];
	}
	gone.count = count;
	e = log_bodies(s->desk->log, &gone, survey_op, s, ret_whole);
	for (size_t i = 0; i < s->unit_count; i++) {
		for (size_t k = 0; e == NULL && k < rings.count; k++) {
			struct state_parts parts = state_bodies(s->state,
				s->arena, rings.at[k], s->units[i]);
			bool whole;

			e = log_bodies(s->desk->log, &parts, survey_op, s,
				&whole);
			*ret_whole &= whole;
		}
	}
	return e;
}

const err *survey_open(struct survey *s, struct desk *desk,
	const object_id *units, size_t count)
{
	bool whole = false;
	const err *e;

	*s = (struct survey){.desk = desk, .units = units, .unit_count = count,
		.arena = arena_open(SURVEY_ARENA_BYTES)};
	if (desk->state == NULL) desk->state = state_open(desk->device.org);
	s->state = desk->state;
	e = known_read(s);
	if (e == NULL) e = near_read(s, &whole);
	if (e == NULL && !whole) {
		s->seen.count = s->rescued.count = s->late.count = 0;
		e = log_survey(desk->log, survey_op, s);
	}
	if (e == NULL) e = log_erased(desk->log, erased_op, s);
	desk->torn |= e != NULL;
	return e;
}

void survey_close(struct survey *s)
{
	arena_close(&s->arena);
}

const err *survey_commit(struct survey *s, const struct log_body *bodies,
	size_t count)
{
	struct desk *desk = s->desk;
	const err *e = count == 0 ? NULL : log_append(desk->log,
		desk_now_ms(desk), bodies, count);

	if (e != NULL) return e;
	e = log_read(desk->log, desk_op, desk);
	if (e == NULL) e = fold_finish(&desk->fold);
	desk->torn |= e != NULL;
	return e;
}

/* -- checks (L11) --------------------------------------------------------- */

static bool is_said(const struct survey *s, str ring, struct state_sum sum)
{
	str own = str_bytes(s->desk->fold.dev, sizeof(s->desk->fold.dev));

	return state_agrees(s->state, ring, sum, &own, 1);
}

/* One in which this device can write; of those of cases, where something was
 * erased. */
static bool is_spoken_of(const struct survey *s, str ring)
{
	bool spoken = !str_starts(ring, S("case-"));

	for (size_t i = 0; i < s->known.count; i++) {
		spoken |= str_eq(s->known.at[i].ring, ring);
	}
	return spoken && log_may_write(s->desk->log, ring);
}

const err *survey_check(struct survey *s)
{
	struct team_rings rings = team_rings(s->desk, s->arena);
	unsigned char values[RINGS_MAX][STATE_CHECK_BYTES];
	struct op ops[RINGS_MAX];
	struct log_body bodies[RINGS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < rings.count && count < RINGS_MAX; i++) {
		str ring = rings.at[i];
		struct state_sum sum = state_sum(s->state, ring);

		if (!is_spoken_of(s, ring) || is_said(s, ring, sum)) continue;
		state_check_value(sum, values[count]);
		ops[count] = (struct op){.kind = OP_CHECK, .field = ring,
			.value = str_bytes(values[count], STATE_CHECK_BYTES)};
		bodies[count] = (struct log_body){.ring = ring,
			.ops = &ops[count], .op_count = 1};
		count++;
	}
	return count == 0 ? NULL : survey_commit(s, bodies, count);
}
