/* The log's reading and writing: see log.h and doc/log.md L2 to L6.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log.h"

#include "base/hex.h"
#include "base/mem.h"
#include "base/num.h"
#include "seal/age.h"
#include "seal/rand.h"
#include "store/log_ring.h"
#include "store/pack.h"

#include <string.h>

/* A device whose frames are believed, and how far its chain was read. */
struct chain {
	char name[LOG_DEVICE_HEX];
	sign_public public;
	uint64_t seq;
	hash head;                      /* of its last frame; zeros before one */
};

struct log {
	struct pack *pack;
	struct log_device device;
	struct chain chains[FRAME_LIST_MAX]; /* [0] is this device */
	size_t chain_count;
	struct ring_table rings;
	uint64_t position;              /* read so far, in the pack */
	hash last;                      /* the last frame read, of any device */
	struct hlc hlc;
	uint64_t sealed_count;
	bool vouched_only;              /* while a device introduces itself */
	bool roster_known;              /* the key that vouches was met */
	sign_public roster;
};

void log_device_name(sign_public public, char ret_hex[LOG_DEVICE_HEX])
{
	static const char digits[] = "0123456789abcdef";
	hash whole = hash_of(str_bytes(public.bytes, sizeof(public.bytes)));

	for (size_t i = 0; i < LOG_DEVICE_HEX; i++) {
		unsigned byte = whole.bytes[i / 2];

		ret_hex[i] = digits[i % 2 == 0 ? byte >> 4 : byte & 15];
	}
}

static struct chain *chain_find(struct log *log, str name)
{
	for (size_t i = 0; i < log->chain_count; i++) {
		if (str_eq(str_bytes(log->chains[i].name, LOG_DEVICE_HEX), name)) {
			return &log->chains[i];
		}
	}
	return NULL;
}

void log_trust(struct log *log, sign_public public)
{
	struct chain *chain = &log->chains[log->chain_count];
	char name[LOG_DEVICE_HEX];

	log_device_name(public, name);
	if (chain_find(log, str_bytes(name, sizeof(name))) != NULL) return;
	if (log->chain_count == FRAME_LIST_MAX) return;
	*chain = (struct chain){.public = public};
	memcpy(chain->name, name, sizeof(name));
	log->chain_count++;
}

/* A device's own ring is its identity, epoch 1. */
static void device_ring_add(struct log *log)
{
	char ring[sizeof("device-") - 1 + LOG_DEVICE_HEX];

	memcpy(ring, "device-", sizeof("device-") - 1);
	memcpy(ring + sizeof("device-") - 1, log->chains[0].name,
		LOG_DEVICE_HEX);
	must(ring_add(&log->rings, str_bytes(ring, sizeof(ring)), 1,
		secret_str(&log->device.identity->key)));
}

const err *log_open(struct log **ret_log, const char *path,
	const struct log_device *device)
{
	struct log *log = mem_get(sizeof(*log));
	const err *e;

	must(device->org.len == LOG_ORG_HEX);
	log->device = *device;
	log_trust(log, device->sign->public);
	device_ring_add(log);
	e = pack_open(&log->pack, path);
	if (e != NULL) log_close(&log);
	*ret_log = log;
	return e;
}

void log_close(struct log **handle)
{
	struct log *log = *handle;

	if (log == NULL) return;
	pack_close(&log->pack);
	ring_table_close(&log->rings);
	mem_free(log);
	*handle = NULL;
}

void log_epoch_add(struct log *log, str ring, uint64_t epoch, str secret)
{
	must(ring_name_is_right(ring) && secret.len == 32);
	(void)!ring_add(&log->rings, ring, epoch, secret);
}

const struct identity *log_epoch(const struct log *log, str ring,
	uint64_t *ret_epoch)
{
	const struct ring_epoch *newest = ring_newest(&log->rings, ring);

	if (newest == NULL) return NULL;
	if (ret_epoch != NULL) *ret_epoch = newest->epoch;
	return &newest->identity;
}

size_t log_epochs(const struct log *log, str ring,
	const struct identity **ret_identities, size_t max)
{
	size_t count = 0;

	for (size_t i = log->rings.count; i-- > 0 && count < max;) {
		const struct ring_epoch *one = &log->rings.at[i];

		if (str_eq(str_bytes(one->ring, one->ring_len), ring)) {
			ret_identities[count++] = &one->identity;
		}
	}
	return count;
}

