/* The desk's side of the spool: batches, attachments, and the calls of
 * doc/relay.md. The door has checked the token already. Sealed bytes only.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/keeper_call.h"

#include "os/clock.h"
#include "os/report.h"

#include <string.h>

/* -- R3, R4 --------------------------------------------------------------- */

void keeper_batch(struct keeper *k, uint32_t id, unsigned status, str batch,
	size_t count)
{
	struct buf head = {0};

	pack_number(&head, status);
	pack_number(&head, count);
	pack_number(&head, batch.len);
	channel_send(&k->door, WIRE_BATCH, id, buf_str(&head));
	buf_close(&head);
	while (batch.len > 0) {
		channel_send(&k->door, WIRE_BATCH_BYTES, id,
			str_first(batch, LINE_PIECE_BYTES));
		batch = str_from(batch, LINE_PIECE_BYTES);
	}
}

void keeper_intake(struct keeper *k, uint32_t id, str bytes)
{
	struct arena *arena = arena_open(CALL_ARENA_BYTES);
	uint64_t after = unpack_number(&bytes);
	struct spool_intake *items = NULL;
	struct buf out = {0};
	size_t count = 0;
	const err *e;

	keeper_flush(k); /* only what is durable leaves */
	e = spool_intake(k->spool, arena, after, RELAY_BATCH_COUNT,
		RELAY_BATCH_BYTES, &items, &count);
	if (e != NULL) {
		report_err("messages could not be read", e);
		count = 0;
	}
	relay_intake_write(&out, items, count);
	keeper_batch(k, id, STATUS_OK, buf_str(&out), count);
	buf_close(&out);
	arena_close(&arena);
}

void keeper_blob_get(struct keeper *k, uint32_t id, str bytes)
{
	str named = unpack_str(&bytes);
	uint64_t offset = unpack_number(&bytes), size = 0;
	struct buf piece = {0}, out = {0};
	spool_name name;
	const err *e;

	must(named.len == SPOOL_NAME_BYTES);
	memcpy(name.bytes, named.at, SPOOL_NAME_BYTES);
	e = spool_blob_read(k->spool, name, offset, LINE_PIECE_BYTES, &piece,
		&size);
	if (e != NULL && e->code != ERR_ABSENT) {
		report_err("an attachment could not be read", e);
	}
	pack_number(&out, e == NULL ? size : 0);
	pack_str(&out, e == NULL ? buf_str(&piece) : S(""));
	channel_send(&k->door, WIRE_BLOB_PIECE, id, buf_str(&out));
	buf_close(&piece);
	buf_close(&out);
}

/* -- the calls ------------------------------------------------------------ */

const struct outcome keeper_malformed = {STATUS_MALFORMED,
	S_INIT("malformed\n"), false};

struct outcome keeper_outcome(const err *e, str word)
{
	if (e == NULL) return (struct outcome){STATUS_OK, word, true};
	report_err("a relay call failed", e);
	if (e->code == ERR_FULL) {
		return (struct outcome){STATUS_FULL, S("full\n"), false};
	}
	return (struct outcome){STATUS_FAILED, S("busy\n"), false};
}

static struct outcome seen(struct keeper *k, struct arena *arena, str body,
	struct buf *ret_body)
{
	struct relay_hashes hashes;

	(void)ret_body;
	if (!relay_seen_read(arena, body, &hashes)) return keeper_malformed;
	return keeper_outcome(spool_acknowledge(k->spool, hashes.at,
		hashes.count, clock_hour(clock_now_ms())), S("ok\n"));
}

static struct outcome reply(struct keeper *k, struct arena *arena, str body,
	struct buf *ret_body)
{
	struct relay_reply put;

	(void)arena;
	(void)ret_body;
	if (!relay_reply_read(body, &put)) return keeper_malformed;
	return keeper_outcome(spool_reply_add(k->spool, put.mailbox, put.id,
		clock_hour(clock_now_ms()), put.sealed), S("kept\n"));
}

struct outcome keeper_copy(struct keeper *k, struct arena *arena, str body,
	struct buf *ret_body)
{
	struct spool_copy put;

	(void)arena;
	(void)ret_body;
	if (!relay_copy_read(body, &put)) return keeper_malformed;
	put.hour = clock_hour(clock_now_ms());
	return keeper_outcome(spool_copy_add(k->spool, &put), S("kept\n"));
}

static struct outcome take_back(struct keeper *k, struct arena *arena,
	str body, struct buf *ret_body)
{
	static const str words[] = {
		[SPOOL_TAKEN_BACK] = S_INIT("taken\n"),
		[SPOOL_ALREADY_SHOWN] = S_INIT("shown\n"),
		[SPOOL_NO_SUCH] = S_INIT("none\n"),
	};
	enum spool_taken taken = SPOOL_NO_SUCH;
	struct relay_reply put;
	const err *e;

	(void)arena;
	(void)ret_body;
	if (!relay_take_back_read(body, &put)) return keeper_malformed;
	keeper_flush(k); /* a file that goes with it commits by itself */
	e = spool_reply_take_back(k->spool, put.mailbox, put.id, &taken);
	if (e == NULL) e = spool_copies_end(k->spool, 0);
	return keeper_outcome(e, words[taken]);
}

