/* Work beside an open desk, in a process of its own, so that no page waits for
 * it. The child is a fork: it has what the desk has in memory, hands back
 * messages over one descriptor, and is gone when it is done.
 *
 * [aside-1] the desk goes on while it runs; it can be stopped at any time
 * [aside-2] the child reaches no file but below the desk's folder, makes no
 *           connection and starts nothing (JAIL_KEEPER)
 * [aside-3] its end is told exactly once, also when it was killed; not after
 *           aside_stop
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ASIDE_H
#define DESK_ASIDE_H

#include "base/err.h"
#include "base/str.h"
#include "os/loop.h"
#include "os/process.h"

enum { ASIDE_MESSAGE_MAX = 4096 };

/* Embedded in whoever wants the work; what is filled in stays as long. */
struct aside {
	struct loop *loop;
	const char *name, *dir;        /* of the process; what it may touch */
	/* In the child: does it, and says what is to be said with aside_say. */
	void (*work)(struct aside *aside, int fd);
	/* Here: one message; and that it is over [aside-3]. */
	void (*said)(struct aside *aside, str message);
	void (*over)(struct aside *aside);
	struct watch watch;
	process_id process;
};

/* Before anything else. */
void aside_init(struct aside *aside);
bool aside_runs(const struct aside *aside);
/* One at a time: nothing happens where one runs. */
const err *aside_start(struct aside *aside) MUST_USE;
/* Nothing happens where none runs. */
void aside_stop(struct aside *aside);

/* In the child: one message, at most ASIDE_MESSAGE_MAX bytes. */
void aside_say(int fd, str message);
/* The same: "stage N". */
void aside_stage(int fd, unsigned stage);
/* Of a message: the stage, at most `most`; false: it is something else. */
bool aside_stage_read(str message, unsigned most, unsigned *ret_stage) MUST_USE;

#endif
