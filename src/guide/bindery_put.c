/* Files into the new folder: see bindery_room.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/bindery_room.h"

#include "guide/zip.h"
#include "os/file.h"

#include <stdlib.h>
#include <string.h>

const char *bindery_path(struct bindery *b, str folder, str path)
{
	return str_c(b->job, str_fmt(b->job, "%.*s/%.*s", S_ARG(folder),
		S_ARG(path)));
}

static int path_compare(const void *a, const void *b)
{
	return str_compare(((const struct record_file *)a)->path,
		((const struct record_file *)b)->path);
}

const struct record_file *bindery_old(struct bindery *b, str path)
{
	struct record_file key = {.path = path};
	const struct record_file *old;
	struct folders_stamp stamp;

	if (b->old_count == 0) return NULL;
	old = bsearch(&key, b->old, b->old_count, sizeof(key), path_compare);
	if (old == NULL) return NULL;
	stamp = folders_stamp_of(bindery_path(b, str_of(b->wish->out), path));
	if (stamp.changed_ns == 0 || stamp.bytes != old->bytes ||
		stamp.changed_ns > b->before_ns) {
		return NULL;
	}
	return old;
}

/* The folder of `path` is there. */
static const err *folder_make(struct bindery *b, str path)
{
	size_t len = path.len;
	const err *e;

	while (len > 0 && path.at[len - 1] != '/') len--;
	if (len == 0 || len >= sizeof(b->folder)) return NULL;
	if (str_eq(str_of(b->folder), str_first(path, len - 1))) return NULL;
	e = folders_make(bindery_path(b, b->fresh, str_first(path, len - 1)));
	if (e != NULL) return e;
	memcpy(b->folder, path.at, len - 1);
	b->folder[len - 1] = '\0';
	return NULL;
}

static void note(struct bindery *b, struct record_file_list *list,
	struct record_file file)
{
	file.path = str_dup(b->arena, file.path);
	LIST_ADD(b->arena, list, file);
	b->sum.files++;
}

const err *bindery_keep(struct bindery *b, struct record_file_list *list,
	const struct record_file *old)
{
	const err *e = folder_make(b, old->path);

	if (e == NULL) {
		e = folders_link(bindery_path(b, str_of(b->wish->out), old->path),
			bindery_path(b, b->fresh, old->path));
	}
	if (e == NULL) note(b, list, *old);
	return e;
}

const err *bindery_write(struct bindery *b, str path, str bytes)
{
	const err *e;

	if (b->shelf != NULL) {
		struct format_file file = {str_dup(b->shelf->arena, path),
			str_dup(b->shelf->arena, bytes)};

		LIST_ADD(b->shelf->arena, &b->shelf->files, file);
		return NULL;
	}
	e = folder_make(b, path);
	return e != NULL ? e
		: folders_write(bindery_path(b, b->fresh, path), bytes);
}

const err *bindery_read(struct bindery *b, str path, struct buf *out)
{
	if (b->shelf == NULL) {
		return file_read(bindery_path(b, b->fresh, path),
			ZIP_ENTRY_BYTES_MAX, out);
	}
	for (size_t i = b->shelf->files.count; i-- > 0;) {
		if (!str_eq(b->shelf->files.at[i].path, path)) continue;
		buf_put(out, b->shelf->files.at[i].bytes);
		return NULL;
	}
	return err_make(ERR_ABSENT, "a file is not on the shelf");
}

/* A release's files stand in its manifest; drafts have none. */
static hash hash_for(const struct bindery *b, str bytes)
{
	return b->edition.release > 0 ? hash_of(bytes) : hash_quick(bytes);
}

const err *bindery_put(struct bindery *b, struct record_file_list *list,
	str path, str bytes)
{
	struct record_file file = {path, hash_for(b, bytes), bytes.len};
	const struct record_file *old = bindery_old(b, path);
	const err *e;

	if (old != NULL && hash_eq(old->hash, file.hash)) {
		return bindery_keep(b, list, old); /* [bindery-3] */
	}
	e = bindery_write(b, path, bytes);
	if (e != NULL) return e;
	b->sum.written++;
	note(b, list, file);
	return NULL;
}

/* What stands inside the folder of a form is wanted with it. */
bool bindery_wants(const struct bindery *b, str form)
{
	str rest = str_of(b->wish->only), word;

	if (b->wish->only == NULL) return true;
	(void)str_cut(form, '/', &form, &word);
	while (str_cut(rest, ',', &word, &rest)) {
		if (str_eq(word, form)) return true;
	}
	return str_eq(rest, form);
}

void bindery_say(struct bindery *b, struct record_guide *guide, str line)
{
	line = str_dup(b->arena, line);
	if (guide != NULL) LIST_ADD(b->arena, &guide->said, line);
	else LIST_ADD(b->arena, &b->said, line);
}
