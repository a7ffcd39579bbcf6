/* The steps of a visit that carry the team's log and its token: see sync.h and
 * doc/relay.md R10 to R15. Looks into no blob.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/sync_room.h"

#include "os/report.h"

enum { OK = 200, BAD = 400, SIGNATURE = 403, CONFLICT = 409, FULL = 507 };

/* -- R15 the token --------------------------------------------------------- */

bool sync_token_send(struct sync *sync)
{
	str body;

	if (sync->begun) return false;
	sync->begun = true;
	if (sync_disk(sync, sync->choice.hands->token_call(sync->choice.desk,
		sync->arena, &body)) || body.len == 0) {
		return false;
	}
	buf_put(&sync->body, body);
	sync_post(sync, "/relay/1/token");
	return true;
}

void sync_token_answered(struct sync *sync, unsigned status)
{
	if (status == OK) {
		(void)sync_disk(sync, sync->choice.hands->token_kept(
			sync->choice.desk));
	} else if (status == CONFLICT) {
		(void)sync_disk(sync, sync->choice.hands->token_older(
			sync->choice.desk));
	} else if (status == BAD ||
		status == SIGNATURE || status == FULL) {
		/* The rest shows whether ours is good. */
		report("the line did not take the new token", status);
	} else {
		sync_strange(sync, status);
	}
}

/* -- R12 what came --------------------------------------------------------- */

bool sync_log_send(struct sync *sync)
{
	if (!sync->begun && sync_disk(sync, sync->choice.hands->place(
		sync->choice.desk, &sync->place))) {
		return false;
	}
	sync->begun = true;
	if (sync->batches == SYNC_BATCHES_MAX) return false;
	relay_log_path(sync->place, 0, &sync->path);
	sync_get(sync, RELAY_BATCH_BYTES);
	return true;
}

/* [sync-5] the line's spool is another one, or was set back. */
static void place_lost(struct sync *sync)
{
	if (sync->lost || sync->place.cursor == 0) {
		sync_fail(sync, SYNC_STRANGE);
		return;
	}
	report("the line has lost some of the log: all is offered again",
		UINT64_MAX);
	sync->lost = true;
	sync->begun = false;
	(void)sync_disk(sync, sync->choice.hands->lost(sync->choice.desk));
}

void sync_log_answered(struct sync *sync, unsigned status)
{
	struct relay_log log;

	if (status == CONFLICT) {
		place_lost(sync);
		return;
	}
	if (status != OK) {
		sync_strange(sync, status);
		return;
	}
	if (!relay_log_read(buf_str(&sync->answer), sync->place, &log)) {
		sync_fail(sync, SYNC_STRANGE); /* [sync-6] */
		return;
	}
	sync->batches++;
	if (log.place.cursor > sync->place.cursor &&
		sync_disk(sync, sync->choice.hands->receive(sync->choice.desk,
			log.blobs, log.count, log.place))) {
		return;
	}
	sync->place = log.place;
	if (!log.more) sync->batches = SYNC_BATCHES_MAX;
	errands_token(sync->errands, sync->choice.hands->token(
		sync->choice.desk));
}

/* -- R13, R11 what goes ----------------------------------------------------- */

static bool offer_send(struct sync *sync)
{
	if (sync_disk(sync, sync->choice.hands->offer(sync->choice.desk,
		sync->arena, &sync->offer))) {
		return false;
	}
	sync->all_put = sync->offer.count == 0;
	if (sync->all_put) return false;
	sync->at = 0;
	relay_offer_write(sync->offer.at, sync->offer.count, &sync->body);
	sync_post(sync, "/relay/1/offer");
	return true;
}

