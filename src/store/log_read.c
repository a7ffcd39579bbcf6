/* Ops, given out: see log_room.h and doc/log.md L6.8, L12. Owns what was given
 * and what is not any more.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_room.h"

#include "model/state_text.h"
#include "store/log_shed.h"

#include <string.h>

/* The unit of what is said of the log itself (doc/log.md L3). */
static const object_id log_itself;

/* A body while it is given out. */
struct giving {
	struct log *log;
	log_give *give;
	void *owner;
	bool again;            /* it was obeyed when it was given first */
	uint32_t line;
	struct log_open open;
};

static const struct log_commit *commit_of(const struct giving *g)
{
	return &g->log->commits[g->log->lines[g->line].commit];
}

/* L7: all that is folded in, in whatever order it was. */
static void folded_add(struct log *log, const struct log_commit *commit,
	uint32_t body)
{
	struct buf text = {0};
	hash one;

	buf_fmt(&text, "%.*s %llu %llu %llu %llu", LOG_DEVICE_HEX,
		log->chains[commit->dev].name, (unsigned long long)commit->seq,
		(unsigned long long)body, (unsigned long long)commit->clock.ms,
		(unsigned long long)commit->clock.count);
	one = hash_of(buf_str(&text));
	buf_close(&text);
	for (size_t i = 0; i < sizeof(log->folded); i++) {
		log->folded[i] ^= one.bytes[i];
	}
}

/* -- erasure -------------------------------------------------------------- */

/* L12.3: an erasure of the unit that this commit had not seen. */
static bool is_erased(const struct giving *g, uint32_t dev, uint32_t seq)
{
	const struct body *body = &g->open.body;

	for (size_t i = 0; i < g->log->erase_count; i++) {
		const struct log_erase *one = &g->log->erases[i];

		if (object_eq(one->unit, body->unit) &&
			str_eq(str_bytes(one->ring, one->ring_len),
				body->ring) &&
			!log_saw(g->log, dev, seq, one->dev, one->seq)) {
			return true;
		}
	}
	return false;
}

/* L12.3: `also` takes away nothing of what stands in units; nor does anything
 * where the ring is not known yet. */
static void line_name(const struct giving *g, const struct log_commit *by,
	struct log_line *line, bool also)
{
	struct log *log = g->log;

	if (!log_is_named(log, line)) {
		line->named_by = by->dev == 0 ? LOG_NONE : g->line + 1;
	}
	if (!log_is_named(log, line)) return;
	line->erased |= line->of_log || (!also && !line->sealed &&
		ring_of_tag(&log->rings, line->tag) != NULL);
}

static void erase_obey(const struct giving *g, const struct log_commit *by,
	const struct op *op)
{
	struct log_erase one = {.ring_len = g->open.body.ring.len,
		.unit = op->object, .dev = by->dev, .seq = by->seq};
	struct log *log = g->log;
	bool also = op->field.len > 0;
	struct state_part part;
	str rest = op->value;

	memcpy(one.ring, g->open.body.ring.at, one.ring_len);
	if (!also) {
		LOG_MORE(log->erases, log->erase_count, &log->erase_room);
		log->erases[log->erase_count++] = one;
	}
	while (state_place_take(&rest, &part)) {
		uint32_t dev = log_chain_of(log, part.dev);
		struct log_line *line = dev == LOG_NONE ? NULL : log_line_of(log,
			dev, (uint32_t)part.seq, (uint32_t)part.body);

		if (line != NULL && log_saw(log, by->dev, by->seq, dev,
			(uint32_t)part.seq)) {
			line_name(g, by, line, also);
		}
	}
}

/* -- compaction ----------------------------------------------------------- */

/* L12.1: the line of a body that an entry is about, when it has been seen. */
static struct log_line *line_meant(const struct giving *g,
	const struct state_part *part)
{
	const struct log_commit *by = commit_of(g);
	uint32_t dev = log_chain_of(g->log, part->dev);

	if (dev == LOG_NONE || part->seq >= LOG_NO_END) return NULL;
	if (!log_saw(g->log, by->dev, by->seq, dev, (uint32_t)part->seq)) {
		return NULL;
	}
	return log_line_of(g->log, dev, (uint32_t)part->seq,
		(uint32_t)part->body);
}

static void stand_instead(const struct giving *g,
	const struct state_part *part)
{
	struct log_line *line = line_meant(g, part);

	if (line == NULL || !log_may_stand(g->log, &g->open.body, line)) return;
	if (line->replaced_by == 0) line->replaced_by = g->line + 1;
	if (!line->given && line->stood_by == 0) line->stood_by = g->line + 1;
}

/* By whose commit the op first stood. */
static void obey(const struct giving *g, uint32_t commit, const struct op *op)
{
	if (g->again) return;
	log_obey(g->log, commit, &g->open.body, op);
	if (op->kind == OP_ERASE) {
		erase_obey(g, &g->log->commits[commit], op);
	}
}

