/* What comes from the pack and from outside: see log_room.h and doc/log.md L6.
 * Owns the way from sealed blobs to frames and bodies at hand.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_room.h"

#include "base/hex.h"
#include "seal/age.h"

#include <string.h>

/* -- bodies --------------------------------------------------------------- */

/* L6.7: the body says it stands where it was found. */
static bool body_fits(const struct log *log, const struct log_line *line,
	const struct body *body)
{
	const struct log_commit *commit = &log->commits[line->commit];
	const struct log_chain *chain = &log->chains[commit->dev];

	return str_eq(body->org, log->device.org) &&
	       str_eq(body->dev, str_bytes(chain->name, LOG_DEVICE_HEX)) &&
	       body->seq == commit->seq && body->index == line->index;
}

/* L6.6: the identity that may open a body; NULL: none at hand. */
static const struct identity *body_key(const struct log *log,
	const struct log_line *line, str *ret_ring, uint64_t *ret_epoch)
{
	const struct ring_epoch *epoch = ring_of_tag(&log->rings, line->tag);

	*ret_epoch = 1;
	*ret_ring = ring_name(&log->rings.at[0]); /* our own */
	if (epoch == NULL) {
		return log->commits[line->commit].for_us ? log->device.identity
							 : NULL;
	}
	*ret_ring = ring_name(epoch);
	*ret_epoch = epoch->epoch;
	return &epoch->identity;
}

const err *log_body_open(struct log *log, const struct log_line *line,
	struct log_open *open, bool *ret_open)
{
	struct pack_record record = {line->offset, line->length, line->name};
	uint64_t epoch;
	str ring;
	const struct identity *with = body_key(log, line, &ring, &epoch);
	struct buf sealed = {0};
	const err *e;

	*ret_open = open->bad = false;
	if (with == NULL || line->offset == 0) return NULL;
	e = pack_read(log->pack, &record, &sealed);
	if (e == NULL && age_open(&open->plain, buf_str(&sealed), with, 1) ==
		AGE_OK) {
		*ret_open = body_read(buf_str(&open->plain), &open->body) &&
			body_fits(log, line, &open->body) &&
			str_eq(open->body.ring, ring) &&
			open->body.epoch == epoch;
		open->bad = !*ret_open;
	} else if (e == NULL) {
		open->bad = with != log->device.identity;
	}
	buf_close(&sealed);
	return e;
}

/* L6.9 */
static const err *look(struct log *log, uint32_t commit,
	enum log_looked how)
{
	const struct log_commit *one = &log->commits[commit];
	const err *e = NULL;

	for (uint32_t i = 0; e == NULL && i < one->body_count; i++) {
		const struct log_line *line = &log->lines[one->body_at + i];
		const struct ring_epoch *epoch = ring_of_tag(&log->rings,
			line->tag);
		struct log_open open = {0};
		bool is_open;
		struct op op;

		if (epoch != NULL && epoch != &log->rings.at[0]) continue;
		e = log_body_open(log, line, &open, &is_open);
		while (e == NULL && is_open &&
			op_take(&open.body.ops, &op)) {
			if (how == LOOKED_ROSTERS && op.kind != OP_ROSTER) {
				continue;
			}
			log_obey(log, commit, &open.body, &op);
			one = &log->commits[commit];
		}
		buf_close(&open.plain);
	}
	return e;
}

/* -- whose frame it is ---------------------------------------------------- */

/* L6.3: the first device of all introduces itself, a restored one shows a
 * voucher or the roster that names it, each in its own first commit. */
static const err *introduce_each(struct log *log, uint32_t commit,
	log_introducer *with)
{
	const struct log_commit *one = &log->commits[commit];
	const err *e = NULL;

	for (uint32_t i = 0; e == NULL && i < one->body_count; i++) {
		struct log_open open = {0};
		bool is_open;
		struct op op;

		e = log_body_open(log, &log->lines[one->body_at + i], &open,
			&is_open);
		while (e == NULL && is_open &&
			op_take(&open.body.ops, &op)) {
			with(log, commit, &op);
		}
		buf_close(&open.plain);
	}
	return e;
}

static const err *introduce(struct log *log, uint32_t commit)
{
	const struct log_commit *one = &log->commits[commit];
	uint8_t with = (uint8_t)(1 + log->roster_key_known +
		2 * (log->recovery_count > 0));
	const err *e = NULL;

	if (one->seq != 1 || one->introduced == with) return NULL;
	if (!one->first && !log->rooted && with == 1) return NULL;
	log->commits[commit].introduced = with;
	if (log->rooted && !one->first) {
		e = introduce_each(log, commit, log_root_look);
	}
	return e != NULL ? e : introduce_each(log, commit, log_introduce);
}

