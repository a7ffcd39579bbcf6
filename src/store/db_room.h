/* Inside the db files only: a connection, and what a refusal is called.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_DB_ROOM_H
#define STORE_DB_ROOM_H

#include "store/db.h"

#include <sqlite3.h>

struct db {
	sqlite3 *handle;
	bool in_memory;       /* [db-4] */
	uint64_t limit_bytes; /* of one in memory */
};

/* The error of an SQLite result. */
const err *db_refused(int result);

#endif
