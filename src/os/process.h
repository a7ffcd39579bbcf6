/* Starting the roles of this binary and keeping them. The parent makes socket
 * pairs, forks, and each child keeps only the descriptors that its row of the
 * role's table names; every other one is closed [process-1]. No exec: a role
 * is a function.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OS_PROCESS_H
#define OS_PROCESS_H

#include "base/err.h"

typedef int process_id;

/* A connected SOCK_SEQPACKET pair, close-on-exec. */
const err *process_pair(int ret_fds[2]) MUST_USE;

/* Forks; the child runs `role(argument)` and exits with what it returns.
 * `keep` lists the descriptors the child keeps besides 0, 1, 2. The child
 * dies with its parent (PR_SET_PDEATHSIG), has no core file, is not dumpable. */
const err *process_start(const char *name, int (*role)(void *argument),
	void *argument, const int *keep, size_t keep_count,
	process_id *ret_id) MUST_USE;

/* Lowers this process's priority (the sealer, the reader). */
void process_nice(int nice);
/* No core file, not dumpable, memory locked where the limit allows. */
void process_harden(void);
/* As many open descriptors as the system lets us have (the door). */
void process_files_raise(void);
/* Takes one child that has ended, without waiting: its id and exit status
 * (128+n for signal n). ERR_ABSENT when none has. */
const err *process_wait(process_id *ret_id, int *ret_status) MUST_USE;
/* Asks a child to end (SIGTERM), or ends it (SIGKILL). */
void process_end(process_id id, bool now);
enum process_signal {
	PROCESS_NONE,     /* nothing waits */
	PROCESS_STOP,     /* SIGTERM, SIGINT */
	PROCESS_CHILD,    /* a child has ended */
	PROCESS_RELOAD    /* SIGHUP */
};
/* Signals as a descriptor for the loop. SIGPIPE is ignored from then on. */
const err *process_signals(int *ret_fd) MUST_USE;
enum process_signal process_signal_next(int fd);
process_id process_self(void);

#endif
