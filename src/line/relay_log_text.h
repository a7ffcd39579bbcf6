/* The bytes of the log's calls, the line's side (doc/relay.md R11 to R15).
 * Strict: only what is written there is read [relay-1]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_RELAY_LOG_TEXT_H
#define LINE_RELAY_LOG_TEXT_H

#include "line/relay_text.h"
#include "seal/sign.h"

/* R12: the query of `log`. */
bool relay_log_query(str query, struct place *ret_after, unsigned *ret_wait_s)
	MUST_USE;
void relay_log_write(struct buf *out, const struct spool_log *log);

/* R11: what became of each blob of the bundle. */
void relay_kept_write(struct buf *out, const struct bundle *bundle,
	const struct spool_kept *kept);

/* R13 */
bool relay_offer_read(struct arena *arena, str body,
	struct relay_hashes *ret_hashes) MUST_USE;
void relay_want_write(struct buf *out, const hash *hashes, size_t count);

/* R14: a signed text; the signature is checked elsewhere. */
struct relay_signed { str text, minisig; };
bool relay_signed_read(str body, struct relay_signed *ret_both) MUST_USE;
/* The trusted comment that fits a text: its first two lines. False when it has
 * none. */
bool relay_signed_comment(str text, struct buf *out) MUST_USE;
/* A list that begins with `magic`; the hashes are kept by the arena. */
bool relay_list_read(struct arena *arena, str text, str magic,
	struct relay_hashes *ret_hashes) MUST_USE;

/* R15 */
bool relay_token_read(str text, uint64_t *ret_counter, hash *ret_token)
	MUST_USE;

/* R21: another key for the line, signed by the one before, and the roster signed
 * by it. */
struct relay_key {
	struct relay_signed by_old;
	struct relay_roster by_new;
	str org;
	sign_public key;
};
bool relay_key_read(str body, struct relay_key *ret_key) MUST_USE;

#endif
