/* The rings of a commit that hands over: see hand_ring.h, doc/team.md T4, T5.
 * Owns nothing: what is handed stands in the commit.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/hand_ring.h"

#include <string.h>

#define EPOCH_MS ((uint64_t)LOG_EPOCH_DAYS * 24 * 60 * 60 * 1000)

str hand_ring_device(const struct handing *h, uint32_t dev)
{
	return str_bytes(h->log->chains[dev].name, LOG_DEVICE_HEX);
}

/* -- who is in a ring when this is done ----------------------------------- */

static const struct log_grant *grant_find(const struct handing *h, str ring,
	uint32_t dev)
{
	for (size_t i = 0; i < h->change->grant_count; i++) {
		const struct log_grant *one = &h->change->grants[i];

		if (str_eq(one->ring, ring) &&
			str_eq(one->dev, hand_ring_device(h, dev))) {
			return one;
		}
	}
	return NULL;
}

bool hand_ring_belongs(const struct handing *h, str ring, uint32_t dev)
{
	const struct log_grant *grant = grant_find(h, ring, dev);

	if (!h->log->chains[dev].active) return false;
	if (grant != NULL) return !grant->out;
	if (str_eq(ring, S("team"))) return !log_is_out(h->log, ring, dev);
	if (dev == 0 && !log_ring_says(h->log, ring)) return true;
	return log_is_member(h->log, ring, dev);
}

/* -- epochs --------------------------------------------------------------- */