size_t log_epoch_list(const struct log *log, struct log_epoch_row *ret_rows,
	size_t max)
{
	size_t count = 0;

	for (size_t i = 0; i < log->rings.count && count < max; i++) {
		const struct ring_epoch *one = &log->rings.at[i];
		str ring = str_bytes(one->ring, one->ring_len);

		if (str_starts(ring, S("device-"))) continue;
		ret_rows[count++] = (struct log_epoch_row){ring, one->epoch,
			&one->identity};
	}
	return count;
}

struct log_place log_place(const struct log *log)
{
	return (struct log_place){log->position, log->last};
}

uint64_t log_sealed_count(const struct log *log)
{
	return log->sealed_count;
}

uint64_t log_seq(const struct log *log)
{
	return log->chains[0].seq;
}

/* -- reading one commit --------------------------------------------------- */

/* L6.1 */
static bool envelope_open(struct log *log, str sealed, struct buf *out)
{
	if (age_open(out, sealed, log->device.identity, 1) == AGE_OK) return true;
	for (size_t i = log->rings.count; i-- > 0;) {
		if (age_open(out, sealed, &log->rings.at[i].identity, 1) ==
			AGE_OK) {
			return true;
		}
	}
	return false;
}

static bool hash_is(hash value, str hex)
{
	unsigned char bytes[32];

	return hex_read(hex, bytes, sizeof(bytes)) &&
	       memcmp(bytes, value.bytes, sizeof(bytes)) == 0;
}

/* L6.3, L6.4 */
static bool frame_fits(const struct log *log, const struct chain *chain,
	const struct frame *frame, str signed_part)
{
	signature sig;

	return str_eq(frame->org, log->device.org) &&
	       frame->seq == chain->seq + 1 &&
	       hash_is(chain->head, frame->prev) &&
	       hex_read(frame->signature, sig.bytes, sizeof(sig.bytes)) &&
	       sign_is_valid(chain->public, signed_part, sig);
}

/* L6.5 */
static bool bodies_fit(const struct frame *frame, const struct pack_item *item)
{
	if (frame->body_count != item->body_count) return false;
	for (size_t i = 0; i < frame->body_count; i++) {
		if (frame->bodies[i].length != item->bodies[i].length) return false;
		if (!hash_is(item->bodies[i].hash, frame->bodies[i].hash)) {
			return false;
		}
	}
	return true;
}

static const err *damaged(void)
{
	return err_make(ERR_FORMAT, "the log does not hold together");
}

/* The key that signs public rosters vouches for restored devices (L8). */
static void roster_key_take(struct log *log, str seed)
{
	struct sign_key key = sign_key_from(seed);

	log->roster = key.public;
	log->roster_known = true;
	sign_key_close(&key);
}

/* `ring.epoch` of a key op: one more epoch at hand. */
static void key_take(struct log *log, const struct op *op)
{
	str ring, number;
	uint64_t epoch;

	if (str_eq(op->field, S("sign.roster")) && op->value.len == 32 &&
		!log->roster_known) {
		roster_key_take(log, op->value);
	}
	if (!str_cut(op->field, '.', &ring, &number)) return;
	if (!ring_name_is_right(ring) || op->value.len != 32) return;
	if (!num_read(number, BODY_EPOCH_MAX, &epoch)) return;
	(void)!ring_add(&log->rings, ring, epoch, op->value);
}

/* L8: what the roster's key signs to vouch for a device. */
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

static bool voucher_holds(const struct log *log, sign_public public, str value)
{
	struct buf text = {0};
	signature sig;
	bool holds;

	memcpy(sig.bytes, value.at + sizeof(public.bytes), sizeof(sig.bytes));
	voucher_text(log->device.org, public, &text);
	holds = log->roster_known &&
		sign_is_valid(log->roster, buf_str(&text), sig);
	buf_close(&text);
	return holds;
}

/* `add devices`: one more device whose frames are believed. */
static void device_take(struct log *log, const struct op *op)
{
	sign_public public;
	bool vouched = op->value.len == LOG_VOUCHED_BYTES;

	if (!str_eq(op->field, S("devices"))) return;
	if (op->value.len != sizeof(public.bytes) && !vouched) return;
	if (log->vouched_only && !vouched) return;
	memcpy(public.bytes, op->value.at, sizeof(public.bytes));
	if (vouched && !voucher_holds(log, public, op->value)) return;
	log_trust(log, public);
}

/* The commit being read: its frame, and where its ops go. */
struct reading {
	struct log *log;
	const struct frame *frame;
	log_give *give;
	void *owner;
};

