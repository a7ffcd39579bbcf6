/* The end of old epochs: see log_epoch.h and doc/log.md L12.2. Owns the commit
 * in which a device says which it keeps.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_epoch.h"

#include "store/log_hand.h"
#include "store/log_room.h"

#include <string.h>

enum { EPOCH_ARENA_BYTES = 64 << 20 };

/* It may have been handed over anew since: the ring says when it was first. */
uint64_t log_made_ms(const struct log *log, const struct ring_epoch *epoch)
{
	const struct log_member *one = NULL;
	uint64_t made = epoch->made_ms;

	while ((one = log_member_each(log, ring_name(epoch), one)) != NULL) {
		size_t at = SIZE_MAX;
		uint32_t commit;

		if (one->drop || !recipient_eq(one->recipient,
			epoch->identity.recipient)) {
			continue;
		}
		while (log_at_place(log, one->by, one->seq, &at, &commit)) {
			uint64_t ms = log->commits[commit].clock.ms;

			if (made == 0 || ms < made) made = ms;
		}
	}
	return made;
}

uint64_t log_epoch_made_ms(const struct log *log, str ring)
{
	const struct ring_epoch *newest = log_seal_epoch(log, ring);

	return newest == NULL ? 0 : log_made_ms(log, newest);
}

/* Everybody who named it, its maker first of all, had seen that. */
static bool is_since(const struct log *log, const struct ring_epoch *epoch,
	struct log_at at)
{
	const struct log_member *add = NULL;
	bool any = false;

	while ((add = log_member_each(log, ring_name(epoch), add)) != NULL) {
		struct log_at by = {str_bytes(log->chains[add->by].name,
			LOG_DEVICE_HEX), add->seq};

		if (add->drop || !recipient_eq(add->recipient,
			epoch->identity.recipient)) {
			continue;
		}
		if (!log_covers(log, by, at)) return false;
		any = true;
	}
	return any;
}

bool log_epoch_is_since(const struct log *log, str ring, struct log_at at)
{
	const struct ring_epoch *newest = log_seal_epoch(log, ring);

	return newest != NULL && is_since(log, newest, at);
}

bool log_epoch_from_before(const struct log *log, str ring, struct log_at at)
{
	const struct ring_epoch *one = NULL;

	while ((one = ring_each(&log->rings, ring, one)) != NULL) {
		if (!is_since(log, one, at)) return true;
	}
	return false;
}

/* -- what lies under an epoch --------------------------------------------- */

/* A body that counts nowhere: behind the end of its chain. */
static bool is_behind(const struct log *log, const struct log_line *line)
{
	const struct log_commit *by = &log->commits[line->commit];

	return by->seq > log->chains[by->dev].end;
}

/* It is here, or it is to come. */
static bool is_kept(const struct log *log, const struct log_line *line)
{
	if (line->offset == 0 && (line->erased || log_is_named(log, line))) {
		return false;
	}
	if (is_behind(log, line)) return false;
	return line->offset != 0 || log_stood_by(log, line) == 0;
}

/* It is gone, or an erasure named it already. */
static bool is_leaving(const struct log *log, const struct log_line *line)
{
	return line->offset == 0 || line->erased || log_is_named(log, line);
}

/* Under an epoch of this ring that is not the one its bodies go to now. */
static bool is_old(const struct log *log, const struct log_line *line,
	str ring, const struct ring_epoch *newest)
{
	const struct ring_epoch *one = NULL;

	while (newest != NULL && (one = ring_each(&log->rings, ring, one)) !=
		NULL) {
		if (one->epoch < newest->epoch && ring_tag_is(one, line->tag)) {
			return true;
		}
	}
	return false;
}

static struct state_part place_of(const struct log *log,
	const struct log_line *line)
{
	const struct log_commit *by = &log->commits[line->commit];

	return (struct state_part){.seq = by->seq, .body = line->index,
		.dev = str_bytes(log->chains[by->dev].name, LOG_DEVICE_HEX)};
}

size_t log_old_units(const struct log *log, const struct state *state,
	str ring, object_id *ret_units, size_t max)
{
	const struct ring_epoch *newest = log_seal_epoch(log, ring);
	size_t count = 0;

	for (size_t i = 0; i < log->line_count && count < max; i++) {
		const struct log_line *line = &log->lines[i];
		struct state_part at;
		object_id unit;
		bool again = false;

		if (is_leaving(log, line) || !line->given ||
			line->replaced_by != 0 ||
			!is_old(log, line, ring, newest)) {
			continue;
		}
		at = place_of(log, line);
		if (!state_unit_at(state, ring, &at, &unit) ||
			log_never_stands(ring, unit)) {
			continue;
		}
		for (size_t j = 0; j < count && !again; j++) {
			again = object_eq(ret_units[j], unit);
		}
		if (!again) ret_units[count++] = unit;
	}
	return count;
}

/* -- bodies that say nothing any more ------------------------------------- */

/* What the ops of a body are, as far as it decides whether it may go. */
struct ops_are { bool own, keys, team_keys, others, checks; };

