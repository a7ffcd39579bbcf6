/* Opening and closing a log, names, epochs at hand, recovery: see log.h and
 * doc/log.md L1, L8.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_room.h"

#include "base/hex.h"
#include "base/num.h"
#include "seal/age.h"

#include <string.h>

/* -- names ---------------------------------------------------------------- */

void log_device_name(sign_public public, char ret_hex[LOG_DEVICE_HEX])
{
	static const char digits[] = "0123456789abcdef";
	hash whole = hash_of(str_bytes(public.bytes, sizeof(public.bytes)));

	for (size_t i = 0; i < LOG_DEVICE_HEX; i++) {
		unsigned byte = whole.bytes[i / 2];

		ret_hex[i] = digits[i % 2 == 0 ? byte >> 4 : byte & 15];
	}
}

static uint32_t chain_find(const struct log *log, str name)
{
	for (size_t i = 0; i < log->chain_count; i++) {
		if (str_eq(str_bytes(log->chains[i].name, LOG_DEVICE_HEX), name)) {
			return (uint32_t)i;
		}
	}
	return LOG_NONE;
}

uint32_t log_chain_of(struct log *log, str name)
{
	uint32_t dev = chain_find(log, name);
	struct log_chain *chain;

	if (dev != LOG_NONE) return dev;
	if (log->chain_count == LOG_DEVICES_MAX) return LOG_NONE;
	chain = &log->chains[log->chain_count];
	*chain = (struct log_chain){.fork_end = LOG_NO_END,
		.cut_end = LOG_NO_END, .end = LOG_NO_END};
	must(name.len == LOG_DEVICE_HEX);
	memcpy(chain->name, name.at, LOG_DEVICE_HEX);
	return (uint32_t)log->chain_count++;
}

void log_key_of(struct log *log, uint32_t dev, sign_public public)
{
	log->chains[dev].public = public;
	log->chains[dev].has_key = true;
}

void log_trust(struct log *log, sign_public public)
{
	char name[LOG_DEVICE_HEX];
	uint32_t dev;

	log_device_name(public, name);
	dev = log_chain_of(log, str_bytes(name, sizeof(name)));
	if (dev == LOG_NONE) return;
	log_key_of(log, dev, public);
	log->chains[dev].trusted = true;
}

const err *log_damaged(void)
{
	return err_make(ERR_FORMAT, "the log does not hold together");
}

bool log_hash_is(hash value, str hex)
{
	unsigned char bytes[32];

	return hex_read(hex, bytes, sizeof(bytes)) &&
	       memcmp(bytes, value.bytes, sizeof(bytes)) == 0;
}

void log_refuse(struct log *log)
{
	log->refused_count++;
	log->refused_ms = log->now_ms;
}

/* -- opening -------------------------------------------------------------- */

/* A device's own ring is its identity, epoch 1; it stands first. */
static void device_ring_add(struct log *log)
{
	char ring[sizeof("device-") - 1 + LOG_DEVICE_HEX];
	struct ring_given given = {.epoch = 1, .trusted = true,
		.secret = secret_str(&log->device.identity->key)};

	memcpy(ring, "device-", sizeof("device-") - 1);
	memcpy(ring + sizeof("device-") - 1, log->chains[0].name,
		LOG_DEVICE_HEX);
	given.ring = str_bytes(ring, sizeof(ring));
	must(ring_add(&log->rings, &given));
}

/* What a log begins with: its own chain. */
static void begin(struct log *log)
{
	log_trust(log, log->device.sign->public);
	if (log->device.anchor == NULL) return;
	log->anchor = *log->device.anchor;
	log->anchored = true;
	log->chains[0].trusted = false;
}

typedef const err *pack_opens(struct pack **ret_pack, const char *path);

static const err *open_by(pack_opens *opens, struct log **ret_log,
	const char *path, const struct log_device *device)
{
	struct log *log = mem_get(sizeof(*log));
	const err *e;

	must(device->org.len == LOG_ORG_HEX);
	log->device = *device;
	begin(log);
	device_ring_add(log);
	e = opens(&log->pack, path);
	if (e != NULL) log_close(&log);
	*ret_log = log;
	return e;
}

const err *log_open(struct log **ret_log, const char *path,
	const struct log_device *device)
{
	return open_by(pack_open, ret_log, path, device);
}

const err *log_follow(struct log **ret_log, const char *path,
	const struct log_device *device)
{
	return open_by(pack_follow, ret_log, path, device);
}

static void rosters_close(struct log *log)
{
	for (size_t i = 0; i < log->roster_count; i++) {
		buf_close(&log->rosters[i]->text);
		mem_free(log->rosters[i]);
	}
	mem_free(log->rosters);
	mem_free(log->voids);
	mem_free(log->erases);
	mem_free(log->members);
	mem_free(log->recoveries);
	mem_free(log->escrows);
}

