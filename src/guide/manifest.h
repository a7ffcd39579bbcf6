/* What stands in a release: every file with its hash and length, the number,
 * the day, until when it may be trusted (doc/guides.md 8, 10). It is signed in
 * minisign form; this module is only its text. Pure.
 *
 *   bothy-guides/1
 *   release N
 *   date YYYY-MM-DD
 *   expires YYYY-MM-DD|never
 *   name LANG WORDS            one line a language, or none
 *   (empty line)
 *   SHA256  BYTES  PATH        sorted bytewise by path
 *
 * [manifest-1] a path stays inside its folder: parts of letters, digits, `-`,
 *              `_` and dots, no part that begins with a dot, at most six parts
 * [manifest-2] what was read is written again as the same bytes
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_MANIFEST_H
#define GUIDE_MANIFEST_H

#include "guide/edition.h"
#include "seal/hash.h"

enum {
	MANIFEST_BYTES_MAX = 2 << 20, /* it travels in one call */
	MANIFEST_FILES_MAX = 20000,
	MANIFEST_NAMES_MAX = GUIDE_TONGUES_MAX,
	MANIFEST_PATH_MAX = 120,
	MANIFEST_FILE_BYTES_MAX = 64 << 20
};

struct manifest_file { hash hash; uint64_t bytes; str path; };

struct manifest {
	unsigned release;
	int64_t day, expires_day;     /* 0: never */
	struct edition_name names[MANIFEST_NAMES_MAX];
	size_t name_count;
	struct manifest_file *files;  /* sorted by path, none twice */
	size_t file_count;
};

/* Whether a path may stand in it [manifest-1]. */
bool manifest_path_is_right(str path);
/* The text; `files` are sorted already. */
void manifest_write(const struct manifest *manifest, struct buf *out);
/* Kept by the arena; points into `text`. */
bool manifest_read(struct arena *arena, str text, struct manifest *ret_manifest)
	MUST_USE;
/* The file of that path, or NULL. */
const struct manifest_file *manifest_find(const struct manifest *manifest,
	str path);
/* The trusted comment of its signature: purpose, number, end of trust. */
void manifest_trusted(const struct manifest *manifest, struct buf *out);
/* That of the guide key's file, signed by the roster's key. */
void manifest_key_trusted(uint64_t counter, struct buf *out);
/* And its counter, out of such a comment. */
bool manifest_key_counter(str trusted, uint64_t *ret_counter) MUST_USE;

#endif