static const err *ops_look(struct log *log, const struct log_line *line,
	struct ops_are *ret_are, bool *ret_open)
{
	struct log_open open = {0};
	struct ops_are are = {0};
	struct op op;
	const err *e = log_body_open(log, line, &open, ret_open);

	while (e == NULL && *ret_open && op_take(&open.body.ops, &op)) {
		bool key = op.kind == OP_KEY;
		bool team = str_starts(op.field, S("team."));

		are.checks |= op.kind == OP_CHECK;
		are.keys |= key && !team;
		are.team_keys |= key && team;
		are.others |= !key && op.kind != OP_CHECK;
	}
	if (e == NULL && *ret_open) {
		are.own = str_eq(open.body.ring, ring_name(&log->rings.at[0]));
	}
	*ret_are = are;
	buf_close(&open.plain);
	return e;
}

/* The bodies that one op `erase also` names. */
struct naming { struct buf places; size_t count; };

static void name_add(const struct log *log, const struct log_line *line,
	struct naming *naming)
{
	struct state_part at = place_of(log, line);

	state_place_write(&at, &naming->places);
	naming->count++;
}

static struct op also_of(const struct naming *naming)
{
	return (struct op){.kind = OP_ERASE, .field = S("also"),
		.value = buf_str(&naming->places)};
}

const err *log_old_checks(struct log *log, uint64_t now_ms,
	const struct state *state, str ring, bool *ret_done)
{
	const struct ring_epoch *newest = log_seal_epoch(log, ring);
	struct naming naming = {.places = buf_cap(OP_VALUE_MAX / 2)};
	struct log_body body = {.ring = ring, .op_count = 1};
	const err *e = NULL;
	struct op op;

	for (size_t i = 0; e == NULL && i < log->line_count; i++) {
		const struct log_line *line = &log->lines[i];
		struct state_part at = place_of(log, line);
		struct ops_are are;
		object_id unit;
		bool is_open;

		if (is_leaving(log, line) || !line->given ||
			!is_old(log, line, ring, newest) ||
			state_unit_at(state, ring, &at, &unit)) {
			continue;
		}
		e = ops_look(log, line, &are, &is_open);
		if (e == NULL && is_open && are.checks && !are.keys &&
			!are.team_keys && !are.others) {
			name_add(log, line, &naming);
		}
	}
	op = also_of(&naming);
	body.ops = &op;
	*ret_done = e == NULL && naming.count > 0 && !naming.places.failed;
	if (*ret_done) e = log_append(log, now_ms, &body, 1);
	buf_close(&naming.places);
	return e;
}

/* -- whether one may end -------------------------------------------------- */

/* Its last check stands under a later epoch: it writes under this no more. */
static bool has_gone_on(struct log *log, const struct state *state,
	const struct ring_epoch *epoch, uint32_t dev)
{
	str name = str_bytes(log->chains[dev].name, LOG_DEVICE_HEX);
	const struct ring_epoch *under;
	const struct log_line *line;
	struct state_part at;

	if (!state_check_at(state, ring_name(epoch), name, &at)) return false;
	line = log_line_of(log, dev, (uint32_t)at.seq, (uint32_t)at.body);
	under = line == NULL ? NULL : ring_of_tag(&log->rings, line->tag);
	return under != NULL && under->epoch > epoch->epoch &&
	       str_eq(ring_name(under), ring_name(epoch));
}

/* It was put out, and what it wrote last knows that. */
static bool knows_it_is_out(const struct log *log, str ring, uint32_t dev)
{
	const struct log_chain *chain = &log->chains[dev];
	const struct log_member *one = NULL;
	bool any = false;

	while ((one = log_member_each(log, ring, one)) != NULL) {
		if (!one->drop || one->who != dev) continue;
		any = true;
		if (!log_saw(log, dev, chain->seq, one->by, one->seq)) {
			return false;
		}
	}
	return any;
}

/* [epoch-1] */
static bool device_is_done(struct log *log, const struct state *state,
	const struct ring_epoch *epoch, uint32_t dev)
{
	const struct log_chain *chain = &log->chains[dev];
	str name = str_bytes(chain->name, LOG_DEVICE_HEX);

	if (!log_ring_had(log, ring_name(epoch), name)) return true;
	if (!chain->active) {
		return chain->end != LOG_NO_END && chain->seq == chain->end;
	}
	if (log_is_member(log, ring_name(epoch), dev)) {
		return has_gone_on(log, state, epoch, dev);
	}
	return knows_it_is_out(log, ring_name(epoch), dev);
}

static bool ring_agrees(const struct log *log, const struct state *state,
	str ring)
{
	str devs[LOG_DEVICES_MAX];
	size_t count = log_ring_devices(log, ring, devs, LOG_DEVICES_MAX);

	return state_agrees(state, ring, state_sum(state, ring), devs, count);
}

static bool is_empty(const struct log *log, const struct ring_epoch *epoch)
{
	for (size_t i = 0; i < log->line_count; i++) {
		if (ring_tag_is(epoch, log->lines[i].tag) &&
			is_kept(log, &log->lines[i])) {
			return false;
		}
	}
	return true;
}

