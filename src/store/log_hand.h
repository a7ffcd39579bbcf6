/* Commits that change who belongs, who opens what, and which clocks count
 * (doc/team.md T4, T5). One call makes the whole commit: rosters, next epochs,
 * who is handed what, and bodies for every device concerned.
 *
 * [hand-1] whoever left the team or a ring is handed nothing of it, and what
 *          follows is sealed to an epoch that was never his
 * [hand-2] whoever is in a ring is handed every epoch of it that is kept
 * [hand-3] every epoch of a ring of this device is sealed for recovery, and
 *          each once: with the commit that makes it, or with the next
 * [hand-4] whoever stands in some of several tips only, or in a roster that is
 *          still on its way, is handed nothing until then, and is put out of no
 *          ring for it
 * [hand-5] who is handed a roster that merges others is handed those as well
 *          which not all of them follow
 * [hand-6] the ring of a case gets its next epoch only when something is to be
 *          written in it, or somebody to be handed it (doc/log.md L13.4)
 * [hand-7] clocks that were set are told who joins together with all others:
 *          by whose word they count is the same for everybody
 * [hand-8] the ring of a case is looked at when something was said of its
 *          members, an epoch of it came, or the team changed; not at each call
 * [hand-9] a roster that comes into no commit is not believed
 * [hand-10] whose own last commit does not count here hands nothing over
 *          unasked: it would not know it, and do it again at every visit
 * [hand-11] a device that lacks something of who is in a ring (log_lags) passes
 *          no epoch on there unasked that another made, for it might reach who
 *          left, and the others would make the next at each of their visits
 * [hand-12] being handed one more epoch of a ring brings nobody back into it
 *          who was put out: only a grant does, or a roster
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_LOG_HAND_H
#define STORE_LOG_HAND_H

#include "model/team_roster.h"
#include "store/log.h"

/* One device into a ring, or out of it. */
struct log_grant { str ring; str dev; bool out; };

enum { LOG_EPOCH_DAYS = 30 };

struct log_change {
	str roster;             /* signed text; empty: the team stays */
	const struct log_grant *grants;
	size_t grant_count;
	const struct log_at *voids; /* held commits that shall count now */
	size_t void_count;
	/* log_epoch_count as it was: every ring whose newest epoch was at hand
	 * then gets the next, due or not; 0: what is due. */
	size_t renew;
	const str *writes;      /* rings in which something is to be written */
	size_t write_count;
	str anew;               /* a ring that gets the next epoch, due or not */
};

/* Does what the change says, and what has become due: an epoch over 30 days
 * old or that one who left still has is followed by the next, and a member
 * without an epoch is handed it. A ring that nobody has begins when one grants
 * it to her own device. *ret_done: a commit was made; without anything to do
 * there is none. One commit has room for some sixty bodies, so read on and call
 * again, without a change, until nothing is done. ERR_REFUSED: the roster does
 * not hold, a ring is not ours to grant, or this device may not sign. */
const err *log_hand(struct log *log, uint64_t now_ms,
	const struct log_change *change, bool *ret_done) MUST_USE;

/* How many rings log_hand looked at since the log was opened [hand-8]. */
uint64_t log_hand_looked(const struct log *log);
/* How many epochs are at hand, those of this device's own ring included. */
size_t log_epoch_count(const struct log *log);
/* The devices that are active in a ring; returns how many, at most `max`. */
size_t log_ring_devices(const struct log *log, str ring, str *ret_devs,
	size_t max);
/* Whether a device ever was in a ring: what it was handed then it can read, in
 * the ring now or not. */
bool log_ring_had(const struct log *log, str ring, str dev);
/* The same for one epoch of it. */
bool log_epoch_had(const struct log *log, str ring, recipient epoch, str dev);
/* Whether something can be written in a ring without the next epoch. */
bool log_may_write(const struct log *log, str ring);
/* Whether the ring says anything of who is in it. */
bool log_ring_says(const struct log *log, str ring);
/* The recipient of a device that is active in the team. */
bool log_device_recipient(const struct log *log, str dev, recipient *ret_to);
/* The team's newest roster text; empty without one. With several tips, one of
 * them, the same on every desk. */
str log_team_roster(const struct log *log);

/* -- the next roster ------------------------------------------------------ */
/* Begins the roster that follows all tips: their devices and admins together,
 * and every removal, the same on every desk with these tips. Without a roster it
 * is number 1, of `self` alone. It points into the log and the arena; what the
 * change is, the caller adds (model/team_roster.h). */
void log_roster_next(const struct log *log, struct arena *arena,
	struct team_device self, struct team_roster *ret_roster);
/* Takes a roster that is in no commit yet: whoever restores a log is believed
 * by it before she writes it down. False: it does not hold. */
bool log_roster_learn(struct log *log, str text) MUST_USE;
/* Every roster that holds, ascending by number, in `arena`; how many. A device
 * that is handed all of them believes those too that left before it came. */
size_t log_roster_list(const struct log *log, struct arena *arena,
	str **ret_texts);
/* Of those, what not everybody has while the team is parted: all that not each
 * roster follows which `merging` names. */
size_t log_roster_apart(const struct log *log, struct arena *arena,
	const struct team_roster *merging, str **ret_texts);
/* The newest frame of a device in the state; false: none. */
bool log_head(const struct log *log, str dev, uint64_t *ret_seq,
	hash *ret_name);
/* One admin's signature; the text is whole with enough of them, each device
 * once, ascending. */
signature log_roster_sign(const struct team_roster *roster,
	const struct sign_key *key);
bool log_roster_write(const struct team_roster *roster,
	const sign_public *keys, const signature *signatures, size_t count,
	struct buf *out) MUST_USE;
/* The name of a device by its key, for model/team_roster.h. */
void log_key_name(str key_hex, char ret_dev[LOG_DEVICE_HEX]);

#endif
