/* A device's log: commits written, chained, signed and sealed; commits read,
 * verified and opened (doc/log.md L2 to L6). Owns the pack and the identities
 * of ring epochs met on the way.
 *
 * [log-1] a commit is on disk before log_append returns
 * [log-2] a frame that does not fit the chain, or whose signature, bodies or
 *         hashes do not hold, stops the reading: nothing of it is given out
 * [log-3] a body of a ring whose epoch is not at hand stays sealed and is
 *         counted, and breaks nothing
 * [log-4] plain ops exist only during the call that gives them out
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_LOG_H
#define STORE_LOG_H

#include "base/err.h"
#include "model/frame.h"
#include "seal/hash.h"
#include "seal/key.h"
#include "seal/sign.h"

struct log;

/* Who writes. Borrowed for the life of the log. */
struct log_device {
	str org;                        /* 64 hex */
	const struct sign_key *sign;
	const struct identity *identity;
};

/* The name of a device: 32 hex of the hash of its public key. */
void log_device_name(sign_public public, char ret_hex[LOG_DEVICE_HEX]);

const err *log_open(struct log **ret_log, const char *path,
	const struct log_device *device) MUST_USE;
void log_close(struct log **log);

/* Believes the frames of one more device; `add devices` ops of devices that
 * are believed do it by themselves (doc/log.md L6.3). */
void log_trust(struct log *log, sign_public public);

/* L8: the value of an `add devices` op by which the roster's key vouches for a
 * device that no other device named. */
enum { LOG_VOUCHED_BYTES = 32 + 64 };
void log_voucher(str org, sign_public device, const struct sign_key *roster,
	unsigned char ret_value[LOG_VOUCHED_BYTES]);

/* -- ring epochs at hand -------------------------------------------------- */
/* Adds an epoch (32 secret bytes); `key` ops do it by themselves on reading.
 * The same again is fine. */
void log_epoch_add(struct log *log, str ring, uint64_t epoch, str secret);
/* The newest epoch of a ring; NULL when none is at hand. */
const struct identity *log_epoch(const struct log *log, str ring,
	uint64_t *ret_epoch);
/* Every epoch of a ring at hand, newest first; returns how many (at most
 * `max`). For opening what was sealed to older epochs. */
size_t log_epochs(const struct log *log, str ring,
	const struct identity **ret_identities, size_t max);

/* L8: adds the epochs from the bodies sealed to the recovery identity.
 * ERR_KEY: there is none it opens. Nothing has been read yet. */
const err *log_recover(struct log *log, const struct identity *recovery)
	MUST_USE;

/* Every epoch of the shared rings at hand (not the device's own); returns how
 * many, at most `max`. Valid until the log reads or closes. */
struct log_epoch_row { str ring; uint64_t epoch;
	const struct identity *identity; };
size_t log_epoch_list(const struct log *log, struct log_epoch_row *ret_rows,
	size_t max);

/* -- reading -------------------------------------------------------------- */
/* One op with where it stands. */
struct log_op {
	str dev;                        /* hex */
	uint64_t seq;
	size_t body, index;
	struct hlc hlc;
	str ring;
	object_id unit;
	struct op op;
};
typedef const err *log_give(void *owner, const struct log_op *op);

/* Reads on from where it stopped last and gives every op in order; an error
 * of `give` stops the reading before the commit it came from. */
const err *log_read(struct log *log, log_give *give, void *owner) MUST_USE;
/* Where reading stands: bytes of the pack, and the last frame's hash. A
 * snapshot remembers it; log_skip goes there when it is a frame's end with
 * that hash (false: it is not; reading begins at the start). */
struct log_place { uint64_t position; hash head; };
struct log_place log_place(const struct log *log);
bool log_skip(struct log *log, struct log_place place) MUST_USE;
/* Bodies that stayed sealed so far [log-3]. */
uint64_t log_sealed_count(const struct log *log);
/* Commits of this device read or written so far. */
uint64_t log_seq(const struct log *log);

/* -- writing -------------------------------------------------------------- */
struct log_body {
	str ring;                       /* its newest epoch is used */
	object_id unit;
	const struct op *ops;
	size_t op_count;
	/* NULL: sealed to the ring's newest epoch at hand. Else to this
	 * recipient, as epoch 1 of the ring; only recovery is (L8). */
	const recipient *to;
};
enum { LOG_BODIES_MAX = 64 };
/* One commit, durable [log-1]. All of the log must have been read. The ops
 * are given out by the next log_read, as every other device will see them. */
const err *log_append(struct log *log, uint64_t now_ms,
	const struct log_body *bodies, size_t count) MUST_USE;

#endif
