/* Inside the store only: the spool's own state, shared by spool.c (rows),
 * spool_blob.c (attachment files), spool_disk.c (how full the disk is) and
 * spool_log.c (the team's log).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SPOOL_ROOM_H
#define STORE_SPOOL_ROOM_H

#include "os/file.h"
#include "store/db.h"
#include "store/spool.h"
#include "store/spool_sql.h"

enum { SPOOL_PATH_BYTES = 4096 };

struct spool {
	struct db *db;
	struct file lock;
	struct query *queries[Q_COUNT];
	struct arena *paths;             /* program life: the folder's name */
	const char *folder;
	bool in_group;
	bool group_lost;                 /* SQLite rolled the group back */
	uint64_t pretend_free;           /* 0: ask the disk */
	uint64_t room_left;              /* until the disk is asked again */
};

/* Begins the group unless it is open. */
const err *spool_group(struct spool *spool) MUST_USE;
/* A step inside the group that is taken whole or not at all: begin, do, and
 * end with what became of it. Returns that. */
const err *spool_one_begin(struct spool *spool) MUST_USE;
const err *spool_one_end(struct spool *spool, const err *e) MUST_USE;
/* Deletes the rows that `find` names, durably, then their blob files. */
const err *spool_rows_delete(struct spool *spool, struct query *find,
	size_t *ret_deleted) MUST_USE;
/* What must stay free of a disk of that size. */
uint64_t spool_reserve(uint64_t all_bytes);
/* spool_log.c: draws the sum that the log begins with, once. */
const err *spool_log_open(struct spool *spool) MUST_USE;

/* `folder/blob/<32 hex><suffix>` */
void spool_blob_path(const struct spool *spool, spool_name name,
	const char *suffix, char ret_path[SPOOL_PATH_BYTES]);
/* ERR_FULL when `need` more bytes would pass the reserve [spool-5]. */
const err *spool_room(struct spool *spool, uint64_t need) MUST_USE;
/* Removes files without a row: temporary ones, and others over a day old. */
const err *spool_sweep(struct spool *spool, uint64_t now_ms) MUST_USE;
/* Removes the files that a `blobs` column names; absent is fine. */
const err *spool_blobs_remove(struct spool *spool, str names) MUST_USE;

#endif
