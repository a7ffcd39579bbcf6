/* Commits that hand over: see log_hand.h and doc/team.md T4, T5. Owns such a
 * commit while it is made; its rings are hand_ring.c's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_hand.h"

#include "store/hand_ring.h"

#include <string.h>

enum { HAND_ARENA_BYTES = 64 << 20,
	APART_DEVICES_MAX = 24 /* two bodies each, and some are left */ };

/* -- what each device is told ---------------------------------------------- */

/* Ascending by number. Who joins has none; where rosters are merged nobody has
 * those of the others' side, and without them the new one does not hold. */
static void rosters_put(struct handing *h, struct hand_ops *ops, bool all)
{
	str *texts;
	size_t count = all ? log_roster_list(h->log, h->arena, &texts)
		: log_roster_apart(h->log, h->arena, h->merging, &texts);

	for (size_t i = 0; i < count; i++) {
		LIST_ADD(h->arena, ops, ((struct op){.kind = OP_ROSTER,
			.field = S("team"), .value = texts[i]}));
	}
}

static void rosters_hand(struct handing *h, uint32_t dev)
{
	if (h->is_new[dev] || h->merging != NULL) {
		rosters_put(h, &h->devices[dev], h->is_new[dev]);
	} else if (h->change->roster.len > 0) {
		hand_ring_say(h, &h->devices[dev], (struct op){
			.kind = OP_ROSTER, .field = S("team"),
			.value = h->change->roster});
	}
}

static void void_write(const struct handing *h, uint32_t dev, uint32_t seq,
	struct hlc clock, struct buf *out)
{
	buf_fmt(out, "%.*s %llu %llu %llu\n", S_ARG(hand_ring_device(h, dev)),
		(unsigned long long)seq, (unsigned long long)clock.ms,
		(unsigned long long)clock.count);
}

/* [hand-7] The clocks that were set and count, each once. */
static void voids_again(const struct handing *h, struct buf *out)
{
	const struct log *log = h->log;

	for (size_t i = 0; i < log->void_count; i++) {
		const struct log_void *one = &log->voids[i];
		struct hlc clock;
		size_t first = 0;

		while (log->voids[first].dev != one->dev ||
			log->voids[first].seq != one->seq) {
			first++;
		}
		if (first != i) continue;
		if (!log_void_find(log, one->dev, one->seq, &clock)) continue;
		void_write(h, one->dev, one->seq, clock, out);
	}
}

/* The voids of this commit; when somebody joins those before as well. */
static void voids_hand(struct handing *h, struct hand_ops *ops)
{
	struct buf value = {0};

	if (h->someone_joins) voids_again(h, &value);
	for (size_t i = 0; i < h->change->void_count; i++) {
		const struct log_at *one = &h->change->voids[i];
		uint32_t dev = log_chain_of(h->log, one->dev);

		if (dev == LOG_NONE) continue;
		void_write(h, dev, (uint32_t)one->seq, h->clock, &value);
	}
	if (value.len > 0) {
		hand_ring_say(h, ops, (struct op){.kind = OP_VOID,
			.value = buf_str(&value)});
	}
	buf_close(&value);
}

/* -- the commit ----------------------------------------------------------- */

static void body_put(struct handing *h, str ring, const struct hand_ops *ops,
	const recipient *to)
{
	if (ops->count == 0) return;
	must(h->body_count < LOG_BODIES_MAX);
	h->bodies[h->body_count++] = (struct log_body){.ring = ring,
		.ops = ops->at, .op_count = ops->count, .to = to};
}

static void device_look(struct handing *h, uint32_t dev)
{
	/* [hand-1] a frozen one hears of nothing */
	h->reached[dev] = h->log->chains[dev].active &&
		(dev == 0 || (hand_ring_belongs(h, S("team"), dev) &&
			log_recipient_find(h->log, dev, &h->to[dev])));
	if (!h->reached[dev]) return;
	h->is_new[dev] = dev != 0 && !log_is_member(h->log, S("team"), dev);
	h->someone_joins |= h->is_new[dev];
}

/* What devices are told of all: it stands before the epochs. */
static void devices_begin(struct handing *h)
{
	uint32_t count = (uint32_t)h->log->chain_count;

	for (uint32_t i = 0; i < count; i++) device_look(h, i);
	voids_hand(h, &h->shared);
	for (uint32_t i = 0; i < count; i++) {
		if (!h->reached[i]) continue;
		rosters_hand(h, i);
		voids_hand(h, &h->devices[i]);
	}
}

/* Epochs that may end one day (log_epoch.h) stand alone, as long as there is
 * room for that. */
static void device_end(struct handing *h, uint32_t dev, bool apart)
{
	str ring = str_fmt(h->arena, "device-%.*s",
		S_ARG(hand_ring_device(h, dev)));
	const recipient *to = dev == 0 ? NULL : &h->to[dev];
	struct hand_ops *first = &h->devices[dev], *keys = &h->keys[dev];

	for (size_t i = 0; !apart && i < keys->count; i++) {
		LIST_ADD(h->arena, first, keys->at[i]);
	}
	body_put(h, ring, first, to);
	if (apart) body_put(h, ring, keys, to);
}

