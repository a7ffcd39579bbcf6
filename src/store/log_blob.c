/* Sealed blobs, in the pack: see log_room.h and doc/log.md L6. Owns the way from
 * what the pack holds to frames and bodies at hand, and the blobs that nothing
 * names and no key opens yet.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_room.h"

/* -- frames --------------------------------------------------------------- */

enum frame_is { FRAME_UNOPENED, FRAME_BAD, FRAME_KNOWN, FRAME_NEW };

/* A sealed blob as a frame, when it is one. */
static enum frame_is frame_try(struct log *log, str sealed,
	uint32_t *ret_commit, struct buf *plain)
{
	struct frame *frame;
	enum frame_is is = FRAME_BAD;
	bool for_us;
	str covered;

	if (!log_envelope_open(log, sealed, plain, &for_us)) return FRAME_UNOPENED;
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
	if (log->chains[one->dev].has_key) log_sign_try(log, commit, plain);
}

/* -- what nothing names --------------------------------------------------- */

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

/* The last first, for a frame is handed on behind its bodies. What is dropped on
 * the way moves the last one to its place: one that was tried, or one that
 * stands before `i` all the same. */
const err *log_loose_retry(struct log *log, bool *ret_found)
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

const err *log_item_take(struct log *log, const struct pack_item *item)
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
		e = log_item_take(log, item);
		if (e == NULL) log->loaded = item->next;
		any = true;
	}
	mem_free(item);
	if (e != NULL && e->code != ERR_ABSENT) return e;
	return any ? log_settle(log) : NULL;
}
