/* Sealed attachments as files of the spool: written under a temporary name,
 * synced, renamed, the folder synced; then a row may name them [spool-3].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/file.h"
#include "store/spool_room.h"

#include <stdio.h>
#include <string.h>

enum {
	DAY_MS = 24 * 60 * 60 * 1000,
	NAME_DIGITS = 2 * SPOOL_NAME_BYTES,
	SWEEP_BYTES = 8 << 20
};

struct spool_blob {
	struct spool *spool;
	struct file file;
	spool_name name;
};

static const char digits[] = "0123456789abcdef";

void spool_blob_path(const struct spool *spool, spool_name name,
	const char *suffix, char ret_path[SPOOL_PATH_BYTES])
{
	char hex[NAME_DIGITS + 1];
	int len;

	for (size_t i = 0; i < SPOOL_NAME_BYTES; i++) {
		hex[2 * i] = digits[name.bytes[i] >> 4];
		hex[2 * i + 1] = digits[name.bytes[i] & 15];
	}
	hex[NAME_DIGITS] = '\0';
	len = snprintf(ret_path, SPOOL_PATH_BYTES, "%s/blob/%s%s",
		spool->folder, hex, suffix);
	must(len > 0 && len < SPOOL_PATH_BYTES);
}

const err *spool_blob_begin(struct spool *spool, spool_name name,
	struct spool_blob **ret_blob)
{
	struct spool_blob *blob;
	char path[SPOOL_PATH_BYTES];
	const err *e = spool_room(spool, 1 << 20);

	if (e != NULL) return e;
	blob = mem_get(sizeof(*blob));
	blob->spool = spool;
	blob->name = name;
	spool_blob_path(spool, name, ".part", path);
	e = file_open(&blob->file, path, FILE_NEW);
	if (e != NULL) {
		mem_free(blob);
		return e;
	}
	*ret_blob = blob;
	return NULL;
}

const err *spool_blob_put(struct spool_blob *blob, str sealed)
{
	const err *e = spool_room(blob->spool, sealed.len);

	return e != NULL ? e : file_put(&blob->file, sealed);
}

const err *spool_blob_finish(struct spool_blob **handle)
{
	struct spool_blob *blob = *handle;
	char part[SPOOL_PATH_BYTES], path[SPOOL_PATH_BYTES];
	const err *e = file_sync(&blob->file);

	spool_blob_path(blob->spool, blob->name, ".part", part);
	spool_blob_path(blob->spool, blob->name, "", path);
	if (e == NULL) e = file_rename(part, path); /* syncs the folder */
	if (e != NULL) {
		spool_blob_abandon(handle);
		return e;
	}
	file_close(&blob->file);
	mem_free(blob);
	*handle = NULL;
	return NULL;
}

void spool_blob_abandon(struct spool_blob **handle)
{
	struct spool_blob *blob = *handle;
	char part[SPOOL_PATH_BYTES];

	if (blob == NULL) return;
	spool_blob_path(blob->spool, blob->name, ".part", part);
	file_close(&blob->file);
	(void)!file_remove(part);
	mem_free(blob);
	*handle = NULL;
}

const err *spool_blob_read(struct spool *spool, spool_name name,
	uint64_t offset, size_t max, struct buf *out, uint64_t *ret_size)
{
	char path[SPOOL_PATH_BYTES];
	struct file file;
	const err *e;
	size_t len;

	spool_blob_path(spool, name, "", path);
	e = file_size(path, ret_size);
	if (e != NULL || offset >= *ret_size) return e;
	len = *ret_size - offset < max ? (size_t)(*ret_size - offset) : max;
	e = file_open(&file, path, FILE_READ);
	if (e != NULL) return e;
	e = file_get_at(&file, offset, len, out);
	file_close(&file);
	return e;
}

const err *spool_blobs_remove(struct spool *spool, str names)
{
	const err *e = NULL;

	while (names.len >= SPOOL_NAME_BYTES && e == NULL) {
		char path[SPOOL_PATH_BYTES];
		spool_name name;

		memcpy(name.bytes, names.at, SPOOL_NAME_BYTES);
		spool_blob_path(spool, name, "", path);
		e = file_remove(path);
		names = str_from(names, SPOOL_NAME_BYTES);
	}
	return e;
}

static bool name_read(str hex, spool_name *ret_name)
{
	if (hex.len != NAME_DIGITS) return false;
	for (size_t i = 0; i < NAME_DIGITS; i++) {
		const char *at = strchr(digits, hex.at[i]);

		if (at == NULL || *at == '\0') return false;
		if (i % 2 == 0) ret_name->bytes[i / 2] = 0;
		ret_name->bytes[i / 2] = (unsigned char)(
			ret_name->bytes[i / 2] << 4 | (at - digits));
	}
	return true;
}

/* A finished blob stays when a row names it, or while it is young. */
static const err *is_wanted(struct spool *spool, spool_name name,
	const char *path, uint64_t now_ms, bool *ret_wanted)
{
	struct query *query = spool->queries[Q_BLOB_USED];
	uint64_t changed_ms;
	const err *e = file_changed_ms(path, &changed_ms);

	*ret_wanted = true;
	if (e != NULL || changed_ms + DAY_MS > now_ms) return e;
	query_bind(query, "b", str_bytes(name.bytes, SPOOL_NAME_BYTES));
	e = query_step(query, ret_wanted);
	if (e == NULL && *ret_wanted) query_reset(query);
	return e;
}

const err *spool_sweep(struct spool *spool, uint64_t now_ms)
{
	struct arena *arena = arena_open(SWEEP_BYTES);
	struct file_names names;
	const char *folder =
		str_fmt(arena, "%s/blob", spool->folder).at;
	const err *e = file_list(arena, folder, &names);

	for (size_t i = 0; e == NULL && i < names.count; i++) {
		const char *path = str_fmt(arena, "%s/%.*s", folder,
			S_ARG(names.at[i])).at;
		spool_name name;
		bool wanted = false;

		/* Nobody writes yet: every temporary file is from a kill. */
		if (!str_ends(names.at[i], S(".part")) &&
			name_read(names.at[i], &name)) {
			e = is_wanted(spool, name, path, now_ms, &wanted);
		}
		if (e == NULL && !wanted) e = file_remove(path);
	}
	arena_close(&arena);
	return e;
}
