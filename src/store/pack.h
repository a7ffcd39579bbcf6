/* The pack: one append-only file of sealed bodies and frames (doc/log.md L5).
 * It never looks inside them.
 *
 * [pack-1] what pack_commit said is durable survives any kill and power cut
 * [pack-2] a commit is there whole or not at all: a torn tail is cut at open;
 *          damage before the last commit is refused and nothing is cut
 * [pack-3] bytes that do not have their hash are never given out
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_PACK_H
#define STORE_PACK_H

#include "base/buf.h"
#include "base/err.h"
#include "seal/hash.h"

struct pack;

enum { PACK_RECORD_MAX = 4 << 20 /* a sealed body is at most 2 MiB and a bit */ };

/* Makes the file when it is not there. ERR_FORMAT: it is something else. */
const err *pack_open(struct pack **ret_pack, const char *path) MUST_USE;
void pack_close(struct pack **pack);

/* The same file for one who only reads it, also while another writes: nothing
 * is cut, a torn tail is not there yet. ERR_ABSENT: there is none. */
const err *pack_follow(struct pack **ret_pack, const char *path) MUST_USE;
/* Takes in what was written since. ERR_BUSY: at `path` stands another file
 * now, open that one. */
const err *pack_more(struct pack *pack, const char *path) MUST_USE;

/* Appends bodies and their frame, one write and one sync [pack-1]. A frame of no
 * bytes ends bodies that nothing names yet. On an error nothing of it stays. */
const err *pack_commit(struct pack *pack, const str *bodies, size_t count,
	str frame) MUST_USE;

/* A commit in the file: where it is, not what it says. */
enum { PACK_BODIES_MAX = 64 };
struct pack_record { uint64_t offset; size_t length; hash hash; };
struct pack_item {
	struct pack_record bodies[PACK_BODIES_MAX];
	size_t body_count;
	struct pack_record frame;
	uint32_t number;        /* of the commit, from 1 */
	uint64_t next;          /* where the next commit begins */
};
/* The commit at `position` (0: the first). ERR_ABSENT behind the last. */
const err *pack_at(struct pack *pack, uint64_t position,
	struct pack_item *ret_item) MUST_USE;
/* Appends a record's bytes, checked [pack-3]. */
const err *pack_read(struct pack *pack, const struct pack_record *record,
	struct buf *out) MUST_USE;
/* The pack without the bodies for which `goes` says yes: written under a new
 * name, synced, renamed (doc/log.md L5.3). Places change. */
typedef bool pack_goes(void *owner, const struct pack_record *record);
const err *pack_without(struct pack *pack, pack_goes *goes, void *owner)
	MUST_USE;
/* The same in steps, while commits are still appended: about so many bytes each
 * and synced; *ret_over: all that is there now was copied. `done`: up to where.
 * After the end, which does what is left and renames, the pack is the new one, and
 * `place` tells where a place of the old one is. Closed before that, nothing of it
 * is left. */
struct pack_anew;
const err *pack_anew_open(struct pack_anew **ret_anew, struct pack *pack,
	pack_goes *goes, void *owner) MUST_USE;
const err *pack_anew_step(struct pack_anew *anew, uint64_t bytes,
	bool *ret_over) MUST_USE;
uint64_t pack_anew_done(const struct pack_anew *anew);
const err *pack_anew_end(struct pack_anew *anew) MUST_USE;
uint64_t pack_anew_place(const struct pack_anew *anew, uint64_t place);
void pack_anew_close(struct pack_anew **anew);
/* A pack made of commits as `next` gives them, until it says that it is over:
 * under a new name, synced once, renamed. */
struct pack_parts { str bodies[PACK_BODIES_MAX]; size_t count; str frame;
	bool over; };
typedef const err *pack_next(void *owner, struct pack_parts *ret_parts);
const err *pack_make(const char *path, pack_next *next, void *owner) MUST_USE;
/* Bytes of whole commits. */
uint64_t pack_size(const struct pack *pack);
/* How many bytes of a torn tail were cut at open. */
uint64_t pack_torn(const struct pack *pack);

#endif
