/* Putting a release in force, or an operator's folder: see published.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/published.h"

#include "base/hex.h"
#include "os/file.h"

#include <stdio.h>
#include <string.h>

/* library/3/pictures/one.png */
enum { LIBRARY_DEPTH = 4, LIST_BYTES = 16 << 20 };

static const char *const signed_files[] = {
	"guide.pub", "guide.pub.minisig", "manifest", "manifest.minisig",
};

/* Removes a folder and what is in it, LIBRARY_DEPTH levels deep at most. */
static const err *folder_clear(const char *path, unsigned depth)
{
	struct arena *arena = arena_open(LIST_BYTES);
	struct file_names names = {0};
	const err *e = file_exists(path) ? file_list(arena, path, &names)
		: NULL;

	for (size_t i = 0; e == NULL && i < names.count; i++) {
		char *at = str_c(arena, str_fmt(arena, "%s/%.*s", path,
			S_ARG(names.at[i])));

		if (!file_is_special(at)) e = file_remove(at);
		else if (depth > 0) e = folder_clear(at, depth - 1);
	}
	if (e == NULL) e = file_folder_remove(path);
	arena_close(&arena);
	return e;
}

const err *published_clear(const char *path)
{
	return folder_clear(path, LIBRARY_DEPTH);
}

/* Makes the folders on the way to a file of the library. */
static const err *way_make(const struct published *published, str path)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < path.len; i++) {
		published_path folder;

		if (path.at[i] != '/') continue;
		folder = published_path_of(published, "next/%.*s", (int)i,
			path.at);
		e = file_folder_make(folder.text);
	}
	return e;
}

/* library/ as a folder, for the parent to read before the roles start. */
static const err *library_write(const struct published *published)
{
	const struct manifest *next = &published->next;
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < next->file_count; i++) {
		const struct manifest_file *file = &next->files[i];
		struct buf bytes = buf_cap(MANIFEST_FILE_BYTES_MAX);
		published_path from, to;

		if (!str_starts(file->path, S("library/"))) continue;
		from = published_file_path(published, file->hash, "");
		to = published_path_of(published, "next/%.*s",
			(int)file->path.len, file->path.at);
		e = way_make(published, file->path);
		if (e == NULL) {
			e = file_read(from.text, MANIFEST_FILE_BYTES_MAX,
				&bytes);
		}
		if (e == NULL) e = file_replace(to.text, buf_str(&bytes));
		buf_close(&bytes);
	}
	return e;
}

static bool is_named(const struct manifest *manifest, str digits)
{
	hash file;

	if (!hex_read(digits, file.bytes, sizeof(file.bytes))) return false;
	for (size_t i = 0; i < manifest->file_count; i++) {
		if (hash_eq(manifest->files[i].hash, file)) return true;
	}
	return false;
}

/* Files and folders of releases before: nobody shows them any more. What
 * cannot be removed now is removed with the next release. */
static void old_remove(const struct published *published, unsigned old)
{
	struct arena *arena = arena_open(LIST_BYTES);
	published_path folder = published_path_of(published, "files");
	struct file_names names = {0};
	const err *e = file_list(arena, folder.text, &names);

	for (size_t i = 0; e == NULL && i < names.count; i++) {
		published_path path;

		if (is_named(&published->now, names.at[i])) continue;
		path = published_path_of(published, "files/%.*s",
			(int)names.at[i].len, names.at[i].at);
		e = file_remove(path.text);
	}
	if (e == NULL && old > 0 && old != published->now.release) {
		folder = published_path_of(published, "%u", old);
		e = published_clear(folder.text);
	}
	(void)e;
	arena_close(&arena);
}

