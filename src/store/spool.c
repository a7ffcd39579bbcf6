/* The line's spool on SQLite: see spool.h. Owns the database and the folder;
 * attachment files are spool_blob.c's, the team's log spool_log.c's, and how full
 * the disk is spool_disk.c's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/spool.h"

#include "base/list.h"
#include "os/file.h"
#include "store/spool_room.h"

#include <stdio.h>
#include <string.h>

enum {
	NAME_MAX_COUNT = 64,
	HOURS_A_DAY = 24
};

static const err *queries_open(struct spool *spool)
{
	const err *e = NULL;

	for (size_t i = 0; i < Q_COUNT && e == NULL; i++) {
		e = query_open(spool->db, &spool->queries[i], spool_sql[i]);
	}
	return e;
}

const err *spool_open(struct spool **ret_spool, const char *folder,
	uint64_t now_ms)
{
	struct spool *spool = mem_get(sizeof(*spool));
	char path[SPOOL_PATH_BYTES];
	const err *e;

	spool->lock.fd = -1;
	spool->paths = arena_open(SPOOL_PATH_BYTES * 2);
	spool->folder = str_c(spool->paths, str_of(folder));
	e = file_folder_make(folder);
	(void)snprintf(path, sizeof(path), "%s/blob", folder);
	if (e == NULL) e = file_folder_make(path);
	(void)snprintf(path, sizeof(path), "%s/lock", folder);
	if (e == NULL) e = file_lock(&spool->lock, path);
	(void)snprintf(path, sizeof(path), "%s/spool.db", folder);
	if (e == NULL) e = db_open_file(&spool->db, path);
	if (e == NULL) e = db_run(spool->db, spool_schema);
	if (e == NULL) e = queries_open(spool);
	if (e == NULL) e = spool_log_open(spool);
	if (e == NULL) e = spool_copies_end(spool, 0);
	if (e == NULL) e = spool_sweep(spool, now_ms);
	if (e != NULL) {
		spool_close(&spool);
		return e;
	}
	*ret_spool = spool;
	return NULL;
}

void spool_close(struct spool **handle)
{
	struct spool *spool = *handle;

	if (spool == NULL) return;
	for (size_t i = 0; i < Q_COUNT; i++) query_close(&spool->queries[i]);
	db_close(&spool->db);
	file_close(&spool->lock);
	arena_close(&spool->paths);
	mem_free(spool);
	*handle = NULL;
}

/* -- the group ------------------------------------------------------------ */

const err *spool_group(struct spool *spool)
{
	const err *e;

	if (spool->in_group) return NULL;
	e = db_run(spool->db, "BEGIN IMMEDIATE");
	spool->in_group = e == NULL;
	return e;
}

static const err *group_drop(struct spool *spool, const err *cause)
{
	if (spool->in_group) (void)!db_run(spool->db, "ROLLBACK");
	spool->in_group = false;
	return cause;
}

const err *spool_commit(struct spool *spool)
{
	const err *e;

	if (spool->group_lost) {
		spool->group_lost = false;
		return group_drop(spool,
			err_make(ERR_FULL, "the group could not be stored"));
	}
	if (!spool->in_group) return NULL;
	e = db_run(spool->db, "COMMIT"); /* [spool-2] synced inside */
	if (e != NULL) return group_drop(spool, e);
	spool->in_group = false;
	return NULL;
}

/* -- messages ------------------------------------------------------------- */

static const err *rows_add(struct spool *spool,
	const struct spool_message *m)
{
	struct query *add = spool->queries[Q_ADD];
	struct query *sent = spool->queries[Q_SENT_ADD];
	struct query *box = spool->queries[Q_BOX_ADD];
	str mailbox = str_bytes(m->mailbox.bytes, SPOOL_NAME_BYTES);
	hash named = hash_of(m->sealed);
	const err *e;

	query_bind(add, "bnbbb", mailbox, m->hour,
		str_bytes(named.bytes, sizeof(named.bytes)),
		str_bytes(m->blobs, m->blob_count * SPOOL_NAME_BYTES),
		m->sealed);
	e = query_do(add);
	if (e != NULL) return e;
	query_bind(sent, "bnn", mailbox, m->hour, (uint64_t)m->blob_count);
	e = query_do(sent);
	if (e != NULL) return e;
	query_bind(box, "bb", mailbox, str_bytes(m->erase, sizeof(m->erase)));
	return query_do(box);
}

