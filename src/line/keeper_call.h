/* Inside keeper_relay.c and keeper_log.c only: what a relay call comes to.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_KEEPER_CALL_H
#define LINE_KEEPER_CALL_H

#include "line/keeper.h"
#include "line/relay_log_text.h"

enum {
	STATUS_OK = 200, STATUS_MALFORMED = 400, STATUS_SIGNATURE = 403,
	STATUS_UNKNOWN = 404,
	STATUS_OLDER = 409, STATUS_PLACE = 409, STATUS_FAILED = 503,
	STATUS_FULL = 507,
	CALL_ARENA_BYTES = 8 << 20
};

/* A status and a word (or a whole body), now or once durable. */
struct outcome {
	unsigned status;
	str word;
	bool later;
};
typedef struct outcome call_fn(struct keeper *k, struct arena *arena,
	str body, struct buf *ret_body);

extern const struct outcome keeper_malformed;
/* `word` once durable when `e` is NULL, else what became of it. */
struct outcome keeper_outcome(const err *e, str word);
struct outcome keeper_pushed(enum organisation_push push);
/* What was pushed is kept, once its counter is in the spool. */
struct outcome keeper_counted(struct keeper *k, const char *name,
	uint64_t counter);
void keeper_answer(struct keeper *keeper, uint32_t id, struct outcome outcome);
/* A long answer to the door, in pieces. */
void keeper_batch(struct keeper *keeper, uint32_t id, unsigned status,
	str batch, size_t count);

/* keeper_guides.c */
call_fn keeper_guides, keeper_guide_piece;
/* Tells the door when the answer before put other guides in force. */
void keeper_guides_tell(struct keeper *keeper);

/* keeper_relay.c */
call_fn keeper_copy;

/* keeper_log.c */
call_fn keeper_offer, keeper_delete, keeper_forget, keeper_token, keeper_key;

#endif
