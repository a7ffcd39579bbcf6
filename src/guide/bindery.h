/* Binds a folder of guides into everything readers can carry away (doc/guides.md
 * 8): asks every form of format.h for every guide in every language, makes the
 * site around them, the copy of the library, the manifest and its signature. The
 * new folder is made beside the old one and takes its place in one step.
 *
 * [bindery-1] the same library, key and wishes give the same bytes, wherever
 *             and whenever
 * [bindery-2] until all is there the old folder is untouched
 * [bindery-3] a file whose bytes have not changed is not written again
 * [bindery-4] a folder that is not ours is not replaced
 * [bindery-5] no release of a starter library without its signatures, except
 *             in a demonstration
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_BINDERY_H
#define GUIDE_BINDERY_H

#include "base/err.h"
#include "base/list.h"
#include "guide/format.h"
#include "seal/minisign_key.h"

struct bindery_wish {
	const char *library, *out;
	const struct minisign_key *key; /* NULL: not signed */
	int64_t day;                    /* 0: the release's own; without a
					   release: of these drafts */
	bool quiet, demonstration;
	const char *only;               /* forms, by commas; NULL: all */
};

/* Who listens. A line names files, lines, units and languages, no words. */
struct bindery_ear {
	void (*said)(void *of, str line);
	void (*step)(void *of, size_t done, size_t all);
	void *of;
};

struct bindery_sum { size_t files, written, pages; };

/* Every form in `only` is one of ours. */
bool bindery_only_is_right(const char *only);
/* The same in memory: `library` is what readers get (its `folder` is where the
 * pictures are), `wish->library` and `wish->out` are not looked at, and no file
 * is written. All files are sorted by path; kept by the arena. */
struct guide_library;
struct bindery_shelf {
	struct arena *arena;
	struct shelf_list LIST_OF(struct format_file) files;
};
const err *bindery_bind(const struct bindery_wish *wish,
	const struct bindery_ear *ear, const struct guide_library *library,
	struct bindery_shelf *shelf) MUST_USE;
const err *bindery_build(const struct bindery_wish *wish,
	const struct bindery_ear *ear, struct bindery_sum *ret_sum) MUST_USE;

#endif