static const err *ops_give(const struct reading *r, const struct body *body,
	size_t at)
{
	str rest = body->ops;
	struct log_op one = {.dev = r->frame->dev, .seq = r->frame->seq,
		.body = at, .hlc = r->frame->hlc, .ring = body->ring,
		.unit = body->unit};

	for (; rest.len > 0; one.index++) {
		const err *e;

		if (!op_take(&rest, &one.op)) return damaged();
		if (one.op.kind == OP_KEY) key_take(r->log, &one.op);
		if (one.op.kind == OP_ADD) device_take(r->log, &one.op);
		e = r->give == NULL ? NULL : r->give(r->owner, &one);
		if (e != NULL) return e;
	}
	return NULL;
}

/* L6.6, L6.7 */
static const err *body_give(const struct reading *r, size_t at, str sealed)
{
	struct buf plain = {0};
	struct body body;
	unsigned char tag[RING_TAG_BYTES];
	const struct ring_epoch *ring = NULL;
	const err *e = NULL;

	if (hex_read(r->frame->bodies[at].tag, tag, sizeof(tag))) {
		ring = ring_of_tag(&r->log->rings, tag);
	}
	if (ring == NULL) { /* [log-3] */
		r->log->sealed_count++;
		return NULL;
	}
	if (age_open(&plain, sealed, &ring->identity, 1) != AGE_OK ||
		!body_read(buf_str(&plain), &body) ||
		!str_eq(body.org, r->frame->org) ||
		!str_eq(body.dev, r->frame->dev) ||
		body.seq != r->frame->seq || body.index != at ||
		body.epoch != ring->epoch ||
		!str_eq(body.ring, str_bytes(ring->ring, ring->ring_len))) {
		e = damaged();
	} else {
		e = ops_give(r, &body, at);
	}
	buf_close(&plain);
	return e;
}

static const err *bodies_give(const struct reading *r,
	const struct pack_item *item)
{
	struct buf sealed = {0};
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < item->body_count; i++) {
		buf_reset(&sealed);
		e = pack_read(r->log->pack, &item->bodies[i], &sealed);
		if (e == NULL) e = body_give(r, i, buf_str(&sealed));
	}
	buf_close(&sealed);
	return e;
}

/* L6.3: the first device introduces itself in the first commit of all: a name
 * is the hash of its key, so the key it shows there is the one it is named by.
 * A later one that no believed device named shows a voucher of the roster's
 * key in its own first commit. Whether that log is ours at all, the desk
 * decides (doc/log.md L8). */
static const err *chain_of(struct log *log, const struct frame *frame,
	const struct pack_item *item, struct chain **ret_chain)
{
	struct reading r = {log, frame, NULL, NULL};
	const err *e = NULL;

	*ret_chain = chain_find(log, frame->dev);
	if (*ret_chain == NULL && frame->seq == 1) {
		uint64_t sealed = log->sealed_count;

		log->vouched_only = log->position != 0;
		e = bodies_give(&r, item);
		log->vouched_only = false;
		log->sealed_count = sealed;
		*ret_chain = chain_find(log, frame->dev);
	}
	return e != NULL || *ret_chain != NULL ? e : damaged();
}

/* The opened frame and its bodies: checked, given, and the chain moved on. */
static const err *frame_take(struct log *log, const struct pack_item *item,
	str plain, log_give *give, void *owner)
{
	struct frame *frame = mem_get(sizeof(*frame));
	struct reading r = {log, frame, give, owner};
	struct chain *chain = NULL;
	str signed_part;
	const err *e = frame_read(plain, frame, &signed_part) &&
		bodies_fit(frame, item) ? NULL : damaged(); /* [log-2] */

	if (e == NULL) e = chain_of(log, frame, item, &chain);
	if (e == NULL && !frame_fits(log, chain, frame, signed_part)) {
		e = damaged();
	}
	if (e == NULL) e = bodies_give(&r, item);
	if (e == NULL) {
		chain->head = log->last = hash_of(plain);
		chain->seq = frame->seq;
		if (hlc_compare(frame->hlc, log->hlc) > 0) log->hlc = frame->hlc;
		log->position = item->next;
	}
	mem_free(frame);
	return e;
}

static const err *commit_read(struct log *log, const struct pack_item *item,
	log_give *give, void *owner)
{
	struct buf sealed = {0}, plain = {0};
	const err *e = pack_read(log->pack, &item->frame, &sealed);

	if (e == NULL && !envelope_open(log, buf_str(&sealed), &plain)) {
		e = err_make(ERR_KEY, "no key at hand opens the log");
	}
	if (e == NULL) e = frame_take(log, item, buf_str(&plain), give, owner);
	buf_close(&sealed);
	buf_close(&plain);
	return e;
}

