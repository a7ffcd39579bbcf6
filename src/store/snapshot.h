/* Sealed pictures of the projection and of what the log learnt, so that opening
 * a desk need neither open nor fold the whole log (doc/log.md L7). A snapshot is
 * a convenience: anything about it that does not fit is a rebuild, never an
 * error [snapshot-1].
 *
 * [snapshot-2] neither keeping nor reading one needs a second copy of the
 *              database in memory, and nothing of it is used before all of it
 *              has been verified
 * [snapshot-3] only whoever has this device's secret key can make one
 * [snapshot-4] a kill at any moment leaves the newest or the one before
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SNAPSHOT_H
#define STORE_SNAPSHOT_H

#include "seal/key.h"
#include "store/db.h"
#include "store/state.h"

/* What the projection was made with; another number is another projection. */
struct snapshot_made { uint64_t schema, tokenizer, fold; };

/* The newest, and the one before. */
enum { SNAPSHOT_COUNT = 2 };

/* Keeps the projection, what the log learnt and what survives in its rings
 * (NULL: nobody kept it) as `folder`/snapshot.1; the one before becomes
 * snapshot.2. */
struct snapshot_of { const struct log *log; const struct state *state;
	struct db *db; };
const err *snapshot_write(const char *folder, const struct identity *device,
	struct snapshot_made made, const struct snapshot_of *of) MUST_USE;
/* Snapshot `number`, from 1, when it opens and was made the same way: what the
 * log learnt, what the state kept, and the projection. The caller asks
 * log_resume whether it is of this log, and closes the two bufs either way. */
enum { SNAPSHOT_LOG_MAX = 512 << 20 };
struct snapshot_kept { struct buf log, state; struct db *db; };
bool snapshot_read(const char *folder, unsigned number,
	const struct identity *device, struct snapshot_made made,
	struct snapshot_kept *ret_kept) MUST_USE;

#endif
