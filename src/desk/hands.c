/* What a desk says at a visit to the line: see sync.h. Answers are sealed here
 * to whom they go, at the moment they go.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/hands.h"

#include "base/list.h"
#include "base/hex.h"
#include "base/num.h"
#include "desk/copy.h"
#include "desk/forget.h"
#include "os/report.h"
#include "seal/age.h"
#include "seal/rand.h"
#include "store/log_hand.h"

#include <string.h>

enum {
	HOUR_MS = 3600000, DAY_MS = 24 * HOUR_MS,
	/* An answer that another desk wrote: it sends it itself, and what it
	 * took back meanwhile is here by then. */
	OTHERS_WAIT_MS = 10 * 60 * 1000,
	/* Parts of copies in one visit: each is a megabyte in memory. */
	COPIES_A_VISIT = 16,
	NAME_BYTES = 16
};

static const err *hand_cursor(struct desk *desk, uint64_t *ret_after)
{
	if (log_epoch(desk->log, RING_INTAKE, NULL) == NULL) {
		*ret_after = SYNC_NO_INTAKE;
		return NULL;
	}
	return desk_number(desk, S("line.cursor"), ret_after);
}

/* Two clocks that nobody set together are right together. A line that lies lets
 * a wrong clock sign; then every other desk holds what it writes. */
void hand_hour(struct desk *desk, uint64_t hour)
{
	uint64_t now = desk_now_ms(desk), there = hour * HOUR_MS;
	uint64_t apart = now > there ? now - there : there - now;

	if (apart <= DAY_MS) log_clock_confirm(desk->log, now);
}

bool hand_alone(struct desk *desk)
{
	str devs[TEAM_DEVICES_MAX];

	return log_team_roster(desk->log).len == 0 ||
		log_ring_devices(desk->log, RING_INTAKE, devs,
			TEAM_DEVICES_MAX) <= 1;
}

struct hash_list LIST_OF(hash);
struct name_list LIST_OF(str);
struct reply_list LIST_OF(struct sync_reply);

static const err *hand_taken(struct desk *desk, struct arena *arena,
	uint64_t since_hour, struct sync_hashes *ret_hashes)
{
	struct query *ask = projection_ask(&desk->projection, ASK_TAKEN_SINCE);
	struct hash_list list = {0};
	bool row;
	const err *e;

	query_bind(ask, "n", since_hour * HOUR_MS);
	while ((e = query_step(ask, &row)) == NULL && row) {
		str bytes = query_bytes(ask, 0);
		hash one;

		if (bytes.len != sizeof(one.bytes)) continue;
		memcpy(one.bytes, bytes.at, sizeof(one.bytes));
		LIST_ADD(arena, &list, one);
	}
	query_reset(ask);
	*ret_hashes = (struct sync_hashes){list.at, list.count};
	return e;
}

static bool is_here(struct desk *desk, struct arena *arena, str blob)
{
	return file_exists(str_c(arena, str_fmt(arena, "%s/%.*s", desk->files,
		S_ARG(blob))));
}

static const err *hand_missing(struct desk *desk, struct arena *arena,
	struct sync_names *ret_names)
{
	struct query *ask = projection_ask(&desk->projection, ASK_MISSING);
	struct name_list list = {0};
	bool row;
	const err *e;

	query_bind(ask, "");
	while ((e = query_step(ask, &row)) == NULL && row) {
		str blob = query_bytes(ask, 0);

		if (is_here(desk, arena, blob)) continue;
		LIST_ADD(arena, &list, str_dup(arena, blob));
	}
	query_reset(ask);
	*ret_names = (struct sync_names){list.at, list.count};
	return e;
}

/* Their copy as a file sealed to an identity of its own (doc/seal.md 5), and
 * what the reply says of it. */
static void copy_seal(str page, struct arena *arena, struct reply *reply,
	struct sync_reply *ret_reply)
{
	struct identity identity = identity_make();
	struct buf sealed = buf_cap(RELAY_COPY_MAX), words = {0};
	unsigned char name[NAME_BYTES];
	hash sum = hash_of(page);

	rand_bytes(name, sizeof(name));
	buf_hex(&words, name, sizeof(name));
	reply->file.blob = ret_reply->blob = buf_take(&words, arena);
	buf_reset(&words);
	buf_hex(&words, sum.bytes, sizeof(sum.bytes));
	reply->file.sha256 = buf_take(&words, arena);
	buf_reset(&words);
	identity_write(&identity, &words);
	reply->file.identity = buf_take(&words, arena);
	reply->file.bytes = page.len; /* padded as it is [copy-1] */
	reply->file.type = REPLY_FILE_TYPE;
	reply->file.name = REPLY_FILE_NAME;
	reply->has_file = true;
	age_seal(&sealed, page, &identity.recipient, 1);
	ret_reply->file = buf_take(&sealed, arena);
	buf_close(&words);
	buf_close(&sealed);
	identity_close(&identity);
}

/* The file that goes with the row's answer, when one does; false when it cannot
 * be made now. The words of a desk's own answers were all before it; another's may
 * lack some. */
static bool copy_add(struct desk *desk, struct query *ask, struct arena *arena,
	struct reply *reply, struct sync_reply *ret_reply)
{
	struct copy_ask what = {.copy = query_bytes(ask, 6),
		.all = query_number(ask, 8) == 0};
	struct buf page = buf_cap(2 * REPLY_FILE_MAX);
	const err *e;

