/* Erasing: see erase.h and doc/erasure.md. Owns what the commit of an erasure
 * says, and when none may be made. What follows on every device is
 * erase_settle.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/erase.h"

#include "desk/erase_survey.h"
#include "desk/team_query.h"
#include "text/hour.h"

enum { ERASE_BODIES_SPARE = 2 /* what is seen, what is counted */,
	MONTH_TEXT = 7, HOUR_MS = 3600 * 1000 };

static const err *may_erase(const struct erase_plan *plan)
{
	if (plan->unread) return err_make(ERR_REFUSED, "it was not read yet");
	if (plan->held) return err_make(ERR_REFUSED, "a hold stands on it");
	if (plan->closed) {
		return err_make(ERR_REFUSED, "some of it is closed to this desk");
	}
	if (plan->needs_second && !plan->agreed) {
		return err_make(ERR_REFUSED, "a second person has to agree");
	}
	return NULL;
}

/* One body for a ring: an erasure of each unit that has something there. */
static size_t ring_bodies(struct survey *s, const struct erase_plan *plan,
	str ring, struct log_body *ret_body)
{
	struct op *ops = ARENA_ARRAY(s->arena, struct op, plan->unit_count);
	size_t count = 0;

	for (size_t i = 0; i < plan->unit_count; i++) {
		struct state_parts bodies = state_bodies(s->state, s->arena,
			ring, plan->units[i]);
		struct buf value = buf_cap(OP_VALUE_MAX);

		for (size_t k = 0; k < bodies.count; k++) {
			state_place_write(&bodies.at[k], &value);
		}
		if (bodies.count > 0 && !value.failed) {
			ops[count++] = (struct op){.kind = OP_ERASE,
				.object = plan->units[i],
				.value = buf_take(&value, s->arena)};
		}
		buf_close(&value);
	}
	*ret_body = (struct log_body){.ring = ring, .ops = ops,
		.op_count = count};
	return count > 0 ? 1 : 0;
}

/* The messages stay known as taken: the line may have them still. */
static size_t seen_body(struct survey *s, struct log_body *ret_body)
{
	struct op *ops = ARENA_ARRAY(s->arena, struct op, s->seen.count + 1);

	for (size_t i = 0; i < s->seen.count; i++) ops[i] = s->seen.at[i].op;
	*ret_body = (struct log_body){.ring = RING_INTAKE, .ops = ops,
		.op_count = s->seen.count};
	return s->seen.count > 0 ? 1 : 0;
}

/* What stays: its kind and the month, for the year's figures. */
static void count_body(struct survey *s, const struct erase_plan *plan,
	struct log_body *ret_body)
{
	struct op *ops = ARENA_ARRAY(s->arena, struct op, plan->unit_count);
	struct buf date = {0};

	hour_machine(&date, desk_now_ms(s->desk) / HOUR_MS);
	for (size_t i = 0; i < plan->unit_count; i++) {
		ops[i] = (struct op){.kind = OP_SET,
			.field = str_fmt(s->arena, "count.%.*s",
				S_ARG(object_text(s->arena, plan->units[i]))),
			.value = str_fmt(s->arena, "%s %.*s",
				plan->kinds[i] ? "thread" : "record",
				S_ARG(str_first(buf_str(&date), MONTH_TEXT)))};
	}
	buf_close(&date);
	*ret_body = (struct log_body){.ring = RING_TEAM, .ops = ops,
		.op_count = plan->unit_count};
}

static const err *line_tell(struct survey *s)
{
	struct hash_list { hash *at; size_t count; } list = {ARENA_ARRAY(
		s->arena, hash, s->seen.count + 1), 0};

	if (!desk_holds_key(s->desk)) return NULL;
	for (size_t i = 0; i < s->seen.count; i++) {
		str value = s->seen.at[i].op.value;

		if (value.len != sizeof(list.at[0].bytes)) continue;
		for (size_t k = 0; k < value.len; k++) {
			list.at[list.count].bytes[k] =
				(unsigned char)value.at[k];
		}
		list.count++;
	}
	return desk_list_tell(s->desk, LIST_FORGET, list.at, list.count);
}

static const err *erase_commit(struct survey *s, const struct erase_plan *plan)
{
	struct team_rings rings = team_rings(s->desk, s->arena);
	struct log_body bodies[LOG_BODIES_MAX];
	size_t count = 0;
	const err *e;

	for (size_t i = 0; i < rings.count; i++) {
		if (count == LOG_BODIES_MAX - ERASE_BODIES_SPARE) {
			return err_make(ERR_FULL, "it stands in too many rings");
		}
		count += ring_bodies(s, plan, rings.at[i], &bodies[count]);
	}
	if (count == 0) return err_make(ERR_ABSENT, "there is nothing of it");
	count += seen_body(s, &bodies[count]);
	count_body(s, plan, &bodies[count++]);
	e = desk_commit(s->desk, bodies, count);
	return e != NULL ? e : line_tell(s);
}

static const err *plan_do(struct desk *desk, const struct erase_plan *plan)
{
	struct survey s;
	const err *e = survey_open(&s, desk, plan->units, plan->unit_count);

	if (e == NULL) e = erase_commit(&s, plan);
	survey_close(&s);
	return e;
}

static void erased(struct desk *desk)
{
	desk->did = DID_ERASED;
	desk->did_first = 0;
	desk->did_seq = 0; /* [erase-3] */
}

/* Adds the units of one more thing; ERR_FULL: the act is full, do it first. */
static const err *plan_add(struct desk *desk, object_id thing,
	struct erase_plan *all)
{
	struct erase_plan one;
	const err *e = erase_plan(desk, thing, &one);

	if (e != NULL) return e;
	one.agreed = true;
	e = may_erase(&one);
	if (e != NULL) return e;
	if (all->unit_count + one.unit_count > ERASE_UNITS_MAX) {
		return err_make(ERR_FULL, "too much for one act");
	}
	for (size_t i = 0; i < one.unit_count; i++) {
		all->kinds[all->unit_count] = one.is_thread;
		all->units[all->unit_count++] = one.units[i];
	}
	return NULL;
}

const err *erase_do(struct desk *desk, object_id thing, bool all)
{
	struct record_refusal refusal;
	struct erase_plan plan;
	const err *e = erase_plan(desk, thing, &plan);

	if (e == NULL) e = may_erase(&plan);
	for (size_t i = 0; e == NULL && all && i < plan.other_count; i++) {
		e = plan_add(desk, plan.others[i], &plan);
	}
	if (e == NULL) e = plan_do(desk, &plan);
	if (e == NULL && plan.asked) {
		e = record_step(desk, plan.wish, S("done"),
			(struct record_edits){0}, &refusal);
	}
	if (e == NULL) erased(desk);
	return e;
}

const err *erase_over(struct desk *desk, const object_id *things, size_t count)
{
	struct erase_plan all = {0};
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < count; i++) {
		e = plan_add(desk, things[i], &all);
		if (e == NULL || e->code != ERR_FULL) continue;
		e = plan_do(desk, &all);
		all.unit_count = 0;
		if (e == NULL) e = plan_add(desk, things[i], &all);
	}
	if (e == NULL && all.unit_count > 0) e = plan_do(desk, &all);
	if (e == NULL) erased(desk);
	return e;
}
