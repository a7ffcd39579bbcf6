/* The manifest of a release and its signature: see bindery_room.h and
 * doc/guides.md. Made last, of what was put.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/bindery_room.h"

#include "guide/manifest.h"
#include "seal/minisign.h"

#include <stdlib.h>

static int by_path(const void *a, const void *b)
{
	return str_compare(((const struct manifest_file *)a)->path,
		((const struct manifest_file *)b)->path);
}

static void files_add(struct manifest *manifest,
	const struct record_file_list *files)
{
	for (size_t i = 0; i < files->count; i++) {
		manifest->files[manifest->file_count++] =
			(struct manifest_file){files->at[i].hash,
				files->at[i].bytes, files->at[i].path};
	}
}

static struct manifest manifest_of(struct bindery *b)
{
	const struct edition *edition = &b->edition;
	struct manifest manifest = {.release = edition->release,
		.day = edition->day, .expires_day = edition->expires_day};

	manifest.files = ARENA_ARRAY(b->arena, struct manifest_file,
		b->sum.files + 1);
	files_add(&manifest, &b->now.files);
	for (size_t i = 0; i < b->now.guides.count; i++) {
		files_add(&manifest, &b->now.guides.at[i].files);
	}
	qsort(manifest.files, manifest.file_count, sizeof(manifest.files[0]),
		by_path);
	for (size_t i = 0; i < edition->name_count &&
		manifest.name_count < MANIFEST_NAMES_MAX; i++) {
		manifest.names[manifest.name_count++] = edition->names[i];
	}
	return manifest;
}

static const err *signature_put(struct bindery *b,
	const struct manifest *manifest, str text)
{
	struct buf trusted = {0}, out = {0};
	struct minisign_comments comments = {
		.untrusted = S("signature from a guide key")};
	struct minisign_hasher hasher;
	const err *e;

	manifest_trusted(manifest, &trusted);
	comments.trusted = buf_str(&trusted);
	minisign_hasher_start(&hasher);
	minisign_hasher_put(&hasher, text);
	minisign_digest_sign(b->wish->key, minisign_hasher_end(&hasher),
		&comments, &out);
	e = bindery_write(b, S("manifest.minisig"), buf_str(&out));
	buf_reset(&out);
	minisign_key_public_write(b->wish->key, &out);
	if (e == NULL) {
		e = bindery_write(b, S("guide.pub"), buf_str(&out));
	}
	buf_close(&trusted);
	buf_close(&out);
	return e;
}

const err *bindery_manifest(struct bindery *b)
{
	struct manifest manifest;
	struct buf text = buf_cap(MANIFEST_BYTES_MAX);
	const err *e = NULL;

	arena_reset(b->job);
	if (b->sum.files > MANIFEST_FILES_MAX) {
		return err_make(ERR_FULL, "there are more files than a release"
			" can hold");
	}
	manifest = manifest_of(b);
	manifest_write(&manifest, &text);
	if (text.failed) e = err_make(ERR_FULL, "the manifest is too large");
	if (e == NULL) {
		e = bindery_write(b, S("manifest"), buf_str(&text));
	}
	if (e == NULL && b->wish->key != NULL) {
		e = signature_put(b, &manifest, buf_str(&text));
	}
	buf_close(&text);
	return e;
}