/* -- a device that came later --------------------------------------------- */

/* Takes the `key` ops of one of our own commits. */
static const err *own_keys_take(struct log *log, const struct pack_item *item,
	str plain)
{
	struct frame *frame = mem_get(sizeof(*frame));
	struct reading r = {log, frame, NULL, NULL};
	signature sig;
	str signed_part;
	const err *e = NULL;

	if (frame_read(plain, frame, &signed_part) &&
		bodies_fit(frame, item) &&
		hex_read(frame->signature, sig.bytes, sizeof(sig.bytes)) &&
		sign_is_valid(log->device.sign->public, signed_part, sig)) {
		e = bodies_give(&r, item);
		log->sealed_count = 0;
	}
	mem_free(frame);
	return e;
}

/* L6.9: whoever did not found the log finds what was handed to her in her own
 * later commits, so those are looked through before the reading begins. */
static const err *keys_find(struct log *log)
{
	struct pack_item *item = mem_get(sizeof(*item));
	struct buf sealed = {0}, plain = {0};
	uint64_t at = 0;
	const err *e;

	while ((e = pack_at(log->pack, at, item)) == NULL) {
		buf_reset(&sealed);
		buf_reset(&plain);
		e = pack_read(log->pack, &item->frame, &sealed);
		if (e == NULL && age_open(&plain, buf_str(&sealed),
			log->device.identity, 1) == AGE_OK) {
			if (at == 0) break; /* we founded it: all is in order */
			e = own_keys_take(log, item, buf_str(&plain));
		}
		if (e != NULL) break;
		at = item->next;
	}
	mem_free(item);
	buf_close(&sealed);
	buf_close(&plain);
	return e != NULL && e->code == ERR_ABSENT ? NULL : e;
}

const err *log_read(struct log *log, log_give *give, void *owner)
{
	struct pack_item *item;
	const err *e = log->position == 0 ? keys_find(log) : NULL;

	if (e != NULL) return e;
	item = mem_get(sizeof(*item));
	while ((e = pack_at(log->pack, log->position, item)) == NULL) {
		e = commit_read(log, item, give, owner);
		if (e != NULL) break;
	}
	mem_free(item);
	return e != NULL && e->code == ERR_ABSENT ? NULL : e;
}

bool log_skip(struct log *log, struct log_place place)
{
	/* Keys must be met again, so all is read; only giving is spared. */
	if (log->position == 0 && keys_find(log) != NULL) return false;
	while (log->position < place.position) {
		struct pack_item *item = mem_get(sizeof(*item));
		const err *e = pack_at(log->pack, log->position, item);

		if (e == NULL) e = commit_read(log, item, NULL, NULL);
		mem_free(item);
		if (e != NULL) break;
	}
	return log->position == place.position &&
	       hash_eq(log->last, place.head);
}

/* -- recovery ------------------------------------------------------------- */

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
		if (op.kind == OP_ESCROW) key_take(log, &op);
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

/* -- writing -------------------------------------------------------------- */

/* A commit while it is made. */
struct making {
	struct log *log;
	struct buf plain;                        /* wiped after each use */
	struct buf sealed[LOG_BODIES_MAX];
	str parts[LOG_BODIES_MAX];
	struct frame frame;
	char tags[LOG_BODIES_MAX][FRAME_TAG_HEX + 1];
	char hashes[LOG_BODIES_MAX][FRAME_HASH_HEX + 1];
	char head_hashes[FRAME_LIST_MAX][FRAME_HASH_HEX + 1];
	char prev[FRAME_HASH_HEX + 1];
};

static str hex_into(char *room, const void *bytes, size_t size)
{
	struct buf out = {0};
	size_t len = 2 * size;

	buf_hex(&out, bytes, size);
	memcpy(room, out.at, len);
	buf_close(&out);
	return str_bytes(room, len);
}

/* Whom a body is sealed to, and its epoch; the tag is noise where no epoch is
 * at hand (recovery). */
static bool body_ring(const struct making *m, const struct log_body *from,
	recipient *ret_to, uint64_t *ret_epoch,
	unsigned char ret_tag[RING_TAG_BYTES])
{
	const struct ring_epoch *ring = ring_newest(&m->log->rings, from->ring);

	if (from->to != NULL) {
		*ret_to = *from->to;
		*ret_epoch = 1;
		rand_bytes(ret_tag, RING_TAG_BYTES);
		return true;
	}
	if (ring == NULL) return false;
	*ret_to = ring->identity.recipient;
	*ret_epoch = ring->epoch;
	ring_tag_make(ring, ret_tag);
	return true;
}

