/* Little on the device: before a journey the folder of a desk becomes one that
 * holds no log, no snapshot, no attachment and no key of a ring. What was chosen
 * goes along, readable with the passphrase; all else is brought back afterwards
 * (homecoming.h), with the part that the team holds (travel.h).
 *
 *	DIR/desk/key.age        bothy-travel/2 (keyfile.h)
 *	DIR/desk/carried.age    what was chosen, sealed to a key of this journey
 *	DIR/desk/left.age       what stayed at home (left.h), sealed to the device
 *	DIR/desk/journey        where the desk is: bothy-journey/1, key SHA-256 of
 *	                        key.age, and `little` once all else is removed
 *
 * [journey-1] broken off anywhere, the folder holds the whole desk or the
 *             journey, and the next start ends what was begun
 * [journey-2] nothing is removed before all of it is held elsewhere: by the line,
 *             as it said; by another desk, whose own commit has seen it; or on a
 *             stick, read again after it was written. Attachments: on a stick
 * [journey-3] the passphrase alone opens what was chosen, and nothing else that is
 *             in the folder or was ever sealed for the desk
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_JOURNEY_H
#define DESK_JOURNEY_H

#include "desk/desk.h"

enum { JOURNEY_CARRIED_MAX = 4 << 20 };

/* Where what would stay behind is held, now. */
struct journey_held {
	bool line;               /* the line keeps all of the log */
	str desk;                /* 32 hex of one that has seen all, or empty */
	uint64_t attachments;    /* sealed files, which no desk hands on */
	uint64_t backups;        /* in DIR/backups: they are removed, too */
};
const err *journey_held(struct desk *desk, struct arena *arena,
	struct journey_held *ret_held) MUST_USE;

struct journey_ask {
	str passphrase, paper;   /* as travel_ask */
	str carried;             /* what goes along; empty: nothing */
	const char *stick;       /* a folder that stays at home; NULL: none */
};
/* Makes the journey of it; close the desk afterwards and call journey_settle,
 * which removes. ERR_ABSENT, ERR_REFUSED, ERR_KEY: as travel_leave. ERR_BUSY: it
 * is not held elsewhere [journey-2], which for who works alone is a stick.
 * ERR_USAGE: not the digits of the paper, or that is no folder for a copy;
 * ERR_FULL and others: the copy could not be made. Nothing was changed then. */
const err *journey_leave(struct desk *desk, const struct journey_ask *ask)
	MUST_USE;

/* -- without a key -------------------------------------------------------- */
/* Little is here; what stayed at home is not back yet. */
bool journey_is_away(const char *dir);
/* There is a desk in `dir`, at home or on a journey. */
bool journey_has_desk(const char *dir);
/* Ends what was broken off [journey-1]. The caller holds the desk's lock. */
const err *journey_settle(const char *dir) MUST_USE;

/* What was chosen, with the passphrase; empty when nothing was. ERR_KEY. */
const err *journey_carried(const char *dir, str passphrase, struct buf *out)
	MUST_USE;

#endif