static size_t reached_count(const struct handing *h)
{
	size_t count = 0;

	for (uint32_t i = 0; i < h->log->chain_count; i++) {
		count += h->reached[i];
	}
	return count;
}

static bool is_apart(const struct handing *h)
{
	return reached_count(h) <= APART_DEVICES_MAX;
}


/* As many rings as one commit has room for beside its devices, what is said to
 * all, and what is sealed for recovery; the others are due the next time. */
static void rings_hand(struct handing *h)
{
	/* [team-1] a roster has so few devices that some room is left. */
	size_t room = LOG_BODIES_MAX - 2 - reached_count(h), busy = 0;

	if (is_apart(h)) room -= reached_count(h);
	for (size_t i = 0; i < h->ring_count && busy < room; i++) {
		hand_ring_do(h, &h->rings[i]);
		busy += h->rings[i].says.count > 0;
	}
}

/* The roster of this change once it is believed; NULL: it does not hold. */
static const struct log_roster *roster_believe(struct handing *h)
{
	struct log *log = h->log;
	size_t before = log->roster_count;
	const struct log_roster *one = NULL;

	log_roster_take(log, 0, h->change->roster);
	h->roster_came = log->roster_count > before;
	log->rosters_new = true;
	log_belief(log);
	for (size_t i = 0; i < log->roster_count; i++) {
		if (hash_eq(log->rosters[i]->name, h->roster)) {
			one = log->rosters[i];
		}
	}
	return one != NULL && one->holds ? one : NULL;
}

/* Without those who leave, the clock may not be that of most any more. */
static const err *roster_take(struct handing *h)
{
	const struct log_roster *one;

	if (h->change->roster.len == 0) return NULL;
	h->roster = hash_of(h->change->roster);
	one = roster_believe(h);
	if (one == NULL) {
		return err_make(ERR_REFUSED, "this roster does not hold");
	}
	if (!log_may_sign(h->log, h->now_ms)) {
		return err_make(ERR_REFUSED, "this device may not sign then");
	}
	if (one->says.before_count > 1) {
		h->merging = &one->says;
		rosters_put(h, &h->shared, false);
		return NULL;
	}
	hand_ring_say(h, &h->shared, (struct op){.kind = OP_ROSTER,
		.field = S("team"), .value = h->change->roster});
	return NULL;
}

/* [hand-9] What was learnt meanwhile from those who are believed by it goes as
 * well: then the log is read from its start. */
static const err *roster_back(const struct handing *h)
{
	if (!h->roster_came) return NULL;
	log_roster_drop(h->log, h->roster);
	return h->roster_settled ? log_again(h->log) : NULL;
}

/* [hand-10] */
static bool is_asked(const struct log_change *change)
{
	return change->roster.len > 0 || change->grant_count > 0 ||
	       change->void_count > 0 || change->renew > 0 ||
	       change->write_count > 0;
}

static const err *all_hand(struct handing *h)
{
	struct log *log = h->log;
	const err *e = roster_take(h);

	if (e == NULL) {
		h->roster_settled = true;
		e = log_settle(log);
	}
	if (e == NULL) e = hand_ring_list(h);
	if (e != NULL) return e;
	h->epochs_before = log->rings.count;
	h->clock = log_clock_next(log, h->now_ms);
	h->escrows = log_recovery(log) != NULL;
	if (h->escrows) h->recovery = log_recovery(log)->to;
	devices_begin(h);
	rings_hand(h);
	for (uint32_t i = 0; i < log->chain_count; i++) {
		if (h->reached[i]) device_end(h, i, is_apart(h));
	}
	body_put(h, S("team"), &h->shared, NULL);
	body_put(h, S("recovery"), &h->escrow, &h->recovery);
	for (size_t i = 0; i < h->ring_count; i++) {
		body_put(h, h->rings[i].name, &h->rings[i].says, NULL);
	}
	if (h->body_count == 0) return NULL;
	return log_append(log, h->now_ms, h->bodies, h->body_count);
}

uint64_t log_hand_looked(const struct log *log)
{
	return log->hand_looked;
}

const err *log_hand(struct log *log, uint64_t now_ms,
	const struct log_change *change, bool *ret_done)
{
	struct handing *h = mem_get(sizeof(*h));
	const err *e = log_load(log, UINT64_MAX);

	h->log = log;
	h->change = change;
	h->now_ms = now_ms;
	h->arena = arena_open(HAND_ARENA_BYTES);
	h->epochs_before = SIZE_MAX;
	if (e == NULL) e = log_settle(log);
	if (e == NULL && !log_may_sign(log, now_ms)) {
		e = err_make(ERR_REFUSED, "this device may not sign now");
	}
	if (e == NULL && (is_asked(change) || !log_is_waiting(log))) {
		e = all_hand(h);
	}
	if (e == NULL) *ret_done = h->body_count > 0;
	/* An epoch that was not kept must not be used. */
	if (e != NULL) {
		const err *back;

		ring_forget(&log->rings, h->epochs_before);
		back = roster_back(h);
		if (back != NULL) e = back;
	}
	arena_close(&h->arena);
	mem_wipe(h, sizeof(*h));
	mem_free(h);
	return e;
}
