/* What a log learnt, unlearnt: see log_unlearn.h and doc/log.md L12. Owns nothing
 * between calls.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_unlearn.h"

#include "base/list.h"
#include "store/log_room.h"

#include <stdlib.h>
#include <string.h>

/* An op where it first stood: its line and its index there. */
#define OP_PLACE(line, index) ((uint64_t)(line) << 32 | (uint32_t)(index))

struct place_list LIST_OF(uint64_t);
struct given_list LIST_OF(struct ring_given);
/* What is still said of rings in a commit, and by whom. */
struct said { uint32_t commit; str ring; struct op op; };
struct said_list LIST_OF(struct said);
/* The newest check of a device goes. */
struct lost { str ring; uint32_t dev, seq; };
struct lost_list LIST_OF(struct lost);

struct log_unlearn {
	struct log *log;
	const struct state *state;
	struct arena *arena;
	const bool *going;             /* by line */
	bool *again;                   /* by commit: said of rings no more */
	struct place_list carried;     /* ascending */
	struct lost_list lost;
	struct said_list said;
	struct given_list epochs;      /* handed to us in what stays */
	uint32_t by;                   /* the `state` that is looked at, from 1 */
	bool any_again, keys, can;
};

/* One op that is looked at, with where it first stood. */
struct looked { uint32_t line; uint64_t index; str ring; object_id unit;
	struct op op; };
typedef void look_at(struct log_unlearn *u, const struct looked *at);

/* -- what stands instead --------------------------------------------------- */

/* The line, from 1, of the `state` that stands for it once what goes is gone; 0:
 * none. As log_shed_forget makes it so. */
static uint32_t stood_first(const struct log_unlearn *u, uint32_t line)
{
	const struct log_line *one = &u->log->lines[line];

	return u->going[line] && !one->erased && one->replaced_by != 0
		? one->replaced_by : one->stood_by;
}

static uint32_t stood_last(const struct log_unlearn *u, uint32_t line)
{
	uint32_t by = stood_first(u, line);

	while (by != 0 && u->going[by - 1]) by = stood_first(u, by - 1);
	return by;
}

static uint32_t line_of_part(const struct log_unlearn *u,
	const struct state_part *part)
{
	const struct log_line *line = log_part_line(u->log, part);

	return line == NULL ? LOG_NONE : (uint32_t)(line - u->log->lines);
}

static void parts_look(struct log_unlearn *u, const struct looked *by,
	look_at *look)
{
	str rest = by->op.value;
	struct state_part part;

	while (state_part_take(&rest, &part)) {
		struct looked one = {.ring = by->ring, .unit = by->unit,
			.index = part.index, .op = part.op};

		if (!part.is_op) continue;
		one.line = line_of_part(u, &part);
		if (one.line != LOG_NONE) look(u, &one);
	}
}

/* Every op of a body, and of a `state` also those that it carries. */
static const err *line_look(struct log_unlearn *u, uint32_t line, look_at *look)
{
	struct log_open open = {0};
	struct looked one = {.line = line};
	bool is_open;
	const err *e = log_body_open(u->log, &u->log->lines[line], &open,
		&is_open);

	one.ring = open.body.ring;
	one.unit = open.body.unit;
	for (; e == NULL && is_open && op_take(&open.body.ops, &one.op);
		one.index++) {
		look(u, &one);
		if (one.op.kind == OP_STATE) parts_look(u, &one, look);
	}
	buf_close(&open.plain);
	return e;
}

/* -- what is still said ---------------------------------------------------- */

/* Each `state` that stands for one of these lines, once. */
typedef bool line_wanted(const struct log_unlearn *u, uint32_t line);

static const err *states_look(struct log_unlearn *u, line_wanted *wanted,
	look_at *look)
{
	size_t count = u->log->line_count;
	bool *stands = mem_get(count + 1);
	const err *e = NULL;

	for (uint32_t i = 0; i < count; i++) {
		if (wanted(u, i)) stands[stood_last(u, i)] = true;
	}
	for (u->by = 1; e == NULL && u->by <= count; u->by++) {
		if (stands[u->by]) e = line_look(u, u->by - 1, look);
	}
	mem_free(stands);
	return e;
}

