/* The parent of the line's processes: keeps the listening socket, starts the
 * roles, and starts all of them anew when one has ended. It reads nothing that
 * comes from outside.
 *
 * [parent-1] the roles live and end together: one that has lost a sibling
 *            holds half a conversation
 * [parent-2] the listening socket stays open while they are started anew, so
 *            a visitor waits and is not refused
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_PARENT_H
#define LINE_PARENT_H

#include "base/err.h"

struct parent_options {
	const char *folder;
	const char *guides;     /* a built folder of guides, or NULL */
	const char *listen;     /* as os/socket.h */
	const char *ready;      /* a path or "fd:N" to say so, or NULL */
};

/* Runs the line until SIGTERM; NULL when it ended in order. */
const err *parent_run(const struct parent_options *options) MUST_USE;

#endif
