/* The steps of a visit: what is said at each and what is made of the answer.
 * See sync.h and doc/relay.md. A step's `send` is called until it has nothing
 * more to do.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/sync_room.h"

#include "os/clock.h"
#include "os/report.h"

enum { HOUR_MS = 3600000, OK = 200, ABSENT = 404, BAD = 400, OLDER = 409,
	FULL = 507 };

/* A call with our token is answered 404 only when the token is not known. */
void sync_strange(struct sync *sync, unsigned status)
{
	if (status == ABSENT) sync_fail(sync, SYNC_REFUSED);
	else if (status >= 500) sync_fail(sync, SYNC_NOT_REACHED);
	else sync_fail(sync, SYNC_STRANGE);
}

/* The answer's one word; false, and the visit has failed, without one. */
static bool word_of(struct sync *sync, enum relay_word *ret_word)
{
	if (relay_word_read(buf_str(&sync->answer), ret_word)) return true;
	sync_fail(sync, SYNC_STRANGE);
	return false;
}

/* -- R8 the roster -------------------------------------------------------- */

static bool roster_send(struct sync *sync)
{
	str roster, minisig;

	if (sync->older) {
		buf_text(&sync->path, "/relay/1/roster");
		sync_get(sync, RELAY_BATCH_BYTES);
		return true;
	}
	if (sync->begun) return false;
	sync->begun = true;
	if (sync_disk(sync, sync->choice.hands->roster(sync->choice.desk,
		sync->arena, &roster, &minisig))) {
		return false;
	}
	if (roster.len == 0) return false;
	relay_roster_write(roster, minisig, &sync->body);
	sync_post(sync, "/relay/1/roster");
	return true;
}

/* The desk was restored from an older copy: it learns the counter. */
static void older_take(struct sync *sync)
{
	str roster, minisig;

	sync->older = false;
	if (!relay_roster_read(buf_str(&sync->answer), &roster, &minisig)) {
		sync_fail(sync, SYNC_STRANGE);
		return;
	}
	(void)sync_disk(sync, sync->choice.hands->roster_older(
		sync->choice.desk, roster, minisig));
}

static void roster_answered(struct sync *sync, unsigned status)
{
	if (sync->older && status == OK) {
		older_take(sync);
	} else if (status == OLDER && !sync->older) {
		sync->older = true;
	} else if (status == OK) {
		(void)sync_disk(sync, sync->choice.hands->roster_kept(
			sync->choice.desk));
	} else if (status == BAD || status == 403 || status == FULL) {
		/* The rest of the visit does not depend on it. */
		report("the line did not take the roster", status);
	} else {
		sync_strange(sync, status);
	}
}

/* -- R7 taking back ------------------------------------------------------- */

static bool take_back_send(struct sync *sync)
{
	const struct sync_reply *one;

	if (!sync->begun && sync_disk(sync, sync->choice.hands->unwanted(
		sync->choice.desk, sync->arena, &sync->replies))) {
		return false;
	}
	sync->begun = true;
	if (sync->at == sync->replies.count) return false;
	one = &sync->replies.at[sync->at];
	relay_take_back_write(one->mailbox, one->id, &sync->body);
	sync_post(sync, "/relay/1/take-back");
	return true;
}

static void take_back_answered(struct sync *sync, unsigned status)
{
	const struct sync_reply *one = &sync->replies.at[sync->at++];
	enum relay_word word;

	if (status != OK) {
		sync_strange(sync, status);
		return;
	}
	if (!word_of(sync, &word)) return;
	if (word != RELAY_TAKEN && word != RELAY_SHOWN && word != RELAY_NONE) {
		sync_fail(sync, SYNC_STRANGE);
		return;
	}
	(void)sync_disk(sync, sync->choice.hands->took_back(sync->choice.desk,
		one->id, word));
}

/* -- R6, R20 answers ------------------------------------------------------ */

static bool outbox_send(struct sync *sync)
{
	const struct sync_reply *one;

	if (!sync->begun && sync_disk(sync, sync->choice.hands->due(
		sync->choice.desk, sync->arena, &sync->replies))) {
		return false;
	}
	sync->begun = true;
	if (sync->at == sync->replies.count) return false;
	one = &sync->replies.at[sync->at];
	if (one->file.len > 0) {
		relay_copy_write(&(struct relay_copy){one->mailbox, one->id,
			one->sealed, one->blob, one->file}, &sync->body);
		sync_post(sync, "/relay/1/copy");
	} else {
		relay_reply_write(one->mailbox, one->id, one->sealed,
			&sync->body);
		sync_post(sync, "/relay/1/reply");
	}
	return true;
}

static void outbox_answered(struct sync *sync, unsigned status)
{
	const struct sync_reply *one = &sync->replies.at[sync->at++];
	enum relay_word word;

	if (status == BAD || status == FULL) {
		/* It stays in the outbox; the others have their turn. */
		report("the line did not take an answer", status);
		return;
	}
	if (status != OK) {
		sync_strange(sync, status);
		return;
	}
	if (!word_of(sync, &word)) return;
	if (word != RELAY_KEPT) {
		sync_fail(sync, SYNC_STRANGE);
		return;
	}
	/* [sync-3] noted twice is fine: the line knows the id. */
	(void)sync_disk(sync, sync->choice.hands->sent(sync->choice.desk,
		one->id));
}

/* -- R3 intake ------------------------------------------------------------ */

static bool intake_send(struct sync *sync)
{
	if (!sync->begun) {
		if (sync_disk(sync, sync->choice.hands->cursor(
			sync->choice.desk, &sync->after))) {
			return false;
		}
		sync->begun = true;
	}
	if (sync->after == SYNC_NO_INTAKE ||
		sync->batches == SYNC_BATCHES_MAX) {
		return false;
	}
	relay_intake_path(sync->after, 0, &sync->path);
	sync_get(sync, RELAY_BATCH_BYTES);
	return true;
}

