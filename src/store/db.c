/* SQLite: see db.h. Owns every connection and statement; the full-text index's
 * words are db_tokenizer.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/db_room.h"

#include <stdarg.h>
#include <string.h>

/* A WAL of 128 MiB is moved only when the line is idle: at the default of
 * 1,000 pages the p99 of a receipt is the checkpoint. */
#define WAL_PAGES "32768"

struct query {
	sqlite3_stmt *statement;
	sqlite3 *handle;
};

/* -- memory --------------------------------------------------------------- */

/* [db-2] SQLite's memory goes through here, so that what is given back is
 * wiped: a projection that was closed leaves no word behind. The size stands
 * before each piece; 16 bytes keep the alignment SQLite asks for. */
enum { ROOM_HEAD = 16 };

static int room_size(void *room)
{
	uint64_t size = 0;

	if (room != NULL) memcpy(&size, (char *)room - ROOM_HEAD, sizeof(size));
	return (int)size;
}

static void *room_get(int size)
{
	uint64_t kept = (uint64_t)size;
	char *room = mem_get((size_t)size + ROOM_HEAD);

	memcpy(room, &kept, sizeof(kept));
	return room + ROOM_HEAD;
}

static void room_give_back(void *room)
{
	char *whole;

	if (room == NULL) return;
	whole = (char *)room - ROOM_HEAD;
	mem_wipe(room, (size_t)room_size(room));
	mem_free(whole);
}

static void *room_grow(void *room, int size)
{
	int had = room_size(room);
	void *more = room_get(size);

	if (room != NULL) memcpy(more, room, (size_t)(had < size ? had : size));
	room_give_back(room);
	return more;
}

static int room_round(int size) { return (size + 7) & ~7; }
static int room_begin(void *unused) { (void)unused; return SQLITE_OK; }
static void room_end(void *unused) { (void)unused; }

static void memory_take_over(void)
{
	static const sqlite3_mem_methods methods = {room_get, room_give_back,
		room_grow, room_size, room_round, room_begin, room_end, NULL};
	static bool done;

	if (done) return;
	must(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK);
	must(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK);
	done = true;
}

/* -- errors --------------------------------------------------------------- */

static enum err_code code_of(int result)
{
	switch (result & 0xff) {
	case SQLITE_FULL: return ERR_FULL;
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return ERR_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB: return ERR_FORMAT;
	default: return ERR_IO;
	}
}

/* Never sqlite3_errmsg: it may quote what was stored. */
const err *db_refused(int result)
{
	return err_make(code_of(result), "the database refused (%d)", result);
}

const err *db_run(struct db *db, const char *sql)
{
	int result = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return result == SQLITE_OK ? NULL : db_refused(result);
}

static const err *open_with(struct db **ret_db, const char *path,
	const char *settings)
{
	struct db *db = mem_get(sizeof(*db));
	const err *e = NULL;
	int result;

	memory_take_over();
	result = sqlite3_open_v2(path, &db->handle,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
			SQLITE_OPEN_NOMUTEX,
		NULL);

	if (result != SQLITE_OK) e = db_refused(result);
	/* [db-1] first thing: Debian's build may spill sorts to files */
	if (e == NULL) {
		e = db_run(db, "PRAGMA temp_store=MEMORY;"
			"PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
			"PRAGMA trusted_schema=OFF;");
	}
	if (e == NULL) {
		(void)sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
		e = db_run(db, settings);
	}
	if (e != NULL) {
		db_close(&db);
		return e;
	}
	*ret_db = db;
	return NULL;
}

const err *db_open_file(struct db **ret_db, const char *path)
{
	return open_with(ret_db, path,
		"PRAGMA locking_mode=EXCLUSIVE;" /* no shared-memory file */
		"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
		"PRAGMA wal_autocheckpoint=" WAL_PAGES ";");
}

const err *db_open_memory(struct db **ret_db)
{
	return open_with(ret_db, ":memory:", "PRAGMA journal_mode=MEMORY;");
}

void db_close(struct db **handle)
{
	struct db *db = *handle;

	if (db == NULL) return;
	must(sqlite3_close(db->handle) == SQLITE_OK);
	mem_free(db);
	*handle = NULL;
}

uint64_t db_changes(struct db *db)
{
	return (uint64_t)sqlite3_changes64(db->handle);
}

