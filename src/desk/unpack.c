/* Checking and unpacking a backup: see backup.h. The same reader does both;
 * unpacking adds a place to write to. Folders are filled under temporary
 * names and renamed when the sum at the end agrees [backup-2].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/backup_form.h"

#include "base/field.h"
#include "base/num.h"
#include "seal/hash.h"

#include <string.h>

enum {
	READ_BYTES = 64 * 1024,
	LINE_MAX = 256,        /* the longest is "file desk/files/… LENGTH" */
	NAME_MAX_BYTES = 128,
	PATHS_BYTES = 1 << 20,
	FILES_MAX = 10000000,  /* more than a desk will ever hold */
};

struct unpacker {
	struct file *in;
	struct buf room;          /* read and not yet taken */
	size_t taken;             /* of the room */
	struct hasher hasher;
	struct backup_sum sum;
	char last[NAME_MAX_BYTES];
	/* where to; NULL when only checking */
	const char *dir;
	struct arena *paths;
	bool line_kept;           /* there is a line already: leave it */
};

static str waiting(const struct unpacker *unpacker)
{
	return str_from(buf_str(&unpacker->room), unpacker->taken);
}

/* Reads more behind what waits; *ret_end when there is no more. */
static const err *fill(struct unpacker *unpacker, bool *ret_end)
{
	size_t got;
	const err *e;

	buf_drop(&unpacker->room, unpacker->taken);
	unpacker->taken = 0;
	e = file_get(unpacker->in, READ_BYTES, &unpacker->room, &got);
	*ret_end = e == NULL && got == 0;
	return e;
}

static const err *not_whole(void)
{
	return err_make(ERR_FORMAT, "this backup is cut or damaged");
}

/* Takes a line with its end; valid until the next read. */
static const err *line_take(struct unpacker *unpacker, str *ret_line)
{
	for (;;) {
		size_t end = str_find_byte(waiting(unpacker), '\n');
		bool over = false;
		const err *e;

		if (end != SIZE_MAX && end < LINE_MAX) {
			*ret_line = str_first(waiting(unpacker), end + 1);
			unpacker->taken += end + 1;
			return NULL;
		}
		if (waiting(unpacker).len >= LINE_MAX) return not_whole();
		e = fill(unpacker, &over);
		if (e != NULL) return e;
		if (over) return not_whole();
	}
}

/* Moves `left` bytes and the LF behind them, to `to` unless NULL. */
static const err *content_take(struct unpacker *unpacker, uint64_t left,
	struct file *to)
{
	str line;
	const err *e = NULL;

	while (e == NULL && left > 0) {
		str piece = waiting(unpacker);
		bool over = false;

		if (piece.len == 0) {
			e = fill(unpacker, &over);
			if (e == NULL && over) e = not_whole();
			continue;
		}
		if (piece.len > left) piece = str_first(piece, (size_t)left);
		hasher_put(&unpacker->hasher, piece);
		if (to != NULL) e = file_put(to, piece);
		unpacker->taken += piece.len;
		left -= piece.len;
	}
	if (e == NULL) e = line_take(unpacker, &line);
	if (e != NULL) return e;
	if (line.len != 1) return not_whole();
	hasher_put(&unpacker->hasher, line);
	return NULL;
}

/* -- where the files go --------------------------------------------------- */

/* "desk/x" to DIR/desk.restoring/x. */
static const char *place_of(struct unpacker *unpacker, str name)
{
	str folder, rest;

	must(str_cut(name, '/', &folder, &rest));
	arena_reset(unpacker->paths);
	return str_c(unpacker->paths, str_fmt(unpacker->paths,
		"%s/%.*s.restoring/%.*s", unpacker->dir, S_ARG(folder),
		S_ARG(rest)));
}

static const err *file_take(struct unpacker *unpacker, str name,
	uint64_t bytes)
{
	bool skip = unpacker->dir == NULL ||
		(unpacker->line_kept && str_starts(name, S("line/")));
	struct file file;
	const char *path;
	const err *e;

	if (skip) return content_take(unpacker, bytes, NULL);
	path = place_of(unpacker, name);
	e = file_remove(path); /* of an attempt that was broken off */
	if (e == NULL) e = file_open(&file, path, FILE_NEW);
	if (e != NULL) return e;
	e = content_take(unpacker, bytes, &file);
	if (e == NULL) e = file_sync(&file);
	file_close(&file);
	return e;
}

