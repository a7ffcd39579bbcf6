/* Sealed pictures of the projection, so that opening a desk need not fold the
 * whole log (doc/log.md L7). A snapshot is a convenience: anything about it
 * that does not fit is a rebuild, never an error [snapshot-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SNAPSHOT_H
#define STORE_SNAPSHOT_H

#include "seal/key.h"
#include "store/db.h"
#include "store/log.h"

/* What the projection was made with; another number is another projection. */
struct snapshot_made { uint64_t schema, tokenizer, fold; };

enum { SNAPSHOT_BYTES_MAX = 1 << 30 };

/* Keeps the projection as `folder`/snapshot.1; the one before becomes
 * snapshot.2. */
const err *snapshot_write(const char *folder, const struct identity *device,
	struct snapshot_made made, struct log_place place, struct db *db)
	MUST_USE;
/* The newest that opens and was made the same way. False: there is none. */
bool snapshot_read(const char *folder, const struct identity *device,
	struct snapshot_made made, struct log_place *ret_place,
	struct db **ret_db) MUST_USE;
/* The older one only, when the newer did not fit the log after all. */
bool snapshot_read_older(const char *folder, const struct identity *device,
	struct snapshot_made made, struct log_place *ret_place,
	struct db **ret_db) MUST_USE;

#endif
