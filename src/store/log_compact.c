/* Compaction and erasure: see log_compact.h and doc/log.md L12. Owns the state
 * body while it is made, and the pack while it is written anew.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_compact.h"

#include "store/log_hand.h"
#include "store/log_room.h"

#include <stdlib.h>
#include <string.h>

enum { COMPACT_ARENA_BYTES = 64 << 20, VALUE_MAX = BODY_BYTES_MAX / 2 - 1024 };

struct compacting {
	struct log *log;
	struct arena *arena;
	struct state_parts survivors, bodies;
	struct state_part *ops;   /* survivors, with their ops */
	size_t op_count;
};

static int by_part(const void *a, const void *b)
{
	return state_part_compare(a, b);
}

struct log_line *log_part_line(struct log *log, const struct state_part *part)
{
	uint32_t dev = log_chain_of(log, part->dev);

	if (dev == LOG_NONE) return NULL;
	return log_line_of(log, dev, (uint32_t)part->seq, (uint32_t)part->body);
}

/* Keeps one op when it survives. */
static void op_keep(struct compacting *c, struct state_part part)
{
	const struct state_part *found = bsearch(&part, c->survivors.at,
		c->survivors.count, sizeof(part), by_part);

	if (found == NULL || c->op_count == c->survivors.count) return;
	part.is_op = true;
	part.dev = found->dev;
	part.op.word = str_dup(c->arena, part.op.word);
	part.op.field = str_dup(c->arena, part.op.field);
	part.op.value = str_dup(c->arena, part.op.value);
	c->ops[c->op_count++] = part;
}

/* What an earlier `state` carries of bodies it stands for here. */
static void carried_keep(struct compacting *c, const struct log_line *by,
	str value)
{
	uint32_t number = (uint32_t)(by - c->log->lines) + 1;
	struct state_part part;

	while (state_part_take(&value, &part)) {
		const struct log_line *line;

		if (!part.is_op) continue;
		line = log_part_line(c->log, &part);
		if (line != NULL && log_stood_by(c->log, line) == number) op_keep(c, part);
	}
}

static const err *body_keep(struct compacting *c,
	const struct state_part *body)
{
	const struct log_line *line = log_part_line(c->log, body);
	struct state_part part = *body;
	struct log_open open = {0};
	bool is_open;
	const err *e;

	if (line == NULL || log_stood_by(c->log, line) != 0) return NULL;
	e = log_body_open(c->log, line, &open, &is_open);
	for (part.index = 0; e == NULL && is_open && op_take(&open.body.ops,
		&part.op); part.index++) {
		if (part.op.kind == OP_STATE) {
			carried_keep(c, line, part.op.value);
		} else {
			op_keep(c, part);
		}
	}
	buf_close(&open.plain);
	return e;
}

static const err *value_make(struct compacting *c, struct buf *value)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < c->bodies.count; i++) {
		state_instead_write(&c->bodies.at[i], value);
		e = body_keep(c, &c->bodies.at[i]);
	}
	if (e != NULL) return e;
	if (c->op_count != c->survivors.count) {
		return err_make(ERR_ABSENT, "some of it is not at hand");
	}
	qsort(c->ops, c->op_count, sizeof(*c->ops), by_part);
	for (size_t i = 0; i < c->op_count; i++) {
		must(state_op_write(&c->ops[i], value) || value->failed);
	}
	return value->failed || value->len > OP_VALUE_MAX
		? err_make(ERR_FULL, "this is more than one body holds") : NULL;
}

static const err *holds_key(struct log *log, const struct state_part *body,
	bool *ret_holds)
{
	const struct log_line *line = log_part_line(log, body);
	struct log_open open = {0};
	bool is_open = false;
	struct op op;
	const err *e = line == NULL ? NULL
		: log_body_open(log, line, &open, &is_open);

	*ret_holds = false;
	while (e == NULL && is_open && op_take(&open.body.ops, &op)) {
		*ret_holds |= op.kind == OP_KEY;
	}
	buf_close(&open.plain);
	return e;
}

static void part_drop(struct state_parts *parts, const struct state_part *body)
{
	size_t kept = 0;

	for (size_t i = 0; i < parts->count; i++) {
		const struct state_part *one = &parts->at[i];

		if (one->seq == body->seq && one->body == body->body &&
			str_eq(one->dev, body->dev)) {
			continue;
		}
		parts->at[kept++] = *one;
	}
	parts->count = kept;
}

/* A key survives nowhere: its body stays as it is, and all it says. */
static const err *keys_leave(struct compacting *c)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < c->bodies.count;) {
		struct state_part body = c->bodies.at[i];
		bool holds;

		e = holds_key(c->log, &body, &holds);
		if (e == NULL && holds) {
			part_drop(&c->bodies, &body);
			part_drop(&c->survivors, &body);
		} else {
			i++;
		}
	}
	return e;
}

