/* Commits that hand over: see log_hand.h and doc/team.md T4, T5. Owns such a
 * commit while it is made.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_hand.h"

#include "base/list.h"
#include "store/log_room.h"

#include <string.h>

#define EPOCH_MS ((uint64_t)LOG_EPOCH_DAYS * 24 * 60 * 60 * 1000)

enum { HAND_RINGS_MAX = RING_EPOCHS_MAX, HAND_ARENA_BYTES = 64 << 20,
	APART_DEVICES_MAX = 24 /* two bodies each, and some are left */ };

struct hand_ops LIST_OF(struct op);

/* A ring at hand while it is looked after. */
struct hand_ring {
	str name;
	uint64_t next;          /* the number of a new epoch; 0: none */
	struct hand_ops says;   /* add, drop: in the ring itself */
};

struct handing {
	struct log *log;
	struct arena *arena;
	const struct log_change *change;
	uint64_t now_ms;
	struct hlc clock;
	struct hand_ring rings[HAND_RINGS_MAX];
	size_t ring_count, epochs_before;
	const struct team_roster *merging;           /* names several tips */
	struct hand_ops shared;                      /* roster, void */
	bool escrows;                                /* a recovery is declared */
	struct hand_ops escrow;                      /* for it (L8) */
	recipient recovery;
	struct hand_ops devices[LOG_DEVICES_MAX];
	struct hand_ops keys[LOG_DEVICES_MAX];       /* of rings but the team's */
	bool reached[LOG_DEVICES_MAX];               /* has a body */
	bool is_new[LOG_DEVICES_MAX];                /* joins now */
	bool someone_joins;
	hash roster;                                 /* of the change */
	bool roster_came, roster_settled;            /* it is in no commit yet */
	recipient to[LOG_DEVICES_MAX];
	struct log_body bodies[LOG_BODIES_MAX];
	size_t body_count;
};

static str name_of(const struct handing *h, uint32_t dev)
{
	return str_bytes(h->log->chains[dev].name, LOG_DEVICE_HEX);
}

/* -- who is in a ring when this is done ----------------------------------- */

static const struct log_grant *grant_find(const struct handing *h, str ring,
	uint32_t dev)
{
	for (size_t i = 0; i < h->change->grant_count; i++) {
		const struct log_grant *one = &h->change->grants[i];

		if (str_eq(one->ring, ring) && str_eq(one->dev, name_of(h, dev))) {
			return one;
		}
	}
	return NULL;
}

/* The team ring is the team's, but for whom it was put out of; who holds a ring
 * that says nothing of members founded it. */
static bool belongs(const struct handing *h, str ring, uint32_t dev)
{
	const struct log_grant *grant = grant_find(h, ring, dev);

	if (!h->log->chains[dev].active) return false;
	if (grant != NULL) return !grant->out;
	if (str_eq(ring, S("team"))) return !log_is_out(h->log, ring, dev);
	if (dev == 0 && !log_ring_says(h->log, ring)) return true;
	return log_is_member(h->log, ring, dev);
}

/* -- epochs --------------------------------------------------------------- */

static void op_add(const struct handing *h, struct hand_ops *ops,
	struct op op)
{
	op.field = str_dup(h->arena, op.field);
	op.value = str_dup(h->arena, op.value);
	LIST_ADD(h->arena, ops, op);
}

static void epoch_make(struct handing *h, struct hand_ring *ring)
{
	const struct ring_epoch *old = ring_newest(&h->log->rings, ring->name);
	struct secret secret = secret_random(32);
	unsigned char proof[RING_PROOF_BYTES];
	struct ring_given given = {.ring = ring->name, .trusted = true,
		.epoch = old == NULL ? 1 : old->epoch + 1,
		.secret = secret_str(&secret), .made_ms = h->now_ms};

	if (old != NULL) {
		struct identity next = identity_from(given.secret);

		ring_prove(old, ring->name, given.epoch, next.recipient, proof);
		given.proof = str_bytes(proof, sizeof(proof));
		identity_close(&next);
	}
	must(ring_add(&h->log->rings, &given));
	ring->next = given.epoch;
	secret_close(&secret);
}

/* [hand-1] Only a roster that removes somebody, or a grant taken back, puts her
 * out. Who stands in no roster here may stand in one that is on its way, or
 * wait until several are one [hand-4]: a `drop` would keep her out for good. */
static bool has_left(const struct handing *h, str ring, uint32_t dev)
{
	const struct log_grant *grant = grant_find(h, ring, dev);

	if (!log_is_member(h->log, ring, dev) || belongs(h, ring, dev)) {
		return false;
	}
	return h->log->chains[dev].cut_end != LOG_NO_END ||
		(grant != NULL && grant->out);
}

/* L13.4: the ring of a case is not followed by another each month. */
static bool is_over(const struct handing *h, const struct ring_epoch *newest)
{
	uint64_t made = log_made_ms(h->log, newest);

	if ((size_t)(newest - h->log->rings.at) < h->change->renew) return true;
	return made != 0 && made + EPOCH_MS < h->now_ms &&
	       !ring_is_case(ring_name(newest));
}

