/* The team's log in the spool: sealed blobs in the order they came, chained
 * (doc/relay.md R10). Looks into none.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/rand.h"
#include "store/spool_room.h"

#include <string.h>

static const char start_name[] = "log-start";

static str hash_str(const hash *h)
{
	return str_bytes(h->bytes, sizeof(h->bytes));
}

static bool hash_take(str bytes, hash *ret_hash)
{
	if (bytes.len != sizeof(ret_hash->bytes)) return false;
	memcpy(ret_hash->bytes, bytes.at, bytes.len);
	return true;
}

static const err *damaged(void)
{
	return err_make(ERR_FORMAT, "the spool's log is damaged");
}

/* Sum 0, without which no other holds. */
static const err *start_read(struct spool *spool, hash *ret_sum)
{
	struct buf value = {0};
	const err *e = spool_get(spool, start_name, &value);

	if (e == NULL && !hash_take(buf_str(&value), ret_sum)) e = damaged();
	buf_close(&value);
	return e;
}

const err *spool_log_open(struct spool *spool)
{
	unsigned char noise[32];
	hash sum;
	const err *e = start_read(spool, &sum);

	if (e == NULL || e->code != ERR_ABSENT) return e;
	rand_bytes(noise, sizeof(noise));
	sum = hash_of(str_bytes(noise, sizeof(noise)));
	e = spool_set(spool, start_name, hash_str(&sum));
	return e != NULL ? e : spool_commit(spool);
}

/* -- putting -------------------------------------------------------------- */

static const err *last_read(struct spool *spool, struct place *ret_last)
{
	struct query *query = spool->queries[Q_LOG_LAST];
	const err *e;
	bool row;

	query_bind(query, "");
	e = query_step(query, &row);
	if (e != NULL) return e;
	if (!row) {
		ret_last->cursor = 0;
		return start_read(spool, &ret_last->sum);
	}
	ret_last->cursor = query_number(query, 0);
	if (!hash_take(query_bytes(query, 1), &ret_last->sum)) e = damaged();
	query_reset(query);
	return e;
}

static const err *find(struct spool *spool, hash name,
	struct spool_kept *ret_kept, bool *ret_found)
{
	struct query *query = spool->queries[Q_LOG_FIND];
	const err *e;

	query_bind(query, "b", hash_str(&name));
	e = query_step(query, ret_found);
	if (e != NULL || !*ret_found) return e;
	ret_kept->place.cursor = query_number(query, 0);
	ret_kept->gone = query_number(query, 2) != 0;
	if (!hash_take(query_bytes(query, 1), &ret_kept->place.sum)) {
		e = damaged();
	}
	query_reset(query);
	return e;
}

/* [spool-7] the next number, or the one it has. */
static const err *put_one(struct spool *spool, const struct bundle_blob *blob,
	uint64_t hour, struct spool_kept *ret_kept)
{
	struct query *add = spool->queries[Q_LOG_ADD];
	struct place last;
	bool found;
	const err *e = find(spool, blob->name, ret_kept, &found);

	if (e != NULL || found) return e;
	e = last_read(spool, &last);
	if (e != NULL) return e;
	*ret_kept = (struct spool_kept){place_next(last, blob->name), false};
	query_bind(add, "nbnbb", ret_kept->place.cursor, hash_str(&blob->name),
		hour, hash_str(&ret_kept->place.sum), blob->sealed);
	return query_do(add);
}

const err *spool_put(struct spool *spool, const struct bundle *bundle,
	uint64_t hour, struct spool_kept ret_kept[BUNDLE_BLOBS_MAX])
{
	uint64_t bytes = 0;
	const err *e;

	for (size_t i = 0; i < bundle->count; i++) {
		bytes += bundle->blobs[i].sealed.len;
	}
	e = spool_room(spool, bytes * 2); /* [spool-5] rows and WAL */
	if (e == NULL) e = spool_one_begin(spool);
	if (e != NULL) return e;
	for (size_t i = 0; i < bundle->count && e == NULL; i++) {
		e = put_one(spool, &bundle->blobs[i], hour, &ret_kept[i]);
	}
	return spool_one_end(spool, e); /* [spool-7] */
}

/* -- getting -------------------------------------------------------------- */

/* Fills in the sum of place 0; ERR_ABSENT when the sum is another. */
static const err *place_check(struct spool *spool, struct place *place)
{
	struct query *query = spool->queries[Q_LOG_SUM];
	bool row, same;
	const err *e;

	if (place->cursor == 0) return start_read(spool, &place->sum);
	query_bind(query, "n", place->cursor);
	e = query_step(query, &row);
	if (e != NULL) return e;
	same = row && str_eq(query_bytes(query, 0), hash_str(&place->sum));
	query_reset(query);
	return same ? NULL : err_make(ERR_ABSENT, "never at this place");
}

static const err *items_read(struct spool *spool, struct arena *arena,
	struct spool_log *log)
{
	struct query *query = spool->queries[Q_LOG_AFTER];
	size_t bytes = 0;
	bool row;
	const err *e;

	query_bind(query, "nn", log->from.cursor, (uint64_t)BUNDLE_BLOBS_MAX);
	while ((e = query_step(query, &row)) == NULL && row) {
		struct spool_log_item item = {.cursor = query_number(query, 0),
			.hour = query_number(query, 1),
			.gone = query_number(query, 3) != 0};
		str sealed = query_bytes(query, 4);

		bytes += sealed.len;
		if (log->count > 0 && bytes > BUNDLE_BYTES) break;
		if (!hash_take(query_bytes(query, 2), &item.name)) {
			e = damaged();
			break;
		}
		item.sealed = str_dup(arena, sealed);
		log->items[log->count++] = item;
	}
	query_reset(query);
	return e;
}

const err *spool_log(struct spool *spool, struct arena *arena,
	struct place after, struct spool_log *ret_log)
{
	struct place last;
	const err *e;

	ret_log->from = after;
	ret_log->count = 0;
	e = place_check(spool, &ret_log->from);
	if (e == NULL) e = last_read(spool, &last);
	if (e != NULL) return e;
	ret_log->newest = last.cursor;
	return items_read(spool, arena, ret_log);
}

const err *spool_lacks(struct spool *spool, hash name, bool *ret_lacks)
{
	struct spool_kept kept;
	bool found = false;
	const err *e = find(spool, name, &kept, &found);

	*ret_lacks = !found;
	return e;
}

const err *spool_destroy(struct spool *spool, const hash *hashes, size_t count)
{
	struct query *query = spool->queries[Q_LOG_DELETE];
	const err *e = spool_group(spool);

	for (size_t i = 0; i < count && e == NULL; i++) {
		query_bind(query, "b", hash_str(&hashes[i]));
		e = query_do(query);
	}
	return e;
}
