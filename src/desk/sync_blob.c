/* Fetching one attachment into files/, sealed as it is [sync-4]: a temporary
 * name, fsync, rename. A broken attempt leaves only the temporary name, which
 * the next one replaces.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/sync_room.h"

enum { PATH_BYTES = 4096 };

/* "FILES/NAME" or the one temporary name. */
static const err *path_make(const struct sync *sync, str name, char *ret_path)
{
	struct buf path = {0};
	const err *e = NULL;

	buf_text(&path, sync->choice.files);
	buf_byte(&path, '/');
	buf_put(&path, name.len > 0 ? name : S("fetching.part"));
	buf_byte(&path, '\0');
	if (path.len > PATH_BYTES) {
		e = err_make(ERR_USAGE, "the folder's path is too long");
	} else {
		for (size_t i = 0; i < path.len; i++) ret_path[i] = path.at[i];
	}
	buf_close(&path);
	return e;
}

const err *sync_blob_begin(struct sync *sync, str name)
{
	char path[PATH_BYTES];
	const err *e = path_make(sync, S(""), path);

	(void)name;
	if (e == NULL) e = file_remove(path);
	if (e == NULL) e = file_open(&sync->blob, path, FILE_NEW);
	sync->blob_error = e;
	return e;
}

void sync_blob_piece(struct sync *sync, str bytes)
{
	if (sync->blob_error != NULL) return;
	sync->blob_error = file_put(&sync->blob, bytes);
}

const err *sync_blob_end(struct sync *sync, str name, bool whole)
{
	char from[PATH_BYTES], to[PATH_BYTES];
	const err *e = sync->blob_error;

	if (e == NULL && whole) e = file_sync(&sync->blob);
	file_close(&sync->blob);
	sync->blob_error = NULL;
	if (e == NULL) e = path_make(sync, S(""), from);
	if (e != NULL) return e;
	if (!whole) return file_remove(from);
	e = path_make(sync, name, to);
	return e != NULL ? e : file_rename(from, to);
}
