/* The files of one guide into the model (doc/guides.md 3, 4, 6). A file is read
 * whole or refused with its line and a reason of fixed words; the reason never
 * holds what was written. Pure: bytes in, guide out.
 *
 * [guide-read-1] what breaks a rule of structure is refused: a language can
 *                bring neither a unit nor a slot of its own
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_GUIDE_READ_H
#define GUIDE_GUIDE_READ_H

#include "guide/guide.h"

enum { GUIDE_FILE_BYTES_MAX = 4 << 20 };

/* Where reading stopped, and why. */
struct read_fault {
	unsigned line;    /* from 1; 0: it could not be opened */
	str text;         /* fixed words */
};

/* The file `guide`. Kept by the arena; points into `file`. */
bool guide_read(struct arena *arena, str file, struct guide *ret_guide,
	struct read_fault *ret_fault) MUST_USE;
/* A file `LANG.words` into a guide that was read; the guide is unchanged where
 * it is refused. */
bool words_read(struct arena *arena, str file, struct guide *guide,
	struct read_fault *ret_fault) MUST_USE;
/* kmr-Arab out of kmr, units that have words of their own excepted. A guide
 * without kmr stays as it is. */
void words_transliterate(struct arena *arena, struct guide *guide);
/* The file `signs`; languages the guide does not have are refused. */
bool signs_read(struct arena *arena, str file, struct guide *guide,
	struct read_fault *ret_fault) MUST_USE;

/* YYYY-MM-DD as days since 1970. */
bool day_read(str text, int64_t *ret_day) MUST_USE;
/* The date of a source: the same, or YYYY-MM where nobody has seen the day; then
 * `*ret_day` is the first of the month. */
bool source_day_read(str text, int64_t *ret_day) MUST_USE;

#endif
