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
/* Of a database in memory, pages are copied from it to be worked on. */
#define CACHE_KIB "8192"

struct query {
	sqlite3_stmt *statement;
	sqlite3 *handle;
};

/* -- memory --------------------------------------------------------------- */

/* [db-2] SQLite's memory goes through here, so that what is given back is
 * wiped: a projection that was closed leaves no word behind. Before each piece
 * stand its size and how much of it was written; 16 bytes keep the alignment
 * SQLite asks for. */
struct room_head { uint64_t size, written; };
enum { ROOM_HEAD = sizeof(struct room_head) };

static struct room_head *room_head(void *room)
{
	return (struct room_head *)(void *)((char *)room - ROOM_HEAD);
}

static int room_size(void *room)
{
	return room == NULL ? 0 : (int)room_head(room)->size;
}

static void *room_get(int size)
{
	struct room_head *head = mem_get((size_t)size + ROOM_HEAD);

	*head = (struct room_head){(uint64_t)size, (uint64_t)size};
	return (char *)head + ROOM_HEAD;
}

static void room_give_back(void *room)
{
	if (room == NULL) return;
	mem_wipe(room, (size_t)room_head(room)->written);
	mem_free(room_head(room));
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
	/* SQLite's own limit is 1 GiB. */
	must(sqlite3_config(SQLITE_CONFIG_MEMDB_MAXSIZE,
		(sqlite3_int64)DB_MEMORY_MAX) == SQLITE_OK);
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

static void written_note(struct db *db);

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

/* -- databases in memory -------------------------------------------------- */

/* Room to grow into is never touched until it is written to, so it costs
 * nothing; moving all of a large database takes longer than an edit may. */
enum { IMAGE_SPARE = 16 << 20, PAGE_BYTES = 4096 };

static str image_of(struct db *db)
{
	sqlite3_int64 size = 0;
	const unsigned char *at = sqlite3_serialize(db->handle, "main", &size,
		SQLITE_SERIALIZE_NOCOPY);

	return at == NULL ? S("") : str_bytes(at, (size_t)size);
}

/* [db-2] of a large piece only what was written is wiped. */
static void written_note(struct db *db)
{
	str image = db->in_memory ? image_of(db) : S("");

	if (image.len == 0) return;
	room_head((void *)(uintptr_t)image.at)->written = image.len;
}

const err *db_image(struct db *db, str *ret_image)
{
	*ret_image = image_of(db);
	return ret_image->len > 0 ? NULL
		: err_make(ERR_IO, "the database is not in one piece");
}

uint64_t db_image_left(struct db *db)
{
	uint64_t now = image_of(db).len;

	return now < db->limit_bytes ? db->limit_bytes - now : 0;
}

bool db_image_room(uint64_t size, struct buf *ret_room)
{
	uint64_t all = size + size / 4 + IMAGE_SPARE;

	if (size > DB_MEMORY_MAX) return false;
	if (all > DB_MEMORY_MAX) all = DB_MEMORY_MAX;
	memory_take_over();
	*ret_room = (struct buf){.at = sqlite3_malloc64(all),
		.size = (size_t)all, .cap = (size_t)all};
	must(ret_room->at != NULL);
	return true;
}

void db_image_drop(struct buf *room)
{
	if (room->at != NULL) room_head(room->at)->written = room->len;
	sqlite3_free(room->at);
	*room = (struct buf){0};
}

const err *db_open_image(struct db **ret_db, struct buf *image)
{
	struct db *db;
	const err *e = open_with(&db, ":memory:", "PRAGMA cache_size=-"
		CACHE_KIB ";");
	int result;

	if (e != NULL) {
		db_image_drop(image);
		return e;
	}
	result = sqlite3_deserialize(db->handle, "main",
		(unsigned char *)image->at, (sqlite3_int64)image->len,
		(sqlite3_int64)image->size, SQLITE_DESERIALIZE_FREEONCLOSE |
			SQLITE_DESERIALIZE_RESIZEABLE);
	*image = (struct buf){0};
	db->in_memory = result == SQLITE_OK;
	db->limit_bytes = DB_MEMORY_MAX;
	e = result == SQLITE_OK ? db_run(db, "PRAGMA journal_mode=MEMORY;")
				: db_refused(result);
	if (e != NULL) db_close(&db);
	else *ret_db = db;
	return e;
}

const err *db_open_memory(struct db **ret_db)
{
	struct buf nothing;

	must(db_image_room(0, &nothing));
	return db_open_image(ret_db, &nothing);
}

void db_close(struct db **handle)
{
	struct db *db = *handle;

	if (db == NULL) return;
	written_note(db);
	must(sqlite3_close(db->handle) == SQLITE_OK);
	mem_free(db);
	*handle = NULL;
}

uint64_t db_changes(struct db *db)
{
	return (uint64_t)sqlite3_changes64(db->handle);
}

uint64_t db_changes_all(struct db *db)
{
	return (uint64_t)sqlite3_total_changes64(db->handle);
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
	db->limit_bytes = (uint64_t)pages * PAGE_BYTES;
	return db_run(db, sql);
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