static bool body_seal(struct making *m, const struct log_body *from, size_t at)
{
	struct body body = {.org = m->frame.org, .dev = m->frame.dev,
		.seq = m->frame.seq, .index = at, .ring = from->ring,
		.unit = from->unit};
	struct frame_body *line = &m->frame.bodies[at];
	unsigned char tag[RING_TAG_BYTES];
	struct buf ops = {0};
	recipient to;
	bool right = body_ring(m, from, &to, &body.epoch, tag);
	hash name;

	for (size_t i = 0; right && i < from->op_count; i++) {
		right = op_write(&from->ops[i], &ops);
	}
	if (right) {
		body.ops = buf_str(&ops);
		buf_reset(&m->plain);
		right = body_write(&body, &m->plain);
	}
	buf_close(&ops);
	if (!right) return false;
	age_seal(&m->sealed[at], buf_str(&m->plain), &to, 1);
	m->parts[at] = buf_str(&m->sealed[at]);
	name = hash_of(m->parts[at]);
	line->tag = hex_into(m->tags[at], tag, sizeof(tag));
	line->hash = hex_into(m->hashes[at], name.bytes, sizeof(name.bytes));
	line->length = m->parts[at].len;
	return true;
}

/* L2: signed, then sealed to the team (once it is) and to this device. */
static void frame_seal(struct making *m, struct buf *out)
{
	const struct ring_epoch *team = ring_newest(&m->log->rings, S("team"));
	recipient to[2] = {m->log->device.identity->recipient};
	signature sig;

	buf_reset(&m->plain);
	must(frame_write(&m->frame, &m->plain));
	sig = sign_bytes(m->log->device.sign, buf_str(&m->plain));
	frame_sign_line(sig.bytes, &m->plain);
	if (team != NULL) to[1] = team->identity.recipient;
	age_seal(out, buf_str(&m->plain), to, team != NULL ? 2 : 1);
}

/* One head for every other device, ascending. */
static void heads_name(struct making *m)
{
	const struct log *log = m->log;

	for (size_t i = 1; i < log->chain_count; i++) {
		const struct chain *chain = &log->chains[i];
		size_t at = m->frame.head_count;
		str name = str_bytes(chain->name, LOG_DEVICE_HEX);

		if (chain->seq == 0) continue;
		for (; at > 0 && str_compare(m->frame.heads[at - 1].dev, name) > 0;
			at--) {
			m->frame.heads[at] = m->frame.heads[at - 1];
		}
		m->frame.heads[at] = (struct frame_head){name, chain->seq,
			hex_into(m->head_hashes[i], chain->head.bytes,
				sizeof(chain->head.bytes))};
		m->frame.head_count++;
	}
}

static void frame_begin(struct making *m, uint64_t now_ms)
{
	static const char zeros[] = "0000000000000000000000000000000000000000"
		"000000000000000000000000";
	struct log *log = m->log;

	m->frame.org = log->device.org;
	m->frame.dev = str_bytes(log->chains[0].name, LOG_DEVICE_HEX);
	m->frame.seq = log->chains[0].seq + 1;
	m->frame.prev = hex_into(m->prev, log->chains[0].head.bytes,
		sizeof(log->chains[0].head.bytes));
	m->frame.roster_hash = str_of(zeros);
	m->frame.hlc = hlc_next(log->hlc, now_ms);
	heads_name(m);
}

const err *log_append(struct log *log, uint64_t now_ms,
	const struct log_body *bodies, size_t count)
{
	struct making *m = mem_get(sizeof(*m));
	struct buf frame = {0};
	const err *e = NULL;

	must(log->position == pack_size(log->pack) || log->position == 0);
	must(count <= LOG_BODIES_MAX);
	m->log = log;
	frame_begin(m, now_ms);
	for (size_t i = 0; e == NULL && i < count; i++) {
		if (!body_seal(m, &bodies[i], i)) {
			e = err_make(ERR_REFUSED, "this does not fit the log");
		}
	}
	m->frame.body_count = count;
	if (e == NULL) {
		frame_seal(m, &frame);
		e = pack_commit(log->pack, m->parts, count, buf_str(&frame));
	}
	for (size_t i = 0; i < count; i++) buf_close(&m->sealed[i]);
	buf_close(&m->plain);
	buf_close(&frame);
	mem_wipe(m, sizeof(*m));
	mem_free(m);
	return e;
}
