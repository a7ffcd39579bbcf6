/* A stick that stays at home also keeps the desk's snapshot (doc/log.md L7), so that
 * the desk need not read all of its log again when it is back. It is sealed to the
 * device, as what is in the copy beside it, and lies under a name that follows from
 * the last commit of the log: another time's is not taken for it.
 *
 * [journey_snapshot-1] it is a convenience: without it, or with a damaged one, all
 *                      comes back as well, and the log is read from its start
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_JOURNEY_SNAPSHOT_H
#define DESK_JOURNEY_SNAPSHOT_H

#include "base/mem.h"
#include "seal/hash.h"

/* A copy of DIR/desk/snapshot.1 for that stick. */
void journey_snapshot_leave(struct arena *arena, const char *dir,
	const char *stick);
/* If that folder has it, it waits in DIR/desk/return. `last`: the sealed frame of
 * the log's last commit. */
void journey_snapshot_take(struct arena *arena, const char *dir,
	const char *folder, hash last);

#endif
