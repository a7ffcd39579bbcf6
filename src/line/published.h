/* The releases of guides on the line's disk, in DIR/guides (doc/guides.md 10):
 *
 *   current            one line: the number of the release in force
 *   N/                 manifest, its signature, the guide key and its
 *                      signature, and library/ as a folder
 *   next/              the same four of a release that is not whole yet
 *   files/HASH         every file of both, named by what it is;
 *   files/HASH.part    one that is not whole yet
 *
 * What is here is public and signed. Nothing of it is shown before all of it
 * is here and right.
 *
 * [published-1] a release comes into force whole or not at all, and until then
 *               the one before is shown
 * [published-2] a release counts only with the signature of a guide key that
 *               the roster's key has signed; a lower number is refused, and
 *               a key with a lower counter
 * [published-3] a file is shown only when its bytes have the hash that the
 *               manifest names
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_PUBLISHED_H
#define LINE_PUBLISHED_H

#include "base/err.h"
#include "guide/manifest.h"
#include "line/relay_guide_text.h"
#include "seal/sign.h"

enum {
	PUBLISHED_WANTED_MAX = 1000,
	/* All files of a release: a library with pictures and recordings. */
	PUBLISHED_BYTES_MAX = 512 << 20
};

struct published {
	const char *folder;          /* DIR/guides */
	struct arena *keeps;         /* the folder's name */
	struct arena *now_keeps, *next_keeps;
	struct manifest now, next;   /* release 0: none */
	str now_text, next_text;
};

/* Reads what is in force and what is on its way below the folder of the line;
 * none at all is fine. Close it in any case. */
const err *published_open(struct published *published, const char *line)
	MUST_USE;
void published_close(struct published *published);

/* Puts the built folder `out` in force, for an operator who has it at hand. A
 * lower release than the one in force changes nothing. */
const err *published_install(struct published *published, const char *out)
	MUST_USE;

enum published_word { PUBLISHED_FINE, PUBLISHED_MALFORMED,
	PUBLISHED_SIGNATURE, PUBLISHED_OLDER, PUBLISHED_UNKNOWN,
	PUBLISHED_PLACE };

/* What a release still lacks; `switched`: nothing, and it is in force since
 * this call. */
struct published_wanted {
	hash *at;
	size_t count;
	bool switched;
};

/* A release is offered; at most PUBLISHED_WANTED_MAX of what it lacks is
 * named, kept by the arena. */
const err *published_offer(struct arena *arena, struct published *published,
	sign_public roster_key, const struct relay_guides *offer,
	struct published_wanted *ret_wanted, enum published_word *ret_word)
	MUST_USE;
/* Bytes of one file of it, in order. */
const err *published_piece(struct published *published,
	const struct relay_guide_piece *piece, enum published_word *ret_word)
	MUST_USE;

/* Up to `max` bytes at `offset` of a file of the release in force; ERR_ABSENT
 * when it has none of that path. */
const err *published_read(const struct published *published, str path,
	uint64_t offset, size_t max, struct buf *out, uint64_t *ret_bytes)
	MUST_USE;
/* The folder of its library, NUL-terminated, kept by the arena; NULL: nothing
 * is in force. */
const char *published_library(struct arena *arena,
	const struct published *published);

/* -- inside published*.c -------------------------------------------------- */

enum { PUBLISHED_PATH_BYTES = 4096 };
typedef struct { char text[PUBLISHED_PATH_BYTES]; } published_path;
/* FOLDER/guides/ and what stands behind. */
published_path published_path_of(const struct published *published,
	const char *format, ...) FORMAT_PRINTF(2, 3);
published_path published_file_path(const struct published *published,
	hash file, const char *suffix);
/* The manifest of `name` ("next", or a number), kept by *keeps; a release that
 * is not there is one of number 0. */
const err *published_manifest_read(const struct published *published,
	const char *name, struct arena **keeps, struct manifest *ret_manifest,
	str *ret_text) MUST_USE;
/* Puts `next`, of which every file is here, in force [published-1]. */
const err *published_switch(struct published *published) MUST_USE;
/* Begins `next` anew with these four files. */
const err *published_next(struct published *published,
	const struct relay_guides *offer) MUST_USE;
/* Removes a folder of a release; absent is fine. */
const err *published_clear(const char *path) MUST_USE;
bool published_has(const struct published *published, hash file);

#endif