void log_close(struct log **handle)
{
	struct log *log = *handle;

	if (log == NULL) return;
	pack_close(&log->pack);
	ring_table_close(&log->rings);
	secret_close(&log->roster_seed);
	log_index_close(log);
	rosters_close(log);
	mem_free(log);
	*handle = NULL;
}

const err *log_again(struct log *log)
{
	struct log *kept = mem_get(sizeof(*kept));
	const err *e;

	log_index_close(log);
	rosters_close(log);
	secret_close(&log->roster_seed);
	*kept = *log;
	memset(log, 0, sizeof(*log));
	log->pack = kept->pack;
	log->device = kept->device;
	log->now_ms = kept->now_ms;
	log->confirmed_ms = kept->confirmed_ms;
	log->rings = kept->rings;
	log->ahead = kept->ahead;
	log->root = kept->root;
	log->rooted = kept->rooted;
	log->root_known = kept->root_known;
	begin(log);
	for (size_t i = 1; i < kept->chain_count; i++) {
		uint32_t dev = log_chain_of(log, str_bytes(
			kept->chains[i].name, LOG_DEVICE_HEX));

		if (dev != LOG_NONE) {
			log->chains[dev].let_in = kept->chains[i].let_in;
		}
	}
	mem_wipe(kept, sizeof(*kept));
	mem_free(kept);
	e = log_load(log, UINT64_MAX);
	log->withdrawn = true;
	return e;
}

void log_clock(struct log *log, uint64_t now_ms)
{
	log->now_ms = now_ms;
}

/* -- epochs at hand ------------------------------------------------------- */

void log_epoch_add(struct log *log, str ring, uint64_t epoch, str secret)
{
	struct ring_given given = {.ring = ring, .epoch = epoch,
		.secret = secret, .made_ms = log->now_ms, .trusted = true};

	must(ring_name_is_right(ring) && secret.len == 32);
	if (ring_add(&log->rings, &given)) log->keys_new = log->late = true;
}

const struct identity *log_epoch(const struct log *log, str ring,
	uint64_t *ret_epoch)
{
	const struct ring_epoch *newest = log_seal_epoch(log, ring);

	if (newest == NULL) return NULL;
	if (ret_epoch != NULL) *ret_epoch = newest->epoch;
	return &newest->identity;
}

size_t log_epochs(const struct log *log, str ring,
	const struct identity **ret_identities, size_t max)
{
	const struct ring_epoch *one = NULL;
	size_t count = 0;

	while (count < max && (one = ring_each(&log->rings, ring, one)) !=
		NULL) {
		ret_identities[count++] = &one->identity;
	}
	return count;
}

str log_roster_seed(const struct log *log)
{
	return log->roster_key_known ? secret_str(&log->roster_seed) : S("");
}

size_t log_epoch_list(const struct log *log, struct log_epoch_row *ret_rows,
	size_t max)
{
	size_t count = 0;

	for (size_t i = 0; i < log->rings.count && count < max; i++) {
		const struct ring_epoch *one = &log->rings.at[i];

		if (str_starts(ring_name(one), S("device-"))) continue;
		ret_rows[count++] = (struct log_epoch_row){ring_name(one),
			one->epoch, &one->identity, one->has_proof
			? str_bytes(one->proof, sizeof(one->proof)) : S("")};
	}
	return count;
}

size_t log_rings(const struct log *log, str *ret_rings, size_t max)
{
	size_t count = 0;

	for (size_t i = 0; i < log->rings.count && count < max; i++) {
		const struct ring_epoch *one = &log->rings.at[i];
		str name = ring_name(one);

		if (str_starts(name, S("device-"))) continue;
		if (ring_each(&log->rings, name, one) != NULL) continue;
		ret_rings[count++] = name;
	}
	return count;
}

/* -- facts ---------------------------------------------------------------- */

struct log_place log_place(const struct log *log)
{
	struct log_place place = {log->loaded, {{0}}};

	memcpy(place.head.bytes, log->folded, sizeof(log->folded));
	return place;
}

uint64_t log_sealed_count(const struct log *log)
{
	uint64_t count = 0;

	for (size_t i = 0; i < log->line_count; i++) {
		count += log->lines[i].sealed;
	}
	return count;
}

uint64_t log_known(const struct log *log, str dev)
{
	uint32_t at = chain_find(log, dev);

	return at == LOG_NONE ? 0 : log->chains[at].seq;
}

uint64_t log_seq(const struct log *log)
{
	return log->chains[0].newest;
}

uint64_t log_heard_ms(const struct log *log, str dev)
{
	uint32_t of = chain_find(log, dev);

	return of == LOG_NONE || log->chains[of].newest == 0
		? 0 : log->chains[of].newest_hlc.ms;
}

