/* The rehearsal: people bring their recovery parts, and a backup is restored
 * with them as if every computer were lost, so that nobody learns on that day
 * that a part is unreadable (doc/log.md L8). Once a year.
 *
 * [rehearse-1] only sealed blobs are written, below DIR/rehearsal, and removed
 *              again; nothing that was opened is kept, the parts neither
 * [rehearse-2] neither the backup, nor the desk's own log, nor the parts in
 *              force are changed
 * [rehearse-3] each way to fail has its own word, and nothing counts as good
 *              but all of a backup of this organisation come back
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_REHEARSE_H
#define DESK_REHEARSE_H

#include "desk/desk.h"
#include "desk/restored.h"

enum rehearse_found {
	REHEARSE_GOOD,       /* all of it came back */
	REHEARSE_PARTLY,     /* some of it did not */
	REHEARSE_TYPO,       /* a part is not as it was written */
	REHEARSE_OTHER_SET,  /* parts of an old sheet and of a new one */
	REHEARSE_SAME_PART,
	REHEARSE_TOO_FEW,
	REHEARSE_CLOSED,     /* the parts fit, and do not open this backup */
	REHEARSE_OTHER,      /* a backup of another organisation */
	REHEARSE_NONE,       /* there is no backup */
	REHEARSE_DAMAGED,
	REHEARSE_FAILED,     /* it could not be tried */
	REHEARSE_COUNT
};

/* How far it is: stages 1 to REHEARSE_STAGES begin. */
enum { REHEARSE_STAGES = 3 };
struct rehearse_watch { void (*stage)(void *owner, unsigned stage); void *owner; };

struct rehearse_ask {
	const char *dir;             /* with desk/ and backups/ */
	const char *file;            /* NULL: the newest in there */
	str org;
	const sign_public *roster;   /* the organisation's key, or NULL */
	const str *parts;            /* as they were typed */
	size_t part_count;
	uint64_t now_ms;
	const struct rehearse_watch *watch; /* or NULL */
};
struct rehearse_result {
	enum rehearse_found found;
	size_t part;                 /* from 1: which part is not right */
	uint64_t hour;               /* of the backup */
	struct restored_sum sum;     /* what came back */
};
struct rehearse_result rehearse_run(const struct rehearse_ask *ask);
/* The same with an open desk; `watch` may be NULL. */
struct rehearse_result rehearse_here(struct desk *desk, const char *file,
	const str *parts, size_t count, const struct rehearse_watch *watch);

/* What a desk knows of rehearsals; results that say only that parts were
 * mistyped are none. ms 0: there was none. */
struct rehearse_noted { uint64_t ms, good_ms, hour; enum rehearse_found found; };
const err *rehearse_note(struct desk *desk,
	const struct rehearse_result *result) MUST_USE;
const err *rehearse_noted(struct desk *desk, struct rehearse_noted *ret_noted)
	MUST_USE;
/* When the next is due: a year after the last good one; 0: at any time. */
uint64_t rehearse_due_ms(const struct rehearse_noted *noted);

/* `bothy rehearse`. */
int rehearse_command(int argc, char **argv);
extern const char rehearse_usage[];

#endif