/* What a log obeys in the ring of the team stands in no `state` (L12.2), nor does
 * a key: nobody says it in another's name [log-13]. */
static bool may_be_obeyed(const struct giving *g, const struct op *op)
{
	return op->kind != OP_KEY && !str_eq(g->open.body.ring, S("team"));
}

static const err *carried_give(const struct giving *g,
	const struct state_part *part)
{
	const struct log_line *line = line_meant(g, part);
	const struct log_commit *first;
	struct log_op one = {.log = g->log, .ring = g->open.body.ring,
		.unit = g->open.body.unit, .body = (size_t)part->body,
		.index = (size_t)part->index, .op = part->op};

	if (line == NULL || log_stood_by(g->log, line) != g->line + 1) {
		return NULL;
	}
	first = &g->log->commits[line->commit];
	if (is_erased(g, first->dev, first->seq)) return NULL;
	one.dev = str_bytes(g->log->chains[first->dev].name, LOG_DEVICE_HEX);
	one.seq = first->seq;
	one.hlc = first->clock;
	one.rank = first->rank;
	if (may_be_obeyed(g, &one.op)) obey(g, line->commit, &one.op);
	return g->give == NULL ? NULL : g->give(g->owner, &one);
}

static const err *state_give(const struct giving *g, str value)
{
	struct state_part part;
	const err *e = NULL;

	while (e == NULL && state_part_take(&value, &part)) {
		if (part.is_op) e = carried_give(g, &part);
		else if (!g->again) stand_instead(g, &part);
	}
	return e;
}

/* -- bodies --------------------------------------------------------------- */

/* [log-2] all of it is right before any of it is given. */
static bool ops_are_right(str rest)
{
	struct op op;

	while (rest.len > 0) {
		if (!op_take(&rest, &op)) return false;
		if (op.kind == OP_STATE && !state_is_right(op.value)) {
			return false;
		}
	}
	return true;
}

static const err *ops_give(const struct giving *g)
{
	const struct log_commit *by = commit_of(g);
	struct log_op one = {.log = g->log, .seq = by->seq,
		.hlc = by->clock, .rank = by->rank,
		.dev = str_bytes(g->log->chains[by->dev].name, LOG_DEVICE_HEX),
		.body = g->log->lines[g->line].index,
		.ring = g->open.body.ring, .unit = g->open.body.unit};
	uint32_t commit = g->log->lines[g->line].commit;
	str rest = g->open.body.ops;
	const err *e = NULL;

	for (; e == NULL && rest.len > 0; one.index++) {
		must(op_take(&rest, &one.op));
		obey(g, commit, &one.op);
		if (g->give != NULL) e = g->give(g->owner, &one);
		if (e == NULL && one.op.kind == OP_STATE) {
			e = state_give(g, one.op.value);
		}
	}
	return e;
}

/* It came behind a `state` that says it: it is not read, but for what no `state`
 * may say [log-13]. */
static const err *stood_look(struct giving *g, struct log_line *line,
	bool *ret_stands)
{
	const struct ring_epoch *of = ring_of_tag(&g->log->rings, line->tag);
	struct log_open open = {0};
	bool is_open = false;
	const err *e = NULL;

	if (of != NULL && str_eq(ring_name(of), S("team"))) {
		e = log_body_open(g->log, line, &open, &is_open);
	}
	*ret_stands = !is_open ||
		!log_never_stands(open.body.ring, open.body.unit);
	if (!*ret_stands) line->stood_by = line->replaced_by = 0;
	buf_close(&open.plain);
	return e;
}

static const err *line_give(struct giving *g)
{
	struct log_line *line = &g->log->lines[g->line];
	bool is_open, stands = false;
	const err *e = NULL;

	if (line->given || line->erased || line->bad || line->offset == 0) {
		return NULL;
	}
	if (log_stood_by(g->log, line) != 0) e = stood_look(g, line, &stands);
	if (e != NULL || stands) return e;
	e = log_body_open(g->log, line, &g->open, &is_open);
	line->sealed = e == NULL && !is_open && !g->open.bad; /* [log-3] */
	if (e == NULL && (g->open.bad ||
		(is_open && !ops_are_right(g->open.body.ops)))) {
		line->bad = true;
		log_refuse(g->log);
	} else if (e == NULL && is_open) {
		line->of_log = object_eq(g->open.body.unit, log_itself);
		line->erased = (line->of_log && log_is_named(g->log, line)) ||
			is_erased(g, commit_of(g)->dev, commit_of(g)->seq);
		if (!line->erased) e = ops_give(g);
		line = &g->log->lines[g->line];
		line->given = e == NULL && !line->erased;
		if (line->given) folded_add(g->log, commit_of(g), line->index);
	}
	buf_close(&g->open.plain);
	return e;
}

static const err *commit_give(struct giving *g, uint32_t commit)
{
	struct log_commit *one = &g->log->commits[commit];
	const err *e = NULL;

	for (uint32_t i = 0; e == NULL && i < one->body_count; i++) {
		g->line = one->body_at + i;
		e = line_give(g);
		one = &g->log->commits[commit];
	}
	if (e == NULL) {
		one->given = true;
		one->given_clock = one->clock;
		one->given_rank = one->rank;
	}
	return e;
}