bool log_covers(const struct log *log, struct log_at by, struct log_at other)
{
	uint32_t dev = chain_find(log, by.dev);
	uint32_t of = chain_find(log, other.dev);

	if (dev == LOG_NONE || of == LOG_NONE || by.seq >= LOG_NO_END ||
		other.seq >= LOG_NO_END) {
		return false;
	}
	return log_saw(log, dev, (uint32_t)by.seq, of, (uint32_t)other.seq);
}

uint64_t log_seen(const struct log *log, struct log_at by, str other)
{
	uint32_t dev = chain_find(log, by.dev), of = chain_find(log, other);

	if (dev == LOG_NONE || of == LOG_NONE || by.seq == 0 ||
		by.seq >= LOG_NO_END) {
		return 0;
	}
	return log_seen_of(log, dev, (uint32_t)by.seq, of);
}

bool log_voids_seen(const struct log *log, struct log_at by)
{
	uint32_t dev = chain_find(log, by.dev);

	for (size_t i = 0; i < log->void_count; i++) {
		const struct log_commit *c = &log->commits[log->voids[i].by];

		if (dev == LOG_NONE || by.seq >= LOG_NO_END ||
			!log_saw(log, dev, (uint32_t)by.seq, c->dev, c->seq)) {
			return false;
		}
	}
	return true;
}

/* -- vouching and recovery (L8) ------------------------------------------- */

/* What the roster's key signs to vouch for a device. */
static void voucher_text(str org, sign_public public, struct buf *out)
{
	buf_text(out, "bothy-device/1 ");
	buf_put(out, org);
	buf_byte(out, ' ');
	buf_hex(out, public.bytes, sizeof(public.bytes));
	buf_byte(out, '\n');
}

void log_voucher(str org, sign_public device, const struct sign_key *roster,
	unsigned char ret_value[LOG_VOUCHED_BYTES])
{
	struct buf text = {0};
	signature sig;

	voucher_text(org, device, &text);
	sig = sign_bytes(roster, buf_str(&text));
	memcpy(ret_value, device.bytes, sizeof(device.bytes));
	memcpy(ret_value + sizeof(device.bytes), sig.bytes, sizeof(sig.bytes));
	buf_close(&text);
}

bool log_voucher_holds(const struct log *log, sign_public public, str value)
{
	struct buf text = {0};
	signature sig;
	bool holds;

	memcpy(sig.bytes, value.at + sizeof(public.bytes), sizeof(sig.bytes));
	voucher_text(log->device.org, public, &text);
	holds = log->roster_key_known &&
		sign_is_valid(log->roster_key, buf_str(&text), sig);
	buf_close(&text);
	return holds;
}

void log_root(struct log *log, const sign_public *roster)
{
	log->rooted = true;
	log->root_known = roster != NULL;
	if (log->root_known) log->root = *roster;
}

/* `ring.epoch` of an escrow op. */
static void escrow_add(struct log *log, const struct op *op)
{
	struct ring_given given = {.secret = str_first(op->value, 32),
		.proof = str_from(op->value, 32), .trusted = true};
	str number;

	if (!str_cut(op->field, '.', &given.ring, &number)) return;
	if (!ring_name_is_right(given.ring) || given.secret.len != 32) return;
	if (!num_read(number, BODY_EPOCH_MAX, &given.epoch)) return;
	if (ring_add(&log->rings, &given)) log->keys_new = log->late = true;
}

/* Adds the epochs of one body when recovery opens it; true when it did. */
static bool escrow_take(struct log *log, str sealed,
	const struct identity *recovery)
{
	struct buf plain = {0};
	struct body body;
	struct op op;
	bool opened = age_open(&plain, sealed, recovery, 1) == AGE_OK &&
		body_read(buf_str(&plain), &body) &&
		str_eq(body.org, log->device.org) &&
		str_eq(body.ring, S("recovery"));

	while (opened && body.ops.len > 0 && op_take(&body.ops, &op)) {
		if (op.kind == OP_ESCROW) escrow_add(log, &op);
	}
	buf_close(&plain);
	return opened;
}

const err *log_recover(struct log *log, const struct identity *recovery)
{
	struct pack_item *item = mem_get(sizeof(*item));
	struct buf sealed = {0};
	uint64_t at = 0;
	bool found = false;
	const err *e;

	while ((e = pack_at(log->pack, at, item)) == NULL) {
		for (size_t i = 0; e == NULL && i < item->body_count; i++) {
			buf_reset(&sealed);
			e = pack_read(log->pack, &item->bodies[i], &sealed);
			if (e != NULL) break;
			found |= escrow_take(log, buf_str(&sealed), recovery);
		}
		if (e != NULL) break;
		at = item->next;
	}
	mem_free(item);
	buf_close(&sealed);
	if (e != NULL && e->code != ERR_ABSENT) return e;
	return found ? NULL
		     : err_make(ERR_KEY, "these parts do not open this log");
}
