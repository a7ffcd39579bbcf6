/* The bytes of the calls a desk makes to the line (doc/relay.md R3 to R9):
 * requests written, answers read, strictly. Pure. The line may be hostile:
 * whatever is not exactly as written there is refused, and a message counts
 * only when its bytes have the hash it is named by [relay-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RELAY_CALL_H
#define DESK_RELAY_CALL_H

#include "base/buf.h"
#include "seal/hash.h"

enum {
	RELAY_BATCH_MAX = 64,            /* messages, R2 */
	RELAY_BLOBS_MAX = 64,            /* of one message; the form sends 6 */
	RELAY_SEALED_MAX = 80 * 1024,    /* one sealed message */
	/* A batch: 1 MiB of sealed bytes, one message more, the lines; of the
	 * log one blob may be 2 MiB. */
	RELAY_BATCH_BYTES = 3 << 20,
	RELAY_SEEN_MAX = 1000,           /* hashes in one call, R2 */
	RELAY_ROSTER_MAX = 16 * 1024,    /* and as much for its signature */
	RELAY_WORD_MAX = 64,             /* an answer of one word */
	RELAY_REPLY_MAX = 70000,         /* a sealed reply, R2 */
	RELAY_COPY_MAX = 1024 * 1024 + 4096 /* its sealed file, R2 */
};

/* -- R3 intake ------------------------------------------------------------ */
struct relay_message {
	uint64_t cursor;
	uint64_t hour;
	hash hash;                       /* its name, checked [relay-1] */
	str blobs[RELAY_BLOBS_MAX];      /* 32 hex each */
	size_t blob_count;
	str sealed;
};
/* "/relay/1/intake?after=N", with `wait` seconds when not 0. */
void relay_intake_path(uint64_t after, unsigned wait, struct buf *out);
/* Cursors must grow from `after`. The items point into `body` and are kept by
 * the arena. */
bool relay_intake_read(str body, uint64_t after, struct arena *arena,
	struct relay_message **ret_items, size_t *ret_count) MUST_USE;

/* -- R4 to R8: what is sent ----------------------------------------------- */
void relay_blob_path(str name, struct buf *out);
void relay_seen_write(const hash *hashes, size_t count, struct buf *out);
/* mailbox and id are 32 hex. */
void relay_reply_write(str mailbox, str id, str sealed, struct buf *out);
/* R20: a reply and its file, both sealed; `blob` is 32 hex too. */
struct relay_copy { str mailbox, id, sealed, blob, file; };
void relay_copy_write(const struct relay_copy *copy, struct buf *out);
void relay_take_back_write(str mailbox, str id, struct buf *out);
void relay_roster_write(str roster, str minisig, struct buf *out);
/* The same form, as R8's GET answers; the fields point into `body`. */
bool relay_roster_read(str body, str *ret_roster, str *ret_minisig) MUST_USE;

/* -- what is answered ----------------------------------------------------- */
enum relay_word {
	RELAY_OK, RELAY_KEPT, RELAY_TAKEN, RELAY_SHOWN, RELAY_NONE,
	RELAY_MALFORMED, RELAY_SIGNATURE, RELAY_OLDER, RELAY_BUSY, RELAY_FULL,
	RELAY_PLACE,
	RELAY_WORD_COUNT
};
bool relay_word_read(str body, enum relay_word *ret_word) MUST_USE;

/* R9 */
enum relay_disk { RELAY_ROOMY, RELAY_LOW, RELAY_NO_ROOM, RELAY_DISK_COUNT };
struct relay_state {
	uint64_t counter, hour, waiting, kept, replies, free_mib, all_mib,
		blobs, gone, token;
	enum relay_disk disk;    /* it warns before it refuses */
};
bool relay_state_read(str body, struct relay_state *ret_state) MUST_USE;

#endif
