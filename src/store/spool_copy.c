/* The file that may go with a reply: a person's own copy (doc/relay.md R20). A
 * sealed file as attachments are, written before the row that names it; its row
 * goes before the file does [spool-9].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/spool_room.h"

static str name_str(const spool_name *name)
{
	return str_bytes(name->bytes, SPOOL_NAME_BYTES);
}

/* The same id again replaces nothing. */
static const err *is_here(struct spool *spool, const struct spool_copy *copy,
	bool *ret_here)
{
	struct query *find = spool->queries[Q_REPLY_FIND];
	const err *e;

	query_bind(find, "bb", name_str(&copy->mailbox), name_str(&copy->id));
	e = query_step(find, ret_here);
	query_reset(find);
	return e;
}

static const err *file_add(struct spool *spool, const struct spool_copy *copy)
{
	struct spool_blob *blob = NULL;
	const err *e = spool_blob_begin(spool, copy->blob, &blob);

	if (e == NULL) e = spool_blob_put(blob, copy->file);
	if (e == NULL) return spool_blob_finish(&blob);
	spool_blob_abandon(&blob);
	return e;
}

static const err *rows_add(struct spool *spool, const struct spool_copy *copy)
{
	struct query *add = spool->queries[Q_COPY_ADD];
	const err *e = spool_reply_add(spool, copy->mailbox, copy->id,
		copy->hour, copy->reply);

	if (e != NULL) return e;
	query_bind(add, "bbbn", name_str(&copy->blob), name_str(&copy->id),
		name_str(&copy->mailbox), copy->hour);
	return query_do(add);
}

const err *spool_copy_add(struct spool *spool, const struct spool_copy *copy)
{
	bool here = false;
	const err *e = is_here(spool, copy, &here);

	if (e != NULL || here) return e;
	e = file_add(spool, copy);
	if (e == NULL) e = spool_one_begin(spool);
	if (e != NULL) return e;
	return spool_one_end(spool, rows_add(spool, copy));
}

const err *spool_copy_find(struct spool *spool, spool_name mailbox,
	spool_name blob, struct buf *out)
{
	struct query *find = spool->queries[Q_COPY_FIND];
	bool row;
	const err *e;

	query_bind(find, "bb", name_str(&blob), name_str(&mailbox));
	e = query_step(find, &row);
	if (e == NULL && row) buf_put(out, query_bytes(find, 0));
	query_reset(find);
	if (e != NULL || row) return e;
	return err_make(ERR_ABSENT, "there is no such file");
}

/* The names, one behind the other. */
static const err *over_find(struct spool *spool, uint64_t hour,
	struct buf *names)
{
	struct query *find = spool->queries[Q_COPY_OVER];
	const err *e;
	bool row;

	query_bind(find, "n", hour);
	while ((e = query_step(find, &row)) == NULL && row) {
		buf_put(names, query_bytes(find, 0));
	}
	query_reset(find);
	return e;
}

static const err *rows_drop(struct spool *spool, str names)
{
	struct query *drop = spool->queries[Q_COPY_DELETE];
	const err *e = spool_group(spool);

	while (e == NULL && names.len > 0) {
		query_bind(drop, "b", str_first(names, SPOOL_NAME_BYTES));
		e = query_do(drop);
		names = str_from(names, SPOOL_NAME_BYTES);
	}
	return e;
}

const err *spool_copies_end(struct spool *spool, uint64_t hour)
{
	struct buf names = {0};
	const err *e;

	do {
		buf_reset(&names);
		e = over_find(spool, hour, &names);
		if (e == NULL && names.len > 0) {
			e = rows_drop(spool, buf_str(&names));
		}
		/* A kill from here on leaves files without a row: the sweep's. */
		if (e == NULL) e = spool_commit(spool);
		if (e == NULL) e = spool_blobs_remove(spool, buf_str(&names));
	} while (e == NULL && names.len > 0);
	buf_close(&names);
	return e;
}
