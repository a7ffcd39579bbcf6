/* The team's log at the keeper, and what only a signature may do: bundles in,
 * batches out, signed lists, the token (doc/relay.md R10 to R15). The door has
 * checked who calls. Sealed bytes only.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/keeper_call.h"

#include "os/clock.h"
#include "os/report.h"

#include <string.h>

/* -- R11 ------------------------------------------------------------------ */

static struct keeper_put **put_find(struct keeper *k, uint32_t id)
{
	struct keeper_put **at = &k->puts;

	while (*at != NULL && (*at)->id != id) at = &(*at)->next;
	return at;
}

/* [keeper-1] the answer waits for the group. */
static struct outcome bundle_take(struct keeper *k, struct arena *arena,
	str body, struct buf *ret_body)
{
	struct spool_kept kept[BUNDLE_BLOBS_MAX];
	struct bundle bundle;
	const err *e;

	(void)arena;
	if (!bundle_read(&body, &bundle) || body.len > 0) {
		return keeper_malformed;
	}
	e = spool_put(k->spool, &bundle, clock_hour(clock_now_ms()), kept);
	if (e != NULL) return keeper_outcome(e, S(""));
	k->grown = true;
	relay_kept_write(ret_body, &bundle, kept);
	return keeper_outcome(NULL, buf_str(ret_body));
}

static call_fn *const puts_taken[PUT_COUNT] = {
	[PUT_BUNDLE] = bundle_take,
	[PUT_GUIDES] = keeper_guides,
	[PUT_GUIDE_PIECE] = keeper_guide_piece,
	[PUT_COPY] = keeper_copy,
};

static void put_end(struct keeper *k, struct keeper_put **at)
{
	struct arena *arena = arena_open(CALL_ARENA_BYTES);
	struct keeper_put *put = *at;
	struct buf answer = {0};

	keeper_answer(k, put->id, puts_taken[put->what](k, arena,
		buf_str(&put->body), &answer));
	if (put->what == PUT_GUIDES) keeper_guides_tell(k);
	*at = put->next;
	buf_close(&answer);
	arena_close(&arena);
	buf_close(&put->body);
	mem_free(put);
}

void keeper_put(struct keeper *k, uint32_t id, str bytes)
{
	struct keeper_put *put = mem_get(sizeof(*put));
	uint64_t what = unpack_number(&bytes);

	must(what < PUT_COUNT);
	put->what = (enum wire_put)what;
	put->id = id;
	put->length = (size_t)unpack_number(&bytes);
	must(put->length <= BUNDLE_MAX);
	put->next = k->puts;
	k->puts = put;
	if (put->length == 0) put_end(k, &k->puts);
}

void keeper_put_bytes(struct keeper *k, uint32_t id, str bytes)
{
	struct keeper_put **at = put_find(k, id);

	must(*at != NULL);
	buf_put(&(*at)->body, bytes);
	must(!(*at)->body.failed && (*at)->body.len <= (*at)->length);
	if ((*at)->body.len == (*at)->length) put_end(k, at);
}

/* -- R12 ------------------------------------------------------------------ */

static void place_unpack(str bytes, struct place *ret_place)
{
	str sum;

	ret_place->cursor = unpack_number(&bytes);
	sum = unpack_str(&bytes);
	must(sum.len == sizeof(ret_place->sum.bytes));
	memcpy(ret_place->sum.bytes, sum.at, sum.len);
}

void keeper_log(struct keeper *k, uint32_t id, str bytes)
{
	struct arena *arena = arena_open(CALL_ARENA_BYTES);
	struct spool_log log = {0};
	struct buf out = {0};
	struct place after;
	unsigned status = STATUS_OK;
	const err *e;

	place_unpack(bytes, &after);
	keeper_flush(k); /* only what is durable leaves */
	e = spool_log(k->spool, arena, after, &log);
	if (e == NULL) {
		relay_log_write(&out, &log);
	} else if (e->code == ERR_ABSENT) {
		status = STATUS_PLACE;
		buf_text(&out, "place\n");
	} else {
		report_err("the log could not be read", e);
		status = STATUS_FAILED;
		buf_text(&out, "busy\n");
	}
	keeper_batch(k, id, status, buf_str(&out), log.count);
	buf_close(&out);
	arena_close(&arena);
}