static void ring_look(struct handing *h, struct hand_ring *ring)
{
	const struct ring_epoch *newest = log_seal_epoch(h->log, ring->name);
	bool due = newest == NULL || is_over(h, newest);

	for (uint32_t i = 0; i < h->log->chain_count; i++) {
		if (!has_left(h, ring->name, i)) continue;
		due = true;
		op_add(h, &ring->says, (struct op){.kind = OP_DROP,
			.field = str_fmt(h->arena, "ring.%.*s",
				S_ARG(ring->name)),
			.value = name_of(h, i)});
	}
	if (due) epoch_make(h, ring);
}

static bool is_listed(const struct handing *h, str name)
{
	for (size_t i = 0; i < h->ring_count; i++) {
		if (str_eq(h->rings[i].name, name)) return true;
	}
	return false;
}

static void ring_list(struct handing *h, str name)
{
	if (is_listed(h, name) || h->ring_count == HAND_RINGS_MAX) return;
	h->rings[h->ring_count++] = (struct hand_ring){
		.name = str_dup(h->arena, name)};
}

/* The team's own rings are there from the founding: whoever joined and lacks
 * one is not in it, and another of that name would part the team. */
static bool may_begin(const struct handing *h, str ring)
{
	return h->log->device.anchor == NULL || ring_is_case(ring);
}

static void held_list(struct handing *h)
{
	for (size_t i = 1; i < h->log->rings.count; i++) {
		str name = ring_name(&h->log->rings.at[i]);

		if (str_starts(name, S("device-"))) continue;
		if (ring_newest(&h->log->rings, name) == NULL) continue;
		if (belongs(h, name, 0)) ring_list(h, name);
	}
}

/* A ring that somebody is granted, when this device holds it or begins it. */
static void granted_list(struct handing *h, str ring)
{
	const struct log_grant *own = grant_find(h, ring, 0);

	if (ring_newest(&h->log->rings, ring) != NULL) {
		if (belongs(h, ring, 0)) ring_list(h, ring);
	} else if (own != NULL && !own->out && may_begin(h, ring)) {
		ring_list(h, ring);
	}
}

/* The rings to look after: the team's, what is granted, then all others this
 * device holds. */
static const err *rings_list(struct handing *h)
{
	ring_list(h, S("team"));
	for (size_t i = 0; i < h->change->grant_count; i++) {
		const struct log_grant *one = &h->change->grants[i];

		if (!ring_name_is_right(one->ring) || one->ring.len > 40) {
			return err_make(ERR_USAGE, "this is no ring");
		}
		granted_list(h, one->ring);
		if (!is_listed(h, one->ring)) {
			return err_make(ERR_REFUSED,
				"this ring is not ours to grant");
		}
	}
	held_list(h);
	return NULL;
}

/* -- what each device is handed ------------------------------------------- */

/* Who comes back has them all, and is named with the newest again. */
static bool has_it(const struct handing *h, const struct ring_epoch *epoch,
	uint32_t dev)
{
	str ring = ring_name(epoch);

	return log_has_epoch(h->log, epoch, dev) &&
	       (log_is_member(h->log, ring, dev) ||
		       epoch != ring_newest(&h->log->rings, ring));
}

/* [hand-2] */
static void epoch_hand(struct handing *h, struct hand_ring *ring,
	const struct ring_epoch *epoch, uint32_t dev)
{
	struct buf field = {0}, value = {0};

	if (has_it(h, epoch, dev)) return;
	buf_fmt(&field, "%.*s.%llu", S_ARG(ring->name),
		(unsigned long long)epoch->epoch);
	if (dev != 0 || ring->next == epoch->epoch) {
		buf_put(&value, secret_str(&epoch->identity.key));
		if (epoch->has_proof) {
			buf_put(&value, str_bytes(epoch->proof,
				sizeof(epoch->proof)));
		}
		op_add(h, str_eq(ring->name, S("team")) ? &h->devices[dev]
			: &h->keys[dev], (struct op){.kind = OP_KEY,
			.field = buf_str(&field), .value = buf_str(&value)});
	}
	buf_reset(&value);
	buf_fmt(&value, "%.*s ", S_ARG(name_of(h, dev)));
	buf_hex(&value, epoch->identity.recipient.bytes,
		sizeof(epoch->identity.recipient.bytes));
	buf_reset(&field);
	buf_fmt(&field, "ring.%.*s.%llu", S_ARG(ring->name),
		(unsigned long long)epoch->epoch);
	op_add(h, &ring->says, (struct op){.kind = OP_ADD,
		.field = buf_str(&field), .value = buf_str(&value)});
	buf_close(&field);
	buf_close(&value);
}

