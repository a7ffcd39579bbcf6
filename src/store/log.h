/* A device's log: commits written, chained, signed and sealed; commits read,
 * verified and opened (doc/log.md L2 to L6). Owns the pack and the identities
 * of ring epochs met on the way.
 *
 * [log-1] a commit is on disk before log_append returns
 * [log-2] of a frame whose signature or place in its chain does not hold, and of
 *         a body that is not what its frame says, nothing is given out
 * [log-3] a body of a ring whose epoch is not at hand stays sealed and is
 *         counted, and breaks nothing
 * [log-4] plain ops exist only during the call that gives them out
 * [log-5] what is in the state is a function of the frames at hand and the
 *         clock, not of the order in which they came; a clock that goes back
 *         puts nothing out of it again
 * [log-6] what was received is on disk before log_receive returns, and stays
 *         there also when nothing opens it yet
 * [log-7] a device whose own chain is longer elsewhere, or has ended, or whose
 *         clock is not that of the others, signs nothing
 * [log-8] a log that was resumed is in nothing different from one that read all
 *         of its pack
 * [log-9] who may open the log again is declared once; whoever follows was
 *         declared by the one before: no single member puts herself there
 * [log-10] however much came that nothing opens, what a key at hand opens and
 *         what a frame at hand names is taken
 * [log-11] the rank of a commit is higher than that of all it had seen,
 *         whatever the clocks said
 * [log-12] what stands in a ring goes by an `erase` in that ring alone, wherever
 *         that ring is read
 * [log-13] a `state` stands for bodies of its own ring alone, and nothing goes
 *         that it does not say
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_LOG_H
#define STORE_LOG_H

#include "base/err.h"
#include "model/alarm.h"
#include "model/frame.h"
#include "model/op.h"
#include "seal/hash.h"
#include "seal/key.h"
#include "seal/sign.h"

struct log;

/* Who writes. Borrowed for the life of the log. */
struct log_device {
	str org;                        /* 64 hex */
	const struct sign_key *sign;
	const struct identity *identity;
	/* The roster this device was shown when it joined (doc/team.md T3);
	 * NULL: it founded the log, or was restored. */
	const hash *anchor;
};

/* The name of a device: 32 hex of the hash of its public key. */
void log_device_name(sign_public public, char ret_hex[LOG_DEVICE_HEX]);

const err *log_open(struct log **ret_log, const char *path,
	const struct log_device *device) MUST_USE;
/* The same for one who only reads, also while another writes: nothing of the
 * pack is changed, nothing may be appended. */