static bool is_carried_on(const struct log_unlearn *u, uint32_t line)
{
	uint32_t by = stood_first(u, line);

	return by != 0 && (u->going[line] || u->going[by - 1]);
}

/* A look_at. */
static void carried_note(struct log_unlearn *u, const struct looked *at)
{
	if (stood_last(u, at->line) != u->by) return;
	LIST_ADD(u->arena, &u->carried, OP_PLACE(at->line, at->index));
}

static int by_number(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;

	return one < other ? -1 : one > other;
}

static const err *carried_find(struct log_unlearn *u)
{
	const err *e = states_look(u, is_carried_on, carried_note);

	if (u->carried.count > 0) {
		qsort(u->carried.at, u->carried.count,
			sizeof(*u->carried.at), by_number);
	}
	return e;
}

static bool is_carried(const struct log_unlearn *u, const struct looked *at)
{
	uint64_t place = OP_PLACE(at->line, at->index);

	return u->carried.count > 0 && bsearch(&place, u->carried.at,
		u->carried.count, sizeof(place), by_number) != NULL;
}

/* -- what goes ------------------------------------------------------------- */

static bool says_of_rings(const struct op *op)
{
	return (op->kind == OP_ADD || op->kind == OP_DROP) &&
	       (str_starts(op->field, S("ring.")) ||
		       str_starts(op->field, S("escrow.")));
}

/* It speaks of what a log, or the desk itself, goes by. */
static bool is_of_desk(const struct looked *at)
{
	static const object_id log_itself;

	return object_eq(at->unit, log_itself) ||
	       object_eq(at->op.object, log_itself) || says_of_rings(&at->op) ||
	       str_eq(at->op.field, S("devices"));
}

static void member_look(struct log_unlearn *u, const struct looked *at)
{
	if (is_carried(u, at)) return;
	if (str_eq(at->op.field, S("devices"))) u->can = false;
	if (!says_of_rings(&at->op)) return;
	u->again[u->log->lines[at->line].commit] = u->any_again = true;
}

/* An epoch that this device was handed; any other key stays where it is. */
static void key_look(struct log_unlearn *u, const struct looked *at)
{
	const struct log_commit *by = &u->log->commits[
		u->log->lines[at->line].commit];
	struct ring_given given;

	if (str_eq(at->ring, ring_name(&u->log->rings.at[0])) &&
		log_key_given(by, &at->op, &given)) {
		u->keys = true;
	} else {
		u->can = false;
	}
}

static void check_look(struct log_unlearn *u, const struct looked *at)
{
	const struct log_line *line = &u->log->lines[at->line];
	const struct log_commit *by = &u->log->commits[line->commit];
	struct lost lost = {.dev = by->dev, .seq = by->seq};
	struct state_part newest;

	if (!state_check_at(u->state, at->ring, str_bytes(
		u->log->chains[by->dev].name, LOG_DEVICE_HEX), &newest) ||
		newest.seq != by->seq || newest.body != line->index) {
		return;
	}
	lost.ring = str_dup(u->arena, at->ring);
	LIST_ADD(u->arena, &u->lost, lost);
}

/* A look_at, of what goes. */
static void going_look(struct log_unlearn *u, const struct looked *at)
{
	switch (at->op.kind) {
	case OP_CHECK:
		check_look(u, at);
		break;
	case OP_KEY:
		key_look(u, at);
		break;
	case OP_ADD:
	case OP_DROP:
		if (is_of_desk(at)) member_look(u, at);
		break;
	case OP_SEEN:
		u->can &= !is_of_desk(at) || is_carried(u, at);
		break;
	case OP_ERASE:
		u->can &= is_carried(u, at);
		break;
	case OP_SET:
		u->can &= !is_of_desk(at);
		break;
	case OP_ROSTER:
	case OP_VOID:
	case OP_TOKEN:
	case OP_ESCROW:
		u->can = false;
		break;
	case OP_NOTE: /* obeyed by nobody */
	case OP_BLOB:
	case OP_STATE:
	case OP_UNKNOWN:
	case OP_KIND_COUNT:
		break;
	}
}