/* Fills a bundle with what is wanted next; false when the disk fails. */
static bool bundle_fill(struct sync *sync)
{
	arena_reset(sync->bundle_arena);
	sync->bundle.count = 0;
	for (; sync->at < sync->offer.count; sync->at++) {
		str sealed;

		if (!sync->wanted[sync->at]) continue;
		if (sync_disk(sync, sync->choice.hands->blob(sync->choice.desk,
			sync->bundle_arena, sync->at, &sealed))) {
			return false;
		}
		if (bundle_has_room(&sync->bundle, sealed.len)) {
			bundle_add(&sync->bundle, sealed);
		} else if (sync->bundle.count > 0) {
			break; /* it opens the next one */
		} else {
			report("a blob is too long for the line",
				sealed.len);
		}
	}
	return true;
}

bool sync_put_send(struct sync *sync)
{
	if (sync->batches >= SYNC_BATCHES_MAX) return false;
	sync->batches++;
	if (sync->wanted == NULL) return offer_send(sync);
	if (!bundle_fill(sync)) return false;
	if (sync->bundle.count > 0) {
		bundle_write(&sync->bundle, &sync->body);
		sync_post(sync, "/relay/1/put");
		return true;
	}
	if (sync_disk(sync, sync->choice.hands->offered(sync->choice.desk,
		sync->place))) {
		return false;
	}
	sync->wanted = NULL;
	arena_reset(sync->arena);
	return offer_send(sync);
}

static void want_take(struct sync *sync)
{
	bool *wanted = ARENA_ARRAY(sync->arena, bool, sync->offer.count);

	if (!relay_want_read(buf_str(&sync->answer), sync->offer.at,
		sync->offer.count, wanted)) {
		sync_fail(sync, SYNC_STRANGE);
		return;
	}
	sync->wanted = wanted;
}

void sync_put_answered(struct sync *sync, unsigned status)
{
	if (status == FULL || status == BAD) {
		/* It is offered again next time; the rest has its turn. */
		report("the line did not take the log", status);
		sync->batches = SYNC_BATCHES_MAX;
	} else if (status != OK) {
		sync_strange(sync, status);
	} else if (sync->wanted == NULL) {
		want_take(sync);
	} else if (!relay_kept_read(buf_str(&sync->answer), &sync->bundle,
		&sync->place)) {
		sync_fail(sync, SYNC_STRANGE);
	}
}

/* -- R14 what may go -------------------------------------------------------- */

bool sync_lists_send(struct sync *sync)
{
	const char *path;
	str body;

	/* never before what stands for it is there */
	if (!sync->all_put || sync->batches >= SYNC_BATCHES_MAX) return false;
	sync->batches++;
	arena_reset(sync->arena);
	if (sync_disk(sync, sync->choice.hands->list(sync->choice.desk,
		sync->arena, &path, &body)) || body.len == 0) {
		return false;
	}
	buf_put(&sync->body, body);
	sync_post(sync, path);
	return true;
}

void sync_lists_answered(struct sync *sync, unsigned status)
{
	if (status == BAD || status == SIGNATURE) {
		report("the line did not take a signed list", status);
	} else if (status != OK) {
		sync_strange(sync, status);
		return;
	}
	(void)sync_disk(sync, sync->choice.hands->list_done(
		sync->choice.desk));
}

/* -- R21 another key -------------------------------------------------------- */

bool sync_key_send(struct sync *sync)
{
	str body;

	if (sync->begun) return false;
	sync->begun = true;
	if (sync_disk(sync, sync->choice.hands->key_call(sync->choice.desk,
		sync->arena, &body)) || body.len == 0) {
		return false;
	}
	buf_put(&sync->body, body);
	sync_post(sync, "/relay/1/key");
	return true;
}

void sync_key_answered(struct sync *sync, unsigned status)
{
	if (status == OK) {
		(void)sync_disk(sync, sync->choice.hands->key_kept(
			sync->choice.desk));
	} else if (status == BAD || status == SIGNATURE || status == FULL ||
		status == CONFLICT) {
		/* It stays to be told; the page of the team says so. */
		report("the line did not take the new key", status);
	} else {
		sync_strange(sync, status);
	}
}