static void sign_try(struct log *log, uint32_t commit, str plain)
{
	struct log_commit *one = &log->commits[commit];
	struct log_chain *chain = &log->chains[one->dev];
	struct frame *frame = mem_get(sizeof(*frame));
	signature sig;
	str covered;

	must(frame_read(plain, frame, &covered));
	must(hex_read(frame->signature, sig.bytes, sizeof(sig.bytes)));
	if (!sign_is_valid(chain->public, covered, sig)) {
		one->refused = true;
		log_refuse(log);
	} else {
		one->signed_right = true;
		chain->heard_ms = log->now_ms;
		if (one->seq > chain->newest) {
			chain->newest = one->seq;
			chain->newest_hlc = one->hlc;
		}
		if (one->dev == 0) log_let_in(log, one);
		log_fork_look(log, commit);
	}
	mem_free(frame);
}

/* L6.1; *ret_for_us: our own identity opened it. */
static bool envelope_open(struct log *log, str sealed, struct buf *out,
	bool *ret_for_us)
{
	*ret_for_us = age_open(out, sealed, log->device.identity, 1) == AGE_OK;
	if (*ret_for_us) return true;
	for (size_t i = log->rings.count; i-- > 1;) {
		if (!str_eq(ring_name(&log->rings.at[i]), S("team"))) continue;
		if (age_open(out, sealed, &log->rings.at[i].identity, 1) ==
			AGE_OK) {
			return true;
		}
	}
	return false;
}

/* A key became known after its frame had come. */
static const err *sign_again(struct log *log, uint32_t commit)
{
	struct buf sealed = {0}, plain = {0};
	bool for_us;
	const err *e = pack_read(log->pack, &log->commits[commit].record,
		&sealed);

	if (e == NULL && envelope_open(log, buf_str(&sealed), &plain, &for_us)) {
		sign_try(log, commit, buf_str(&plain));
	}
	buf_close(&sealed);
	buf_close(&plain);
	return e;
}

/* -- blobs ---------------------------------------------------------------- */

enum frame_is { FRAME_UNOPENED, FRAME_BAD, FRAME_KNOWN, FRAME_NEW };

/* A sealed blob as a frame, when it is one. */
static enum frame_is frame_try(struct log *log, str sealed,
	uint32_t *ret_commit, struct buf *plain)
{
	struct frame *frame;
	enum frame_is is = FRAME_BAD;
	bool for_us;
	str covered;

	if (!envelope_open(log, sealed, plain, &for_us)) return FRAME_UNOPENED;
	/* A body of the team that came before its frame waits for it. */
	if (str_starts(buf_str(plain), S("bothy-body/1 "))) {
		return FRAME_UNOPENED;
	}
	frame = mem_get(sizeof(*frame));
	if (log_find(log, hash_of(buf_str(plain))) != LOG_NONE) {
		is = FRAME_KNOWN;
	} else if (frame_read(buf_str(plain), frame, &covered) &&
		str_eq(frame->org, log->device.org)) {
		*ret_commit = log_commit_add(log, hash_of(buf_str(plain)),
			frame);
		is = *ret_commit == LOG_NONE ? FRAME_BAD : FRAME_NEW;
	}
	if (is == FRAME_NEW) log->commits[*ret_commit].for_us = for_us;
	mem_free(frame);
	return is;
}

static void frame_begin(struct log *log, uint32_t commit,
	const struct pack_record *record, str plain)
{
	struct log_commit *one = &log->commits[commit];

	one->record = *record;
	/* What an earlier start kept has been here since about then. */
	if (!log->receiving && one->hlc.ms < one->came_ms) {
		one->came_ms = one->hlc.ms;
	}
	one->first = record->offset == log->first_frame;
	log_sealed_add(log, commit);
	if (log->chains[one->dev].has_key) sign_try(log, commit, plain);
}

static void loose_add(struct log *log, const struct pack_record *record)
{
	if (log_blob_attach(log, record)) return;
	if (log_loose_find(log, record->hash) == LOG_NONE) {
		log_loose_add(log, record);
	}
}

/* One blob that nothing names, once more; *ret_found: it is a new frame. */
static const err *loose_try(struct log *log,
	const struct pack_record *record, bool *ret_found)
{
	struct buf sealed = {0}, plain = {0};
	enum frame_is is = FRAME_UNOPENED;
	uint32_t commit;
	const err *e = pack_read(log->pack, record, &sealed);

	if (e == NULL) is = frame_try(log, buf_str(&sealed), &commit, &plain);
	if (is != FRAME_UNOPENED) {
		uint32_t at = log_loose_find(log, record->hash);

		if (at != LOG_NONE) log_loose_drop(log, at);
	}
	if (is == FRAME_BAD) log_refuse(log);
	if (is == FRAME_NEW) {
		frame_begin(log, commit, record, buf_str(&plain));
		if (log->commits[commit].dev == 0) log->ahead = true;
		*ret_found = true;
	}
	buf_close(&sealed);
	buf_close(&plain);
	return e;
}