static const err *going_find(struct log_unlearn *u)
{
	const err *e = NULL;

	for (uint32_t i = 0; e == NULL && i < u->log->line_count; i++) {
		if (u->going[i]) e = line_look(u, i, going_look);
	}
	return e;
}

/* -- checks ---------------------------------------------------------------- */

/* It is under an epoch of that ring, and holds no more than `check`. */
static bool is_check(const struct log_unlearn *u, const struct log_line *line,
	str ring)
{
	const struct log_commit *by = &u->log->commits[line->commit];
	struct state_part part = {.seq = by->seq, .body = line->index,
		.dev = str_bytes(u->log->chains[by->dev].name, LOG_DEVICE_HEX)};
	const struct ring_epoch *one = NULL;
	object_id unit;

	if (state_unit_at(u->state, ring, &part, &unit)) return false;
	while ((one = ring_each(&u->log->rings, ring, one)) != NULL) {
		if (ring_tag_is(one, line->tag)) return true;
	}
	return false;
}

/* One before it would be the newest then. */
static void lost_look(struct log_unlearn *u, const struct lost *lost)
{
	for (size_t i = 0; u->can && i < u->log->line_count; i++) {
		const struct log_line *line = &u->log->lines[i];
		const struct log_commit *by = &u->log->commits[line->commit];

		if (by->dev != lost->dev || by->seq > lost->seq ||
			!line->given || line->offset == 0 || u->going[i]) {
			continue;
		}
		u->can = !is_check(u, line, lost->ring);
	}
}

/* -- epochs ---------------------------------------------------------------- */

/* A look_at, of what stays in this device's own ring. */
static void epoch_note(struct log_unlearn *u, const struct looked *at)
{
	const struct log_commit *by = &u->log->commits[
		u->log->lines[at->line].commit];
	struct ring_given given;

	u->can &= at->op.kind != OP_STATE;
	if (!str_eq(at->ring, ring_name(&u->log->rings.at[0])) ||
		!log_key_given(by, &at->op, &given)) {
		return;
	}
	given.ring = str_dup(u->arena, given.ring);
	given.secret = str_dup(u->arena, given.secret);
	given.proof = str_dup(u->arena, given.proof);
	LIST_ADD(u->arena, &u->epochs, given);
}

/* L6.9: as a log that reads them finds them. */
static const err *epochs_find(struct log_unlearn *u)
{
	struct log *log = u->log;
	const err *e = NULL;

	for (uint32_t i = 0; e == NULL && i < log->line_count; i++) {
		const struct log_line *line = &log->lines[i];
		const struct log_commit *by = &log->commits[line->commit];
		const struct ring_epoch *of;

		if (u->going[i] || line->offset == 0 || !by->for_us ||
			by->looked < LOOKED_ALL) {
			continue;
		}
		of = ring_of_tag(&log->rings, line->tag);
		if (of != NULL && of != &log->rings.at[0]) continue;
		e = line_look(u, i, epoch_note);
	}
	return e;
}

static bool is_handed(const struct log_unlearn *u,
	const struct ring_epoch *epoch)
{
	for (size_t i = 0; i < u->epochs.count; i++) {
		const struct ring_given *one = &u->epochs.at[i];

		if (one->epoch == epoch->epoch &&
			str_eq(one->ring, ring_name(epoch)) && str_eq(
			one->secret, secret_str(&epoch->identity.key))) {
			return true;
		}
	}
	return false;
}

/* What was read under an epoch that goes, and stays, would be sealed again. */
static void epoch_look(struct log_unlearn *u, const struct ring_epoch *epoch)
{
	if (is_handed(u, epoch)) return;
	for (size_t i = 0; u->can && i < u->log->line_count; i++) {
		const struct log_line *line = &u->log->lines[i];

		if (!line->given || u->going[i]) continue;
		u->can = !ring_tag_is(epoch, line->tag);
	}
}

static const err *keys_look(struct log_unlearn *u)
{
	const err *e = epochs_find(u);

	for (size_t i = 1; e == NULL && i < u->log->rings.count; i++) {
		epoch_look(u, &u->log->rings.at[i]);
	}
	return e;
}

