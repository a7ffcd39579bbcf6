/* What a desk carries: the sealed blobs of its log, and those that came and
 * wait in its inbox; how far it got with the line. It opens none and needs no
 * key. Three files in the desk's folder: `log.pack`, which it only reads,
 * `inbox.pack`, where what comes from the line or a stick is kept until the log
 * takes it, and `relay.place`, which holds no secret and may be thrown away.
 *
 * [carry-1] what carry_receive said is kept survives any kill
 * [carry-2] a place is moved only when what lies before it is on this disk
 * [carry-3] a blob is kept once, however often and whence it comes
 * [carry-4] without relay.place, or with a log that was written anew, all is
 *           offered and fetched again; nothing is lost
 * [carry-5] a blob leaves the inbox only when the log said that it has it, and
 *           then it does, whatever else has to wait there
 * [carry-6] what waits is not read again before the log has learnt something,
 *           also after a start; and no more than INBOX_BLOBS_MAX wait
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CARRY_H
#define DESK_CARRY_H

#include "base/err.h"
#include "store/bundle.h"
#include "store/hash_set.h"

struct carry;

/* Of a blob that waits its name is in memory: a hostile line, or stick, fills
 * neither the disk nor that. */
enum { CARRY_OFFER_MAX = 1000, INBOX_BLOBS_MAX = 1 << 20 };

/* `folder` is the desk's own (DIR/desk). One at a time: the caller holds the
 * folder's lock. */
const err *carry_open(struct carry **ret_carry, const char *folder) MUST_USE;
void carry_close(struct carry **carry);

/* -- with the line -------------------------------------------------------- */
/* How far all was fetched. */
struct place carry_place(const struct carry *carry);
/* Keeps what is new of it, then the place behind it, durably [carry-1]. */
const err *carry_receive(struct carry *carry, const struct bundle_blob *blobs,
	size_t count, struct place place) MUST_USE;
/* The next names that were not offered yet, oldest first: at most
 * CARRY_OFFER_MAX, kept by the arena, a commit's together. */
const err *carry_offer(struct carry *carry, struct arena *arena,
	hash **ret_names, size_t *ret_count) MUST_USE;
/* The bytes of one of the last offer, kept by the arena. */
const err *carry_blob(struct carry *carry, struct arena *arena, size_t number,
	str *ret_sealed) MUST_USE;
/* All of the last offer is on the line, which is at that place now. */
const err *carry_offered(struct carry *carry, struct place place) MUST_USE;
/* The line has said that it has every blob there is here. */
const err *carry_is_told(struct carry *carry, bool *ret_told) MUST_USE;
/* The line was never where we were: begin again [carry-4]. */
const err *carry_lost(struct carry *carry) MUST_USE;

/* -- with the log --------------------------------------------------------- */
/* Gives what waits in the inbox, a bundle at a time; what a call has said is
 * durable elsewhere leaves it [carry-5]; an error leaves it as it was. ERR_BUSY,
 * "not all of it yet", does not stop it: what opens the rest may stand behind;
 * that waits then. `wants` is what the log wants now (log_wants): what was given
 * in vain for that is not given again [carry-6]. A kill in between gives some of
 * it once more. */
typedef const err *carry_take(void *owner, const str *blobs, size_t count);
const err *carry_hand_over(struct carry *carry, uint64_t wants,
	carry_take *take, void *owner) MUST_USE;

/* -- with a stick --------------------------------------------------------- */
bool carry_has(const struct carry *carry, hash name);
/* How many wait in the inbox. */
uint64_t carry_waiting(const struct carry *carry);
/* Every blob, log first; `give` returns an error to stop. */
typedef const err *carry_give(void *owner, hash name, str sealed);
/* Those whose names are not in `except`. */
const err *carry_each(struct carry *carry, const struct hash_set *except,
	carry_give *give, void *owner) MUST_USE;

/* Test hook: how many blobs may wait; 0 sets INBOX_BLOBS_MAX. */
void carry_inbox_limit(struct carry *carry, size_t limit);

#endif
