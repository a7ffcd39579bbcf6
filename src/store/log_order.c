/* Which commits are in the state, and what each has seen: see log_room.h and
 * doc/log.md L9, L10. Owns the order and the points of every chain.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_room.h"

#include <stdlib.h>
#include <string.h>

enum { HELD_MS = 24 * 60 * 60 * 1000 };

/* -- what was seen -------------------------------------------------------- */

/* How many commits of `other` the commit of `chain` at `seq` has seen. */
static uint32_t seen_at(const struct log_chain *chain, uint32_t seq,
	uint32_t other)
{
	const struct log_points *points;
	size_t low = 0, high;

	if (chain->seen == NULL) return 0;
	points = &chain->seen[other];
	high = points->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (points->at[middle].at <= seq) low = middle + 1;
		else high = middle;
	}
	return low == 0 ? 0 : points->at[low - 1].seen;
}

static void seen_add(struct log_chain *chain, uint32_t seq, uint32_t other,
	uint32_t seen)
{
	struct log_points *points;

	if (seen <= seen_at(chain, seq, other)) return;
	if (chain->seen == NULL) {
		chain->seen = mem_get(mem_times(LOG_DEVICES_MAX,
			sizeof(*chain->seen)));
	}
	points = &chain->seen[other];
	if (points->count > 0 && points->at[points->count - 1].at == seq) {
		points->at[points->count - 1].seen = seen;
		return;
	}
	LOG_MORE(points->at, points->count, &points->room);
	points->at[points->count++] = (struct log_point){seq, seen};
}

bool log_saw(const struct log *log, uint32_t dev, uint32_t seq,
	uint32_t other, uint32_t other_seq)
{
	if (dev == other) return other_seq < seq;
	return seen_at(&log->chains[dev], seq, other) >= other_seq;
}

uint32_t log_seen_of(const struct log *log, uint32_t dev, uint32_t seq,
	uint32_t other)
{
	return dev == other ? seq - 1 : seen_at(&log->chains[dev], seq, other);
}

bool log_has_all(const struct log *log, str dev)
{
	size_t at = 1; /* [0] is this device */

	while (at < log->chain_count &&
		!str_eq(str_bytes(log->chains[at].name, LOG_DEVICE_HEX), dev)) {
		at++;
	}
	if (at == log->chain_count || log->chains[at].seq == 0 ||
		log->waiting_count > 0 || log->loose_count > 0) {
		return false;
	}
	for (size_t i = 0; i < log->chain_count; i++) {
		const struct log_chain *chain = &log->chains[i];
		uint32_t newest = chain->newest < chain->end ? chain->newest
							     : chain->end;

		if (newest > chain->seq || (i != at && seen_at(
			&log->chains[at], log->chains[at].seq, (uint32_t)i) <
				chain->seq)) {
			return false;
		}
	}
	return true;
}

/* -- clocks --------------------------------------------------------------- */

/* L10.2: a void counts when who wrote it may and its chain has not ended
 * before it. */
static bool void_counts(const struct log *log, const struct log_void *one)
{
	const struct log_commit *by = &log->commits[one->by];

	return log->chains[by->dev].admin &&
	       log->chains[by->dev].believed &&
	       by->seq <= log->chains[by->dev].end &&
	       hlc_compare(one->clock, by->hlc) <= 0;
}

bool log_void_find(const struct log *log, uint32_t dev, uint32_t seq,
	struct hlc *ret_clock)
{
	bool any = false;

	for (size_t i = 0; i < log->void_count; i++) {
		const struct log_void *one = &log->voids[i];

		if (one->dev != dev || one->seq != seq) continue;
		if (!void_counts(log, one)) continue;
		if (any && hlc_compare(one->clock, *ret_clock) >= 0) continue;
		*ret_clock = one->clock;
		any = true;
	}
	return any;
}

struct hlc log_clock_of(const struct log *log, const struct log_commit *c)
{
	struct hlc clock = c->hlc;

	(void)log_void_find(log, c->dev, c->seq, &clock);
	return clock;
}

static bool is_ahead(uint64_t now_ms, struct hlc clock)
{
	return now_ms != 0 && clock.ms > now_ms &&
	       clock.ms - now_ms > HELD_MS;
}

/* A clock that was set back leaves commits in the state that are ahead now. */
struct hlc log_clock_next(const struct log *log, uint64_t now_ms)
{
	struct hlc greatest = {0, 0};