const err *log_compact(struct log *log, uint64_t now_ms,
	const struct state *state, str ring, object_id unit)
{
	struct compacting c = {.log = log,
		.arena = arena_open(COMPACT_ARENA_BYTES)};
	struct buf value = buf_cap(VALUE_MAX);
	struct op op = {.kind = OP_STATE, .object = unit, .field = S("fold")};
	struct log_body body = {.ring = ring, .unit = unit, .ops = &op,
		.op_count = 1};
	static const object_id log_itself;
	const err *e = NULL;

	c.survivors = state_survivors(state, c.arena, ring, unit);
	c.bodies = state_bodies(state, c.arena, ring, unit);
	c.ops = ARENA_ARRAY(c.arena, struct state_part, c.survivors.count + 1);
	if (object_eq(unit, log_itself)) e = keys_leave(&c);
	if (e == NULL && (c.bodies.count == 0 ||
		log_never_stands(ring, unit))) {
		e = err_make(ERR_ABSENT, "there is nothing to stand for");
	}
	if (e == NULL) e = value_make(&c, &value);
	op.value = buf_str(&value);
	if (e == NULL) e = log_append(log, now_ms, &body, 1);
	buf_close(&value);
	arena_close(&c.arena);
	return e;
}

const err *log_erase(struct log *log, uint64_t now_ms,
	const struct state *state, str ring, object_id unit)
{
	struct arena *arena = arena_open(COMPACT_ARENA_BYTES);
	struct state_parts bodies = state_bodies(state, arena, ring, unit);
	struct buf value = buf_cap(OP_VALUE_MAX);
	struct op op = {.kind = OP_ERASE, .object = unit};
	struct log_body body = {.ring = ring, .ops = &op, .op_count = 1};
	const err *e;

	for (size_t i = 0; i < bodies.count; i++) {
		state_place_write(&bodies.at[i], &value);
	}
	op.value = buf_str(&value);
	e = value.failed ? err_make(ERR_FULL, "this is more than one body holds")
			 : log_append(log, now_ms, &body, 1);
	buf_close(&value);
	arena_close(&arena);
	return e;
}

/* -- what an erasure removed ----------------------------------------------- */

bool log_has_erased(const struct log *log)
{
	for (size_t i = 0; i < log->line_count; i++) {
		const struct log_line *line = &log->lines[i];

		if (line->offset != 0 && (line->erased ||
			log_is_named(log, line))) {
			return true;
		}
	}
	return false;
}

bool log_part_is_here(const struct log *log, const struct state_part *part)
{
	uint32_t dev = 0, commit;
	size_t at = SIZE_MAX;

	while (dev < log->chain_count && !str_eq(part->dev, str_bytes(
		log->chains[dev].name, LOG_DEVICE_HEX))) {
		dev++;
	}
	while (dev < log->chain_count && log_at_place(log, dev,
		(uint32_t)part->seq, &at, &commit)) {
		const struct log_commit *one = &log->commits[commit];

		if (!one->in_state || part->body >= one->body_count) continue;
		return log->lines[one->body_at + part->body].offset != 0;
	}
	return false;
}

void log_unnamed(struct log *log, struct state_parts *parts)
{
	size_t count = 0;

	for (size_t i = 0; i < parts->count; i++) {
		const struct log_line *line = log_part_line(log,
			&parts->at[i]);

		if (line == NULL || log_is_named(log, line)) continue;
		parts->at[count++] = parts->at[i];
	}
	parts->count = count;
}

const err *log_body_give(const struct log *log,
	const struct log_line *line, const struct log_open *open,
	log_give *give, void *owner)
{
	const struct log_commit *by = &log->commits[line->commit];
	struct log_op one = {.log = log, .seq = by->seq,
		.hlc = by->clock, .rank = by->rank,
		.dev = str_bytes(log->chains[by->dev].name, LOG_DEVICE_HEX),
		.body = line->index, .ring = open->body.ring,
		.unit = open->body.unit};
	str rest = open->body.ops;
	const err *e = NULL;

	for (; e == NULL && op_take(&rest, &one.op); one.index++) {
		e = give(owner, &one);
	}
	return e;
}

const err *log_erased(struct log *log, log_give *give, void *owner)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < log->line_count; i++) {
		const struct log_line *line = &log->lines[i];
		struct log_open open = {0};
		bool is_open;

		if (!line->erased || line->offset == 0) continue;
		e = log_body_open(log, line, &open, &is_open);
		if (e == NULL && is_open) {
			e = log_body_give(log, line, &open, give, owner);
		}
		buf_close(&open.plain);
	}
	return e;
}

const err *log_bodies(struct log *log, const struct state_parts *parts,
	log_give *give, void *owner, bool *ret_whole)
{
	const err *e = NULL;

	*ret_whole = true;
	for (size_t i = 0; e == NULL && i < parts->count; i++) {
		const struct log_line *line = log_part_line(log, &parts->at[i]);
		struct log_open open = {0};
		bool is_open = false;

		if (line != NULL && line->offset != 0) {
			e = log_body_open(log, line, &open, &is_open);
		}
		if (e == NULL && is_open) {
			e = log_body_give(log, line, &open, give, owner);
		}
		*ret_whole &= is_open;
		buf_close(&open.plain);
	}
	return e;
}

const err *log_survey(struct log *log, log_give *give, void *owner)
{
	const err *e = log_again(log);

	if (e == NULL) {
		(void)!log_withdrawn(log);
		e = log_read(log, give, owner);
	}
	return e;
}
