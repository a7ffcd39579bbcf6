/* Undoing, and taking an answer back: see act.h [act-1]. What a commit of
 * this device changed stands in the projection's table `undo`.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/act_room.h"

#include "base/num.h"
#include "desk/fold_name.h"
#include "desk/record_commit.h"
#include "desk/team_query.h"

enum {
	/* The longest commit is a copy: an answer for each of its parts. */
	STEPS_MAX = 16,
	/* What takes a step back is at most two ops. */
	OPS_MAX = 2 * STEPS_MAX
};

static const err *changed_since(void)
{
	return err_make(ERR_REFUSED, "someone has changed this since");
}

static const err *no_action(void)
{
	return err_make(ERR_ABSENT, "there is no such action");
}

/* What sets a register back, and what it is called in the tables. */
struct undoing { struct op ops[OPS_MAX]; str names[STEPS_MAX]; size_t count; };

/* True when the register still holds what commit `seq` of this device put. */
static const err *still_ours(struct desk *desk, const struct undoing *u,
	size_t step, uint64_t seq, bool *ret_ours)
{
	struct query *ask = projection_ask(&desk->projection, ASK_REGISTER);
	bool row;
	const err *e;

	query_bind(ask, "bs", object_str(&u->ops[step].object), u->names[step]);
	e = query_step(ask, &row);
	*ret_ours = e == NULL && row && query_number(ask, 4) == seq &&
		str_eq(query_bytes(ask, 3),
			str_bytes(desk->fold.dev, sizeof(desk->fold.dev)));
	query_reset(ask);
	return e;
}

static const err *sent_any(struct desk *desk, object_id message,
	bool *ret_sent)
{
	struct query *ask = projection_ask(&desk->projection, ASK_SENT_ANY);
	bool row;
	const err *e;

	query_bind(ask, "b", object_str(&message));
	e = query_step(ask, &row);
	*ret_sent = e == NULL && row && query_number(ask, 0) > 0;
	query_reset(ask);
	return e;
}

/* A message that was written, or the parts of a copy: they go, unless one has
 * left the outbox. The line is asked too, in case it had it and we were stopped
 * before noting. */
static const err *item_undo(struct desk *desk, struct undoing *u)
{
	size_t items = u->count;

	for (size_t i = 0; i < items; i++) {
		struct op *op = &u->ops[i];
		bool sent;
		const err *e = sent_any(desk, op->object, &sent);

		if (e != NULL) return e;
		if (sent) return err_make(ERR_REFUSED, "it has left already");
		op->field = S("gone");
		op->value = S("1");
		u->ops[u->count] = *op;
		u->ops[u->count].field = S("unwanted");
		u->count++;
	}
	return NULL;
}

static bool are_items(const struct undoing *u)
{
	for (size_t i = 0; i < u->count; i++) {
		if (!str_eq(u->ops[i].field, S("item"))) return false;
	}
	return u->count > 0;
}

static const err *steps_read(struct desk *desk, struct arena *arena,
	uint64_t seq, struct undoing *u)
{
	struct query *ask = projection_ask(&desk->projection, ASK_UNDO_STEPS);
	bool row;
	const err *e;

	query_bind(ask, "n", seq);
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct op op = {.kind = OP_SET,
			.value = str_dup(arena, query_bytes(ask, 2))};
		str name = str_dup(arena, query_bytes(ask, 1)), in;

		if (u->count == STEPS_MAX) break;
		object_take(query_bytes(ask, 0), &op.object);
		op.field = fold_name_field(name, &in);
		u->names[u->count] = name;
		u->ops[u->count++] = op;
	}
	query_reset(ask);
	return e;
}

/* Turns what was changed into what sets it back. */
static const err *steps_turn(struct desk *desk, uint64_t seq,
	struct undoing *u)
{
	const err *e = NULL;

	if (are_items(u)) return item_undo(desk, u);
	for (size_t i = 0; e == NULL && i < u->count; i++) {
		bool ours;

		e = still_ours(desk, u, i, seq, &ours);
		if (e == NULL && !ours) e = changed_since();
	}
	return e;
}

/* The unit of what is undone: settings are the desk's own. */
static const err *unit_of(struct desk *desk, const struct op *op,
	object_id *ret_unit)
{
	const err *e;

	*ret_unit = op->object;
	if (object_eq(op->object, fold_desk)) return NULL;
	e = act_thread_of(desk, op->object, ret_unit);
	if (e != NULL && e->code == ERR_ABSENT) {
		*ret_unit = op->object; /* it is a thread */
		return NULL;
	}
	return e;
}

/* "12", or "12-27" where one act was several commits. */
static bool action_read(str action, uint64_t *ret_first, uint64_t *ret_last)
{
	str first = action, last = action;

	(void)!str_cut(action, '-', &first, &last);
	return num_read(first, INT64_MAX, ret_first) &&
		num_read(last, INT64_MAX, ret_last);
}

static const err *commit_undo(struct desk *desk, uint64_t seq)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	struct undoing *u = ARENA_NEW(arena, struct undoing);
	object_id unit;
	const err *e = steps_read(desk, arena, seq, u);

	if (e == NULL && u->count == 0) {
		e = seq == 0 || seq > log_seq(desk->log) ? no_action()
			: err_make(ERR_REFUSED, "nothing of it is here any more");
	}
	if (e == NULL) e = steps_turn(desk, seq, u);
	if (e == NULL) e = unit_of(desk, &u->ops[0], &unit);
	if (e == NULL) {
		e = desk_commit_unit(desk, unit, u->ops, u->count, DID_UNDONE);
	}
	if (e == NULL) desk->did_seq = 0;
	arena_close(&arena);
	return e;
}

/* What can never be undone any more is offered no more. */
static void offer_end(struct desk *desk, const err *e)
{
	if (e->code != ERR_REFUSED || !team_may_write(desk)) return;
	desk->did = DID_NOTHING;
	desk->did_seq = 0;
}

const err *act_undo(struct desk *desk, str action)
{
	uint64_t first, last;
	bool records = false;
	const err *e;

	if (!action_read(action, &first, &last)) return no_action();
	e = record_undo_is(desk, first, &records);
	if (e != NULL) return e;
	e = records ? record_undo(desk, first, last)
		: commit_undo(desk, first);
	if (e != NULL && last == desk->did_seq) offer_end(desk, e);
	return e;
}

const err *act_take_back(struct desk *desk, object_id message)
{
	struct op ops[2] = {
		{.kind = OP_SET, .object = message, .field = S("unwanted"),
			.value = S("1")},
		{.kind = OP_SET, .object = message, .field = S("gone"),
			.value = S("1")},
	};
	object_id thread;
	bool sent = true;
	const err *e = act_thread_of(desk, message, &thread);

	if (e == NULL) e = sent_any(desk, message, &sent);
	/* What has not left is gone at once; the line decides the rest. */
	if (e == NULL) {
		e = desk_commit_unit(desk, thread, ops, sent ? 1 : 2,
			DID_TAKE_BACK);
	}
	if (e == NULL) desk->did_seq = 0;
	return e;
}
