/* The bytes of the relay, the line's side: bodies in, answers out
 * (doc/relay.md). Strict: only what is written there is read [relay-1]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_RELAY_TEXT_H
#define LINE_RELAY_TEXT_H

#include "seal/hash.h"
#include "store/spool.h"

/* The POST calls, and GET of the small ones: answered in one piece. */
enum relay_call {
	RELAY_SEEN, RELAY_REPLY, RELAY_TAKE_BACK, RELAY_ROSTER_PUT,
	RELAY_ROSTER_GET, RELAY_STATE, RELAY_OFFER, RELAY_DELETE, RELAY_FORGET,
	RELAY_TOKEN, RELAY_KEY, RELAY_CALL_COUNT
};

struct relay_hashes { hash *at; size_t count; };

/* R3: the query of `intake`. */
bool relay_intake_query(str query, uint64_t *ret_after, unsigned *ret_wait_s)
	MUST_USE;
/* R3: the batch. */
void relay_intake_write(struct buf *out, const struct spool_intake *items,
	size_t count);

/* R5: the hashes, kept by the arena. */
bool relay_seen_read(struct arena *arena, str body,
	struct relay_hashes *ret_hashes) MUST_USE;
/* 1 to `max` `hash` lines, taken off the front. */
bool relay_hashes_take(struct arena *arena, str *rest, size_t max,
	struct relay_hashes *ret_hashes) MUST_USE;

/* R6 */
struct relay_reply { spool_name mailbox, id; str sealed; };
bool relay_reply_read(str body, struct relay_reply *ret_reply) MUST_USE;
/* R20: a reply and its file. The hour is the caller's. */
bool relay_copy_read(str body, struct spool_copy *ret_copy) MUST_USE;
/* R7: the same without the sealed bytes. */
bool relay_take_back_read(str body, struct relay_reply *ret_reply) MUST_USE;

/* R8 */
struct relay_roster { str roster, minisig; };
bool relay_text_roster_read(str body, struct relay_roster *ret_both) MUST_USE;
void relay_text_roster_write(struct buf *out, str roster, str minisig);

/* R9: what stands in it besides the spool's figures. */
struct relay_facts { uint64_t counter, hour, token; };
void relay_state_write(struct buf *out, const struct spool_state *state,
	struct relay_facts facts);

#endif