/* Blobs that nothing names may be frames, under an epoch that has come. The
 * last first, for a frame is handed on behind its bodies. What is dropped on
 * the way moves the last one to its place: one that was tried, or one that
 * stands before `i` all the same. */
static const err *loose_retry(struct log *log, bool *ret_found)
{
	size_t tried = log->rings.count;
	const err *e = NULL;

	for (size_t i = log->loose_count; e == NULL && i-- > 0;) {
		struct pack_record record;

		if (i >= log->loose_count || log->loose[i].tried == tried) {
			continue;
		}
		log->loose[i].tried = tried;
		record = log->loose[i].record;
		e = loose_try(log, &record, ret_found);
	}
	return e;
}

/* -- the pack ------------------------------------------------------------- */

/* A body kept in one commit with a frame that does not name it. */
static bool some_is_loose(const struct log *log, const struct pack_item *item)
{
	for (size_t i = 0; i < item->body_count; i++) {
		uint32_t at = log_loose_find(log, item->bodies[i].hash);

		if (at != LOG_NONE && log->loose[at].record.offset ==
			item->bodies[i].offset) {
			return true;
		}
	}
	return false;
}

static const err *item_take(struct log *log, const struct pack_item *item)
{
	struct buf sealed = {0}, plain = {0};
	uint32_t commit;
	const err *e;

	for (size_t i = 0; i < item->body_count; i++) {
		loose_add(log, &item->bodies[i]);
	}
	if (item->frame.length == 0) {
		log->keys_new = true;
		return NULL;
	}
	if (item->number == 1) log->first_frame = item->frame.offset;
	e = pack_read(log->pack, &item->frame, &sealed);
	if (e == NULL) {
		switch (frame_try(log, buf_str(&sealed), &commit, &plain)) {
		case FRAME_NEW:
			frame_begin(log, commit, &item->frame, buf_str(&plain));
			if (some_is_loose(log, item)) e = log_damaged();
			break;
		case FRAME_UNOPENED:
			loose_add(log, &item->frame);
			break;
		case FRAME_BAD:
			e = log_damaged();
			break;
		case FRAME_KNOWN:
			break;
		}
	}
	buf_close(&sealed);
	buf_close(&plain);
	return e;
}

const err *log_load(struct log *log, uint64_t limit)
{
	struct pack_item *item = mem_get(sizeof(*item));
	const err *e = NULL;
	bool any = false;

	while (e == NULL && log->loaded < limit &&
		(e = pack_at(log->pack, log->loaded, item)) == NULL) {
		e = item_take(log, item);
		if (e == NULL) log->loaded = item->next;
		any = true;
	}
	mem_free(item);
	if (e != NULL && e->code != ERR_ABSENT) return e;
	return any ? log_settle(log) : NULL;
}

/* -- what fits together --------------------------------------------------- */

static const err *commit_settle(struct log *log, uint32_t commit,
	bool *ret_again)
{
	struct log_commit *one = &log->commits[commit];
	const err *e = NULL;

	if (one->refused) return NULL;
	/* Of a restored device its own first commit says that it is believed. */
	if (one->for_us && one->looked == LOOKED_NOT &&
		!log->chains[one->dev].believed) {
		one->looked = LOOKED_ROSTERS;
		e = look(log, commit, LOOKED_ROSTERS);
		*ret_again = true;
	}
	one = &log->commits[commit];
	if (e == NULL && !one->signed_right &&
		!log->chains[one->dev].has_key) {
		e = introduce(log, commit);
	}
	one = &log->commits[commit];
	if (e == NULL && !one->signed_right && log->chains[one->dev].has_key) {
		e = sign_again(log, commit);
		*ret_again = true;
	}
	if (e != NULL || !one->signed_right || one->looked == LOOKED_ALL ||
		!log->chains[one->dev].believed) {
		return e;
	}
	one->looked = LOOKED_ALL;
	*ret_again = true;
	return one->for_us ? look(log, commit, LOOKED_ALL) : NULL;
}

const err *log_settle(struct log *log)
{
	const err *e = NULL;
	bool again = true;

	while (e == NULL && again) {
		again = false;
		if (log->keys_new) {
			log->keys_new = false;
			e = loose_retry(log, &again);
		}
		log_belief(log);
		for (size_t i = 0; e == NULL && log->look_again &&
			i < log->commit_count; i++) {
			e = commit_settle(log, (uint32_t)i, &again);
		}
		log->look_again = false;
		for (size_t i = 0; e == NULL && i < log->waiting_count; i++) {
			e = commit_settle(log, log->waiting[i], &again);
		}
		again |= log->keys_new;
	}
	if (e == NULL) log_order(log);
	return e;
}

