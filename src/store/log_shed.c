/* Destroying bodies: see log_shed.h and doc/log.md L5.3, L12. Owns the choice of
 * what goes, and the pack while it is written anew.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_shed.h"

#include "store/log_hand.h"
#include "store/log_room.h"
#include "store/log_unlearn.h"

#include <stdlib.h>

enum { SHED_ARENA_BYTES = 64 << 20, PERCENT = 100,
	/* some tens of milliseconds on a slow disk */
	STEP_BYTES = 4 << 20 };

static int by_part(const void *a, const void *b)
{
	return state_part_compare(a, b);
}

static bool ring_agrees(const struct log *log, const struct state *state,
	str ring)
{
	str devs[LOG_DEVICES_MAX];
	size_t count = log_ring_devices(log, ring, devs, LOG_DEVICES_MAX);

	return state_agrees(state, ring, state_sum(state, ring), devs, count);
}

/* What may go: looked up for each body of the log. */
struct dropping {
	struct log *log;
	const struct state *state;
	struct state_parts erased;
	str ring;               /* asked last, and the answer */
	bool agrees;
	bool *gone;             /* by line */
	uint64_t *offsets;      /* of them, ascending */
	size_t count;
	bool replaced;          /* some of them by a `state` */
};

static struct state_part part_of_line(const struct log *log,
	const struct log_line *line)
{
	const struct log_commit *by = &log->commits[line->commit];

	return (struct state_part){.seq = by->seq, .body = line->index,
		.dev = str_bytes(log->chains[by->dev].name, LOG_DEVICE_HEX)};
}

/* [compact-1] */
static bool may_go(struct dropping *d, const struct log_line *line)
{
	const struct ring_epoch *epoch;
	struct state_part part = part_of_line(d->log, line);

	if (line->offset == 0) return false;
	if (line->erased || bsearch(&part, d->erased.at, d->erased.count,
		sizeof(part), by_part) != NULL) {
		return log_is_named(d->log, line);
	}
	if ((line->sealed || line->bad) && log_is_named(d->log, line)) {
		return true;
	}
	if (line->replaced_by == 0) return false;
	epoch = ring_of_tag(&d->log->rings, line->tag);
	if (epoch == NULL) return false;
	if (!str_eq(ring_name(epoch), d->ring)) {
		d->ring = ring_name(epoch);
		d->agrees = ring_agrees(d->log, d->state, d->ring);
	}
	d->replaced |= d->agrees;
	return d->agrees;
}

/* A `state` that does not say what survives of them destroys nothing, whoever
 * agrees: all of them may have read the bodies themselves. */
static void untold_keep(struct dropping *d, struct arena *arena)
{
	const bool *untold = log_untold(d->log, d->state, arena);

	d->count = 0;
	for (size_t i = 0; i < d->log->line_count; i++) {
		const struct log_line *line = &d->log->lines[i];

		if (line->replaced_by != 0 && untold[line->replaced_by - 1]) {
			d->gone[i] &= line->erased;
		}
		if (d->gone[i]) d->offsets[d->count++] = line->offset;
	}
}

static int by_offset(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;

	return one < other ? -1 : one > other;
}

static struct dropping dropping_of(struct log *log,
	const struct state *state, struct arena *arena)
{
	struct dropping d = {.log = log, .state = state,
		.erased = state_gone(state, arena, S(""), NULL)};

	d.gone = ARENA_ARRAY(arena, bool, log->line_count + 1);
	d.offsets = ARENA_ARRAY(arena, uint64_t, log->line_count + 1);
	for (size_t i = 0; i < log->line_count; i++) {
		d.gone[i] = may_go(&d, &log->lines[i]);
		if (d.gone[i]) d.offsets[d.count++] = log->lines[i].offset;
	}
	if (d.replaced) untold_keep(&d, arena);
	qsort(d.offsets, d.count, sizeof(*d.offsets), by_offset);
	return d;
}

static bool goes(const struct dropping *d, uint64_t offset)
{
	return bsearch(&offset, d->offsets, d->count, sizeof(*d->offsets),
		by_offset) != NULL;
}

static bool record_goes(void *owner, const struct pack_record *record)
{
	return goes(owner, record->offset);
}

const err *log_destroy(struct log *log, const struct state *state,
	size_t *ret_count)
{
	struct arena *arena = arena_open(SHED_ARENA_BYTES);
	struct dropping d = dropping_of(log, state, arena);
	const err *e = NULL;

	if (d.count > 0) e = pack_without(log->pack, record_goes, &d);
	if (e == NULL && d.count > 0) {
		/* Epochs that were handed over in what went are gone too. */
		ring_forget(&log->rings, 1);
		e = log_again(log);
	}
	if (e == NULL) *ret_count = d.count;
	arena_close(&arena);
	return e;
}

struct log_doomed log_doomed(struct log *log, struct arena *arena,
	const struct state *state)
{
	struct dropping d = dropping_of(log, state, arena);
	struct log_doomed doomed = {ARENA_ARRAY(arena, hash, d.count + 1), 0};

	for (size_t i = 0; i < log->line_count; i++) {
		if (d.gone[i]) doomed.at[doomed.count++] = log->lines[i].name;
	}
	return doomed;
}

/* -- in steps -------------------------------------------------------------- */

struct log_shed {
	struct log *log;
	struct arena *arena;
	struct dropping dropping;
	struct pack_anew *anew;
	struct log_unlearn *unlearn;
};

