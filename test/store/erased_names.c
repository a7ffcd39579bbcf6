/* What a desk of a world (world.h) names before it destroys it (doc/log.md L12.3):
 * bodies that an erasure removed and that none names yet. Included by world.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */

/* What was removed before it was read here, of one ring and unit. */
struct removed { struct state_parts parts; str ring; object_id unit;
	struct arena *arena; };

static const err *removed_add(void *owner, const struct log_op *op)
{
	struct removed *r = owner;

	if (op->index > 0 || r->parts.count == EDITS_MAX ||
		!str_eq(op->ring, r->ring) || !object_eq(op->unit, r->unit)) {
		return NULL;
	}
	r->parts.at[r->parts.count++] = (struct state_part){.seq = op->seq,
		.body = op->body, .dev = str_dup(r->arena, op->dev)};
	return NULL;
}

static void unit_name_erased(struct world *w, struct desk *d,
	const struct state_erased *of, struct arena *arena)
{
	struct state_parts gone = state_gone(d->state, arena, of->ring,
		&of->unit);
	struct removed r = {{ARENA_ARRAY(arena, struct state_part,
		gone.count + EDITS_MAX), 0}, of->ring, of->unit, arena};
	struct buf value = {0};
	struct op op = {.kind = OP_ERASE, .object = of->unit,
		.field = S("also")};
	struct log_body body = {.ring = of->ring, .ops = &op, .op_count = 1};
	const err *e;

	fine(w, log_erased(d->log, removed_add, &r));
	for (size_t i = 0; i < gone.count; i++) {
		r.parts.at[r.parts.count++] = gone.at[i];
	}
	log_unnamed(d->log, &r.parts);
	for (size_t i = 0; i < r.parts.count; i++) {
		state_place_write(&r.parts.at[i], &value);
	}
	op.value = buf_str(&value);
	e = r.parts.count == 0 ? NULL : log_append(d->log, desk_now(w, d),
		&body, 1);
	if (e != NULL && e->code != ERR_REFUSED) fine(w, e);
	buf_close(&value);
	desk_read(w, d);
}

void desk_name_erased(struct world *w, struct desk *d)
{
	struct arena *arena = arena_open(1 << 24);
	struct state_erased *rows;
	size_t count;

	if (may(w, d) && !log_is_waiting(d->log)) {
		count = state_erasures(d->state, arena, &rows);
		for (size_t i = 0; i < count && !w->broken; i++) {
			rows[i].ring = str_dup(arena, rows[i].ring);
			if (!desk_is_in(d, ring_number(rows[i].ring))) continue;
			unit_name_erased(w, d, &rows[i], arena);
		}
	}
	arena_close(&arena);
}
