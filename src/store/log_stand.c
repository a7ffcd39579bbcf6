/* What a `state` stands for (doc/log.md L12.1): see log_room.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_room.h"

#include "model/state_text.h"
#include "store/state.h"

#include <string.h>

/* -- which bodies it may be ------------------------------------------------ */

/* [log-13] Who lacks the ring of a body cannot tell whose it is; of the team all
 * have every epoch, so what they do not know is none of it, or not yet. */
bool log_never_stands(str ring, object_id unit)
{
	static const object_id log_itself;

	return str_eq(ring, S("team")) && object_eq(unit, log_itself);
}

bool log_may_stand(struct log *log, const struct body *by,
	const struct log_line *line)
{
	const struct ring_epoch *of = ring_of_tag(&log->rings, line->tag);
	str ring = by->ring;

	if (str_starts(ring, S("device-")) ||
		log_never_stands(ring, by->unit) ||
		(str_eq(ring, S("team")) && line->of_log)) {
		return false;
	}
	if (of != NULL) return str_eq(ring_name(of), ring);
	log->unstood |= str_eq(ring, S("team"));
	return !str_eq(ring, S("team"));
}

uint32_t log_stood_by(const struct log *log, const struct log_line *line)
{
	const struct ring_epoch *of, *by;

	if (line->stood_by == 0) return 0;
	of = ring_of_tag(&log->rings, line->tag);
	by = ring_of_tag(&log->rings, log->lines[line->stood_by - 1].tag);
	return of == NULL || by == NULL || str_eq(ring_name(of), ring_name(by))
		? line->stood_by : 0;
}

/* -- whether it says what they said ---------------------------------------- */

/* By the line of a `state`: how many surviving ops it should carry, and does. */
struct telling { struct log *log; const struct state *state;
	uint32_t *wanted, *carried; };

static const struct log_line *line_at(const struct log *log,
	const struct state_part *part)
{
	uint32_t dev = 0, commit;
	size_t at = SIZE_MAX;

	while (dev < log->chain_count && memcmp(part->dev.at,
		log->chains[dev].name, LOG_DEVICE_HEX) != 0) {
		dev++;
	}
	while (dev < log->chain_count && log_at_place(log, dev,
		(uint32_t)part->seq, &at, &commit)) {
		const struct log_commit *one = &log->commits[commit];

		if (!one->in_state || part->body >= one->body_count) continue;
		return &log->lines[one->body_at + part->body];
	}
	return NULL;
}

/* The `state`, from 1, that is to say an op from now on: instead of the body in
 * which it stands, or of the `state` that says it now. */
static uint32_t teller_of(const struct log *log, const struct state_part *part)
{
	const struct log_line *line = line_at(log, part);
	uint32_t by = line == NULL ? 0 : log_stood_by(log, line);

	if (by != 0) line = &log->lines[by - 1];
	return line == NULL ? 0 : line->replaced_by;
}

static void survivor_count(void *owner, const struct state_part *part)
{
	struct telling *t = owner;
	uint32_t by = teller_of(t->log, part);

	if (by != 0) t->wanted[by - 1]++;
}

static void value_count(struct telling *t, uint32_t line, str ring, str value)
{
	struct state_part part;

	while (state_part_take(&value, &part)) {
		if (part.is_op && teller_of(t->log, &part) == line + 1 &&
			state_has(t->state, ring, &part)) {
			t->carried[line]++;
		}
	}
}

static void carried_count(struct telling *t, uint32_t line)
{
	struct log_open open = {0};
	bool is_open = false;
	struct op op;

	if (log_body_open(t->log, &t->log->lines[line], &open, &is_open) !=
		NULL) {
		is_open = false;
	}
	while (is_open && op_take(&open.body.ops, &op)) {
		if (op.kind != OP_STATE) continue;
		value_count(t, line, open.body.ring, op.value);
	}
	buf_close(&open.plain);
}

const bool *log_untold(struct log *log, const struct state *state,
	struct arena *arena)
{
	struct telling t = {log, state,
		ARENA_ARRAY(arena, uint32_t, log->line_count + 1),
		ARENA_ARRAY(arena, uint32_t, log->line_count + 1)};
	bool *untold = ARENA_ARRAY(arena, bool, log->line_count + 1);

	state_surviving(state, survivor_count, &t);
	for (size_t i = 0; i < log->line_count; i++) {
		if (t.wanted[i] == 0) continue;
		carried_count(&t, (uint32_t)i);
		untold[i] = t.carried[i] != t.wanted[i];
	}
	return untold;
}