static void seen_add(struct sync *sync, const struct relay_message *items,
	size_t count)
{
	for (size_t i = 0; i < count; i++) {
		buf_put(&sync->seen, str_bytes(items[i].hash.bytes,
			sizeof(items[i].hash.bytes)));
	}
}

static void intake_answered(struct sync *sync, unsigned status)
{
	struct relay_message *items;
	size_t count;

	if (status != OK) {
		sync_strange(sync, status);
		return;
	}
	if (!relay_intake_read(buf_str(&sync->answer), sync->after,
		sync->arena, &items, &count)) {
		sync_fail(sync, SYNC_STRANGE);
		return;
	}
	sync->batches++;
	if (count == 0) {
		sync->batches = SYNC_BATCHES_MAX;
		return;
	}
	if (sync_disk(sync, sync->choice.hands->take(sync->choice.desk, items,
		count))) {
		return;
	}
	seen_add(sync, items, count); /* [sync-2] */
	sync->after = items[count - 1].cursor;
	arena_reset(sync->arena);
}

/* -- R5 seen -------------------------------------------------------------- */

/* [sync-3] once after each start: all of the last weeks. */
static bool tell_again(struct sync *sync)
{
	uint64_t hour = clock_now_ms() / HOUR_MS;
	struct sync_hashes hashes = {0};

	if (sync->told) return true;
	if (sync_disk(sync, sync->choice.hands->taken(sync->choice.desk,
		sync->arena, hour < SYNC_TELL_HOURS ? 0
						    : hour - SYNC_TELL_HOURS,
		&hashes))) {
		return false;
	}
	buf_reset(&sync->seen);
	buf_put(&sync->seen, str_bytes(hashes.at,
		mem_times(hashes.count, sizeof(hash))));
	sync->told = true;
	return true;
}

static bool seen_send(struct sync *sync)
{
	size_t count;

	if (!sync->begun && sync_disk(sync, sync->choice.hands->forget(
		sync->choice.desk))) {
		return false;
	}
	sync->begun = true;
	if (!sync->choice.hands->alone(sync->choice.desk)) {
		buf_reset(&sync->seen);
		return false;
	}
	if (!tell_again(sync)) return false;
	count = sync->seen.len / sizeof(hash);
	if (count == 0) return false;
	if (count > RELAY_SEEN_MAX) count = RELAY_SEEN_MAX;
	relay_seen_write((const hash *)(const void *)sync->seen.at, count,
		&sync->body);
	sync->at = count;
	sync_post(sync, "/relay/1/seen");
	return true;
}

static void seen_answered(struct sync *sync, unsigned status)
{
	enum relay_word word;

	if (status != OK) {
		sync_strange(sync, status);
		return;
	}
	if (!word_of(sync, &word)) return;
	if (word != RELAY_OK) {
		sync_fail(sync, SYNC_STRANGE);
		return;
	}
	buf_drop(&sync->seen, sync->at * sizeof(hash));
}

/* -- R4 attachments ------------------------------------------------------- */

static bool blobs_send(struct sync *sync)
{
	str name;

	if (!sync->begun && sync_disk(sync, sync->choice.hands->missing(
		sync->choice.desk, sync->arena, &sync->names))) {
		return false;
	}
	sync->begun = true;
	if (sync->at == sync->names.count) return false;
	name = sync->names.at[sync->at];
	if (sync_disk(sync, sync_blob_begin(sync, name))) return false;
	relay_blob_path(name, &sync->path);
	sync_get(sync, SYNC_BLOB_MAX);
	return true;
}

static void blobs_answered(struct sync *sync, unsigned status)
{
	str name = sync->names.at[sync->at++];
	const err *e = sync_blob_end(sync, name, status == OK);

	if (sync_disk(sync, e)) return;
	/* 404: the line has forgotten it; the page says that it is not here. */
	if (status != OK && status != ABSENT) sync_strange(sync, status);
}

/* -- R9 the line's figures ------------------------------------------------ */

static bool state_send(struct sync *sync)
{
	if (sync->begun) return false;
	sync->begun = true;
	buf_text(&sync->path, "/relay/1/state");
	/* who is not known gets the whole page of R1.3 */
	sync_get(sync, RELAY_BATCH_BYTES);
	return true;
}

static void state_answered(struct sync *sync, unsigned status)
{
	if (status != OK) {
		sync_strange(sync, status);
	} else if (!relay_state_read(buf_str(&sync->answer),
		&sync->status.state)) {
		sync_fail(sync, SYNC_STRANGE);
	} else {
		sync->choice.hands->hour(sync->choice.desk,
			sync->status.state.hour);
	}
}

const struct sync_way sync_ways[STEP_COUNT] = {
	[STEP_TOKEN] = {sync_token_send, sync_token_answered},
	[STEP_LOG] = {sync_log_send, sync_log_answered},
	[STEP_ROSTER] = {roster_send, roster_answered},
	[STEP_TAKE_BACK] = {take_back_send, take_back_answered},
	[STEP_OUTBOX] = {outbox_send, outbox_answered},
	[STEP_INTAKE] = {intake_send, intake_answered},
	[STEP_SEEN] = {seen_send, seen_answered},
	[STEP_PUT] = {sync_put_send, sync_put_answered},
	[STEP_LISTS] = {sync_lists_send, sync_lists_answered},
	[STEP_KEY] = {sync_key_send, sync_key_answered},
	[STEP_BLOBS] = {blobs_send, blobs_answered},
	[STEP_STATE] = {state_send, state_answered},
	[STEP_GUIDES] = {sync_guides_send, sync_guides_answered},
};