const err *log_follow(struct log **ret_log, const char *path,
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

/* A log of another device may begin with anybody's commit: the founder is then
 * known by this key, whose seed stands in her first (`key sign.roster`); NULL:
 * by any. */
void log_root(struct log *log, const sign_public *roster);

/* Every epoch of the shared rings at hand (not the device's own); returns how
 * many, at most `max`. Valid until the log reads or closes. */
struct log_epoch_row { str ring; uint64_t epoch;
	const struct identity *identity;
	str proof;                      /* doc/team.md T4, or empty */
};
size_t log_epoch_list(const struct log *log, struct log_epoch_row *ret_rows,
	size_t max);
/* Their rings, each once, as they came; they point into the log. */
size_t log_rings(const struct log *log, str *ret_rings, size_t max);

/* The seed of the key that signs the public roster, once its `key` op was read
 * in a ring this device holds; empty before. Valid until the log reads or
 * closes. */
str log_roster_seed(const struct log *log);

/* -- recovery (L8) -------------------------------------------------------- */
/* To whom epochs are sealed, and whose signature stands for those who brought
 * the parts together. */
struct log_recovery { recipient to; sign_public sign; };
/* The one in force; NULL: none was declared. */
const struct log_recovery *log_recovery(const struct log *log);
/* The key that follows from a recovery identity. */
struct sign_key log_recovery_key(const struct identity *recovery);
/* The value of `set recovery`; returns its length. `before`: the one that is
 * replaced; NULL: the first of all. */
enum { LOG_RECOVERY_FIRST_BYTES = 64, LOG_RECOVERY_BYTES = 128 };
size_t log_recovery_declare(str org, const struct identity *next,
	const struct identity *before,
	unsigned char ret_value[LOG_RECOVERY_BYTES]);
/* The rings with an epoch at hand that is not sealed for recovery; returns how
 * many, at most `max`. */
size_t log_escrow_missing(const struct log *log, str *ret_rings, size_t max);
bool log_is_escrowed(const struct log *log, const recipient *epoch);
/* The op that seals an epoch, for a body of ring `recovery`. */
void log_escrow_op(struct arena *arena, const struct log_epoch_row *row,
	struct op *ret_op);
/* The op, for a body of that ring, that says that an epoch is. */
void log_escrow_mark(struct arena *arena, const struct log_epoch_row *row,
	const recipient *recovery, struct op *ret_op);

/* -- reading -------------------------------------------------------------- */
/* One op with where it stands. An op that a `state` carries stands where it
 * first stood (doc/log.md L12). */
struct log_op {
	const struct log *log;          /* to ask log_covers */
	str dev;                        /* hex */
	uint64_t seq;
	size_t body, index;
	struct hlc hlc;                 /* when, by the clock of its desk */
	struct hlc rank;                /* its version's first part [log-11] */
	str ring;
	object_id unit;
	struct op op;
};
typedef const err *log_give(void *owner, const struct log_op *op);

/* The clock of the receiver; without it nothing is held (doc/log.md L10). */
void log_clock(struct log *log, uint64_t now_ms);
/* Reads on from where it stopped last and gives every op of what is in the
 * state, a commit after all it has seen, and then what became readable late.
 * An error of `give` stops the reading before the commit it came from. */
const err *log_read(struct log *log, log_give *give, void *owner) MUST_USE;
/* Something that was given out does not count any more, or counts with another
 * clock: forget it all; log_read gives everything anew. Ask after reading. */
bool log_withdrawn(struct log *log) MUST_USE;
/* Whether the commit (dev, seq) had seen (other, other_seq): what stands
 * earlier in its own chain too, itself not. Two edits of which neither has seen
 * the other are concurrent. Commits that are not in the state see nothing. */
struct log_at { str dev; uint64_t seq; };
bool log_covers(const struct log *log, struct log_at by, struct log_at other);

/* The newest commit of that device has seen all that is here, and nothing waits
 * for a place or a key: whoever has it has all of these commits. */
bool log_has_all(const struct log *log, str dev);

/* How many commits of `other` the commit had seen; of its own device, those
 * before it. */
uint64_t log_seen(const struct log *log, struct log_at by, str other);
/* Every commit that was given another clock (doc/log.md L10.2) was given it by
 * one that this commit had seen. */
bool log_voids_seen(const struct log *log, struct log_at by);

/* Where reading stands: bytes of the pack, and what was folded in. A snapshot
 * remembers it; log_skip goes there when the same was folded in (false: it is
 * not so; reading begins at the start, with a log opened anew). */
struct log_place { uint64_t position; hash head; };
struct log_place log_place(const struct log *log);
bool log_skip(struct log *log, struct log_place place) MUST_USE;
/* [log-8] All that was learnt from the pack so far, for a snapshot, appended;
 * it holds the secrets of epochs, so it is sealed by who keeps it. log_resume
 * goes there, with a log opened anew, without opening any of it again. False:
 * it is not of this pack, device and program; then open the log anew. */
void log_keep(const struct log *log, struct buf *out);
bool log_resume(struct log *log, str kept) MUST_USE;
/* Bodies that stayed sealed so far [log-3]. */
uint64_t log_sealed_count(const struct log *log);
/* How many commits of a device are in the state. */
uint64_t log_known(const struct log *log, str dev);
/* Bodies under epochs at hand that frames in the state name and that are not
 * here, nor erased, nor stood for. */
size_t log_missing(const struct log *log);
/* Commits of this device read or written so far. */
uint64_t log_seq(const struct log *log);
/* The clock of the newest frame of a device that is here; 0: none. */
uint64_t log_heard_ms(const struct log *log, str dev);

/* -- from outside --------------------------------------------------------- */
/* Sealed blobs as a relay or a stick hands them on, frames and bodies in any
 * order, in any number [log-6]. What is here already changes nothing. What came
 * and is no blob is counted in *ret_refused and in the alarms; what is more
 * than is kept of what no key opens, in *ret_refused: whoever gave it keeps it
 * and gives it again when log_wants has changed. */
const err *log_receive(struct log *log, const str *blobs, size_t count,
	size_t *ret_refused) MUST_USE;
/* A number that changes when an epoch came, or a frame whose bodies are not
 * here: some of what had no room may be of use now. */
uint64_t log_wants(const struct log *log);
/* The sealed blobs of commits behind `position` of the pack (0: all), for
 * those who lack them, bodies before their frame. */
typedef const err *log_hand_on(void *owner, str blob);
const err *log_blobs(struct log *log, uint64_t *position, log_hand_on *give,
	void *owner) MUST_USE;

/* -- what is wrong -------------------------------------------------------- */
enum { LOG_ALARMS_MAX = 256 };
/* What stands now, one for each kind and device, by the clock of log_clock;
 * returns how many. ALARM_DIFFER is found by store/state.h. */
size_t log_alarms(const struct log *log, struct alarm *ret_alarms, size_t max);
/* The commits that are held (doc/log.md L10); valid until the log closes. */
size_t log_held(const struct log *log, struct log_at *ret_held, size_t max);

/* -- whether to sign [log-7] ---------------------------------------------- */
bool log_may_sign(const struct log *log, uint64_t now_ms);
/* Our own chain is longer elsewhere (doc/log.md L9). */
bool log_is_ahead(const struct log *log);
/* What this device said last does not count here: what it had seen does not (any
 * more). Whatever a desk says by itself when it is due, it would say again each
 * time. */
bool log_is_waiting(const struct log *log);
/* More than half of the others' newest frames are a day away (L10.4), and
 * nobody confirmed this clock today. */
bool log_clock_is_off(const struct log *log, uint64_t now_ms);
void log_clock_confirm(struct log *log, uint64_t now_ms);

/* -- writing -------------------------------------------------------------- */
struct log_body {
	str ring;                       /* its newest epoch is used */
	object_id unit;
	const struct op *ops;
	size_t op_count;
	/* NULL: sealed to the ring's newest epoch at hand. Else to this
	 * recipient, as epoch 1 of the ring: recovery (L8), and the ring of
	 * another device (doc/team.md T5), which the frame is sealed to too. */
	const recipient *to;
};
enum { LOG_BODIES_MAX = 64 };
/* One commit, durable [log-1]. All of the log must have been read. The ops
 * are given out by the next log_read, as every other device will see them.
 * ERR_REFUSED: this device may not sign [log-7]; the alarms say why. */
const err *log_append(struct log *log, uint64_t now_ms,
	const struct log_body *bodies, size_t count) MUST_USE;

#endif