/* One that nobody proved may be anybody's: then nothing of its ring ends. */
static bool all_are_proved(const struct log *log, str ring)
{
	const struct ring_epoch *one = NULL;

	while ((one = ring_each(&log->rings, ring, one)) != NULL) {
		if (!one->proved) return false;
	}
	return true;
}

static bool is_shared(const struct ring_epoch *epoch)
{
	str ring = ring_name(epoch);

	return !str_eq(ring, S("team")) && !str_starts(ring, S("device-"));
}

/* The cheap questions first. */
static bool may_end(struct log *log, const struct state *state,
	const struct ring_epoch *epoch)
{
	str ring = ring_name(epoch);
	const struct ring_epoch *newest = log_seal_epoch(log, ring);

	if (!is_shared(epoch) || newest == NULL || /* [epoch-2] */
		epoch->epoch >= newest->epoch || !all_are_proved(log, ring) ||
		!log_is_member(log, ring, 0)) {
		return false;
	}
	for (uint32_t i = 0; i < log->chain_count; i++) {
		if (!device_is_done(log, state, epoch, i)) return false;
	}
	return is_empty(log, epoch) && ring_agrees(log, state, ring);
}

/* -- the commit ----------------------------------------------------------- */

struct ending {
	struct log *log;
	struct arena *arena;
	bool *ends;              /* by epoch at hand */
	size_t count;
	struct op *keys;         /* of those that stay */
	size_t key_count;
	struct naming naming;
};

static void key_add(struct ending *g, const struct ring_epoch *epoch)
{
	struct buf value = {0};

	buf_put(&value, secret_str(&epoch->identity.key));
	if (epoch->has_proof) {
		buf_put(&value, str_bytes(epoch->proof, sizeof(epoch->proof)));
	}
	g->keys[g->key_count++] = (struct op){.kind = OP_KEY,
		.field = str_fmt(g->arena, "%.*s.%llu",
			S_ARG(ring_name(epoch)),
			(unsigned long long)epoch->epoch),
		.value = buf_take(&value, g->arena)};
	buf_close(&value);
}

/* Every body in which this device was handed an epoch of a shared ring. *ret_all:
 * they hold nothing else, so all of them may go. */
static const err *handed_name(struct ending *g, bool *ret_all)
{
	const err *e = NULL;

	*ret_all = true;
	for (size_t i = 0; e == NULL && i < g->log->line_count; i++) {
		const struct log_line *line = &g->log->lines[i];
		const struct ring_epoch *epoch = ring_of_tag(&g->log->rings,
			line->tag);
		struct ops_are are;
		bool is_open;

		if (is_leaving(g->log, line) ||
			!g->log->commits[line->commit].for_us ||
			(epoch != NULL && epoch != &g->log->rings.at[0])) {
			continue;
		}
		e = ops_look(g->log, line, &are, &is_open);
		if (e != NULL || !is_open || !are.own || !are.keys) continue;
		*ret_all &= !are.team_keys && !are.others &&
			g->log->commits[line->commit].in_state;
		name_add(g->log, line, &g->naming);
	}
	return e;
}

static const err *end_commit(struct ending *g, uint64_t now_ms)
{
	struct log_body bodies[2] = {{.ring = ring_name(&g->log->rings.at[0]),
		.ops = g->keys, .op_count = g->key_count}, {.ring = S("team"),
		.op_count = 1}};
	struct op also = also_of(&g->naming);

	bodies[1].ops = &also;
	return log_append(g->log, now_ms, bodies, NELEM(bodies));
}

static bool is_needed(const struct ring_epoch *epoch,
	const struct log_needed *needed)
{
	struct log_epoch_row row = {.ring = ring_name(epoch),
		.epoch = epoch->epoch, .identity = &epoch->identity};

	return needed != NULL && needed->is(needed->owner, &row);
}

const err *log_epochs_end(struct log *log, uint64_t now_ms,
	const struct state *state, const struct log_needed *needed,
	bool *ret_done)
{
	struct ending g = {.log = log, .arena = arena_open(EPOCH_ARENA_BYTES),
		.naming = {.places = buf_cap(OP_VALUE_MAX / 2)}};
	const err *e = NULL;
	bool all = false;

	g.ends = ARENA_ARRAY(g.arena, bool, log->rings.count);
	g.keys = ARENA_ARRAY(g.arena, struct op, log->rings.count);
	for (size_t i = 1; i < log->rings.count; i++) {
		const struct ring_epoch *one = &log->rings.at[i];

		g.ends[i] = may_end(log, state, one) &&
			!is_needed(one, needed);
		g.count += g.ends[i];
		if (!g.ends[i] && is_shared(one)) key_add(&g, one);
	}
	if (g.count > 0) e = handed_name(&g, &all);
	*ret_done = e == NULL && all && g.key_count > 0 &&
		g.naming.count > 0 && !g.naming.places.failed;
	if (*ret_done) e = end_commit(&g, now_ms);
	buf_close(&g.naming.places);
	arena_close(&g.arena); /* wipes */
	return e;
}
