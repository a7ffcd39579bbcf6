/* Belief, the ends of chains, what a log obeys: see log_room.h and
 * doc/team.md T2, T4, T5. Owns the voids.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_hand.h"
#include "store/log_room.h"

#include "base/hex.h"
#include "base/num.h"

#include <string.h>

/* -- belief --------------------------------------------------------------- */

/* The first roster of a log without one: its founder's, or our own. */
static void anchor_find(struct log *log)
{
	for (size_t i = 0; i < log->roster_count && !log->anchored; i++) {
		const struct log_roster *one = log->rosters[i];

		if (one->says.number != 1 || !log->chains[one->by].trusted ||
			!log_roster_enough(one, &one->says)) {
			continue;
		}
		log->anchor = one->name;
		log->anchored = true;
	}
}

static bool in_every_tip(const struct log *log, str dev, bool *ret_any)
{
	bool all = true;

	*ret_any = false;
	for (size_t i = 0; i < log->roster_count; i++) {
		const struct log_roster *one = log->rosters[i];
		bool is_in;

		if (!one->is_tip) continue;
		is_in = log_roster_device(&one->says, dev) != NULL;
		all &= is_in;
		*ret_any |= is_in;
	}
	return all;
}

/* The lowest end that a roster that holds gives a chain. */
static void cut_find(const struct log *log, struct log_chain *chain)
{
	chain->cut_end = LOG_NO_END;
	for (size_t i = 0; i < log->roster_count; i++) {
		const struct team_roster *says = &log->rosters[i]->says;

		for (size_t j = 0; log->rosters[i]->holds &&
			j < says->removed_count; j++) {
			const struct team_removed *cut = &says->removed[j];

			if (!str_eq(cut->dev, str_bytes(chain->name,
				LOG_DEVICE_HEX)) || cut->seq >= chain->cut_end) {
				continue;
			}
			chain->cut_end = (uint32_t)cut->seq;
			must(hex_read(cut->hash, chain->cut_name.bytes,
				sizeof(chain->cut_name.bytes)));
		}
	}
}

/* T2.4 */
static bool is_believed(const struct log *log, struct log_chain *chain)
{
	const struct log_roster *tip = log_tip(log);
	str dev = str_bytes(chain->name, LOG_DEVICE_HEX);
	bool any;

	if (tip == NULL) {
		chain->admin = chain->trusted;
		return chain->active = chain->trusted;
	}
	chain->active = in_every_tip(log, dev, &any) &&
		chain->cut_end == LOG_NO_END;
	if (chain->active || chain->cut_end != LOG_NO_END) return true;
	return chain->trusted && !any && team_roster_members(&tip->says) == 1;
}

/* A void of its counts, or not, with its belief: then clocks change (L10.2). */
static bool has_voided(const struct log *log, uint32_t dev)
{
	for (size_t i = 0; i < log->void_count; i++) {
		if (log->commits[log->voids[i].by].dev == dev) return true;
	}
	return false;
}

static void admin_take(struct log *log, uint32_t dev)
{
	log->changed |= !log->chains[dev].admin && has_voided(log, dev);
	log->chains[dev].admin = true;
}

static void keys_take(struct log *log)
{
	for (size_t i = 0; i < log->roster_count; i++) {
		const struct team_roster *says = &log->rosters[i]->says;

		for (size_t j = 0; log->rosters[i]->holds &&
			j < says->device_count; j++) {
			sign_public public;
			char name[LOG_DEVICE_HEX];
			uint32_t dev;

			must(hex_read(says->devices[j].key, public.bytes,
				sizeof(public.bytes)));
			log_device_name(public, name);
			dev = log_chain_of(log, str_bytes(name, sizeof(name)));
			if (dev == LOG_NONE) continue;
			log_key_of(log, dev, public);
			if (team_roster_is_admin(says, says->devices[j].member)) {
				admin_take(log, dev);
			}
		}
	}
}

void log_belief(struct log *log)
{
	if (log->rosters_new) {
		anchor_find(log);
		log_rosters_hold(log);
		keys_take(log);
		log->rosters_new = false;
	}
	for (size_t i = 0; i < log->chain_count; i++) {
		struct log_chain *chain = &log->chains[i];
		bool was = chain->believed;
		uint32_t end = chain->end;

		cut_find(log, chain);
		chain->believed = is_believed(log, chain);
		chain->end = chain->fork_end < chain->cut_end ? chain->fork_end
							      : chain->cut_end;
		if ((was && !chain->believed && chain->seq > 0) ||
			(was != chain->believed &&
				has_voided(log, (uint32_t)i)) ||
			chain->end != end) {
			log->changed = true;
		}
	}
}

