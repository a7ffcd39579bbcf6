/* What a build remembers beside its folder, so that the next one touches only
 * what changed: for each guide what was read (with the stamps of the files),
 * its titles, what was said of it, and every file with its hash. No output: it
 * never travels. A record that cannot be read is as good as none. Pure.
 *
 * [bindery_record-1] what was written is read as the same
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_BINDERY_RECORD_H
#define GUIDE_BINDERY_RECORD_H

#include "base/list.h"
#include "guide/guide_parts.h"
#include "os/folders.h"
#include "seal/hash.h"

enum { RECORD_BYTES_MAX = 64 << 20 };

/* SHA-256 where there is a release, as its manifest says; of drafts, which have
 * none, hash_quick. The key of a record tells the two apart. */
struct record_file { str path; hash hash; uint64_t bytes; };
struct record_file_list LIST_OF(struct record_file);

struct record_input { str path; struct folders_stamp stamp; };

struct record_guide {
	unsigned number;
	struct LIST_OF(struct record_input) inputs;
	struct LIST_OF(struct site_title) titles;
	struct LIST_OF(str) said;
	struct record_file_list files;
};

struct record {
	hash key;              /* of all that holds for every guide */
	hash map;              /* of all guides and languages */
	int64_t start_ns;      /* stamps from then on prove nothing */
	struct LIST_OF(struct record_guide) guides; /* by number */
	struct record_file_list files; /* that belong to no guide */
};

void bindery_record_write(const struct record *record, struct buf *out);
/* Kept by the arena; points into `text`. */
bool bindery_record_read(struct arena *arena, str text, struct record *ret_record)
	MUST_USE;
/* The guide of that number, or NULL. */
struct record_guide *bindery_record_find(const struct record *record, unsigned number);

#endif