	if (what.copy.len == 0) return true;
	object_take(query_bytes(ask, 7), &what.thread);
	e = copy_part(desk, &what, &page);
	if (e == NULL) copy_seal(buf_str(&page), arena, reply, ret_reply);
	buf_close(&page);
	return e == NULL;
}

/* The row's answer, sealed to her; false when it cannot be. */
static bool reply_seal(struct desk *desk, struct query *ask,
	struct arena *arena, struct sync_reply *ret_reply)
{
	struct buf plain = {0}, sealed = {0};
	struct reply reply = {.id = query_bytes(ask, 0),
		.mailbox = query_bytes(ask, 1), .language = query_bytes(ask, 3),
		.hour = query_number(ask, 4) / HOUR_MS,
		.text = query_bytes(ask, 5)};
	recipient to;
	bool right;

	*ret_reply = (struct sync_reply){str_dup(arena, reply.mailbox),
		str_dup(arena, reply.id), .sealed = S("")};
	right = recipient_read(query_bytes(ask, 2), &to) &&
		copy_add(desk, ask, arena, &reply, ret_reply) &&
		reply_write(&reply, &plain);
	if (right) {
		age_seal(&sealed, buf_str(&plain), &to, 1);
		ret_reply->sealed = buf_take(&sealed, arena);
	}
	buf_close(&plain);
	buf_close(&sealed);
	return right;
}

static const err *hand_due(struct desk *desk, struct arena *arena,
	struct sync_replies *ret_replies)
{
	struct query *ask = projection_ask(&desk->projection, ASK_DUE);
	struct reply_list list = {0};
	size_t files = 0;
	bool row;
	const err *e;

	query_bind(ask, "nsn", desk_now_ms(desk), str_bytes(desk->fold.dev,
		sizeof(desk->fold.dev)), (uint64_t)OTHERS_WAIT_MS); /* [act-2] */
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct sync_reply reply;

		if (files >= COPIES_A_VISIT) break; /* the next visit goes on */
		if (reply_seal(desk, ask, arena, &reply)) {
			LIST_ADD(arena, &list, reply);
			files += reply.file.len > 0;
		} else {
			report("an answer cannot be sealed", UINT64_MAX);
		}
	}
	query_reset(ask);
	*ret_replies = (struct sync_replies){list.at, list.count};
	return e;
}

static const err *hand_unwanted(struct desk *desk, struct arena *arena,
	struct sync_replies *ret_replies)
{
	struct query *ask = projection_ask(&desk->projection, ASK_UNWANTED);
	struct reply_list list = {0};
	bool row;
	const err *e;

	query_bind(ask, "");
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct sync_reply reply = {
			.id = str_dup(arena, query_bytes(ask, 0)),
			.mailbox = str_dup(arena, query_bytes(ask, 1))};

		LIST_ADD(arena, &list, reply);
	}
	query_reset(ask);
	*ret_replies = (struct sync_replies){list.at, list.count};
	return e;
}

/* One register "`what`.REPLY" of the answer that this reply carries. */
static const err *reply_note(struct desk *desk, str id, const char *what,
	str value)
{
	struct query *ask = projection_ask(&desk->projection, ASK_REPLY);
	struct op op = {.kind = OP_SET, .value = value};
	struct buf field = {0};
	object_id thread;
	bool row;
	const err *e;

	query_bind(ask, "s", id);
	e = query_step(ask, &row);
	if (e == NULL && row) object_take(query_bytes(ask, 0), &op.object);
	query_reset(ask);
	if (e != NULL || !row) return e;
	buf_text(&field, what);
	buf_put(&field, id);
	op.field = buf_str(&field);
	e = act_thread_of(desk, op.object, &thread);
	if (e == NULL) {
		e = desk_commit_unit(desk, thread, &op, 1, DID_NOTHING);
	}
	buf_close(&field);
	return e;
}

static const err *hand_sent(struct desk *desk, str id)
{
	struct buf now = {0};
	const err *e;

	buf_number(&now, desk_now_ms(desk));
	e = reply_note(desk, id, "sent.", buf_str(&now));
	buf_close(&now);
	return e;
}

static const err *hand_took_back(struct desk *desk, str id,
	enum relay_word word)
{
	str value = word == RELAY_TAKEN ? S("taken")
		: word == RELAY_SHOWN	? S("shown")
					: S("none");

	return reply_note(desk, id, "back.", value);
}

const struct sync_hands desk_hands = {
	.hour = hand_hour,
	.cursor = hand_cursor,
	.take = hand_take,
	.taken = hand_taken,
	.missing = hand_missing,
	.due = hand_due,
	.sent = hand_sent,
	.unwanted = hand_unwanted,
	.took_back = hand_took_back,
	.roster = hand_roster,
	.roster_kept = hand_roster_kept,
	.roster_older = hand_roster_older,
	.guides = hand_guides,
	.guides_kept = hand_guides_kept,
	.token = hand_token,
	.token_call = hand_token_call,
	.token_kept = hand_token_kept,
	.token_older = hand_token_older,
	.key_call = hand_key_call,
	.key_kept = hand_key_kept,
	.alone = hand_alone,
	.forget = forget_settle,
	.place = hand_place,
	.receive = hand_receive,
	.offer = hand_offer,
	.blob = hand_blob,
	.offered = hand_offered,
	.lost = hand_lost,
	.list = hand_list,
	.list_done = hand_list_done,
};
