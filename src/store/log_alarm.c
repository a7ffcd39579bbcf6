/* What is wrong with a log: see log.h and doc/team.md T6. Owns nothing; it is
 * found anew each time it is asked.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_room.h"

#include <string.h>

struct raising {
	const struct log *log;
	struct alarm *at;
	size_t count, max;
};

/* One alarm of a kind for each device: the oldest. */
static void raise(struct raising *r, enum alarm_kind kind, uint32_t dev,
	uint64_t seq, uint64_t since_ms)
{
	struct alarm one = {.kind = kind, .seq = seq, .since_ms = since_ms};

	if (dev == LOG_NONE) memset(one.dev, '0', sizeof(one.dev));
	else memcpy(one.dev, r->log->chains[dev].name, sizeof(one.dev));
	for (size_t i = 0; i < r->count; i++) {
		struct alarm *is = &r->at[i];

		if (is->kind != kind) continue;
		if (memcmp(is->dev, one.dev, sizeof(one.dev)) != 0) continue;
		if (since_ms < is->since_ms) *is = one;
		return;
	}
	if (r->count < r->max) r->at[r->count++] = one;
}

static bool is_at_hand(const struct log *log, uint32_t dev, uint32_t seq)
{
	size_t at = SIZE_MAX;
	uint32_t commit;

	return log_at_place(log, dev, seq, &at, &commit);
}

static bool head_is_at_hand(const struct log *log, const struct log_head *head)
{
	size_t at = SIZE_MAX;
	uint32_t commit;

	if (head->seq > log->chains[head->dev].end) {
		return is_at_hand(log, head->dev, log->chains[head->dev].end) ||
			log->chains[head->dev].end == 0;
	}
	while (log_at_place(log, head->dev, head->seq, &at, &commit)) {
		if (memcmp(log->commits[commit].name.bytes, head->name,
			sizeof(head->name)) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_due(const struct log *log, uint64_t since_ms)
{
	return since_ms + ALARM_WITHHELD_MS <= log->now_ms;
}

/* What a waiting commit waits for that is not here. */
static void missing_raise(struct raising *r, const struct log_commit *c)
{
	const struct log *log = r->log;

	if (c->seq > 1 && !is_at_hand(log, c->dev, c->seq - 1)) {
		raise(r, ALARM_WITHHELD, c->dev, c->seq - 1, c->came_ms);
	}
	for (uint32_t i = 0; i < c->head_count; i++) {
		const struct log_head *head = &log->heads[c->head_at + i];

		if (head_is_at_hand(log, head)) continue;
		raise(r, ALARM_WITHHELD, head->dev, head->seq, c->came_ms);
	}
}

static void waiting_raise(struct raising *r)
{
	const struct log *log = r->log;

	for (size_t i = 0; i < log->commit_count; i++) {
		const struct log_commit *c = &log->commits[i];
		const struct log_chain *chain = &log->chains[c->dev];

		if (!c->signed_right || !chain->believed ||
			c->seq > chain->end) {
			continue;
		}
		if (log_is_held(log, c)) {
			raise(r, ALARM_HELD, c->dev, c->seq, c->came_ms);
		} else if (c->in_state) {
			continue;
		} else if (is_due(log, c->came_ms)) {
			missing_raise(r, c);
		}
	}
}

bool log_line_is_missing(const struct log *log, const struct log_line *line)
{
	const struct log_commit *c = &log->commits[line->commit];

	return line->offset == 0 && !line->erased && log_stood_by(log, line) == 0 &&
		c->in_state && (c->for_us ||
			ring_of_tag(&log->rings, line->tag) != NULL) &&
		!log_is_named(log, line);
}

static void bodies_raise(struct raising *r)
{
	const struct log *log = r->log;

	for (size_t i = 0; i < log->line_count; i++) {
		const struct log_line *line = &log->lines[i];
		const struct log_commit *c = &log->commits[line->commit];

		if (!log_line_is_missing(log, line) ||
			!is_due(log, c->came_ms)) {
			continue;
		}
		raise(r, ALARM_WITHHELD, c->dev, c->seq, c->came_ms);
	}
}

size_t log_missing(const struct log *log)
{
	size_t count = 0;

	for (size_t i = 0; i < log->line_count; i++) {
		count += log_line_is_missing(log, &log->lines[i]);
	}
	return count;
}

static void loose_raise(struct raising *r)
{
	const struct log *log = r->log;
	size_t count = 0;
	uint64_t since = UINT64_MAX;

	for (size_t i = 0; i < log->loose_count; i++) {
		if (!is_due(log, log->loose[i].came_ms)) continue;
		count++;
		if (log->loose[i].came_ms < since) since = log->loose[i].came_ms;
	}
	if (count > 0) raise(r, ALARM_UNOPENED, LOG_NONE, count, since);
}

static void devices_raise(struct raising *r)
{
	const struct log *log = r->log;

	for (uint32_t i = 0; i < log->chain_count; i++) {
		const struct log_chain *chain = &log->chains[i];
		uint64_t last = chain->newest_hlc.ms;

		if (chain->fork_end != LOG_NO_END) {
			raise(r, ALARM_FORK, i, chain->fork_end,
				chain->fork_ms);
		}
		if (i > 0 && chain->active && chain->newest > 0 &&
			last + ALARM_SILENT_MS < log->now_ms) {
			raise(r, ALARM_SILENT, i, chain->newest, last);
		}
	}
}

size_t log_alarms(const struct log *log, struct alarm *ret_alarms, size_t max)
{
	struct raising r = {log, ret_alarms, 0, max};

	devices_raise(&r);
	waiting_raise(&r);
	bodies_raise(&r);
	loose_raise(&r);
	if (log_is_ahead(log)) {
		raise(&r, ALARM_AHEAD, 0, log->chains[0].newest, log->now_ms);
	}
	if (log->tip_count > 1) {
		raise(&r, ALARM_ROSTERS, LOG_NONE, log->tip_count,
			log->rosters_ms);
	}
	if (log->now_ms != 0 && log_clock_is_off(log, log->now_ms)) {
		raise(&r, ALARM_CLOCK, 0, 0, log->now_ms);
	}
	if (log->refused_count > 0) {
		raise(&r, ALARM_REFUSED, LOG_NONE, log->refused_count,
			log->refused_ms);
	}
	return r.count;
}

size_t log_held(const struct log *log, struct log_at *ret_held, size_t max)
{
	size_t count = 0;

	for (size_t i = 0; i < log->commit_count && count < max; i++) {
		const struct log_commit *c = &log->commits[i];

		if (!c->signed_right || !log_is_held(log, c)) continue;
		ret_held[count++] = (struct log_at){str_bytes(
			log->chains[c->dev].name, LOG_DEVICE_HEX), c->seq};
	}
	return count;
}