static const err *line_ops(struct log_shed *shed, const struct log_line *line,
	log_give *give, void *owner)
{
	struct log_open open = {0};
	bool is_open;
	const err *e = log_body_open(shed->log, line, &open, &is_open);

	if (e == NULL && is_open) {
		e = log_body_give(shed->log, line, &open, give, owner);
	}
	buf_close(&open.plain);
	return e;
}

/* Those of a `state` too, but for the place where they first stood. */
struct carrying { log_give *give; void *owner; };
static const err *carried_give(void *owner, const struct log_op *op)
{
	const struct carrying *c = owner;
	const err *e = c->give(c->owner, op);
	str rest = op->op.value;
	struct state_part part;

	if (op->op.kind != OP_STATE) return e;
	while (e == NULL && state_part_take(&rest, &part)) {
		struct log_op one = *op;

		if (!part.is_op) continue;
		one.op = part.op;
		e = c->give(c->owner, &one);
	}
	return e;
}

const err *log_shed_ops(struct log_shed *shed, log_give *give, void *owner)
{
	struct carrying c = {give, owner};
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < shed->log->line_count; i++) {
		const struct log_line *line = &shed->log->lines[i];

		if (!goes(&shed->dropping, line->offset)) continue;
		e = line_ops(shed, line, carried_give, &c);
	}
	return e;
}

const err *log_shed_open(struct log_shed **ret_shed, struct log *log,
	const struct state *state)
{
	struct log_shed *shed = mem_get(sizeof(*shed));
	bool *going;
	const err *e = NULL;

	shed->log = log;
	shed->arena = arena_open(SHED_ARENA_BYTES);
	shed->dropping = dropping_of(log, state, shed->arena);
	going = ARENA_ARRAY(shed->arena, bool, log->line_count + 1);
	for (size_t i = 0; i < log->line_count; i++) {
		going[i] = goes(&shed->dropping, log->lines[i].offset);
	}
	if (shed->dropping.count > 0) {
		e = log_unlearn_look(log, state, shed->arena, going,
			&shed->unlearn);
	}
	if (e != NULL || shed->dropping.count == 0) log_shed_close(&shed);
	*ret_shed = shed;
	return e;
}

void log_shed_close(struct log_shed **handle)
{
	struct log_shed *shed = *handle;

	if (shed == NULL) return;
	pack_anew_close(&shed->anew);
	arena_close(&shed->arena);
	mem_free(shed);
	*handle = NULL;
}

bool log_shed_is_plain(const struct log_shed *shed)
{
	return log_unlearn_can(shed->unlearn);
}

/* L12.1: as for one who never read it. */
static void line_stand(struct log_line *line)
{
	if (line->erased) return;
	if (line->replaced_by != 0) line->stood_by = line->replaced_by;
	else line->erased = true;
}

/* A `state` that goes stands for nothing any more: the one that stands instead of
 * it does. */
static void line_stand_on(struct log_shed *shed, struct log_line *line)
{
	struct log *log = shed->log;

	while (line->stood_by != 0) {
		const struct log_line *by = &log->lines[line->stood_by - 1];

		if (!goes(&shed->dropping, by->offset)) return;
		line->stood_by = by->stood_by;
	}
	line->erased = true;
}

void log_shed_forget(struct log_shed *shed)
{
	struct log *log = shed->log;

	log_unlearn_do(shed->unlearn);
	for (size_t i = 0; i < log->line_count; i++) {
		struct log_line *line = &log->lines[i];

		if (!goes(&shed->dropping, line->offset)) continue;
		log_line_forget(log, line);
		line_stand(line);
	}
	for (size_t i = 0; i < log->line_count; i++) {
		struct log_line *line = &log->lines[i];

		if (line->stood_by != 0) line_stand_on(shed, line);
	}
}

const err *log_shed_step(struct log_shed *shed, bool *ret_over)
{
	const err *e = NULL;

	if (shed->anew == NULL) {
		e = pack_anew_open(&shed->anew, shed->log->pack, record_goes,
			&shed->dropping);
	}
	return e != NULL ? e : pack_anew_step(shed->anew, STEP_BYTES, ret_over);
}

unsigned log_shed_percent(const struct log_shed *shed)
{
	uint64_t all = pack_size(shed->log->pack);

	if (shed->anew == NULL || all == 0) return 0;
	return (unsigned)(pack_anew_done(shed->anew) * PERCENT / all);
}

/* What stands in the pack stands elsewhere now [shed-1]. */
static void places_move(struct log_shed *shed)
{
	const struct pack_anew *anew = shed->anew;
	struct log *log = shed->log;

	for (size_t i = 0; i < log->line_count; i++) {
		uint64_t *offset = &log->lines[i].offset;

		*offset = goes(&shed->dropping, *offset) ? 0
			: pack_anew_place(anew, *offset);
	}
	for (size_t i = 0; i < log->commit_count; i++) {
		uint64_t *offset = &log->commits[i].record.offset;

		*offset = pack_anew_place(anew, *offset);
	}
	for (size_t i = 0; i < log->loose_count; i++) {
		uint64_t *offset = &log->loose[i].record.offset;

		*offset = pack_anew_place(anew, *offset);
	}
	log->first_frame = pack_anew_place(anew, log->first_frame);
	log->loaded = pack_anew_place(anew, log->loaded);
}

const err *log_shed_end(struct log_shed *shed)
{
	bool over;
	const err *e = shed->anew == NULL ? log_shed_step(shed, &over) : NULL;

	must(log_shed_is_plain(shed));
	if (e == NULL) e = pack_anew_end(shed->anew);
	if (e == NULL) places_move(shed);
	return e;
}