const err *spool_add(struct spool *spool, const struct spool_message *m)
{
	const err *e;

	must(m->blob_count <= NAME_MAX_COUNT);
	e = spool_room(spool, m->sealed.len * 2); /* [spool-5] row and WAL */
	if (e == NULL) e = spool_one_begin(spool);
	if (e != NULL) return e;
	/* [spool-3] all three rows or none */
	return spool_one_end(spool, rows_add(spool, m));
}

/* A savepoint, so that one bad message does not take the others of its group
 * with it. */
const err *spool_one_begin(struct spool *spool)
{
	const err *e = spool_group(spool);

	return e != NULL ? e : db_run(spool->db, "SAVEPOINT one");
}

const err *spool_one_end(struct spool *spool, const err *e)
{
	if (e == NULL) return db_run(spool->db, "RELEASE one");
	if (db_in_transaction(spool->db)) {
		(void)!db_run(spool->db, "ROLLBACK TO one");
		(void)!db_run(spool->db, "RELEASE one");
	} else {
		/* A full disk took the whole group: spool_commit says so. */
		spool->in_group = false;
		spool->group_lost = true;
	}
	return e;
}

const err *spool_intake(struct spool *spool, struct arena *arena,
	uint64_t after, size_t max_count, size_t max_bytes,
	struct spool_intake **ret_items, size_t *ret_count)
{
	struct query *query = spool->queries[Q_INTAKE];
	struct intake_list LIST_OF(struct spool_intake);
	struct intake_list list = {0};
	size_t bytes = 0;
	const err *e;
	bool row;

	query_bind(query, "nn", after, (uint64_t)max_count);
	while ((e = query_step(query, &row)) == NULL && row) {
		struct spool_intake item = {.cursor = query_number(query, 0),
			.hour = query_number(query, 1)};
		str blobs = query_bytes(query, 3);

		memcpy(item.hash, query_bytes(query, 2).at, sizeof(item.hash));
		item.blob_count = blobs.len / SPOOL_NAME_BYTES;
		item.blobs = (const void *)str_dup(arena, blobs).at;
		item.sealed = str_dup(arena, query_bytes(query, 4));
		bytes += item.sealed.len;
		LIST_ADD(arena, &list, item);
		if (bytes >= max_bytes) break;
	}
	query_reset(query);
	*ret_items = list.at;
	*ret_count = list.count;
	return e;
}

/* A signed list was taken once. */
static const err *lists_are_signed(struct spool *spool, bool *ret_signed)
{
	struct buf value = {0};
	const err *e = spool_get(spool, "signed-lists", &value);

	*ret_signed = e == NULL;
	buf_close(&value);
	return e != NULL && e->code != ERR_ABSENT ? e : NULL;
}

const err *spool_acknowledge(struct spool *spool,
	const hash *hashes, size_t count, uint64_t hour)
{
	struct query *query = spool->queries[Q_TAKE];
	bool is_signed;
	const err *e = lists_are_signed(spool, &is_signed);

	if (e != NULL || is_signed) return e; /* [spool-8] */
	e = spool_group(spool);
	for (size_t i = 0; i < count && e == NULL; i++) {
		query_bind(query, "nb", hour,
			str_bytes(hashes[i].bytes, sizeof(hashes[i].bytes)));
		e = query_do(query);
	}
	return e;
}

/* Rows first: a kill in between leaves files without a row, which the sweep
 * removes. */
const err *spool_rows_delete(struct spool *spool, struct query *find,
	size_t *ret_deleted)
{
	struct arena *arena = arena_open((size_t)16 << 20);
	struct found { uint64_t cursor; str blobs; };
	struct found_list LIST_OF(struct found);
	struct found_list list = {0};
	const err *e;
	bool row;

	while ((e = query_step(find, &row)) == NULL && row) {
		struct found one = {query_number(find, 0),
			str_dup(arena, query_bytes(find, 1))};
		LIST_ADD(arena, &list, one);
	}
	if (e == NULL) e = spool_group(spool);
	for (size_t i = 0; i < list.count && e == NULL; i++) {
		query_bind(spool->queries[Q_DELETE], "n", list.at[i].cursor);
		e = query_do(spool->queries[Q_DELETE]);
	}
	if (e == NULL) e = spool_commit(spool);
	for (size_t i = 0; i < list.count && e == NULL; i++) {
		e = spool_blobs_remove(spool, list.at[i].blobs);
	}
	*ret_deleted = list.count;
	arena_close(&arena);
	return e;
}