bool log_is_unsettled(const struct log *log)
{
	return log->changed || log->keys_new || log->rosters_new ||
	       log->look_again;
}

/* -- from outside --------------------------------------------------------- */

/* A blob that is at hand already: a frame, its body, or waiting to be named. */
static bool is_here(const struct log *log, hash name)
{
	return log_loose_find(log, name) != LOG_NONE ||
	       log_sealed_is_here(log, name);
}

/* Keeps one batch as blobs that nothing names yet. */
static const err *batch_keep(struct log *log, const str *blobs, size_t count)
{
	struct pack_item *item;
	const err *e;

	if (count == 0) return NULL;
	item = mem_get(sizeof(*item));
	e = pack_commit(log->pack, blobs, count, S(""));
	if (e == NULL) e = pack_at(log->pack, log->loaded, item);
	if (e == NULL) e = item_take(log, item);
	if (e == NULL) log->loaded = item->next;
	mem_free(item);
	return e;
}

static bool is_in_batch(const str *batch, size_t count, str blob)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq(batch[i], blob)) return true;
	}
	return false;
}

/* Whether this blob is more than what nothing names: a frame names it, or it
 * is a frame that a key at hand opens. */
static bool is_of_use(struct log *log, str blob)
{
	struct buf plain = {0};
	bool for_us;
	bool is = log_blob_is_named(log, hash_of(blob), blob.len) ||
		(envelope_open(log, blob, &plain, &for_us) &&
			!str_starts(buf_str(&plain), S("bothy-body/1 ")));

	buf_close(&plain);
	return is;
}

/* L6.1: the bound is on what is of no use yet [log-10]. */
static bool has_room(struct log *log, str blob)
{
	return (log->loose_count < LOG_LOOSE_MAX - PACK_BODIES_MAX &&
		log->loose_bytes + blob.len <= LOG_LOOSE_BYTES_MAX) ||
	       is_of_use(log, blob);
}

uint64_t log_wants(const struct log *log)
{
	uint64_t absent = 0;

	for (size_t i = 0; i < log->line_count; i++) {
		const struct log_line *line = &log->lines[i];

		absent += line->offset == 0 && !line->erased &&
			line->stood_by == 0 && !log_is_named(log, line);
	}
	return (uint64_t)log->rings.count << 32 | absent;
}

/* A batch has room for 64 blobs, and for what a pack writes at once. */
enum { BATCH_BYTES_MAX = 8 << 20 };

const err *log_receive(struct log *log, const str *blobs, size_t count,
	size_t *ret_refused)
{
	str batch[PACK_BODIES_MAX];
	size_t in_batch = 0, bytes = 0, refused = 0;
	const err *e = log_load(log, UINT64_MAX);

	for (size_t i = 0; e == NULL && i < count; i++) {
		bool fits = blobs[i].len > 0 && blobs[i].len <= PACK_RECORD_MAX;

		if (fits && (is_in_batch(batch, in_batch, blobs[i]) ||
			is_here(log, hash_of(blobs[i])))) {
			continue;
		}
		if (!fits || !has_room(log, blobs[i])) {
			if (!fits) log_refuse(log);
			refused++;
			continue;
		}
		if (in_batch == PACK_BODIES_MAX ||
			bytes + blobs[i].len > BATCH_BYTES_MAX) {
			e = batch_keep(log, batch, in_batch);
			in_batch = bytes = 0;
		}
		batch[in_batch++] = blobs[i];
		bytes += blobs[i].len;
	}
	if (e == NULL) e = batch_keep(log, batch, in_batch);
	log->receiving = true;
	if (e == NULL) e = log_settle(log);
	log->receiving = false;
	if (e == NULL) *ret_refused = refused;
	return e;
}

/* -- handing on ----------------------------------------------------------- */

static const err *record_hand(struct log *log,
	const struct pack_record *record, log_hand_on *give, void *owner)
{
	struct buf sealed = {0};
	const err *e = pack_read(log->pack, record, &sealed);

	if (e == NULL) e = give(owner, buf_str(&sealed));
	buf_close(&sealed);
	return e;
}

const err *log_blobs(struct log *log, uint64_t *position, log_hand_on *give,
	void *owner)
{
	struct pack_item *item = mem_get(sizeof(*item));
	uint64_t at = *position;
	const err *e = NULL;

	while (e == NULL && (e = pack_at(log->pack, at, item)) == NULL) {
		for (size_t i = 0; e == NULL && i < item->body_count; i++) {
			e = record_hand(log, &item->bodies[i], give, owner);
		}
		if (e == NULL && item->frame.length > 0) {
			e = record_hand(log, &item->frame, give, owner);
		}
		if (e == NULL) at = item->next;
	}
	mem_free(item);
	if (e != NULL && e->code == ERR_ABSENT) e = NULL;
	if (e == NULL) *position = at;
	return e;
}
