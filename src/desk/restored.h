/* A backup's log, opened with the recovery identity and looked at as the desk
 * will see it: what `bothy recover` makes a device of, and what a rehearsal
 * looks at and forgets (doc/log.md L8).
 *
 * [restored-1] opening writes nothing and makes nothing plain on the disk
 * [restored-2] a log that is not this organisation's is refused: the roster
 *              key in it must be the one of the line's folder
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RESTORED_H
#define DESK_RESTORED_H

#include "base/err.h"
#include "desk/keyfile.h"
#include "desk/namesake.h"
#include "model/body.h"
#include "seal/share.h"
#include "store/log.h"

enum { RESTORED_RINGS_MAX = 16 };

/* What came back. */
struct restored_sum {
	uint64_t changes;    /* commits that count */
	uint64_t messages;   /* of them, taken from the line */
	uint64_t devices;    /* whose commits they are */
	uint64_t newest_ms;  /* of the newest; 0: there is none */
	uint64_t unopened;   /* alarms: it does not open, or is not there */
	/* Rings with an epoch that nobody sealed for recovery. */
	char rings[RESTORED_RINGS_MAX][RING_NAME_MAX];
	size_t ring_lens[RESTORED_RINGS_MAX], ring_count;
};

struct restored {
	const char *dir;
	struct namesake *sought;     /* set before opening, or NULL: hears names */
	uint64_t now_ms;
	struct keyfile keys;         /* of a new device */
	struct log_device device;
	struct log *log;
	struct buf org;
	sign_public roster_public;   /* of the line's folder */
	bool roster_known;           /* else any will do */
	bool roster_found;           /* the log holds its secret half */
	struct identity recovery;    /* [recover-1] */
	struct restored_sum sum;
};

/* Opens `dir`/desk/log.pack with `dir`/line. ERR_KEY: these parts do not open
 * it; ERR_ABSENT: there is no such log; ERR_REFUSED: another organisation's.
 * restored_close whatever it returned. */
const err *restored_open(struct restored *r, const char *dir,
	const struct secret *secret, uint64_t now_ms) MUST_USE;
/* The same for a backup without a line's folder, as a member's who joined is:
 * who looks knows which organisation it should be, and perhaps its key. */
struct restored_known { str org; const sign_public *roster; };
const err *restored_open_known(struct restored *r, const char *dir,
	const struct secret *secret, uint64_t now_ms,
	const struct restored_known *known) MUST_USE;
void restored_close(struct restored *r);

/* Whether all of it came back. */
bool restored_is_whole(const struct restored_sum *sum);
/* One English sentence: what came back and what did not. Counts, a date, names
 * of rings; nothing anybody wrote. */
void restored_words(const struct restored_sum *sum, struct buf *out);

#endif