	if (!is_ahead(now_ms, log->clock)) return hlc_next(log->clock, now_ms);
	for (size_t i = 0; i < log->commit_count; i++) {
		const struct log_commit *c = &log->commits[i];

		if (c->in_state && !is_ahead(now_ms, c->clock) &&
			hlc_compare(c->clock, greatest) > 0) {
			greatest = c->clock;
		}
	}
	return hlc_next(greatest, now_ms);
}

bool log_is_held(const struct log *log, const struct log_commit *commit)
{
	if (commit->dev != 0 && commit->seq <=
		log->chains[commit->dev].let_in) {
		return false;
	}
	return is_ahead(log->now_ms, log_clock_of(log, commit));
}

/* A frame names what stood in the state before it. */
void log_let_in(struct log *log, const struct log_commit *own)
{
	for (uint32_t i = 0; i < own->head_count; i++) {
		const struct log_head *head = &log->heads[own->head_at + i];
		struct log_chain *chain = &log->chains[head->dev];

		if (head->seq > chain->let_in) chain->let_in = head->seq;
	}
}

/* -- the state ------------------------------------------------------------ */

/* L9.5 */
static bool head_is_in(const struct log *log, const struct log_head *head)
{
	const struct log_chain *chain = &log->chains[head->dev];
	size_t at = SIZE_MAX;
	uint32_t commit;

	if (head->seq > chain->end) return chain->seq == chain->end;
	if (head->seq > chain->seq) return false;
	while (log_at_place(log, head->dev, head->seq, &at, &commit)) {
		const struct log_commit *one = &log->commits[commit];

		if (one->in_state && memcmp(one->name.bytes, head->name,
			sizeof(head->name)) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_ready(const struct log *log, const struct log_commit *c)
{
	const struct log_chain *chain = &log->chains[c->dev];
	static const hash zeros;

	if (!c->signed_right || !chain->believed || c->seq > chain->end ||
		c->seq != chain->seq + 1) {
		return false;
	}
	if (!hash_eq(c->prev, chain->seq == 0 ? zeros
		: log->commits[chain->tip].name)) {
		return false;
	}
	if (c->seq == chain->cut_end && !hash_eq(c->name, chain->cut_name)) {
		return false;
	}
	if (c->dev != 0 && log_is_held(log, c)) return false; /* L10.1 */
	for (uint32_t i = 0; i < c->head_count; i++) {
		if (!head_is_in(log, &log->heads[c->head_at + i])) return false;
	}
	return true;
}

/* What a commit has seen is closed: what its heads have seen, it has. */
static void points_add(struct log *log, const struct log_commit *c)
{
	struct log_chain *chain = &log->chains[c->dev];

	for (uint32_t i = 0; i < c->head_count; i++) {
		const struct log_head *head = &log->heads[c->head_at + i];
		const struct log_chain *other = &log->chains[head->dev];
		uint32_t seq = head->seq > other->end ? other->end : head->seq;

		if (seq == 0) continue;
		seen_add(chain, c->seq, head->dev, seq);
		for (uint32_t j = 0; j < log->chain_count; j++) {
			if (j == c->dev || j == head->dev) continue;
			seen_add(chain, c->seq, j, seen_at(other, seq, j));
		}
	}
}

/* The commit of a chain in the state up to which a head reaches. */
static const struct log_commit *head_commit(const struct log *log,
	const struct log_head *head)
{
	const struct log_chain *chain = &log->chains[head->dev];
	uint32_t seq = head->seq > chain->end ? chain->end : head->seq;
	size_t at = SIZE_MAX;
	uint32_t commit;

	while (log_at_place(log, head->dev, seq, &at, &commit)) {
		if (log->commits[commit].in_state) return &log->commits[commit];
	}
	return NULL;
}

/* L10.5: what one has seen has what it had seen behind it, so the last of its
 * own chain and its heads are enough [log-11]. */
static struct hlc rank_of(const struct log *log, const struct log_commit *c)
{
	const struct log_chain *chain = &log->chains[c->dev];
	struct hlc seen = {0, 0};

	if (chain->seq > 0) seen = log->commits[chain->tip].rank;
	for (uint32_t i = 0; i < c->head_count; i++) {
		const struct log_commit *other = head_commit(log,
			&log->heads[c->head_at + i]);

		if (other == NULL) continue;
		if (hlc_compare(other->rank, seen) > 0) seen = other->rank;
	}
	if (hlc_compare(c->clock, seen) > 0) return c->clock;
	return (struct hlc){seen.ms, seen.count + 1};
}

static void place(struct log *log, uint32_t commit)
{
	struct log_commit *c = &log->commits[commit];
	struct log_chain *chain = &log->chains[c->dev];

	c->in_state = true;
	c->clock = log_clock_of(log, c);
	c->rank = rank_of(log, c);
	points_add(log, c);
	chain->seq = c->seq;
	if (c->seq > chain->let_in) chain->let_in = c->seq;
	chain->tip = commit;
	if (hlc_compare(c->clock, log->clock) > 0 &&
		!is_ahead(log->now_ms, c->clock)) {
		log->clock = c->clock;
	}
	LOG_MORE(log->order, log->order_count, &log->order_room);
	log->order[log->order_count++] = commit;
}

/* qsort has no place for the log. */
static const struct log_commit *sorted_commits;

static int by_clock(const void *a, const void *b)
{
	const struct log_commit *one = &sorted_commits[*(const uint32_t *)a];
	const struct log_commit *other = &sorted_commits[*(const uint32_t *)b];
	int compared = hlc_compare(one->hlc, other->hlc);

	if (compared != 0) return compared;
	return memcmp(one->name.bytes, other->name.bytes,
		sizeof(one->name.bytes));
}

/* Clocks mostly grow along causes, so one pass over what waits, sorted by
 * them, places nearly all. */
static void fixpoint(struct log *log)
{
	bool again = log->waiting_count > 0;

	if (log->waiting_count > 1) {
		sorted_commits = log->commits;
		qsort(log->waiting, log->waiting_count,
			sizeof(*log->waiting), by_clock);
	}
	while (again) {
		size_t kept = 0;

		again = false;
		for (size_t i = 0; i < log->waiting_count; i++) {
			uint32_t commit = log->waiting[i];

			if (is_ready(log, &log->commits[commit])) {
				place(log, commit);
				again = true;
			} else {
				log->waiting[kept++] = commit;
			}
		}
		log->waiting_count = kept;
	}
}

/* Everything from the beginning: an end, a clock or a belief has changed. */
static void begin_again(struct log *log)
{
	for (size_t i = 0; i < log->chain_count; i++) {
		struct log_chain *chain = &log->chains[i];

		chain->seq = chain->tip = 0;
		for (size_t j = 0; chain->seen != NULL && j < LOG_DEVICES_MAX;
			j++) {
			chain->seen[j].count = 0;
		}
	}
	log->clock = (struct hlc){0, 0};
	log->waiting_count = log->order_count = 0;
	for (size_t i = 0; i < log->commit_count; i++) {
		log->commits[i].in_state = false;
		LOG_MORE(log->waiting, log->waiting_count, &log->waiting_room);
		log->waiting[log->waiting_count++] = (uint32_t)i;
	}
}

/* What was given out and is not in the state, or counts otherwise now. */
static bool something_is_withdrawn(const struct log *log)
{
	for (size_t i = 0; i < log->commit_count; i++) {
		const struct log_commit *c = &log->commits[i];

		if (!c->given) continue;
		if (!c->in_state ||
			hlc_compare(c->clock, c->given_clock) != 0 ||
			hlc_compare(c->rank, c->given_rank) != 0) {
			return true;
		}
	}
	return false;
}

void log_order(struct log *log)
{
	bool all = log->changed;

	log->changed = false;
	if (all) begin_again(log);
	fixpoint(log);
	if (!all) return;
	log->withdrawn |= something_is_withdrawn(log);
	log->read_at = 0; /* what was given is passed over */
}

/* -- forks ---------------------------------------------------------------- */

void log_fork_look(struct log *log, uint32_t commit)
{
	struct log_commit *c = &log->commits[commit];
	struct log_chain *chain = &log->chains[c->dev];
	size_t at = SIZE_MAX;
	uint32_t other;

	while (log_at_place(log, c->dev, c->seq, &at, &other)) {
		if (other == commit || chain->fork_end < c->seq) continue;
		chain->fork_end = c->seq - 1;
		chain->fork_ms = log->now_ms;
		log->changed = true;
	}
}