/* -- what a log obeys ----------------------------------------------------- */

bool log_key_given(const struct log_commit *by, const struct op *op,
	struct ring_given *ret_given)
{
	struct ring_given given = {.made_ms = by->hlc.ms,
		.trusted = by->dev == 0};
	size_t dot = str_find_byte(op->field, '.');

	if (op->kind != OP_KEY || dot == SIZE_MAX || op->value.len < 32) {
		return false;
	}
	given.ring = str_first(op->field, dot);
	given.secret = str_first(op->value, 32);
	given.proof = str_from(op->value, 32);
	*ret_given = given;
	return (given.proof.len == 0 || given.proof.len == RING_PROOF_BYTES) &&
	       ring_name_is_right(given.ring) && num_read(str_from(op->field,
			dot + 1), BODY_EPOCH_MAX, &ret_given->epoch);
}

/* One more epoch at hand. */
static void key_obey(struct log *log, const struct log_commit *by,
	const struct op *op)
{
	struct ring_given given;

	if (!log_key_given(by, op, &given)) return;
	if (!ring_add(&log->rings, &given)) return;
	log->keys_new = log->late = true;
	if (log->unstood && str_eq(given.ring, S("team"))) {
		log->withdrawn = true; /* [log-13] all is asked once more */
	}
}

/* The key that signs public rosters vouches for restored devices (L8). */
static void roster_key_obey(struct log *log, str seed)
{
	struct sign_key key = sign_key_from(seed);

	log->roster_key = key.public;
	log->roster_key_known = true;
	secret_close(&log->roster_seed);
	log->roster_seed = secret_copy(seed);
	log->look_again = true;
	sign_key_close(&key);
}

static bool void_is_known(const struct log *log, const struct log_void *one)
{
	for (size_t i = 0; i < log->void_count; i++) {
		const struct log_void *is = &log->voids[i];

		if (is->dev == one->dev && is->seq == one->seq &&
			is->by == one->by &&
			hlc_compare(is->clock, one->clock) == 0) {
			return true;
		}
	}
	return false;
}

static void void_obey(struct log *log, uint32_t commit, str rest)
{
	str line, dev, seq, ms;

	while (str_line(&rest, &line)) {
		struct log_void one = {.by = commit};
		uint64_t number;

		if (!str_cut(line, ' ', &dev, &line)) return;
		if (!str_cut(line, ' ', &seq, &line)) return;
		if (!str_cut(line, ' ', &ms, &line)) return;
		if (dev.len != LOG_DEVICE_HEX ||
			!num_read(seq, LOG_NO_END - 1, &number) ||
			!num_read(ms, UINT64_MAX, &one.clock.ms) ||
			!num_read(line, UINT64_MAX, &one.clock.count)) {
			return;
		}
		one.dev = log_chain_of(log, dev);
		one.seq = (uint32_t)number;
		if (one.dev == LOG_NONE || void_is_known(log, &one)) continue;
		LOG_MORE(log->voids, log->void_count, &log->void_room);
		log->voids[log->void_count++] = one;
		log->changed = true;
	}
}

static bool member_is_known(const struct log *log,
	const struct log_member *one)
{
	str ring = str_bytes(one->ring, one->ring_len);
	const struct log_member *is = NULL;

	while ((is = log_member_each(log, ring, is)) != NULL) {
		if (is->who == one->who && is->by == one->by &&
			is->seq == one->seq && is->epoch == one->epoch &&
			is->drop == one->drop && is->more == one->more &&
			recipient_eq(is->recipient, one->recipient)) {
			return true;
		}
	}
	return false;
}

/* `add ring.<ring>.<epoch>` with `<dev> <recipient>`, and ` more`. */
static bool member_add_read(str field, str value, struct log_member *one,
	str *ret_dev)
{
	str number, hex, more;

	if (!str_cut(field, '.', &field, &number) ||
		!num_read(number, BODY_EPOCH_MAX, &one->epoch) ||
		!str_cut(value, ' ', ret_dev, &hex)) {
		return false;
	}
	one->more = str_cut(hex, ' ', &hex, &more);
	return (!one->more || str_eq(more, S("more"))) && hex_read(hex,
		one->recipient.bytes, sizeof(one->recipient.bytes));
}

