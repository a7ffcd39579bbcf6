/* What comes from outside, and what is handed on: see log.h and doc/log.md L6.
 * Owns what of it is kept, and keeps it as blobs that nothing names yet.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_room.h"

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
	if (e == NULL) e = log_item_take(log, item);
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

/* What was tried in vain with the keys at hand; of other keys nothing is known
 * yet. */
static struct hash_set *vain_names(struct log *log)
{
	struct log_vain *vain = &log->vain;
	const struct ring_epoch *last = &log->rings.at[log->rings.count - 1];

	if (vain->epochs != log->rings.count ||
		!recipient_eq(vain->last, last->identity.recipient) ||
		vain->names.count == LOG_VAIN_MAX) {
		hash_set_close(&vain->names);
		vain->epochs = log->rings.count;
		vain->last = last->identity.recipient;
	}
	return &vain->names;
}

/* A frame that a key at hand opens. Opening costs most of taking a blob, and
 * what waits in the inbox is given again with each page that comes. */
static bool is_frame(struct log *log, str blob, hash name)
{
	struct hash_set *vain = vain_names(log);
	struct buf plain = {0};
	bool for_us, is;

	if (hash_set_has(vain, name)) return false;
	log->vain.opened++;
	is = log_envelope_open(log, blob, &plain, &for_us) &&
		!str_starts(buf_str(&plain), S("bothy-body/1 "));
	if (!is) (void)hash_set_add(vain, name);
	buf_close(&plain);
	return is;
}

/* Whether this blob is more than what nothing names. */
static bool is_of_use(struct log *log, str blob, hash name)
{
	return log_blob_is_named(log, name, blob.len) ||
	       is_frame(log, blob, name);
}

/* L6.1: the bound is on what is of no use yet [log-10]. */
static bool has_room(struct log *log, str blob, hash name)
{
	return (log->loose_count < LOG_LOOSE_MAX - PACK_BODIES_MAX &&
		log->loose_bytes + blob.len <= LOG_LOOSE_BYTES_MAX) ||
	       is_of_use(log, blob, name);
}

uint64_t log_wants(const struct log *log)
{
	uint64_t absent = 0;

	for (size_t i = 0; i < log->line_count; i++) {
		const struct log_line *line = &log->lines[i];

		absent += line->offset == 0 && !line->erased &&
			log_stood_by(log, line) == 0 && !log_is_named(log, line);
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
		hash name;

		if (blobs[i].len == 0 || blobs[i].len > PACK_RECORD_MAX) {
			log_refuse(log);
			refused++;
			continue;
		}
		name = hash_of(blobs[i]);
		if (is_in_batch(batch, in_batch, blobs[i]) ||
			is_here(log, name)) {
			continue;
		}
		if (!has_room(log, blobs[i], name)) {
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
