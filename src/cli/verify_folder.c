/* Every file of a folder of guides: see verify_folder.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/verify_folder.h"

#include "guide/manifest.h"
#include "os/clock.h"
#include "os/file.h"

#include <stdio.h>

enum {
	FOLDER_READ_BYTES = 256 * 1024,
	FOLDER_DEPTH_MAX = 8,     /* a manifest's paths have six parts */
	DAY_MS = 24 * 60 * 60 * 1000
};

struct folder_walk {
	struct arena *arena;
	const char *folder;
	struct manifest manifest;
	bool *seen;                /* of the manifest's files */
	struct folder_verdict verdict;
};

static void say(const char *what, str path)
{
	if (manifest_path_is_right(path)) {
		(void)printf("%s: %.*s\n", what, S_ARG(path));
	} else {
		(void)printf("%s: a file with a name that no release has\n",
			what);
	}
}

/* False: it cannot be read to its end. */
static bool file_hash(const char *path, hash *ret_hash, uint64_t *ret_bytes)
{
	struct hasher hasher;
	struct buf piece = {0};
	struct file in;
	size_t got = 1;
	const err *e = file_open(&in, path, FILE_READ);

	if (e != NULL) return false;
	*ret_bytes = 0;
	hasher_start(&hasher);
	while (e == NULL && got > 0) {
		buf_reset(&piece);
		e = file_get(&in, FOLDER_READ_BYTES, &piece, &got);
		if (e == NULL) hasher_put(&hasher, buf_str(&piece));
		*ret_bytes += got;
	}
	*ret_hash = hasher_end(&hasher);
	buf_close(&piece);
	file_close(&in);
	return e == NULL;
}

/* The manifest does not stand in itself, nor do its signature and key. */
static bool is_beside(str path)
{
	return str_eq(path, S("manifest")) ||
	       str_eq(path, S("manifest.minisig")) ||
	       str_eq(path, S("guide.pub")) ||
	       str_eq(path, S("guide.pub.minisig"));
}

static void file_look(struct folder_walk *walk, str path, const char *whole)
{
	const struct manifest_file *file = manifest_find(&walk->manifest, path);
	uint64_t bytes;
	hash is;

	if (file == NULL) {
		if (is_beside(path)) return;
		say("more than the release has", path);
		walk->verdict.more++;
		return;
	}
	walk->seen[file - walk->manifest.files] = true;
	if (file_is_special(whole) || !file_hash(whole, &is, &bytes) ||
		bytes != file->bytes || !hash_eq(is, file->hash)) {
		say("changed", path);
		walk->verdict.changed++;
	} else {
		walk->verdict.files++;
	}
}

/* All files below `folder`, which is inside the whole ("" is the whole). */
static const err *folder_look(struct folder_walk *walk, str folder,
	unsigned depth)
{
	struct file_names names;
	const err *e = file_list(walk->arena, str_c(walk->arena, str_fmt(
		walk->arena, "%s/%.*s", walk->folder, S_ARG(folder))), &names);

	for (size_t i = 0; e == NULL && i < names.count; i++) {
		str path = folder.len == 0 ? names.at[i]
			: str_fmt(walk->arena, "%.*s/%.*s", S_ARG(folder),
				S_ARG(names.at[i]));
		const char *whole = str_c(walk->arena, str_fmt(walk->arena,
			"%s/%.*s", walk->folder, S_ARG(path)));
		struct file_names inner;

		if (!file_is_special(whole) || depth == FOLDER_DEPTH_MAX ||
			file_list(walk->arena, whole, &inner) != NULL) {
			file_look(walk, path, whole);
		} else {
			e = folder_look(walk, path, depth + 1);
		}
	}
	return e;
}

static void missing_say(struct folder_walk *walk)
{
	for (size_t i = 0; i < walk->manifest.file_count; i++) {
		if (walk->seen[i]) continue;
		say("missing", walk->manifest.files[i].path);
		walk->verdict.missing++;
	}
}

/* The comment is compared as a whole, so that no other signed text fits
 * (doc/seal.md S4). */
static const err *manifest_open(struct folder_walk *walk, str trusted)
{
	struct buf text = buf_cap(MANIFEST_BYTES_MAX), should = {0};
	const err *e = file_read(str_c(walk->arena, str_fmt(walk->arena,
		"%s/manifest", walk->folder)), MANIFEST_BYTES_MAX, &text);

	if (e == NULL && !manifest_read(walk->arena,
			buf_take(&text, walk->arena), &walk->manifest)) {
		e = err_make(ERR_FORMAT, "that is no manifest of guides");
	}
	if (e == NULL) {
		manifest_trusted(&walk->manifest, &should);
		if (!str_eq(buf_str(&should), trusted)) {
			e = err_make(ERR_KEY, "the signature is for something"
				" else than this release");
		}
	}
	buf_close(&text);
	buf_close(&should);
	return e;
}

const err *verify_folder(struct arena *arena, const char *folder, str trusted,
	struct folder_verdict *ret_verdict)
{
	struct folder_walk walk = {.arena = arena, .folder = folder};
	const err *e = manifest_open(&walk, trusted);
	int64_t expires = walk.manifest.expires_day;

	if (e != NULL) return e;
	walk.seen = ARENA_ARRAY(arena, bool, walk.manifest.file_count + 1);
	e = folder_look(&walk, S(""), 0);
	if (e != NULL) return e;
	missing_say(&walk);
	walk.verdict.is_expired = expires > 0 &&
		(int64_t)(clock_now_ms() / DAY_MS) > expires;
	*ret_verdict = walk.verdict;
	return NULL;
}