/* -- the form ------------------------------------------------------------- */

/* "NAME LENGTH": a name that may be there, above the last one. */
static bool entry_read(struct unpacker *unpacker, str value,
	str *ret_name, uint64_t *ret_bytes)
{
	str number;

	if (!str_cut(value, ' ', ret_name, &number) ||
		!num_read(number, INT64_MAX, ret_bytes) ||
		!backup_is_name(*ret_name) ||
		str_compare(*ret_name, str_of(unpacker->last)) <= 0) {
		return false;
	}
	must(ret_name->len < sizeof(unpacker->last));
	memcpy(unpacker->last, ret_name->at, ret_name->len);
	unpacker->last[ret_name->len] = '\0';
	*ret_name = str_first(str_of(unpacker->last), ret_name->len);
	return true;
}

static const err *head_take(struct unpacker *unpacker)
{
	str line;
	const err *e = line_take(unpacker, &line);

	if (e != NULL) return e;
	hasher_put(&unpacker->hasher, line);
	if (!field_line(&line, BACKUP_MAGIC)) {
		return err_make(ERR_FORMAT, "this file is not a backup");
	}
	e = line_take(unpacker, &line);
	if (e != NULL) return e;
	hasher_put(&unpacker->hasher, line);
	if (!field_number(&line, S("hour"), UINT32_MAX, &unpacker->sum.hour)) {
		return not_whole();
	}
	return NULL;
}

/* [backup-1] the sum agrees, the log is there, nothing follows. */
static const err *end_take(struct unpacker *unpacker, str digits, bool log)
{
	hash sum = hasher_end(&unpacker->hasher);
	struct buf want = {0};
	bool same, over = false;
	const err *e;

	buf_hex(&want, sum.bytes, sizeof(sum.bytes));
	same = str_eq(buf_str(&want), digits);
	buf_close(&want);
	if (!same || !log || waiting(unpacker).len > 0) return not_whole();
	e = fill(unpacker, &over);
	if (e == NULL && !over) e = not_whole();
	return e;
}

static const err *entries_take(struct unpacker *unpacker)
{
	bool log = false;

	while (unpacker->sum.files < FILES_MAX) {
		str line, value, name;
		uint64_t bytes;
		const err *e = line_take(unpacker, &line);
		str whole = line;

		if (e != NULL) return e;
		if (field_take(&line, S("end"), &value)) {
			return end_take(unpacker, value, log);
		}
		if (!field_take(&line, S("file"), &value) ||
			!entry_read(unpacker, value, &name, &bytes)) {
			return not_whole();
		}
		hasher_put(&unpacker->hasher, whole);
		e = file_take(unpacker, name, bytes);
		if (e != NULL) return e;
		unpacker->sum.files++;
		unpacker->sum.bytes += bytes;
		if (str_eq(name, BACKUP_KEY)) unpacker->sum.key = true;
		if (str_eq(name, BACKUP_LOG)) log = true;
	}
	return not_whole();
}

static const err *unpack(struct unpacker *unpacker)
{
	const err *e;

	unpacker->room = buf_cap(2 * READ_BYTES);
	hasher_start(&unpacker->hasher);
	e = head_take(unpacker);
	if (e == NULL) e = entries_take(unpacker);
	buf_close(&unpacker->room);
	return e;
}

const err *backup_check(struct file *in, struct backup_sum *ret_sum)
{
	struct unpacker unpacker = {.in = in};
	const err *e = unpack(&unpacker);

	if (e == NULL) *ret_sum = unpacker.sum;
	return e;
}

/* -- folders -------------------------------------------------------------- */

static const char *path_in(struct arena *arena, const char *dir,
	const char *name)
{
	return str_c(arena, str_fmt(arena, "%s/%s", dir, name));
}

