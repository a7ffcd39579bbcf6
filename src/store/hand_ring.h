/* Inside log_hand only: a commit that hands over while it is made (struct
 * handing), and what it does about each ring (hand_ring.c): who will be in it,
 * whether its next epoch is due, and who is handed what.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_HAND_RING_H
#define STORE_HAND_RING_H

#include "base/list.h"
#include "store/log_hand.h"
#include "store/log_room.h"

enum { HAND_RINGS_MAX = RING_EPOCHS_MAX };

struct hand_ops LIST_OF(struct op);

/* A ring at hand while it is looked after. */
struct hand_ring {
	str name;
	uint64_t next;          /* the number of a new epoch; 0: none */
	struct hand_ops says;   /* add, drop: in the ring itself */
	bool lag_known, lags;   /* log_lags of it, asked once */
};

struct handing {
	struct log *log;
	struct arena *arena;
	const struct log_change *change;
	uint64_t now_ms;
	struct hlc clock;
	struct hand_ring rings[HAND_RINGS_MAX];
	size_t ring_count, epochs_before;
	const struct team_roster *merging;           /* names several tips */
	struct hand_ops shared;                      /* roster, void */
	bool escrows;                                /* a recovery is declared */
	struct hand_ops escrow;                      /* for it (L8) */
	recipient recovery;
	struct hand_ops devices[LOG_DEVICES_MAX];
	struct hand_ops keys[LOG_DEVICES_MAX];       /* of rings but the team's */
	bool reached[LOG_DEVICES_MAX];               /* has a body */
	bool is_new[LOG_DEVICES_MAX];                /* joins now */
	bool someone_joins;
	hash roster;                                 /* of the change */
	bool roster_came, roster_settled;            /* it is in no commit yet */
	recipient to[LOG_DEVICES_MAX];
	struct log_body bodies[LOG_BODIES_MAX];
	size_t body_count;
};

/* What a device is called. */
str hand_ring_device(const struct handing *h, uint32_t dev);
/* One more op, its bytes kept by the commit. */
void hand_ring_say(const struct handing *h, struct hand_ops *ops, struct op op);

/* Who is in a ring when this is done. The team ring is the team's, but for whom
 * it was put out of; who holds a ring that says nothing of members began it. */
bool hand_ring_belongs(const struct handing *h, str ring, uint32_t dev);
/* The rings to look after: the team's, what is granted, then all others this
 * device holds. ERR_REFUSED: one that is granted is not ours. */
const err *hand_ring_list(struct handing *h) MUST_USE;
/* One of them: who leaves it, its next epoch, what devices and recovery are
 * handed. */
void hand_ring_do(struct handing *h, struct hand_ring *ring);

#endif