/* -- R13 ------------------------------------------------------------------ */

struct outcome keeper_offer(struct keeper *k, struct arena *arena, str body,
	struct buf *ret_body)
{
	struct relay_hashes hashes;
	size_t wanted = 0;
	const err *e = NULL;

	if (!relay_offer_read(arena, body, &hashes)) return keeper_malformed;
	for (size_t i = 0; i < hashes.count && e == NULL; i++) {
		bool lacks;

		e = spool_lacks(k->spool, hashes.at[i], &lacks);
		if (e == NULL && lacks) hashes.at[wanted++] = hashes.at[i];
	}
	if (e != NULL) return keeper_outcome(e, S(""));
	relay_want_write(ret_body, hashes.at, wanted);
	return (struct outcome){STATUS_OK, buf_str(ret_body), false};
}

/* -- R14 ------------------------------------------------------------------ */

/* [organisation-4] the list of a signed text; NULL, or why not. */
static const struct outcome *list_open(struct keeper *k, struct arena *arena,
	str body, str magic, struct relay_hashes *ret_hashes)
{
	static struct outcome refused;
	struct relay_signed both;

	if (!relay_signed_read(body, &both) ||
		!relay_list_read(arena, both.text, magic, ret_hashes)) {
		return &keeper_malformed;
	}
	if (organisation_signed(k->organisation, both.text, both.minisig)) {
		return NULL;
	}
	refused = keeper_pushed(PUSH_SIGNATURE);
	return &refused;
}

struct outcome keeper_delete(struct keeper *k, struct arena *arena, str body,
	struct buf *ret_body)
{
	struct relay_hashes list;
	const struct outcome *refused = list_open(k, arena, body,
		S("bothy-delete/1"), &list);

	(void)ret_body;
	if (refused != NULL) return *refused;
	return keeper_outcome(spool_destroy(k->spool, list.at, list.count),
		S("ok\n"));
}

struct outcome keeper_forget(struct keeper *k, struct arena *arena, str body,
	struct buf *ret_body)
{
	struct relay_hashes list;
	const struct outcome *refused = list_open(k, arena, body,
		S("bothy-forget/1"), &list);

	(void)ret_body;
	if (refused != NULL) return *refused;
	keeper_flush(k); /* forgetting commits by itself */
	return keeper_outcome(spool_forget(k->spool, list.at, list.count),
		S("ok\n"));
}

/* -- R15 ------------------------------------------------------------------ */

static void tokens_tell(struct keeper *k)
{
	struct buf text = {0};

	organisation_tokens_write(k->organisation, &text);
	channel_send(&k->door, WIRE_TOKENS, 0, buf_str(&text));
	buf_close(&text);
}

struct outcome keeper_token(struct keeper *k, struct arena *arena, str body,
	struct buf *ret_body)
{
	enum organisation_push push;
	struct relay_signed both;
	struct outcome outcome;
	const err *e;

	(void)arena;
	(void)ret_body;
	if (!relay_signed_read(body, &both)) return keeper_malformed;
	e = organisation_token_push(k->organisation, k->folder, &both,
		clock_hour(clock_now_ms()), &push);
	if (e != NULL) return keeper_outcome(e, S(""));
	if (push != PUSH_KEPT) return keeper_pushed(push);
	outcome = keeper_counted(k, "token-counter",
		k->organisation->token_counter);
	tokens_tell(k);
	return outcome;
}

/* -- R21 ------------------------------------------------------------------ */

struct outcome keeper_key(struct keeper *k, struct arena *arena, str body,
	struct buf *ret_body)
{
	enum organisation_push push;
	struct outcome outcome;
	const err *e;

	(void)arena;
	(void)ret_body;
	e = organisation_key_push(k->organisation, k->folder, body, &push);
	if (e != NULL) return keeper_outcome(e, S(""));
	if (push != PUSH_KEPT) return keeper_pushed(push);
	outcome = keeper_counted(k, "roster-counter",
		k->organisation->roster.counter);
	keeper_roster_tell(k);
	return outcome;
}