const err *spool_forget(struct spool *spool, const hash *hashes, size_t count)
{
	struct query *mark = spool->queries[Q_FORGET];
	const err *e = spool_set(spool, "signed-lists", S("yes"));
	size_t deleted = 1;

	/* Taken in hour 1: a kill before the deletion leaves them to
	 * spool_age. */
	for (size_t i = 0; i < count && e == NULL; i++) {
		query_bind(mark, "b", str_bytes(hashes[i].bytes,
			sizeof(hashes[i].bytes)));
		e = query_do(mark);
	}
	while (e == NULL && deleted > 0) {
		query_bind(spool->queries[Q_OLD], "n", (uint64_t)1);
		e = spool_rows_delete(spool, spool->queries[Q_OLD], &deleted);
	}
	return e;
}

const err *spool_age(struct spool *spool, uint64_t now_hour,
	unsigned keep_days, size_t *ret_deleted)
{
	uint64_t keep = (uint64_t)keep_days * HOURS_A_DAY;
	struct query *query = spool->queries[Q_OLD];

	*ret_deleted = 0;
	if (now_hour < keep) return NULL;
	/* [spool-4] taken = 0 is never among them */
	query_bind(query, "n", now_hour - keep);
	return spool_rows_delete(spool, query, ret_deleted);
}

/* -- replies -------------------------------------------------------------- */

static str name_str(const spool_name *name)
{
	return str_bytes(name->bytes, SPOOL_NAME_BYTES);
}

const err *spool_reply_add(struct spool *spool, spool_name mailbox,
	spool_name id, uint64_t hour, str sealed)
{
	struct query *query = spool->queries[Q_REPLY_ADD];
	const err *e = spool_room(spool, sealed.len * 2);

	if (e == NULL) e = spool_group(spool);
	if (e != NULL) return e;
	query_bind(query, "bbnb", name_str(&mailbox), name_str(&id), hour,
		sealed);
	return query_do(query);
}

const err *spool_reply_take_back(struct spool *spool, spool_name mailbox,
	spool_name id, enum spool_taken *ret_taken)
{
	struct query *find = spool->queries[Q_REPLY_FIND];
	struct query *drop = spool->queries[Q_REPLY_DELETE];
	bool row, shown;
	const err *e = spool_group(spool);

	if (e != NULL) return e;
	query_bind(find, "bb", name_str(&mailbox), name_str(&id));
	e = query_step(find, &row);
	if (e != NULL) return e;
	shown = row && query_number(find, 0) == 1;
	query_reset(find);
	*ret_taken = !row ? SPOOL_NO_SUCH
		: shown   ? SPOOL_ALREADY_SHOWN
			  : SPOOL_TAKEN_BACK;
	if (*ret_taken != SPOOL_TAKEN_BACK) return NULL;
	query_bind(drop, "bb", name_str(&mailbox), name_str(&id));
	return query_do(drop);
}

/* -- her side ------------------------------------------------------------- */

static const err *replies_read(struct spool *spool, struct arena *arena,
	spool_name mailbox, struct spool_box *box)
{
	struct query *query = spool->queries[Q_REPLIES];
	struct reply_list LIST_OF(struct spool_reply);
	struct reply_list list = {0};
	const err *e;
	bool row;

	query_bind(query, "b", name_str(&mailbox));
	while ((e = query_step(query, &row)) == NULL && row) {
		struct spool_reply reply = {.hour = query_number(query, 0)};

		memcpy(reply.id.bytes, query_bytes(query, 1).at,
			SPOOL_NAME_BYTES);
		reply.sealed = str_dup(arena, query_bytes(query, 2));
		reply.has_file = query_number(query, 3) == 1;
		LIST_ADD(arena, &list, reply);
	}
	box->replies = list.at;
	box->reply_count = list.count;
	return e;
}