/* Ascending by number: a later epoch is proved by the one before. */
static void ring_hand(struct handing *h, struct hand_ring *ring, uint32_t dev)
{
	uint64_t number = 0;
	bool more = belongs(h, ring->name, dev);

	while (more) {
		uint64_t next = UINT64_MAX;

		for (size_t i = 1; i < h->log->rings.count; i++) {
			const struct ring_epoch *one = &h->log->rings.at[i];

			if (!str_eq(ring_name(one), ring->name)) continue;
			if (one->epoch == number) epoch_hand(h, ring, one, dev);
			if (one->epoch > number && one->epoch < next) {
				next = one->epoch;
			}
		}
		more = next != UINT64_MAX;
		number = next;
	}
}

/* [hand-3] */
static void escrow_hand(struct handing *h, struct hand_ring *ring)
{
	for (size_t i = 1; i < h->log->rings.count; i++) {
		const struct ring_epoch *one = &h->log->rings.at[i];
		struct log_epoch_row row = {ring->name, one->epoch,
			&one->identity, one->has_proof ? str_bytes(one->proof,
			sizeof(one->proof)) : S("")};
		struct op mark, op;

		if (!str_eq(ring_name(one), ring->name) ||
			log_is_escrowed(h->log, &one->identity.recipient)) {
			continue;
		}
		log_escrow_op(h->arena, &row, &op);
		log_escrow_mark(h->arena, &row, &h->recovery, &mark);
		LIST_ADD(h->arena, &h->escrow, op);
		LIST_ADD(h->arena, &ring->says, mark);
	}
}

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
		op_add(h, &h->devices[dev], (struct op){.kind = OP_ROSTER,
			.field = S("team"), .value = h->change->roster});
	}
}

static void void_write(const struct handing *h, uint32_t dev, uint32_t seq,
	struct hlc clock, struct buf *out)
{
	buf_fmt(out, "%.*s %llu %llu %llu\n", S_ARG(name_of(h, dev)),
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
		op_add(h, ops, (struct op){.kind = OP_VOID,
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
		(dev == 0 || (belongs(h, S("team"), dev) &&
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
	str ring = str_fmt(h->arena, "device-%.*s", S_ARG(name_of(h, dev)));
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

static bool is_named(const struct handing *h, str ring)
{
	for (size_t i = 0; i < h->change->grant_count; i++) {
		if (str_eq(h->change->grants[i].ring, ring)) return true;
	}
	for (size_t i = 0; i < h->change->write_count; i++) {
		if (str_eq(h->change->writes[i], ring)) return true;
	}
	return false;
}

/* Everybody who belongs to a ring has this epoch, and recovery too. */
static bool is_given(const struct handing *h, const struct ring_epoch *epoch)
{
	str ring = ring_name(epoch);

	for (uint32_t dev = 0; dev < h->log->chain_count; dev++) {
		if (h->reached[dev] && belongs(h, ring, dev) &&
			!has_it(h, epoch, dev)) {
			return false;
		}
	}
	return !h->escrows || log_is_escrowed(h->log,
		&epoch->identity.recipient);
}

/* [hand-6] The ring of a case in which nothing is to be written, and whose
 * members all have what they need. */
static bool rests(const struct handing *h, str ring)
{
	bool rests = ring_is_case(ring) && !is_named(h, ring);

	for (size_t i = 1; rests && i < h->log->rings.count; i++) {
		const struct ring_epoch *one = &h->log->rings.at[i];

		if (!str_eq(ring_name(one), ring)) continue;
		rests = is_given(h, one) && i >= h->change->renew;
	}
	return rests;
}

static void ring_do(struct handing *h, struct hand_ring *ring)
{
	if (rests(h, ring->name)) return;
	ring_look(h, ring);
	for (uint32_t dev = 0; dev < h->log->chain_count; dev++) {
		if (h->reached[dev]) ring_hand(h, ring, dev);
	}
	if (h->escrows) escrow_hand(h, ring);
}

/* As many rings as one commit has room for beside its devices, what is said to
 * all, and what is sealed for recovery; the others are due the next time. */
static void rings_hand(struct handing *h)
{
	/* [team-1] a roster has so few devices that some room is left. */
	size_t room = LOG_BODIES_MAX - 2 - reached_count(h), busy = 0;

	if (is_apart(h)) room -= reached_count(h);
	for (size_t i = 0; i < h->ring_count && busy < room; i++) {
		ring_do(h, &h->rings[i]);
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
	op_add(h, &h->shared, (struct op){.kind = OP_ROSTER,
		.field = S("team"), .value = h->change->roster});
	return NULL;
}

/* [hand-7] What was learnt meanwhile from those who are believed by it goes as
 * well: then the log is read from its start. */
static const err *roster_back(const struct handing *h)
{
	if (!h->roster_came) return NULL;
	log_roster_drop(h->log, h->roster);
	return h->roster_settled ? log_again(h->log) : NULL;
}

static const err *all_hand(struct handing *h)
{
	struct log *log = h->log;
	const err *e = roster_take(h);

	if (e == NULL) {
		h->roster_settled = true;
		e = log_settle(log);
	}
	if (e == NULL) e = rings_list(h);
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
	if (e == NULL) e = all_hand(h);
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
