/* A release of all published guides: every file that is to go out, a manifest of
 * them, and the organisation's signature. Made in memory from the desk's records,
 * byte for byte the same each time and on each desk that holds the key; nothing
 * readable touches this desk's disk. Sending it to the line is not here.
 *
 * [guide_release-1] the files are all those of the manifest, no more; the
 *                   signature is over the manifest, its comment has purpose and
 *                   number
 * [guide_release-2] made twice it is the same, and so are the bytes
 * [guide_release-3] no unsigned language is in it but as a marked draft; a
 *                   starter library's guides are in it only when they are signed,
 *                   or in the demonstration
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_GUIDE_RELEASE_H
#define DESK_GUIDE_RELEASE_H

#include "desk/desk.h"
#include "guide/bindery.h"
#include "guide/guide_library.h"
#include "seal/minisign_key.h"

struct guide_release {
	unsigned number;
	int64_t day;               /* days since 1970 */
	/* as the manifest lists them, sorted: "epub/ckb/3.epub" */
	const struct format_file *files;
	size_t file_count;
	str manifest, minisig;     /* the files `manifest`, `manifest.minisig` */
	str public_key;            /* the file `guide.pub`: doc/guides.md 10 */
	str key_minisig;           /* of `public_key`, by the key of the roster */
};

/* The newest release of the records, kept by the arena (give it
 * GUIDE_RELEASE_BYTES_MAX); pictures and recordings are of the folder the desk
 * was started with. `only`: forms, by commas (bindery.h); NULL: all. ERR_ABSENT:
 * nothing was released yet; ERR_KEY: this desk does not hold the organisation's
 * key; ERR_REFUSED: signatures are missing. */
enum { GUIDE_RELEASE_BYTES_MAX = 1 << 30 };
const err *guide_release_make(struct desk *desk, struct arena *arena,
	const char *only, struct guide_release *ret_release) MUST_USE;

/* The same in two parts: what is read of the desk, quickly, and the binding, which
 * takes seconds and asks the desk nothing (guide_job.h). Close the plan. */
struct guide_release_plan {
	struct guide_library library;   /* of the arena, and of guides_of */
	struct minisign_key key;
	const struct sign_key *roster;  /* the desk's */
	bool demonstration;
};
const err *guide_release_plan(struct desk *desk, struct arena *arena,
	struct guide_release_plan *ret_plan) MUST_USE;
void guide_release_plan_close(struct guide_release_plan *plan);
const err *guide_release_bind(const struct guide_release_plan *plan,
	struct arena *arena, const char *only, const struct bindery_ear *ear,
	struct guide_release *ret_release) MUST_USE;

/* The number of the newest release of the records; 0 before the first. */
const err *guide_release_newest(struct desk *desk, unsigned *ret_number)
	MUST_USE;

/* The newest one that the line has, as far as this desk heard; 0: none. */
const err *guide_release_kept(struct desk *desk, uint64_t *ret_number)
	MUST_USE;

/* Notes what a release is, for the whole team: one number is one manifest.
 * ERR_EXISTS: it was made before and was another. */
const err *guide_release_note(struct desk *desk,
	const struct guide_release *release) MUST_USE;
/* The highest number that was noted, or that the line has. */
const err *guide_release_used(struct desk *desk, uint64_t *ret_number)
	MUST_USE;

/* The key that signs guides: derived from the organisation's, for this purpose
 * alone, so whoever recovers the one has the other. Close it. ERR_KEY. */
const err *guide_release_key(struct desk *desk, struct minisign_key *ret_key)
	MUST_USE;

#endif
