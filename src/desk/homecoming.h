/* Back from a journey (journey.h): what stayed at home is brought back from the
 * line or from a stick, checked against what the desk wrote down when it left,
 * and put together again as it was.
 *
 *	DIR/desk/return/        what came so far: an inbox of sealed blobs (carry.h)
 *
 * [homecoming-1] nothing begins without the passphrase and the team's part
 * [homecoming-2] the log is the one that was left, commit by commit and byte by
 *                byte; a body may be missing only when the line was heard to its
 *                end (it was erased meanwhile, or the log says that it is missing)
 * [homecoming-3] broken off anywhere, what came so far is kept, and the folder
 *                holds the journey or the whole desk
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_HOMECOMING_H
#define DESK_HOMECOMING_H

#include "base/err.h"
#include "desk/relay_log_call.h"

struct homecoming;

/* ERR_KEY, ERR_GONE (the part is missing), ERR_USAGE (it is another one): as
 * desk_open_with. ERR_ABSENT: there is no journey. */
const err *homecoming_open(struct homecoming **ret_home, const char *dir,
	str passphrase, str part) MUST_USE;
void homecoming_close(struct homecoming **home);

/* What opened it, for the desk that is whole again; guarded. */
str homecoming_passphrase(const struct homecoming *home);
str homecoming_part(const struct homecoming *home);
/* How the line is reached: its token, and the public roster. */
str homecoming_token(const struct homecoming *home);
str homecoming_roster(const struct homecoming *home);

struct homecoming_state {
	uint64_t blobs, here;          /* of the log: left, and here again */
	uint64_t frames_missing;       /* without them nothing can be done */
	uint64_t attachments, attachments_here;
	bool heard;                    /* the line, to its end */
};
struct homecoming_state homecoming_state(const struct homecoming *home);
/* All that can be expected is here [homecoming-2]; attachments may come later. */
bool homecoming_is_ready(const struct homecoming *home);

/* Takes what a folder holds: copies made when leaving, backups of any desk of
 * the team, and the log by stick (stick.h). ERR_USAGE: there is no such folder,
 * or nothing of ours in it. */
const err *homecoming_stick(struct homecoming *home, const char *folder)
	MUST_USE;
/* How far the line was heard; takes what it says next; it was never there. */
struct place homecoming_place(const struct homecoming *home);
const err *homecoming_hear(struct homecoming *home,
	const struct relay_log *log) MUST_USE;
const err *homecoming_lost(struct homecoming *home) MUST_USE;

/* Puts it together: afterwards the desk opens as before the journey, with the
 * passphrase and the part. ERR_ABSENT: it is not ready. */
const err *homecoming_finish(struct homecoming *home) MUST_USE;

#endif