/* It counts only in the ring it is about: who wrote it holds that ring. */
static void member_obey(struct log *log, const struct log_commit *by,
	str ring, const struct op *op)
{
	struct log_member one = {.by = by->dev, .seq = by->seq,
		.drop = op->kind == OP_DROP};
	str field = str_from(op->field, sizeof("ring.") - 1);
	str dev = op->value;

	if (!str_starts(field, ring)) return;
	if (one.drop ? field.len != ring.len
		     : !member_add_read(field, op->value, &one, &dev)) {
		return;
	}
	if (!one.drop && (field.len <= ring.len || field.at[ring.len] != '.')) {
		return;
	}
	if (dev.len != LOG_DEVICE_HEX) return;
	one.who = log_chain_of(log, dev);
	if (one.who == LOG_NONE) return;
	memcpy(one.ring, ring.at, ring.len);
	one.ring_len = ring.len;
	if (!member_is_known(log, &one)) log_member_add(log, &one);
}

/* L6.3: `add devices`: one more device whose frames are believed. */
static void device_obey(struct log *log, str value, bool vouched_only)
{
	sign_public public;
	char name[LOG_DEVICE_HEX];
	bool vouched = value.len == LOG_VOUCHED_BYTES;
	uint32_t dev;

	if (value.len != sizeof(public.bytes) && !vouched) return;
	if (vouched_only && !vouched) return;
	memcpy(public.bytes, value.at, sizeof(public.bytes));
	if (vouched && !log_voucher_holds(log, public, value)) return;
	log_device_name(public, name);
	dev = log_chain_of(log, str_bytes(name, sizeof(name)));
	if (dev == LOG_NONE) return;
	log_key_of(log, dev, public);
	log->chains[dev].trusted = true;
	log->keys_new = true;
}

void log_root_look(struct log *log, uint32_t commit, const struct op *op)
{
	struct sign_key key;

	if (op->kind != OP_KEY || !str_eq(op->field, S("sign.roster")) ||
		op->value.len != 32) {
		return;
	}
	key = sign_key_from(op->value);
	if (!log->root_known || memcmp(key.public.bytes, log->root.bytes,
		sizeof(log->root.bytes)) == 0) {
		log->commits[commit].first = true;
	}
	sign_key_close(&key);
}

void log_introduce(struct log *log, uint32_t commit, const struct op *op)
{
	const struct log_commit *one = &log->commits[commit];

	if (op->kind == OP_ROSTER && str_eq(op->field, S("team"))) {
		log_roster_take(log, one->dev, op->value);
	}
	if (op->kind != OP_ADD || !str_eq(op->field, S("devices"))) return;
	device_obey(log, op->value, !one->first || log->anchored);
}

void log_obey(struct log *log, uint32_t commit, const struct body *body,
	const struct op *op)
{
	const struct log_commit *by = &log->commits[commit];
	bool own = str_eq(body->ring, ring_name(&log->rings.at[0]));
	bool team = str_eq(body->ring, S("team"));

	if (op->kind == OP_ROSTER && str_eq(op->field, S("team"))) {
		log_roster_take(log, by->dev, op->value);
	} else if (op->kind == OP_KEY && str_eq(op->field, S("sign.roster"))) {
		if (op->value.len == 32 && !log->roster_key_known &&
			(by->first || str_eq(body->ring, S("vault")))) {
			roster_key_obey(log, op->value);
		}
	} else if (op->kind == OP_KEY && own) {
		key_obey(log, by, op);
	} else if (op->kind == OP_VOID && (own || team)) {
		void_obey(log, commit, op->value);
	} else if (op->kind == OP_ADD && team &&
		str_eq(op->field, S("devices"))) {
		device_obey(log, op->value, false);
	} else if (op->kind == OP_SET && team &&
		str_eq(op->field, S("recovery"))) {
		log_recovery_obey(log, by->dev, op->value);
	} else if (op->kind == OP_ADD &&
		str_starts(op->field, S("escrow."))) {
		log_escrow_obey(log, by, body->ring, op);
	} else if ((op->kind == OP_ADD || op->kind == OP_DROP) &&
		str_starts(op->field, S("ring."))) {
		member_obey(log, by, body->ring, op);
	}
}

bool log_device_is(const struct log *log, uint32_t dev, str key_hex)
{
	char name[LOG_DEVICE_HEX];

	log_key_name(key_hex, name);
	return memcmp(name, log->chains[dev].name, sizeof(name)) == 0;
}
