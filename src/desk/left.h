/* What a desk left at home before a journey (journey.h): the names of the sealed
 * blobs its log is made of, in their order, those of its attachments, a few
 * small files, and how the line is reached. Sealed to the device itself, so the
 * passphrase alone opens none of it. Pure.
 *
 *	bothy-left/1
 *	org HEX64
 *	token HEX64                    of the line; empty: none was known
 *	roster LENGTH LF bytes LF      the public roster
 *	small COUNT
 *	file NAME LENGTH LF bytes LF   … of the desk's or the line's folder
 *	attachments COUNT
 *	name NAME                      …
 *	log COUNT                      commits, as in log.pack
 *	COUNT times: number of bodies (1 byte), 1 when a frame follows or 0 (1 byte),
 *	the SHA-256 of each (32)
 *
 * [left-1] nothing but what is written here is read
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_LEFT_H
#define DESK_LEFT_H

#include "base/buf.h"
#include "seal/hash.h"

enum { LEFT_SMALL_MAX = 16, LEFT_SMALL_BYTES_MAX = 1 << 20,
	LEFT_NAMES_MAX = 1 << 20, LEFT_BODIES_MAX = 64 };

struct left_small { str name, bytes; };
struct left {
	str org, token, roster;
	struct left_small small[LEFT_SMALL_MAX];
	size_t small_count;
	str *names;                  /* of attachments */
	size_t name_count;
	str items;                   /* for left_next */
	uint64_t item_count;
};

/* A commit: what it is made of, not its bytes. */
struct left_item { hash bodies[LEFT_BODIES_MAX]; size_t body_count;
	bool has_frame; hash frame; };

/* All but the commits, of which `item_count` have to follow. */
void left_write(const struct left *left, struct buf *out);
void left_item_write(const struct left_item *item, struct buf *out);

/* Names are kept by the arena; all else points into `text` [left-1]. */
bool left_read(struct arena *arena, str text, struct left *ret_left) MUST_USE;
/* Takes the next commit off the front; false: there is none. */
bool left_next(str *items, struct left_item *ret_item) MUST_USE;

/* A small file that may be left: a path below the folder that is ours. */
bool left_is_small(str name);
extern const str left_smalls[];
extern const size_t left_small_count;

#endif