void hand_ring_say(const struct handing *h, struct hand_ops *ops,
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

	if (!log_is_member(h->log, ring, dev) ||
		hand_ring_belongs(h, ring, dev)) {
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
	if (str_eq(ring_name(newest), h->change->anew)) return true;
	return made != 0 && made + EPOCH_MS < h->now_ms &&
	       !ring_is_case(ring_name(newest));
}

static void ring_look(struct handing *h, struct hand_ring *ring)
{
	const struct ring_epoch *newest = log_seal_epoch(h->log, ring->name);
	bool due = newest == NULL || is_over(h, newest);

	for (uint32_t i = 0; i < h->log->chain_count; i++) {
		if (!has_left(h, ring->name, i)) continue;
		due |= newest == NULL || log_has_epoch(h->log, newest, i);
		hand_ring_say(h, &ring->says, (struct op){.kind = OP_DROP,
			.field = str_fmt(h->arena, "ring.%.*s",
				S_ARG(ring->name)),
			.value = hand_ring_device(h, i)});
	}
	if (due) epoch_make(h, ring);
}

/* Among the first of those listed. */
static bool is_listed(const struct handing *h, str name, size_t first)
{
	for (size_t i = 0; i < first; i++) {
		if (str_eq(h->rings[i].name, name)) return true;
	}
	return false;
}

static void ring_list(struct handing *h, str name, size_t first)
{
	if (is_listed(h, name, first) || h->ring_count == HAND_RINGS_MAX) return;
	h->rings[h->ring_count++] = (struct hand_ring){
		.name = str_dup(h->arena, name)};
}

/* The team's own rings are there from the founding: whoever joined and lacks
 * one is not in it, and another of that name would part the team. */
static bool may_begin(const struct handing *h, str ring)
{
	return h->log->device.anchor == NULL || ring_is_case(ring);
}

static void rest_note(struct handing *h, str ring)
{
	const struct ring_epoch *one = NULL;

	while ((one = ring_each(&h->log->rings, ring, one)) != NULL) {
		h->log->rings.at[one - h->log->rings.at].touched = false;
	}
}

/* Those of cases that nothing touched since they were looked at have what they
 * need [hand-8]. Each stands here by the epoch of it that came last. */
static bool is_to_look_at(const struct handing *h, size_t at)
{
	const struct ring_epoch *one = &h->log->rings.at[at];
	str name = ring_name(one);

	if (str_starts(name, S("device-"))) return false;
	if (ring_is_case(name) && !one->touched && h->change->renew == 0) {
		return false;
	}
	return one == ring_each(&h->log->rings, name, NULL) &&
	       ring_newest(&h->log->rings, name) != NULL;
}

static void held_list(struct handing *h)
{
	size_t granted = h->ring_count;

	for (size_t i = 1; i < h->log->rings.count; i++) {
		str name = ring_name(&h->log->rings.at[i]);

		if (!is_to_look_at(h, i)) continue;
		if (hand_ring_belongs(h, name, 0)) ring_list(h, name, granted);
		else rest_note(h, name);
	}
}

/* A ring that somebody is granted, when this device holds it or begins it. */
static void granted_list(struct handing *h, str ring)
{
	const struct log_grant *own = grant_find(h, ring, 0);

	if (ring_newest(&h->log->rings, ring) != NULL) {
		if (hand_ring_belongs(h, ring, 0)) {
			ring_list(h, ring, h->ring_count);
		}
	} else if (own != NULL && !own->out && may_begin(h, ring)) {
		ring_list(h, ring, h->ring_count);
	}
}

/* All that decides who is to be handed what, beside what is said in the ring
 * itself and its epochs: who is in the team, and who may open it again. */
static hash print_of(const struct log *log)
{
	const struct log_recovery *recovery = log_recovery(log);
	const struct log_member *said = NULL;
	struct buf all = {0};
	hash print;

	for (size_t i = 0; i < log->chain_count; i++) {
		const struct log_chain *one = &log->chains[i];

		buf_fmt(&all, "%d %d %u\n", one->believed, one->active,
			one->end);
	}
	for (size_t i = 0; i < log->roster_count; i++) {
		const struct log_roster *one = log->rosters[i];

		if (one->is_tip) buf_hex(&all, one->name.bytes, 32);
	}
	while ((said = log_member_each(log, S("team"), said)) != NULL) {
		buf_byte(&all, '.');
	}
	if (recovery != NULL) {
		buf_hex(&all, recovery->to.bytes, sizeof(recovery->to.bytes));
	}
	print = hash_of(buf_str(&all));
	buf_close(&all);
	return print;
}

/* [hand-8] Where that is not as it was, or will not be, all are looked at. */
static void touch_look(struct handing *h)
{
	struct log *log = h->log;
	hash print = print_of(log);
	bool all = !hash_eq(print, log->hand_print);

	for (size_t i = 0; i < h->change->grant_count; i++) {
		all |= str_eq(h->change->grants[i].ring, S("team"));
	}
	for (size_t i = 0; all && i < log->rings.count; i++) {
		log->rings.at[i].touched = true;
	}
	for (size_t i = 0; i < h->change->write_count; i++) {
		ring_touch(&log->rings, h->change->writes[i]);
	}
	ring_touch(&log->rings, h->change->anew);
	log->hand_print = print;
}

const err *hand_ring_list(struct handing *h)
{
	touch_look(h);
	ring_list(h, S("team"), 0);
	for (size_t i = 0; i < h->change->grant_count; i++) {
		const struct log_grant *one = &h->change->grants[i];

		if (!ring_name_is_right(one->ring) || one->ring.len > 40) {
			return err_make(ERR_USAGE, "this is no ring");
		}
		granted_list(h, one->ring);
		if (!is_listed(h, one->ring, h->ring_count)) {
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

/* A person just said so, or the device's own word: an `add` that is neither
 * brings nobody back [hand-12]. */
static bool is_meant(const struct handing *h, str ring, uint32_t dev)
{
	return dev == 0 || h->is_new[dev] || grant_find(h, ring, dev) != NULL;
}

/* [hand-11] What another made it need not pass on before it knows who is in the
 * ring; what it makes itself it must, or nobody reads what it writes. */
static bool is_put_off(const struct handing *h, struct hand_ring *ring,
	const struct ring_epoch *epoch, uint32_t dev)
{
	if (is_meant(h, ring->name, dev) || h->change->roster.len > 0 ||
		ring->next == epoch->epoch) {
		return false;
	}
	if (!ring->lag_known) ring->lags = log_lags(h->log, ring->name);
	ring->lag_known = true;
	return ring->lags;
}

static bool is_due(const struct handing *h, struct hand_ring *ring,
	const struct ring_epoch *epoch, uint32_t dev)
{
	return !has_it(h, epoch, dev) && !is_put_off(h, ring, epoch, dev);
}

/* [hand-2] */
static void epoch_hand(struct handing *h, struct hand_ring *ring,
	const struct ring_epoch *epoch, uint32_t dev)
{
	struct buf field = {0}, value = {0};

	if (!is_due(h, ring, epoch, dev)) return;
	buf_fmt(&field, "%.*s.%llu", S_ARG(ring->name),
		(unsigned long long)epoch->epoch);
	if (dev != 0 || ring->next == epoch->epoch) {
		buf_put(&value, secret_str(&epoch->identity.key));
		if (epoch->has_proof) {
			buf_put(&value, str_bytes(epoch->proof,
				sizeof(epoch->proof)));
		}
		hand_ring_say(h, str_eq(ring->name, S("team"))
			? &h->devices[dev] : &h->keys[dev], (struct op){.kind = OP_KEY,
			.field = buf_str(&field), .value = buf_str(&value)});
	}
	buf_reset(&value);
	buf_fmt(&value, "%.*s ", S_ARG(hand_ring_device(h, dev)));
	buf_hex(&value, epoch->identity.recipient.bytes,
		sizeof(epoch->identity.recipient.bytes));
	if (!is_meant(h, ring->name, dev)) buf_put(&value, S(" more"));
	buf_reset(&field);
	buf_fmt(&field, "ring.%.*s.%llu", S_ARG(ring->name),
		(unsigned long long)epoch->epoch);
	hand_ring_say(h, &ring->says, (struct op){.kind = OP_ADD,
		.field = buf_str(&field), .value = buf_str(&value)});
	buf_close(&field);
	buf_close(&value);
}

/* Ascending by number: a later epoch is proved by the one before. */
static void ring_hand(struct handing *h, struct hand_ring *ring, uint32_t dev)
{
	uint64_t number = 0;
	bool more = hand_ring_belongs(h, ring->name, dev);

	while (more) {
		const struct ring_epoch *one = NULL;
		uint64_t next = UINT64_MAX;

		while ((one = ring_each(&h->log->rings, ring->name, one)) !=
			NULL) {
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
	const struct ring_epoch *one = NULL;

	while ((one = ring_each(&h->log->rings, ring->name, one)) != NULL) {
		struct log_epoch_row row = {ring->name, one->epoch,
			&one->identity, one->has_proof ? str_bytes(one->proof,
			sizeof(one->proof)) : S("")};
		struct op mark, op;

		if (log_is_escrowed(h->log, &one->identity.recipient)) continue;
		log_escrow_op(h->arena, &row, &op);
		log_escrow_mark(h->arena, &row, &h->recovery, &mark);
		LIST_ADD(h->arena, &h->escrow, op);
		LIST_ADD(h->arena, &ring->says, mark);
	}
}

/* -- one ring -------------------------------------------------------------- */

static bool is_named(const struct handing *h, str ring)
{
	for (size_t i = 0; i < h->change->grant_count; i++) {
		if (str_eq(h->change->grants[i].ring, ring)) return true;
	}
	for (size_t i = 0; i < h->change->write_count; i++) {
		if (str_eq(h->change->writes[i], ring)) return true;
	}
	return str_eq(h->change->anew, ring);
}

/* Everybody who belongs to a ring has this epoch, and recovery too. */
static bool is_given(const struct handing *h, const struct ring_epoch *epoch)
{
	str ring = ring_name(epoch);

	for (uint32_t dev = 0; dev < h->log->chain_count; dev++) {
		if (h->reached[dev] && hand_ring_belongs(h, ring, dev) &&
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
	const struct ring_table *table = &h->log->rings;
	const struct ring_epoch *one = NULL;

	while (rests && (one = ring_each(table, ring, one)) != NULL) {
		rests = is_given(h, one) &&
			(size_t)(one - table->at) >= h->change->renew;
	}
	return rests;
}

void hand_ring_do(struct handing *h, struct hand_ring *ring)
{
	h->log->hand_looked++;
	if (rests(h, ring->name)) {
		rest_note(h, ring->name);
		return;
	}
	ring_look(h, ring);
	for (uint32_t dev = 0; dev < h->log->chain_count; dev++) {
		if (h->reached[dev]) ring_hand(h, ring, dev);
	}
	if (h->escrows) escrow_hand(h, ring);
}