static void keys_do(struct log_unlearn *u)
{
	ring_forget(&u->log->rings, 1);
	for (size_t i = 0; i < u->epochs.count; i++) {
		(void)ring_add(&u->log->rings, &u->epochs.at[i]);
	}
}

/* -- members, and what is sealed for recovery ------------------------------ */

static bool is_said_again(const struct log_unlearn *u, uint32_t line)
{
	return u->again[u->log->lines[line].commit];
}

static void said_note(struct log_unlearn *u, const struct looked *at)
{
	struct said said = {.commit = u->log->lines[at->line].commit,
		.op = at->op};

	if (!says_of_rings(&at->op)) return;
	said.ring = str_dup(u->arena, at->ring);
	said.op.field = str_dup(u->arena, at->op.field);
	said.op.value = str_dup(u->arena, at->op.value);
	said.op.word = S("");
	LIST_ADD(u->arena, &u->said, said);
}

/* A look_at, of a `state`. */
static void carried_said(struct log_unlearn *u, const struct looked *at)
{
	if (is_said_again(u, at->line) && stood_last(u, at->line) == u->by) {
		said_note(u, at);
	}
}

static const err *said_find(struct log_unlearn *u)
{
	const err *e = NULL;

	for (uint32_t i = 0; e == NULL && i < u->log->line_count; i++) {
		const struct log_line *line = &u->log->lines[i];

		if (!is_said_again(u, i) || u->going[i] || !line->given ||
			line->offset == 0) {
			continue;
		}
		e = line_look(u, i, said_note);
	}
	return e != NULL ? e : states_look(u, is_said_again, carried_said);
}

static bool was_said(const struct log_unlearn *u, uint32_t by, uint32_t seq)
{
	size_t at = SIZE_MAX;
	uint32_t commit;

	while (log_at_place(u->log, by, seq, &at, &commit)) {
		if (u->again[commit]) return true;
	}
	return false;
}

static void said_drop(struct log_unlearn *u)
{
	struct log *log = u->log;
	size_t members = 0, escrows = 0;

	for (size_t i = 0; i < log->member_count; i++) {
		struct log_member one = log->members[i];

		if (!was_said(u, one.by, one.seq)) log->members[members++] = one;
	}
	for (size_t i = 0; i < log->escrow_count; i++) {
		struct log_escrow one = log->escrows[i];

		if (!was_said(u, one.by, one.seq)) log->escrows[escrows++] = one;
	}
	log->member_count = members;
	log->escrow_count = escrows;
	log_members_again(log);
	log_map_close(&log->by_escrow);
	log_escrows_again(log);
}

static void said_do(struct log_unlearn *u)
{
	said_drop(u);
	for (size_t i = 0; i < u->said.count; i++) {
		const struct said *one = &u->said.at[i];
		struct body body = {.ring = one->ring};

		log_obey(u->log, one->commit, &body, &one->op);
	}
}

/* -- all of it ------------------------------------------------------------- */

const err *log_unlearn_look(struct log *log, const struct state *state,
	struct arena *arena, const bool *going,
	struct log_unlearn **ret_unlearn)
{
	struct log_unlearn *u = ARENA_NEW(arena, struct log_unlearn);
	const err *e;

	*u = (struct log_unlearn){.log = log, .state = state, .arena = arena,
		.going = going, .can = true,
		.again = ARENA_ARRAY(arena, bool, log->commit_count + 1)};
	e = carried_find(u);
	if (e == NULL) e = going_find(u);
	for (size_t i = 0; e == NULL && i < u->lost.count; i++) {
		lost_look(u, &u->lost.at[i]);
	}
	if (e == NULL && u->can && u->keys) e = keys_look(u);
	if (e == NULL && u->can && u->any_again) e = said_find(u);
	*ret_unlearn = u;
	return e;
}

bool log_unlearn_can(const struct log_unlearn *u)
{
	return u->can;
}

void log_unlearn_do(struct log_unlearn *u)
{
	must(u->can);
	if (u->any_again) said_do(u);
	if (u->keys) keys_do(u);
	/* all rings are looked at again, as after reading anew */
	memset(&u->log->hand_print, 0, sizeof(u->log->hand_print));
	u->log->hand_looked = 0;
}