const err *spool_box(struct spool *spool, struct arena *arena,
	spool_name mailbox, struct spool_box *ret_box)
{
	struct query *query = spool->queries[Q_SENT];
	struct sent_list LIST_OF(struct spool_sent);
	struct sent_list list = {0};
	const err *e = replies_read(spool, arena, mailbox, ret_box);
	bool row;

	if (e != NULL) return e;
	query_bind(query, "b", name_str(&mailbox));
	while ((e = query_step(query, &row)) == NULL && row) {
		struct spool_sent sent = {query_number(query, 0),
			(unsigned)query_number(query, 1)};
		LIST_ADD(arena, &list, sent);
	}
	ret_box->sent = list.at;
	ret_box->sent_count = list.count;
	return e;
}

/* Binds one mailbox to a statement and runs it in the group. */
static const err *mailbox_do(struct spool *spool, enum spool_query which,
	spool_name mailbox)
{
	const err *e = spool_group(spool);

	if (e != NULL) return e;
	query_bind(spool->queries[which], "b", name_str(&mailbox));
	return query_do(spool->queries[which]);
}

const err *spool_shown(struct spool *spool, spool_name mailbox)
{
	return mailbox_do(spool, Q_SHOWN, mailbox);
}

static const err *proof_matches(struct spool *spool, spool_name mailbox,
	const unsigned char erase[32], bool *ret_matched)
{
	struct query *find = spool->queries[Q_ERASE_FIND];
	const err *e;

	query_bind(find, "bb", name_str(&mailbox), str_bytes(erase, 32));
	e = query_step(find, ret_matched);
	if (e == NULL) query_reset(find);
	return e;
}

static const err *unread_count(struct spool *spool, spool_name mailbox,
	size_t *ret_unread)
{
	struct query *query = spool->queries[Q_ERASE_UNREAD];
	const err *e;
	bool row;

	query_bind(query, "b", name_str(&mailbox));
	e = query_step(query, &row);
	if (e != NULL) return e;
	*ret_unread = (size_t)query_number(query, 0);
	query_reset(query);
	return NULL;
}

const err *spool_erase(struct spool *spool, spool_name mailbox,
	const unsigned char erase[32], bool *ret_matched, size_t *ret_unread)
{
	static const enum spool_query steps[] = {Q_ERASE_REPLIES, Q_ERASE_SENT,
		Q_ERASE_BOX};
	size_t deleted;
	const err *e = proof_matches(spool, mailbox, erase, ret_matched);

	*ret_unread = 0;
	if (e != NULL || !*ret_matched) return e;
	e = unread_count(spool, mailbox, ret_unread);
	for (size_t i = 0; i < NELEM(steps) && e == NULL; i++) {
		/* the box stays while a message in it is unread */
		if (steps[i] == Q_ERASE_BOX && *ret_unread > 0) continue;
		e = mailbox_do(spool, steps[i], mailbox);
	}
	if (e != NULL) return group_drop(spool, e);
	query_bind(spool->queries[Q_ERASE_TAKEN], "b", name_str(&mailbox));
	e = spool_rows_delete(spool, spool->queries[Q_ERASE_TAKEN], &deleted);
	return e != NULL ? e : spool_copies_end(spool, 0);
}

/* -- small things --------------------------------------------------------- */

const err *spool_set(struct spool *spool, const char *name, str value)
{
	const err *e = spool_group(spool);

	if (e != NULL) return e;
	query_bind(spool->queries[Q_SET], "sb", str_of(name), value);
	return query_do(spool->queries[Q_SET]);
}

const err *spool_get(struct spool *spool, const char *name, struct buf *out)
{
	struct query *query = spool->queries[Q_GET];
	const err *e;
	bool row;

	query_bind(query, "s", str_of(name));
	e = query_step(query, &row);
	if (e != NULL) return e;
	if (!row) return err_make(ERR_ABSENT, "no such value");
	buf_put(out, query_bytes(query, 0));
	query_reset(query);
	return NULL;
}

const err *spool_limit_pages(struct spool *spool, unsigned pages)
{
	return db_limit_pages(spool->db, pages);
}

const err *spool_idle(struct spool *spool)
{
	return db_checkpoint(spool->db);
}