uint64_t db_last_row(struct db *db)
{
	return (uint64_t)sqlite3_last_insert_rowid(db->handle);
}

bool db_in_transaction(struct db *db)
{
	return sqlite3_get_autocommit(db->handle) == 0;
}

const err *db_checkpoint(struct db *db)
{
	int result = sqlite3_wal_checkpoint_v2(db->handle, NULL,
		SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	return result == SQLITE_OK ? NULL : db_refused(result);
}

const err *db_limit_pages(struct db *db, unsigned pages)
{
	char sql[64];

	(void)sqlite3_snprintf(sizeof(sql), sql, "PRAGMA max_page_count=%u",
		pages);
	return db_run(db, sql);
}

/* -- whole in-memory databases -------------------------------------------- */

const err *db_serialize(struct db *db, struct buf *out)
{
	sqlite3_int64 size = 0;
	unsigned char *image =
		sqlite3_serialize(db->handle, "main", &size, 0);

	if (image == NULL) return err_make(ERR_FULL, "no memory for a snapshot");
	buf_put(out, str_bytes(image, (size_t)size));
	mem_wipe(image, (size_t)size);
	sqlite3_free(image);
	return out->failed ? err_make(ERR_FULL, "a snapshot is too large")
			   : NULL;
}

void *db_image_room(uint64_t size)
{
	memory_take_over();
	return sqlite3_malloc64(size);
}

const err *db_open_image(struct db **ret_db, void *image, uint64_t size)
{
	struct db *db;
	const err *e = db_open_memory(&db);
	int result;

	if (e != NULL) {
		sqlite3_free(image);
		return e;
	}
	result = sqlite3_deserialize(db->handle, "main", image,
		(sqlite3_int64)size, (sqlite3_int64)size,
		SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
	if (result != SQLITE_OK) {
		db_close(&db);
		return db_refused(result);
	}
	*ret_db = db;
	return NULL;
}

/* -- statements ----------------------------------------------------------- */

const err *query_open(struct db *db, struct query **ret_query, const char *sql)
{
	struct query *query = mem_get(sizeof(*query));
	int result = sqlite3_prepare_v3(db->handle, sql, -1,
		SQLITE_PREPARE_PERSISTENT, &query->statement, NULL);

	query->handle = db->handle;
	if (result != SQLITE_OK) {
		mem_free(query);
		return db_refused(result);
	}
	*ret_query = query;
	return NULL;
}

void query_close(struct query **handle)
{
	struct query *query = *handle;

	if (query == NULL) return;
	(void)sqlite3_finalize(query->statement);
	mem_free(query);
	*handle = NULL;
}

void query_reset(struct query *query)
{
	(void)sqlite3_reset(query->statement);
	(void)sqlite3_clear_bindings(query->statement);
}

void query_bind(struct query *query, const char *kinds, ...)
{
	va_list args;

	query_reset(query);
	va_start(args, kinds);
	for (int i = 1; kinds[i - 1] != '\0'; i++) {
		int result;

		if (kinds[i - 1] == 'n') {
			result = sqlite3_bind_int64(query->statement, i,
				(sqlite3_int64)va_arg(args, uint64_t));
		} else {
			str s = va_arg(args, str);
			const char *at = s.len == 0 ? "" : s.at;

			result = kinds[i - 1] == 's'
				? sqlite3_bind_text64(query->statement, i, at,
					  s.len, SQLITE_STATIC, SQLITE_UTF8)
				: sqlite3_bind_blob64(query->statement, i, at,
					  s.len, SQLITE_STATIC);
		}
		must(result == SQLITE_OK);
	}
	va_end(args);
}

const err *query_step(struct query *query, bool *ret_row)
{
	int result = sqlite3_step(query->statement);

	*ret_row = result == SQLITE_ROW;
	if (result == SQLITE_ROW) return NULL;
	query_reset(query);
	return result == SQLITE_DONE ? NULL : db_refused(result);
}

const err *query_do(struct query *query)
{
	bool row;
	const err *e = query_step(query, &row);

	must(e != NULL || !row);
	return e;
}

uint64_t query_number(struct query *query, int column)
{
	return (uint64_t)sqlite3_column_int64(query->statement, column);
}

str query_bytes(struct query *query, int column)
{
	const void *at = sqlite3_column_blob(query->statement, column);

	return str_bytes(at,
		(size_t)sqlite3_column_bytes(query->statement, column));
}