/* Bodies of commits that were given, which came late or whose epoch did. */
static const err *late_give(struct giving *g)
{
	struct log *log = g->log;
	const err *e = NULL;

	log->late = false;
	for (size_t i = 0; e == NULL && i < log->order_count; i++) {
		if (!log->commits[log->order[i]].given) continue;
		e = commit_give(g, log->order[i]);
	}
	if (e != NULL) log->late = true;
	return e;
}

static const err *new_give(struct giving *g)
{
	struct log *log = g->log;
	const err *e = NULL;

	for (; log->read_at < log->order_count; log->read_at++) {
		uint32_t commit = log->order[log->read_at];

		if (log->commits[commit].given) continue;
		e = commit_give(g, commit);
		if (e != NULL) break;
		/* What it said may change what comes next. */
		if (log->changed || log->rosters_new) {
			log->read_at++;
			break;
		}
	}
	return e;
}

const err *log_read(struct log *log, log_give *give, void *owner)
{
	struct giving g = {.log = log, .give = give, .owner = owner};
	const err *e = log_load(log, UINT64_MAX);

	if (e == NULL) e = log_settle(log); /* holds end with time */
	if (e == NULL && log->commit_count == 0 && log->loose_count > 0 &&
		!log->anchored) {
		e = err_make(ERR_KEY, "no key at hand opens the log");
	}
	while (e == NULL && !log->withdrawn) {
		if (log->read_at < log->order_count) e = new_give(&g);
		else if (log->late) e = late_give(&g);
		else if (!log_is_unsettled(log)) break;
		if (e == NULL && log_is_unsettled(log)) e = log_settle(log);
	}
	return e;
}

/* -- once more ------------------------------------------------------------ */

void log_line_forget(struct log *log, struct log_line *line)
{
	/* two of the same are none (L7) */
	if (line->given) {
		folded_add(log, &log->commits[line->commit], line->index);
	}
	line->given = false;
}

/* Of each place the body that says it now: its own, or the `state` that stands
 * instead of it. By line. */
static bool *again_marks(struct log *log, const struct state_parts *parts)
{
	bool *marks = mem_get(log->line_count + 1);

	for (size_t i = 0; i < parts->count; i++) {
		const struct log_line *line = log_part_line(log, &parts->at[i]);
		uint32_t by;

		if (line == NULL) continue;
		by = log_stood_by(log, line);
		if (by != 0) marks[by - 1] = true;
		else marks[line - log->lines] = true;
	}
	return marks;
}

static const err *line_again(struct giving *g)
{
	const struct log_line *line = &g->log->lines[g->line];
	bool is_open;
	const err *e;

	if (!line->given || line->offset == 0) return NULL;
	e = log_body_open(g->log, line, &g->open, &is_open);
	if (e == NULL && is_open) e = ops_give(g);
	buf_close(&g->open.plain);
	return e;
}

const err *log_read_again(struct log *log, const struct state_parts *parts,
	log_give *give, void *owner)
{
	struct giving g = {.log = log, .give = give, .owner = owner,
		.again = true};
	bool *marks = again_marks(log, parts);
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < log->order_count; i++) {
		const struct log_commit *one = &log->commits[log->order[i]];

		for (uint32_t k = 0; e == NULL && k < one->body_count; k++) {
			g.line = one->body_at + k;
			if (marks[g.line]) e = line_again(&g);
		}
	}
	mem_free(marks);
	return e;
}

/* -- withdrawn ------------------------------------------------------------ */

bool log_withdrawn(struct log *log)
{
	if (!log->withdrawn) return false;
	for (size_t i = 0; i < log->commit_count; i++) {
		log->commits[i].given = false;
	}
	for (size_t i = 0; i < log->line_count; i++) {
		log->lines[i].given = log->lines[i].erased = false;
		log->lines[i].of_log = false;
		log->lines[i].named_by = 0;
		log->lines[i].stood_by = log->lines[i].replaced_by = 0;
	}
	log->erase_count = 0;
	log->unstood = false;
	log->read_at = 0;
	log->withdrawn = log->late = false;
	mem_wipe(log->folded, sizeof(log->folded));
	return true;
}

bool log_skip(struct log *log, struct log_place place)
{
	struct giving g = {.log = log};
	const err *e = log_load(log, place.position);

	/* Keys must be met again, so all is read; only giving is spared. */
	while (e == NULL && !log->withdrawn) {
		if (log->read_at < log->order_count) e = new_give(&g);
		else if (log->late) e = late_give(&g);
		else if (!log_is_unsettled(log)) break;
		if (e == NULL && log_is_unsettled(log)) e = log_settle(log);
	}
	return e == NULL && !log->withdrawn && log->loaded == place.position &&
	       memcmp(log->folded, place.head.bytes, sizeof(log->folded)) == 0;
}
