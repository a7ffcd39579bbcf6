/* What a log has to tell people (doc/team.md T6): the kinds, and what is known
 * of one case. The sentences are the desk's. Every kind says whether it ends by
 * itself, and whether this device may still sign while it stands [alarm-1].
 * Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_ALARM_H
#define MODEL_ALARM_H

#include "model/body.h"

enum alarm_kind {
	ALARM_FORK,      /* a device said two things with one number */
	ALARM_WITHHELD,  /* something known to exist did not come for a day */
	ALARM_AHEAD,     /* our own chain is longer than what this disk has */
	ALARM_ROSTERS,   /* two rosters stand side by side */
	ALARM_HELD,      /* a commit from the future waits */
	ALARM_CLOCK,     /* this device's clock is not that of the others */
	ALARM_DIFFER,    /* two desks read the same and hold something else */
	ALARM_UNOPENED,  /* frames that no key at hand opens */
	ALARM_REFUSED,   /* what came was no frame of ours, or does not hold */
	ALARM_SILENT,    /* nothing of a device for a week */
	ALARM_KIND_COUNT
};

struct alarm {
	enum alarm_kind kind;
	char dev[LOG_DEVICE_HEX];   /* which device; zeros where there is none */
	uint64_t seq;               /* where in its chain; how many, of those
	                             * that are counted; 0 where neither */
	uint64_t since_ms;          /* by the receiver's clock */
};

enum { ALARM_WITHHELD_MS = 24 * 60 * 60 * 1000,
	ALARM_SILENT_MS = 7 * 24 * 60 * 60 * 1000 };

/* A word for files, tests and addresses: `fork`, `withheld` … */
str alarm_word(enum alarm_kind kind);
/* It ends when what it tells of does; the others stay until somebody acts. */
bool alarm_ends(enum alarm_kind kind);
/* The device that raises it signs nothing while it stands [alarm-1]. */
bool alarm_stops_signing(enum alarm_kind kind);

#endif