static const err *folder_clear(const char *path)
{
	struct arena *arena = arena_open(64 << 20);
	struct file_names names;
	const err *e = file_list(arena, path, &names);

	for (size_t i = 0; e == NULL && i < names.count; i++) {
		const char *name = str_c(arena, names.at[i]);

		if (str_eq(names.at[i], S("files"))) continue;
		e = file_remove(path_in(arena, path, name));
	}
	arena_close(&arena);
	return e;
}

/* The temporary folders, emptied of what an earlier attempt left. */
static const err *folders_make(struct arena *arena, const char *dir,
	bool line_kept)
{
	static const char *const folders[] = {"desk.restoring",
		"desk.restoring/files", "line.restoring"};
	const err *e = file_folder_make(dir);

	for (size_t i = 0; e == NULL && i < NELEM(folders); i++) {
		const char *path = path_in(arena, dir, folders[i]);

		if (line_kept && i == 2) continue;
		e = file_folder_make(path);
		if (e == NULL) e = folder_clear(path);
	}
	return e;
}

static const err *folders_name(struct arena *arena, const char *dir,
	bool line_kept)
{
	const err *e = file_folder_sync(path_in(arena, dir,
		"desk.restoring/files"));

	if (e == NULL) {
		e = file_folder_sync(path_in(arena, dir, "desk.restoring"));
	}
	if (e == NULL && !line_kept) {
		e = file_folder_sync(path_in(arena, dir, "line.restoring"));
		if (e == NULL) {
			e = file_rename(path_in(arena, dir, "line.restoring"),
				path_in(arena, dir, "line"));
		}
	}
	if (e == NULL) {
		e = file_rename(path_in(arena, dir, "desk.restoring"),
			path_in(arena, dir, "desk"));
	}
	return e;
}

const err *backup_unpack(struct file *in, const char *dir,
	struct backup_sum *ret_sum)
{
	struct arena *arena = arena_open(PATHS_BYTES);
	struct unpacker unpacker = {.in = in, .dir = dir,
		.paths = arena_open(PATHS_BYTES)};
	const err *e = NULL;

	if (file_exists(path_in(arena, dir, "desk"))) { /* [backup-2] */
		e = err_make(ERR_EXISTS, "there is a desk in that folder");
		goto out;
	}
	unpacker.line_kept = file_exists(path_in(arena, dir, "line"));
	e = folders_make(arena, dir, unpacker.line_kept);
	if (e == NULL) e = unpack(&unpacker);
	if (e == NULL) e = folders_name(arena, dir, unpacker.line_kept);
	if (e == NULL) *ret_sum = unpacker.sum;
out:
	arena_close(&unpacker.paths);
	arena_close(&arena);
	return e;
}

/* -- the key -------------------------------------------------------------- */

/* The line at `at`, without its end; false: there is none. */
static bool line_at(struct file *in, uint64_t size, uint64_t at,
	struct buf *room, str *ret_line)
{
	size_t len = at >= size ? 0 : size - at < LINE_MAX
		? (size_t)(size - at) : LINE_MAX;
	str rest;

	buf_reset(room);
	if (len == 0 || file_get_at(in, at, len, room) != NULL) return false;
	rest = buf_str(room);
	return str_line(&rest, ret_line);
}

static bool names_have_key(struct file *in, uint64_t size)
{
	struct buf room = {0};
	uint64_t at = 0, len;
	bool found = false;
	str line, name, number;

	while (!found && line_at(in, size, at, &room, &line)) {
		at += line.len + 1;
		if (!str_starts(line, S("file "))) continue;
		if (!str_cut(str_from(line, sizeof("file ") - 1), ' ', &name,
			&number) || !num_read(number, size, &len)) {
			break;
		}
		found = str_eq(name, BACKUP_KEY);
		at += len + 1;
	}
	buf_close(&room);
	return found;
}

bool backup_has_key(const char *path)
{
	struct file in = {-1};
	uint64_t size;
	bool has = file_kind_of(path) == FILE_KIND_PLAIN &&
		file_size(path, &size) == NULL &&
		file_open(&in, path, FILE_READ) == NULL &&
		names_have_key(&in, size);

	file_close(&in);
	return has;
}
