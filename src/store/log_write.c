/* Commits of this device: see log.h and doc/log.md L2, L3. Owns a commit while
 * it is made, and the reasons not to make one.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_room.h"

#include "seal/age.h"
#include "seal/rand.h"

#include <string.h>

enum { CLOCK_OFF_MS = 24 * 60 * 60 * 1000 };

/* -- whether to sign ------------------------------------------------------ */

static bool is_off(uint64_t one_ms, uint64_t other_ms)
{
	uint64_t apart = one_ms > other_ms ? one_ms - other_ms
					   : other_ms - one_ms;

	return apart > CLOCK_OFF_MS;
}

bool log_clock_is_off(const struct log *log, uint64_t now_ms)
{
	size_t off = 0, others = 0;

	if (log->confirmed_ms != 0 && !is_off(log->confirmed_ms, now_ms)) {
		return false;
	}
	for (size_t i = 1; i < log->chain_count; i++) {
		const struct log_chain *chain = &log->chains[i];

		if (!chain->active || chain->newest == 0) continue;
		others++;
		off += is_off(chain->newest_hlc.ms, now_ms);
	}
	return others > 0 && 2 * off > others;
}

void log_clock_confirm(struct log *log, uint64_t now_ms)
{
	log->confirmed_ms = now_ms;
}

bool log_is_ahead(const struct log *log)
{
	if (log->ahead) return true;
	for (size_t i = 0; i < log->head_count; i++) {
		if (log->heads[i].dev == 0 &&
			log->heads[i].seq > log->chains[0].newest) {
			return true;
		}
	}
	return false;
}

bool log_may_sign(const struct log *log, uint64_t now_ms)
{
	const struct log_chain *own = &log->chains[0];

	return own->believed && own->end == LOG_NO_END && !log_is_ahead(log) &&
	       !log_clock_is_off(log, now_ms);
}

bool log_is_waiting(const struct log *log)
{
	return log->chains[0].seq < log->chains[0].newest;
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
	char prev[FRAME_HASH_HEX + 1], roster[FRAME_HASH_HEX + 1];
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
	const struct ring_epoch *ring = log_seal_epoch(m->log, from->ring);

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

/* L2: signed, then sealed to the team (once it is), to this device, and to
 * those to whom something is handed over. */
static void frame_seal(struct making *m, const struct log_body *bodies,
	struct buf *out)
{
	const struct ring_epoch *team = log_seal_epoch(m->log, S("team"));
	recipient to[LOG_BODIES_MAX + 2] = {m->log->device.identity->recipient};
	size_t count = 1;
	signature sig;

	buf_reset(&m->plain);
	must(frame_write(&m->frame, &m->plain));
	sig = sign_bytes(m->log->device.sign, buf_str(&m->plain));
	frame_sign_line(sig.bytes, &m->plain);
	if (team == NULL) team = ring_newest(&m->log->rings, S("team"));
	if (team != NULL) to[count++] = team->identity.recipient;
	for (size_t i = 0; i < m->frame.body_count; i++) {
		if (bodies[i].to == NULL) continue;
		if (!str_starts(bodies[i].ring, S("device-"))) continue;
		to[count++] = *bodies[i].to;
	}
	age_seal(out, buf_str(&m->plain), to, count);
}

/* One head for every other device, ascending. */
static void heads_name(struct making *m)
{
	const struct log *log = m->log;

	for (size_t i = 1; i < log->chain_count; i++) {
		const struct log_chain *chain = &log->chains[i];
		hash last = log->commits == NULL ? (hash){{0}}
			: log->commits[chain->tip].name;
		size_t at = m->frame.head_count;
		str name = str_bytes(chain->name, LOG_DEVICE_HEX);

		if (chain->seq == 0) continue;
		for (; at > 0 && str_compare(m->frame.heads[at - 1].dev, name) > 0;
			at--) {
			m->frame.heads[at] = m->frame.heads[at - 1];
		}
		m->frame.heads[at] = (struct frame_head){name, chain->seq,
			hex_into(m->head_hashes[i - 1], last.bytes,
				sizeof(last.bytes))};
		m->frame.head_count++;
	}
}

static void frame_begin(struct making *m, uint64_t now_ms)
{
	static const char zeros[] = "0000000000000000000000000000000000000000"
		"000000000000000000000000";
	struct log *log = m->log;
	const struct log_chain *own = &log->chains[0];
	const struct log_roster *tip = log_tip(log);
	hash prev = {{0}};
	size_t at = SIZE_MAX;
	uint32_t last;

	if (log_at_place(log, 0, own->newest, &at, &last)) {
		prev = log->commits[last].name;
	}
	m->frame.org = log->device.org;
	m->frame.dev = str_bytes(own->name, LOG_DEVICE_HEX);
	m->frame.seq = own->newest + 1;
	m->frame.prev = hex_into(m->prev, prev.bytes, sizeof(prev.bytes));
	m->frame.roster_hash = str_of(zeros);
	if (tip != NULL) {
		m->frame.roster = tip->says.number;
		m->frame.roster_hash = hex_into(m->roster, tip->name.bytes,
			sizeof(tip->name.bytes));
	}
	m->frame.hlc = log_clock_next(log, now_ms);
	heads_name(m);
}

static const err *commit_make(struct making *m, uint64_t now_ms,
	const struct log_body *bodies, size_t count)
{
	struct buf frame = {0};
	const err *e = NULL;

	frame_begin(m, now_ms);
	for (size_t i = 0; e == NULL && i < count; i++) {
		if (!body_seal(m, &bodies[i], i)) {
			e = err_make(ERR_REFUSED, "this does not fit the log");
		}
	}
	m->frame.body_count = count;
	if (e == NULL) {
		frame_seal(m, bodies, &frame);
		e = pack_commit(m->log->pack, m->parts, count, buf_str(&frame));
	}
	buf_close(&frame);
	return e;
}

/* All of the log was read and settled, and this device may. */
static const err *append(struct log *log, uint64_t now_ms,
	const struct log_body *bodies, size_t count)
{
	struct making *m = mem_get(sizeof(*m));
	const err *e;

	must(count <= LOG_BODIES_MAX);
	m->log = log;
	e = commit_make(m, now_ms, bodies, count);
	for (size_t i = 0; i < count; i++) buf_close(&m->sealed[i]);
	buf_close(&m->plain);
	mem_wipe(m, sizeof(*m));
	mem_free(m);
	return e != NULL ? e : log_load(log, UINT64_MAX);
}

const err *log_append(struct log *log, uint64_t now_ms,
	const struct log_body *bodies, size_t count)
{
	const err *e = log_load(log, UINT64_MAX);

	if (e == NULL) e = log_settle(log);
	if (e == NULL && !log_may_sign(log, now_ms)) { /* [log-7] */
		e = err_make(ERR_REFUSED, "this device may not sign now");
	}
	return e != NULL ? e : append(log, now_ms, bodies, count);
}

const err *log_append_merge(struct log *log, uint64_t now_ms,
	const struct log_body *bodies, size_t count)
{
	if (!log_may_merge(log, now_ms)) {
		return err_make(ERR_REFUSED, "this device may not sign now");
	}
	return append(log, now_ms, bodies, count);
}