void keeper_roster_tell(struct keeper *k)
{
	str text = buf_str(&k->organisation->text);

	channel_send(&k->sealer, WIRE_ROSTER, 0, text);
	channel_send(&k->door, WIRE_ROSTER, 0, text);
}

struct outcome keeper_pushed(enum organisation_push push)
{
	static const struct outcome outcomes[] = {
		[PUSH_KEPT] = {STATUS_OK, S_INIT("kept\n"), true},
		[PUSH_SAME] = {STATUS_OK, S_INIT("kept\n"), false},
		[PUSH_MALFORMED] = {STATUS_MALFORMED, S_INIT("malformed\n"),
			false},
		[PUSH_SIGNATURE] = {STATUS_SIGNATURE, S_INIT("signature\n"),
			false},
		[PUSH_OLDER] = {STATUS_OLDER, S_INIT("older\n"), false},
	};

	return outcomes[push];
}

struct outcome keeper_counted(struct keeper *k, const char *name,
	uint64_t counter)
{
	const err *e = spool_set(k->spool, name,
		str_bytes(&counter, sizeof(counter)));

	return e == NULL ? keeper_pushed(PUSH_KEPT)
		: keeper_outcome(e, S(""));
}

static struct outcome roster_put(struct keeper *k, struct arena *arena,
	str body, struct buf *ret_body)
{
	enum organisation_push push;
	struct relay_roster both;
	struct outcome outcome;
	const err *e;

	(void)arena;
	(void)ret_body;
	if (!relay_text_roster_read(body, &both)) return keeper_malformed;
	e = organisation_push(k->organisation, k->folder, both.roster,
		both.minisig, &push);
	if (e != NULL) return keeper_outcome(e, S(""));
	if (push != PUSH_KEPT) return keeper_pushed(push);
	outcome = keeper_counted(k, "roster-counter",
		k->organisation->roster.counter);
	keeper_roster_tell(k);
	return outcome;
}

static struct outcome roster_get(struct keeper *k, struct arena *arena,
	str body, struct buf *ret_body)
{
	(void)arena;
	if (body.len > 0) return keeper_malformed;
	relay_text_roster_write(ret_body, buf_str(&k->organisation->text),
		buf_str(&k->organisation->minisig));
	return (struct outcome){STATUS_OK, buf_str(ret_body), false};
}

static struct outcome state(struct keeper *k, struct arena *arena, str body,
	struct buf *ret_body)
{
	struct spool_state figures = {0};
	const err *e;

	(void)arena;
	if (body.len > 0) return keeper_malformed;
	e = spool_state(k->spool, &figures);
	if (e != NULL) return keeper_outcome(e, S(""));
	relay_state_write(ret_body, &figures, (struct relay_facts){
		k->organisation->roster.counter, clock_hour(clock_now_ms()),
		k->organisation->token_counter});
	return (struct outcome){STATUS_OK, buf_str(ret_body), false};
}

static call_fn *const calls[RELAY_CALL_COUNT] = {
	[RELAY_SEEN] = seen,
	[RELAY_REPLY] = reply,
	[RELAY_TAKE_BACK] = take_back,
	[RELAY_ROSTER_PUT] = roster_put,
	[RELAY_ROSTER_GET] = roster_get,
	[RELAY_STATE] = state,
	[RELAY_OFFER] = keeper_offer,
	[RELAY_DELETE] = keeper_delete,
	[RELAY_FORGET] = keeper_forget,
	[RELAY_TOKEN] = keeper_token,
	[RELAY_KEY] = keeper_key,
};

static void answer_pack(struct buf *out, unsigned status, str word)
{
	pack_number(out, status);
	pack_str(out, word);
}

void keeper_answer(struct keeper *k, uint32_t id, struct outcome outcome)
{
	struct buf kept = {0}, lost = {0};

	answer_pack(&kept, outcome.status, outcome.word);
	answer_pack(&lost, STATUS_FAILED, S("busy\n"));
	if (outcome.later) {
		keeper_later(k, WIRE_CALL_DONE, id, buf_str(&kept),
			buf_str(&lost));
	} else {
		channel_send(&k->door, WIRE_CALL_DONE, id, buf_str(&kept));
	}
	buf_close(&kept);
	buf_close(&lost);
}

void keeper_call(struct keeper *k, uint32_t id, str bytes)
{
	struct arena *arena = arena_open(CALL_ARENA_BYTES);
	uint64_t which = unpack_number(&bytes);
	str body = unpack_str(&bytes);
	struct buf long_body = {0};

	must(which < RELAY_CALL_COUNT);
	keeper_answer(k, id, calls[which](k, arena, body, &long_body));
	buf_close(&long_body);
	arena_close(&arena);
}