const err *published_switch(struct published *published)
{
	unsigned old = published->now.release, new = published->next.release;
	published_path next = published_path_of(published, "next");
	published_path place = published_path_of(published, "%u", new);
	published_path current = published_path_of(published, "current");
	char name[16], line[16];
	const err *e = library_write(published);

	/* left there when we were stopped between the two steps below */
	if (e == NULL) e = published_clear(place.text);
	if (e == NULL) e = file_rename(next.text, place.text);
	(void)snprintf(line, sizeof(line), "%u\n", new);
	/* [published-1] this is the moment */
	if (e == NULL) e = file_replace(current.text, str_of(line));
	if (e != NULL) return e;
	(void)snprintf(name, sizeof(name), "%u", new);
	e = published_manifest_read(published, name, &published->now_keeps,
		&published->now, &published->now_text);
	published->next = (struct manifest){0};
	published->next_text = S("");
	if (e == NULL) old_remove(published, old);
	return e;
}

/* -- from a folder -------------------------------------------------------- */

static const err *install_file(struct published *published, const char *out,
	const struct manifest_file *named)
{
	struct buf bytes = buf_cap(MANIFEST_FILE_BYTES_MAX);
	published_path to = published_file_path(published, named->hash, "");
	char path[PUBLISHED_PATH_BYTES];
	const err *e;

	must(snprintf(path, sizeof(path), "%s/%.*s", out, S_ARG(named->path))
		< PUBLISHED_PATH_BYTES);
	e = file_read(path, MANIFEST_FILE_BYTES_MAX, &bytes);
	if (e == NULL && !hash_eq(hash_of(buf_str(&bytes)), named->hash)) {
		e = err_make(ERR_FORMAT, "a file of the guides is not what "
			"their manifest says"); /* [published-3] */
	}
	if (e == NULL) e = file_replace(to.text, buf_str(&bytes));
	buf_close(&bytes);
	return e;
}

static const err *install_read(const char *out, const char *name,
	bool may_lack, struct buf *bytes)
{
	char path[PUBLISHED_PATH_BYTES];

	must(snprintf(path, sizeof(path), "%s/%s", out, name)
		< PUBLISHED_PATH_BYTES);
	if (!file_exists(path)) {
		return may_lack ? NULL : err_make(ERR_ABSENT, "the folder of"
			" guides has no manifest: it is not what `bothy guide"
			" build` makes");
	}
	return file_read(path, MANIFEST_BYTES_MAX, bytes);
}

static const err *install_next(struct published *published, const char *out,
	const struct relay_guides *offer, struct arena *arena)
{
	struct manifest manifest;
	const err *e;

	if (!manifest_read(arena, offer->manifest, &manifest)) {
		return err_make(ERR_FORMAT, "the manifest of the guides is "
			"not well-formed");
	}
	if (manifest.release < published->now.release
		|| str_eq(offer->manifest, published->now_text)) {
		return NULL;
	}
	e = file_folder_make(published->folder);
	if (e == NULL) e = published_next(published, offer);
	for (size_t i = 0; e == NULL && i < manifest.file_count; i++) {
		if (published_has(published, manifest.files[i].hash)) continue;
		e = install_file(published, out, &manifest.files[i]);
	}
	return e == NULL ? published_switch(published) : e;
}

const err *published_install(struct published *published, const char *out)
{
	struct arena *arena = arena_open(MANIFEST_BYTES_MAX * 8);
	struct buf bytes[NELEM(signed_files)];
	struct relay_guides offer;
	const err *e = NULL;

	for (size_t i = 0; i < NELEM(bytes); i++) {
		bytes[i] = buf_cap(MANIFEST_BYTES_MAX);
		if (e != NULL) continue;
		/* an operator's own folder may be unsigned */
		e = install_read(out, signed_files[i],
			strcmp(signed_files[i], "manifest") != 0, &bytes[i]);
	}
	offer = (struct relay_guides){buf_str(&bytes[0]), buf_str(&bytes[1]),
		buf_str(&bytes[2]), buf_str(&bytes[3])};
	if (e == NULL) e = install_next(published, out, &offer, arena);
	for (size_t i = 0; i < NELEM(bytes); i++) buf_close(&bytes[i]);
	arena_close(&arena);
	return e;
}
