/* The bytes of the log's calls, the desk's side (doc/relay.md R11 to R15):
 * requests written, answers read, strictly. Pure. The line may be hostile: a
 * blob counts only when its bytes have their hash, and a place is reckoned
 * here, not believed [relay-2].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RELAY_LOG_CALL_H
#define DESK_RELAY_LOG_CALL_H

#include "store/bundle.h"

enum {
	RELAY_OFFER_MAX = 1000,          /* hashes in one call, R13 */
	RELAY_LIST_MAX = 1000            /* of a signed list, R14 */
};

/* -- R12 ------------------------------------------------------------------ */
/* "/relay/1/log?after=…", with `wait` seconds when not 0. */
void relay_log_path(struct place after, unsigned wait, struct buf *out);
struct relay_log {
	struct bundle_blob blobs[BUNDLE_BLOBS_MAX]; /* without what is gone */
	size_t count;
	struct place place;              /* behind all of it */
	bool more;                       /* the line has newer ones */
};
/* The blobs point into `body`. A place after 0 takes the line's sum. */
bool relay_log_read(str body, struct place after, struct relay_log *ret_log)
	MUST_USE;

/* -- R13, R11 ------------------------------------------------------------- */
void relay_offer_write(const hash *hashes, size_t count, struct buf *out);
/* Of what was offered, which the line wants: one of the results for each. */
bool relay_want_read(str body, const hash *hashes, size_t count,
	bool *ret_wanted) MUST_USE;
/* The answer to `bundle`; the place moves on over blobs that follow it. */
bool relay_kept_read(str body, const struct bundle *bundle,
	struct place *place) MUST_USE;

/* -- R14, R15: texts to be signed ------------------------------------------ */
/* `magic` is "bothy-delete/1" or "bothy-forget/1". */
struct relay_list { const hash *at; size_t count; };
void relay_list_write(str magic, str org, struct relay_list list,
	struct buf *out);
void relay_token_write(str org, uint64_t counter, str token, struct buf *out);
/* The trusted comment of a text that begins so. */
void relay_comment_write(str magic, str org, struct buf *out);
/* R21 */
void relay_key_text_write(str org, str key_hex, struct buf *out);
struct relay_key_call { str text, minisig, roster, by_new; };
void relay_key_write(const struct relay_key_call *call, struct buf *out);
/* What relay_signed_write wrote. */
bool relay_signed_take(str body, str *ret_text, str *ret_minisig) MUST_USE;
void relay_signed_write(str text, str minisig, struct buf *out);

#endif
