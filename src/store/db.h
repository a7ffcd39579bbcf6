/* The only door to SQLite: a file database for the line's spool, an in-memory
 * one for the desk's projection. Owns the includes of sqlite3.h, the settings
 * that keep plain text off the disk [db-1] (temp_store=MEMORY, no attached
 * file, secure_delete), the memory, wiped when it is given back [db-2],
 * statements, and the door of the full-text index: whoever fills it says how
 * texts are cut; a question is already cut when it comes [db-3].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/buf.h"
#include "base/err.h"

struct db;
struct query; /* a prepared statement */

/* A file in WAL mode, synchronous FULL, one writer. */
const err *db_open_file(struct db **ret_db, const char *path) MUST_USE;
const err *db_open_memory(struct db **ret_db) MUST_USE;
void db_close(struct db **db);
/* Runs statements that give no rows. `sql` is ours. */
const err *db_run(struct db *db, const char *sql) MUST_USE;
/* Rows changed by the last statement; by all so far, those of indexes too. */
uint64_t db_changes(struct db *db);
uint64_t db_changes_all(struct db *db);
uint64_t db_last_row(struct db *db);
/* False also after SQLite rolled back by itself (disk full). */
bool db_in_transaction(struct db *db);
/* Moves the WAL into the file, if nobody reads. */
const err *db_checkpoint(struct db *db) MUST_USE;
/* Test hook and limit: the database may not grow over `pages` pages. */
const err *db_limit_pages(struct db *db, unsigned pages) MUST_USE;

/* [db-4] A database in memory is one piece of memory, so that it is kept and
 * brought back without a second copy of it. It may grow to as much as SQLite
 * takes in one piece; then it refuses with ERR_FULL. */
enum { DB_MEMORY_MAX = 2000 << 20 };
/* The bytes of a database in memory where they lie, outside of a transaction;
 * valid until its next statement. */
const err *db_image(struct db *db, str *ret_image) MUST_USE;
/* How many bytes a database in memory may still grow by. */
uint64_t db_image_left(struct db *db);
/* Room from SQLite's own allocator for a database of `size` bytes, to be filled
 * and handed over by db_open_image (which takes it, also on failure). False: it
 * is more than DB_MEMORY_MAX. The buf is as large as it gets: it does not grow.
 * Behind the bytes there is room to grow into without moving them all. */
bool db_image_room(uint64_t size, struct buf *ret_room) MUST_USE;
void db_image_drop(struct buf *room);
const err *db_open_image(struct db **ret_db, struct buf *image) MUST_USE;
/* [db-5] Outside of a transaction, with no statement under way: what was deleted
 * from a database in memory is in none of its bytes afterwards. (secure_delete
 * alone leaves old cells where a page was laid out anew.) */
const err *db_scrub(struct db *db) MUST_USE;

/* -- the full-text index -------------------------------------------------- */

/* One word of a text: its bytes, and where it stands there. `again`: at the
 * place of the one before it, never the first. */
struct db_token { str bytes; size_t at, end; bool again; };
struct db_taker; /* the index, while it takes one text */
/* False: it takes no more, and the cutting ends. */
bool db_take(struct db_taker *taker, const struct db_token *token) MUST_USE;

/* Cuts a text and hands each word to `taker`. */
struct db_cutter {
	void (*cut)(void *owner, str text, struct db_taker *taker);
	void *owner; /* must outlive the database */
};
/* Gives texts of tables made with tokenize='`name`' to the cutter. It belongs
 * to the open database, not to its bytes: an image that was opened needs it
 * again, before its first statement. In a MATCH string the pieces between
 * blanks are words as they are [db-3]. */
const err *db_cutter_add(struct db *db, const char *name,
	const struct db_cutter *cutter) MUST_USE;

/* -- statements ----------------------------------------------------------- */

/* Statements are prepared once and kept. Binding starts at 1. */
const err *query_open(struct db *db, struct query **ret_query,
	const char *sql) MUST_USE;
void query_close(struct query **query);
/* Binds by letter: 'n' uint64_t, 's' str as text, 'b' str as bytes. Then
 * query_step. The strs must live until the next query_bind or close. */
void query_bind(struct query *query, const char *kinds, ...);
/* *ret_row true: a row is there. False: done, and the query is reset. */
const err *query_step(struct query *query, bool *ret_row) MUST_USE;
/* Bind, step once, expect no row. */
const err *query_do(struct query *query) MUST_USE;
void query_reset(struct query *query);
uint64_t query_number(struct query *query, int column);
str query_bytes(struct query *query, int column); /* until the next step */

#endif
